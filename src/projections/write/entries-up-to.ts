import type Database from 'better-sqlite3';
import type { Entry, LedgerRecord } from '../../kernel/entry.js';
import { kindNamed } from '../../registry/registry.js';
import type { EntryRow, RecordRow } from './entry-rows.js';
import { ENTRY_COLUMNS, entryOf, SELECT_RECORD } from './entry-rows.js';

/** An entry with its number in the ledger, and the record that it belongs to. */
export interface IndexedEntry {
  index: number;
  row: RecordRow;
  entry: Entry;
}

type IndexedColumns = [index: number, seq: number, category: string, record: string, kind: string, ...entry: EntryRow];

/** Reads the entries that the views have taken in, up to a place in the ledger. */
export class EntriesUpTo {
  private readonly run: ReturnType<typeof prepareAll>;

  constructor(database: Database.Database) {
    this.run = prepareAll(database);
  }

  /** The next entries from a number in the ledger on. */
  from(index: number, limit: number): IndexedEntry[] {
    return this.run.next.all(index, limit).map(([at, seq, category, id, kind, ...entry]) => {
      const read = entryOf(entry);
      return { index: at, row: { seq, category, id, kind, revision: read.revision }, entry: read };
    });
  }

  /** A record as it was before an event of the ledger. */
  recordBefore({ seq, id }: RecordRow, index: number): LedgerRecord {
    return { id, entries: this.run.before.all(seq, index).map(entryOf) };
  }

  rowAt(seq: number): RecordRow | undefined {
    return this.run.rowAt.get(seq);
  }

  /** The record of a kind and id, whenever it was begun: its `seq` says when. */
  rowOf(kind: string, id: string): RecordRow | undefined {
    const category = kindNamed(kind)?.category;
    const row = category === undefined ? undefined : this.run.rowOf.get(category, id);
    return row?.kind === kind ? row : undefined;
  }
}

function prepareAll(database: Database.Database) {
  return {
    next: database
      .prepare<[number, number], IndexedColumns>(
        `SELECT e.idx, r.seq, r.category, r.id, r.kind, ${ENTRY_COLUMNS} FROM entry e JOIN record r ON r.seq = e.record
         WHERE e.idx >= ? ORDER BY e.idx LIMIT ?`,
      )
      .raw(),
    before: database
      .prepare<[number, number], EntryRow>(
        `SELECT ${ENTRY_COLUMNS} FROM entry e WHERE e.record = ? AND e.idx < ? ORDER BY e.idx`,
      )
      .raw(),
    rowAt: database.prepare<[number], RecordRow>(`${SELECT_RECORD} WHERE seq = ?`),
    rowOf: database.prepare<[string, string], RecordRow>(`${SELECT_RECORD} WHERE category = ? AND id = ?`),
  };
}
