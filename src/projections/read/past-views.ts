import type Database from 'better-sqlite3';
import type { EventStore } from '../../event-store/port.js';
import type { Day } from '../../kernel/edtf.js';
import { today } from '../../kernel/edtf.js';
import type { RecordKind } from '../../kernel/kind.js';
import { digestsIn } from '../../kernel/personal.js';
import { dated } from '../../kernel/dated.js';
import type { LedgerRecord } from '../../kernel/entry.js';
import type { RecordSource } from '../../kernel/relative-dates.js';
import type { RecordDocument } from '../../registry/document.js';
import { documentOn } from '../../registry/document.js';
import type { BriefColumns } from './record-briefs.js';
import { BRIEF_COLUMNS, briefOf } from './record-briefs.js';
import { writeCursor } from './cursor.js';
import { conditionsOf, LISTED_ON_DAY, pageOf } from './list-query.js';
import { RegionViews } from './region-views.js';
import { digestOf, etagOf, writeDocument } from '../write/document-bytes.js';
import type {
  AskedMoment,
  BadCursor,
  ChangesPage,
  Link,
  ListedDocument,
  ListFilters,
  Moment,
  Page,
  RecordBrief,
  RegionPair,
  Related,
  StoredDocument,
  Summary,
} from '../types.js';
import type { RecordRow } from '../write/entry-rows.js';
import type { Views } from '../write/views-file.js';
import { EntriesUpTo } from '../write/entries-up-to.js';
import { listChanges } from './list-changes.js';
import { PAST } from './past.js';

type ListColumns = [record: number, id: string, dates: string];
type LinkColumns = [rel: string, from: string, event: string, kind: string, id: string];

/**
 * Answers status queries about any moment in both times. Lists and totals come from the versions of the views; the answer
 * about one record is worked out from its entries, by the same functions as the status views.
 */
export class PastViews {
  private readonly database: Database.Database;
  private readonly timeZone: string;
  private readonly entries: EntriesUpTo;
  private readonly regions: RegionViews;
  private readonly run: ReturnType<typeof prepareAll>;
  private readonly lists = new Map<string, Database.Statement<[object], ListColumns>>();

  constructor(
    views: Views,
    private readonly store: Pick<EventStore, 'disclosures'>,
  ) {
    this.database = views.database;
    this.timeZone = views.settings.timeZone;
    this.entries = new EntriesUpTo(views.database);
    this.regions = new RegionViews(views.database);
    this.run = prepareAll(views.database);
  }

  /**
   * The moment that a query means: by default everything that is recorded, and the day on which the ledger had come so
   * far. Undefined for an event that the views do not know.
   */
  momentOf({ asOf, on }: AskedMoment, now: Day): Moment | undefined {
    const last = (this.run.countEvents.get() ?? 0) - 1;
    if (asOf === undefined) return { index: last, day: on ?? now };
    if ('index' in asOf) {
      const { index } = asOf;
      return index > last ? undefined : { index, day: on ?? this.dayAt(index) ?? now };
    }
    const time = new Date(asOf.time);
    // What lies ahead is now; and a time that is too far for four digits of a year compares with nothing.
    if (time.getTime() >= Date.now()) return { index: last, day: on ?? now };
    return { index: this.indexAt(asOf.time) ?? last, day: on ?? today(this.timeZone, time) };
  }

  /** The answer about a record; a region of which nothing was recorded by then is told of from the reference data. */
  async document(kind: RecordKind, id: string, moment: Moment): Promise<StoredDocument | undefined> {
    const row = this.rowAt(kind.name, id, moment);
    if (!row) return kind.isReference(id) ? this.render(kind, { id, entries: [] }, moment) : undefined;
    const kept = this.stored(row.seq, moment);
    if (kept) return this.asItWas(row, kept, moment);
    return this.render(kind, this.entries.recordBefore(row, moment.index + 1), moment);
  }

  /** Whether there was such a record. */
  has(kind: RecordKind, id: string, moment: Moment): boolean {
    return kind.isReference(id) || this.rowAt(kind.name, id, moment) !== undefined;
  }

  /** What has become of a list from one moment to another. */
  changes(
    kind: RecordKind,
    filters: ListFilters,
    moments: readonly [from: Moment, to: Moment],
    cursor: string | undefined,
    limit: number,
  ): Promise<ChangesPage | BadCursor> {
    return listChanges(this, kind, filters, moments, cursor, limit);
  }

  /** Whether the answers about a record at two moments tell the same, but for the days for which they hold. */
  async isSame(kind: RecordKind, id: string, one: Moment, other: Moment): Promise<boolean> {
    const [a, b] = await Promise.all([this.document(kind, id, one), this.document(kind, id, other)]);
    return a?.bytes.equals(b?.bytes ?? Buffer.alloc(0)) === true || withoutValidity(a) === withoutValidity(b);
  }

  /** A record in few words; null where nothing of it was recorded yet. */
  briefAt(kind: string, id: string, moment: Moment): RecordBrief | null {
    return this.rowAt(kind, id, moment) ? this.brief(kind, id, moment) : null;
  }

  /** The cursor of the page behind a record. */
  cursorAfter(record: number): string {
    return writeCursor(record);
  }

  /** A page of the records of a kind, in the order in which they were begun. */
  async list(
    kind: RecordKind,
    filters: ListFilters,
    moment: Moment,
    cursor: string | undefined,
    limit: number,
  ): Promise<Page | BadCursor> {
    const page = pageOf(filters, cursor, limit, (after, most) => this.rows(kind.name, filters, moment, after, most));
    if ('fault' in page) return page;
    const { items, next } = page;
    // All at once: where texts of persons are needed, each asks the store for its own.
    const shown = await Promise.all(
      items.map(async ({ record, id, period }): Promise<ListedDocument[]> => {
        const bytes = this.stored(record, moment) ?? (await this.document(kind, id, moment))?.bytes;
        return bytes ? [{ id, bytes, ...(period === undefined ? {} : { period }) }] : [];
      }),
    );
    return { items: shown.flat(), ...(next === undefined ? {} : { next }) };
  }

  summary({ day, index }: Moment): Summary {
    return this.regions.summary(day, index);
  }

  regionPair(a: string, b: string, { day, index }: Moment): RegionPair {
    return this.regions.pair(a, b, day, index);
  }

  /** What a record referred to and what referred to it. */
  related(kind: string, id: string, moment: Moment): Related {
    const { index, day } = moment;
    const row = this.entries.rowOf(kind, id);
    const link = ([rel, from, event, toKind, toId]: LinkColumns): Link => ({
      rel,
      from: from === '' ? null : from,
      event: event === '' ? null : event,
      record: this.brief(toKind, toId, moment),
    });
    return {
      to: row ? this.run.links.all({ record: row.seq, index, day }).map(link) : [],
      from: this.run.linksBack.all({ kind, id, index, day }).map(link),
    };
  }

  /** Other records as they were recorded up to an event. */
  private recordsAt(index: number): RecordSource {
    return (kind, id) => {
      const row = this.entries.rowOf(kind, id);
      return row && row.seq <= index ? this.entries.recordBefore(row, index + 1) : undefined;
    };
  }

  /** Number of the last event that was recorded by a moment, where later ones are; -1 for none. */
  private indexAt(time: string): number | undefined {
    const next = this.run.firstAfter.get(time);
    return next === undefined ? undefined : next - 1;
  }

  /** The day on which the ledger had come to an event. */
  private dayAt(index: number): Day | undefined {
    const moment = this.run.momentAt.get(index);
    return moment === undefined ? undefined : today(this.timeZone, new Date(moment));
  }

  private rowAt(kind: string, id: string, { index }: Moment): RecordRow | undefined {
    const row = this.entries.rowOf(kind, id);
    return row && row.seq <= index ? row : undefined;
  }

  private asItWas({ seq }: RecordRow, bytes: Buffer, { index }: Moment): StoredDocument {
    const revision = this.run.revisionAt.get(seq, index) ?? -1;
    const { status } = JSON.parse(bytes.toString('utf8')) as { status: string };
    return { bytes, etag: etagOf(revision, digestOf(bytes)), status, revision };
  }

  /** Undefined for a record that its kind fails on: it is parked, and not told of in the present either. */
  private async render(
    kind: RecordKind,
    record: LedgerRecord,
    { index, day }: Moment,
  ): Promise<StoredDocument | undefined> {
    const document = documentOrNone(() => documentOn(kind, dated(kind.name, record, this.recordsAt(index)), day));
    if (!document) return undefined;
    const digests = record.entries.flatMap(({ data }) => digestsIn(data));
    const disclosures = digests.length === 0 ? new Map() : await this.store.disclosures([...new Set(digests)]);
    const { bytes, digest, status } = writeDocument(document, disclosures);
    const revision = record.entries.at(-1)?.revision ?? -1;
    return { bytes, etag: etagOf(revision, digest), status, revision };
  }

  private stored(record: number, { index, day }: Moment): Buffer | undefined {
    return this.run.document.get({ record, index, day });
  }

  /** Records of a kind after a place in the order of the log. */
  rows(kind: string, filters: ListFilters, { index, day }: Moment, after: number, limit: number) {
    const { sql, values } = conditionsOf(kind, filters, day, after);
    const text = `${PAST} SELECT l.record, l.id, l.dates ${LISTED_ON_DAY} WHERE ${sql} ORDER BY l.record LIMIT @limit`;
    let statement = this.lists.get(text);
    if (!statement) {
      statement = this.database.prepare<[object], ListColumns>(text).raw();
      this.lists.set(text, statement);
    }
    return statement.all({ ...values, index, limit }).map(([record, id, dates]) => ({ record, id, dates }));
  }

  private brief(kind: string, id: string, { index, day }: Moment): RecordBrief {
    const row: RecordRow | undefined = this.entries.rowOf(kind, id);
    return briefOf(kind, id, row && this.run.brief.get({ record: row.seq, index, day }));
  }
}

function withoutValidity(document: StoredDocument | undefined): string {
  const body = JSON.parse(document?.bytes.toString('utf8') ?? '{}') as Record<string, unknown>;
  return JSON.stringify({ ...body, validity: null });
}

function documentOrNone(make: () => RecordDocument | undefined): RecordDocument | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function prepareAll(database: Database.Database) {
  return {
    firstAfter: database
      .prepare<[string], number>('SELECT idx FROM moment WHERE recorded_at > ? ORDER BY recorded_at LIMIT 1')
      .pluck(),
    momentAt: database
      .prepare<[number], string>('SELECT recorded_at FROM moment WHERE idx <= ? ORDER BY idx DESC LIMIT 1')
      .pluck(),
    revisionAt: database
      .prepare<[number, number], number>('SELECT max(revision) FROM entry WHERE record = ? AND idx <= ?')
      .pluck(),
    countEvents: database.prepare<[], number>('SELECT events FROM checkpoint').pluck(),
    document: database
      .prepare<[object], Buffer>(
        `SELECT bytes FROM document_version WHERE record = @record AND from_idx <= @index AND to_idx > @index
         AND from_day <= @day AND to_day >= @day`,
      )
      .pluck(),
    brief: database
      .prepare<[object], BriefColumns>(
        `${PAST} SELECT ${BRIEF_COLUMNS} FROM listed l
         LEFT JOIN document d ON d.record = l.record AND d.from_day <= @day AND d.to_day >= @day
         WHERE l.record = @record`,
      )
      .raw(),
    links: database
      .prepare<[object], LinkColumns>(
        `SELECT rel, from_event, to_event, to_kind, to_id FROM link_version
         WHERE record = @record AND from_idx <= @index AND to_idx > @index AND from_day <= @day ORDER BY place`,
      )
      .raw(),
    linksBack: database
      .prepare<[object], LinkColumns>(
        `SELECT k.rel, k.from_event, k.to_event, r.kind, r.id FROM link_version k JOIN record r ON r.seq = k.record
         WHERE k.to_kind = @kind AND k.to_id = @id AND k.from_idx <= @index AND k.to_idx > @index AND k.from_day <= @day
         ORDER BY k.record, k.place`,
      )
      .raw(),
  };
}
