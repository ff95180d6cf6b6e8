import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionLimits } from '../../src/http/open-connections.js';
import { type Program, startProgram } from '../support/program.js';

const SCRIPT = join(__dirname, '..', 'support', 'serve-with-limits.mjs');

const LIMITS: ConnectionLimits = {
  headersMs: 400,
  requestMs: 800,
  idleMs: 300,
  silentMs: 120_000,
  checkMs: 50,
  perClient: 20,
};

const HEAD =
  'POST /v1/parties HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nidempotency-key: slow\r\n';
const HALF = `${HEAD}content-length: 100\r\n\r\n{"form":`;
const LIVE = 'GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n';

describe('Connections that are slow, idle or many', () => {
  let program: Program;
  const opened: Socket[] = [];

  /** A connection over which these bytes were sent. */
  const given = async (bytes: string): Promise<Socket> => {
    const { hostname, port } = new URL(program.url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    opened.push(socket);
    await once(socket, 'connect');
    if (bytes !== '') socket.write(bytes);
    return socket;
  };

  beforeAll(async () => {
    program = await startProgram({}, [SCRIPT, JSON.stringify(LIMITS)]);
  });

  afterEach(() => {
    for (const socket of opened.splice(0)) socket.destroy();
  });

  afterAll(async () => {
    await program.stop();
  });

  it.each([
    ['a body that never comes', HALF],
    ['a body in chunks that never end', `${HEAD}transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n`],
    ['headers that never end', 'GET /v1/summary HTTP/1.1\r\nhost: localhost\r\nx-slow: '],
    ['nothing at all', ''],
  ])('end with 408 and a problem document after %s', async (_what, bytes) => {
    const answer = await text(await given(bytes));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('content-type: application/problem+json');
    expect(answer).toContain('"type":"/problems/request-timeout"');
  });

  it('end after an answer when nothing more is asked', async () => {
    const socket = await given(LIVE);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*{"status":"live"}$/);
  });

  it('of one client keep nobody out: beyond its number the one that has waited longest is closed', async () => {
    const slow: Promise<string>[] = [];
    let ended = 0;
    const answers = (socket: Socket): Promise<string> =>
      text(socket)
        .catch(() => '')
        .finally(() => (ended += 1));
    while (slow.length < 60) slow.push(answers(await given(HALF)));
    expect((await program.get('/health/live')).status).toBe(200);
    const first = slow.slice(0, slow.length - LIMITS.perClient);
    expect(await Promise.all(first)).toContainEqual(expect.stringMatching(/^HTTP\/1\.1 408 /));
    expect(ended).toBeLessThan(60);
  });

  it('that break off leave no line of a failure in the log', async () => {
    const socket = await given(HALF);
    await sleep(50);
    socket.destroy();
    await sleep(100);
    const levels = program
      .stderr()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { level: number }).level);
    expect(levels.filter((level) => level > 30)).toEqual([]);
  });
});
