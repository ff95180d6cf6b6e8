import { isUtf8 } from 'node:buffer';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import type { LeafEvent } from './leaf.js';
import { isCanonical, leafBytes, LeafError, MAX_DEPTH, readLeaf } from './leaf.js';

const EVENT: LeafEvent = {
  index: 17,
  stream: 'ledger.party-RU-KGD',
  revision: 0,
  id: '3d1c0a52-6a1e-5c3b-9a57-0d6c1e2f4b10',
  type: 'PartyRecorded',
  data: '{"act":{"date":"2023-02"},"name":{"ru":"Калининград"}}',
  metadata: '{"actor":"registrar","schema":1}',
};

const lineOf = (event: LeafEvent): string => leafBytes(event).toString();
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('the bytes of an event', () => {
  it('are canonical JSON with the stored texts in it', () => {
    expect(lineOf(EVENT)).toBe(
      '{"data":{"act":{"date":"2023-02"},"name":{"ru":"Калининград"}},"id":"3d1c0a52-6a1e-5c3b-9a57-0d6c1e2f4b10",' +
        '"index":17,"metadata":{"actor":"registrar","schema":1},"revision":0,"stream":"ledger.party-RU-KGD",' +
        '"type":"PartyRecorded"}',
    );
  });

  it('hold in base64 what is not canonical JSON', () => {
    const line = lineOf({ ...EVENT, data: '{ }', metadata: '' });
    expect(line).toBe(
      '{"dataRaw":"eyB9","id":"3d1c0a52-6a1e-5c3b-9a57-0d6c1e2f4b10","index":17,"metadataRaw":"","revision":0,' +
        '"stream":"ledger.party-RU-KGD","type":"PartyRecorded"}',
    );
    expect(canonicalize(JSON.parse(line))).toBe(line);
  });

  it('hold in base64 the very bytes that are no UTF-8: other bytes, another line', () => {
    const lines = ['ff', 'fe', 'efbfbd'].map((hex) => {
      const bytes = Buffer.from(hex, 'hex');
      const data = bytes.toString();
      return lineOf({ ...EVENT, data, ...(hex === 'efbfbd' ? {} : { dataBytes: bytes }) });
    });
    expect(lines.map((line) => /"dataRaw":"(.*?)"/.exec(line)?.[1])).toEqual(['/w==', '/g==', '77+9']);
    const event = { ...EVENT, data: '\ufffd', dataBytes: Buffer.of(0xff), metadata: '', metadataBytes: Buffer.of() };
    expect(() => leafBytes(event)).toThrow(LeafError);
    expect(readLeaf(Buffer.from(lines[0]!))).toEqual({ ...EVENT, data: '\ufffd', dataBytes: Buffer.of(0xff) });
  });

  const text = fc.oneof(
    fc.json(),
    fc.json().map((json) => canonicalize(JSON.parse(json)) ?? ''),
    fc.string({ unit: 'binary' }).filter((any) => Buffer.from(any).toString() === any),
  );
  const bytes = fc
    .uint8Array()
    .map((any) => Buffer.from(any))
    .filter((any) => !isUtf8(any));
  const textEvents = fc.record<LeafEvent>({
    index: fc.maxSafeNat(),
    stream: fc.string({ unit: 'grapheme' }),
    revision: fc.maxSafeNat(),
    id: fc.string({ unit: 'grapheme' }),
    type: fc.string({ unit: 'grapheme' }),
    data: text,
    metadata: text,
  });
  const events = fc.oneof(
    textEvents,
    fc.tuple(textEvents, bytes).map(([event, dataBytes]) => ({ ...event, data: dataBytes.toString(), dataBytes })),
    fc
      .tuple(textEvents, bytes)
      .map(([event, metadataBytes]) => ({ ...event, metadata: metadataBytes.toString(), metadataBytes })),
  );

  it('come back as the event that they were, and are canonical JSON on one line', () => {
    fc.assert(
      fc.property(events, (event) => {
        const bytes = leafBytes(event);
        expect(readLeaf(bytes)).toEqual(event);
        expect(bytes.toString()).not.toContain('\n');
        expect(canonicalize(JSON.parse(bytes.toString()))).toBe(bytes.toString());
      }),
      { numRuns: 500 },
    );
  });

  it('are refused with any byte changed, unless it makes another event', () => {
    const bytes = leafBytes(EVENT);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, by) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ by;
        let read: LeafEvent | undefined;
        try {
          read = readLeaf(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(LeafError);
        }
        if (read !== undefined) expect(leafBytes(read)).toEqual(changed);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['an index that is no count', { index: -1 }],
    ['an index beyond what a number holds', { index: 2 ** 53 }],
    ['a fraction of a revision', { revision: 0.5 }],
    ['no revision', { revision: Number.NaN }],
    ['half of a surrogate pair in the data', { data: 'x\ud800' }],
    ['half of a surrogate pair in the stream', { stream: '\udfff' }],
    ['half of a surrogate pair in the type', { type: '\ud800x' }],
    ['half of a surrogate pair in the id', { id: '\ud800\ud800' }],
  ])('are not made of %s', (_what, part) => {
    expect(() => leafBytes({ ...EVENT, ...part })).toThrow(LeafError);
  });

  it('take letters that look like an escape for what they are', () => {
    const event = { ...EVENT, stream: '\\ud800', data: '{"a":"\\\\ud800"}' };
    expect(lineOf(event)).toContain('"data":{"a":"\\\\ud800"}');
    expect(readLeaf(leafBytes(event))).toEqual(event);
  });
});

describe('bytes of no event', () => {
  const line = lineOf(EVENT);
  const raw = lineOf({ ...EVENT, data: '{ }' });

  it.each([
    ['nothing', ''],
    ['no JSON', 'x'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an empty object', '{}'],
    ['a newline behind', `${line}\n`],
    ['a space within', line.replace(':17', ': 17')],
    ['a member more', line.replace('"type"', '"time":0,"type"')],
    ['a member less', line.replace('"revision":0,', '')],
    ['members in another order', line.replace(/("index":17),("metadata":{.*?}),/, '$2,$1,')],
    ['a duplicate member', line.replace('"index":17', '"index":17,"index":17')],
    ['a duplicate member that comes first', line.replace('"index":17', '"index":18,"index":17')],
    ['a duplicate name in the data', line.replace('"date":', '"date":"2022","date":')],
    ['names of the data in another order', line.replace(/("act":{.*?}),("name":{.*?})/, '$2,$1')],
    ['an index as text', line.replace(':17', ':"17"')],
    ['an index as a fraction', line.replace(':17', ':17.0')],
    ['an index with an exponent', line.replace(':17', ':1.7e1')],
    ['an index of minus nothing', line.replace(':17', ':-0')],
    ['a negative index', line.replace(':17', ':-1')],
    ['an index beyond what a number holds', line.replace(':17', ':9007199254740993')],
    ['an escape that is not needed', line.replace('Party', '\\u0050arty')],
    ['half of a surrogate pair as an escape', line.replace('2023-02', '\\ud800')],
    ['a number that is too large', line.replace('"2023-02"', '1e999')],
    ['data and raw data', raw.replace('"dataRaw"', '"data":{},"dataRaw"')],
    ['raw data that is canonical', raw.replace('eyB9', 'e30=')],
    ['raw data without padding', raw.replace('eyB9', 'e30')],
    ['raw data that is not base64', raw.replace('eyB9', '{ }')],
    ['raw data that is no text', raw.replace('"eyB9"', '7')],
    ['data that is nested too deep', line.replace('"2023-02"', nested(MAX_DEPTH))],
  ])('are refused: %s', (_what, text) => {
    expect(text).not.toBe(line);
    expect(() => readLeaf(Buffer.from(text))).toThrow(LeafError);
  });

  it('are refused: what is not UTF-8', () => {
    const bytes = leafBytes(EVENT);
    bytes[bytes.indexOf('registrar')] = 0xff;
    expect(() => readLeaf(bytes)).toThrow(LeafError);
    expect(() => readLeaf(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), leafBytes(EVENT)]))).toThrow(LeafError);
  });
});

describe('canonical JSON', () => {
  it.each([
    ['{}', true],
    ['[1,2]', true],
    ['null', true],
    ['"x"', true],
    ['1e+21', true],
    ['{"10":1,"9":2}', true],
    ['{"9":2,"10":1}', false],
    ['{"__proto__":1,"a":2}', true],
    ['{"a":1,"__proto__":2}', false],
    ['{"toJSON":1}', true],
    // By UTF-16 code units the emoji comes before U+FB33, by code points behind it.
    ['{"\u{1f600}":1,"\ufb33":2}', true],
    ['{"\ufb33":2,"\u{1f600}":1}', false],
    ['{"a":1,"a":1}', false],
    ['{"a":1,}', false],
    ['{ "a":1}', false],
    ['1.0', false],
    ['-0', false],
    ['1E400', false],
    ['[1e400]', false],
    ['12345678901234567890', false],
    ['"\\ud800"', false],
    ['"\\u000a"', false],
    ['"\\n"', true],
    ['"\\/"', false],
    ['', false],
    ['undefined', false],
    [nested(MAX_DEPTH), true],
    [nested(MAX_DEPTH + 1), false],
    [`{"b":1,"a":${nested(MAX_DEPTH)}}`, false],
    [nested(100_000), false],
  ])('is distinguished from other texts: %.40s', (text, is) => {
    expect(isCanonical(text)).toBe(is);
  });

  it('is what the library says it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (json) => {
        const form = canonicalize(JSON.parse(json))!;
        expect(isCanonical(form)).toBe(true);
        expect(isCanonical(json)).toBe(json === form);
      }),
      { numRuns: 1000 },
    );
  });
});
