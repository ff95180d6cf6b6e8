import { activeEntries, type DatedRecord } from '../kernel/dated.js';
import { isEdtf } from '../kernel/edtf.js';
import type { Facets, RecordKind } from '../kernel/kind.js';
import { otherIdentifiers } from './other-identifiers.js';

/** By what lists find a record, with all dates by which a period filter does. */
export type FoundBy = Facets & { dates: readonly string[] };

/**
 * What a record is found by: what its kind names, and the dates of all its acts. Where sources contradict each other about a
 * date, a period filter finds it by what each of them says, and by neither for certain.
 */
export function facetsOf(kind: RecordKind, record: DatedRecord): FoundBy {
  const facets = kind.facets(record);
  const acts = activeEntries(record);
  const identifiers = [
    ...(facets.identifiers ?? []),
    ...otherIdentifiers(record).map(({ data: { scheme, value } }) => ({ scheme, value })),
  ];
  const dates = [...acts.map(({ date }) => date), ...(facets.dates ?? [])].filter((date) => typeof date === 'string');
  const contested = acts
    .flatMap(({ date, contradictions }) => contradictions.flatMap(({ data }) => [date, data.happened]))
    .filter((date) => typeof date === 'string');
  return {
    ...facets,
    ...(identifiers.length === 0 ? {} : { identifiers }),
    dates: [
      ...new Set([
        ...dates.filter((date) => !contested.includes(date)),
        ...contested.map((date) => (isEdtf(`${date}?`) ? `${date}?` : date)),
      ]),
    ],
  };
}
