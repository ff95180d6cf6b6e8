import type { Bounds, Day } from './edtf.js';
import { boundsOf, contradicts, isEdtf, isQualified, occurredBy } from './edtf.js';
import type { EffectiveEntry } from './effective.js';
import { effectiveEntries } from './effective.js';
import type { Act, Entry, EntryAttested, EntryRef, LedgerEvent, LedgerRecord } from './entry.js';
import { isCompleted } from './modality.js';
import { isRegion } from './regions.js';
import type { RecordSource } from './relative-dates.js';
import { NO_RECORDS, recordsWith, RelativeDates } from './relative-dates.js';
import { isTimeless } from './timeless.js';

/** An entry as it counts, with the days on which its act may have happened: worked out once, for all who ask. */
export type DatedEntry<E extends LedgerEvent = LedgerEvent> = EffectiveEntry<E> & {
  /** When it happened (EDTF): as stated, or as its relative date comes to; null where nobody tells. */
  date: string | null;
  /** The days between which it happened, by its own date (`dateOfAct`). */
  when: Bounds;
  /**
   * When else it may have happened: by the sources that contradict the entry; and on any day up to the one on which it was
   * recorded where its date is qualified (~ ? %), since nobody tells how far it may be off.
   */
  conflicting: readonly Bounds[];
  /** The attestations that disagree with it, in word or in date. */
  contradictions: readonly Entry<EntryAttested>[];
  /** Its date is qualified, or another source contradicts it. */
  isDoubtful: boolean;
};

/** A record whose entries have their dates: all that facts, views, facets and deciders are given. */
export interface DatedRecord<E extends LedgerEvent = LedgerEvent> extends LedgerRecord<E> {
  /** Its own entries, corrections applied, in the order in which they were recorded. */
  readonly dated: readonly DatedEntry<E>[];
}

/** The days on which an act may have happened, as far as one date tells. */
export interface ActDate {
  date: string | null;
  when: Bounds;
  isQualified: boolean;
}

const NOTHING_KNOWN: Bounds = { earliest: null, latest: null };

/** Records whose dates depend on no other record: dated once for as long as they stay. */
const independent = new WeakMap<LedgerRecord, DatedRecord>();

/**
 * Dates the entries of a record: the one place where that is done.
 * @param kind name of the record's kind
 * @param records the other records, on whose entries relative dates depend, as they are known
 * @param onDependency is called with each entry that a date depends on
 * @param dates resolves relative dates for several records among which this one is, as it is given
 */
export function dated<E extends LedgerEvent>(
  kind: string,
  record: LedgerRecord<E>,
  records: RecordSource = NO_RECORDS,
  onDependency?: (ref: EntryRef) => void,
  dates?: RelativeDates,
): DatedRecord<E> {
  const known = independent.get(record);
  if (known) return known as unknown as DatedRecord<E>;
  let dependencies = 0;
  // A date may depend on an entry of the same record, which is known here best.
  const source = recordsWith(kind, record, records);
  const resolver = dates ?? new RelativeDates(source);
  const reported = new Set<string>();
  const dateOf = ({ act }: { act: Act }): string | null => {
    if (act.date !== null || !act.relativeDate) return act.date;
    dependencies += 1;
    return resolver.resolve(act.relativeDate, onDependency, reported) ?? null;
  };
  const [first, ...others] = effectiveEntries(record);
  const beginning = first && datedEntry(first, dateOf(first.data));
  const since = beginning && beginningOf(record.id, beginning);
  const result = {
    id: record.id,
    entries: record.entries,
    dated: beginning
      ? [
          beginning,
          ...others.map((entry) =>
            datedEntry(entry, dateOf(entry.data), entry.type === beginning.type ? undefined : since),
          ),
        ]
      : [],
  };
  if (dependencies === 0) independent.set(record, result);
  return result;
}

/**
 * The first day on which the thing may have begun, where what began the record states it: what happened to the thing on a day
 * that nobody states did not happen before. Undefined where the record has no beginning of its own: of reference data, and
 * where its first entry states what is so, not what happened.
 */
function beginningOf(id: string, beginning: DatedEntry): Day | undefined {
  if (isRegion(id) || isTimeless(beginning.type)) return undefined;
  const { earliest } = boundsByAll(beginning);
  return earliest === FROM_EVER ? undefined : earliest;
}

/** @param since the day on which the thing may have begun: it bounds what nobody dates */
function datedEntry<E extends LedgerEvent>(entry: EffectiveEntry<E>, date: string | null, since?: Day): DatedEntry<E> {
  const datedIn = (stated: string | null, recordedOn: Day): ActDate => {
    const act = dateOfAct(stated, recordedOn);
    return isTimeless(entry.type) ? act : { ...act, when: notBefore(act, since) };
  };
  const { when, isQualified } = datedIn(date, entry.recordedOn);
  const contradictions = contradictionsOf(entry, date);
  const byOthers = contradictions.flatMap(({ data: { happened }, recordedOn }) =>
    happened === undefined ? [] : [datedIn(happened, recordedOn).when],
  );
  return {
    ...entry,
    date,
    when,
    conflicting: isQualified ? [...byOthers, { earliest: null, latest: entry.recordedOn }] : byOthers,
    contradictions,
    isDoubtful: isQualified || contradictions.length > 0,
  };
}

/** What has no date, or one without a year, did not happen before; "until May" says itself how early it may have been. */
function notBefore({ date, when }: ActDate, since: Day | undefined): Bounds {
  const isOpen = when.earliest === null && (date === null || !isEdtf(date) || boundsOf(date).latest === null);
  const isLater = since !== undefined && (when.latest === null || when.latest >= since);
  return isOpen && isLater ? { earliest: since, latest: when.latest } : when;
}

/**
 * The days on which an act may have happened, or a statement been made. Whatever is recorded had happened by the day it
 * was recorded, so that day bounds a date without a year, and one that nobody stated, from above. (What is intended for
 * later stands in fields of its own, never in the act's date.)
 */
export function dateOfAct(date: string | null, recordedOn: Day): ActDate {
  const isDate = date !== null && isEdtf(date);
  const bounds = isDate ? boundsOf(date) : NOTHING_KNOWN;
  const isLater = bounds.earliest !== null && bounds.earliest > recordedOn;
  const latest = bounds.latest === null || bounds.latest > recordedOn ? recordedOn : bounds.latest;
  return {
    date,
    when: isLater ? bounds : { earliest: bounds.earliest, latest },
    isQualified: date !== null && isQualified(date),
  };
}

function contradictionsOf(entry: EffectiveEntry, date: string | null): readonly Entry<EntryAttested>[] {
  // Most entries have none.
  if (entry.attestations.length === 0) return entry.attestations;
  return entry.attestations.filter(({ data: { agrees, happened } }) => {
    return !agrees || (happened !== undefined && date !== null && contradicts(date, happened));
  });
}

/** Whether the entry that began the record, and so the record itself, was voided. A region is reference data and stays. */
export function isVoided({ id, dated: [first] }: DatedRecord): boolean {
  return !isRegion(id) && first?.voided !== undefined;
}

/**
 * The entries that count: neither voided, nor acts that a correction turned into intentions ("will sign" is never a
 * signature, rule 4). What began the record counts as whatever it was said.
 */
export function activeEntries<E extends LedgerEvent>(record: DatedRecord<E>): DatedEntry<E>[] {
  return record.dated.filter((entry, index) => !entry.voided && (index === 0 || !becameIntention(record, entry)));
}

function becameIntention(record: LedgerRecord, { id, corrections, data }: EffectiveEntry): boolean {
  if (corrections.length === 0 || isCompleted(data.act.modality)) return false;
  return isCompleted(record.entries.find((entry) => entry.id === id)?.data.act.modality);
}

/** The first day on which an act may have happened by any source, and the last by which it has by all; null for never. */
export function boundsByAll({ when, conflicting = [] }: { when: Bounds; conflicting?: readonly Bounds[] }): {
  earliest: string;
  latest: Day | null;
} {
  const all = [when, ...conflicting];
  return {
    earliest: all.map(({ earliest }) => earliest ?? FROM_EVER).reduce((a, b) => (a < b ? a : b)),
    latest: all.map(({ latest }) => latest).reduce((a, b) => (a === null || b === null ? null : a > b ? a : b)),
  };
}

/** Sorts before every day. */
export const FROM_EVER = '';

/** A record as of a valid day: without what had certainly not happened by then. */
export interface RecordOnDay<E extends LedgerEvent = LedgerEvent> extends DatedRecord<E> {
  readonly day: Day;
  /** The record on all days. */
  readonly whole: DatedRecord<E>;
  /**
   * Entries of acts after that day, which are left out. The one that began the record stays nevertheless: it names the
   * thing.
   */
  readonly pending: readonly DatedEntry<E>[];
  /** Entries of acts of which the dates do not say whether they had happened by then; they stay. */
  readonly possiblyPending: readonly DatedEntry<E>[];
}

/**
 * Cuts a record by a day: status, facts and view of that day are worked out from what stays. Where sources differ, or the
 * dates leave it open, an act may have happened.
 * @param timeless types of entries that tell what is so, not what happened: no day leaves them out
 */
export function onDay<E extends LedgerEvent>(
  record: DatedRecord<E>,
  day: Day,
  timeless: readonly string[],
): RecordOnDay<E> {
  const pending: DatedEntry<E>[] = [];
  const possiblyPending: DatedEntry<E>[] = [];
  for (const entry of record.dated) {
    if (entry.voided || timeless.includes(entry.type)) continue;
    const happened = happenedBy(entry, day);
    if (happened === 'no') pending.push(entry);
    else if (happened === 'possibly') possiblyPending.push(entry);
  }
  return cut(record, day, pending, possiblyPending);
}

/** The same where the thing had certainly not begun, so that nothing of it had happened that only may have. */
export function beforeBeginning<E extends LedgerEvent>(record: RecordOnDay<E>): RecordOnDay<E> {
  const { whole, day, pending, possiblyPending } = record;
  const late = new Set([...pending, ...possiblyPending]);
  return cut(
    whole,
    day,
    whole.dated.filter((entry) => late.has(entry)),
    [],
  );
}

function cut<E extends LedgerEvent>(
  whole: DatedRecord<E>,
  day: Day,
  pending: readonly DatedEntry<E>[],
  possiblyPending: readonly DatedEntry<E>[],
): RecordOnDay<E> {
  const first = whole.dated[0];
  const left = new Set(pending.flatMap(({ id }) => (id === first?.id ? [] : [id])));
  // The same list where nothing is left out: what was worked out from it is known again.
  const staying =
    left.size === 0
      ? { entries: whole.entries, dated: whole.dated }
      : {
          entries: whole.entries.filter(({ id }) => !left.has(id)),
          dated: whole.dated.filter(({ id }) => !left.has(id)),
        };
  return { id: whole.id, ...staying, day, whole, pending, possiblyPending };
}

/** A record without some of its entries. */
export function without<E extends LedgerEvent>(
  { id, entries, dated: all }: DatedRecord<E>,
  left: readonly DatedEntry<E>[],
): DatedRecord<E> {
  const ids = new Set(left.map((entry) => entry.id));
  return {
    id,
    entries: entries.filter((entry) => !ids.has(entry.id)),
    dated: all.filter((entry) => !ids.has(entry.id)),
  };
}

/** Whether an act had happened by a day, where all sources agree on it. */
export function happenedBy({ when, conflicting }: DatedEntry, day: Day): ReturnType<typeof occurredBy> {
  const happened = occurredBy(when, day);
  return conflicting.every((other) => occurredBy(other, day) === happened) ? happened : 'possibly';
}

/**
 * Makes a fold of a record once for as long as its entries stay the same: a status, its reasons and its change dates all
 * ask for the same facts. What a fold gives must not be changed by whoever asks for it.
 */
export function oncePerRecord<R extends DatedRecord, T>(fold: (record: R) => T): (record: R) => T {
  return onceBy(({ dated: entries }) => entries, fold);
}

/** Works something out once for as long as the object that it follows from is there. */
export function onceBy<A, T>(keyOf: (given: A) => object, make: (given: A) => T): (given: A) => T {
  const known = new WeakMap<object, T>();
  return (given) => {
    const key = keyOf(given);
    let value = known.get(key);
    if (value === undefined) {
      value = make(given);
      known.set(key, value);
    }
    return value;
  };
}
