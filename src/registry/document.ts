import type { DatedEntry, DatedRecord, RecordOnDay } from '../kernel/dated.js';
import { beforeBeginning, isVoided, onDay } from '../kernel/dated.js';
import type { Entry } from '../kernel/entry.js';
import type { KnownStatuses, StatusFrom } from '../kernel/status-model.js';
import { FIRST_DAY, isSameStatus, statusesOfAllDays, statusOn } from '../kernel/status-model.js';
import type { Day } from '../kernel/edtf.js';
import { dayAfter, dayBefore } from '../kernel/edtf.js';
import type { RecordKind } from '../kernel/kind.js';
import { commandLinks } from './command-links.js';
import { needed } from '../kernel/kind.js';
import type { RecordBase } from './document.schema.js';
import { linksOf } from './links.js';
import { otherIdentifiers } from './other-identifiers.js';
import type { BareStatus, ListedStatus, StatusOn } from '../kernel/status.js';
import { bareStatus, changeDates, NOT_BEGUN } from '../kernel/status.js';

/** Days, inclusive; null for open. */
export interface Stretch {
  from: Day | null;
  to: Day | null;
}

/** The answer about a record on one day, with the kind's own part; personal values are still sealed. */
export type RecordBody = Omit<RecordBase, 'holdsFor'>;

/** The answer about a record over a stretch of days on which nothing in it changes. */
export interface RecordDocument extends ListedStatus {
  /** First and last day on which nothing changes, inclusive; null for open. */
  holdsFor: Stretch;
  /** The answer itself, personal values still sealed. */
  body: RecordBody;
}

/** The status of a record on a day; a voided record has no other, from the day on which it would have begun. */
export function statusOf(kind: RecordKind, record: DatedRecord, day: Day): StatusOn {
  const status = statusOn(kind.statusModel, withoutItsVoid(record), day);
  const voiding = record.dated[0]?.voided;
  return isVoided(record)
    ? { ...status, ...asVoided(status), since: null, basis: voiding ? [voiding.id] : [], computed: undefined }
    : status;
}

/** What a voided record shows in place of a status of its life: nothing but whether it would have begun. */
function asVoided({ status, certainty, possible }: BareStatus): BareStatus {
  const voidedOr = (one: string): string => (one === NOT_BEGUN ? NOT_BEGUN : 'voided');
  const may = [...new Set(possible.map(voidedOr))];
  if (may.length > 1)
    return { status: status === 'undetermined' ? status : voidedOr(status), certainty, possible: may };
  return { status: may[0] ?? voidedOr(status), certainty: 'certain', possible: [] };
}

/**
 * The answer about a record on one day, as known now: status, reasons, the kind's own part, and all that was said about its
 * entries, by what had happened, or may have happened, by then.
 * @param onThatDay the record cut by that day, of whoever has it already
 */
export function bodyOn(kind: RecordKind, record: DatedRecord, day: Day, onThatDay = cutBy(kind, record, day)) {
  const { status, certainty, possible, since, basis, computed } = statusOf(kind, record, day);
  const hasBegun = status !== NOT_BEGUN || certainty !== 'certain';
  const cut = hasBegun ? onThatDay : beforeBeginning(onThatDay);
  const staying = new Set(cut.dated.map(({ id }) => id));
  const entries = record.dated.filter(({ id }) => staying.has(id));
  const first = record.entries[0];
  const last = record.entries.at(-1);
  return {
    kind: kind.name,
    id: record.id,
    status,
    certainty,
    possible,
    since,
    ...(computed ? { statusBasis: 'as-registered' as const, computedStatus: bareStatus(computed) } : {}),
    basis: basis.map((id) => reason([...record.dated, ...record.entries], id)),
    ...kind.view(cut),
    pending: cut.pending.map(withDays),
    possiblyPending: cut.possiblyPending.map(withDays),
    arisesFrom: entries[0]?.data.act.arisesFrom ?? null,
    relativeDates: entries.flatMap(({ id, data: { act }, date }) =>
      act.relativeDate ? [{ entry: id, ...act.relativeDate, resolved: date }] : [],
    ),
    identifiedBy: otherIdentifiers(cut).map(({ id, data: { scheme, value, act } }) => ({
      entry: id,
      scheme,
      value,
      source: act.source,
    })),
    sources: sourcesOf(entries),
    contradictions: entries.flatMap((entry) =>
      entry.contradictions.map(({ id, data }) => ({
        entry: entry.id,
        stated: entry.data.act.date,
        attestation: id,
        attested: data.happened ?? null,
        agrees: data.agrees,
        statement: data.statement,
        source: data.act.source,
      })),
    ),
    warnings: entries.flatMap(({ id, data }) =>
      (data.act.warnings ?? []).map((warning) => ({ entry: id, ...warning })),
    ),
    attestations: entries.flatMap((entry) =>
      entry.attestations.map(({ id, data }) => ({
        entry: entry.id,
        attestation: id,
        agrees: data.agrees,
        happened: data.happened ?? null,
        source: data.act.source,
      })),
    ),
    corrections: entries.flatMap((entry) =>
      entry.corrections.map(({ id, recordedAt, data }) => ({
        entry: entry.id,
        correction: id,
        recordedAt,
        reason: data.reason,
        fields: Object.keys(data.changes),
      })),
    ),
    voided: entries.flatMap((entry) =>
      entry.voided
        ? [
            {
              entry: entry.id,
              type: entry.type,
              by: entry.voided.id,
              recordedAt: entry.voided.recordedAt,
              reason: entry.voided.data.reason,
            },
          ]
        : [],
    ),
    annotations: entries.flatMap((entry) =>
      entry.annotations.map(({ id, recordedAt, data }) => ({
        entry: data.annotates ?? null,
        annotation: id,
        recordedAt,
        text: data.text,
      })),
    ),
    remarks: entries.flatMap(({ id, data: { act } }) =>
      act.remark === undefined ? [] : [{ entry: id, text: act.remark }],
    ),
    recorded: first && last ? { first: first.recordedAt, last: last.recordedAt, by: first.actor } : null,
    revision: last?.revision ?? -1,
    links: { ...linksOf(kind, record.id), commands: commandLinks(kind, record.id, { status, certainty, possible }) },
  } satisfies RecordBody;
}

function cutBy({ statusModel }: RecordKind, record: DatedRecord, day: Day): RecordOnDay {
  return onDay(withoutItsVoid(record), day, statusModel.timeless);
}

/**
 * A voided record stays readable, and is found as before (rule 6): what it says is shown as if its first entry had not been
 * voided. Any other record is given as it is.
 */
export function withoutItsVoid(record: DatedRecord): DatedRecord {
  const [first, ...rest] = record.dated;
  if (!first || !isVoided(record)) return record;
  const { voided: _voided, ...standing } = first;
  return { ...record, dated: [standing, ...rest] };
}

function reason(entries: readonly Entry[], id: string) {
  const entry = needed(
    entries.find((candidate) => candidate.id === id),
    `the entry ${id}`,
  );
  const { date, modality, source } = entry.data.act;
  return { entry: id, type: entry.type, date, modality, recordedAt: entry.recordedAt, source };
}

function withDays({ id, type, data, when }: DatedEntry) {
  return { entry: id, type, date: data.act.date, when };
}

function sourcesOf(entries: readonly DatedEntry[]): string[] {
  const sources = entries.flatMap((entry) => [
    entry.data.act.source,
    ...entry.attestations.map(({ data }) => data.act.source),
  ]);
  return [...new Set(sources.filter((source) => source !== null).map(({ id }) => id))];
}

/**
 * The answers about a record from the day of its last entry on, in order, one for each stretch of days on which nothing
 * changes.
 */
export function documentsOf(kind: RecordKind, record: DatedRecord): RecordDocument[] {
  const acts = daysOfActs(kind, record);
  const documents: RecordDocument[] = [];
  for (let day: Day | null = record.entries.at(-1)?.recordedOn ?? FIRST_DAY; day !== null;) {
    const document = documentAmong(acts, kind, record, day);
    documents.push(document);
    const { to } = document.holdsFor;
    day = to === null ? null : dayAfter(to);
  }
  return documents;
}

/**
 * The answer about a record on any day, as known now. From the day of the last entry on it is the one that the status
 * views give.
 */
export function documentOn(kind: RecordKind, record: DatedRecord, day: Day): RecordDocument {
  return documentAmong(daysOfActs(kind, record), kind, record, day);
}

/** The days on which an act begins to count, or is certain to have happened: the answer may change on each. */
function daysOfActs({ statusModel: { timeless } }: RecordKind, record: DatedRecord): Day[] {
  return changeDates(record.dated.filter(({ type }) => !timeless.includes(type)));
}

function documentAmong(acts: readonly Day[], kind: RecordKind, record: DatedRecord, day: Day): RecordDocument {
  // By the entries that count on that day: those that begin to count later change it on a day of an act.
  const cut = cutBy(kind, record, day);
  const changes = [...acts, ...kind.changeDates(cut)];
  const next = firstAfter(day, changes);
  const body = bodyOn(kind, record, day, cut);
  const { status, certainty, possible, computedStatus: computed } = body;
  const holdsFor = { from: lastUpTo(day, changes), to: next === null ? null : dayBefore(next) };
  return { holdsFor, status, certainty, possible, ...(computed ? { computed } : {}), body };
}

function lastUpTo(day: Day, days: readonly Day[]): Day | null {
  return days.reduce<Day | null>((last, each) => (each <= day && (last === null || each > last) ? each : last), null);
}

function firstAfter(day: Day, days: readonly Day[]): Day | null {
  return days.reduce<Day | null>(
    (first, each) => (each > day && (first === null || each < first) ? each : first),
    null,
  );
}

/** The status of a record over a stretch of days. */
export interface StatusStretch extends ListedStatus, Stretch {}

/**
 * The status on every day, as known now: one stretch for each run of days on which it reads the same.
 * @param known what is known of days that nothing recorded since can have changed
 * @param onTurn is given each day on which the status, or what it rests on, may change
 */
export function statusesOf(
  kind: RecordKind,
  record: DatedRecord,
  known?: KnownStatuses,
  onTurn?: (day: Day) => void,
): StatusStretch[] {
  if (!isVoided(record)) return asStretches(statusesOfAllDays(kind.statusModel, record, known, onTurn));
  const statuses = statusesOfAllDays(kind.statusModel, withoutItsVoid(record), undefined, onTurn);
  const voided = statuses.map((status) => ({
    ...asVoided(status),
    unvoided: bareStatus(status),
    from: status.from,
  }));
  return asStretches(withoutRepeats(voided));
}

function withoutRepeats(statuses: readonly StatusFrom[]): StatusFrom[] {
  return statuses.filter((status, place) => {
    const before = statuses[place - 1];
    return !before || !isSameStatus(before, status);
  });
}

function asStretches(statuses: readonly StatusFrom[]): StatusStretch[] {
  return statuses.map((status, index) => {
    const next = statuses[index + 1]?.from;
    return { ...status, to: next ? dayBefore(next) : null };
  });
}
