import type Database from 'better-sqlite3';
import type { EventStore } from '../../event-store/port.js';
import { dated } from '../../kernel/dated.js';
import type { LedgerRecord } from '../../kernel/entry.js';
import type { RecordKind } from '../../kernel/kind.js';
import { digestsIn } from '../../kernel/personal.js';
import type { RecordSource } from '../../kernel/relative-dates.js';
import type { RecordDocument } from '../../registry/document.js';
import { documentOn } from '../../registry/document.js';
import type { StoredDocument } from '../write/document-bytes.js';
import { digestOf, etagOf, storedDocument } from '../write/document-bytes.js';
import { EntriesUpTo } from '../write/entries-up-to.js';
import type { RecordRow } from '../write/entry-rows.js';
import type { BitemporalPoint } from './bitemporal-points.js';
import type { DocumentSource } from './document-source.js';

/**
 * The answers about records as they were: stored ones where they are kept, and else worked out from the entries, by the
 * same functions as those of the present. They take no versions.
 */
export class PastDocuments {
  private readonly entries: EntriesUpTo;
  private readonly run: ReturnType<typeof prepareAll>;

  constructor(
    database: Database.Database,
    private readonly store: Pick<EventStore, 'disclosures'>,
  ) {
    this.entries = new EntriesUpTo(database);
    this.run = prepareAll(database);
  }

  at(point: BitemporalPoint): DocumentSource {
    const document = (kind: RecordKind, id: string): Promise<StoredDocument | undefined> =>
      this.document(kind, id, point);
    return {
      document,
      has: (kind, id) => kind.isReference(id) || this.rowAt(kind.name, id, point) !== undefined,
      bytes: async (kind, record, id) => this.stored(record, point) ?? (await document(kind, id))?.bytes,
    };
  }

  /** The answer as it went out; undefined where it is not kept. */
  kept(kind: RecordKind, id: string, point: BitemporalPoint): StoredDocument | undefined {
    const row = this.rowAt(kind.name, id, point);
    const bytes = row && this.stored(row.seq, point);
    return bytes && this.asItWas(row, bytes, point);
  }

  private async document(kind: RecordKind, id: string, point: BitemporalPoint): Promise<StoredDocument | undefined> {
    const row = this.rowAt(kind.name, id, point);
    if (!row) return kind.isReference(id) ? this.render(kind, { id, entries: [] }, point) : undefined;
    return (
      this.kept(kind, id, point) ?? this.render(kind, this.entries.recordBefore(row, point.transactionIndex + 1), point)
    );
  }

  private rowAt(kind: string, id: string, { transactionIndex }: BitemporalPoint): RecordRow | undefined {
    const row = this.entries.rowOf(kind, id);
    return row && row.seq <= transactionIndex ? row : undefined;
  }

  private stored(record: number, { transactionIndex: index, validDay: day }: BitemporalPoint): Buffer | undefined {
    return this.run.document.get({ record, index, day }) ?? undefined;
  }

  private asItWas({ seq }: RecordRow, bytes: Buffer, { transactionIndex }: BitemporalPoint): StoredDocument {
    const revision = this.run.revisionAt.get(seq, transactionIndex) ?? -1;
    const { status } = JSON.parse(bytes.toString('utf8')) as { status: string };
    return { bytes, etag: etagOf(revision, digestOf(bytes)), status, revision };
  }

  /** Undefined for a record that its kind fails on: it is parked, and not shown in the present either. */
  private async render(
    kind: RecordKind,
    record: LedgerRecord,
    { transactionIndex, validDay }: BitemporalPoint,
  ): Promise<StoredDocument | undefined> {
    const others = this.recordsAt(transactionIndex);
    const document = documentOrNone(() => documentOn(kind, dated(kind.name, record, others), validDay));
    if (!document) return undefined;
    const digests = record.entries.flatMap(({ data }) => digestsIn(data));
    const disclosures = digests.length === 0 ? new Map() : await this.store.disclosures([...new Set(digests)]);
    return storedDocument(document, record.entries.at(-1)?.revision ?? -1, disclosures);
  }

  /** Other records as they were recorded up to an event. */
  private recordsAt(transactionIndex: number): RecordSource {
    return (kind, id) => {
      const row = this.entries.rowOf(kind, id);
      return row && row.seq <= transactionIndex ? this.entries.recordBefore(row, transactionIndex + 1) : undefined;
    };
  }
}

function documentOrNone(make: () => RecordDocument | undefined): RecordDocument | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function prepareAll(database: Database.Database) {
  return {
    revisionAt: database
      .prepare<[number, number], number>('SELECT max(revision) FROM entry WHERE record = ? AND idx <= ?')
      .pluck(),
    document: database
      .prepare<[object], Buffer | null>(
        `SELECT bytes FROM document_version WHERE record = @record AND from_day <= @day AND to_day >= @day
         AND from_idx = (SELECT max(from_idx) FROM document_version WHERE record = @record AND from_idx <= @index)`,
      )
      .pluck(),
  };
}
