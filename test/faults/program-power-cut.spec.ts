import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultRounds, reportFaults } from '../support/fault-report.js';
import { type Program, startProgram } from '../support/program.js';
import { EMBEDDED } from '../support/stored-log.js';
import { runVerb } from '../support/verb.js';
import { canFailDisks, compileLibrary, recordedEnv } from './failing-disk.js';
import { cutsOf, PowerCutDisk, readRecord, type Step, toldBefore } from './power-cut.js';
import { faultsOfRestarted, keptOf, readiness, startWriters } from './writers.js';

/*
 * The whole program, and the verbs that write files: the power goes, and what they said is done has to be there.
 */

const CUTS = faultRounds(3, 24);
const VERB_CUTS = faultRounds(1, 6);
const ENTRIES = 400;

const withLibrary = canFailDisks ? it : it.skip;

let work: string;
let library: string;
let image: string;
/** The data folder of a ledger that was ended in order. */
let made: string;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ledger-power-'));
  [image, made] = [join(work, 'image'), join(work, 'made')];
  if (!canFailDisks) return;
  library = compileLibrary(work);
  const program = await startProgram({ DATA_DIR: made, ...EMBEDDED });
  await write(program, ENTRIES);
  await program.stop();
}, 60_000);

afterAll(() => rm(work, { recursive: true }));

async function write(program: Program, entries: number): Promise<void> {
  const writing = await startWriters(program, 16);
  await writing.until(entries);
  writing.end();
  await writing.ended;
}

/** The ids of events in the answers to commands. */
function acknowledgedEvents(told: string): string[] {
  return [...told.matchAll(/"events":\[([^\]]*)\]/g)].flatMap(([, events = '']) =>
    [...events.matchAll(/"id":"([0-9a-f-]{36})"/g)].map(([, id = '']) => id),
  );
}

withLibrary(
  'a program whose machine loses power starts again with all that it acknowledged over HTTP',
  async () => {
    const [below, record] = [join(work, 'http'), join(work, 'http.record')];
    mkdirSync(below);
    const program = await startProgram({
      DATA_DIR: join(below, 'data'),
      ...EMBEDDED,
      ...recordedEnv(library, below, record),
    });
    await write(program, ENTRIES);
    await program.stop('SIGKILL');
    const steps = readRecord(readFileSync(record));
    rmSync(record);
    const disk = new PowerCutDisk(below);
    const sum = { acknowledged: 0, lost: 0, findings: [] as string[] };
    let taken = 0;
    for (const cut of cutsOf(steps, CUTS)) {
      for (; taken < cut; taken += 1) disk.take(steps[taken]!);
      disk.writeImage(image);
      const acknowledged = acknowledgedEvents(toldBefore(steps, cut));
      sum.acknowledged += acknowledged.length;
      const found = await startedAfterCut(join(image, 'data'), acknowledged);
      sum.lost += found.lost;
      sum.findings.push(...found.faults.map((fault) => `cut ${cut} of ${steps.length}: ${fault}`));
      rmSync(image, { recursive: true });
    }
    const { acknowledged, lost, findings } = sum;
    reportFaults({
      fault: 'power loss, the program under 16 HTTP writers',
      injected: CUTS,
      acknowledged,
      lost,
      wrong: findings.length,
    });
    expect([findings, lost]).toEqual([[], 0]);
    expect(acknowledged).toBeGreaterThan(CUTS);
  },
  600_000,
);

async function startedAfterCut(
  folder: string,
  acknowledged: readonly string[],
): Promise<{ lost: number; faults: string[] }> {
  let program: Program;
  try {
    program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
  } catch (error) {
    return { lost: acknowledged.length, faults: [String(error)] };
  }
  try {
    const { stored, lost, wrong } = await keptOf(program, acknowledged);
    return { lost: lost.length, faults: [...wrong, ...(await faultsOfRestarted(program, stored))] };
  } finally {
    await program.stop('SIGKILL');
  }
}

/** A verb that writes files below a folder, and what has to be so once it has said that it is done. */
interface WritingVerb {
  readonly name: string;
  readonly args: (below: string) => string[];
  /** Whether it writes in the data folder itself. */
  readonly isInData?: true;
  /** What is not as it has to be in an image after it was done, or, while it was not, that passes for good and is not. */
  readonly faults: (image: string, isDone: boolean) => Promise<string[]>;
}

const VERBS: readonly WritingVerb[] = [
  {
    name: 'backup',
    args: (below) => ['backup', join(below, 'backups', 'monday')],
    faults: async (folder, isDone) => {
      const { code, stdout, stderr } = await runVerb(['restore', '--check', join(folder, 'backups', 'monday')], made);
      if (isDone) return code === 0 ? [] : [`restore --check ends with ${code}: ${stderr}`];
      return code === 0 || code === 1 || code === 78 ? [] : [`restore --check ends with ${code}: ${stderr}${stdout}`];
    },
  },
  {
    name: 'export',
    args: (below) => ['export', '--out', join(below, 'ledger.jsonl')],
    faults: async (folder, isDone) => {
      const { code, stdout, stderr } = await runVerb(['verify', join(folder, 'ledger.jsonl')], made);
      const isThere = code !== null && stdout !== '' && !/cannot be (read|opened)|ENOENT/.test(stdout + stderr);
      // A file under its name is whole, whenever the power goes.
      return /^good/m.test(stdout) || (!isDone && !isThere) ? [] : [`verify ends with ${code}: ${stdout}${stderr}`];
    },
  },
  {
    name: 'rebuild',
    args: () => ['rebuild'],
    isInData: true,
    faults: async (folder) => {
      const { code, stdout, stderr } = await runVerb(['check'], join(folder, 'data'));
      if (code !== 0) return [`check ends with ${code}: ${stdout}${stderr}`];
      const program = await startProgram({ DATA_DIR: join(folder, 'data'), ...EMBEDDED });
      const { status } = await readiness(program);
      await program.stop();
      return status === 'ready' ? [] : [`it says ${status}`];
    },
  },
];

withLibrary(
  'what a verb said is done is there after the power went, and nothing half done passes for whole',
  async () => {
    for (const verb of VERBS) {
      const below = join(work, verb.name);
      const data = verb.isInData ? join(below, 'data') : made;
      mkdirSync(below);
      if (verb.isInData) cpSync(made, data, { recursive: true });
      const disk = new PowerCutDisk(below);
      disk.takeFolder();
      const record = join(work, `${verb.name}.record`);
      const { code, stderr } = await runVerb(verb.args(below), data, recordedEnv(library, below, record));
      expect([verb.name, code, stderr]).toEqual([verb.name, 0, expect.any(String)]);
      const steps = readRecord(readFileSync(record));
      const findings = await cutVerb(verb, disk, steps);
      reportFaults({
        fault: `power loss during and after ${verb.name}`,
        injected: 2 * VERB_CUTS,
        wrong: findings.length,
      });
      expect(findings).toEqual([]);
    }
  },
  600_000,
);

/** Cuts the power half of the times before the verb has said anything, and half of the times right after. */
async function cutVerb(verb: WritingVerb, disk: PowerCutDisk, steps: readonly Step[]): Promise<string[]> {
  const told = steps.findIndex(({ kind }) => kind === 'told');
  expect(told).toBeGreaterThan(0);
  const before = Array.from({ length: VERB_CUTS }, () => Math.floor(Math.random() * told)).sort((a, b) => a - b);
  const findings: string[] = [];
  let taken = 0;
  for (const cut of [...before, ...Array<number>(VERB_CUTS).fill(told)]) {
    for (; taken < cut; taken += 1) disk.take(steps[taken]!);
    disk.writeImage(image);
    const found = await verb.faults(image, cut === told);
    findings.push(...found.map((fault) => `${verb.name}, cut ${cut} of ${told}: ${fault}`));
    rmSync(image, { recursive: true });
  }
  return findings;
}
