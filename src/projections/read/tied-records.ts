import { kindNamed } from '../../registry/registry.js';
import type { BoundTables } from './bound-tables.js';
import type { ResolvedFilters } from './list-query.js';
import type { ListFilters } from './query-types.js';

/** Every record that is one with another by mergers, whichever of them went on under which. */
const SAME = `SELECT id FROM (
  WITH RECURSIVE same(id) AS (
    SELECT @id
    UNION SELECT t.value FROM same JOIN records r ON r.category = @category AND r.id = same.id
      JOIN ties t ON t.record = r.seq AND t.name = 'merged'
    UNION SELECT r.id FROM same JOIN ties t ON t.name = 'merged' AND t.value = same.id JOIN records r ON r.seq = t.record)
  SELECT id FROM same)`;

/** Only parties and people are merged. */
const MERGED_CATEGORY = 'party';

/** Finds under which ids a party or a person is known: a merged record is the other one from then on (rule 18). */
export class TiedRecords {
  constructor(private readonly tables: BoundTables) {}

  /** The ids of a record, its own among them; the others are of records that were merged with it, directly or not. */
  sameAs(kind: string, id: string): string[] {
    const category = kindNamed(kind)?.category;
    if (category !== MERGED_CATEGORY) return [id];
    return this.tables.all<[string]>(SAME, { category, id }).map(([one]) => one);
  }

  /** Filters with all ids by which the parties are looked for. */
  resolve({ parties, ...others }: ListFilters): ResolvedFilters {
    return parties === undefined ? others : { ...others, parties: parties.map((id) => this.sameAs('party', id)) };
  }
}
