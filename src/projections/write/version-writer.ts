import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { StatusStretch } from '../../registry/document.js';
import { FOR_EVER, FROM_EVER } from './document-bytes.js';
import type { Reference } from './references.js';
import type { RenderedRows } from './rendered-record.js';
import type { RecordRow } from './entry-rows.js';

/** Stands in `to_idx` for "until now". */
export const UNTIL_NOW = Number.MAX_SAFE_INTEGER;

/** What a record was from one event of the ledger on. */
export interface VersionRows {
  rows: RenderedRows;
  statuses: readonly StatusStretch[];
  /** The day of the record's last entry: the stored answers are about this day and later ones. */
  known: string;
}

interface Newest {
  listed_from: number | null;
  listed_digest: string | null;
  status_from: number | null;
  status_digest: string | null;
  document_from: number | null;
}

const NONE: Newest = {
  listed_from: null,
  listed_digest: null,
  status_from: null,
  status_digest: null,
  document_from: null,
};

/** The rows of versions: written one by one, inside whatever transaction the caller has open. */
export class VersionWriter {
  private readonly run: ReturnType<typeof prepareAll>;

  constructor(database: Database.Database) {
    this.run = prepareAll(database);
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

  /** Writes what a record is from an event on; what has not changed goes on, and undefined ends what there was. */
  save({ seq, kind, id }: RecordRow, index: number, version: VersionRows | undefined): void {
    const { run } = this;
    const before = run.findNewest.get(seq) ?? NONE;
    const next = { ...before };
    const statusDigest = version && hash('sha256', JSON.stringify(version.statuses)).slice(0, 16);
    if (before.listed_digest !== (version?.rows.digest ?? null)) {
      this.end('listed', seq, before.listed_from, index);
      next.listed_from = version ? index : null;
      next.listed_digest = version?.rows.digest ?? null;
      run.forgetDependencies.run(seq);
      this.saveLinks(seq, index, version?.rows.references ?? []);
      if (version) this.addListed(seq, kind, id, index, version.rows);
    }
    if (before.status_digest !== (statusDigest ?? null)) {
      this.end('status', seq, before.status_from, index);
      next.status_from = version ? index : null;
      next.status_digest = statusDigest ?? null;
      for (const { from, to, status, certainty, possible } of version?.statuses ?? []) {
        const days = [from ?? FROM_EVER, to ?? FOR_EVER];
        run.addStatus.run(seq, index, UNTIL_NOW, ...days, status, certainty, JSON.stringify(possible));
      }
    }
    this.end('document', seq, before.document_from, index);
    next.document_from = version ? index : null;
    for (const { from, to, bytes } of version?.rows.documents ?? [])
      run.addDocument.run(seq, index, UNTIL_NOW, from === FROM_EVER ? (version?.known ?? from) : from, to, bytes);
    run.saveNewest.run(
      seq,
      next.listed_from,
      next.listed_digest,
      next.status_from,
      next.status_digest,
      next.document_from,
    );
  }

  private addListed(seq: number, kind: string, id: string, index: number, rows: RenderedRows): void {
    const { run } = this;
    const { form, title, search, dates, firstDay, lastDay, figure } = rows;
    run.addListed.run(seq, index, UNTIL_NOW, kind, id, form, title, search, dates, firstDay, lastDay, figure);
    for (const [name, value, from] of rows.facets) run.addFacet.run(name, value, seq, index, UNTIL_NOW, from);
    for (const to of rows.dependencies) run.addDependency.run(to.kind, to.id, to.event ?? '', seq);
  }

  /** Ends the links that are no longer so, and adds those that are new at their places. */
  private saveLinks(seq: number, index: number, references: readonly Reference[]): void {
    const { run } = this;
    const before = new Map(run.findLinks.all(seq).map(([place, ...link]) => [place, link]));
    for (const [place, { rel, from, kind, id, event, since }] of references.entries()) {
      const link = [rel, from, kind, id, event, since];
      const known = before.get(place);
      before.delete(place);
      if (known?.every((part, column) => part === link[column])) continue;
      if (known) run.endLink.run(index, seq, place);
      run.addLink.run(seq, place, index, UNTIL_NOW, ...link);
    }
    for (const place of before.keys()) run.endLink.run(index, seq, place);
  }

  /** Rows that held until now hold until before an event. */
  private end(of: keyof typeof this.run.end, seq: number, from: number | null, index: number): void {
    if (from !== null) for (const statement of this.run.end[of]) statement.run(index, seq, from);
  }
}

const TABLES = {
  listed: ['listed_version', 'facet_version'],
  status: ['status_version'],
  document: ['document_version'],
} as const;

function prepareAll(database: Database.Database) {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- SQL has no types: each statement states its own
  const sql = <P extends unknown[], R = unknown>(text: string) => database.prepare<P, R>(text);
  const each = <P extends unknown[]>(text: (table: string) => string) => ({
    listed: TABLES.listed.map((table) => sql<P>(text(table))),
    status: TABLES.status.map((table) => sql<P>(text(table))),
    document: TABLES.document.map((table) => sql<P>(text(table))),
  });
  return {
    readMade: sql<[], number>('SELECT events FROM versions_made').pluck(),
    saveMade: sql('UPDATE versions_made SET events = ?'),
    findNewest: sql<[number], Newest>('SELECT * FROM newest_version WHERE record = ?'),
    saveNewest: sql('INSERT OR REPLACE INTO newest_version VALUES (?, ?, ?, ?, ?, ?)'),
    end: each<unknown[]>((table) => `UPDATE ${table} SET to_idx = ? WHERE record = ? AND from_idx = ?`),
    addListed: sql('INSERT INTO listed_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    addFacet: sql('INSERT INTO facet_version VALUES (?, ?, ?, ?, ?, ?)'),
    findLinks: sql<[number], [place: number, ...link: string[]]>(
      `SELECT place, rel, from_event, to_kind, to_id, to_event, from_day FROM link_version
       WHERE record = ? AND to_idx = ${UNTIL_NOW}`,
    ).raw(),
    endLink: sql(`UPDATE link_version SET to_idx = ? WHERE record = ? AND place = ? AND to_idx = ${UNTIL_NOW}`),
    addLink: sql('INSERT INTO link_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    addStatus: sql('INSERT INTO status_version VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    addDocument: sql('INSERT INTO document_version VALUES (?, ?, ?, ?, ?, ?)'),
    findDependents: sql<[string, string], number>(
      'SELECT DISTINCT record FROM version_dependency WHERE to_kind = ? AND to_id = ?',
    ).pluck(),
    findDependentsOnEntry: sql<[string, string, string], number>(
      'SELECT record FROM version_dependency WHERE to_kind = ? AND to_id = ? AND to_event = ?',
    ).pluck(),
    forgetDependencies: sql('DELETE FROM version_dependency WHERE record = ?'),
    addDependency: sql('INSERT INTO version_dependency VALUES (?, ?, ?, ?)'),
  };
}
