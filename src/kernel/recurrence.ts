import { createRequire } from 'node:module';
import type { Options } from 'rrule';
import { type Day, isDay, plusDays, toUtc } from './day.js';

// rrule is published as a CommonJS bundle whose names Node cannot see from an ES module; require reads it everywhere.
const { RRule } = createRequire(import.meta.url)('rrule') as typeof import('rrule');

type Parts = ReadonlyMap<string, string>;

/** The library miscounts the years 0 to 99, which it takes for 1900 to 1999. */
const FIRST_DAY = '0100-01-01';
/** What does not come within a century is planned by nobody. */
const HORIZON_DAYS = 36_525;
const LONGEST = 200;
const DAY_MS = 86_400_000;

/**
 * The calendar repeats itself after 400 years, weekdays too. Where it finds nothing, the library searches on to the year
 * 9999: rules are moved to the last centuries before, so that it soon gets there.
 */
const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;

/**
 * The last 28 years in which the library searches. Among them is a year of every length that begins on every weekday, after a
 * year of every length that it can follow: a rule without INTERVAL that meets no day in them meets none at all.
 */
const EVERY_YEAR = '9972-01-01';

/** Up to here a century is left to look through. */
const LAST_YEAR = 9899;
const WEEKDAY = '(?:MO|TU|WE|TH|FR|SA|SU)';

/** What each part of a rule may hold, after RFC 5545, section 3.3.10, without the parts that are finer than a day. */
const FORMS: Record<string, RegExp> = {
  FREQ: /^(YEARLY|MONTHLY|WEEKLY|DAILY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}$/,
  WKST: new RegExp(`^${WEEKDAY}$`),
  BYDAY: listOf(`([+-]?([1-9]|[1-4]\\d|5[0-3]))?${WEEKDAY}`),
  BYMONTH: listOf('([1-9]|1[0-2])'),
  BYMONTHDAY: listOf('[+-]?([1-9]|[12]\\d|3[01])'),
  BYYEARDAY: listOf('[+-]?([1-9]|[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])'),
  BYWEEKNO: listOf('[+-]?([1-9]|[1-4]\\d|5[0-3])'),
  BYSETPOS: listOf('[+-]?([1-9]|[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-6])'),
};

/**
 * Undefined for the value of an RRULE (RFC 5545) in capitals, such as 'FREQ=YEARLY', else the rule it breaks. It recurs
 * by days, so no DTSTART, no frequency and no part finer than a day; UNTIL is a date, and INTERVAL is at most 999.
 * Two combinations that the standard allows are refused, because a coarser frequency says the same: DAILY with a BY part,
 * and WEEKLY with BYSETPOS. So is a rule that meets no day at all, such as the 30th of February.
 */
export function checkRecurrence(recurrence: string): string | undefined {
  if (recurrence.length > LONGEST) return `A recurrence has at most ${LONGEST} characters.`;
  const parts = new Map<string, string>();
  for (const part of recurrence.split(';')) {
    const [name = '', value = '', ...rest] = part.split('=');
    const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
    if (form === undefined) return `A recurrence by days has no part ${JSON.stringify(name)}.`;
    if (rest.length > 0 || !form.test(value)) return `${JSON.stringify(value)} is no value for ${name}.`;
    if (parts.has(name)) return `The recurrence gives ${name} twice.`;
    parts.set(name, value);
  }
  return checkTogether(parts) ?? (isEver(recurrence) ? undefined : 'The recurrence never falls on a day.');
}

/**
 * The first day of the recurrence strictly after the day `after`, for a series whose first occurrence is on `anchor`
 * (INTERVAL and COUNT are counted from there). Undefined when there is none, when it lies more than a century after both
 * days (after the anchor, where the rule has a COUNT: each occurrence until then has to be counted), or for a rule that
 * checkRecurrence refuses. Days are counted in UTC, so no time zone moves them. It takes no longer for an anchor that is
 * centuries away.
 */
export function nextOccurrence(recurrence: string, anchor: Day, after: Day = anchor): Day | undefined {
  if (checkRecurrence(recurrence) !== undefined || !isDay(anchor) || !isDay(after) || anchor < FIRST_DAY)
    return undefined;
  const options = RRule.parseString(recurrence);
  const [first, last] = [numberOf(toUtc(anchor)), numberOf(toUtc(after))];
  const isCounted = options.count !== undefined && options.count !== null;
  const horizon = (isCounted ? first : Math.max(first, last)) + HORIZON_DAYS;
  const until = options.until ? Math.min(numberOf(options.until), horizon) : horizon;
  if (last >= until) return undefined;
  const isByDays = options.freq === RRule.DAILY || options.freq === RRule.WEEKLY;
  const next = (isByDays ? nextByWeeks : nextByMonths)(options, first, last, until);
  return next === undefined ? undefined : plusDays(anchor, next - first);
}

/** What a rule passes over: RFC 5545 puts no day in place of one that a month or a year lacks. */
export const SKIPPED = ['years-without-29-february', 'months-without-that-day'] as const;

/**
 * What a rule passes over, where it does; undefined for a rule that checkRecurrence refuses too.
 * @param anchor the first day, where that is known: a rule that names no days takes its own
 */
export function skippedBy(recurrence: string, anchor?: Day): (typeof SKIPPED)[number] | undefined {
  if (checkRecurrence(recurrence) !== undefined) return undefined;
  const { freq, bymonth, bymonthday, byyearday, byweekno, byweekday } = RRule.parseString(recurrence);
  if (freq === RRule.DAILY || freq === RRule.WEEKLY) return undefined;
  const [months, days] = [numbersIn(bymonth), numbersIn(bymonthday)];
  const named = [byyearday, byweekno, byweekday].some((part) => part !== undefined && part !== null);
  if (days.length === 0 && !named && anchor !== undefined) {
    days.push(Number(anchor.slice(8)));
    if (freq === RRule.YEARLY && months.length === 0) months.push(Number(anchor.slice(5, 7)));
  }
  const asked = months.length === 0 ? LENGTHS.map((_, index) => index + 1) : months;
  const isLacking = days.some((day) => asked.some((month) => Math.abs(day) > (LENGTHS[month - 1] ?? 31)));
  const isFifth = [byweekday ?? []].flat().some((day) => typeof day === 'object' && Math.abs(day.n ?? 0) === 5);
  if (isLacking || (isFifth && (freq === RRule.MONTHLY || months.length > 0))) return 'months-without-that-day';
  const isLeapDay = asked.includes(2) && days.some((day) => Math.abs(day) === 29);
  return isLeapDay || numbersIn(byyearday).some((day) => Math.abs(day) === 366)
    ? 'years-without-29-february'
    : undefined;
}

/** Days of the months, of February those of a leap year. */
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function numbersIn(part: number | number[] | null | undefined): number[] {
  return [part ?? []].flat();
}

type RuleParts = Partial<Options>;

/** Days are counted from 1970-01-01. */
function numberOf(date: Date): number {
  return Math.round(date.getTime() / DAY_MS);
}

function dateOf(number: number): Date {
  return new Date(number * DAY_MS);
}

/** Days of the week from Monday, 0, as the library counts them. */
function weekdayOf(number: number): number {
  return (((number + 3) % 7) + 7) % 7;
}

/** The next day of a rule by days or weeks, which the library would count through one by one. */
function nextByWeeks(options: RuleParts, first: number, after: number, until: number): number | undefined {
  const { freq, interval = 1 } = options;
  const count = options.count ?? Infinity;
  const isWeekly = freq === RRule.WEEKLY;
  const weekdays = isWeekly ? weekdaysOf(options, weekdayOf(first)) : [0];
  const begin = isWeekly ? first - ((weekdayOf(first) - weekStartOf(options) + 7) % 7) : first;
  const step = isWeekly ? 7 * interval : interval;
  const months = [options.bymonth ?? []].flat();
  // What is not counted need not be looked at before the day wanted.
  const skipped = count === Infinity || !isWeekly ? Math.max(0, Math.floor((after - begin) / step)) : 0;
  let counted = isWeekly ? 0 : skipped;
  for (let start = begin + skipped * step; start <= until; start += step) {
    for (const offset of weekdays) {
      const day = start + offset;
      if (day < first || (months.length > 0 && !months.includes(dateOf(day).getUTCMonth() + 1))) continue;
      counted += 1;
      if (day > until || counted > count) return undefined;
      if (day > after) return day;
    }
  }
  return undefined;
}

function weekStartOf({ wkst }: RuleParts): number {
  return typeof wkst === 'object' && wkst !== null ? wkst.weekday : 0;
}

/** The days of a week on which a rule falls, counted from the day with which its weeks begin. */
function weekdaysOf(options: RuleParts, usual: number): number[] {
  const start = weekStartOf(options);
  const named = [options.byweekday ?? []].flat().map((day) => (typeof day === 'object' ? day.weekday : Number(day)));
  const offsets = (named.length === 0 ? [usual] : named).map((weekday) => (weekday - start + 7) % 7);
  return [...new Set(offsets)].sort((a, b) => a - b);
}

/** The next day of a rule by months or years: the library looks for it from the last interval before the day wanted on. */
function nextByMonths(options: RuleParts, first: number, after: number, until: number): number | undefined {
  const cycles = Math.floor((LAST_YEAR - dateOf(after).getUTCFullYear()) / CYCLE_YEARS);
  const moved = Math.max(0, cycles) * CYCLE_DAYS;
  const start = options.count === undefined || options.count === null ? jump(options, first, after) : first;
  const rule = new RRule({
    ...withDefaults(options, dateOf(first)),
    dtstart: dateOf(start + moved),
    until: dateOf(until + moved),
  });
  const next = rule.after(dateOf(after + moved), false);
  return next === null ? undefined : numberOf(next) - moved;
}

/** The beginning of the last interval that does not begin after a day; the anchor itself in the first one. */
function jump({ freq, interval = 1 }: RuleParts, first: number, after: number): number {
  const unit = freq === RRule.YEARLY ? 12 : 1;
  const monthsOf = (date: Date): number => date.getUTCFullYear() * 12 + (unit === 12 ? 0 : date.getUTCMonth());
  const step = interval * unit;
  const begin = monthsOf(dateOf(first));
  const intervals = Math.floor((monthsOf(dateOf(after)) - begin) / step);
  if (intervals <= 0) return first;
  const month = begin + intervals * step;
  return numberOf(
    toUtc(`${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`),
  );
}

/** The day of the anchor, which a rule that names no days takes: a rule that begins elsewhere has to name it. */
function withDefaults(options: RuleParts, anchor: Date): RuleParts {
  const { freq, bymonth, bymonthday, byyearday, byweekno, byweekday } = options;
  if ([bymonthday, byyearday, byweekno, byweekday].some((part) => part !== undefined && part !== null)) return options;
  const day = { ...options, bymonthday: anchor.getUTCDate() };
  return freq === RRule.YEARLY && (bymonth === undefined || bymonth === null)
    ? { ...day, bymonth: anchor.getUTCMonth() + 1 }
    : day;
}

/** Whether a rule meets any day, in whatever year it begins. */
function isEver(recurrence: string): boolean {
  const { count: _count, until: _until, interval: _interval, ...days } = RRule.parseString(recurrence);
  const isByDays = days.freq === RRule.DAILY || days.freq === RRule.WEEKLY;
  return isByDays || new RRule({ ...days, dtstart: toUtc(EVERY_YEAR) }).after(toUtc(EVERY_YEAR), true) !== null;
}

/** Which parts go together (RFC 5545, section 3.3.10). */
function checkTogether(parts: Parts): string | undefined {
  const freq = parts.get('FREQ');
  if (freq === undefined) return 'A recurrence gives its FREQ.';
  if (parts.has('COUNT') && parts.has('UNTIL')) return 'A recurrence gives COUNT or UNTIL, not both.';
  const until = parts.get('UNTIL')?.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (until !== undefined && !isDay(until)) return 'UNTIL is a day that does not exist.';
  const byParts = [...parts.keys()].filter((name) => name.startsWith('BY'));
  if (freq === 'DAILY' && byParts.length > 0) return `FREQ=DAILY takes no ${byParts.join(', ')}; use a coarser FREQ.`;
  if (freq === 'WEEKLY' && parts.has('BYSETPOS'))
    return 'BYSETPOS does not go with FREQ=WEEKLY; name the days in BYDAY.';
  if (parts.has('BYWEEKNO') && freq !== 'YEARLY') return 'BYWEEKNO goes with FREQ=YEARLY only.';
  if (parts.has('BYYEARDAY') && freq !== 'YEARLY') return 'BYYEARDAY goes with FREQ=YEARLY only.';
  if (parts.has('BYMONTHDAY') && freq === 'WEEKLY') return 'BYMONTHDAY does not go with FREQ=WEEKLY.';
  const numbered = /\d/.test(parts.get('BYDAY') ?? '');
  if (numbered && (freq === 'WEEKLY' || parts.has('BYWEEKNO'))) {
    return 'BYDAY takes a number with FREQ=MONTHLY or FREQ=YEARLY only, and not beside BYWEEKNO.';
  }
  const alone = parts.has('BYSETPOS') && byParts.length === 1;
  return alone ? 'BYSETPOS goes with another BY part only.' : undefined;
}

function listOf(item: string): RegExp {
  return new RegExp(`^${item}(,${item})*$`);
}
