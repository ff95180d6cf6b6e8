import { SCHEMES_OF_ONE } from '../../kernel/identifier-schemes.js';
import { identifierKey } from '../../kernel/identifiers.js';
import type { RecordKind, ViewQuestion } from '../../kernel/kind.js';
import type { StoredDocument } from '../write/document-bytes.js';
import { digestOf, etagOf } from '../write/document-bytes.js';
import { kindNamed, KINDS } from '../../registry/registry.js';
import type { BoundTables } from './bound-tables.js';
import { writeCursor } from './cursor.js';
import type { DocumentSource } from './document-source.js';
import type { ListRow } from './list-query.js';
import { GOING_ON, placeOf } from './list-periods.js';
import { conditionsOf, LISTED_ON_DAY, pageOf } from './list-query.js';
import type {
  BadCursor,
  Link,
  ListFilters,
  Page,
  RecordBrief,
  RegionPair,
  Related,
  SharedIdentifier,
  Summary,
} from './query-types.js';
import type { BriefColumns } from './record-briefs.js';
import { BRIEF_COLUMNS, briefOf } from './record-briefs.js';
import { recordNamesIn, type RecordNames } from './names-beside.js';
import { RegionViews } from './region-views.js';
import { TiedRecords } from './tied-records.js';

type RowColumns = [record: number, id: string, dates: string, going: string | null];
type LinkColumns = [rel: string, from: string, event: string, kind: string, id: string, under: string];

/** The list whose records answer a question. */
function asList(
  question: Exclude<ViewQuestion, { ask: 'merged' | 'belongs-to' }>,
): [RecordKind | undefined, ListFilters] {
  if (question.ask === 'agreements-of-both') return [kindNamed('agreement'), { parties: question.parties }];
  const { kind, scheme, value } = question;
  return [kindNamed(kind), { identifier: identifierKey(scheme, value) }];
}

/** A row of a list with the bytes of the answer, where the tables hold them. */
interface ListedRow extends ListRow {
  bytes: Buffer | null;
}

/** Days on which records go on are looked for where a period is asked for. */
function rowColumns({ period }: ListFilters): string {
  return `l.record, l.id, l.dates, ${period === undefined ? 'NULL' : GOING_ON}`;
}

/** What is found for commands, and of contradictions: what is said of them names some. */
const MOST_FOUND = 20;

/** Links of a record under each of its ids; those between two of them only where it is one of the two itself. */
const FORWARD = `FROM json_each(@ids) same JOIN records r ON r.category = @category AND r.id = same.value AND r.kind = @kind
  JOIN links k ON k.record = r.seq
  WHERE (r.id = @id OR NOT (k.to_kind = @kind AND k.to_id IN (SELECT value FROM json_each(@ids))))
  AND k.to_kind IN (SELECT value FROM json_each(@among))`;

const LINKS = `SELECT k.rel, k.from_event, k.to_event, k.to_kind, k.to_id, r.id ${FORWARD}
  ORDER BY r.id <> @id, r.seq, k.place LIMIT @limit OFFSET @offset`;

const COUNT_LINKS = `SELECT count(*) ${FORWARD}`;

const LINKS_BACK = `SELECT k.rel, k.from_event, k.to_event, r.kind, r.id, k.to_id
  FROM json_each(@ids) same JOIN links k ON k.to_kind = @kind AND k.to_id = same.value JOIN records r ON r.seq = k.record
  JOIN json_each(@among) among ON among.value = r.kind
  WHERE (k.to_id = @id OR NOT (r.kind = @kind AND r.id IN (SELECT value FROM json_each(@ids))))
  ORDER BY among.key, k.record, k.place LIMIT @limit OFFSET @offset`;

/** Commands at two instances may give the same identifier to two records at once: seen here, whatever the point in time. */
const SHARED_IDENTIFIERS = `SELECT f.value, r.id
  FROM json_each(@ids) same JOIN records own ON own.category = @category AND own.id = same.value AND own.kind = @kind
  JOIN facet mine ON mine.name = 'identifier' AND mine.record = own.seq
  JOIN facet f ON f.name = 'identifier' AND f.value = mine.value AND f.record <> own.seq
  JOIN records r ON r.seq = f.record AND r.kind = @kind AND r.id NOT IN (SELECT value FROM json_each(@ids))
  JOIN document d ON d.record = r.seq AND d.from_day <= @day AND d.to_day >= @day AND d.status <> 'voided'
  WHERE substr(f.value, 1, instr(f.value, ':') - 1) IN (SELECT value FROM json_each(@schemes))
  ORDER BY f.value, r.seq LIMIT ${MOST_FOUND}`;

const BRIEF = `SELECT ${BRIEF_COLUMNS} FROM records r
  LEFT JOIN listed l ON l.record = r.seq
  LEFT JOIN document d ON d.record = r.seq AND d.from_day <= @day AND d.to_day >= @day
  WHERE r.category = @category AND r.id = @id AND r.kind = @kind`;

/**
 * Answers status queries, in the present or at a point in both times: the same queries about tables that are bound to it.
 * Of the past, lists, totals, links and briefs come from versions, which have to be made; answers about single records do
 * not.
 */
export class ReadModel {
  private readonly regions: RegionViews;
  private readonly tied: TiedRecords;

  constructor(
    private readonly tables: BoundTables,
    private readonly documents: DocumentSource,
  ) {
    this.regions = new RegionViews(tables);
    this.tied = new TiedRecords(tables);
  }

  /** The answer about a record; a region of which nothing is recorded is answered from the reference data. */
  document(kind: RecordKind, id: string): Promise<StoredDocument | undefined> {
    return this.documents.document(kind, id);
  }

  /**
   * The same with the names of the records that stand in it; the digest of its entity tag is that of all that is sent, and
   * the revision still the record's own.
   */
  async namedDocument(kind: RecordKind, id: string): Promise<StoredDocument | undefined> {
    const document = await this.document(kind, id);
    if (!document) return undefined;
    const answer = JSON.parse(document.bytes.toString('utf8')) as object;
    const bytes = Buffer.from(JSON.stringify({ ...answer, recordNames: this.recordNames(answer) }), 'utf8');
    return { ...document, bytes, etag: etagOf(document.revision, digestOf(bytes)) };
  }

  /** Whether there is such a record. */
  has(kind: RecordKind, id: string): boolean {
    return this.documents.has(kind, id);
  }

  /** A page of the records of a kind, in the order in which they were begun; `cursor` comes from the page before. */
  async list(
    kind: RecordKind,
    filters: ListFilters,
    cursor: string | undefined,
    limit: number,
  ): Promise<Page | BadCursor> {
    const page = pageOf(kind, filters, cursor, limit, (after, most) => this.rows(kind, filters, after, most));
    if ('fault' in page) return page;
    const { items, next } = page;
    // All at once: where texts of persons are needed, each asks the store for its own.
    const answers = await Promise.all(
      items.map(async ({ record, id, bytes }) => bytes ?? (await this.documents.bytes(kind, record, id))),
    );
    const listed = items.flatMap(({ id, period }, index) => {
      const bytes = answers[index];
      if (!bytes) return [];
      return [period === undefined ? { id, bytes } : { id, bytes, period }];
    });
    return { items: listed, ...(next === undefined ? {} : { next }) };
  }

  /** Rows of a list after a place in the order of the log. */
  rows(kind: RecordKind, filters: ListFilters, after: number, limit: number): ListedRow[] {
    const { sql, values } = conditionsOf(kind, this.tied.resolve(filters), after);
    const rows = this.tables.all<[...RowColumns, bytes: Buffer | null]>(
      `SELECT ${rowColumns(filters)}, d.bytes ${LISTED_ON_DAY} WHERE ${sql} ORDER BY l.record LIMIT @limit`,
      { ...values, limit },
    );
    return rows.map(([record, id, dates, going, bytes]) => ({ record, id, dates, going, bytes }));
  }

  /** Those of some records that stand in a list, by their numbers. */
  rowsAmong(kind: RecordKind, filters: ListFilters, records: readonly number[]): Map<number, ListRow> {
    const { period } = filters;
    const { sql, values } = conditionsOf(kind, this.tied.resolve(filters), -1);
    const rows = this.tables.all<RowColumns>(
      `SELECT ${rowColumns(filters)} ${LISTED_ON_DAY} WHERE ${sql} AND l.record IN (SELECT value FROM json_each(@records))`,
      { ...values, records: JSON.stringify(records) },
    );
    const listed = rows.map(([record, id, dates, going]) => ({ record, id, dates, going }));
    const isIn = (row: ListRow): boolean => period === undefined || placeOf(row, period, kind) !== 'no';
    return new Map(listed.filter(isIn).map((row) => [row.record, row]));
  }

  /** How many records of each kind there are in each status, and the figures reported beside. */
  summary(): Summary {
    return this.regions.summary();
  }

  /** A page of everything in which both regions take part. */
  regionPair(a: string, b: string, after: number | undefined, limit: number): RegionPair {
    return this.regions.pair(a, b, after, limit);
  }

  /**
   * A page of what a record refers to and what refers to it, under whatever name: those of records that were merged with it
   * are among them. What refers to it comes by kind, in the order of `KINDS`.
   * @param after number of links to leave out
   * @param kinds names of the kinds to which the other records have to belong
   */
  related(
    { name: kind, category }: RecordKind,
    id: string,
    after: number,
    limit: number,
    kinds: readonly string[] = KINDS.map(({ name }) => name),
  ): Related {
    const among = JSON.stringify(kinds);
    const ids = JSON.stringify(this.tied.sameAs(kind, id));
    const link = ([rel, from, event, toKind, toId, under]: LinkColumns): Link => ({
      rel,
      from: from === '' ? null : from,
      event: event === '' ? null : event,
      ...(under === id ? {} : { under }),
      record: this.briefNamed(toKind, toId) ?? briefOf(toKind, toId, this.tables.day),
    });
    const [forward = 0] = this.tables.all<[number]>(COUNT_LINKS, { category, id, ids, kind, among })[0] ?? [];
    const to = this.tables.all<LinkColumns>(LINKS, { category, id, ids, kind, among, offset: after, limit: limit + 1 });
    const offset = Math.max(0, after - forward);
    const from = this.tables.all<LinkColumns>(LINKS_BACK, {
      kind,
      id,
      ids,
      among,
      offset,
      limit: limit + 1 - to.length,
    });
    const contradictions = after === 0 ? this.sharedIdentifiers(kind, category, ids) : [];
    const isLast = to.length + from.length <= limit;
    return {
      to: to.slice(0, limit).map(link),
      from: from.slice(0, Math.max(0, limit - to.length)).map(link),
      ...(contradictions.length === 0 ? {} : { contradictions }),
      next: isLast ? null : writeCursor(after + limit),
    };
  }

  private sharedIdentifiers(kind: string, category: string, ids: string): SharedIdentifier[] {
    const schemes = JSON.stringify(SCHEMES_OF_ONE);
    const rows = this.tables.all<[identifier: string, id: string]>(SHARED_IDENTIFIERS, {
      kind,
      category,
      ids,
      schemes,
    });
    return rows.map(([identifier, id]) => ({
      identifier,
      record: this.briefNamed(kind, id) ?? briefOf(kind, id, this.tables.day),
    }));
  }

  /** What the records are called that stand in an answer by their ids (rule 20). */
  recordNames(answer: unknown): RecordNames {
    return recordNamesIn(answer, this.tables);
  }

  /** The ids that answer a question of a command. */
  find(question: ViewQuestion): string[] {
    if (question.ask === 'merged') return this.tied.sameAs(question.kind, question.id);
    if (question.ask === 'belongs-to') return this.tied.wholesOf(question.id);
    const [kind, filters] = asList(question);
    return kind ? this.rows(kind, filters, -1, MOST_FOUND).map(({ id }) => id) : [];
  }

  /** A record in few words; null where nothing of it is recorded. */
  brief(kind: RecordKind, id: string): RecordBrief | null {
    return this.briefNamed(kind.name, id);
  }

  private briefNamed(kind: string, id: string): RecordBrief | null {
    const category = kindNamed(kind)?.category;
    if (category === undefined) return null;
    const [columns] = this.tables.all<BriefColumns>(BRIEF, { category, id, kind });
    return columns ? briefOf(kind, id, this.tables.day, columns) : null;
  }
}
