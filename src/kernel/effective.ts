import type {
  Act,
  Entry,
  EntryAnnotated,
  EntryAttested,
  EntryCorrected,
  EntryVoided,
  LedgerEvent,
  LedgerRecord,
  MaintenanceEvent,
} from './entry.js';
import { CORRECTABLE_ACT_FIELDS, isMaintenance } from './entry.js';

/** An entry as it counts today: corrections applied, with what was said about it since. */
export type EffectiveEntry<E extends LedgerEvent = LedgerEvent> = Entry<E> & {
  voided?: Entry<EntryVoided>;
  corrections: Entry<EntryCorrected>[];
  attestations: Entry<EntryAttested>[];
  annotations: Entry<EntryAnnotated>[];
};

const memo = new WeakMap<LedgerRecord, EffectiveEntry[]>();

/**
 * The record's own entries as they count now: corrections applied in the order in which they were recorded, voided entries
 * marked, attestations and annotations attached. A void or a correction that was voided itself has no effect (rules 5, 6).
 */
export function effectiveEntries<E extends LedgerEvent>(record: LedgerRecord<E>): EffectiveEntry<E>[] {
  const known = memo.get(record);
  if (known) return known as unknown as EffectiveEntry<E>[];
  const result = applyMaintenance(record.entries);
  memo.set(record, result);
  return result as unknown as EffectiveEntry<E>[];
}

const byIds = new WeakMap<LedgerRecord, ReadonlyMap<string, EffectiveEntry>>();

/** One of them, by its id. */
export function effectiveEntry(record: LedgerRecord, id: string): EffectiveEntry | undefined {
  let known = byIds.get(record);
  if (!known) {
    // The first of two with one id, which the ledger never writes.
    known = new Map(
      effectiveEntries(record)
        .map((entry) => [entry.id, entry] as const)
        .reverse(),
    );
    byIds.set(record, known);
  }
  return known.get(id);
}

/** The voids that count, by the id of the entry that each voids: own entries and maintenance alike. */
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

function applyMaintenance(entries: readonly Entry[]): EffectiveEntry[] {
  const voids = countedVoids(entries);
  const byId = new Map<string, EffectiveEntry>();
  const own: EffectiveEntry[] = [];
  for (const entry of entries) {
    const voided = voids.get(entry.id);
    if (!isMaintenance(entry.type)) {
      const counted: EffectiveEntry = { ...entry, corrections: [], attestations: [], annotations: [] };
      if (voided) counted.voided = voided;
      byId.set(entry.id, counted);
      own.push(counted);
    } else if (!voided) {
      applyOne(entry as Entry<MaintenanceEvent>, byId, own[0]);
    }
  }
  return own;
}

function applyOne(
  maintenance: Entry<MaintenanceEvent>,
  byId: Map<string, EffectiveEntry>,
  first: EffectiveEntry | undefined,
): void {
  switch (maintenance.type) {
    case 'EntryCorrected': {
      const target = byId.get(maintenance.data.corrects);
      if (!target) return;
      target.data = withChanges(target.data, maintenance.data.changes);
      target.corrections.push(maintenance);
      return;
    }
    case 'EntryAttested':
      byId.get(maintenance.data.attests)?.attestations.push(maintenance);
      return;
    case 'EntryAnnotated': {
      const { annotates } = maintenance.data;
      const target = annotates === undefined ? first : byId.get(annotates);
      target?.annotations.push(maintenance);
      return;
    }
    case 'EntryVoided':
      return;
    default:
      maintenance satisfies never;
  }
}

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
    const target = CORRECTABLE_ACT_FIELDS.has(field) ? act : rest;
    if (value === null && field !== 'date' && field !== 'source') Reflect.deleteProperty(target, field);
    else target[field] = value;
  }
  // A corrected date replaces a relative one, and the other way round.
  if ('date' in changes && changes.date !== null) delete act.relativeDate;
  if ('relativeDate' in changes && changes.relativeDate !== null) act.date = null;
  return { ...rest, act: act as unknown as Act };
}
