import { constants, setPriority } from 'node:os';
import { sqliteCode, takeLock, type WriterLock } from '../event-store/sqlite/database.js';
import { openEvents } from '../open-events.js';
import { rebuild } from '../projections/index.js';
import { readSettings } from '../settings.js';
import { progressBar } from './progress.js';
import { readOptions, TryLater } from './usage.js';

const STEPS = 1_000;

/** Held by a rebuild, in the data folder. */
const REBUILD_LOCK = 'rebuild.lock';

const PHASES = ['reading', 'showing', 'past'];

/**
 * `rebuild`: reads the whole log and writes new status views; a server that runs takes them at its next start. With
 * `--without-past` the server makes the past states of records, beside what it does then.
 */
export async function rebuildViews(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { 'without-past': withoutPast } = readOptions(args, { 'without-past': { type: 'boolean', default: false } });
  // It uses all processor cores, and gives way to a server beside it.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const settings = readSettings(env);
  const { dataDir, ledgerName, timeZone } = settings;
  const store = await openEvents(settings, { readOnly: true });
  const bar = progressBar('rebuilding views', 'steps');
  let lock: WriterLock | undefined;
  try {
    lock = onlyOne(dataDir);
    bar.start(STEPS, 0);
    const result = await rebuild(
      store,
      { folder: dataDir, ledger: ledgerName, timeZone, store: store.address },
      ({ phase, done }) => {
        const phases = withoutPast ? 2 : PHASES.length;
        bar.update(Math.floor((STEPS / phases) * (PHASES.indexOf(phase) + done)));
      },
      { versions: !withoutPast },
    );
    bar.stop();
    const parked = result.parked === 0 ? '' : `; ${result.parked} parked (see /health/ready)`;
    console.log(`rebuilt ${result.records} records from ${result.events} events into ${result.file}${parked}`);
    const damaged = store.damagedTexts().length;
    if (damaged > 0)
      console.error(`ALARM: ${damaged} texts are not those that were recorded, and are shown as damaged`);
  } finally {
    bar.stop();
    lock?.release();
    await store.close();
  }
}

/** Two at once would write the same file. @throws TryLater while another is under way, StoreRefused */
function onlyOne(folder: string): WriterLock {
  try {
    return takeLock(folder, REBUILD_LOCK, `another rebuild is under way in ${folder}: wait for its end`);
  } catch (error) {
    const { message, cause } = error as Error;
    throw sqliteCode(cause).startsWith('SQLITE_BUSY') ? new TryLater(message) : error;
  }
}
