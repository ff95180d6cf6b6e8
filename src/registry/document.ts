import type { Day } from '../kernel/edtf.js';
import { dayBefore } from '../kernel/edtf.js';
import type { RecordKind } from '../kernel/kind.js';
import type { DateResolver, EffectiveEntry, Entry, LedgerRecord } from '../kernel/record.js';
import { effective, isVoided } from '../kernel/record.js';
import type { StatusOn } from '../kernel/status.js';
import { contradictionsOf, statusesOfAllDays } from '../kernel/status.js';

/** Stands for the days before every date that a record tells. */
const FIRST_DAY = '0001-01-01';

/** The answer about a record over a stretch of days on which nothing in it changes. */
export interface RecordDocument {
  /** First and last day, inclusive; null for open. */
  from: Day | null;
  to: Day | null;
  status: string;
  /** The answer itself, personal values still sealed. */
  body: object;
}

/** The status of a record on a day; a voided record has no other. */
export function statusOf(kind: RecordKind, record: LedgerRecord, day: Day, resolve?: DateResolver): StatusOn {
  if (!isVoided(record)) return kind.statusOn(record, day, resolve);
  const voiding = effective(record)[0]?.voided;
  return { status: 'voided', certainty: 'certain', possible: [], since: null, because: voiding ? [voiding.id] : [] };
}

/** The answer about a record on one day, as known now: status, reasons, the kind's own part, and what was said about it. */
export function bodyOn(kind: RecordKind, record: LedgerRecord, day: Day, resolve?: DateResolver): object {
  const { status, certainty, possible, since, because } = statusOf(kind, record, day, resolve);
  const shown = isVoided(record) ? beforeItsVoid(record) : record;
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
    ...kind.view(shown, day, resolve),
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
  const turns = kind.turningDays(record, resolve).filter((day) => known !== undefined && day > known);
  const starts = [null, ...[...new Set(turns)].sort()];
  return starts.map((from, index) => {
    const next = starts[index + 1];
    const body = bodyOn(kind, record, from ?? known ?? FIRST_DAY, resolve);
    const { status } = body as { status: string };
    return { from, to: next ? dayBefore(next) : null, status, body };
  });
}

/** The status of a record over a stretch of days; null for open ends. */
export interface StatusStretch {
  from: Day | null;
  to: Day | null;
  status: string;
}

/** The status on every day, as known now: one stretch for each run of days with the same status. */
export function statusesOf(kind: RecordKind, record: LedgerRecord, resolve?: DateResolver): StatusStretch[] {
  if (isVoided(record)) return [{ from: null, to: null, status: 'voided' }];
  const statuses = statusesOfAllDays(kind.milestones(record, resolve));
  return statuses.map(({ from, status }, index) => {
    const next = statuses[index + 1]?.from;
    return { from, to: next ? dayBefore(next) : null, status };
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
  const turns = [...new Set(kind.turningDays(record, resolve))].sort();
  const next = turns.find((turn) => turn > day);
  const body = bodyOn(kind, record, day, resolve);
  const { status } = body as { status: string };
  const lastDay = dayBefore(known);
  const to = next === undefined || next > lastDay ? lastDay : dayBefore(next);
  return { from: turns.findLast((turn) => turn <= day) ?? null, to, status, body };
}
