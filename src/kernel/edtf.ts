/**
 * Dates with their precision: the part of EDTF (ISO 8601-2) that a register of past and planned acts needs. Dates to
 * the year, month or day; digits left out (XXXX-10-18, 202X, 2022-XX); seasons 21 to 24; the qualifiers ? ~ % of a
 * whole date; intervals, open (..) or with an unknown end. No times, sets, lists or years outside 0001 to 9999.
 *
 * Reading functions never throw: a text that is no such date tells nothing (no bounds, no contradiction).
 */
import { type Bounds, boundsOfDate, type Dating, type DaysOfYear, readDating } from './dating.js';
import { type Day, isDay, plusDays } from './day.js';

export { type Day, dayAfter, dayBefore, isDay, today } from './day.js';
export { type Bounds, moveBounds } from './dating.js';
export { addDuration, isIsoDuration } from './duration.js';

/** How finely a date is known: 'years' is a decade or more (202X), 'unknown-year' has XXXX for the year. */
export type Precision = 'day' | 'month' | 'season' | 'year' | 'years' | 'unknown-year' | 'interval' | 'none';

const NOTHING_KNOWN: Bounds = { earliest: null, latest: null };
const DAYS_OF_LEAP_YEAR = Array.from({ length: 366 }, (_, index) => plusDays('2000-01-01', index)?.slice(5) ?? '');

/** Undefined for a date of the supported EDTF, else a sentence that names the rule it breaks. */
export function checkEdtf(text: string): string | undefined {
  const reading = readDating(text);
  return 'fault' in reading ? reading.fault : undefined;
}

/** Whether the text is a date of the supported EDTF. */
export function isEdtf(text: string): boolean {
  return datingOf(text) !== undefined;
}

/** Whether the text names exactly one day, without a qualifier. */
export function isCertainDate(text: string): boolean {
  return precisionOf(text) === 'day' && !isQualified(text);
}

/** Whether the date, or an end of the interval, is marked uncertain (?), approximate (~) or both (%). */
export function isQualified(text: string): boolean {
  const dating = datingOf(text);
  return (dating?.begin?.qualifier ?? '') !== '' || (dating?.end?.qualifier ?? '') !== '';
}

/** How finely the date is known; 'none' for a text that is no date. */
export function precisionOf(text: string): Precision {
  const dating = datingOf(text);
  if (dating === undefined) return 'none';
  if (dating.interval || dating.begin === undefined) return 'interval';
  const { years, month, day, season } = dating.begin;
  if (years === undefined) return 'unknown-year';
  if (years.from !== years.to) return 'years';
  if (season !== undefined) return 'season';
  if (month === undefined) return 'year';
  return day === undefined ? 'month' : 'day';
}

/**
 * The earliest and latest day on which a thing with this dating may have happened; for an interval, some moment in it.
 * Null is no limit, and a year-less date has none. A qualifier does not widen the bounds: ask isQualified as well
 * before calling anything certain.
 */
export function boundsOf(text: string): Bounds {
  return datingOf(text)?.bounds ?? NOTHING_KNOWN;
}

/** When an interval begins; for a plain date its own bounds. An open or unknown begin is limited by the end alone. */
export function startOf(text: string): Bounds {
  const dating = datingOf(text);
  const begin = boundsOfDate(dating?.begin);
  const end = boundsOfDate(dating?.end);
  return { earliest: begin.earliest, latest: least(begin.latest, end.latest) };
}

/** When an interval ends; for a plain date its own bounds. An open or unknown end is limited by the begin alone. */
export function endOf(text: string): Bounds {
  const dating = datingOf(text);
  const begin = boundsOfDate(dating?.begin);
  const end = boundsOfDate(dating?.end);
  return { earliest: greatest(begin.earliest, end.earliest), latest: end.latest };
}

/** The bounds of what nothing is known about. */
export const UNKNOWN: Bounds = { earliest: null, latest: null };

/** The bounds of a date where there is one that can be read; else nothing is known. */
export function boundsOrUnknown(text: string | undefined): Bounds {
  return text === undefined || !isEdtf(text) ? UNKNOWN : boundsOf(text);
}

/** Whether everything about one date lies before everything about another. */
export function isWhollyBefore(a: Bounds, b: Bounds): boolean {
  return a.latest !== null && b.earliest !== null && a.latest < b.earliest;
}

/** Whether a thing with these bounds had happened by the end of the day. */
export function occurredBy(bounds: Bounds, day: Day): 'yes' | 'possibly' | 'no' {
  if (bounds.latest !== null && bounds.latest <= day) return 'yes';
  if (bounds.earliest !== null && bounds.earliest > day) return 'no';
  return 'possibly';
}

/**
 * Whether a thing with the bounds `a` falls in the period `b`: certainly when it lies wholly inside. A null side of the
 * period is no limit there; a period of which nothing is known holds nothing with certainty.
 */
export function overlaps(a: Bounds, b: Bounds): 'certain' | 'possible' | 'no' {
  if (a.latest !== null && b.earliest !== null && a.latest < b.earliest) return 'no';
  if (b.latest !== null && a.earliest !== null && b.latest < a.earliest) return 'no';
  if (b.earliest === null && b.latest === null) return 'possible';
  const notBefore = b.earliest === null || (a.earliest !== null && a.earliest >= b.earliest);
  const notAfter = b.latest === null || (a.latest !== null && a.latest <= b.latest);
  return notBefore && notAfter ? 'certain' : 'possible';
}

/**
 * Like overlaps for two datings, with what is known of year-less ones: XXXX-10-18 cannot fall in 2022-01/2022-03, and
 * may fall in 2022. A qualified date or period makes a certain answer a possible one, and leaves 'no' as it is.
 */
export function fallsIn(text: string, period: string): 'certain' | 'possible' | 'no' {
  const [dating, limits] = [datingOf(text), datingOf(period)];
  if (dating === undefined || limits === undefined) return 'possible';
  if (!shareADay(dating, limits)) return 'no';
  const doubtful = isQualified(text) || isQualified(period) || limits.daysOfYear !== undefined;
  return doubtful ? 'possible' : overlaps(dating.bounds, limits.bounds);
}

/**
 * Whether two datings of one act cannot both hold: there is no day that fits both (2022-10-19 and XXXX-10-18). A
 * qualified date says of itself that it may be otherwise, so it contradicts nothing.
 */
export function contradicts(a: string, b: string): boolean {
  const [one, other] = [datingOf(a), datingOf(b)];
  if (one === undefined || other === undefined || isQualified(a) || isQualified(b)) return false;
  return !shareADay(one, other);
}

function datingOf(text: string): Dating | undefined {
  const reading = readDating(text);
  return 'dating' in reading ? reading.dating : undefined;
}

/** Whether some day fits both datings. A day without its month (XXXX-XX-18) is taken as any day: that never misses one. */
function shareADay(a: Dating, b: Dating): boolean {
  const from = greatest(a.bounds.earliest, b.bounds.earliest);
  const to = least(a.bounds.latest, b.bounds.latest);
  if (from !== null && to !== null && from > to) return false;
  if (a.daysOfYear === undefined && b.daysOfYear === undefined) return true;
  return DAYS_OF_LEAP_YEAR.some(
    (day) => within(day, a.daysOfYear) && within(day, b.daysOfYear) && occursBetween(day, from, to),
  );
}

/** Whether the day of the year (`MM-DD`) comes between two days; without both limits it comes in some year. */
function occursBetween(dayOfYear: string, from: Day | null, to: Day | null): boolean {
  if (from === null || to === null) return true;
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    const day = `${String(year).padStart(4, '0')}-${dayOfYear}`;
    if (isDay(day) && day >= from && day <= to) return true;
  }
  return false;
}

function within(dayOfYear: string, range: DaysOfYear | undefined): boolean {
  if (range === undefined) return true;
  const { from, to } = range;
  return from <= to ? dayOfYear >= from && dayOfYear <= to : dayOfYear >= from || dayOfYear <= to;
}

function least(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function greatest(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b > a) ? b : a;
}
