import type Database from 'better-sqlite3';
import type { TableRows } from './difference.js';
import { comparable } from './difference.js';

/** A table of the views whose rows belong to records. */
export interface RecordTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The column with the number of the record. */
  readonly record: 'record' | 'seq';
  /** Whether it holds the past: it is written behind the others. */
  readonly isPast: boolean;
}

/** Tables that are written with the versions, and are not called so. */
const MADE_WITH_VERSIONS = ['dependent_change', 'turning_day'];

/** All of them, as the schema of a file of views has them. */
export function recordTables(database: Database.Database): RecordTable[] {
  const names = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    .pluck();
  return names.all().flatMap((name): RecordTable[] => {
    const columns = (database.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name);
    const isPast = name.includes('version') || MADE_WITH_VERSIONS.includes(name);
    if (name === 'record') return [{ name, columns, record: 'seq', isPast }];
    return columns.includes('record') ? [{ name, columns, record: 'record', isPast }] : [];
  });
}

/** Reads the rows of records in one file of views. */
export class RecordRows {
  private readonly statements: Map<string, Database.Statement<[number], unknown[]>>;

  constructor(
    database: Database.Database,
    readonly tables: readonly RecordTable[],
  ) {
    this.statements = new Map(
      tables.map(({ name, columns, record }) => [
        name,
        database.prepare<[number], unknown[]>(`SELECT ${columns.join(', ')} FROM ${name} WHERE ${record} = ?`).raw(),
      ]),
    );
  }

  of({ name, columns }: RecordTable, seq: number): TableRows {
    const rows = this.statements.get(name)?.all(seq) ?? [];
    return { columns, rows: rows.map((row) => row.map(comparable)) };
  }
}
