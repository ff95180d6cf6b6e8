import { type PlainDate, readDating } from './dating.js';
import { daysInMonth, isDay, plusDays, toDay } from './day.js';

/** What an ISO 8601 duration says. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  /** The finest unit that the text names; weeks count as days. */
  readonly unit: 'year' | 'month' | 'day';
}

interface CivilDate {
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
}

/** What stands in for the unknown year: a result holds only when it is the same in a common and in a leap year. */
const COMMON_AND_LEAP_YEAR = [2001, 2004];
const FORM = /^P(?=\d)(?:(\d{1,4})W|(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})D)?)$/;

/** Whether the text is an ISO 8601 duration in whole years, months and days, or in weeks: P2M, P1Y6M, P14D, P2W. */
export function isIsoDuration(text: string): boolean {
  return FORM.test(text);
}

/**
 * The date a duration after (sign 1) or before (-1) an EDTF date; of an interval, after its end or before its begin.
 *
 * The answer is as fine as the duration's finest unit: months after a day give a month. Months and years are stated
 * loosely ("two months after"), so their answer is marked ~, beside a qualifier that the date already has; days and
 * weeks are exact. Undefined when nothing true can be said: the date is coarser than the unit, a season, a decade, or an
 * open end; the answer lies outside 0001 to 9999; or the year is unknown and the answer lies in another year (the same
 * XXXX would be read as the same year) or depends on whether it is a leap year. So nothing is years after XXXX-10-18.
 */
export function addDuration(text: string, isoDuration: string, sign: 1 | -1): string | undefined {
  const reading = readDating(text);
  const duration = readDuration(isoDuration);
  if ('fault' in reading || duration === undefined) return undefined;
  const date = sign === 1 ? reading.dating.end : reading.dating.begin;
  if (date === undefined || date.season !== undefined) return undefined;
  const core = date.years === undefined ? moveYearless(date, duration, sign) : moveWithYear(date, duration, sign);
  if (core === undefined) return undefined;
  const loose = duration.unit !== 'day' || duration.months > 0 || duration.years > 0;
  return core + (loose ? loosened(date.qualifier) : date.qualifier);
}

function moveWithYear(date: PlainDate, duration: Duration, sign: 1 | -1): string | undefined {
  if (date.years === undefined || date.years.from !== date.years.to) return undefined;
  return move({ year: date.years.from, month: date.month, day: date.day }, duration, sign);
}

function moveYearless(date: PlainDate, duration: Duration, sign: 1 | -1): string | undefined {
  if (date.month === undefined || duration.unit === 'year') return undefined;
  const answers = new Set<string | undefined>();
  for (const year of COMMON_AND_LEAP_YEAR) {
    if (date.day !== undefined && !isDay(toDay(year, date.month, date.day))) continue;
    const moved = move({ year, month: date.month, day: date.day }, duration, sign);
    answers.add(moved?.startsWith(`${year}-`) ? moved.replace(/^\d{4}/, 'XXXX') : undefined);
  }
  const [answer] = answers;
  return answers.size === 1 ? answer : undefined;
}

/** Years and months first, on the last day of a shorter month where need be, then days; cut to the duration's unit. */
function move({ year, month, day }: CivilDate, duration: Duration, sign: 1 | -1): string | undefined {
  const { unit } = duration;
  if ((unit !== 'year' && month === undefined) || (unit === 'day' && day === undefined)) return undefined;
  const months = year * 12 + (month ?? 1) - 1 + sign * (duration.years * 12 + duration.months);
  const [toYear, toMonth] = [Math.floor(months / 12), (months % 12) + 1];
  if (toYear < 1 || toYear > 9999) return undefined;
  const start = toDay(toYear, toMonth, Math.min(day ?? 1, daysInMonth(toYear, toMonth)));
  if (unit === 'year') return start.slice(0, 4);
  return unit === 'month' ? start.slice(0, 7) : plusDays(start, sign * duration.days);
}

/** Reads an ISO 8601 duration in whole years, months and days, or in weeks; undefined for any other text. */
export function readDuration(text: string): Duration | undefined {
  const parts = FORM.exec(text);
  if (parts === null) return undefined;
  const [weeks, years, months, days] = parts
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)));
  return {
    years: years ?? 0,
    months: months ?? 0,
    days: (days ?? 0) + (weeks ?? 0) * 7,
    unit: days !== undefined || weeks !== undefined ? 'day' : months !== undefined ? 'month' : 'year',
  };
}

function loosened(qualifier: PlainDate['qualifier']): '~' | '%' {
  return qualifier === '?' || qualifier === '%' ? '%' : '~';
}
