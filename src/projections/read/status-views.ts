import type Database from 'better-sqlite3';
import type { EventStore } from '../../event-store/port.js';
import type { Day } from '../../kernel/edtf.js';
import { dated } from '../../kernel/dated.js';
import type { LedgerRecord } from '../../kernel/entry.js';
import { kindNamed } from '../../registry/registry.js';
import type { BriefColumns } from './record-briefs.js';
import { BRIEF_COLUMNS, briefOf } from './record-briefs.js';
import { historyOf } from './record-history.js';
import { conditionsOf, LISTED_ON_DAY, pageOf } from './list-query.js';
import { RegionViews } from './region-views.js';
import { etagOf, storedDocument } from '../write/document-bytes.js';
import type {
  BadCursor,
  HistoryEntry,
  KeyUse,
  Link,
  ListFilters,
  Page,
  Parked,
  RecordBrief,
  RegionPair,
  Related,
  StatusQueries,
  StoredDocument,
  Summary,
} from '../types.js';
import type { RecordRow } from '../write/entry-rows.js';
import { ViewWriter } from '../write/view-writer.js';
import type { Views } from '../write/views-file.js';

type DocumentColumns = [bytes: Buffer, digest: string, status: string, revision: number];
type ListColumns = [record: number, id: string, dates: string, bytes: Buffer];
type LinkColumns = [rel: string, from: string, event: string, kind: string, id: string];
type ParkedColumns = [idx: number, position: string, stream: string, revision: number, type: string, reason: string];

/** Answers status queries from the views: prepared statements, bytes as they are stored. */
export class StatusViews implements StatusQueries {
  private readonly database: Database.Database;
  private readonly rows: ViewWriter;
  private readonly regions: RegionViews;
  private readonly lists = new Map<string, Database.Statement<[object], ListColumns>>();
  private readonly findDocument: Database.Statement<[string, string, string, string, string], DocumentColumns>;
  private readonly findBrief: Database.Statement<[string, string, string, string], BriefColumns>;
  private readonly findLinks: Database.Statement<[number], LinkColumns>;
  private readonly findLinksBack: Database.Statement<[string, string], LinkColumns>;
  private readonly findKey: Database.Statement<[string, string], [string, number, number]>;
  private readonly findReason: Database.Statement<[number], string>;
  private readonly findParkedEvents: Database.Statement<[number], ParkedColumns>;
  private readonly findParkedRecords: Database.Statement<[number], [string, string, string]>;

  constructor(private readonly views: Views) {
    const { database } = views;
    this.database = database;
    this.rows = new ViewWriter(database);
    this.regions = new RegionViews(database);
    this.findDocument = database
      .prepare<[string, string, string, string, string], DocumentColumns>(
        `SELECT d.bytes, d.digest, d.status, r.revision FROM record r JOIN document d ON d.record = r.seq
         WHERE r.category = ? AND r.id = ? AND r.kind = ? AND d.from_day <= ? AND d.to_day >= ?`,
      )
      .raw();
    this.findBrief = database
      .prepare<[string, string, string, string], BriefColumns>(
        `SELECT ${BRIEF_COLUMNS} FROM record r
         LEFT JOIN listed l ON l.record = r.seq
         LEFT JOIN document d ON d.record = r.seq AND d.from_day <= ? AND d.to_day >= ?
         WHERE r.category = ? AND r.id = ?`,
      )
      .raw();
    this.findLinks = database
      .prepare<[number], LinkColumns>(
        'SELECT rel, from_event, to_event, to_kind, to_id FROM link WHERE record = ? ORDER BY rowid',
      )
      .raw();
    this.findLinksBack = database
      .prepare<[string, string], LinkColumns>(
        `SELECT k.rel, k.from_event, k.to_event, r.kind, r.id FROM link k JOIN record r ON r.seq = k.record
         WHERE k.to_kind = ? AND k.to_id = ? ORDER BY k.record, k.rowid`,
      )
      .raw();
    this.findKey = database
      .prepare<[string, string], [string, number, number]>(
        'SELECT stream, first_revision, last_revision FROM command_key WHERE actor = ? AND key = ? ORDER BY idx',
      )
      .raw();
    this.findReason = database.prepare<[number], string>('SELECT reason FROM parked_record WHERE record = ?').pluck();
    this.findParkedEvents = database
      .prepare<[number], ParkedColumns>(
        'SELECT idx, position, stream, revision, type, reason FROM parked_event ORDER BY idx LIMIT ?',
      )
      .raw();
    this.findParkedRecords = database
      .prepare<[number], [string, string, string]>(
        `SELECT r.kind, r.id, p.reason FROM parked_record p JOIN record r ON r.seq = p.record ORDER BY p.record LIMIT ?`,
      )
      .raw();
  }

  /**
   * The answer about a record on a day. A region of which nothing is recorded yet is told of from the reference data,
   * at revision -1.
   */
  document(kind: string, id: string, day: Day): StoredDocument | undefined {
    const known = kindNamed(kind);
    if (!known) return undefined;
    const row = this.findDocument.get(known.category, id, kind, day, day);
    if (row) {
      const [bytes, digest, status, revision] = row;
      return { bytes, etag: etagOf(revision, digest), status, revision };
    }
    if (!known.isReference(id) || this.rows.record(known.category, id)) return undefined;
    return storedDocument(known, dated(kind, { id, entries: [] }), -1, day, new Map());
  }

  /** A page of the records of a kind, in the order in which they were begun; `cursor` comes from the page before. */
  list(kind: string, filters: ListFilters, day: Day, cursor: string | undefined, limit: number): Page | BadCursor {
    const page = pageOf(filters, cursor, limit, (after, most) => this.listRows(kind, filters, day, after, most));
    if ('fault' in page) return page;
    const { items, next } = page;
    const shown = items.map(({ id, bytes, period }) => (period === undefined ? { id, bytes } : { id, bytes, period }));
    return { items: shown, ...(next === undefined ? {} : { next }) };
  }

  /** How many records of each kind there are in each status on a day, and the figures reported beside. */
  summary(day: Day): Summary {
    return this.regions.summary(day);
  }

  /** Everything in which both regions take part. */
  regionPair(a: string, b: string, day: Day): RegionPair {
    return this.regions.pair(a, b, day);
  }

  /** What a record refers to and what refers to it. */
  related(kind: string, id: string, day: Day): Related {
    const row = this.rowOf(kind, id);
    const link = ([rel, from, event, toKind, toId]: LinkColumns): Link => ({
      rel,
      from: from === '' ? null : from,
      event: event === '' ? null : event,
      record: this.brief(toKind, toId, day),
    });
    return {
      to: row ? this.findLinks.all(row.seq).map(link) : [],
      from: this.findLinksBack.all(kind, id).map(link),
    };
  }

  /** The record's events, oldest first, with those that cannot be read. */
  history(store: EventStore, kind: string, id: string): Promise<HistoryEntry[] | undefined> {
    return historyOf(store, this.views, kind, id);
  }

  /** What a command with this idempotency key recorded, in the order of the log. */
  commandByKey(actor: string, key: string): KeyUse[] {
    return this.findKey.all(actor, key).map(([stream, firstRevision, lastRevision]) => ({
      stream,
      firstRevision,
      lastRevision,
    }));
  }

  /** A record as the views know it, to work out dates that depend on it; it may be a little behind the log. */
  readonly record = (kind: string, id: string): LedgerRecord | undefined => {
    const row = this.rowOf(kind, id);
    return row && { id, entries: this.rows.entries(row.seq) };
  };

  /** The records whose dates depend on entries of a record. */
  dependents(kind: string, id: string): { kind: string; id: string }[] {
    return this.rows.dependents(kind, id).flatMap((seq) => {
      const row = this.rows.recordAt(seq);
      return row ? [{ kind: row.kind, id: row.id }] : [];
    });
  }

  parkedReason(kind: string, id: string): string | undefined {
    const row = this.rowOf(kind, id);
    return row && this.findReason.get(row.seq);
  }

  /** Events, then records, that are set aside: at most `limit` of each. */
  parked(limit: number): Parked[] {
    return [
      ...this.findParkedEvents.all(limit).map(([index, position, stream, revision, type, reason]) => ({
        index,
        position,
        stream,
        revision,
        type,
        reason,
      })),
      ...this.findParkedRecords.all(limit).map(([kind, id, reason]) => ({ record: { kind, id }, reason })),
    ];
  }

  private rowOf(kind: string, id: string): RecordRow | undefined {
    const known = kindNamed(kind);
    const row = known && this.rows.record(known.category, id);
    return row?.kind === kind ? row : undefined;
  }

  private listRows(kind: string, filters: ListFilters, day: Day, after: number, limit: number) {
    const { sql, values } = conditionsOf(kind, filters, day, after);
    const text = `SELECT l.record, l.id, l.dates, d.bytes ${LISTED_ON_DAY} WHERE ${sql} ORDER BY l.record LIMIT @limit`;
    let statement = this.lists.get(text);
    if (!statement) {
      statement = this.database.prepare<[object], ListColumns>(text).raw();
      this.lists.set(text, statement);
    }
    return statement.all({ ...values, limit }).map(([record, id, dates, bytes]) => ({ record, id, dates, bytes }));
  }

  private brief(kind: string, id: string, day: Day): RecordBrief {
    const known = kindNamed(kind);
    return briefOf(kind, id, known && this.findBrief.get(day, day, known.category, id));
  }
}
