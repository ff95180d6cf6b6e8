import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { isCanonical as isCanonicalText, leafBytes, readLeaf } from '../leaf.js';
import { isCanonical } from './canonical.js';
import { readEntry } from './exported-entry.js';

const says = (text: string): boolean => isCanonical(Buffer.from(text));
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('canonical JSON', () => {
  it.each([
    ['{}', true],
    ['[]', true],
    ['[1,2]', true],
    ['null', true],
    ['true', true],
    ['false', true],
    ['"x"', true],
    ['""', true],
    ['0', true],
    ['-1', true],
    ['1e+21', true],
    ['0.000001', true],
    ['1e-7', true],
    ['9007199254740991', true],
    ['{"10":1,"9":2}', true],
    ['{"":1,"a":2}', true],
    ['{"a":1,"aa":2}', true],
    ['{"a":{},"b":[]}', true],
    // By UTF-16 code units the emoji comes before U+FB33, by bytes and code points behind it.
    ['{"\u{1f600}":1,"\ufb33":2}', true],
    ['{"\ufb33":2,"\u{1f600}":1}', false],
    // Written, the line feed begins with a backslash; as a letter it comes before all others here.
    ['{"\\n":1,"1":2}', true],
    ['{"1":2,"\\n":1}', false],
    ['{"\\"":1,"#":2}', true],
    ['"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\"', true],
    ['"\u007f\u2028/"', true],
    ['{"9":2,"10":1}', false],
    ['{"aa":2,"a":1}', false],
    ['{"a":1,"a":1}', false],
    ['{"a":1,}', false],
    ['{"a":1', false],
    ['{"a"1}', false],
    ['{"a":}', false],
    ['{,}', false],
    ['{a:1}', false],
    ['[1,]', false],
    ['[1', false],
    ['[1 ]', false],
    ['{ "a":1}', false],
    [' 1', false],
    ['1 ', false],
    ['1,2', false],
    ['1.0', false],
    ['01', false],
    ['-0', false],
    ['-', false],
    ['+1', false],
    ['.5', false],
    ['1.', false],
    ['1e5', false],
    ['1E400', false],
    ['1e400', false],
    ['[1e400]', false],
    ['12345678901234567890', false],
    ['9007199254740993', false],
    ['NaN', false],
    ['Infinity', false],
    ['nul', false],
    ['nulll', false],
    ['"\\ud800"', false],
    ['"\\u000a"', false],
    ['"\\u0020"', false],
    ['"\\u001F"', false],
    ['"\\u00', false],
    ['"\\/"', false],
    ['"\\x"', false],
    ['"\n"', false],
    ['"', false],
    ['"\\"', false],
    ['', false],
    [nested(64), true],
    [nested(65), false],
    [`{"a":${nested(63)}}`, true],
    [`{"a":${nested(64)}}`, false],
    [nested(100_000), false],
  ])('is distinguished from other texts: %.40s', (text, is) => {
    expect(says(text)).toBe(is);
    // What writes the entries judges so too, by another way.
    expect(isCanonicalText(text)).toBe(is);
  });

  it('is distinguished from bytes that are no UTF-8', () => {
    expect(isCanonical(Buffer.from([0x22, 0xff, 0x22]))).toBe(false);
    expect(isCanonical(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe(false);
  });

  it('is what the library says it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (json) => {
        const form = canonicalize(JSON.parse(json))!;
        expect(says(form)).toBe(true);
        expect(says(json)).toBe(json === form);
      }),
      { numRuns: 2000 },
    );
  });

  it('is judged of numbers and short texts as where entries are written', () => {
    const texts = fc.oneof(
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.string({ unit: fc.constantFrom(...'0123456789+-.eE') }),
      fc.string({ unit: fc.constantFrom(...'{}[]":,0\\aut\n') }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(says(text)).toBe(isCanonicalText(text));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the bytes of an entry', () => {
  const event = {
    index: 17,
    stream: 'ledger.party-RU-KGD',
    revision: 3,
    id: 'an id',
    type: 'PartyRecorded',
    data: '{"act":{"date":"2023-02"},"name":{"ru":"Калининград"}}',
    metadata: '{"actor":"registrar","schema":1}',
  };
  const forms = [
    event,
    { ...event, data: '{ }' },
    { ...event, metadata: '' },
    { ...event, data: 'no JSON', metadata: '[1,]' },
    { ...event, stream: 'ледгер "x"', index: 0, revision: Number.MAX_SAFE_INTEGER },
  ];

  it.each(forms)('are read: %j', (form) => {
    const { index, revision, stream } = form;
    expect(readEntry(leafBytes(form))).toEqual({ index, revision, stream: JSON.stringify(stream).slice(1, -1) });
  });

  it('are those that the writer reads, whatever letters are put in, taken out or changed', () => {
    const isRead = (bytes: Buffer): boolean => {
      try {
        return readLeaf(bytes).index >= 0;
      } catch {
        return false;
      }
    };
    const letters = fc.constantFrom(...Buffer.from('{}[]",:0\\a-= \n\u00ff'));
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.nat(400), fc.nat(2), letters, (form, place, cut, letter) => {
        const bytes = leafBytes(form);
        const at = place % (bytes.length + 1);
        for (const letters of [[], [letter]]) {
          const changed = Buffer.concat([bytes.subarray(0, at), Buffer.from(letters), bytes.subarray(at + cut)]);
          expect(readEntry(changed) !== undefined).toBe(isRead(changed));
        }
      }),
      { numRuns: 5000 },
    );
  });
});
