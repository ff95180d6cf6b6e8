import type { Facets } from '../../kernel/kind.js';
import { searchKey } from '../../kernel/names.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';

/** The first day on which an act may have happened that names a party, region or topic; '' for no such bound. */
export type FacetDays = ReadonlyMap<string, string>;

/**
 * Since when a record has to do with the parties, regions and topics by which it is found. One that no entry names, as a
 * region that a record is of by its own id, has no day.
 * @param sinceOf the first day on which the act of an entry may have happened
 */
export function facetDaysOf(
  { parties, regions = [], topics = [] }: Pick<Facets, 'parties' | 'regions' | 'topics'>,
  record: DatedRecord,
  sinceOf: (entry: DatedEntry) => string,
): FacetDays {
  const asked = new Set([...parties, ...regions, ...topics.map(searchKey)]);
  const days = new Map<string, string>();
  const note = (value: string, since: string): void => {
    const known = days.get(value);
    if (known === undefined || since < known) days.set(value, since);
  };
  for (const entry of activeEntries(record)) {
    const since = sinceOf(entry);
    for (const value of namedIn(entry.data)) if (asked.has(value)) note(value, since);
  }
  return days;
}

/** Every text in an entry's data; topics as they are compared. */
function* namedIn(value: unknown, field = ''): Iterable<string> {
  if (typeof value === 'string') yield field === 'topics' ? searchKey(value) : value;
  else if (Array.isArray(value)) for (const item of value) yield* namedIn(item, field);
  else if (typeof value === 'object' && value !== null)
    for (const [name, part] of Object.entries(value)) yield* namedIn(part, name);
}
