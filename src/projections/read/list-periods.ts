import { FROM_EVER } from '../../kernel/dated.js';
import { boundsOf, fallsIn } from '../../kernel/edtf.js';
import type { RecordKind } from '../../kernel/kind.js';
import type { DatedFact } from '../../registry/found-by.js';
import { FOR_EVER } from '../write/document-bytes.js';
import type { Condition } from './condition.js';
import type { PlaceInPeriod } from './query-types.js';

/** Days on which a record is in one status, or may be in one of several, as `GOING_ON` gives them. */
type StatusDays = [status: string, certainty: string, possible: string, from: string, to: string];

/** The statuses around the period in which the record `l` goes on, or may. */
const GOES_ON = `FROM statuses s WHERE s.record = l.record AND s.from_day <= @until AND s.to_day >= @since
  AND (s.status IN (SELECT value FROM json_each(@goesOnIn)) OR EXISTS (
    SELECT 1 FROM json_each(s.possible) may WHERE may.value IN (SELECT value FROM json_each(@goesOnIn))))`;

/** What a list by period asks beside: the days on which each record goes on, as JSON. */
export const GOING_ON = `(SELECT json_group_array(json_array(s.status, s.certainty, s.possible, s.from_day, s.to_day)) ${GOES_ON})`;

/** Leaves out what lies wholly before or after; what is left is judged by each of its dates, and of its days. */
export function aroundPeriod(period: string, { goesOnIn = [] }: RecordKind): Condition {
  const { earliest, latest } = boundsOf(period);
  const byDates = 'l.first_day <= @until AND l.last_day >= @since';
  return {
    sql: goesOnIn.length === 0 ? byDates : `(${byDates} OR EXISTS (SELECT 1 ${GOES_ON}))`,
    values: { until: latest ?? FOR_EVER, since: earliest ?? FROM_EVER, goesOnIn: JSON.stringify(goesOnIn) },
  };
}

/**
 * How a record falls into a period, and by what: by going on in it rather than by a date, and certainly rather than
 * perhaps.
 */
export function placeOf(
  { dates, going }: { dates: string; going: string | null },
  period: string,
  { goesOnIn = [] }: RecordKind,
): PlaceInPeriod | 'no' {
  const places = [
    ...(JSON.parse(going ?? '[]') as StatusDays[]).map((days) => byStatus(days, period, goesOnIn)),
    ...(JSON.parse(dates) as DatedFact[]).map((fact) => ({ inPeriod: fallsIn(fact.date, period), foundBy: fact })),
  ];
  const placeBy = (inPeriod: PlaceInPeriod['inPeriod']): PlaceInPeriod | undefined => {
    const found = places.find((place) => place.inPeriod === inPeriod);
    return found && { inPeriod, foundBy: found.foundBy };
  };
  return placeBy('certain') ?? placeBy('possible') ?? 'no';
}

/** A period that is vague itself, or a day of every year, leaves open which days are meant. */
function byStatus(
  [status, certainty, possible, from, to]: StatusDays,
  period: string,
  goesOnIn: readonly string[],
): { inPeriod: PlaceInPeriod['inPeriod'] | 'no'; foundBy: DatedFact } {
  const fact = [status, ...(JSON.parse(possible) as string[])].find((one) => goesOnIn.includes(one)) ?? status;
  const date = `${from === FROM_EVER ? '..' : from}/${to === FOR_EVER ? '..' : to}`;
  const foundBy = { fact, date };
  if (fallsIn(date, period) === 'no') return { inPeriod: 'no', foundBy };
  const isCertain = goesOnIn.includes(status) && certainty === 'certain' && fallsIn(period, period) === 'certain';
  return { inPeriod: isCertain ? 'certain' : 'possible', foundBy };
}
