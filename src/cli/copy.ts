import { resolve } from 'node:path';
import { openStoreAt, readStoreAddress, type StoreAddress } from '../event-store/address.js';
import { type EventStore, StoreFull, StoreRefused } from '../event-store/port.js';
import { lockFolder } from '../event-store/sqlite/database.js';
import { readSettings } from '../settings.js';
import { compareLogs, type Compared } from './copy/compare-logs.js';
import { CopyBar } from './copy/copy-bar.js';
import { copyLog, type Tell } from './copy/copy-log.js';
import { compareNotes, copyNotes } from './copy/notes.js';
import { CopyFailed, type RetryLimits } from './copy/retry-policy.js';
import { BadUsage, readOptions } from './usage.js';

/** A store that stays away without any progress is given up after this, in milliseconds. */
const LONGEST_WAIT = 60_000;

/**
 * `copy --from ADDRESS --to ADDRESS`: brings every event of a ledger that is stopped into another store, then compares
 * both. Cut short, it goes on where it was when it is run again.
 * @throws BadUsage, BadSetting, StoreRefused when a setting has to be corrected, StoreUnavailable when a store stays away
 */
export async function copy(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { from, to } = readOptions(args, { from: { type: 'string' }, to: { type: 'string' } });
  if (from === undefined || to === undefined) {
    throw new BadUsage('copy takes --from and --to: the addresses of two event stores');
  }
  const { ledgerName: ledger } = readSettings(env);
  const [source, target] = [readStoreAddress(from), readStoreAddress(to)];
  if (placeOf(source) === placeOf(target)) throw sameStore();

  const stopping = new AbortController();
  const opened: (() => Promise<void> | void)[] = [];
  try {
    const ours = await openStoreAt(source, { ledger, readOnly: true });
    opened.push(() => ours.close());
    if (source.kind === 'sqlite') {
      // Whoever holds the lock is the only one who may write: so nobody does while it is copied.
      const lock = lockFolder(source.folder);
      opened.push(() => lock.release());
    }
    const theirs = await openStoreAt(target, { ledger });
    opened.push(() => theirs.close());
    // One server has many addresses: the same hosts under another scheme, or with other options.
    if (source.kind === target.kind && source.kind === 'eventstoredb' && ours.address === theirs.address)
      throw sameStore();
    const limits = { limit: LONGEST_WAIT, signal: stopping.signal };
    const { events, disclosures, notes } = await copyAndCompare(ours, theirs, limits);
    const alsoNotes = notes === 0 ? '' : `, ${notes} notes`;
    const damaged = ours.damagedTexts().length;
    if (damaged > 0)
      console.error(`ALARM: ${damaged} texts are not those that were recorded; they were copied as they are`);
    console.log(`copied ${events} events, ${disclosures} disclosures${alsoNotes}; both logs are equal`);
  } catch (error) {
    if (!(error instanceof CopyFailed || error instanceof StoreFull)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    stopping.abort();
    for (const close of opened.reverse()) await close();
  }
}

/** @throws CopyFailed when the source has grown meanwhile, and as copyLog and compareLogs do */
async function copyAndCompare(
  source: EventStore,
  target: EventStore,
  limits: RetryLimits,
): Promise<Compared & { readonly notes: number }> {
  const head = await source.head();
  try {
    await shown('copying', source, (report) => copyLog(source, target, limits, report));
    await copyNotes(source, target, limits);
    const compared = await shown('comparing', source, (report) => compareLogs(source, target, limits, report));
    const notes = await compareNotes(source, target, limits);
    await refuseGrowth(source, head);
    return { ...compared, notes };
  } catch (error) {
    // Of two logs that differ, this says why.
    if (error instanceof CopyFailed) await refuseGrowth(source, head);
    throw error;
  }
}

async function refuseGrowth(source: EventStore, head: string | undefined): Promise<void> {
  if ((await source.head()) === head) return;
  throw new CopyFailed('the source has grown while it was copied: stop what writes there and run the command again');
}

/** Shows a bar while something is done. */
async function shown<T>(what: string, source: EventStore, work: (report: Tell) => Promise<T>): Promise<T> {
  const bar = new CopyBar(what, source);
  let isComplete = false;
  try {
    const result = await work((events, position) => bar.report(events, position));
    isComplete = true;
    return result;
  } finally {
    bar.stop(isComplete);
  }
}

function sameStore(): StoreRefused {
  return new StoreRefused('--from and --to name the same event store');
}

function placeOf(address: StoreAddress): string {
  return address.kind === 'sqlite' ? resolve(address.folder) : address.url;
}
