import { constants, setPriority } from 'node:os';
import type { EventStore } from '../event-store/port.js';
import { StoreRefused } from '../event-store/port.js';
import { openReadableEvents } from '../event-format.js';
import type { Difference, Views } from '../projections/index.js';
import { readViews, ViewsCheck } from '../projections/index.js';
import { readSettings } from '../settings.js';
import { progressBar } from './progress.js';
import { readRecordName } from './record-name.js';
import { readOptions, TryLater } from './usage.js';
import { shown } from './verify/shown.js';

/** What a check has come to. */
interface Result {
  records: number;
  differing: Set<string>;
}

/**
 * `check`: renders every record again from its events, or one of them, and compares it with what the views hold; beside a
 * program that runs. Exit code 1 where something differs.
 */
export async function checkViews(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const options = readOptions(args, {
    record: { type: 'string' },
    'without-past': { type: 'boolean', default: false },
  });
  const named = options.record === undefined ? undefined : readRecordName(options.record);
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const settings = readSettings(env);
  const { dataDir: folder, ledgerName: ledger, timeZone } = settings;
  const store = await openReadableEvents(settings);
  let views: Views | undefined;
  try {
    views = viewsToCheck({ folder, ledger, timeZone, store: store.address });
    const check = new ViewsCheck(store, views, { pastUpTo: options['without-past'] ? 0 : Infinity, rest: nextPiece });
    if (check.areFilling()) throw new TryLater(`the views in ${views.file} are being made: wait for the end of that`);
    const found = named ? await checkOne(check, named.kind.category, named.id) : await checkAll(check);
    if (!found) throw new StoreRefused(`the views hold no ${options.record}`);
    report(found, store);
    check.close();
  } finally {
    views?.close();
    await store.close();
  }
}

/** @throws StoreRefused */
function viewsToCheck(settings: Parameters<typeof readViews>[0]): Views {
  const views = readViews(settings);
  if (typeof views === 'string') throw new StoreRefused(`${views}: start the program, which makes them`);
  return views;
}

async function checkOne(check: ViewsCheck, category: string, id: string): Promise<Result | undefined> {
  const differences = await check.record(category, id);
  return differences && { records: 1, differing: named(differences) };
}

async function checkAll(check: ViewsCheck): Promise<Result> {
  const bar = progressBar('checking', 'records');
  const result: Result = { records: 0, differing: new Set() };
  const note = (differences: readonly Difference[]): void => {
    for (const name of named(differences)) result.differing.add(name);
  };
  bar.start(check.total, 0);
  try {
    await check.round({
      onLog: (difference) => note([difference]),
      onChecked: (record, differences) => {
        note(differences);
        if (record.startsWith('totals/')) return;
        result.records += 1;
        bar.update(result.records);
      },
    });
  } finally {
    bar.stop();
  }
  return result;
}

/** Prints the differences, and gives the records in which they are. */
function named(differences: readonly Difference[]): Set<string> {
  for (const { record, table, stands, should } of differences)
    console.log(shown(`${record}, table ${table}: ${stands}; should be: ${should}`));
  return new Set(differences.map(({ record }) => record));
}

function report({ records, differing }: Result, store: EventStore): void {
  const damaged = store.damagedTexts();
  for (const digest of damaged) console.log(`the text behind the digest ${digest} is not the one that was recorded`);
  if (damaged.length === 0 && differing.size === 0) {
    console.log(`good: what the views hold of ${records} records is what their events come to`);
    return;
  }
  process.exitCode = 1;
  console.log(
    `NOT GOOD: ${differing.size} records differ from what their events come to, of ${records} that were looked at; ` +
      `${damaged.length} texts are damaged (docs/operations.md says what to do)`,
  );
}

/** Lets the progress bar and signals have their turn. */
function nextPiece(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
