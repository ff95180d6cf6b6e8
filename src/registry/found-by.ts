import { activeEntries, type DatedRecord } from '../kernel/dated.js';
import { isEdtf } from '../kernel/edtf.js';
import type { Facets, RecordKind } from '../kernel/kind.js';
import { otherIdentifiers } from './other-identifiers.js';

/** A date by which a period filter finds a record. */
export interface DatedFact {
  /** What was, or is to be, on that date: the type of an event, or the name of the field that states it. */
  fact: string;
  /** EDTF. */
  date: string;
}

/** By what lists find a record, with all dates by which a period filter does. */
export type FoundBy = Omit<Facets, 'dates'> & { dates: readonly DatedFact[] };

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
  const dates = [...acts.map(({ type, date }) => [type, date] as const), ...(facets.dates ?? [])].flatMap(
    ([fact, date]): DatedFact[] => (typeof date === 'string' ? [{ fact, date }] : []),
  );
  const contested = acts.flatMap(({ type, date, contradictions }) =>
    contradictions
      .flatMap(({ data }) => [date, data.happened])
      .flatMap((stated): DatedFact[] => (typeof stated === 'string' ? [{ fact: type, date: stated }] : [])),
  );
  const isContested = new Set(contested.map(({ date }) => date));
  return {
    ...facets,
    ...(identifiers.length === 0 ? {} : { identifiers }),
    dates: eachDateOnce([
      ...dates.filter(({ date }) => !isContested.has(date)),
      ...contested.map(({ fact, date }) => ({ fact, date: isEdtf(`${date}?`) ? `${date}?` : date })),
    ]),
  };
}

/** Several facts of one date are found by the first of them. */
function eachDateOnce(dates: readonly DatedFact[]): DatedFact[] {
  const facts = new Map<string, DatedFact>();
  for (const one of dates) if (!facts.has(one.date)) facts.set(one.date, one);
  return [...facts.values()];
}
