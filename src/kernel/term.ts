import { type Day, daysInMonth, plusDays, toDay, toUtc } from './day.js';
import { type Duration, readDuration } from './duration.js';

/** How a term is counted from the day of the event with which it begins. */
export interface Counting {
  /** The day of the event is the first day of the term; else the day after it is (Civil Code of Russia, article 191). */
  readonly firstDayCounts: boolean;
}

/** A duration (ISO 8601, as `isIsoDuration` takes it), so many times. */
export interface Period {
  readonly duration: string;
  readonly times: number;
}

/**
 * The last day of a term of several periods that follow each other, all counted from the first beginning: 31 January and two
 * times one month is 31 March. Years and months end on the same day of the last month, or on its last day where it has none
 * such, weeks on the same weekday (Civil Code of Russia, articles 191 and 192); years and months of all periods are counted
 * before their days.
 * @returns undefined where the term ends after 9999-12-31
 */
export function lastDayOfTerm(begins: Day, periods: readonly Period[], { firstDayCounts }: Counting): Day | undefined {
  const { months, days } = sumOf(periods);
  const moved = plusMonths(begins, months);
  if (moved === undefined) return undefined;
  // A month that begins with the 31st has ended with the last day of a shorter one, not the day before.
  const isWhole = firstDayCounts && (days > 0 || !moved.isShortened);
  return plusDays(moved.day, days - (isWhole ? 1 : 0));
}

function sumOf(periods: readonly Period[]): { months: number; days: number } {
  let [months, days] = [0, 0];
  for (const { duration, times } of periods) {
    const parts = partsOf(duration);
    months += parts.months * times;
    days += parts.days * times;
  }
  return { months, days };
}

/** Days that a duration has at least, and at most. */
export function daysOf(duration: string): { least: number; most: number } {
  const { months, days } = partsOf(duration);
  return { least: Math.floor((months * 365) / 12) - 3 + days, most: Math.ceil((months * 366) / 12) + 3 + days };
}

/** The day a duration earlier, as a notice of some months before a day is counted; undefined before 0001-01-01. */
export function dayBeforeBy(day: Day, duration: string): Day | undefined {
  const { months, days } = partsOf(duration);
  const moved = plusMonths(day, -months);
  return moved && plusDays(moved.day, -days);
}

/** The first day of the n-th month after the one in which a day lies; undefined after the year 9999. */
export function firstOfMonthAfter(day: Day, months: number): Day | undefined {
  return plusMonths(`${day.slice(0, 7)}-01`, months)?.day;
}

function partsOf(text: string): { months: number; days: number } {
  const duration: Duration | undefined = readDuration(text);
  if (!duration) throw new RangeError(`${text} is no ISO 8601 duration`);
  return { months: duration.years * 12 + duration.months, days: duration.days };
}

function plusMonths(from: Day, months: number): { day: Day; isShortened: boolean } | undefined {
  const date = toUtc(from);
  const at = date.getUTCFullYear() * 12 + date.getUTCMonth() + months;
  const [year, month] = [Math.floor(at / 12), (((at % 12) + 12) % 12) + 1];
  if (year < 1 || year > 9999) return undefined;
  const day = Math.min(date.getUTCDate(), daysInMonth(year, month));
  return { day: toDay(year, month, day), isShortened: day < date.getUTCDate() };
}
