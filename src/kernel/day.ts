/** A civil day of the Gregorian calendar, `YYYY-MM-DD`, 0001-01-01 to 9999-12-31; such texts sort as their days do. */
export type Day = string;

const DAY_MS = 86_400_000;
const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;

/** How many days the month has; months count from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Whether the year has a 29 February (Gregorian rule). */
function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Whether the text is a civil day that exists: 2024-02-29 is one, 2023-02-29 is not. */
export function isDay(text: string): boolean {
  const parts = FORM.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Writes a day from its numbers; they must be those of a day that exists. */
export function toDay(year: number, month: number, day: number): Day {
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** The day as a Date at midnight UTC. */
export function toUtc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** The day that is `days` later (earlier when negative), or undefined when that lies outside the years 0001 to 9999. */
export function plusDays(day: Day, days: number): Day | undefined {
  const moved = new Date(toUtc(day).getTime() + days * DAY_MS);
  const year = moved.getUTCFullYear();
  return year >= 1 && year <= 9999 ? moved.toISOString().slice(0, 10) : undefined;
}

/** The day before; a RangeError before 0001-01-01. */
export function dayBefore(day: Day): Day {
  return neighbour(day, -1);
}

/** The day after; a RangeError after 9999-12-31. */
export function dayAfter(day: Day): Day {
  return neighbour(day, 1);
}

/** Quarters of an hour of which the day is kept: enough for months of a log, and small. */
const KEPT_QUARTERS = 10_000;

const QUARTER_MS = 900_000;

const daysOfQuarters = new Map<string, Map<number, Day>>();

/** No day is longer than 25 hours. */
const LONGEST_DAY = 101;

/**
 * The civil day at the moment `now` in an IANA time zone; a RangeError for a zone that Intl does not know. Days begin on
 * a quarter of an hour in every zone since 1972 (IANA tz database), so the answer is kept for each: asking Intl takes
 * longer than a look-up in a database. As moments come mostly in their order, it is kept for the rest of the day at once.
 */
export function today(timeZone: string, now: Date): Day {
  let days = daysOfQuarters.get(timeZone);
  const quarter = Math.floor(now.getTime() / QUARTER_MS);
  let day = days?.get(quarter);
  if (day === undefined) {
    day = dayByIntl(timeZone, now);
    if (days === undefined || days.size >= KEPT_QUARTERS) daysOfQuarters.set(timeZone, (days = new Map<number, Day>()));
    const last = lastQuarterOf(day, quarter, timeZone);
    for (let each = quarter; each <= last; each += 1) days.set(each, day);
  }
  return day;
}

/** The last quarter of the day that a quarter lies in, by halving what follows it. */
function lastQuarterOf(day: Day, quarter: number, timeZone: string): number {
  let [within, beyond] = [quarter, quarter + LONGEST_DAY];
  while (beyond - within > 1) {
    const middle = (within + beyond) >> 1;
    if (dayByIntl(timeZone, new Date(middle * QUARTER_MS)) === day) within = middle;
    else beyond = middle;
  }
  return within;
}

function dayByIntl(timeZone: string, now: Date): Day {
  const parts = new Map(
    formatterFor(timeZone)
      .formatToParts(now)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return toDay(parts.get('year') ?? NaN, parts.get('month') ?? NaN, parts.get('day') ?? NaN);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter is slow, and a program uses one or two zones, so each is kept. */
function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

function neighbour(day: Day, step: 1 | -1): Day {
  const moved = plusDays(day, step);
  if (moved === undefined) throw new RangeError(`${day} has no neighbour within the years 0001 to 9999`);
  return moved;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
