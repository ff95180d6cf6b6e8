import { setImmediate } from 'node:timers/promises';
import type { EventStore } from '../event-store/port.js';
import type { Day } from '../kernel/edtf.js';
import type { RecordKind } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import { digestsIn, unseal } from '../kernel/personal.js';
import type { DatedRecord } from '../kernel/dated.js';
import { dated } from '../kernel/dated.js';
import type { LedgerRecord } from '../kernel/entry.js';
import type { RecordSource } from '../kernel/relative-dates.js';
import { dateDependenciesOf } from '../kernel/relative-dates.js';
import type { LogPlaces } from '../projections/index.js';
import { readRecord } from '../projections/index.js';
import type { RecordDocument } from '../registry/document.js';
import { documentOn } from '../registry/document.js';
import { streamOf } from '../registry/envelope.js';
import { errorMessage } from '../runtime/error-message.js';
import { kindNamed } from '../registry/registry.js';

/** A record as it lies in the log: its entries, and the number of each in the ledger. */
export interface PlacedRecord {
  readonly kind: RecordKind;
  readonly record: LedgerRecord;
  /** In the order of the entries; they grow. */
  readonly indexes: readonly number[];
}

/** All that replaying one record takes: the log up to `head`, as far as it is about the record. */
export interface Audited extends PlacedRecord {
  /** Number of the last event of the ledger that is looked at. */
  readonly head: number;
  /** The records on whose entries its dates depend, directly or not, by `keyOf`; itself among them. */
  readonly others: ReadonlyMap<string, PlacedRecord>;
  readonly disclosures: ReadonlyMap<string, Disclosure>;
  /** What the views know of other records. */
  readonly places: Pick<LogPlaces, 'titles' | 'dependentsOf'>;
}

/** A status answer as plain JSON, personal values in clear or `{ "erased": true }`. */
export type Answer = Readonly<Record<string, unknown>>;

/** An answer as the registry gives it, personal values still sealed. */
export type GivenAnswer = Answer & Pick<RecordDocument, 'holdsFor'>;

/** What the ledger answered; null where it knew nothing of the record. `fault` says why it could not answer. */
export interface AnswerOrFault {
  answer: Answer | null;
  fault?: string;
}

/** Where records are read from. */
export interface Sources {
  readonly store: Pick<EventStore, 'read' | 'disclosures'>;
  readonly places: Pick<LogPlaces, 'ofRecord' | 'head' | 'titles' | 'dependentsOf'>;
  readonly ledger: string;
  readonly timeZone: string;
}

/** Names a record among `others`. */
export function keyOf(kind: string, id: string): string {
  return `${kind} ${id}`;
}

/**
 * Reads a record from the log with what its dates depend on, as far as the views have come; undefined for a record that
 * was never begun. A region of which nothing is recorded is known from the reference data.
 */
export async function loadAudited(sources: Sources, kind: RecordKind, id: string): Promise<Audited | undefined> {
  const head = sources.places.head();
  const placed = (await loadPlaced(sources, kind, id, head)) ?? fromReference(kind, id);
  if (!placed) return undefined;
  const others = new Map([[keyOf(kind.name, id), placed]]);
  const own = dateDependenciesOf(placed.record);
  const leanings = new Map([[keyOf(kind.name, id), own]]);
  const wanted = [...own.values()].flat();
  const seen = new Set<string>();
  for (let ref = wanted.pop(); ref !== undefined; ref = wanted.pop()) {
    const step = `${keyOf(ref.kind, ref.id)} ${ref.event ?? ''}`;
    if (seen.has(step)) continue;
    seen.add(step);
    const key = keyOf(ref.kind, ref.id);
    const otherKind = kindNamed(ref.kind);
    const other = others.get(key) ?? (otherKind && (await loadPlaced(sources, otherKind, ref.id, head)));
    if (!other) continue;
    others.set(key, other);
    const known = leanings.get(key) ?? dateDependenciesOf(other.record);
    leanings.set(key, known);
    wanted.push(...(known.get(ref.event ?? other.record.entries[0]?.id ?? '') ?? []));
  }
  const entries = [...others.values()].flatMap(({ record }) => record.entries);
  const digests = new Set(entries.flatMap(({ data }) => digestsIn(data)));
  const disclosures = digests.size === 0 ? new Map() : await sources.store.disclosures([...digests]);
  return { ...placed, head, others, disclosures, places: sources.places };
}

async function loadPlaced(
  { store, places, ledger, timeZone }: Sources,
  kind: RecordKind,
  id: string,
  head: number,
): Promise<PlacedRecord | undefined> {
  const byRevision = places.ofRecord(kind, id);
  if (byRevision.size === 0) return undefined;
  const read = readRecord(ledger, await store.read(streamOf(ledger, kind, id)), timeZone);
  if (read?.kind.name !== kind.name) return undefined;
  const entries = read.record.entries.filter(({ revision }) => (byRevision.get(revision) ?? Infinity) <= head);
  const indexes = entries.map(({ revision }) => byRevision.get(revision) ?? -1);
  return entries.length === 0 ? undefined : { kind, record: { id, entries }, indexes };
}

function fromReference(kind: RecordKind, id: string): PlacedRecord | undefined {
  return kind.isReference(id) ? { kind, record: { id, entries: [] }, indexes: [] } : undefined;
}

/** How many of a record's entries stood in the ledger when it had come to an event. */
export function countAt({ indexes }: PlacedRecord, index: number): number {
  let [low, high] = [0, indexes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((indexes[middle] ?? 0) <= index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A record as it was when the ledger had come to an event. */
export function recordAt(placed: PlacedRecord, index: number): LedgerRecord {
  const count = countAt(placed, index);
  const { record } = placed;
  return count === record.entries.length ? record : { id: record.id, entries: record.entries.slice(0, count) };
}

/** The other records as they were known when the ledger had come to an event. */
export function recordsAt({ others }: Pick<Audited, 'others'>, index: number): RecordSource {
  const known = new Map<string, LedgerRecord | undefined>();
  return (kind, id) => {
    const key = keyOf(kind, id);
    if (!known.has(key)) {
      const placed = others.get(key);
      const record = placed && recordAt(placed, index);
      known.set(key, record && record.entries.length > 0 ? record : undefined);
    }
    return known.get(key);
  };
}

/** A record as it was when the ledger had come to an event, with its dates as they were known then. */
export function datedAt(audited: Audited, placed: PlacedRecord, index: number): DatedRecord {
  return dated(placed.kind.name, recordAt(placed, index), recordsAt(audited, index));
}

/**
 * What the ledger answered about a day when it had come to an event: the very answer of the status views
 * (`documentOn`), which give it to the byte as RFC 8785 writes it.
 */
export function answerAt(audited: Audited, index: number, day: Day): AnswerOrFault {
  try {
    const given = givenAt(audited, index, day);
    return { answer: given ? asJson(given, audited.disclosures) : null };
  } catch (error) {
    return { answer: null, fault: `cannot be shown: ${errorMessage(error)}` };
  }
}

/**
 * The same as the registry gives it; undefined where the ledger knew nothing of the record.
 * @throws what the kind throws on entries that somebody else wrote
 */
export function givenAt(audited: Audited, index: number, day: Day): GivenAnswer | undefined {
  const record = datedAt(audited, audited, index);
  if (record.entries.length === 0 && !fromReference(audited.kind, record.id)) return undefined;
  const { body, holdsFor } = documentOn(audited.kind, record, day);
  return { ...body, holdsFor };
}

/** A kind may fail on what somebody else wrote into the log: then nothing can be said. */
export function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** A value as plain JSON with its seals opened. */
export function asJson<T>(value: T, disclosures: ReadonlyMap<string, Disclosure>): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(unseal(value, disclosures))) as T);
}

/** An event of a record that is looked at, or of one on which its dates depend. */
export interface PlacedStep {
  index: number;
  event: string;
  recordedOn: Day;
}

/** Those events between two numbers of the ledger, inclusive, in order. */
export function stepsBetween({ others }: Pick<Audited, 'others'>, first: number, last: number): PlacedStep[] {
  const steps = [...others.values()].flatMap(({ record, indexes }) =>
    record.entries.map(({ id, recordedOn }, place) => ({ index: indexes[place] ?? 0, event: id, recordedOn })),
  );
  return steps.filter(({ index }) => index >= first && index <= last).sort((a, b) => a.index - b.index);
}

/** Work that one question may cost, in entries read: each step of a replay reads all entries up to it. */
export const READ_ENTRIES = 200_000;

/** How many steps through a record one question may take: all of them up to some hundred entries, then ever fewer. */
export function stepsThrough({ entries }: LedgerRecord): number {
  return Math.max(20, Math.floor(READ_ENTRIES / Math.max(entries.length, 400)));
}

/** Lets others be answered: called between the steps of work that grows with a record. */
export async function giveWay(): Promise<void> {
  await setImmediate();
}
