import type { Bounds, Day } from './edtf.js';
import { boundsOf, isEdtf } from './edtf.js';
import type { Modality } from './modality.js';
import type { Personal } from './personal.js';
import { isRegion } from './regions.js';

/** Names a record, and one of its entries where `event` is given. */
export interface EntryRef {
  kind: string;
  id: string;
  event?: string;
}

/** A date told only by its distance from another entry: "two months after the visit". It is worked out in views. */
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
  language?: 'ru' | 'en';
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
  /** EDTF (ISO 8601-2); null where nobody told it. Never invented. */
  date: string | null;
  relativeDate?: RelativeDate;
  entry: 'live' | 'historical';
  /** Null for what the registrar saw at first hand. */
  source: SourcePlace | null;
  note?: Personal;
  arisesFrom?: EntryRef;
  warnings?: Warning[];
}

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
  { attests: string; agrees: boolean; happened?: string; tells?: Personal }
>;
export type EntryAnnotated = LedgerEvent<'EntryAnnotated', { annotates?: string; text: Personal }>;
/** What may be said about an entry of any kind. */
export type MendingEvent = EntryCorrected | EntryVoided | EntryAttested | EntryAnnotated;

/** An entry as it counts today: corrections applied, with what was said about it since. */
export type EffectiveEntry<E extends LedgerEvent = LedgerEvent> = Entry<E> & {
  voided?: Entry<EntryVoided>;
  corrections: Entry<EntryCorrected>[];
  attestations: Entry<EntryAttested>[];
  annotations: Entry<EntryAnnotated>[];
};

const MENDS = new Set(['EntryCorrected', 'EntryVoided', 'EntryAttested', 'EntryAnnotated']);

/** Whether an event speaks about another entry rather than about the thing itself. */
export function isMending(type: string): boolean {
  return MENDS.has(type);
}

/** Adds what was recorded next. Never throws and never judges: what it means is worked out by `effective` and by the kind. */
export function evolve<E extends LedgerEvent>(record: LedgerRecord<E>, ...next: Entry<E>[]): LedgerRecord<E> {
  return next.length === 0 ? record : { id: record.id, entries: record.entries.concat(next) };
}

const memo = new WeakMap<LedgerRecord, EffectiveEntry[]>();

/**
 * The record's own entries as they count now: corrections applied in the order they were recorded, void entries marked,
 * attestations and annotations attached. A void or a correction that was voided itself has no effect.
 */
export function effective<E extends LedgerEvent>(record: LedgerRecord<E>): EffectiveEntry<E>[] {
  const known = memo.get(record);
  if (known) return known as unknown as EffectiveEntry<E>[];
  const result = mend(record.entries);
  memo.set(record, result);
  return result as unknown as EffectiveEntry<E>[];
}

/** The voids that count, by the id of the entry that each voids: own entries and mends alike. */
export function voidsIn(record: LedgerRecord): ReadonlyMap<string, Entry<EntryVoided>> {
  return countedVoids(record.entries);
}

function countedVoids(entries: readonly Entry[]): Map<string, Entry<EntryVoided>> {
  const voids = new Map<string, Entry<EntryVoided>>();
  // From the newest back: a void counts only while nothing later voids it.
  for (const entry of [...entries].reverse()) {
    if (entry.type !== 'EntryVoided' || voids.has(entry.id)) continue;
    const voiding = entry as Entry<EntryVoided>;
    voids.set(voiding.data.voids, voiding);
  }
  return voids;
}

function mend(entries: readonly Entry[]): EffectiveEntry[] {
  const voids = countedVoids(entries);
  const byId = new Map<string, EffectiveEntry>();
  const own: EffectiveEntry[] = [];
  for (const entry of entries) {
    const voided = voids.get(entry.id);
    if (!isMending(entry.type)) {
      const counted: EffectiveEntry = { ...entry, corrections: [], attestations: [], annotations: [] };
      if (voided) counted.voided = voided;
      byId.set(entry.id, counted);
      own.push(counted);
    } else if (!voided) {
      applyMend(entry, byId, own[0]);
    }
  }
  return own;
}

function applyMend(entry: Entry, byId: Map<string, EffectiveEntry>, first: EffectiveEntry | undefined): void {
  const mending = entry as Entry<MendingEvent>;
  switch (mending.type) {
    case 'EntryCorrected': {
      const target = byId.get(mending.data.corrects);
      if (!target) return;
      target.data = withChanges(target.data, mending.data.changes);
      target.corrections.push(mending);
      return;
    }
    case 'EntryAttested':
      byId.get(mending.data.attests)?.attestations.push(mending);
      return;
    case 'EntryAnnotated': {
      const target = mending.data.annotates === undefined ? first : byId.get(mending.data.annotates);
      target?.annotations.push(mending);
      return;
    }
    case 'EntryVoided':
      return;
    default:
      mending satisfies never;
  }
}

const ACT_FIELDS = new Set(['modality', 'date', 'relativeDate', 'source', 'note', 'arisesFrom']);

/**
 * Lays corrected fields over an entry's data; those that belong to the act go into the act; null takes a field away, but
 * for the modality, which every act has.
 */
function withChanges(data: LedgerEvent['data'], changes: unknown): LedgerEvent['data'] {
  // Events are checked before they are recorded; one that somebody else wrote into the store is borne.
  if (typeof changes !== 'object' || changes === null) return data;
  const act = { ...data.act } as unknown as Record<string, unknown>;
  const rest = { ...data } as unknown as Record<string, unknown>;
  for (const [field, value] of Object.entries(changes)) {
    if (field === 'modality' && value === null) continue;
    const target = ACT_FIELDS.has(field) ? act : rest;
    if (value === null && field !== 'date' && field !== 'source') Reflect.deleteProperty(target, field);
    else target[field] = value;
  }
  // A corrected date replaces a relative one, and the other way round.
  if ('date' in changes && changes.date !== null) delete act.relativeDate;
  if ('relativeDate' in changes && changes.relativeDate !== null) act.date = null;
  return { ...rest, act: act as unknown as Act };
}

/**
 * The entries that count: neither voided nor mends, nor acts that a correction turned into intentions ("will sign" is
 * never a signature, rule 4). What began the record counts as whatever it was said.
 */
export function standing<E extends LedgerEvent>(record: LedgerRecord<E>): EffectiveEntry<E>[] {
  return effective(record).filter((entry, index) => !entry.voided && (index === 0 || !becameIntention(record, entry)));
}

function becameIntention(record: LedgerRecord, { id, corrections, data }: EffectiveEntry): boolean {
  if (corrections.length === 0 || isDoing(data.act.modality)) return false;
  return isDoing(record.entries.find((entry) => entry.id === id)?.data.act.modality);
}

function isDoing(modality: Modality | undefined): boolean {
  return modality === 'fact' || modality === 'agreed';
}

/**
 * Whether the entry that began the record, and so the record itself, was voided. A region is reference data: it began
 * with no entry, and stands whatever is voided in its record.
 */
export function isVoided(record: LedgerRecord): boolean {
  return !isRegion(record.id) && effective(record)[0]?.voided !== undefined;
}

/** Gives the date of an entry that another date leans on, where it is known. */
export type DateResolver = (date: RelativeDate) => string | undefined;

/**
 * The days on which an act may have happened, or a statement been made. Whatever is recorded had happened by the day it
 * was recorded, so that day bounds a date without a year, and one that nobody told, from above. (What is intended for
 * later stands in fields of its own, never in the act's date.)
 */
export function boundsOfAct(entry: Pick<Entry, 'data' | 'recordedOn'>, resolve?: DateResolver): Bounds {
  const { act } = entry.data;
  const told = act.date ?? (act.relativeDate ? resolve?.(act.relativeDate) : undefined);
  const bounds = told !== undefined && isEdtf(told) ? boundsOf(told) : { earliest: null, latest: null };
  if (bounds.earliest !== null && bounds.earliest > entry.recordedOn) return bounds;
  const latest = bounds.latest === null || bounds.latest > entry.recordedOn ? entry.recordedOn : bounds.latest;
  return { earliest: bounds.earliest, latest };
}
