import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { Day } from '../../kernel/edtf.js';
import type { BitemporalPoint } from './bitemporal-points.js';

/** Lists can be narrowed in many ways, each of which is a statement of its own: so many stay prepared. */
const KEPT_STATEMENTS = 200;

/**
 * What queries name, as it is now: `counted` has how many records of a kind have the same status, from sums that are kept.
 */
const PRESENT = `WITH
  records AS (SELECT * FROM record),
  links AS (SELECT place, record, rel, from_event, to_kind, to_id, to_event FROM link),
  ties AS (SELECT name, value, record FROM tie WHERE from_day <= @day AND to_day >= @day),
  counted AS (SELECT kind, status, certainty, possible, sum(change) AS records FROM tally WHERE day <= @day
    GROUP BY kind, status, certainty, possible)`;

/**
 * The same as it was when the ledger had come to event `@index`, and on day `@day`. A document has its status there, and
 * not its bytes.
 */
const PAST = `WITH
  records AS (SELECT * FROM record WHERE seq <= @index),
  listed AS (SELECT * FROM listed_version WHERE from_idx <= @index AND to_idx > @index),
  facet AS (SELECT name, value, record FROM facet_version
    WHERE from_idx <= @index AND to_idx > @index AND from_day <= @day),
  document AS (SELECT record, from_day, to_day, status, certainty, possible, NULL AS bytes FROM status_version
    WHERE from_idx <= @index AND to_idx > @index),
  links AS (SELECT place, record, rel, from_event, to_kind, to_id, to_event FROM link_version
    WHERE from_idx <= @index AND to_idx > @index AND from_day <= @day),
  ties AS (SELECT name, value, record FROM tie_version
    WHERE from_idx <= @index AND to_idx > @index AND from_day <= @day AND to_day >= @day),
  counted AS (SELECT l.kind, d.status, d.certainty, d.possible, count(*) AS records
    FROM listed l JOIN document d ON d.record = l.record AND d.from_day <= @day AND d.to_day >= @day
    GROUP BY l.kind, d.status, d.certainty, d.possible)`;

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
  static of(database: Database.Database): { now(day: Day): BoundTables; at(point: BitemporalPoint): BoundTables } {
    const present = new Tables(database, PRESENT);
    const past = new Tables(database, PAST);
    return {
      now: (day) => new BoundTables(present, { day }),
      at: ({ transactionIndex, validDay }) => new BoundTables(past, { day: validDay, index: transactionIndex }),
    };
  }

  /** The rows that a query gives, each as a list of its columns; it may name `@day` beside its own values. */
  all<Row extends unknown[]>(query: string, values: object = {}): Row[] {
    return this.tables.all(query, { ...values, ...this.bound }) as Row[];
  }
}
