import type { Bounds } from './dating.js';
import { type Day, daysInMonth, plusDays, toDay, toUtc } from './day.js';
import { type Duration, readDuration } from './duration.js';

/** How a term is counted from the day of the event with which it begins. */
export interface Counting {
  /** The day of the event is the first day of the term; else the day after it is (Civil Code of Russia, article 191). */
  readonly firstDayCounts: boolean;
}

/**
 * The last day of a term of one or more durations that follow each other, all counted from the first beginning: 31 January
 * and two times one month is 31 March. Years and months end on the same day of the last month, or on its last day where it
 * has none such, weeks on the same weekday (Civil Code of Russia, articles 191 and 192); years and months of all durations
 * are counted before their days.
 * @param durations ISO 8601, as `isIsoDuration` takes them
 * @returns undefined where the term ends after 9999-12-31
 */
export function lastDayOfTerm(
  begins: Day,
  durations: readonly string[],
  { firstDayCounts }: Counting,
): Day | undefined {
  const { months, days } = durations
    .map(partsOf)
    .reduce((a, b) => ({ months: a.months + b.months, days: a.days + b.days }), {
      months: 0,
      days: 0,
    });
  const moved = plusMonths(begins, months);
  if (moved === undefined) return undefined;
  // A month that begins with the 31st has ended with the last day of a shorter one, not the day before.
  const isWhole = firstDayCounts && (days > 0 || !moved.isShortened);
  return plusDays(moved.day, days - (isWhole ? 1 : 0));
}

/** The same where the term begins between two days; null for a bound that is unknown, or lies behind the calendar. */
export function endOfTermBetween(
  { earliest, latest }: Bounds,
  durations: readonly string[],
  counting: Counting,
): Bounds {
  const end = (day: Day | null): Day | null =>
    day === null ? null : (lastDayOfTerm(day, durations, counting) ?? null);
  return { earliest: end(earliest), latest: end(latest) };
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
