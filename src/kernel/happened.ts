import type { Bounds, Day } from './edtf.js';
import { occurredBy } from './edtf.js';
import { oncePerRecord } from './once-per-record.js';
import type { DateResolver, EffectiveEntry, LedgerRecord } from './record.js';
import { boundsOfAct, effective } from './record.js';
import { boundsByAll, toldOtherwise, turningDays } from './status.js';

/** What is told of a record on a day, and what of it is still to come, or may be. */
export interface ToldOnDay {
  /** Without the entries that tell of later acts. */
  record: LedgerRecord;
  /** Entries that tell of acts after that day. The one that began the record is told nevertheless: it names the thing. */
  notYet: EffectiveEntry[];
  /** Entries that tell of acts of which the dates do not say whether they had happened by then. */
  perhapsNotYet: EffectiveEntry[];
}

/**
 * Divides what is recorded by a day: what had happened by then, and what had not. Where sources differ, or the dates leave it
 * open, it may have.
 * @param timeless types of entries that tell what is so, not what happened: no day leaves them out
 * @param begun false where the thing had certainly not begun, so that nothing of it had happened that only may have
 */
export function toldOnDay(
  record: LedgerRecord,
  day: Day,
  timeless: readonly string[],
  resolve?: DateResolver,
  begun = true,
): ToldOnDay {
  const notYet: EffectiveEntry[] = [];
  const perhapsNotYet: EffectiveEntry[] = [];
  for (const dated of datedEntries(record, resolve)) {
    const { entry } = dated;
    if (entry.voided || timeless.includes(entry.type)) continue;
    const happened = happenedBy(dated, day);
    if (happened === 'no' || (happened === 'possibly' && !begun)) notYet.push(entry);
    else if (happened === 'possibly') perhapsNotYet.push(entry);
  }
  const first = effective(record)[0];
  const later = new Set(notYet.flatMap(({ id }) => (id === first?.id ? [] : [id])));
  if (later.size === 0) return { record, notYet, perhapsNotYet };
  return {
    record: { id: record.id, entries: record.entries.filter(({ id }) => !later.has(id)) },
    notYet,
    perhapsNotYet,
  };
}

/** An entry with the days on which its act may have happened, by itself and by other sources. */
interface DatedEntry {
  entry: EffectiveEntry;
  when: Bounds;
  otherwise: Bounds[];
}

/** Every answer about a record asks for them: on which days it changes, and what is told on each. */
const datedEntries = oncePerRecord((record: LedgerRecord, resolve) =>
  effective(record).map((entry): DatedEntry => {
    return { entry, when: boundsOfAct(entry, resolve), otherwise: toldOtherwise(entry, resolve) };
  }),
);

/** Whether an act had happened by a day, where all sources agree on it. */
function happenedBy({ when, otherwise }: DatedEntry, day: Day): ReturnType<typeof occurredBy> {
  const told = occurredBy(when, day);
  return otherwise.every((other) => occurredBy(other, day) === told) ? told : 'possibly';
}

/** The first day on which each act may have happened, by whichever source; '' for no such bound. */
export function firstDays(
  record: LedgerRecord,
  timeless: readonly string[],
  resolve?: DateResolver,
): ReadonlyMap<EffectiveEntry, Day> {
  return new Map(
    datedEntries(record, resolve).map((dated) => {
      return [dated.entry, timeless.includes(dated.entry.type) ? '' : boundsByAll(dated).earliest];
    }),
  );
}

/** The days on which `toldOnDay` may say otherwise of a record. */
export function daysOfActs(record: LedgerRecord, timeless: readonly string[], resolve?: DateResolver): Day[] {
  return turningDays(datedEntries(record, resolve).filter(({ entry }) => !timeless.includes(entry.type)));
}
