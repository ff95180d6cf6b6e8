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

/** What belongs to a party, directly or not, on the day asked about, with what is one with it by mergers. */
const PARTS = `SELECT id FROM (
  WITH RECURSIVE part(id) AS (
    SELECT value FROM json_each(@ids)
    UNION SELECT r.id FROM part JOIN ties t ON t.name IN ('belongs', 'merged') AND t.value = part.id
      JOIN records r ON r.seq = t.record
    UNION SELECT t.value FROM part JOIN records r ON r.category = @category AND r.id = part.id
      JOIN ties t ON t.record = r.seq AND t.name = 'merged')
  SELECT id FROM part)`;

/** The parties to which one belongs, directly or not. */
const WHOLES = `SELECT id FROM (
  WITH RECURSIVE whole(id) AS (
    SELECT @id
    UNION SELECT t.value FROM whole JOIN records r ON r.category = @category AND r.id = whole.id
      JOIN ties t ON t.record = r.seq AND t.name = 'belongs')
  SELECT id FROM whole)`;

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

  /** The ids of the parties to which one belongs, its own among them. */
  wholesOf(id: string): string[] {
    return this.tables.all<[string]>(WHOLES, { category: MERGED_CATEGORY, id }).map(([one]) => one);
  }

  /** Filters with all ids by which the parties are looked for. */
  resolve({ parties, withParts = false, ...others }: ListFilters): ResolvedFilters {
    if (parties === undefined) return others;
    const idsOf = (id: string): string[] => {
      const same = this.sameAs('party', id);
      return withParts ? this.partsOf(same) : same;
    };
    return { ...others, parties: parties.map(idsOf) };
  }

  private partsOf(ids: readonly string[]): string[] {
    const asked = { category: MERGED_CATEGORY, ids: JSON.stringify(ids) };
    return this.tables.all<[string]>(PARTS, asked).map(([one]) => one);
  }
}
