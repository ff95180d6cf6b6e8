import type Database from 'better-sqlite3';
import type { RecordKind } from '../../kernel/kind.js';
import type { BitemporalPoint } from './bitemporal-points.js';
import type { ListFilters } from './query-types.js';

/** Records that have an event, or one that they depend on, between the two moments, or may turn between the two days. */
const TOUCHED = `WITH touched AS (
  SELECT record FROM entry WHERE idx > @afterIndex AND idx <= @upToIndex
  UNION SELECT record FROM dependent_change WHERE idx > @afterIndex AND idx <= @upToIndex
  UNION SELECT record FROM turning_day WHERE day > @afterDay AND day <= @upToDay)`;

/**
 * Beside them, where a list is narrowed by parties or their regions: what touched parties take part in, and those that are
 * or were tied to them.
 */
const OF_TOUCHED_PARTIES = `UNION SELECT f.record FROM (
  WITH RECURSIVE reached(id) AS (
    SELECT p.id FROM touched t JOIN record p ON p.seq = t.record AND p.category = 'party'
    UNION SELECT p.id FROM reached JOIN tie_version v ON v.name IN ('merged', 'belongs') AND v.value = reached.id JOIN record p ON p.seq = v.record
    UNION SELECT v.value FROM reached JOIN record p ON p.category = 'party' AND p.id = reached.id
      JOIN tie_version v ON v.record = p.seq)
  SELECT id FROM reached) p
  JOIN facet_version f ON f.name = 'party' AND f.value = p.id`;

/** Finds what may tell a list at one point from the same list at another one. */
export class RecordsBetween {
  private readonly run: ReturnType<typeof prepareAll>;

  constructor(database: Database.Database) {
    this.run = prepareAll(database);
  }

  /**
   * Records of a kind that may be shown otherwise at one of two points than at the other, or stand in the list at one
   * of them only, in the order of the log: all that are, and some that are not.
   * @param after number of the record behind which they are wanted
   */
  find(
    [a, b]: readonly [BitemporalPoint, BitemporalPoint],
    { name: kind }: RecordKind,
    { region, parties }: ListFilters,
    after: number,
  ): number[] {
    const [afterIndex, upToIndex] = [a.transactionIndex, b.transactionIndex].sort((x, y) => x - y);
    const [afterDay, upToDay] = [a.validDay, b.validDay].sort();
    const query = region === undefined && parties === undefined ? this.run.own : this.run.withParties;
    return query.all({ afterIndex, upToIndex, afterDay, upToDay, kind, after });
  }
}

function prepareAll(database: Database.Database) {
  const query = (others: string) =>
    database
      .prepare<[object], number>(
        `${TOUCHED} SELECT c.record FROM (SELECT record FROM touched ${others}) c JOIN record r ON r.seq = c.record
         WHERE r.kind = @kind AND c.record > @after ORDER BY c.record`,
      )
      .pluck();
  return { own: query(''), withParties: query(OF_TOUCHED_PARTIES) };
}
