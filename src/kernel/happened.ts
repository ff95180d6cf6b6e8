import type { Bounds, Day } from './edtf.js';
import { occurredBy } from './edtf.js';
import type { DateResolver, EffectiveEntry, LedgerRecord } from './record.js';
import { boundsOfAct, effective } from './record.js';
import { toldOtherwise } from './status.js';

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
  for (const entry of effective(record)) {
    if (entry.voided || timeless.includes(entry.type)) continue;
    const happened = happenedBy(entry, day, resolve);
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

/** Whether an act had happened by a day, where all sources agree on it. */
function happenedBy(entry: EffectiveEntry, day: Day, resolve?: DateResolver): ReturnType<typeof occurredBy> {
  const told = occurredBy(boundsOfAct(entry, resolve), day);
  return toldOtherwise(entry, resolve).every((when) => occurredBy(when, day) === told) ? told : 'possibly';
}

/** The first day on which an act may have happened, by whichever source; '' for no such bound. */
export function firstDayOf(entry: EffectiveEntry, timeless: readonly string[], resolve?: DateResolver): Day {
  if (timeless.includes(entry.type)) return '';
  const days = [boundsOfAct(entry, resolve), ...toldOtherwise(entry, resolve)].map(({ earliest }) => earliest ?? '');
  return days.reduce((first, day) => (day < first ? day : first));
}

/** The days on which `toldOnDay` may say otherwise of a record. */
export function daysOfActs(record: LedgerRecord, timeless: readonly string[], resolve?: DateResolver): Day[] {
  const days: Day[] = [];
  const add = ({ earliest, latest }: Bounds): void => {
    if (earliest !== null) days.push(earliest);
    if (latest !== null) days.push(latest);
  };
  for (const entry of effective(record)) {
    if (timeless.includes(entry.type)) continue;
    add(boundsOfAct(entry, resolve));
    toldOtherwise(entry, resolve).forEach(add);
  }
  return days;
}
