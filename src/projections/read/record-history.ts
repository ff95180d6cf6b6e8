import type Database from 'better-sqlite3';
import type { EventStore, StoredEvent } from '../../event-store/port.js';
import type { RecordKind } from '../../kernel/kind.js';
import type { Disclosure } from '../../kernel/personal.js';
import { digestsIn, unseal } from '../../kernel/personal.js';
import { readMetadata, streamOf } from '../../registry/envelope.js';
import { readRecord } from '../write/stream-reading.js';
import type { Views } from '../write/views-file.js';

/** An event of a record as history shows it. What could not be read is given as its raw texts. */
export interface HistoryEntry {
  /** Number of events of the ledger before it; absent while the views are behind. */
  index?: number;
  id: string;
  type: string;
  revision: number;
  recordedAt?: string;
  actor?: string;
  correlationId?: string;
  key?: string;
  /** Personal values in clear, or `{ "erased": true }`. */
  data?: unknown;
  /** Why the views do not count it. */
  parked?: string;
  raw?: { data: string; metadata: string };
}

/** Which events of a record: so many at most, behind so many that are left out. */
export interface HistoryPage {
  readonly after: number;
  readonly limit: number;
}

/** Some events of a record; `next` is the number of those before the ones that follow. */
export interface HistoryEntries {
  entries: HistoryEntry[];
  next?: number;
}

/** Records as they lie in the log: the log is asked itself, so nothing is missing. */
export class RecordHistory {
  private readonly findIndexes: Database.Statement<[string, string, string], [revision: number, index: number]>;

  constructor(
    private readonly store: Pick<EventStore, 'read' | 'disclosures'>,
    private readonly views: Pick<Views, 'database' | 'settings'>,
  ) {
    this.findIndexes = views.database
      .prepare<[string, string, string], [number, number]>(
        `SELECT e.revision, e.idx FROM record r JOIN entry e ON e.record = r.seq WHERE r.category = ? AND r.id = ?
         UNION ALL SELECT revision, idx FROM parked_event WHERE stream = ?`,
      )
      .raw();
  }

  /**
   * Some events of a record, oldest first, with those that cannot be read; undefined when there is no such record. The
   * numbers in the ledger come from the views, as far as those have got.
   * @param upTo number in the ledger of the last event that counts; all of them without one
   */
  async page(kind: RecordKind, id: string, page: HistoryPage, upTo?: number): Promise<HistoryEntries | undefined> {
    const { ledger, timeZone } = this.views.settings;
    const stream = streamOf(ledger, kind, id);
    const events = await this.store.read(stream);
    const read = readRecord(ledger, events, timeZone);
    if (read?.kind.name !== kind.name) return undefined;

    const indexes = new Map(this.findIndexes.all(kind.category, id, stream));
    const counted = events.filter(({ revision }) => upTo === undefined || (indexes.get(revision) ?? Infinity) <= upTo);
    // Where the record was begun later there was none.
    if (counted.length === 0) return undefined;
    const { after, limit } = page;
    const shown = counted.slice(after, after + limit);
    const entries = new Map(read.record.entries.map((entry) => [entry.revision, entry.data]));
    const digests = shown.flatMap(({ revision }) => digestsIn(entries.get(revision)));
    const disclosures = await this.store.disclosures([...new Set(digests)]);
    const entriesOfPage = shown.map((event) => ({
      ...(indexes.has(event.revision) ? { index: indexes.get(event.revision) } : {}),
      ...historyEntry(event, entries.get(event.revision), disclosures),
      ...(read.parked.has(event.revision) ? { parked: read.parked.get(event.revision) } : {}),
    }));
    return after + limit < counted.length
      ? { entries: entriesOfPage, next: after + limit }
      : { entries: entriesOfPage };
  }
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
