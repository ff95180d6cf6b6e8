import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import { dated } from '../../kernel/dated.js';
import type { Day } from '../../kernel/edtf.js';
import type { RecordKind } from '../../kernel/kind.js';
import { documentOn } from '../../registry/document.js';
import type { StoredDocument } from '../write/document-bytes.js';
import { etagOf, storedDocument } from '../write/document-bytes.js';
import type { DocumentSource } from './document-source.js';

type DocumentColumns = [bytes: Buffer, digest: string, status: string, revision: number];

/** Bytes of documents that are kept in memory. */
const KEPT = 16 * 1024 * 1024;

/**
 * The answers about records as they are: one indexed look-up of bytes that are stored. Where the views are written by the
 * same connection, what was looked up is kept until that writes anything: most records are asked for more often than any
 * record changes, and the look-up takes longer than all else that the ledger itself does for a status.
 */
export class PresentDocuments {
  private readonly kept = new LRUCache<string, StoredDocument>({
    maxSize: KEPT,
    sizeCalculation: ({ bytes }) => bytes.length,
  });
  private readonly countChanges: Database.Statement<[], number>;
  private changes = 0;
  private readonly findDocument: Database.Statement<[string, string, string, string, string], DocumentColumns>;
  private readonly findRecord: Database.Statement<[string, string], number>;

  constructor(private readonly database: Database.Database) {
    this.countChanges = database.prepare<[], number>('SELECT total_changes()').pluck();
    this.findDocument = database
      .prepare<[string, string, string, string, string], DocumentColumns>(
        `SELECT d.bytes, d.digest, d.status, r.revision FROM record r JOIN document d ON d.record = r.seq
         WHERE r.category = ? AND r.id = ? AND r.kind = ? AND d.from_day <= ? AND d.to_day >= ?`,
      )
      .raw();
    this.findRecord = database
      .prepare<[string, string], number>('SELECT seq FROM record WHERE category = ? AND id = ?')
      .pluck();
  }

  on(day: Day): DocumentSource {
    return {
      document: (kind, id) => Promise.resolve(this.find(kind, id, day)),
      // A record that cannot be shown is left out.
      has: (kind, id) => this.find(kind, id, day) !== undefined,
      bytes: (kind, _record, id) => Promise.resolve(this.find(kind, id, day)?.bytes),
    };
  }

  private find(kind: RecordKind, id: string, day: Day): StoredDocument | undefined {
    // Others write what is open for reading here; what a transaction has written may yet be taken back.
    if (this.database.readonly || this.database.inTransaction) return this.lookUp(kind, id, day);
    const changes = this.countChanges.get() ?? 0;
    if (changes !== this.changes) this.kept.clear();
    this.changes = changes;
    const key = `${kind.name} ${day} ${id}`;
    let document = this.kept.get(key);
    if (!document) {
      document = this.lookUp(kind, id, day);
      if (document) this.kept.set(key, document);
    }
    return document;
  }

  /** A region of which nothing is recorded yet is at revision -1. */
  private lookUp(kind: RecordKind, id: string, day: Day): StoredDocument | undefined {
    const row = this.findDocument.get(kind.category, id, kind.name, day, day);
    if (row) {
      const [bytes, digest, status, revision] = row;
      return { bytes, etag: etagOf(revision, digest), status, revision };
    }
    if (!kind.isReference(id) || this.findRecord.get(kind.category, id) !== undefined) return undefined;
    return storedDocument(documentOn(kind, dated(kind.name, { id, entries: [] }), day), -1, new Map());
  }
}
