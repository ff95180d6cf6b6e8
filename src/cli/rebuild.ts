import { constants, setPriority } from 'node:os';
import { sqliteCode, takeLock, type WriterLock } from '../event-store/sqlite/database.js';
import { openReadableEvents } from '../event-format.js';
import { rebuild } from '../projections/index.js';
import { kindNamed } from '../registry/registry.js';
import { readSettings, type Settings } from '../settings.js';
import { progressBar } from './progress.js';
import { readRecordName } from './record-name.js';
import { askOrDo } from './running-program.js';
import { BadUsage, readOptions, TryLater } from './usage.js';

const STEPS = 1_000;

/** Held by a rebuild, in the data folder. */
const REBUILD_LOCK = 'rebuild.lock';

/** How long a program that runs may take to render a record again, in milliseconds: it reads the whole log for it. */
const RECORD_MS = 600_000;

/** Before a kind: its numbers of records by status. */
const TOTALS = 'totals/';

const PHASES = ['reading', 'showing', 'past'];

/**
 * `rebuild`: reads the whole log and writes new status views; a server that runs takes them at its next start. With
 * `--record KIND/ID` it renders one record again, in the views in use. With
 * `--without-past` the server makes the past states of records, beside what it does then.
 */
export async function rebuildViews(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { record, 'without-past': withoutPast } = readOptions(args, {
    record: { type: 'string' },
    'without-past': { type: 'boolean', default: false },
  });
  if (record !== undefined) {
    if (withoutPast) throw new BadUsage('rebuild takes --record or --without-past, and not both');
    await rebuildRecord(record, readSettings(env));
    return;
  }
  // It uses all processor cores, and gives way to a server beside it.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const settings = readSettings(env);
  const { dataDir, ledgerName, timeZone } = settings;
  const store = await openReadableEvents(settings);
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

/** One record alone: by the program that runs on the data folder, since it alone writes its views, or here. */
async function rebuildRecord(name: string, settings: Settings): Promise<void> {
  const { kind, id } = name.startsWith(TOTALS)
    ? { kind: { name: 'totals' }, id: readKindName(name) }
    : readRecordName(name);
  const subject = `${kind.name}/${id}`;
  await askOrDo(settings, { verb: 'rebuild-record', subject }, (ledger) => ledger.rebuildRecord(subject), RECORD_MS);
}

function readKindName(name: string): string {
  const kind = name.slice(TOTALS.length);
  if (!kindNamed(kind)) throw new BadUsage(`${name} names no kind of record`);
  return kind;
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
