import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Program, startProgram } from '../support/program.js';
import { rawPost, sendRaw } from '../support/raw-http.js';
import { FAR_POSITION } from '../support/stored-log.js';
import { type ProblemBody, bodyOf, refusalOf } from '../support/recording.js';

const PARTY = Buffer.from('{"form":"fund","names":{"ru":"Фонд"}}');

describe('Every answer and every refusal', () => {
  let program: Program;

  beforeAll(async () => {
    program = await startProgram({
      LEDGER_HOSTS: 'ledger.example.org, Реестр.рф',
      LEDGER_TRUSTED_PROXIES: '127.0.0.0/8',
    });
  });

  afterAll(async () => {
    await program.stop();
  });

  /** The answer to a request as it is written on the wire. */
  const raw = (first: string, ...headers: string[]): Promise<Answer> =>
    sendRaw(program, [first, ...headers, 'connection: close', '', ''].join('\r\n'));

  const get = (path: string, host: string): Promise<Answer> => raw(`GET ${path} HTTP/1.1`, `host: ${host}`);

  describe('by the Host header', () => {
    it.each([
      'localhost',
      'LocalHost:3000',
      '127.0.0.1:3000',
      '10.1.2.3',
      '[::1]:3000',
      '[2001:db8::1]',
      'ledger.example.org',
      'LEDGER.example.org:8443',
      'ledger.example.org.',
      'xn--e1aa5aceg.xn--p1ai',
    ])('is a real one for %s', async (host) => {
      expect((await get('/v1/summary', host)).status).toBe(200);
    });

    it.each([
      'attacker.example',
      'attacker.example:3000',
      'example.org',
      'ledger.example.org.attacker.example',
      'localhost.attacker.example',
      '127.0.0.1.attacker.example',
      '0x7f.1',
    ])('is 421 for %s, whatever is asked, but for health', async (host) => {
      for (const path of ['/v1/summary', '/openapi.json', '/docs/', '/nothing', '/problems/stale']) {
        const answer = await get(path, host);
        expect([path, ...refusalOf(answer)]).toEqual([path, 421, 'misdirected-request']);
      }
      const headers = { host, 'idempotency-key': 'misdirected' };
      expect(refusalOf(await sendRaw(program, ...rawPost('/v1/parties', PARTY, headers)))[0]).toBe(421);
      expect(refusalOf(await raw('OPTIONS /v1/parties HTTP/1.1', `host: ${host}`))[0]).toBe(421);
      expect(refusalOf(await raw(`GET http://${host}/v1/summary HTTP/1.1`, 'host: localhost'))[0]).toBe(421);
      expect((await get('/health/live', host)).status).toBe(200);
      expect((await get('/health/ready', host)).status).toBe(200);
    });

    it('is 400 where there is none, or two, or what is no host', async () => {
      const malformed = [400, 'malformed-request'];
      expect(refusalOf(await raw('GET /v1/summary HTTP/1.1'))).toEqual(malformed);
      expect(refusalOf(await raw('GET /v1/summary HTTP/1.1', 'host: localhost', 'host: b.example'))).toEqual(malformed);
      for (const host of ['', 'a b', 'a,b', 'user@localhost', 'localhost/', 'localhost:x', '[::1'])
        expect([host, ...refusalOf(await get('/v1/summary', host))]).toEqual([host, ...malformed]);
      // HTTP/1.0 knows no Host.
      expect((await raw('GET /v1/summary HTTP/1.0')).status).toBe(200);
    });

    it('takes the whole address of a request that is sent as to a proxy', async () => {
      const answer = await raw('GET http://ledger.example.org/v1/parties/none HTTP/1.1', 'host: other.example');
      expect(refusalOf(answer)).toEqual([404, 'not-found']);
      expect(answer.body).toMatchObject({ instance: '/v1/parties/none' });
    });
  });

  describe('in problem documents', () => {
    const localhost = 'host: localhost';
    it.each([
      ['an expectation', 417, 'expectation-failed', ['GET /v1/summary HTTP/1.1', localhost, 'expect: x']],
      ['a method of nobody', 400, 'malformed-request', ['BREW /v1/summary HTTP/1.1', localhost]],
      ['a method of others', 405, 'method-not-allowed', ['PROPFIND /v1/summary HTTP/1.1', localhost]],
      ['TRACE', 405, 'method-not-allowed', ['TRACE /v1/summary HTTP/1.1', localhost]],
      ['CONNECT', 405, 'method-not-allowed', ['CONNECT localhost:80 HTTP/1.1', localhost]],
      ['the asterisk', 404, 'not-found', ['OPTIONS * HTTP/1.1', localhost]],
      ['bad percent-encoding', 404, 'not-found', ['GET /v1/parties/%E0%A4%A HTTP/1.1', localhost]],
      ['bad percent-encoding in files', 404, 'not-found', ['GET /docs/%ff HTTP/1.1', localhost]],
      ['a file that is not there', 404, 'not-found', ['GET /docs/nothing.js HTTP/1.1', localhost]],
      ['a method for files', 405, 'method-not-allowed', ['DELETE /docs/swagger-ui.css HTTP/1.1', localhost]],
      ['an upgrade', 404, 'not-found', ['GET /nothing HTTP/1.1', localhost, 'upgrade: websocket']],
      [
        'a length twice',
        400,
        'malformed-request',
        ['POST /v1/parties HTTP/1.1', 'content-length: 1', 'content-length: 2'],
      ],
      ['many headers', 431, 'headers-too-large', ['GET / HTTP/1.1', localhost, ...Array<string>(6000).fill('a: bcd')]],
      ['another state of a file', 412, 'stale', ['GET /docs/index.html HTTP/1.1', localhost, 'if-match: "x"']],
      ['an id that is too long', 404, 'not-found', [`GET /v1/parties/${'x'.repeat(300)} HTTP/1.1`, localhost]],
      [
        'a media type that is none',
        415,
        'unsupported-media-type',
        ['POST /v1/parties HTTP/1.1', localhost, 'content-type: ;', 'content-length: 0'],
      ],
    ] as const)('to %s', async (_what, status, type, [first, ...headers]) => {
      const answer = await raw(first, ...headers);
      expect(refusalOf(answer)).toEqual([status, type]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.headers.get('x-correlation-id')).toBe(bodyOf<ProblemBody>(answer).correlationId);
    });

    it('but not to a range of a file: the whole of it is sent', async () => {
      const whole = await raw('GET /docs/index.html HTTP/1.1', localhost, 'range: bytes=99999999-');
      expect([whole.status, whole.headers.get('accept-ranges')]).toEqual([200, null]);
    });

    it('and no header is left unread, however many there are', async () => {
      const many = Array<string>(2500).fill('a: b');
      expect(refusalOf(await raw('GET /v1/summary HTTP/1.1', ...many, 'host: attacker.example'))[0]).toBe(421);
    });
  });

  describe('to bodies', () => {
    it.each([
      [{ 'content-type': 'application/json; charset=utf-8' }, 201],
      [{ 'content-type': 'application/json;charset="UTF-8"' }, 201],
      [{ 'content-encoding': 'identity' }, 201],
      [{ 'content-type': 'application/json; charset=utf-16' }, 415],
      [{ 'content-type': 'application/json; charset=windows-1251' }, 415],
      [{ 'content-type': 'application/json; charset=utf-8; charset=utf-16' }, 415],
      [{ 'content-type': 'application/json; charset = utf-16' }, 415],
      [{ 'content-type': 'application/json; charset*=utf-16' }, 415],
      [{ 'content-type': 'application/json\r\ncontent-type: text/plain' }, 415],
      [{ 'content-encoding': 'gzip' }, 415],
      [{ 'content-encoding': 'identity, br' }, 415],
      [{ 'content-encoding': 'x' }, 415],
    ])('sent with %j is %s', async (headers, status) => {
      const answer = await sendRaw(program, ...rawPost('/v1/parties', PARTY, headers));
      expect(answer.status).toBe(status);
      if (status === 415) expect(refusalOf(answer)).toEqual([415, 'unsupported-media-type']);
    });

    it('sent compressed on the way is 415', async () => {
      const head = [
        'POST /v1/parties HTTP/1.1',
        'host: localhost',
        'idempotency-key: k',
        'content-type: application/json',
      ];
      const chunks = `${PARTY.length.toString(16)}\r\n${PARTY.toString()}\r\n0\r\n\r\n`;
      const sent = [...head, 'connection: close', 'transfer-encoding: gzip, chunked', '', chunks].join('\r\n');
      expect(refusalOf(await sendRaw(program, sent))).toEqual([415, 'unsupported-media-type']);
    });
  });

  describe('has the security headers', () => {
    const guarded = {
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    };

    it('whatever it is', async () => {
      const answers = [
        await program.get('/v1/summary'),
        await program.get('/health/live'),
        await program.get('/openapi.json'),
        await program.get('/v1/nothing'),
        await program.get('/v1/parties/%E0%A4%A'),
        await program.request('OPTIONS', '/v1/parties'),
        await program.post('/v1/parties', {}),
        await get('/v1/summary', 'attacker.example'),
        await raw('BREW / HTTP/1.1'),
        await raw('CONNECT localhost:80 HTTP/1.1', 'host: localhost'),
      ];
      for (const { headers } of answers) {
        expect(Object.fromEntries(headers)).toMatchObject(guarded);
        expect(headers.get('permissions-policy')).toContain('geolocation=()');
        expect(headers.get('strict-transport-security')).toBeNull();
      }
    });

    it('that let the page at /docs load its own files, and nothing else', async () => {
      for (const path of ['/docs/', '/docs/index.html', '/docs/swagger-initializer.js', '/docs/swagger-ui.css']) {
        const { status, headers } = await program.get(path);
        expect([path, status]).toEqual([path, 200]);
        const policy = headers.get('content-security-policy');
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("script-src 'self';");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(headers.get('x-content-type-options')).toBe('nosniff');
      }
      const page = (await program.get('/docs/')).text;
      expect(page).not.toMatch(/<script(?![^>]* src="\.\/)|<[^>]* on\w+=|<style/);
    });

    it('with that of HTTPS where a trusted proxy says that it was used', async () => {
      const https = await program.get('/v1/summary', { 'x-forwarded-proto': 'https' });
      expect(https.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/);
      const plain = await program.get('/v1/summary', { 'x-forwarded-proto': 'http' });
      expect(plain.headers.get('strict-transport-security')).toBeNull();
    });
  });

  it('of health and of what lies outside /v1 waits for no position', async () => {
    const begun = Date.now();
    for (const path of ['/health/live', '/health/ready', '/problems/stale', '/openapi.json', '/docs/']) {
      for (const position of [FAR_POSITION, 'no position']) {
        const { status } = await program.get(path, { 'ledger-position': position });
        expect([path, status]).toEqual([path, 200]);
      }
    }
    expect(Date.now() - begun).toBeLessThan(5_000);
  });

  it('that is a failure has one line in the log, with the correlation id once', async () => {
    const correlationId = 'once-in-the-log';
    const headers = { 'ledger-position': FAR_POSITION, 'x-correlation-id': correlationId };
    expect(refusalOf(await program.get('/v1/summary', headers))).toEqual([503, 'views-behind']);
    const linesOf = (): string[] =>
      program
        .stderr()
        .split('\n')
        .filter((line) => line.includes(correlationId));
    // The failure, and the request.
    while (linesOf().length < 2) await sleep(20);
    const lines = linesOf();
    for (const line of lines) expect(line.split('"correlationId"')).toHaveLength(2);
  });
});
