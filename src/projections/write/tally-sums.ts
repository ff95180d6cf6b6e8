import type Database from 'better-sqlite3';
import { FOR_EVER } from './document-bytes.js';

/** The rows that the totals of a kind come to, by the documents that there are (see `ViewWriter`). */
const SUMS = `SELECT kind, status, certainty, possible, day, sum(change) AS change FROM (
    SELECT r.kind, d.status, d.certainty, d.possible, d.from_day AS day, 1 AS change
    FROM record r JOIN document d ON d.record = r.seq WHERE r.kind = @kind
    UNION ALL
    SELECT r.kind, d.status, d.certainty, d.possible, d.to_day || '+', -1
    FROM record r JOIN document d ON d.record = r.seq WHERE r.kind = @kind AND d.to_day <> '${FOR_EVER}'
  ) GROUP BY kind, status, certainty, possible, day HAVING sum(change) <> 0`;

export const TALLY_COLUMNS = ['kind', 'status', 'certainty', 'possible', 'day', 'change'];

/** The numbers of records of a kind by status, as they are kept and as its documents come to, in rows of `tally`. */
export function talliesOf(database: Database.Database, kind: string): { rows: unknown[][]; should: unknown[][] } {
  const all = (sql: string): unknown[][] => database.prepare<[object], unknown[]>(sql).raw().all({ kind });
  return { rows: all('SELECT * FROM tally WHERE kind = @kind'), should: all(SUMS) };
}

/** Counts the records of a kind again; inside whatever transaction the caller has open. */
export function countAgain(database: Database.Database, kind: string): void {
  database.prepare('DELETE FROM tally WHERE kind = @kind').run({ kind });
  database.prepare(`INSERT INTO tally ${SUMS}`).run({ kind });
}
