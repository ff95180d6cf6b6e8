import type Database from 'better-sqlite3';
import { dated } from '../../kernel/dated.js';
import type { Day } from '../../kernel/edtf.js';
import type { RecordKind } from '../../kernel/kind.js';
import { documentOn } from '../../registry/document.js';
import type { StoredDocument } from '../write/document-bytes.js';
import { etagOf, storedDocument } from '../write/document-bytes.js';
import type { DocumentSource } from './document-source.js';

type DocumentColumns = [bytes: Buffer, digest: string, status: string, revision: number];

/** The answers about records as they are: one indexed look-up of bytes that are stored. */
export class PresentDocuments {
  private readonly findDocument: Database.Statement<[string, string, string, string, string], DocumentColumns>;
  private readonly findRecord: Database.Statement<[string, string], number>;

  constructor(database: Database.Database) {
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

  /** A region of which nothing is recorded yet is at revision -1. */
  private find(kind: RecordKind, id: string, day: Day): StoredDocument | undefined {
    const row = this.findDocument.get(kind.category, id, kind.name, day, day);
    if (row) {
      const [bytes, digest, status, revision] = row;
      return { bytes, etag: etagOf(revision, digest), status, revision };
    }
    if (!kind.isReference(id) || this.findRecord.get(kind.category, id) !== undefined) return undefined;
    return storedDocument(documentOn(kind, dated(kind.name, { id, entries: [] }), day), -1, new Map());
  }
}
