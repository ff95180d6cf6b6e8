import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { rebuild } from '../src/projections/index.js';
import { LEDGER, makeLedger, type MadeLedger } from './make-ledger.js';
import { benchReplay } from './replay.js';
import { type BenchRow, compare, type Effort, interleave, perSecond } from './report.js';
import { benchStart } from './start.js';

/** Days in the views of a measured ledger are days there: what the program itself takes when nothing else is set. */
const TIME_ZONE = 'Europe/Moscow';

/** Which of the measurements on a large ledger are wanted. */
export interface LargeParts {
  readonly rebuild: boolean;
  readonly start: boolean;
  readonly replay: boolean;
}

/** Measurements on one large ledger, made for them and removed afterwards: rebuilding its views, starting, replaying. */
export async function benchLarge(effort: Effort, parts: LargeParts): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  try {
    const made = await makeLedger(folder, effort.events);
    const rows: BenchRow[] = [];
    if (parts.rebuild) rows.push(await benchRebuild(folder, made, effort));
    else await rebuildAll(folder);
    if (parts.start) rows.push(await benchStart(folder, effort));
    if (parts.replay) rows.push(await benchReplay(folder, made, effort));
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Makes the views of a folder again, without the past states of records unless asked for; gives the events per second.
 * @throws Error when an event could not be shown
 */
export async function rebuildAll(folder: string, versions = false): Promise<number> {
  const store = openSqliteStore({ folder, ledger: LEDGER, readOnly: true });
  try {
    const start = process.hrtime.bigint();
    const settings = { folder, ledger: LEDGER, timeZone: TIME_ZONE, store: store.address };
    const { events, parked } = await rebuild(store, settings, undefined, { versions });
    if (parked > 0) throw new Error(`${parked} events or records of the made ledger cannot be shown`);
    return perSecond(events, process.hrtime.bigint() - start);
  } finally {
    await store.close();
  }
}

async function benchRebuild(folder: string, made: MadeLedger, { quick }: Effort): Promise<BenchRow> {
  const figures = await interleave(
    quick ? 1 : 3,
    () => rebuildAll(folder),
    () => readAndParse(folder),
  );
  return {
    name: `rebuild of all status views, ${made.events.toLocaleString('en')} events`,
    ...compare(figures, Number),
    unit: 'events/s',
    beside: 'reading the log, JSON.parse of data and metadata',
    target: { atLeast: 0.1 },
    note:
      `${made.records.toLocaleString('en')} records of seven kinds, median ${made.median} events, largest ` +
      `${made.most.toLocaleString('en')}. The processor’s cores limit it: for two fifths of the time one of them takes ` +
      'every event in, then all show each record once (loading its entries, working out its answers, canonical JSON, ' +
      'rows). Past states, which a server makes in the background, are not made',
  };
}

async function readAndParse(folder: string): Promise<number> {
  const store = openSqliteStore({ folder, ledger: LEDGER, readOnly: true });
  try {
    const start = process.hrtime.bigint();
    let parsed = 0;
    for await (const { events } of store.readAll()) {
      for (const { data, metadata } of events) if (JSON.parse(data) && JSON.parse(metadata)) parsed += 1;
    }
    return perSecond(parsed, process.hrtime.bigint() - start);
  } finally {
    await store.close();
  }
}
