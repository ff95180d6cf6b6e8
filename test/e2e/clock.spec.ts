import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { MAIN, type Program, startProgram } from '../support/program.js';
import { bodyOf, recorded, refusalOf } from '../support/recording.js';
import { EMBEDDED, storedLog } from '../support/stored-log.js';

const VERBS = join(MAIN, '..', 'cli', 'ledger.js');

const DAY_MS = 86_400_000;

interface Health {
  status: string;
  clock?: string;
  views: { parked: number; index: number };
}

let folder: string;
const programs: Program[] = [];

const start = async (): Promise<Program> => {
  const program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
  programs.push(program);
  return program;
};

function confirmClock(): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, DATA_DIR: folder, ...EMBEDDED };
  return new Promise((resolve) => {
    execFile(process.execPath, [VERBS, 'confirm-clock'], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

async function health(program: Program): Promise<Health> {
  return bodyOf<Health>(await program.request('GET', '/health/ready'));
}

/** Appends what a program had recorded whose clock was a year ahead. */
async function recordAhead(ms: number): Promise<string> {
  const store = openSqliteStore({ folder, ledger: 'ledger' });
  const [model] = await store.read((await firstStream(store)) ?? '');
  const id = randomUUID();
  const metadata = {
    ...(JSON.parse(model?.metadata ?? '') as object),
    recordedAt: new Date(Date.now() + ms).toISOString(),
  };
  const event = {
    id: randomUUID(),
    type: model?.type ?? '',
    data: model?.data ?? '',
    metadata: JSON.stringify(metadata),
  };
  await store.append(`ledger.party-${id}`, -1, [event]);
  await store.close();
  return id;
}

async function firstStream(store: ReturnType<typeof openSqliteStore>): Promise<string | undefined> {
  for await (const { events } of store.readAll(undefined, 1)) return events[0]?.stream;
  return undefined;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-clock-'));
});

afterEach(async () => {
  for (const program of programs.splice(0)) await program.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

it.each([
  ['of the program that runs', true],
  ['of one that does not run', false],
])(
  'a clock that is behind what was recorded records nothing until somebody confirms it: the clock %s',
  async (_, runs) => {
    const first = await start();
    const before = await recorded(first, '/v1/people', { name: { en: 'Before' } });
    await first.stop();
    const wrong = await recordAhead(365 * DAY_MS);
    const program = await start();
    let said = await health(program);
    for (; said.status === 'catching-up'; said = await health(program)) await sleep(20);
    expect(said).toMatchObject({ status: 'refused', clock: expect.stringContaining('was recorded at') as string });
    const command = { name: { en: 'After' } };
    const key = { 'idempotency-key': randomUUID() };
    expect(refusalOf(await program.post('/v1/people', command, key))).toEqual([503, 'clock-not-confirmed']);
    expect((await program.get(`/v1/people/${wrong}`)).status).toBe(200);
    expect((await program.request('GET', '/problems/clock-not-confirmed')).status).toBe(200);

    if (!runs) await program.stop();
    const while_ = new Date().toISOString();
    const { code, stdout, stderr } = await confirmClock();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^the time is confirmed: \S+Z; what was recorded from entry 1 on \(\S+Z\) counts as recorded then\n$/,
    );
    const now = runs ? program : await start();
    expect((await now.post('/v1/people', command, key)).status).toBe(201);
    const log = await storedLog(now);
    expect(log.map(({ stream, type }) => [stream.split('-')[0], type])).toEqual([
      ['ledger.party', 'PersonRecorded'],
      ['ledger.party', 'PersonRecorded'],
      ['ledger.clock', 'ClockConfirmed'],
      ['ledger.party', 'PersonRecorded'],
    ]);
    expect(JSON.parse(log[2]?.data ?? '')).toMatchObject({ found: 'behind', from: { index: 1 } });

    // What was recorded under the wrong clock counts as recorded when the clock was confirmed.
    const asOf = async (id: string, time: string): Promise<number> =>
      (await now.get(`/v1/people/${id}?asOf=${time}`)).status;
    const later = new Date().toISOString();
    expect(await asOf(before.id, while_)).toBe(200);
    expect(await asOf(wrong, while_)).toBe(404);
    expect(await asOf(wrong, later)).toBe(200);
    while ((await health(now)).status !== 'ready') await sleep(20);
    expect((await health(now)).views).toMatchObject({ parked: 0, index: 4 });
  },
  30_000,
);

it('a clock that is behind by less than five minutes is trusted', async () => {
  const first = await start();
  await recorded(first, '/v1/people', { name: { en: 'Before' } });
  await first.stop();
  await recordAhead(4 * 60_000);
  const program = await start();
  await recorded(program, '/v1/people', { name: { en: 'After' } });
});

it('the verb makes no ledger where there is none, and confirms what nobody has doubted too', async () => {
  expect(await confirmClock()).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('there is no ledger') as string,
  });
  const program = await start();
  await recorded(program, '/v1/people', { name: { en: 'One' } });
  const { code, stdout } = await confirmClock();
  expect([code, stdout]).toEqual([0, expect.stringMatching(/; no entry bears a later time\n$/)]);
  await recorded(program, '/v1/people', { name: { en: 'Two' } });
});
