import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { Day } from '../../kernel/edtf.js';
import type { StatusBasis } from '../../kernel/status.js';
import { UNTIL_NOW } from '../write/record-tables.js';
import type { BitemporalPoint } from './bitemporal-points.js';

/** Lists can be narrowed in many ways, each of which is a statement of its own: so many stay prepared. */
const KEPT_STATEMENTS = 200;

/** The columns of a status, by what filters and totals take. */
const STATUS_COLUMNS: Readonly<Record<StatusBasis, string>> = {
  'as-registered': 'status, certainty, possible',
  computed: byOther('computed'),
};

/** The columns of a status, of another one that stands beside it as JSON where there is one. */
function byOther(other: string): string {
  return `coalesce(${other} ->> '$.status', status) AS status,
    coalesce(${other} ->> '$.certainty', certainty) AS certainty, coalesce(${other} -> '$.possible', possible) AS possible`;
}

/** What a record was on each day, even where it was voided: lists find it as before. */
const statuses = (basis: StatusBasis, isNow: string): string => `statuses AS (SELECT record, from_day, to_day,
    ${byOther('unvoided')} FROM (
      SELECT record, from_day, to_day, unvoided, ${STATUS_COLUMNS[basis]} FROM status_version WHERE ${isNow}))`;

/** How many records of a kind have the same status: `counted`. */
const COUNTED_ONE_BY_ONE = `counted AS (SELECT l.kind, d.status, d.certainty, d.possible, count(*) AS records
    FROM listed l JOIN document d ON d.record = l.record AND d.from_day <= @day AND d.to_day >= @day
    GROUP BY l.kind, d.status, d.certainty, d.possible)`;

/** The same from sums that are kept, of what registers state. */
const COUNTED_BY_SUMS = `counted AS (SELECT kind, status, certainty, possible, sum(change) AS records FROM tally
    WHERE day <= @day GROUP BY kind, status, certainty, possible)`;

/** What queries name, as it is now; `statuses` holds those of all days, as far as the versions of records are made. */
const present = (basis: StatusBasis): string => `WITH
  records AS (SELECT * FROM record),
  links AS (SELECT place, record, rel, from_event, to_kind, to_id, to_event FROM link),
  ties AS (SELECT name, value, record FROM tie WHERE from_day <= @day AND to_day >= @day),
  ${statuses(basis, `to_idx = ${UNTIL_NOW}`)}`;

/** A document has another status there: the table is named with its schema, as the query is named like it. */
const COMPUTED_DOCUMENTS = `document AS (SELECT record, from_day, to_day, ${STATUS_COLUMNS.computed}, digest, bytes
    FROM main.document)`;

/**
 * The same as it was when the ledger had come to event `@index`, and on day `@day`. A document has its status there, and
 * not its bytes.
 */
const past = (basis: StatusBasis): string => `WITH
  records AS (SELECT * FROM record WHERE seq <= @index),
  listed AS (SELECT * FROM listed_version WHERE from_idx <= @index AND to_idx > @index),
  facet AS (SELECT name, value, record FROM facet_version
    WHERE from_idx <= @index AND to_idx > @index AND from_day <= @day),
  document AS (SELECT record, from_day, to_day, ${STATUS_COLUMNS[basis]}, NULL AS bytes FROM status_version
    WHERE from_idx <= @index AND to_idx > @index),
  links AS (SELECT place, record, rel, from_event, to_kind, to_id, to_event FROM link_version
    WHERE from_idx <= @index AND to_idx > @index AND from_day <= @day),
  ties AS (SELECT name, value, record FROM tie_version
    WHERE from_idx <= @index AND to_idx > @index AND from_day <= @day AND to_day >= @day),
  ${statuses(basis, 'from_idx <= @index AND to_idx > @index')},
  ${COUNTED_ONE_BY_ONE}`;

const BINDINGS: Readonly<Record<StatusBasis, { present: string; past: string }>> = {
  'as-registered': { present: `${present('as-registered')}, ${COUNTED_BY_SUMS}`, past: past('as-registered') },
  computed: { present: `${present('computed')}, ${COMPUTED_DOCUMENTS}, ${COUNTED_ONE_BY_ONE}`, past: past('computed') },
};

/** The tables as they are, or as they were: statements about them by their texts, of which the ones last used are kept. */
class Tables {
  private readonly kept = new LRUCache<string, Database.Statement<[object]>>({ max: KEPT_STATEMENTS });

  constructor(
    private readonly database: Database.Database,
    private readonly bindings: string,
  ) {}

  all(query: string, values: object): unknown[] {
    let statement = this.kept.get(query);
    if (!statement) {
      statement = this.database.prepare<[object]>(`${this.bindings} ${query}`).raw();
      this.kept.set(query, statement);
    }
    return statement.all(values);
  }
}

/** The tables of the views, bound to the present or to a point in both times: one query text serves both. */
export class BoundTables {
  private constructor(
    private readonly tables: Tables,
    private readonly bound: { day: Day; index?: number },
  ) {}

  /** Gives tables of one database, bound as somebody asks; all of them share their statements. */
  static of(database: Database.Database): {
    now(day: Day, basis: StatusBasis): BoundTables;
    at(point: BitemporalPoint, basis: StatusBasis): BoundTables;
  } {
    const tablesOf = (basis: StatusBasis) => ({
      present: new Tables(database, BINDINGS[basis].present),
      past: new Tables(database, BINDINGS[basis].past),
    });
    const tables = { 'as-registered': tablesOf('as-registered'), computed: tablesOf('computed') };
    return {
      now: (day, basis) => new BoundTables(tables[basis].present, { day }),
      at: ({ transactionIndex, validDay }, basis) =>
        new BoundTables(tables[basis].past, { day: validDay, index: transactionIndex }),
    };
  }

  /** The day to which the tables are bound. */
  get day(): Day {
    return this.bound.day;
  }

  /** The rows that a query gives, each as a list of its columns; it may name `@day` beside its own values. */
  all<Row extends unknown[]>(query: string, values: object = {}): Row[] {
    return this.tables.all(query, { ...values, ...this.bound }) as Row[];
  }
}
