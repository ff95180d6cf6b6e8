import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStandIn, type StandIn } from '../support/eventstoredb/stand-in.js';
import { makeCertificates } from '../support/eventstoredb/tls.js';
import { type Answer, MAIN, type Program, startProgram } from '../support/program.js';
import { bodyOf, historyOf, recorded, refusalOf } from '../support/recording.js';
import { storedLog } from '../support/stored-log.js';

/** Whoever sends a command has an answer within this time, in milliseconds (a promise of the ledger). */
const ANSWERED_MS = 12_000;

const PARTY = { form: 'fund', names: { ru: 'Фонд' } };

interface Health {
  status: string;
  views: { following: boolean; age?: number; alarm?: string; error?: string; index: number };
}

let folder: string;
let server: StandIn;
const programs: Program[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-faults-'));
  server = await startStandIn();
});

afterEach(async () => {
  for (const program of programs.splice(0)) await program.stop('SIGKILL');
  await server.kill();
  await rm(folder, { recursive: true });
});

async function start(env: Record<string, string> = {}): Promise<Program> {
  const program = await startProgram({ EVENT_STORE_URL: server.url, LEDGER_NAME: 'faults', DATA_DIR: folder, ...env });
  programs.push(program);
  return program;
}

async function health(program: Program): Promise<Health> {
  return bodyOf<Health>(await program.get('/health/ready'));
}

async function untilHealth(program: Program, wanted: (health: Health) => boolean): Promise<Health> {
  for (;;) {
    const found = await health(program);
    if (wanted(found)) return found;
    await sleep(50);
  }
}

/** Log lines are written in batches: waits for one. */
async function untilSaid(program: Program, line: RegExp): Promise<void> {
  while (!line.test(program.stderr())) await sleep(50);
}

/** Asks without a position: the views as they are. */
async function glance(program: Program, path: string): Promise<Answer> {
  return program.request('GET', path);
}

describe('An event store that goes away while the program runs', () => {
  it.each([
    ['killed', () => server.kill(), () => server.restart()],
    ['stopped in order', () => server.stop(), () => server.restart()],
    [
      'frozen',
      () => {
        server.freeze();
      },
      () => {
        server.thaw();
      },
    ],
  ] as const)(
    '%s: commands are refused in time or done once, statuses answer on and tell their age, and all goes on after it',
    async (_, goAway, comeBack) => {
      const program = await start();
      const known = await recorded(program, '/v1/parties', PARTY);
      await untilHealth(program, ({ status }) => status === 'ready');
      expect((await glance(program, `/v1/parties/${known.id}`)).headers.get('age')).toBeNull();

      await goAway();
      const keys = Array.from({ length: 8 }, () => randomUUID());
      const send = (key: string): Promise<Answer> => program.post('/v1/parties', PARTY, { 'idempotency-key': key });
      const began = performance.now();
      const refused = await Promise.all(keys.map(send));
      expect(performance.now() - began).toBeLessThan(ANSWERED_MS);
      for (const answer of refused) {
        expect(refusalOf(answer)).toEqual([503, 'store-unavailable']);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      const stale = await untilHealth(program, ({ views }) => (views.age ?? 0) > 0);
      expect(stale).toMatchObject({ status: 'stale' });
      await untilSaid(program, /the log cannot be followed now/);
      const answer = await glance(program, `/v1/parties/${known.id}`);
      expect([answer.status, Number(answer.headers.get('age')) > 0]).toEqual([200, true]);
      expect((await glance(program, '/v1/summary')).status).toBe(200);

      await comeBack();
      const back = performance.now();
      const answers = await Promise.all(
        keys.map(async (key) => {
          for (;;) {
            const again = await send(key);
            if (again.status === 201) return again;
            expect([503, 409]).toContain(again.status);
            await sleep(100);
          }
        }),
      );
      await untilHealth(program, ({ status, views }) => status === 'ready' && views.index === keys.length + 1);
      // A promise of the ledger, with room for a machine that does other things too.
      expect(performance.now() - back).toBeLessThan(15_000);
      const ids = answers.map(({ body }) => (body as { id: string }).id);
      expect((await storedLog(program)).map(({ stream }) => stream.split('-').slice(1).join('-')).sort()).toEqual(
        [known.id, ...ids].sort(),
      );
      for (const id of ids) expect(await historyOf(program, `/v1/parties/${id}`)).toHaveLength(1);
      expect((await glance(program, `/v1/parties/${known.id}`)).headers.get('age')).toBeNull();
      await program.stop();
      expect(program.stderr()).toMatch(/the log is followed/);
    },
    90_000,
  );

  it('and comes back with a shorter log is refused with an alarm, until it is whole again', async () => {
    const program = await start();
    const known = await recorded(program, '/v1/parties', PARTY);
    const { position } = await recorded(program, `/v1/parties/${known.id}/names`, { names: { en: 'Fund' } });
    await program.get('/v1/summary');
    await server.truncate(BigInt(position.split(':')[0] ?? ''));
    const refused = await untilHealth(program, ({ status }) => status === 'refused');
    expect(refused.views.alarm).toMatch(/^ALARM: /);
    const command = await program.post('/v1/parties', PARTY);
    expect(refusalOf(command)).toEqual([503, 'log-refused']);
    expect((await glance(program, `/v1/parties/${known.id}`)).status).toBe(200);
    await program.stop();
    expect(program.stderr()).toMatch(/"level":50.*ALARM: /);

    // The same after a start: the views remember.
    const again = await start();
    await untilHealth(again, ({ status }) => status === 'refused');
    expect(refusalOf(await again.post('/v1/parties', PARTY))).toEqual([503, 'log-refused']);
  }, 60_000);
});

describe('A start', () => {
  it('while the server is away answers from the views that there are, and follows once it comes', async () => {
    const before = await start();
    const { id } = await recorded(before, '/v1/parties', PARTY);
    await before.get('/v1/summary');
    await before.stop();
    await server.kill();
    const program = await start();
    expect((await glance(program, `/v1/parties/${id}`)).status).toBe(200);
    const stale = await untilHealth(program, ({ status }) => status === 'stale');
    expect(stale.views.age).toBeGreaterThan(0);
    expect(refusalOf(await program.post('/v1/parties', PARTY))).toEqual([503, 'store-unavailable']);
    await untilSaid(program, /waiting for the event store: /);
    await server.restart();
    await untilHealth(program, ({ status }) => status === 'ready');
    await recorded(program, '/v1/parties', PARTY);
  }, 60_000);

  const refusedStart = async (env: Record<string, string>): Promise<{ code: number | null; stderr: string }> => {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, LEDGER_NAME: 'faults', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // What does not end by itself has not refused: it is ended, and the test fails by its code.
    const late = setTimeout(() => child.kill('SIGKILL'), 25_000);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(late);
    return { code, stderr };
  };

  it.each([
    ['esdb://', /^EVENT_STORE_URL: /],
    ['esdb://localhost:99999', /^EVENT_STORE_URL: /],
    ['esdb://localhost:2113?tls=perhaps', /^EVENT_STORE_URL: .*tls/],
    ['esdb://localhost:2113?tls=true&tlsCAFile=/nowhere/ca.pem', /^EVENT_STORE_URL: .*tlsCAFile/],
    ['kurrentdb+discover://', /^EVENT_STORE_URL: /],
  ])('on the address %s ends with 78 and one line', async (url, line) => {
    const { code, stderr } = await refusedStart({ EVENT_STORE_URL: url });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(78);
  });

  it('on an old server ends with 78 and says its version', async () => {
    const old = await startStandIn({ version: '22.10.3' });
    try {
      const { code, stderr } = await refusedStart({ EVENT_STORE_URL: old.url });
      expect(stderr).toMatch(/^EVENT_STORE_URL: .*22\.10\.3/);
      expect([code, stderr.trim().split('\n').length]).toEqual([78, 1]);
    } finally {
      await old.kill();
    }
  });

  it('with a wrong password or another CA ends with 78, and no secret is printed, not even with DEBUG', async () => {
    const certificates = await makeCertificates();
    const users = { admin: { password: 'right-secret', admin: true } };
    const secure = await startStandIn({ tls: certificates.server, users });
    const url = (password: string, ca: string): string =>
      `esdb://admin:${password}@localhost:${secure.port}?tlsCAFile=${ca}`;
    try {
      const wrong = await refusedStart({
        EVENT_STORE_URL: url('wrong-secret', certificates.caFile),
        DEBUG: 'esdb:*',
      });
      expect(wrong.stderr).toMatch(/^EVENT_STORE_URL: .*denies access/m);
      expect(wrong.code).toBe(78);
      const strange = await refusedStart({ EVENT_STORE_URL: url('right-secret', certificates.strangerCaFile) });
      expect(strange.stderr).toMatch(/^EVENT_STORE_URL: .*tlsCAFile/);
      expect([strange.code, strange.stderr.trim().split('\n').length]).toEqual([78, 1]);
      const right = await start({ EVENT_STORE_URL: url('right-secret', certificates.caFile), DEBUG: 'esdb:*' });
      await recorded(right, '/v1/parties', PARTY);
      await right.stop();
      expect(wrong.stderr + strange.stderr + right.stderr()).not.toMatch(/(right|wrong)-secret/);
    } finally {
      await secure.kill();
      await certificates.remove();
    }
  }, 120_000);

  it('on a server that is no EventStoreDB says so', async () => {
    const web = createServer((_request, response) => {
      response.end('hello');
    }).listen(0, '127.0.0.1');
    await once(web, 'listening');
    const { port } = web.address() as AddressInfo;
    try {
      const program = await start({ EVENT_STORE_URL: `esdb://127.0.0.1:${port}?tls=false` });
      await untilSaid(program, /waiting for the event store: .*127\.0\.0\.1/);
      expect(program.stderr()).not.toMatch(/\n\s+at /);
    } finally {
      web.close();
    }
  }, 30_000);
});
