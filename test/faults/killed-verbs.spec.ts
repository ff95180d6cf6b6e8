import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultRounds, reportFaults } from '../support/fault-report.js';
import { type Program, startProgram } from '../support/program.js';
import { EMBEDDED } from '../support/stored-log.js';
import { runVerb, startVerb, type VerbEnd } from '../support/verb.js';
import { faultsOfRestarted, keptOf, readiness, startWriters } from './writers.js';

/*
 * The server at its start, and the verbs, are killed with -9 at random moments while others write. Nothing that was acknowledged is lost;
 * what was cut short passes for nothing whole; run again, each does its work.
 */

const ROUNDS = faultRounds(1, 6);
const ENTRIES = faultRounds(300, 1_000);

/** Those who write before a start, and while verbs are killed. */
const WRITERS = 64;

let work: string;
/** A ledger whose program was killed, with what it had acknowledged. */
let made: string;
let acknowledged: string[];
let number = 0;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ledger-killed-'));
  made = join(work, 'made');
  const program = await startProgram({ DATA_DIR: made, ...EMBEDDED });
  const writing = await startWriters(program, WRITERS);
  await writing.until(ENTRIES);
  // What is exported and backed up has been signed.
  await whenSigned(program);
  await program.stop('SIGKILL');
  await writing.ended;
  acknowledged = [...writing.acknowledged.keys()];
}, 60_000);

afterAll(() => rm(work, { recursive: true }));

const newPath = (): string => join(work, `place-${(number += 1)}`);

/** A copy of the ledger, in a folder of its own. */
function copyOfMade(): string {
  const folder = newPath();
  cpSync(made, folder, { recursive: true });
  return folder;
}

async function whenSigned(program: Program): Promise<void> {
  while ((await program.request('GET', '/v1/log/checkpoint')).status !== 200) await sleep(20);
}

/** Kills a verb at a random moment of the time that it takes; gives how it ended, as it may have been quicker. */
async function killedVerb(args: readonly string[], dataDir: string, takesMs: number): Promise<VerbEnd> {
  const { process: child, ended } = startVerb(args, dataDir);
  await Promise.race([sleep(Math.random() * takesMs), ended]);
  child.kill('SIGKILL');
  return ended;
}

/** How long a verb takes that is left alone, in milliseconds; it has to succeed. */
async function timeOf(args: readonly string[], dataDir: string): Promise<number> {
  const begun = performance.now();
  const { code, stderr } = await runVerb(args, dataDir);
  expect([args[0], code, stderr]).toEqual([args[0], 0, expect.any(String)]);
  return performance.now() - begun;
}

/** What of a ledger is not as it has to be when its program is started again. */
async function afterwards(folder: string, ids: Iterable<string>): Promise<{ lost: number; faults: string[] }> {
  const program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
  try {
    const { stored, lost, wrong } = await keptOf(program, ids);
    return { lost: lost.length, faults: [...wrong, ...(await faultsOfRestarted(program, stored))] };
  } finally {
    await program.stop();
  }
}

it('kill -9 at the start takes nothing, and the next start is as any other', async () => {
  const begun = performance.now();
  await (await startProgram({ DATA_DIR: copyOfMade(), ...EMBEDDED })).stop('SIGKILL');
  const takesMs = performance.now() - begun;
  const sum = { lost: 0, faults: [] as string[] };
  for (const [folder, ids] of [
    [copyOfMade(), acknowledged],
    [newPath(), []],
  ] as const) {
    for (let round = 0; round < 2 * ROUNDS; round += 1) await killedVerb([], folder, takesMs);
    const { lost, faults } = await afterwards(folder, ids);
    sum.lost += lost;
    sum.faults.push(...faults);
  }
  const { lost, faults } = sum;
  reportFaults({
    fault: 'kill -9 at the start',
    injected: 4 * ROUNDS,
    acknowledged: acknowledged.length,
    lost,
    wrong: faults.length,
  });
  expect([faults, lost]).toEqual([[], 0]);
}, 300_000);

/** What is killed while the program runs and others write, and what has to be so after it was killed and run again. */
interface KilledVerb {
  readonly name: string;
  /** What it is called with, at a place that is new in each round. */
  readonly args: (place: string) => string[];
  /** What is wrong with what the killed one left, and what one leaves that was run to its end. */
  readonly faults: (place: string, folder: string, isWhole: boolean) => Promise<string[]>;
}

async function expectCode(
  args: readonly string[],
  folder: string,
  codes: readonly number[],
  says = /./,
): Promise<string[]> {
  const { code, stdout, stderr } = await runVerb(args, folder);
  const isRight = code !== null && codes.includes(code) && (code !== 0 || says.test(stdout));
  return isRight ? [] : [`${args[0]} ends with ${code}: ${stdout}${stderr}`];
}

const UNDER_WRITERS: readonly KilledVerb[] = [
  {
    name: 'backup',
    args: (place) => ['backup', place],
    faults: (place, folder, isWhole) =>
      expectCode(['restore', '--check', place], folder, isWhole ? [0] : [0, 78], /^good: /),
  },
  {
    name: 'export',
    args: (place) => ['export', '--out', place],
    faults: async (place, folder, isWhole) =>
      isWhole || existsSync(place) ? expectCode(['verify', place], folder, [0], /^good/m) : [],
  },
  {
    name: 'rebuild',
    args: () => ['rebuild'],
    faults: async () => Promise.resolve([]),
  },
];

it.each(UNDER_WRITERS)(
  'kill -9 of $name under writers takes nothing, and leaves nothing half done',
  async (verb) => {
    const folder = copyOfMade();
    const program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
    const known = [...acknowledged];
    const faults: string[] = [];
    try {
      await readiness(program);
      const takesMs = await timeOf(verb.args(newPath()), folder);
      const writing = await startWriters(program, WRITERS);
      for (let round = 0; round < ROUNDS; round += 1) {
        const place = newPath();
        await killedVerb(verb.args(place), folder, takesMs);
        faults.push(...(await verb.faults(place, folder, false)));
      }
      writing.end();
      await writing.ended;
      known.push(...writing.acknowledged.keys());
      // So many at once on one record may have to wait too long for their turn, or be outrun, and are told so.
      const others = [...writing.refused.keys()].filter((said) => !/^412|too-busy$/.test(said));
      if (others.length > 0) faults.push(`commands are refused: ${others.join()}`);
      const place = newPath();
      await timeOf(verb.args(place), folder);
      faults.push(...(await verb.faults(place, folder, true)));
    } finally {
      await program.stop('SIGKILL');
    }
    const after = await afterwards(folder, known);
    faults.push(...after.faults, ...(await expectCode(['check'], folder, [0], /^good/)));
    const fault = `kill -9 of ${verb.name}, under ${WRITERS} HTTP writers`;
    reportFaults({ fault, injected: ROUNDS, acknowledged: known.length, lost: after.lost, wrong: faults.length });
    expect([faults, after.lost]).toEqual([[], 0]);
  },
  300_000,
);

it('kill -9 of a copy between folders, and of a restore, leaves nothing that passes for whole', async () => {
  // A source that was ended in order.
  await (await startProgram({ DATA_DIR: made, ...EMBEDDED })).stop();
  const backup = newPath();
  await timeOf(['backup', backup], made);
  const copy = (to: string): string[] => ['copy', '--from', `sqlite:${made}`, '--to', `sqlite:${to}`];
  const restore = ['restore', backup];
  const sum = { copy: [] as string[], restore: [] as string[], lost: 0 };
  const [copyMs, restoreMs] = [await timeOf(copy(newPath()), made), await timeOf(restore, newPath())];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [copied, restored] = [newPath(), newPath()];
    await killedVerb(copy(copied), made, copyMs);
    sum.copy.push(...(await expectCode(copy(copied), made, [0], /both logs are equal/)));
    await killedVerb(restore, restored, restoreMs);
    const isThere = existsSync(join(restored, 'events.db'));
    sum.restore.push(...(await expectCode(restore, restored, [isThere ? 78 : 0])));
    for (const [folder, faults] of [
      [copied, sum.copy],
      [restored, sum.restore],
    ] as const) {
      cpSync(join(made, 'signing-key.pem'), join(folder, 'signing-key.pem'));
      const after = await afterwards(folder, acknowledged);
      faults.push(...after.faults);
      sum.lost += after.lost;
    }
  }
  const rest = { injected: ROUNDS, acknowledged: acknowledged.length, lost: sum.lost };
  reportFaults({ fault: 'kill -9 of a copy between folders', ...rest, wrong: sum.copy.length });
  reportFaults({ fault: 'kill -9 of a restore', ...rest, wrong: sum.restore.length });
  expect(sum).toEqual({ copy: [], restore: [], lost: 0 });
}, 300_000);
