import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultRounds, reportFaults } from '../support/fault-report.js';
import { type Program, startProgram } from '../support/program.js';
import { EMBEDDED } from '../support/stored-log.js';
import { runVerb } from '../support/verb.js';
import { canFailDisks, compileLibrary, FailingDisk } from './failing-disk.js';
import { faultsOfRestarted, keptOf, readiness, startWriters, type Writing } from './writers.js';

/*
 * The disk fails under the running program, or is full for a while. What was acknowledged stays; a program that cannot know what
 * its disk holds ends with 74; one that only finds no room says so and goes on when there is some.
 */

const ROUNDS = faultRounds(1, 4);
const WRITERS = 16;

/** Entries of the ledger that reads fail on. */
const ENTRIES = 300;

/** Something that is waited for comes within this time, in milliseconds, or counts as a fault. */
const WAIT_MS = 20_000;

const describeWithLibrary = canFailDisks ? describe : describe.skip;

let work: string;
let library: string;
let below: string;
let folder: string;
let disk: FailingDisk;

/** What the rounds of a fault have come to. */
interface Sum {
  acknowledged: number;
  injected: number;
  lost: number;
  faults: string[];
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ledger-disk-'));
  [below, folder] = [join(work, 'below'), join(work, 'below', 'data')];
  if (canFailDisks) library = compileLibrary(work);
});

beforeEach(() => {
  mkdirSync(below);
  disk = new FailingDisk(library, below, join(work, 'control'));
});

afterEach(() => {
  disk.close();
  rmSync(below, { recursive: true });
});

afterAll(() => rm(work, { recursive: true }));

const start = (): Promise<Program> => startProgram({ DATA_DIR: folder, ...EMBEDDED, ...disk.env });

const randomBelow = (limit: number): number => Math.floor(Math.random() * limit);

/** Whether something comes in time. */
async function comes(what: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const late = sleep(WAIT_MS, 'late', { signal: over.signal }).catch(() => 'over');
  const first = await Promise.race([what, late]);
  over.abort();
  return first !== 'late';
}

const endOf = ({ process: child }: Program): Promise<unknown> =>
  child.exitCode === null ? once(child, 'exit') : Promise.resolve();

/** Runs the rounds of one fault, each in a new folder, and looks afterwards, on a sound disk, for what was acknowledged. */
async function tryRounds(fault: string, round: (sum: Sum) => Promise<Iterable<string>>): Promise<void> {
  const sum: Sum = { acknowledged: 0, injected: 0, lost: 0, faults: [] };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    rmSync(folder, { recursive: true, force: true });
    const before = disk.injected;
    const acknowledged = [...(await round(sum))];
    disk.heal();
    disk.giveRoom();
    sum.injected += disk.injected - before;
    sum.acknowledged += acknowledged.length;
    const program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
    const { stored, lost, wrong } = await keptOf(program, acknowledged);
    sum.lost += lost.length;
    sum.faults.push(...wrong, ...(await faultsOfRestarted(program, stored)));
    await program.stop();
  }
  const { acknowledged, injected, lost, faults } = sum;
  reportFaults({ fault, injected, acknowledged, lost, wrong: faults.length });
  expect([faults, lost]).toEqual([[], 0]);
  expect(injected).toBeGreaterThan(0);
}

/** Starts a program with writers that have begun. */
async function startWithWriters(): Promise<{ program: Program; writing: Writing }> {
  const program = await start();
  const writing = await startWriters(program, WRITERS);
  await writing.until(50);
  return { program, writing };
}

async function kill(program: Program, writing: Writing): Promise<Iterable<string>> {
  writing.end();
  await program.stop('SIGKILL');
  await writing.ended;
  return writing.acknowledged.keys();
}

describeWithLibrary('A disk that fails', () => {
  it.each(['write', 'fsync'] as const)(
    'by EIO on %s of events.db ends the program with 74 and one line, and takes nothing that was acknowledged',
    async (call) => {
      await tryRounds(`EIO on ${call} of the events, under ${WRITERS} HTTP writers`, async (sum) => {
        const { program, writing } = await startWithWriters();
        disk.fail({ call, name: 'events.db', after: randomBelow(call === 'write' ? 300 : 20) });
        if (!(await comes(endOf(program)))) sum.faults.push('it goes on');
        else if (program.process.exitCode !== 74) sum.faults.push(`it ends with ${program.process.exitCode}`);
        const lines = program
          .stderr()
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('{'));
        if (lines.length !== 1 || !lines[0]?.startsWith('the disk of the event store failed'))
          sum.faults.push(`it says ${lines.join()}`);
        return kill(program, writing);
      });
    },
    600_000,
  );

  it.each(['views-', 'tree.db'])(
    'by EIO on write of %s, which can be made again, keeps nobody from recording',
    async (name) => {
      await tryRounds(`EIO on write of ${name}*, under ${WRITERS} HTTP writers`, async (sum) => {
        const { program, writing } = await startWithWriters();
        disk.fail({ call: 'write', name, after: randomBelow(60) });
        const before = disk.injected;
        for (let waited = 0; disk.injected === before && waited < WAIT_MS; waited += 5) await sleep(5);
        disk.heal();
        const acknowledged = writing.acknowledged.size;
        if (!(await comes(writing.until(acknowledged + 50)))) sum.faults.push('nothing is recorded any more');
        writing.end();
        await writing.ended;
        const { status } = await readiness(program);
        if (status !== 'ready' && status !== 'stale') sum.faults.push(`it says ${status}`);
        return kill(program, writing);
      });
    },
    600_000,
  );

  it('by EIO on fsync of the views at the end takes nothing that was acknowledged', async () => {
    await tryRounds('EIO on fsync of the views, at the end', async () => {
      const { program, writing } = await startWithWriters();
      writing.end();
      await writing.ended;
      disk.fail({ call: 'fsync', name: 'views-', after: 0 });
      await program.stop();
      return writing.acknowledged.keys();
    });
  }, 600_000);
});

describeWithLibrary('A disk that cannot be read', () => {
  let made: string;
  let acknowledged: string[];
  /** Answers of the sound program, by address. */
  const sound = new Map<string, string>();

  beforeAll(async () => {
    made = join(work, 'made');
    const program = await startProgram({ DATA_DIR: made, ...EMBEDDED });
    const writing = await startWriters(program, WRITERS);
    await writing.until(ENTRIES);
    writing.end();
    await writing.ended;
    acknowledged = [...writing.acknowledged.keys()];
    for (const id of [...new Set(writing.acknowledged.values())].slice(0, 10)) {
      for (const path of [`/v1/people/${id}`, `/v1/people/${id}/history`])
        sound.set(path, (await program.get(path)).text);
    }
    await program.stop();
  }, 60_000);

  it.each(['events.db', 'views-', 'tree.db'])(
    'by EIO on read of %s answers rightly or not at all, and takes nothing',
    async (name) => {
      await tryRounds(`EIO on read of ${name}*, at the start and later`, async (sum) => {
        cpSync(made, folder, { recursive: true });
        disk.fail({ call: 'read', name, after: randomBelow(12) });
        let program: Program;
        try {
          program = await start();
        } catch (error) {
          const line = String(error);
          // SQLite does not tell a page that cannot be read from one that is damaged.
          if (!/ended with (74 before|78 before.* is damaged)/.test(line)) sum.faults.push(line);
          return acknowledged;
        }
        for (const [path, text] of sound) {
          const answer = await program.request('GET', path).catch(() => undefined);
          if (answer?.status === 200 && answer.text !== text)
            sum.faults.push(`${path} is answered with ${answer.text}`);
        }
        const more = await program.post('/v1/people', { name: { en: 'More' } }).catch(() => undefined);
        if (more && more.status !== 201 && more.status < 500) sum.faults.push(`a command gets ${more.status}`);
        await program.stop('SIGKILL');
        return acknowledged;
      });
    },
    600_000,
  );
});

describeWithLibrary('A disk that is full', () => {
  it('refuses what finds no room, answers, and is written on when there is room again', async () => {
    await tryRounds(`disk full and room again, under ${WRITERS} HTTP writers`, async (sum) => {
      const { program, writing } = await startWithWriters();
      const [, known] = [...writing.acknowledged][0]!;
      disk.fill(randomBelow(3_000_000));
      if (!(await comes(writing.untilRefused()))) sum.faults.push('nothing is refused');
      const { status } = await program.request('GET', `/v1/people/${known}`);
      if (status !== 200) sum.faults.push(`a query is answered with ${status}`);
      await sleep(randomBelow(500));
      disk.giveRoom();
      const before = writing.acknowledged.size;
      await comes(writing.until(before + 100));
      if (writing.acknowledged.size < before + 100) sum.faults.push('nothing is recorded though there is room again');
      const others = [...writing.refused.keys()].filter((said) => !said.startsWith('507'));
      if (others.length > 0) sum.faults.push(`it refuses with ${others.join()}`);
      return kill(program, writing);
    });
  }, 600_000);

  it('lets the program not start, or records nothing, and verbs leave nothing that passes for whole', async () => {
    const out = join(below, 'out');
    await tryRounds('disk full at the start, and under backup and export', async (sum) => {
      const { program, writing } = await startWithWriters();
      writing.end();
      await writing.ended;
      while (!(await readiness(program)).status.startsWith('ready')) await sleep(20);
      await program.stop();
      disk.fill(0);
      try {
        const again = await start();
        const answer = await again.post('/v1/people', { name: { en: 'No room' } });
        if (answer.status !== 507) sum.faults.push(`a command gets ${answer.status} ${answer.text}`);
        await again.stop('SIGKILL');
      } catch (error) {
        if (!String(error).includes('ended with 74 before')) sum.faults.push(String(error));
      }
      for (const [verb, args, whole] of [
        ['backup', [join(out, 'backup')], join(out, 'backup', 'backup.json')],
        ['export', ['--out', join(out, 'ledger.jsonl')], join(out, 'ledger.jsonl')],
      ] as const) {
        rmSync(out, { recursive: true, force: true });
        mkdirSync(out);
        disk.fill(randomBelow(50_000));
        const { code, stdout, stderr } = await runVerb([verb, ...args], folder, disk.env);
        const isSaid = code !== 0 && code !== null && stderr.trim() !== '' && !stderr.includes('    at ');
        if (!isSaid) sum.faults.push(`${verb} ends with ${code}: ${stdout}${stderr}`);
        if (existsSync(whole)) sum.faults.push(`${verb} leaves ${whole}`);
        const rest = readdirSync(out, { recursive: true }).filter((name) => String(name).includes('.'));
        if (rest.length > 0) sum.faults.push(`${verb} leaves ${rest.join()}`);
      }
      return writing.acknowledged.keys();
    });
  }, 600_000);
});
