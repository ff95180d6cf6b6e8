import type Database from 'better-sqlite3';
import type { EntryRef, LedgerRecord } from '../../kernel/entry.js';
import { dateDependenciesOf } from '../../kernel/relative-dates.js';
import { kindNamed } from '../../registry/registry.js';
import type { RecordRow } from '../write/entry-rows.js';
import { ENTRY_COLUMNS, entryOf, type EntryRow, SELECT_RECORD } from '../write/entry-rows.js';
import type { TableRows } from './difference.js';
import type { OtherRecord } from './fresh-views.js';
import type { RecordTable } from './compared-tables.js';
import { RecordRows, recordTables } from './compared-tables.js';

/** What the views in use hold of one record, read in one piece. */
export interface StoredRecord {
  readonly row: RecordRow;
  /** Number of the ledger's events that have their versions. */
  readonly versions: number;
  /** The numbers in the ledger of the record's events, by revision, as far as the views know them. */
  readonly places: ReadonlyMap<number, number>;
  readonly others: readonly OtherRecord[];
  /** The rows of each table, by its name. */
  readonly tables: ReadonlyMap<string, TableRows>;
  readonly parked: TableRows;
}

export const KEY_COLUMNS = ['actor', 'key', 'stream', 'idx', 'first_revision', 'last_revision'];

const PARKED_COLUMNS = ['idx', 'position', 'stream', 'revision', 'id', 'type', 'reason'];

/** Reads what the views in use hold of single records. */
export class StoredRecords {
  readonly tables: readonly RecordTable[];
  private readonly rows: RecordRows;
  private readonly run: ReturnType<typeof prepareAll>;

  constructor(
    private readonly database: Database.Database,
    private readonly ledger: string,
  ) {
    this.tables = recordTables(database);
    this.rows = new RecordRows(database, this.tables);
    this.run = prepareAll(database);
  }

  /** The first record behind a number, in the order of the log. */
  after(seq: number): RecordRow | undefined {
    return this.run.next.get(seq);
  }

  find(category: string, id: string): RecordRow | undefined {
    return this.run.find.get(category, id);
  }

  count(): number {
    return this.run.count.get() ?? 0;
  }

  /** Whether entries are only taken in now, and not everything is shown. */
  areFilling(): boolean {
    return this.run.filling.get() === 1;
  }

  /** Number of the ledger's events that the views show. */
  shown(): number {
    return this.run.shown.get() ?? 0;
  }

  /** Number of the ledger's events that have their versions. */
  versions(): number {
    return this.run.versions.get() ?? 0;
  }

  /** Undefined where the views hold no such record now, or are being filled. `isWithPast` says whether its past states are read too. */
  read({ category, id }: RecordRow, isWithPast: boolean): StoredRecord | undefined {
    return this.database.transaction((): StoredRecord | undefined => {
      const row = this.areFilling() ? undefined : this.find(category, id);
      if (!row) return undefined;
      const stream = `${this.ledger}.${category}-${id}`;
      const parked = this.run.parked.all(stream);
      const tables = this.tables.filter(({ isPast }) => isWithPast || !isPast);
      return {
        row,
        versions: this.versions(),
        places: new Map([
          ...this.run.places.all(row.seq),
          ...parked.map(([index, , , revision]): [number, number] => [revision, index]),
        ]),
        others: this.othersOf({ id, entries: this.entriesOf(row).entries.map(({ entry }) => entry) }),
        tables: new Map(tables.map((table) => [table.name, this.rows.of(table, row.seq)])),
        parked: { columns: PARKED_COLUMNS, rows: parked },
      };
    })();
  }

  /** What stands under the keys of these rows; without any, all keys that there are. */
  keys(rows?: TableRows['rows']): TableRows['rows'] {
    if (!rows) return this.run.keys.all();
    return rows.flatMap(([actor, key, stream]) => this.run.key.all(actor, key, stream));
  }

  /** The records that a record's dates depend on or have depended on, and those on which theirs do, and so on. */
  othersOf(record: LedgerRecord): OtherRecord[] {
    const others = new Map<string, OtherRecord>();
    const records = [record];
    // What is added meanwhile comes to its turn too.
    for (const { kind, id } of dependencies(records)) {
      const category = kindNamed(kind)?.category ?? '';
      const row = others.has(`${category}-${id}`) ? undefined : this.find(category, id);
      if (!row || id === record.id) continue;
      const other = this.entriesOf(row);
      others.set(`${category}-${id}`, other);
      records.push({ id, entries: other.entries.map(({ entry }) => entry) });
    }
    return [...others.values()];
  }

  private entriesOf(row: RecordRow): OtherRecord {
    const entries = this.run.entries.all(row.seq).map(([index, data, ...columns]) => {
      return { index, entry: entryOf(columns), data };
    });
    return { row, entries };
  }
}

function* dependencies(records: readonly LedgerRecord[]): Iterable<EntryRef> {
  for (const record of records) for (const refs of dateDependenciesOf(record).values()) yield* refs;
}

type ParkedColumns = [index: number, position: string, stream: string, revision: number, ...rest: string[]];

function prepareAll(database: Database.Database) {
  return {
    next: database.prepare<[number], RecordRow>(`${SELECT_RECORD} WHERE seq > ? ORDER BY seq LIMIT 1`),
    find: database.prepare<[string, string], RecordRow>(`${SELECT_RECORD} WHERE category = ? AND id = ?`),
    count: database.prepare<[], number>('SELECT count(*) FROM record').pluck(),
    filling: database.prepare<[], number>('SELECT filling FROM checkpoint').pluck(),
    shown: database.prepare<[], number>('SELECT events FROM checkpoint').pluck(),
    versions: database.prepare<[], number>('SELECT events FROM versions_made').pluck(),
    places: database.prepare<[number], [number, number]>('SELECT revision, idx FROM entry WHERE record = ?').raw(),
    parked: database
      .prepare<[string], ParkedColumns>(
        `SELECT ${PARKED_COLUMNS.join(', ')} FROM parked_event WHERE stream = ? ORDER BY idx`,
      )
      .raw(),
    key: database
      .prepare<unknown[], unknown[]>('SELECT * FROM command_key WHERE actor = ? AND key = ? AND stream = ?')
      .raw(),
    keys: database.prepare<[], unknown[]>('SELECT * FROM command_key').raw(),
    entries: database
      .prepare<[number], [index: number, data: string, ...entry: EntryRow]>(
        `SELECT e.idx, e.data, ${ENTRY_COLUMNS} FROM entry e WHERE e.record = ? ORDER BY e.idx`,
      )
      .raw(),
  };
}
