import type Database from 'better-sqlite3';
import type { Entry } from '../../kernel/entry.js';
import type { EntryRow, RecordRow } from './entry-rows.js';
import { ENTRY_COLUMNS, entryOf, SELECT_RECORD } from './entry-rows.js';
import {
  changedRows,
  DEPENDENCIES,
  dependencyRow,
  FACETS,
  LINKS,
  LISTED,
  linkRow,
  listedRow,
  RecordTable,
  TIES,
} from './record-tables.js';
import type { RenderedRows } from './rendered-record.js';
import type { DocumentRow } from './document-bytes.js';
import { FOR_EVER } from './document-bytes.js';

/** How far the log is applied. */
export interface Checkpoint {
  position: string | undefined;
  /** Number of the ledger's events applied. */
  events: number;
  /** Entries are taken in, and nothing is shown before all of them are. */
  filling: boolean;
  /** The last event applied: a log that has another one in its place is another log. */
  last: { stream: string; revision: number; id: string } | undefined;
  updatedAt: string | undefined;
}

/** An event that is set aside. */
export interface ParkedEvent {
  index: number;
  position: string;
  stream: string;
  revision: number;
  id: string;
  type: string;
  reason: string;
}

/** What totals count by: a kind, and the status with its certainty. */
type StatusCount = readonly [kind: string, status: string, certainty: string, possible: string];

interface CheckpointRow {
  position: string | null;
  events: number;
  filling: number;
  last_stream: string | null;
  last_revision: number | null;
  last_id: string | null;
  updated_at: string | null;
}

/** The rows of the views: written one by one, inside whatever transaction the caller has open. */
export class ViewWriter {
  private readonly tallies = new Map<string, { counted: StatusCount; day: string; change: number }>();
  private readonly run: ReturnType<typeof prepareAll>;
  private readonly tables: ReturnType<typeof tablesOf>;

  constructor(database: Database.Database) {
    this.run = prepareAll(database);
    this.tables = tablesOf(database);
  }

  checkpoint(): Checkpoint {
    const row = this.run.readCheckpoint.get();
    if (!row) throw new Error('the views hold no checkpoint');
    const { last_stream: stream, last_revision: revision, last_id: id } = row;
    return {
      position: row.position ?? undefined,
      events: row.events,
      filling: row.filling === 1,
      last: stream !== null && revision !== null && id !== null ? { stream, revision, id } : undefined,
      updatedAt: row.updated_at ?? undefined,
    };
  }

  saveCheckpoint({ position, events, filling, last, updatedAt }: Checkpoint): void {
    const [stream, revision, id] = last ? [last.stream, last.revision, last.id] : [null, null, null];
    this.run.saveCheckpoint.run(position ?? null, events, filling ? 1 : 0, stream, revision, id, updatedAt ?? null);
  }

  record(category: string, id: string): RecordRow | undefined {
    return this.run.findRecord.get(category, id);
  }

  recordAt(seq: number): RecordRow | undefined {
    return this.run.findRecordAt.get(seq);
  }

  saveRecord({ seq, category, id, kind, revision }: RecordRow, rendered: boolean): void {
    this.run.saveRecord.run(seq, category, id, kind, revision, rendered ? 1 : 0);
  }

  /** The next records behind number `after` that are taken in and not shown yet, in the order of the log. */
  unrendered(after: number, limit: number): RecordRow[] {
    return this.run.findUnrendered.all(after, limit);
  }

  countUnrendered(): number {
    return this.run.countUnrendered.get() ?? 0;
  }

  addEntry(index: number, record: number, entry: Entry, data: string): void {
    const { revision, id, type, recordedAt, recordedOn, actor } = entry;
    this.run.addEntry.run(index, record, revision, id, type, recordedAt, recordedOn, actor, data);
  }

  entries(record: number): Entry[] {
    return this.run.readEntries.all(record).map(entryOf);
  }

  saveKey(actor: string, key: string, stream: string, index: number, first: number, last: number): void {
    this.run.saveKey.run(actor, key, stream, index, first, last);
  }

  park({ index, position, stream, revision, id, type, reason }: ParkedEvent): void {
    this.run.parkEvent.run(index, position, stream, revision, id, type, reason);
  }

  addMoment(index: number, recordedAt: string): void {
    this.run.addMoment.run(index, recordedAt);
  }

  /** What was recorded so far and bears a later time counts as recorded at a time that was confirmed. */
  confirmMoment(confirmedAt: string): void {
    const first = this.run.firstMomentAfter.get(confirmedAt);
    if (first === undefined) return;
    this.run.removeMomentsAfter.run(confirmedAt);
    if (this.latestMoment() < confirmedAt) this.run.addMoment.run(first, confirmedAt);
  }

  /** The latest time of recording so far; '' before the first. */
  latestMoment(): string {
    return this.run.latestMoment.get() ?? '';
  }

  countParked(): number {
    return this.run.countParked.get() ?? 0;
  }

  /** Records whose answers depend on the date of the entry; of any entry of that record when `event` is undefined. */
  dependents(kind: string, id: string, event?: string): number[] {
    return event === undefined
      ? this.run.findDependents.all(kind, id)
      : this.run.findDependentsOnEntry.all(kind, id, event);
  }

  /**
   * Shows a record: rows that have not changed stay as they are. A record that cannot be shown has its reason instead, and
   * no rows that were true before.
   */
  saveRendered({ seq, kind, id }: RecordRow, rows: RenderedRows | string): void {
    const { listed, facets, ties, links, dependencies } = this.tables;
    this.run.unparkRecord.run(seq);
    if (typeof rows === 'string') this.run.parkRecord.run(seq, rows);
    const shown = typeof rows === 'string' ? undefined : rows;
    this.saveDocuments(seq, kind, shown?.documents ?? []);
    listed.save(seq, shown ? [listedRow(kind, id, shown)] : []);
    facets.save(seq, shown?.facets.map(([name, value]) => [name, value]) ?? []);
    ties.save(seq, shown?.ties ?? []);
    links.save(seq, shown?.references.map(linkRow) ?? []);
    dependencies.save(seq, shown?.dependencies.map(dependencyRow) ?? []);
  }

  /** Writes the numbers of records by status that have changed since; the last step of a transaction. */
  saveTallies(): void {
    for (const { counted, day, change } of this.tallies.values()) {
      if (change === 0) continue;
      this.run.saveTally.run(...counted, day, change);
      this.run.dropZeroTally.run(...counted, day);
    }
    this.tallies.clear();
  }

  /** Forgets what was not saved, after a transaction that failed. */
  dropTallies(): void {
    this.tallies.clear();
  }

  private saveDocuments(record: number, kind: string, documents: readonly DocumentRow[]): void {
    const { run } = this;
    const bytesFrom = new Map(documents.map(({ from, bytes }) => [from, bytes]));
    const { gone, come } = changedRows(run.readDocuments.all(record), documents.map(documentRow));
    for (const [from, to, status, certainty, possible] of gone) {
      run.dropDocument.run(record, from);
      this.tally([kind, status, certainty, possible], from, to, -1);
    }
    for (const row of come) {
      const [from, to, status, certainty, possible] = row;
      run.addDocument.run(record, ...row, bytesFrom.get(from));
      this.tally([kind, status, certainty, possible], from, to, 1);
    }
  }

  /** An answer with a status counts from its first day until the day after its last, which sorts before the next day. */
  private tally(counted: StatusCount, from: string, to: string, by: number): void {
    const changes: [string, number][] = [[from, by]];
    if (to !== FOR_EVER) changes.push([`${to}+`, -by]);
    for (const [day, change] of changes) {
      const key = `${counted.join(' ')} ${day}`;
      const known = this.tallies.get(key);
      if (known) known.change += change;
      else this.tallies.set(key, { counted, day, change });
    }
  }
}

/** An answer without its bytes, of which the digest tells enough. */
type DocumentColumns = [
  from: string,
  to: string,
  status: string,
  certainty: string,
  possible: string,
  computed: string | null,
  digest: string,
];

function documentRow({ from, to, status, certainty, possible, computed, digest }: DocumentRow): DocumentColumns {
  return [from, to, status, certainty, possible, computed, digest];
}

function tablesOf(database: Database.Database) {
  return {
    listed: new RecordTable(database, 'listed', LISTED),
    facets: new RecordTable(database, 'facet', FACETS),
    ties: new RecordTable(database, 'tie', TIES),
    links: new RecordTable(database, 'link', LINKS),
    dependencies: new RecordTable(database, 'date_dependency', DEPENDENCIES),
  };
}

function prepareAll(database: Database.Database) {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- SQL has no types: each statement states its own
  const sql = <P extends unknown[], R = unknown>(text: string) => database.prepare<P, R>(text);
  return {
    readCheckpoint: sql<[], CheckpointRow>('SELECT * FROM checkpoint'),
    saveCheckpoint: sql(
      `UPDATE checkpoint SET position = ?, events = ?, filling = ?, last_stream = ?, last_revision = ?, last_id = ?,
       updated_at = ?`,
    ),
    findRecord: sql<[string, string], RecordRow>(`${SELECT_RECORD} WHERE category = ? AND id = ?`),
    findRecordAt: sql<[number], RecordRow>(`${SELECT_RECORD} WHERE seq = ?`),
    saveRecord: sql(
      `INSERT INTO record (seq, category, id, kind, revision, rendered) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (seq) DO UPDATE SET revision = excluded.revision, rendered = excluded.rendered`,
    ),
    findUnrendered: sql<[number, number], RecordRow>(
      `${SELECT_RECORD} WHERE rendered = 0 AND seq > ? ORDER BY seq LIMIT ?`,
    ),
    countUnrendered: sql<[], number>('SELECT count(*) FROM record WHERE rendered = 0').pluck(),
    addEntry: sql('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    readEntries: sql<[number], EntryRow>(
      `SELECT ${ENTRY_COLUMNS} FROM entry e WHERE e.record = ? ORDER BY e.idx`,
    ).raw(),
    saveKey: sql(
      `INSERT INTO command_key (actor, key, stream, idx, first_revision, last_revision) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET last_revision = excluded.last_revision`,
    ),
    parkEvent: sql('INSERT INTO parked_event VALUES (?, ?, ?, ?, ?, ?, ?)'),
    addMoment: sql('INSERT INTO moment VALUES (?, ?)'),
    firstMomentAfter: sql<[string], number>(
      'SELECT idx FROM moment WHERE recorded_at > ? ORDER BY recorded_at LIMIT 1',
    ).pluck(),
    removeMomentsAfter: sql('DELETE FROM moment WHERE recorded_at > ?'),
    latestMoment: sql<[], string>('SELECT recorded_at FROM moment ORDER BY idx DESC LIMIT 1').pluck(),
    parkRecord: sql('INSERT INTO parked_record VALUES (?, ?)'),
    unparkRecord: sql('DELETE FROM parked_record WHERE record = ?'),
    countParked: sql<[], number>(
      'SELECT (SELECT count(*) FROM parked_event) + (SELECT count(*) FROM parked_record)',
    ).pluck(),
    findDependents: sql<[string, string], number>(
      'SELECT DISTINCT record FROM date_dependency WHERE to_kind = ? AND to_id = ?',
    ).pluck(),
    findDependentsOnEntry: sql<[string, string, string], number>(
      'SELECT record FROM date_dependency WHERE to_kind = ? AND to_id = ? AND to_event = ?',
    ).pluck(),
    readDocuments: sql<[number], DocumentColumns>(
      'SELECT from_day, to_day, status, certainty, possible, computed, digest FROM document WHERE record = ?',
    ).raw(),
    dropDocument: sql('DELETE FROM document WHERE record = ? AND from_day = ?'),
    addDocument: sql('INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    saveTally: sql(
      `INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET change = change + excluded.change`,
    ),
    dropZeroTally: sql(
      'DELETE FROM tally WHERE kind = ? AND status = ? AND certainty = ? AND possible = ? AND day = ? AND change = 0',
    ),
  };
}
