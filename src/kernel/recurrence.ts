import { createRequire } from 'node:module';
import { type Day, isDay, plusDays, toUtc } from './day.js';

// rrule is published as a CommonJS bundle whose names Node cannot see from an ES module; require reads it everywhere.
const { RRule } = createRequire(import.meta.url)('rrule') as typeof import('rrule');

type Parts = ReadonlyMap<string, string>;

/** The library miscounts the years 0 to 99, which it takes for 1900 to 1999. */
const FIRST_DAY = '0100-01-01';
/** What does not come within a century is planned by nobody. */
const HORIZON_DAYS = 36_525;
const LONGEST = 200;
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
 * Two combinations that the standard allows are refused, because the library searches for seconds when they never meet,
 * and because a coarser frequency says the same: DAILY with a BY part, and WEEKLY with BYSETPOS.
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
  return checkTogether(parts);
}

/**
 * The first day of the recurrence strictly after the day `after`, for a series whose first occurrence is on `anchor`
 * (INTERVAL and COUNT are counted from there). Undefined when there is none, when it lies more than a century away, or
 * for a rule that checkRecurrence refuses. Days are counted in UTC, so no time zone moves them.
 */
export function nextOccurrence(recurrence: string, anchor: Day, after: Day = anchor): Day | undefined {
  if (checkRecurrence(recurrence) !== undefined || !isDay(anchor) || !isDay(after) || anchor < FIRST_DAY)
    return undefined;
  const options = RRule.parseString(recurrence);
  const horizon = plusDays(after > anchor ? after : anchor, HORIZON_DAYS);
  const limit = horizon === undefined ? undefined : toUtc(horizon);
  const until = options.until && (limit === undefined || options.until < limit) ? options.until : limit;
  const next = new RRule({ ...options, dtstart: toUtc(anchor), until }).after(toUtc(after), false);
  return next?.toISOString().slice(0, 10);
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
