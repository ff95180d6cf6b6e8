import { type Answer, type Program, startProgram } from '../support/program.js';
import { rawPost, sendRaw } from '../support/raw-http.js';
import { type ProblemBody, bodyOf, historyOf, recorded, refusalOf } from '../support/recording.js';
import { headOf } from '../support/stored-log.js';

type Refusal = [status: number, type: string, rule?: string, pointer?: string];

const malformed = (rule: string, pointer = ''): Refusal => [400, 'malformed-json', rule, pointer];
const party = '{"form":"fund","names":{"ru":"Фонд"}}';

/** Arrays and objects in each other, to a depth. */
function nested(depth: number): string {
  const opening = Array.from({ length: depth }, (_, index) => (index % 2 === 0 ? '{"a":' : '['));
  return `${opening.join('')}1${opening
    .reverse()
    .map((open) => (open === '[' ? ']' : '}'))
    .join('')}`;
}

describe('Bad bodies and headers', () => {
  let program: Program;
  let before: unknown;

  beforeAll(async () => {
    program = await startProgram();
    await recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Первый' } });
  });

  afterAll(async () => {
    await program.stop();
  });

  beforeEach(async () => {
    before = await headOf(program);
  });

  afterEach(async () => {
    expect(await headOf(program)).toEqual(before);
    expect((await program.get('/health/live')).status).toBe(200);
  });

  const send = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
    sendRaw(program, ...rawPost('/v1/parties', Buffer.from(body), headers));

  const bodies: [what: string, body: string | Buffer, refusal: Refusal][] = [
    ['nothing', '', [422, 'invalid-fields', 'required', '/form']],
    ['null', 'null', [422, 'invalid-fields', 'object', '']],
    ['an array', '[]', [422, 'invalid-fields', 'object', '']],
    ['a text', '"fund"', [422, 'invalid-fields', 'object', '']],
    ['a number', '7', [422, 'invalid-fields', 'object', '']],
    ['white space', ' \n ', malformed('json')],
    ['half an object', '{"form":"fund"', malformed('json')],
    ['a comma too many', '{"form":"fund",}', malformed('json')],
    ['two values', '{} {}', malformed('json')],
    ['single quotes', "{'form':'fund'}", malformed('json')],
    ['a comment', '{"form":"fund" /* so */}', malformed('json')],
    ['a line comment', '{"form":"fund"} // so', malformed('json')],
    ['NaN', '{"form":NaN}', malformed('json')],
    ['a leading zero', '{"form":01}', malformed('json')],
    ['a raw line break in a text', '{"form":"a\nb"}', malformed('json')],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(party)]), malformed('json')],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), malformed('utf-8')],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), malformed('utf-8')],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), malformed('utf-8')],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), malformed('utf-8')],
    ['half a surrogate pair', '{"names":{"ru":"a\\ud800b"}}', malformed('lone-surrogate', '/names/ru')],
    ['the other half', '{"names":{"ru":"\\udc00\\ud800"}}', malformed('lone-surrogate', '/names/ru')],
    ['half of one in a name', '{"\\ud800":1}', malformed('lone-surrogate')],
    ['2^53 + 1', '{"a":[0,9007199254740993]}', malformed('safe-number', '/a/1')],
    ['-(2^53 + 1)', '{"a":-9007199254740993}', malformed('safe-number', '/a')],
    ['more than a double holds', '{"a":1e400}', malformed('safe-number', '/a')],
    ['a name twice', '{"form":"fund","form":"fund"}', malformed('duplicate-key', '/form')],
    ['a name twice, once escaped', '{"form":"fund","f\\u006frm":"fund"}', malformed('duplicate-key', '/form')],
    ['a name twice inside', '{"names":{"ru":"a","ru":"b"}}', malformed('duplicate-key', '/names/ru')],
    ['__proto__', '{"__proto__":{"form":"fund"}}', malformed('property-name', '/__proto__')],
    ['__proto__ inside', '{"names":{"__proto__":{"ru":"a"}}}', malformed('property-name', '/names/__proto__')],
    ['constructor', '{"constructor":{"prototype":{}}}', malformed('property-name', '/constructor')],
    ['toString', '{"form":"fund","names":{"ru":"a"},"toString":1}', malformed('property-name', '/toString')],
    [
      '33 levels',
      nested(33),
      malformed('depth', `/${Array.from({ length: 32 }, (_, i) => (i % 2 ? 0 : 'a')).join('/')}`),
    ],
    ['20,001 values', `[${'{},'.repeat(19_999)}{}]`, malformed('number-of-values', '')],
    ['100,000 levels', '['.repeat(100_000), malformed('depth', '/0'.repeat(32))],
  ];

  it.each(bodies)('are refused: %s', async (_what, body, refusal) => {
    expect(refusalOf(await send(body))).toEqual(refusal);
  });

  it('32 levels are read', async () => {
    expect(refusalOf(await send(nested(32)))).toEqual([422, 'invalid-fields', 'unknown-field', '/a']);
  });

  it('of another media type are refused, and none at all is one', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'multipart/form-data; boundary=x',
    ]) {
      expect([type, ...refusalOf(await send(party, { 'content-type': type }))]).toEqual([
        type,
        415,
        'unsupported-media-type',
      ]);
    }
    const [head = '', ...rest] = rawPost('/v1/parties', Buffer.from(party));
    const untyped = await sendRaw(program, String(head).replace(/content-type: .*\r\n/, ''), ...rest);
    expect(refusalOf(untyped)).toEqual([415, 'unsupported-media-type']);
  });

  it('over the limit are refused, by their length or by what comes', async () => {
    const large = `{"form":"fund","names":{"ru":"Фонд"},"remark":"${'x'.repeat(300_000)}"}`;
    expect(refusalOf(await program.post('/v1/parties', JSON.parse(large)))).toEqual([413, 'too-large']);
    const chunk = `${large.length.toString(16)}\r\n${large.replace(/[^\x20-\x7e]/g, '?')}\r\n0\r\n\r\n`;
    const head =
      'POST /v1/parties HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n';
    const chunked = `${head}idempotency-key: chunked\r\ntransfer-encoding: chunked\r\n\r\n${chunk}`;
    expect(refusalOf(await sendRaw(program, chunked))).toEqual([413, 'too-large']);
  });

  it('whose event would have more than 65,535 bytes are refused, in a trial too, and whole', async () => {
    const parties: string[] = [];
    while (parties.length < 450) {
      const some = Array.from({ length: 50 }, () =>
        recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Ф' } }),
      );
      parties.push(...(await Promise.all(some)).map(({ id }) => id));
    }
    before = await headOf(program);
    const meeting = (count: number) => {
      const all = parties.slice(0, count);
      return { title: { ru: 'Съезд' }, form: 'round-table', organisers: all, parties: all, supportedBy: all };
    };
    for (const query of ['', '?dryRun=true']) {
      const answer = await program.post(`/v1/meetings${query}`, meeting(450));
      expect(refusalOf(answer)).toEqual([413, 'too-large', 'event-size', '']);
    }
    expect(await headOf(program)).toEqual(before);
    // Nearly as large as may be: what fits is kept. The name of the ledger takes its part, once for each party.
    await recorded(program, '/v1/meetings', meeting(330));
    before = await headOf(program);
  });

  it('without the null fields are the same as with them', async () => {
    const source = { title: { ru: 'Т' }, language: 'ru', sha256: 'a'.repeat(64), publisher: null, date: null };
    const { id } = await recorded(program, '/v1/sources', source);
    const place = { id, paragraph: null, page: 3, quotation: null };
    const made = await recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Ф' }, inn: null, source: place });
    const [entry] = await historyOf(program, `/v1/parties/${made.id}`);
    expect(entry?.data.act.source).toEqual({ id, page: 3 });
    expect(entry?.data).not.toHaveProperty('inn');
    before = await headOf(program);
  });

  it('are stored in Unicode NFC, whatever form they came in', async () => {
    const made = await recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Йод ёлка'.normalize('NFD') } });
    const [entry] = await historyOf(program, `/v1/parties/${made.id}`);
    expect(entry?.data.names).toEqual({ ru: 'Йод ёлка'.normalize('NFC') });
    before = await headOf(program);
  });

  describe('in headers', () => {
    it('a correlation id with anything but letters, digits and . : _ - is replaced by one of the ledger’s own', async () => {
      const given = ['a b', 'x'.repeat(101), '{"a":1}', 'a;b', '<script>', 'a\tb', ''];
      for (const id of given) {
        const answer = await sendRaw(
          program,
          `GET /v1/nothing HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-correlation-id: ${id}\r\n\r\n`,
        );
        const { correlationId } = bodyOf<ProblemBody>(answer);
        expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
        expect(answer.headers.get('x-correlation-id')).toBe(correlationId);
      }
      const kept = await program.get('/v1/nothing', { 'x-correlation-id': 'trace-1.2:3_4' });
      expect(bodyOf<ProblemBody>(kept).correlationId).toBe('trace-1.2:3_4');
    });

    it('line breaks smuggled into them never become headers of the answer', async () => {
      const answer = await sendRaw(
        program,
        'GET /v1/summary HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-correlation-id: a\rset-cookie: b\r\n\r\n',
      );
      expect(refusalOf(answer)).toEqual([400, 'malformed-request']);
      const inAddress = await program.get('/v1/parties/a%0d%0aset-cookie:%20b');
      expect(refusalOf(inAddress)).toEqual([404, 'not-found']);
      expect([answer, inAddress].map(({ headers }) => headers.get('set-cookie'))).toEqual([null, null]);
      for (const line of program.stderr().trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
    });

    it('an Idempotency-Key or If-Match given twice is one that cannot be read', async () => {
      const [head, body] = rawPost('/v1/parties', Buffer.from(party));
      const twice = String(head).replace('\r\n\r\n', '\r\nidempotency-key: another\r\n\r\n');
      expect(refusalOf(await sendRaw(program, twice, body ?? ''))).toEqual([
        400,
        'invalid-header',
        'idempotency-key',
        '',
      ]);
    });

    it('too many of them, or too long an address, is refused with 431', async () => {
      const long = `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`;
      expect(refusalOf(await sendRaw(program, long))).toEqual([431, 'headers-too-large']);
    });

    it('what is no HTTP at all is answered so, and the connection closed', async () => {
      for (const text of [
        'hello\r\n\r\n',
        'GET / HTTP/9.9\r\nhost: localhost\r\n\r\n',
        'GET /v1/summary HTTP/1.1\r\nhost\r\n\r\n',
      ]) {
        expect(refusalOf(await sendRaw(program, text))).toEqual([400, 'malformed-request']);
      }
    });
  });
});
