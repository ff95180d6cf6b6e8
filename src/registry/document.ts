import type { Day } from '../kernel/edtf.js';
import { dayBefore } from '../kernel/edtf.js';
import type { RecordKind } from '../kernel/kind.js';
import type { DateResolver, EffectiveEntry, Entry, LedgerRecord } from '../kernel/record.js';
import { daysOfActs, toldOnDay } from '../kernel/happened.js';
import { boundsOfAct, effective, isVoided } from '../kernel/record.js';
import type { BareStatus, StatusOn } from '../kernel/status.js';
import { contradictionsOf, statusesOfAllDays } from '../kernel/status.js';

/** Stands for the days before every date that a record tells. */
const FIRST_DAY = '0001-01-01';

/** The answer about a record over a stretch of days on which nothing in it changes. */
export interface RecordDocument extends BareStatus {
  /** First and last day, inclusive; null for open. */
  from: Day | null;
  to: Day | null;
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
  const told = toldOnDay(isVoided(record) ? beforeItsVoid(record) : record, day, kind.timeless, resolve);
  const dated = (entry: EffectiveEntry): object => datedEntry(entry, resolve);
  const entries = effective(record);
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
    relativeDates: entries.filter(({ data }) => data.act.relativeDate).map((entry) => worked(entry, resolve)),
    sources: sourcesOf(entries),
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
 * The answers about a record from the day of its last entry on, one for each stretch of days in which nothing changes;
 * the first reaches back without bound, so that there is an answer for every day.
 */
export function documentsOf(kind: RecordKind, record: LedgerRecord, resolve?: DateResolver): RecordDocument[] {
  const known = record.entries.at(-1)?.recordedOn;
  const turns = known === undefined ? [] : turnsOf(kind, record, resolve, known);
  const starts = [null, ...turns];
  return starts.map((from, index) => {
    const next = starts[index + 1];
    return documentAt(kind, record, from ?? known ?? FIRST_DAY, { from, to: next ? dayBefore(next) : null }, resolve);
  });
}

/** The days after a day on which the answer may change without a new entry, in order, each once. */
function turnsOf(kind: RecordKind, record: LedgerRecord, resolve?: DateResolver, after: Day = ''): Day[] {
  const ofKind = kind.turningDays(record, resolve).filter((day) => day > after);
  return [...new Set([...ofKind, ...daysOfActs(record, kind.timeless, resolve, after)])].sort();
}

function documentAt(
  kind: RecordKind,
  record: LedgerRecord,
  day: Day,
  stretch: Pick<RecordDocument, 'from' | 'to'>,
  resolve?: DateResolver,
): RecordDocument {
  const body = bodyOn(kind, record, day, resolve);
  const { status, certainty, possible } = body as BareStatus;
  return { ...stretch, status, certainty, possible, body };
}

/** The status of a record over a stretch of days; null for open ends. */
export interface StatusStretch extends BareStatus {
  from: Day | null;
  to: Day | null;
}

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
 * views give; for an earlier day it says over which days nothing changes.
 */
export function documentOn(
  kind: RecordKind,
  record: LedgerRecord,
  day: Day,
  resolve?: DateResolver,
): RecordDocument | undefined {
  const known = record.entries.at(-1)?.recordedOn;
  if (known === undefined || day >= known) {
    return documentsOf(kind, record, resolve).findLast(({ from }) => from === null || from <= day);
  }
  const turns = turnsOf(kind, record, resolve);
  const next = turns.find((turn) => turn > day);
  const lastDay = dayBefore(known);
  const to = next === undefined || next > lastDay ? lastDay : dayBefore(next);
  return documentAt(kind, record, day, { from: turns.findLast((turn) => turn <= day) ?? null, to }, resolve);
}
