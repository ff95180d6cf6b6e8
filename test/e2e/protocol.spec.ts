import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PROBLEMS } from '../../src/commands/problem.js';
import { problemTitle } from '../../src/words/words.js';
import { type Program, startProgram } from '../support/program.js';
import { bodyOf, readAt, recorded, refusalOf } from '../support/recording.js';

describe('HTTP itself', () => {
  let program: Program;
  let self = '';
  let etag = '';

  beforeAll(async () => {
    program = await startProgram();
    // Long enough to be worth compressing.
    const names = { ru: 'Завод', en: 'A plant of many names'.repeat(20) };
    const begun = await recorded(program, '/v1/parties', { form: 'enterprise', names });
    self = `/v1/parties/${begun.id}`;
    ({ etag } = begun);
    await readAt(program, self, begun.position);
  });

  afterAll(async () => {
    await program.stop();
  });

  /** Asks without undoing what the answer is compressed with, as fetch would. */
  const bare = async (path: string, headers: Record<string, string>) => {
    const [answer] = (await once(get(program.url + path, { headers }), 'response')) as [IncomingMessage];
    const header = (name: string): string | undefined => answer.headers[name] as string | undefined;
    return { status: answer.statusCode, header, bytes: await buffer(answer) };
  };

  it.each([
    ['/v1/parties', 'GET, HEAD, POST, OPTIONS'],
    ['/v1/registration-journals', 'GET, HEAD, POST, OPTIONS'],
    ['/v1/parties/x', 'GET, HEAD, OPTIONS'],
    ['/v1/parties/x/names', 'POST, OPTIONS'],
    // A list of what was corrected, and the address to which a correction is sent.
    ['/v1/parties/x/corrections', 'GET, HEAD, POST, OPTIONS'],
    ['/v1/summary', 'GET, HEAD, OPTIONS'],
    ['/v1/log/tile/0/000', 'GET, HEAD, OPTIONS'],
    ['/health/live', 'GET, HEAD, OPTIONS'],
    ['/openapi.json', 'GET, HEAD, OPTIONS'],
    ['/docs/', 'GET, HEAD, OPTIONS'],
  ])('says of %s by OPTIONS, and to other methods, that it takes %s', async (path, allowed) => {
    const options = await program.request('OPTIONS', path);
    expect([options.status, options.text, options.headers.get('allow')]).toEqual([204, '', allowed]);
    const methods = ['PUT', 'PATCH', 'DELETE', ...['GET', 'POST'].filter((method) => !allowed.includes(method))];
    for (const method of methods) {
      const answer = await program.request(method, path);
      expect([method, ...refusalOf(answer)]).toEqual([method, 405, 'method-not-allowed']);
      expect(answer.headers.get('allow')).toBe(allowed);
    }
  });

  it('has nothing to say of addresses that lead nowhere', async () => {
    for (const method of ['OPTIONS', 'DELETE', 'POST']) {
      expect(refusalOf(await program.request(method, '/v1/nothing'))).toEqual([404, 'not-found']);
    }
    expect(refusalOf(await program.request('OPTIONS', `${self}/secrets`))).toEqual([404, 'not-found']);
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const path of [self, '/v1/parties', '/v1/summary', '/health/ready', '/problems/stale']) {
      const [head, whole] = [await program.request('HEAD', path), await program.request('GET', path)];
      expect([path, head.status, head.text]).toEqual([path, whole.status, '']);
      for (const header of ['content-type', 'etag', 'vary']) {
        expect([path, head.headers.get(header)]).toEqual([path, whole.headers.get(header)]);
      }
    }
    expect((await program.request('HEAD', '/v1/parties/none')).status).toBe(404);
    const behind = await program.request('HEAD', self, { headers: { 'ledger-position': 'far' } });
    expect(behind.status).toBe(400);
  });

  it.each([
    ['text/html', 406],
    ['application/xml, text/plain', 406],
    ['application/json;q=0', 406],
    ['application/json', 200],
    ['application/problem+json', 200],
    ['application/*;q=0.1', 200],
    ['text/html, */*;q=0.1', 200],
  ])('answers Accept: %s with %s', async (accept, status) => {
    const answer = await program.request('GET', self, { headers: { accept } });
    expect(answer.status).toBe(status);
    if (status === 406) expect(refusalOf(answer)).toEqual([406, 'not-acceptable']);
  });

  it.each([
    ['br', (bytes: Buffer) => brotliDecompressSync(bytes)],
    ['gzip', (bytes: Buffer) => gunzipSync(bytes)],
  ])(
    'compresses with %s what is long enough, with an entity tag of its own for a record',
    async (encoding, inflate) => {
      const plain = await program.get(self);
      const tag = etag.replace(/"$/, `.${encoding}"`);
      for (let time = 0; time < 2; time += 1) {
        const answer = await bare(self, { 'accept-encoding': encoding });
        expect([answer.status, answer.header('content-encoding')]).toEqual([200, encoding]);
        expect([answer.header('etag'), answer.header('vary')]).toEqual([tag, 'accept-encoding']);
        expect(inflate(answer.bytes).toString('utf8')).toBe(plain.text);
      }
      for (const known of [etag, tag, `W/${tag}`, `W/${etag}`]) {
        const same = await bare(self, { 'accept-encoding': encoding, 'if-none-match': known });
        expect([same.status, same.header('etag')]).toEqual([304, tag]);
      }
      const list = await bare('/v1/parties', { 'accept-encoding': encoding });
      expect(list.header('content-encoding')).toBe(encoding);
      expect(inflate(list.bytes).toString('utf8')).toBe((await program.get('/v1/parties')).text);
      const short = await bare('/health/live', { 'accept-encoding': encoding });
      expect([short.header('content-encoding'), short.header('vary')]).toEqual([undefined, 'accept-encoding']);
    },
  );

  it('takes the entity tag of a compressed record for a change', async () => {
    const { id, etag: plain } = await recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Фонд' } });
    const tag = plain.replace(/"$/, '.br"');
    const answer = await program.post(`/v1/parties/${id}/names`, { names: { ru: 'Ф' } }, { 'if-match': tag });
    expect(answer.status).toBe(200);
  });

  it('explains every problem at its address, as JSON and as text', async () => {
    for (const [name, status] of Object.entries(PROBLEMS)) {
      const title = problemTitle(name, 'en');
      const type = `/problems/${name}`;
      const answer = await program.get(type);
      expect(answer.body).toEqual({ type, title, status, when: expect.any(String), remedy: expect.any(String) });
      const text = await program.get(type, { accept: 'text/plain' });
      expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(text.text).toContain(bodyOf<{ when: string }>(answer).when);
    }
    for (const name of ['unheard-of', 'constructor', '__proto__']) {
      expect(refusalOf(await program.get(`/problems/${name}`))).toEqual([404, 'not-found']);
    }
  });
});
