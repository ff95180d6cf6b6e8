import { effectiveEntries, voidsIn } from '../kernel/effective.js';
import type { Entry, EntryCorrected, LedgerRecord } from '../kernel/entry.js';
import type { Audited } from './audited.js';
import { asJson } from './audited.js';
import { concernedBy } from './entries.js';

/** An event in few words. */
export interface EventBrief {
  event: string;
  type: string;
  index: number;
  revision: number;
  recordedAt: string;
  actor: string;
}

/** A field that was corrected: what the entry said before and after. */
export interface CorrectedField {
  field: string;
  was: unknown;
  now: unknown;
}

/** A correction or a void, by its place among the record's entries, and what it concerns. */
export interface CorrectionOrVoid {
  place: number;
  entry: Entry;
  /** Place of the entry that it names; undefined where the record has no such entry. */
  corrected: number | undefined;
}

/** The corrections and voids of a record in the order of the log. */
export function correctionsIn(record: LedgerRecord): CorrectionOrVoid[] {
  const places = new Map(record.entries.map(({ id }, place) => [id, place]));
  return record.entries.flatMap((entry, place) => {
    if (entry.type !== 'EntryCorrected' && entry.type !== 'EntryVoided') return [];
    const corrected = places.get(concernedBy(entry) ?? '');
    return [{ place, entry, corrected: corrected !== undefined && corrected < place ? corrected : undefined }];
  });
}

/** The void that undid a correction, if one did and counts. */
export function undoneBy(record: LedgerRecord, correction: CorrectionOrVoid): Entry | undefined {
  return voidsIn(record).get(correction.entry.id);
}

/** What a correction changed, by what the entry said until then; nothing for a void. */
export function correctedFields(audited: Audited, { entry, place, corrected }: CorrectionOrVoid): CorrectedField[] {
  const { record, disclosures } = audited;
  const target = corrected === undefined ? undefined : record.entries[corrected]?.id;
  if (entry.type !== 'EntryCorrected' || target === undefined) return [];
  const { changes } = (entry as Entry<EntryCorrected>).data;
  const dataAfter = (count: number) =>
    effectiveEntries({ id: record.id, entries: record.entries.slice(0, count) }).find(({ id }) => id === target)?.data;
  const [before, after] = [dataAfter(place), dataAfter(place + 1)];
  return Object.keys(changes).map((field) => ({
    field,
    was: asJson(fieldOf(before, field), disclosures) ?? null,
    now: asJson(fieldOf(after, field), disclosures) ?? null,
  }));
}

function fieldOf(data: Entry['data'] | undefined, field: string): unknown {
  const { act, ...rest } = (data ?? { act: {} }) as { act: Record<string, unknown> } & Record<string, unknown>;
  return field in rest ? rest[field] : act[field];
}

/**
 * The place from which on the record said what a correction takes back: the entry itself, or the last correction before the
 * correction that gave one of the same fields.
 */
export function wrongSince(record: LedgerRecord, { entry, place, corrected }: CorrectionOrVoid): number | undefined {
  if (corrected === undefined || entry.type !== 'EntryCorrected') return corrected;
  const target = record.entries[corrected]?.id;
  const fields = Object.keys((entry as Entry<EntryCorrected>).data.changes);
  const voids = voidsIn({ id: record.id, entries: record.entries.slice(0, place) });
  const giver = record.entries.slice(0, place).findLastIndex(({ id, type, data }) => {
    const { corrects, changes = {} } = data as { corrects?: string; changes?: object };
    const gives = type === 'EntryCorrected' && corrects === target && !voids.has(id);
    return gives && fields.some((field) => field in changes);
  });
  return giver === -1 ? corrected : giver;
}

/** An event of the record in few words. */
export function briefOf(
  { record, indexes }: Pick<Audited, 'record' | 'indexes'>,
  place: number,
): EventBrief | undefined {
  const entry = record.entries[place];
  if (!entry) return undefined;
  const { id, type, revision, recordedAt, actor } = entry;
  return { event: id, type, index: indexes[place] ?? 0, revision, recordedAt, actor };
}
