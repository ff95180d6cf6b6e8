import { SCHEMA } from '../src/registry/envelope.js';
import canonicalize from 'canonicalize';
import type { NewEvent } from '../src/event-store/port.js';
import { openSqliteStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { streamOf } from '../src/registry/envelope.js';
import { kindNamed } from '../src/registry/registry.js';
import { Dice } from './dice.js';
import { type Life, LivesOfRecords } from './lives.js';

/** Name of the ledgers that are measured. */
export const LEDGER = 'bench';

/** Half of all records have at most this many events. */
const MEDIAN_EVENTS = 8;

/** Of the normal distribution of the logarithm of a record's number of events: a few per mille have over a thousand. */
const SPREAD = 1.5;

const MOST_EVENTS = 10_000;

/** Events handed to the store at once: they share one transaction. */
const AT_ONCE = 2_000;

/** The log runs over five years. */
const FIRST_MOMENT = Date.UTC(2019, 0, 1);
const LAST_MOMENT = Date.UTC(2024, 0, 1);

/** What was made. */
export interface MadeLedger {
  readonly events: number;
  readonly records: number;
  /** Number of events of a record. */
  readonly median: number;
  readonly most: number;
  /** The record with the most events. */
  readonly largest: { readonly kind: string; readonly id: string };
}

/**
 * Fills a ledger in a folder through the store's port with `count` events, the same in every run: records of several
 * kinds, half of them with at most 8 events and the largest with 10,000 (a hundredth of the log where that is less),
 * which lie in the log one among the other as they do in life.
 */
export async function makeLedger(folder: string, count: number): Promise<MadeLedger> {
  const dice = new Dice(count);
  const sizes = sizesOf(dice, count);
  const lives = new LivesOfRecords(dice, sizes);
  const store = openSqliteStore({ folder, ledger: LEDGER });
  let largest = { kind: '', id: '' };
  try {
    let waiting: Promise<unknown>[] = [];
    let index = 0;
    for (const record of orderOf(dice, sizes)) {
      const moment = FIRST_MOMENT + ((LAST_MOMENT - FIRST_MOMENT) * index) / count;
      const { life, type, data, disclosures } = lives.next(record, new Date(moment));
      const event = stored(dice, type, data, moment);
      life.entries.push({ id: event.id, type });
      if (record === 0) largest = life;
      waiting.push(store.append(streamFor(life), life.entries.length - 2, [event], disclosures));
      index += 1;
      if (waiting.length === AT_ONCE) {
        await Promise.all(waiting);
        waiting = [];
      }
    }
    await Promise.all(waiting);
  } finally {
    await store.close();
  }
  const sorted = [...sizes].sort((a, b) => a - b);
  const [median = 0, most = 0] = [sorted[sorted.length >> 1], sorted.at(-1)];
  return { events: count, records: sizes.length, median, most, largest };
}

/** Numbers of events of the records, the largest first, then as they come. */
function sizesOf(dice: Dice, count: number): number[] {
  const most = Math.min(MOST_EVENTS, Math.ceil(count / 100));
  const sizes = [most];
  for (let left = count - most; left > 0; left -= sizes.at(-1) ?? 0) {
    const size = Math.round(Math.exp(Math.log(MEDIAN_EVENTS) + SPREAD * dice.normal()));
    sizes.push(Math.min(Math.max(size, 1), most, left));
  }
  return sizes;
}

/** The records' numbers in the order of their events: each has its events over a stretch of the log, longer for more. */
function orderOf(dice: Dice, sizes: readonly number[]): number[] {
  const keys = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  let filled = 0;
  sizes.forEach((size, record) => {
    const span = Math.min(0.01 * Math.sqrt(size), 1) * dice.roll();
    const start = dice.roll() * (1 - span);
    for (let event = 0; event < size; event += 1) {
      // Time and record in one number, which sorts fast: 2^53 holds 2^31 moments of 2^22 records.
      keys[filled++] = Math.floor((start + span * dice.roll()) * 2 ** 31) * 2 ** 22 + record;
    }
  });
  return Array.from(keys.sort(), (key) => key % 2 ** 22);
}

function stored(dice: Dice, type: string, data: object, moment: number): NewEvent {
  const key = dice.uuid();
  const metadata = {
    schema: SCHEMA,
    recordedAt: new Date(moment).toISOString(),
    actor: 'local',
    $correlationId: key,
    $causationId: key,
    key,
    digest: dice.hex(32).slice(0, 43),
  };
  return { id: dice.uuid(), type, data: canonical(data), metadata: canonical(metadata) };
}

function streamFor({ kind, id }: Life): string {
  const known = kindNamed(kind);
  if (!known) throw new RangeError(`there is no kind ${kind}`);
  return streamOf(LEDGER, known, id);
}

function canonical(value: object): string {
  return canonicalize(value) ?? '';
}
