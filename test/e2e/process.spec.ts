import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Program, startProgram } from '../support/program.js';
import { rawPost } from '../support/raw-http.js';
import { historyOf, recorded } from '../support/recording.js';
import { EMBEDDED, headOf } from '../support/stored-log.js';

/** How the program ends that cannot start: its exit code, and what it says on each stream. */
async function failedStart(
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const main = join(__dirname, '..', '..', 'dist', 'src', 'main.js');
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    // It was not to start: it is ended, and the test fails by what it printed.
    child.kill('SIGTERM');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

describe('The process', () => {
  let folder: string;
  const programs: Program[] = [];

  const start = async (env: Record<string, string> = {}): Promise<Program> => {
    const program = await startProgram({ DATA_DIR: folder, ...EMBEDDED, ...env });
    programs.push(program);
    return program;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-process-'));
  });

  afterEach(async () => {
    for (const program of programs.splice(0)) await program.stop('SIGKILL');
    await rm(folder, { recursive: true });
  });

  describe('refuses to start, with exit code 78 and one line that says what to correct,', () => {
    const refused = async (env: Record<string, string>, line: RegExp): Promise<void> => {
      const { code, stdout, stderr } = await failedStart({ DATA_DIR: folder, ...env });
      expect(stderr).toMatch(line);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect([code, stdout]).toEqual([78, '']);
    };

    it('on a data folder that cannot be written', async () => {
      const file = join(folder, 'a-file');
      await writeFile(file, '');
      await refused({ DATA_DIR: join(file, 'data') }, /^the data folder \S+a-file\/data cannot be written .*: give/);
    });

    it('on a database of another program, or what is none', async () => {
      const other = new Database(join(folder, 'events.db'));
      other.exec('CREATE TABLE something (id INTEGER)');
      other.close();
      await refused({}, /events\.db is a database of another program/);
      await writeFile(join(folder, 'events.db'), 'not a database at all, and long enough to be looked at closely');
      await refused({}, /events\.db is damaged or no ledger/);
    });

    it('on a port that is in use, and leaves the folder free', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      await refused({ PORT: String(port), HOST: '127.0.0.1' }, /^PORT \d+ is in use on 127\.0\.0\.1; choose another/);
      other.close();
      await start();
    });

    it('on a folder in which another process writes, which goes on', async () => {
      const first = await start();
      const { id } = await recorded(first, '/v1/people', { name: { en: 'First' } });
      await refused(
        {},
        /^another process writes in the data folder \S+: stop that process, or choose another folder$/m,
      );
      await recorded(first, `/v1/people/${id}/names`, { name: { en: 'Still here' } });
      expect(await historyOf(first, `/v1/people/${id}`)).toHaveLength(2);
    });

    it.each([
      [{ PORT: '65536' }, /^PORT takes a number from 0 to 65535/],
      [{ HOST: '203.0.113.7' }, /^HOST 203\.0\.113\.7 is not an address of this machine/],
      [{ LEDGER_NAME: 'My.Ledger' }, /^LEDGER_NAME takes 1 to 63 lower-case letters/],
      [{ LEDGER_TIME_ZONE: 'Europe/Atlantis' }, /^LEDGER_TIME_ZONE takes the name of an IANA time zone/],
      [
        { EVENT_STORE_URL: 'http://localhost:2113' },
        /^EVENT_STORE_URL: "http:\S+" is no address of an event store: write/,
      ],
    ])('on the settings %j', async (env, line) => {
      await refused(env, line);
    });
  });

  it('takes an empty setting for none', async () => {
    const program = await start({ LEDGER_NAME: '', LEDGER_TIME_ZONE: '', EVENT_STORE_URL: '', HOST: '' });
    expect(program.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await program.get('/health/live')).status).toBe(200);
  });

  it('on SIGTERM under load answers what is under way, ends with 0 in order, and has all that it acknowledged', async () => {
    const program = await start();
    const body = Buffer.from(JSON.stringify({ form: 'fund', names: { ru: 'Фонд' } }));
    // Requests that have begun to arrive: the rest of each body comes after the signal.
    const halves = await Promise.all(Array.from({ length: 8 }, () => halfSent(program, body)));
    const acknowledged: string[] = [];
    let ended = false;
    const writers = Array.from({ length: 16 }, async () => {
      for (;;) {
        const answer = await program
          .post('/v1/parties', { form: 'fund', names: { ru: 'Фонд' } })
          .catch(() => undefined);
        if (!answer) {
          expect(ended).toBe(true);
          return;
        }
        expect(answer.status).toBe(201);
        acknowledged.push((answer.body as { id: string }).id);
      }
    });
    while (acknowledged.length < 100) await once(program.process.stderr ?? process.stdin, 'data');
    ended = true;
    const stopped = program.stop('SIGTERM');
    const answers = await Promise.all(halves.map((finish) => finish()));
    expect(answers.map((answer) => answer.split('\r\n')[0])).toEqual(Array(8).fill('HTTP/1.1 201 Created'));
    expect(await stopped).toBe(0);
    await Promise.all(writers);
    // The write-ahead log was folded into the file: the store was closed, not cut off.
    expect(existsSync(join(folder, 'events.db-wal'))).toBe(false);
    const lines = program.stderr().trim().split('\n');
    const posts = lines.filter((line) => line.includes('"status":201'));
    await expect(fetch(`${program.url}/health/live`)).rejects.toThrow();

    const again = await start();
    // The log of requests was written to its end too.
    expect(await headOf(again)).toMatchObject({ events: posts.length });
    expect(posts.length).toBeGreaterThanOrEqual(acknowledged.length + 8);
    for (const id of acknowledged.slice(-20)) expect(await historyOf(again, `/v1/parties/${id}`)).toHaveLength(1);
  });

  it('on a second signal while it ends still ends once, with 0', async () => {
    const program = await start();
    await recorded(program, '/v1/people', { name: { en: 'One' } });
    program.process.kill('SIGTERM');
    program.process.kill('SIGINT');
    expect(await program.stop('SIGTERM')).toBe(0);
    expect(existsSync(join(folder, 'events.db-wal'))).toBe(false);
  });
});

/** Sends a request up to the middle of its body; the function it gives sends the rest, and resolves with the answer. */
async function halfSent({ url }: Program, body: Buffer): Promise<() => Promise<string>> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const [head = ''] = rawPost('/v1/parties', body, { 'idempotency-key': randomUUID() });
  socket.write(Buffer.concat([Buffer.from(String(head)), body.subarray(0, 10)]));
  // The program answers another request on the way, so it has read this one's head by then.
  await fetch(`${url}/health/live`);
  return async () => {
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.write(body.subarray(10));
    await once(socket, 'close');
    return text;
  };
}
