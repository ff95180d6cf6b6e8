import type { Day } from './edtf.js';
import type { Modality } from './modality.js';
import type { Personal } from './personal.js';

/** Names a record, and one of its entries where `event` is given. */
export interface EntryRef {
  kind: string;
  id: string;
  event?: string;
}

/** A date stated only by its distance from another entry: "two months after the visit". */
export interface RelativeDate {
  to: EntryRef;
  direction: 'after' | 'before';
  /** ISO 8601 duration; absent when the text gives none ("after the visit"). */
  offset?: string;
}

/** Where a statement stands. */
export interface SourcePlace {
  id: string;
  paragraph?: number;
  page?: number;
  /** BCP 47. */
  language?: string;
  quotation?: Personal;
}

/** A rule that a historical entry does not keep, kept with the entry. */
export interface Warning {
  rule: string;
  detail: string;
}

/** What every entry carries, whatever it records: as what it was said, when it happened, and who says so. */
export interface Act {
  modality: Modality;
  /** EDTF (ISO 8601-2); null where nobody stated it. Never invented. */
  date: string | null;
  relativeDate?: RelativeDate;
  recording: 'live' | 'historical';
  /** Null for what the registrar saw at first hand. */
  source: SourcePlace | null;
  remark?: Personal;
  arisesFrom?: EntryRef;
  warnings?: Warning[];
}

/** The fields of an act that a correction can change; how it was recorded, and what was warned of then, stays. */
export const CORRECTABLE_ACT_FIELDS: ReadonlySet<string> = new Set<Exclude<keyof Act, 'recording' | 'warnings'>>([
  'modality',
  'date',
  'relativeDate',
  'source',
  'remark',
  'arisesFrom',
]);

/** An event as a decider gives it. */
export interface LedgerEvent<Type extends string = string, Data = object> {
  type: Type;
  data: Data & { act: Act };
}

/** An event as it stands in a record: with its identity and the ledger's own time. */
export type Entry<E extends LedgerEvent = LedgerEvent> = E & {
  id: string;
  revision: number;
  /** RFC 3339, UTC, stamped by the ledger. */
  recordedAt: string;
  /** The same moment as a day in the ledger's time zone. */
  recordedOn: Day;
  actor: string;
};

/** All that has been recorded of one thing: its stream, decoded. */
export interface LedgerRecord<E extends LedgerEvent = LedgerEvent> {
  id: string;
  entries: readonly Entry<E>[];
}

export type EntryCorrected = LedgerEvent<'EntryCorrected', { corrects: string; reason: Personal; changes: object }>;
export type EntryVoided = LedgerEvent<'EntryVoided', { voids: string; reason: Personal }>;
export type EntryAttested = LedgerEvent<
  'EntryAttested',
  { attests: string; agrees: boolean; happened?: string; statement?: Personal }
>;
export type EntryAnnotated = LedgerEvent<'EntryAnnotated', { annotates?: string; text: Personal }>;
/** What may be said about an entry of any kind: corrections, voids, attestations and annotations (rules 5, 6, 8). */
export type MaintenanceEvent = EntryCorrected | EntryVoided | EntryAttested | EntryAnnotated;

/** Another identifier of a record, common to several kinds (rule 17). */
export type RecordIdentified = LedgerEvent<'RecordIdentified', { scheme: string; value: string }>;

/** Types of events of several kinds that tell what is so, not what happened. */
export const SHARED_TIMELESS: readonly string[] = ['RecordIdentified'];

const MAINTENANCE = new Set(['EntryCorrected', 'EntryVoided', 'EntryAttested', 'EntryAnnotated']);

/** Whether an event speaks about another entry rather than about the thing itself. */
export function isMaintenance(type: string): boolean {
  return MAINTENANCE.has(type);
}

/** Adds what was recorded next. Never throws and never judges: what it means is worked out from all entries together. */
export function evolve<E extends LedgerEvent>(record: LedgerRecord<E>, ...next: Entry<E>[]): LedgerRecord<E> {
  return next.length === 0 ? record : { id: record.id, entries: record.entries.concat(next) };
}
