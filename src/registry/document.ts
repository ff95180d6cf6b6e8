import type { Day } from '../kernel/edtf.js';
import { dayBefore } from '../kernel/edtf.js';
import type { RecordKind } from '../kernel/kind.js';
import type { DateResolver, EffectiveEntry, Entry, LedgerRecord } from '../kernel/record.js';
import { daysOfActs, toldOnDay } from '../kernel/happened.js';
import { boundsOfAct, effective, isVoided } from '../kernel/record.js';
import type { BareStatus, StatusOn } from '../kernel/status.js';
import { contradictionsOf, FIRST_DAY, NOT_BEGUN, statusesOfAllDays } from '../kernel/status.js';

/** Days, inclusive; null for open. */
export interface Stretch {
  from: Day | null;
  to: Day | null;
}

/** The answer about a record over a stretch of days on which nothing in it changes. */
export interface RecordDocument extends BareStatus {
  /** First and last day on which nothing changes, inclusive; null for open. */
  validity: Stretch;
  /** The answer itself, personal values still sealed. */
  body: object;
}

/** The status of a record on a day; a voided record has no other. */
export function statusOf(kind: RecordKind, record: LedgerRecord, day: Day, resolve?: DateResolver): StatusOn {
  if (!isVoided(record)) return kind.statusOn(record, day, resolve);
  const voiding = effective(record)[0]?.voided;
  return { status: 'voided', certainty: 'certain', possible: [], since: null, because: voiding ? [voiding.id] : [] };
}

/**
 * The answer about a record on one day, as known now: status, reasons, the kind's own part by what had happened, or may
 * have happened, by then, and all that was said about the record.
 */
export function bodyOn(kind: RecordKind, record: LedgerRecord, day: Day, resolve?: DateResolver): object {
  const { status, certainty, possible, since, because } = statusOf(kind, record, day, resolve);
  const entries = effective(record);
  const begun = status !== NOT_BEGUN || certainty !== 'certain';
  const told = toldOnDay(isVoided(record) ? beforeItsVoid(record) : record, day, kind.timeless, resolve, begun);
  const toldEntries = told.record === record ? entries : effective(told.record);
  const dated = (entry: EffectiveEntry): object => datedEntry(entry, resolve);
  const first = record.entries[0];
  const last = record.entries.at(-1);
  return {
    kind: kind.name,
    id: record.id,
    status,
    certainty,
    possible,
    since,
    because: because.map((id) => reason([...entries, ...record.entries], id)),
    ...kind.view(told.record, day, resolve),
    notYet: told.notYet.map(dated),
    perhapsNotYet: told.perhapsNotYet.map(dated),
    arisesFrom: entries[0]?.data.act.arisesFrom ?? null,
    relativeDates: toldEntries.filter(({ data }) => data.act.relativeDate).map((entry) => worked(entry, resolve)),
    sources: sourcesOf(toldEntries),
    contradictions: entries.flatMap((entry) =>
      contradictionsOf(entry).map(({ id, data }) => ({
        entry: entry.id,
        says: entry.data.act.date,
        attestation: id,
        attests: data.happened ?? null,
        agrees: data.agrees,
        tells: data.tells,
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
    recorded: first && last ? { first: first.recordedAt, last: last.recordedAt, by: first.actor } : null,
    revision: last?.revision ?? -1,
    links: { self: `/v1/${kind.resource}/${record.id}`, history: `/v1/${kind.resource}/${record.id}/history` },
  };
}

/** A voided record stays readable (rule 6): what it told is shown as if its first entry had not been voided. */
function beforeItsVoid(record: LedgerRecord): LedgerRecord {
  const voiding = effective(record)[0]?.voided;
  return { id: record.id, entries: record.entries.filter(({ id }) => id !== voiding?.id) };
}

function reason(entries: readonly Entry[], id: string): object {
  const entry = entries.find((candidate) => candidate.id === id);
  if (!entry) return { entry: id };
  const { date, modality, source } = entry.data.act;
  return { entry: id, type: entry.type, date, modality, recordedAt: entry.recordedAt, source };
}

function datedEntry(entry: EffectiveEntry, resolve?: DateResolver): object {
  return { entry: entry.id, type: entry.type, date: entry.data.act.date, when: boundsOfAct(entry, resolve) };
}

function worked(entry: EffectiveEntry, resolve?: DateResolver): object {
  const { relativeDate } = entry.data.act;
  return { entry: entry.id, ...relativeDate, workedOut: (relativeDate && resolve?.(relativeDate)) ?? null };
}

function sourcesOf(entries: readonly EffectiveEntry[]): string[] {
  const told = entries.flatMap((entry) => [
    entry.data.act.source,
    ...entry.attestations.map(({ data }) => data.act.source),
  ]);
  return [...new Set(told.filter((source) => source !== null).map(({ id }) => id))];
}

/**
 * The answers about a record from the day of its last entry on, in order, one for each stretch of days on which nothing
 * changes.
 */
export function documentsOf(kind: RecordKind, record: LedgerRecord, resolve?: DateResolver): RecordDocument[] {
  const known = record.entries.at(-1)?.recordedOn ?? FIRST_DAY;
  const days = turnsOf(kind, record, resolve);
  const turns = [...new Set(days.filter((day) => day > known))].sort();
  const starts = [{ day: known, from: lastUpTo(known, days) }, ...turns.map((day) => ({ day, from: day }))];
  return starts.map(({ day, from }, index) => {
    const next = turns[index];
    return documentAt(kind, record, day, { from, to: next === undefined ? null : dayBefore(next) }, resolve);
  });
}

/** The days on which the answer may change without a new entry. */
function turnsOf(kind: RecordKind, record: LedgerRecord, resolve?: DateResolver): Day[] {
  return [...kind.turningDays(record, resolve), ...daysOfActs(record, kind.timeless, resolve)];
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

function documentAt(
  kind: RecordKind,
  record: LedgerRecord,
  day: Day,
  validity: Stretch,
  resolve?: DateResolver,
): RecordDocument {
  const body = bodyOn(kind, record, day, resolve);
  const { status, certainty, possible } = body as BareStatus;
  return { validity, status, certainty, possible, body };
}

/** The status of a record over a stretch of days. */
export interface StatusStretch extends BareStatus, Stretch {}

/** The status on every day, as known now: one stretch for each run of days on which it is told in the same words. */
export function statusesOf(kind: RecordKind, record: LedgerRecord, resolve?: DateResolver): StatusStretch[] {
  if (isVoided(record)) return [{ from: null, to: null, status: 'voided', certainty: 'certain', possible: [] }];
  const statuses = statusesOfAllDays(kind.milestones(record, resolve));
  return statuses.map((told, index) => {
    const next = statuses[index + 1]?.from;
    return { ...told, to: next ? dayBefore(next) : null };
  });
}

/**
 * The answer about a record on any day, as known now. From the day of the last entry on it is the one that the status
 * views give.
 */
export function documentOn(kind: RecordKind, record: LedgerRecord, day: Day, resolve?: DateResolver): RecordDocument {
  const days = turnsOf(kind, record, resolve);
  const next = firstAfter(day, days);
  const validity = { from: lastUpTo(day, days), to: next === null ? null : dayBefore(next) };
  return documentAt(kind, record, day, validity, resolve);
}
