import type { EventStore, StoredEvent } from '../../event-store/port.js';
import type { Disclosure } from '../../kernel/personal.js';
import { digestsIn, unseal } from '../../kernel/personal.js';
import { readMetadata, streamOf } from '../../registry/envelope.js';
import { kindNamed } from '../../registry/registry.js';
import { readRecord } from '../write/stream-reading.js';
import type { HistoryEntry } from '../types.js';
import type { Views } from '../write/views-file.js';

/**
 * The events of a record as they lie in the log, oldest first; undefined when there is no such record. The log is asked
 * itself, so nothing is missing; the numbers in the ledger come from the views, as far as those have got.
 */
export async function historyOf(
  store: EventStore,
  { database, settings }: Views,
  kind: string,
  id: string,
): Promise<HistoryEntry[] | undefined> {
  const known = kindNamed(kind);
  if (!known) return undefined;
  const stream = streamOf(settings.ledger, known, id);
  const events = await store.read(stream);
  const read = readRecord(settings.ledger, events, settings.timeZone);
  if (read?.kind.name !== kind) return undefined;

  const digests = read.record.entries.flatMap(({ data }) => digestsIn(data));
  const disclosures = await store.disclosures([...new Set(digests)]);
  const indexes = new Map(
    database
      .prepare<[string, string, string], [number, number]>(
        `SELECT e.revision, e.idx FROM record r JOIN entry e ON e.record = r.seq WHERE r.category = ? AND r.id = ?
         UNION ALL SELECT revision, idx FROM parked_event WHERE stream = ?`,
      )
      .raw()
      .all(known.category, id, stream),
  );
  const entries = new Map(read.record.entries.map((entry) => [entry.revision, entry.data]));
  return events.map((event) => ({
    ...(indexes.has(event.revision) ? { index: indexes.get(event.revision) } : {}),
    ...historyEntry(event, entries.get(event.revision), disclosures),
    ...(read.parked.has(event.revision) ? { parked: read.parked.get(event.revision) } : {}),
  }));
}

function historyEntry(
  event: StoredEvent,
  data: object | undefined,
  disclosures: ReadonlyMap<string, Disclosure>,
): HistoryEntry {
  const metadata = readMetadata(event);
  return {
    id: event.id,
    type: event.type,
    revision: event.revision,
    ...(metadata
      ? {
          recordedAt: metadata.recordedAt,
          actor: metadata.actor,
          correlationId: metadata.$correlationId,
          key: metadata.key,
        }
      : {}),
    ...(data ? { data: unseal(data, disclosures) } : { raw: { data: event.data, metadata: event.metadata } }),
  };
}
