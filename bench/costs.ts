import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import type { Ledger } from '../src/ledger-instance.js';
import { openLedger } from '../src/ledger-instance.js';
import { rebuild } from '../src/projections/index.js';
import { readSettings } from '../src/settings.js';
import { proposal, proposeMany } from './commands.js';
import { LEDGER, makeLedger } from './make-ledger.js';
import { type BenchRow, compare, type Effort, interleave, perSecond } from './report.js';

const PAIRS = 7;
const CALLERS = 64;
const COMMANDS = 3_000;

/** A part of the program that follows the log, and that can be left out. */
type Part = 'versions' | 'transparency';

/** What the past and the transparency log cost those who write, and what the past costs a rebuild: on, beside off. */
export async function benchCosts({ quick, events }: Effort): Promise<BenchRow[]> {
  const pairs = quick ? 3 : PAIRS;
  const commands = quick ? COMMANDS / 3 : COMMANDS;
  const rows: BenchRow[] = [];
  for (const [part, name] of [
    ['transparency', 'the transparency log'],
    ['versions', 'the past states of records'],
  ] as const) {
    const figures = await interleave(
      pairs,
      () => writing(commands, undefined),
      () => writing(commands, part),
    );
    rows.push({
      name: `commands with ${name}`,
      ...compare(figures, Number),
      unit: 'commands/s',
      beside: 'the same without',
      note: `Proposing a project, ${CALLERS} callers on the command path in one process, no HTTP. Both sides have everything else that follows the log; what follows it shares the thread`,
    });
  }
  rows.push(await rebuilding(quick, Math.min(events, quick ? 10_000 : 50_000)));
  return rows;
}

/** Commands per second until the last is answered and whatever follows the log has come to its end. */
async function writing(commands: number, without: Part | undefined): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const ledger = await openLedger(readSettings({ DATA_DIR: folder }));
  try {
    ledger.start();
    // The first command waits until everything has begun.
    await ledger.recorder.execute(proposal());
    if (without === 'versions') await ledger.runner.versions.stop();
    if (without === 'transparency') await ledger.transparency.stop();
    const start = process.hrtime.bigint();
    await proposeMany(ledger.recorder, commands, CALLERS);
    await caughtUp(ledger, without);
    return perSecond(commands, process.hrtime.bigint() - start);
  } finally {
    await ledger.close();
    await rm(folder, { recursive: true });
  }
}

async function caughtUp(ledger: Ledger, without: Part | undefined): Promise<void> {
  const head = await ledger.store.head();
  if (head !== undefined) await ledger.runner.waitFor(head, 60_000);
  const { index } = ledger.runner.state();
  if (without !== 'versions') await ledger.runner.versions.waitFor(index - 1, 60_000);
  while (without !== 'transparency' && ledger.transparency.state().size < index) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function rebuilding(quick: boolean, events: number): Promise<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  try {
    await makeLedger(folder, events);
    const run = async (versions: boolean): Promise<number> => {
      const store = openSqliteStore({ folder, ledger: LEDGER, readOnly: true });
      const start = process.hrtime.bigint();
      const settings = { folder, ledger: LEDGER, timeZone: 'Europe/Moscow', store: store.address };
      await rebuild(store, settings, undefined, { versions });
      await store.close();
      return perSecond(events, process.hrtime.bigint() - start);
    };
    const figures = await interleave(
      quick ? 1 : 3,
      () => run(true),
      () => run(false),
    );
    return {
      name: `rebuild with the past, ${events.toLocaleString('en')} events`,
      ...compare(figures, Number),
      unit: 'events/s',
      beside: 'the same without',
      note: 'Without the past each record is shown once, with it after each of its events, one thread for all. The transparency log is no part of a rebuild',
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
