import type Database from 'better-sqlite3';
import type { EntryRef } from '../../kernel/entry.js';
import type { Reference } from './references.js';
import type { RenderedRows } from './rendered-record.js';

/** Stands in `to_idx` for "until now". */
export const UNTIL_NOW = Number.MAX_SAFE_INTEGER;

export type Row = readonly (string | number | null)[];

/** Columns of a table beside `record`: a row of a record is known by those of `keys`, which come first in it. */
export interface Columns {
  readonly keys: readonly string[];
  readonly others: readonly string[];
}

export const LISTED: Columns = {
  keys: [],
  others: ['kind', 'id', 'form', 'title', 'called', 'search', 'dates', 'first_day', 'last_day', 'figure', 'brief'],
};

export function listedRow(kind: string, id: string, rows: RenderedRows): Row {
  const { form, title, called, search, dates, firstDay, lastDay, figure, brief } = rows;
  return [kind, id, form, title, called, search, dates, firstDay, lastDay, figure, brief];
}

export const FACETS: Columns = { keys: ['name', 'value'], others: [] };

export const TIES: Columns = { keys: ['name', 'value', 'from_day'], others: ['to_day'] };

export const LINKS: Columns = { keys: ['place'], others: ['rel', 'from_event', 'to_kind', 'to_id', 'to_event'] };

export function linkRow({ place, rel, from, kind, id, event }: Reference): Row {
  return [place, rel, from, kind, id, event];
}

export const DEPENDENCIES: Columns = { keys: ['to_kind', 'to_id', 'to_event'], others: [] };

export function dependencyRow({ kind, id, event }: EntryRef): Row {
  return [kind, id, event ?? ''];
}

/** A table whose rows belong to records, inside whatever transaction the caller has open. */
export class RecordTable {
  private readonly keys: number;
  private readonly find: Database.Statement<[record: number], Row>;
  private readonly drop: Database.Statement;
  private readonly add: Database.Statement;

  constructor(database: Database.Database, name: string, { keys, others }: Columns) {
    const columns = [...keys, ...others];
    this.keys = keys.length;
    this.find = database.prepare<[number], Row>(`SELECT ${columns.join(', ')} FROM ${name} WHERE record = ?`).raw();
    this.drop = database.prepare(`DELETE FROM ${name} WHERE record = ?${whereEach(keys)}`);
    this.add = database.prepare(
      `INSERT INTO ${name} (record, ${columns.join(', ')}) VALUES (${['record', ...columns].map(() => '?').join(', ')})`,
    );
  }

  /** Gives a record these rows; those that it has stay as they are. */
  save(record: number, rows: readonly Row[]): void {
    const { gone, come } = changedRows(this.find.all(record), rows);
    for (const row of gone) this.drop.run(record, ...row.slice(0, this.keys));
    for (const row of come) this.add.run(record, ...row);
  }
}

/** The same where rows are kept that held once: each from one event of the ledger until before another. */
export class VersionTable {
  private readonly keys: number;
  private readonly findNewest: Database.Statement<[record: number], Row>;
  private readonly end: Database.Statement;
  private readonly add: Database.Statement;

  constructor(database: Database.Database, name: string, { keys, others }: Columns) {
    const columns = [...keys, ...others];
    const isNewest = `record = ? AND to_idx = ${UNTIL_NOW}`;
    this.keys = keys.length;
    this.findNewest = database
      .prepare<[number], Row>(`SELECT ${columns.join(', ')} FROM ${name} WHERE ${isNewest}`)
      .raw();
    this.end = database.prepare(`UPDATE ${name} SET to_idx = ? WHERE ${isNewest}${whereEach(keys)}`);
    this.add = database.prepare(
      `INSERT INTO ${name} (record, from_idx, to_idx, ${columns.join(', ')})
       VALUES (?, ?, ${UNTIL_NOW}, ${columns.map(() => '?').join(', ')})`,
    );
  }

  /** Gives a record these rows from an event on; those that it has go on. */
  save(record: number, index: number, rows: readonly Row[]): void {
    const { gone, come } = changedRows(this.findNewest.all(record), rows);
    for (const row of gone) this.end.run(index, record, ...row.slice(0, this.keys));
    for (const row of come) this.add.run(record, index, ...row);
  }
}

/**
 * Holds the rows that something has against those that it should have: which of them have to go, and which to come. Rows
 * that are the same in every column stay as they are.
 */
export function changedRows<R extends Row>(has: readonly R[], shouldHave: readonly R[]): { gone: R[]; come: R[] } {
  const left = new Map(has.map((row) => [JSON.stringify(row), row]));
  const come = shouldHave.filter((row) => !left.delete(JSON.stringify(row)));
  return { gone: [...left.values()], come };
}

function whereEach(columns: readonly string[]): string {
  return columns.map((column) => ` AND ${column} = ?`).join('');
}
