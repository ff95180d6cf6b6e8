import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreRefused } from '../../src/event-store/port.js';
import { EVENTS_FILE } from '../../src/event-store/sqlite/database.js';
import { acknowledgedIn, findAcknowledged, type Found } from '../support/acknowledged.js';
import { runFromSource } from '../support/child.js';
import { faultRounds, reportFaults } from '../support/fault-report.js';
import { canFailDisks, compileLibrary, recordedEnv } from './failing-disk.js';
import { cutsOf, PowerCutDisk, type Pretence, readRecord, type Step, toldBefore } from './power-cut.js';

/*
 * What the store asks of its disk is recorded; then the power goes, at any place of the record, and what the disk could hold is
 * opened as a restarted program would.
 */

const CUTS = faultRounds(40, 400);
/** The controls only have to show that losses are seen. */
const CONTROL_CUTS = 40;

/** Bytes that are printed before the child is ended: beyond several checkpoints of the write-ahead log. */
const PRINTED = 700_000;

const withLibrary = canFailDisks ? it : it.skip;

let work: string;
let library: string;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ledger-power-'));
  if (canFailDisks) library = compileLibrary(work);
});

afterAll(() => rm(work, { recursive: true }));

interface Run {
  readonly below: string;
  readonly steps: Step[];
}

/** Lets 64 writers append for a while. */
async function recordRun(durability: 'FULL' | 'NORMAL'): Promise<Run> {
  const below = join(work, durability);
  const record = join(work, `${durability}.record`);
  mkdirSync(below);
  const child = runFromSource('append-forever.ts', [join(below, 'data'), durability], undefined, {
    ...recordedEnv(library, below, record),
  });
  await child.until((stdout) => stdout.length > PRINTED);
  child.process.kill('SIGKILL');
  await child.ended;
  const steps = readRecord(readFileSync(record));
  rmSync(record);
  return { below, steps };
}

/** Cuts the power so many times, opens what is there, and adds up what was found. */
async function cutPower({ below, steps }: Run, count: number, pretence: Pretence = {}) {
  const disk = new PowerCutDisk(below, pretence);
  const sum = { cuts: 0, acknowledged: 0, lost: 0, wrong: 0, withLoss: 0, findings: [] as string[] };
  let taken = 0;
  for (const cut of cutsOf(steps, count)) {
    for (; taken < cut; taken += 1) disk.take(steps[taken]!);
    const image = join(work, 'image');
    disk.writeImage(image);
    const acknowledged = acknowledgedIn(toldBefore(steps, cut));
    const { lost, wrong } = await openedAfterCut(join(image, 'data'), acknowledged);
    sum.cuts += 1;
    sum.acknowledged += acknowledged.length;
    sum.lost += lost.length;
    sum.wrong += wrong.length;
    if (lost.length > 0) sum.withLoss += 1;
    if (lost.length + wrong.length > 0) sum.findings.push(`cut ${cut}: ${lost.length} lost; ${wrong.join('; ')}`);
    rmSync(image, { recursive: true });
  }
  return sum;
}

async function openedAfterCut(folder: string, acknowledged: ReturnType<typeof acknowledgedIn>): Promise<Found> {
  try {
    const found = await findAcknowledged(folder, acknowledged);
    const database = new Database(join(folder, EVENTS_FILE), { readonly: true });
    const check = database.pragma('integrity_check', { simple: true });
    database.close();
    return check === 'ok' ? found : { ...found, wrong: [...found.wrong, String(check)] };
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    return { stored: 0, lost: acknowledged, wrong: [error.message] };
  }
}

describe('A power cut', () => {
  let full: Run;

  beforeAll(async () => {
    if (canFailDisks) full = await recordRun('FULL');
  }, 120_000);

  withLibrary(
    'takes nothing that was acknowledged, whatever of the unsynced sectors and names is lost',
    async () => {
      const { cuts, acknowledged, lost, wrong, findings } = await cutPower(full, CUTS);
      reportFaults({ fault: 'power loss, 64 writers on the store', injected: cuts, acknowledged, lost, wrong });
      expect(findings).toEqual([]);
      expect(acknowledged).toBeGreaterThan(CUTS);
    },
    600_000,
  );

  withLibrary(
    'would be seen to take something: from a store with synchronous=NORMAL, and from one that never syncs its folder',
    async () => {
      for (const [remark, run, pretence] of [
        ['synchronous=NORMAL', await recordRun('NORMAL'), {}],
        ['folders never synced', full, { namesNeverSynced: true }],
      ] as const) {
        const { cuts, acknowledged, lost, withLoss, wrong } = await cutPower(run, CONTROL_CUTS, pretence);
        const fault = `control, has to lose: power loss with ${remark}`;
        reportFaults({ fault, injected: cuts, acknowledged, lost, wrong, isControl: true });
        expect([remark, withLoss > CONTROL_CUTS / 10]).toEqual([remark, true]);
      }
    },
    300_000,
  );
});
