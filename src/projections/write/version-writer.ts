import type Database from 'better-sqlite3';
import type { StatusStretch } from '../../registry/document.js';
import { FROM_EVER } from '../../kernel/dated.js';
import { FOR_EVER, statusColumn } from './document-bytes.js';
import type { RecordRow } from './entry-rows.js';
import type { Columns, Row } from './record-tables.js';
import {
  DEPENDENCIES,
  dependencyRow,
  FACETS,
  LINKS,
  LISTED,
  linkRow,
  listedRow,
  RecordTable,
  TIES,
  VersionTable,
} from './record-tables.js';
import type { RenderedRows } from './rendered-record.js';

/** What a record was from one event of the ledger on. */
export interface VersionRows {
  rows: RenderedRows;
  statuses: readonly StatusStretch[];
  /** The day of the record's last entry: the stored answers are about this day and later ones. */
  known: string;
  /** Days on which something of it may change; those that were given with an earlier version may be left out. */
  turningDays: Iterable<string>;
}

/** The rows of versions: written one by one, inside whatever transaction the caller has open. */
export class VersionWriter {
  private readonly run: ReturnType<typeof prepareAll>;
  private readonly tables: ReturnType<typeof tablesOf>;

  constructor(database: Database.Database) {
    this.run = prepareAll(database);
    this.tables = tablesOf(database);
  }

  /** Number of the ledger's events that have their versions. */
  made(): number {
    return this.run.readMade.get() ?? 0;
  }

  saveMade(events: number): void {
    this.run.saveMade.run(events);
  }

  /** Records whose answers depended on the date of the entry when their newest versions were made. */
  dependents(kind: string, id: string, event?: string): number[] {
    return event === undefined
      ? this.run.findDependents.all(kind, id)
      : this.run.findDependentsOnEntry.all(kind, id, event);
  }

  /** Writes what a record is from an event on; each row that has not changed goes on, and undefined ends what there was. */
  save({ seq, kind, id }: RecordRow, index: number, version: VersionRows | undefined): void {
    const { listed, facets, ties, links, statuses, dependencies } = this.tables;
    const { rows } = version ?? {};
    listed.save(seq, index, rows ? [listedRow(kind, id, rows)] : []);
    facets.save(seq, index, rows?.facets ?? []);
    ties.save(seq, index, rows?.ties ?? []);
    links.save(seq, index, rows?.references.map((link) => [...linkRow(link), link.since]) ?? []);
    statuses.save(seq, index, version?.statuses.map(statusRow) ?? []);
    dependencies.save(seq, rows?.dependencies.map(dependencyRow) ?? []);
    this.saveDocuments(seq, index, version);
    for (const day of version?.turningDays ?? []) this.run.addTurningDay.run(day, seq);
  }

  /** Notes that an event of another record may have changed the answer about a record. */
  saveDependentChange(index: number, seq: number): void {
    this.run.addDependentChange.run(index, seq);
  }

  private saveDocuments(seq: number, index: number, version: VersionRows | undefined): void {
    const { isAnswerKept, addDocument } = this.run;
    const documents = version?.rows.documents ?? [];
    for (const { from, to, bytes } of documents)
      addDocument.run(seq, index, from === FROM_EVER ? (version?.known ?? from) : from, to, bytes);
    if (documents.length === 0 && isAnswerKept.get(seq) === 1) addDocument.run(seq, index, FROM_EVER, FOR_EVER, null);
  }
}

/** Facets and links of the past have one day more; see the schema. */
function withFirstDay({ keys, others }: Columns): Columns {
  return { keys, others: [...others, 'from_day'] };
}

const STATUSES: Columns = {
  keys: ['from_day'],
  others: ['to_day', 'status', 'certainty', 'possible', 'computed', 'unvoided'],
};

function statusRow({ from, to, status, certainty, possible, computed, unvoided }: StatusStretch): Row {
  const others = [computed, unvoided].map(statusColumn);
  return [from ?? FROM_EVER, to ?? FOR_EVER, status, certainty, JSON.stringify(possible), ...others];
}

function tablesOf(database: Database.Database) {
  return {
    listed: new VersionTable(database, 'listed_version', LISTED),
    facets: new VersionTable(database, 'facet_version', withFirstDay(FACETS)),
    ties: new VersionTable(database, 'tie_version', TIES),
    links: new VersionTable(database, 'link_version', withFirstDay(LINKS)),
    statuses: new VersionTable(database, 'status_version', STATUSES),
    dependencies: new RecordTable(database, 'version_dependency', DEPENDENCIES),
  };
}

function prepareAll(database: Database.Database) {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- SQL has no types: each statement states its own
  const sql = <P extends unknown[], R = unknown>(text: string) => database.prepare<P, R>(text);
  return {
    readMade: sql<[], number>('SELECT events FROM versions_made').pluck(),
    saveMade: sql('UPDATE versions_made SET events = ?'),
    isAnswerKept: sql<[number], number>(
      'SELECT bytes IS NOT NULL FROM document_version WHERE record = ? ORDER BY from_idx DESC LIMIT 1',
    ).pluck(),
    addDocument: sql('INSERT INTO document_version VALUES (?, ?, ?, ?, ?)'),
    addTurningDay: sql('INSERT OR IGNORE INTO turning_day VALUES (?, ?)'),
    addDependentChange: sql('INSERT INTO dependent_change VALUES (?, ?)'),
    findDependents: sql<[string, string], number>(
      'SELECT DISTINCT record FROM version_dependency WHERE to_kind = ? AND to_id = ?',
    ).pluck(),
    findDependentsOnEntry: sql<[string, string, string], number>(
      'SELECT record FROM version_dependency WHERE to_kind = ? AND to_id = ? AND to_event = ?',
    ).pluck(),
  };
}
