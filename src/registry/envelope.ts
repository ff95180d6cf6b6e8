import { today } from '../kernel/edtf.js';
import type { Entry } from '../kernel/entry.js';
import type { RecordKind } from '../kernel/kind.js';

/**
 * Number of the present shape of event data. A later one than this cannot be read; of older ones, upcasters lead those here
 * that are not older than `OLDEST_SCHEMA`, one step each.
 */
export const SCHEMA = 2;

/** The oldest shape that is still read: a log with older events is refused at the start. */
export const OLDEST_SCHEMA = 2;

/** What the ledger notes beside an event's data. */
export interface Metadata {
  schema: number;
  /** RFC 3339, UTC: the ledger's own time, whatever the store says. */
  recordedAt: string;
  actor: string;
  /** Digest of the request's correlation id; of what follows from an event, that event's id. */
  $correlationId: string;
  $causationId: string;
  /** Digest of the request's idempotency key (identifier-digest.ts); empty for what no request asked for. */
  key: string;
  /** Salted digest of the request: another body under the same key can be recognised without its text standing here. */
  digest: string;
  /** Revisions of the other records that the decision read, by stream. */
  readDependencies?: Record<string, number>;
}

/** The parts of a stored event that decoding needs. */
export interface RawEvent {
  id: string;
  type: string;
  revision: number;
  data: string;
  metadata: string;
}

/** Stream of a record: `<ledger>.<category>-<id>`. */
export function streamOf(ledger: string, kind: RecordKind, id: string): string {
  return `${ledger}.${kind.category}-${id}`;
}

/** Category and id of a ledger stream; undefined where the name is none. */
export function readStream(ledger: string, stream: string): { category: string; id: string } | undefined {
  const rest = stream.startsWith(`${ledger}.`) ? stream.slice(ledger.length + 1) : '';
  const dash = rest.indexOf('-');
  return dash > 0 && dash < rest.length - 1 ? { category: rest.slice(0, dash), id: rest.slice(dash + 1) } : undefined;
}

/** The metadata of an event; undefined where it is not the ledger's. */
export function readMetadata(event: Pick<RawEvent, 'metadata'>): Metadata | undefined {
  const metadata = parsed(event.metadata) as Partial<Metadata> | undefined;
  const good =
    metadata !== undefined &&
    typeof metadata.schema === 'number' &&
    typeof metadata.recordedAt === 'string' &&
    !Number.isNaN(Date.parse(metadata.recordedAt)) &&
    typeof metadata.actor === 'string';
  return good ? (metadata as Metadata) : undefined;
}

/**
 * Decodes a stored event as an entry; undefined for one that the ledger did not write or cannot read (a foreign or
 * malformed event, or one of another schema): such an event is shown as raw bytes and never judged. Whoever has read the
 * event's metadata gives it.
 */
export function decode(event: RawEvent, timeZone: string, metadata = readMetadata(event)): Entry | undefined {
  const data = parsed(event.data) as Entry['data'] | undefined;
  if (!metadata || !isReadableSchema(metadata) || typeof data?.act !== 'object') return undefined;
  return {
    id: event.id,
    type: event.type,
    revision: event.revision,
    data,
    recordedAt: metadata.recordedAt,
    recordedOn: today(timeZone, new Date(metadata.recordedAt)),
    actor: metadata.actor,
  };
}

/** Whether this program reads events of that shape. */
export function isReadableSchema({ schema }: Pick<Metadata, 'schema'>): boolean {
  return schema >= OLDEST_SCHEMA && schema <= SCHEMA;
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
