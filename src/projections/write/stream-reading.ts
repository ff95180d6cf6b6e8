import type { StoredEvent } from '../../event-store/port.js';
import type { RecordKind } from '../../kernel/kind.js';
import type { Entry, LedgerRecord } from '../../kernel/entry.js';
import type { Metadata, RawEvent } from '../../registry/envelope.js';
import { decode, isReadableSchema, OLDEST_SCHEMA, readMetadata, readStream, SCHEMA } from '../../registry/envelope.js';
import { eventsOf, isKnownEvent, kindBegunBy, KINDS } from '../../registry/registry.js';

/** What a stored event turned out to be: an entry of a record, or something to park, with the reason. */
export type ReadEvent = { entry: Entry } | { fault: string };

/** A stream read as a record. */
export interface ReadRecord {
  kind: RecordKind;
  record: LedgerRecord;
  /** Revision of the stream's last event, whether it could be read or not. */
  revision: number;
  /** Why events of the stream do not count, by revision. */
  parked: Map<number, string>;
}

/**
 * The kind of record that an event begins in a stream, if any. The stream of a record
 * that is known from reference data may begin with whatever is recorded of it first.
 */
export function kindBeginning(category: string, id: string, type: string): RecordKind | undefined {
  const begun = kindBegunBy(type);
  if (begun?.category === category) return begun;
  const reference = KINDS.find((kind) => kind.category === category && kind.isReference(id));
  return reference && isKnownEvent(category, type) ? reference : undefined;
}

/**
 * Reads one event for a record of the kind (of the one that it begins when undefined); never throws. Whoever has read the
 * event's metadata gives it.
 */
export function readEvent(
  event: RawEvent,
  kind: RecordKind | undefined,
  timeZone: string,
  metadata: Metadata | undefined = readMetadata(event),
): ReadEvent {
  const entry = decode(event, timeZone, metadata);
  if (!entry) return { fault: unreadable(metadata) };
  if (!kind) return { fault: `begins no record: ${event.type}` };
  return eventsOf(kind).has(event.type) ? { entry } : { fault: `unknown type for a ${kind.name}: ${event.type}` };
}

/** Reads a whole stream; undefined when no event of it begins a record. */
export function readRecord(ledger: string, events: readonly StoredEvent[], timeZone: string): ReadRecord | undefined {
  const place = readStream(ledger, events[0]?.stream ?? '');
  if (!place) return undefined;
  let kind: RecordKind | undefined;
  const entries: Entry[] = [];
  const parked = new Map<number, string>();
  for (const event of events) {
    const candidate = kind ?? kindBeginning(place.category, place.id, event.type);
    const read = readEvent(event, candidate, timeZone);
    if ('fault' in read) parked.set(event.revision, read.fault);
    else {
      kind = candidate;
      entries.push(read.entry);
    }
  }
  return kind && { kind, record: { id: place.id, entries }, revision: events.at(-1)?.revision ?? -1, parked };
}

function unreadable(metadata: Metadata | undefined): string {
  if (!metadata) return 'malformed metadata';
  if (metadata.schema > SCHEMA) return `schema ${metadata.schema} is later than ${SCHEMA}`;
  return isReadableSchema(metadata) ? 'malformed data' : `schema ${metadata.schema} is older than ${OLDEST_SCHEMA}`;
}
