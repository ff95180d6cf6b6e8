import { parse, type Parsed } from 'edtf';
import { LRUCache } from 'lru-cache';
import { type Day, daysInMonth, isDay, toDay } from './day.js';

/** The earliest and the latest day on which something may have happened; null where the dating sets no limit. */
export interface Bounds {
  readonly earliest: Day | null;
  readonly latest: Day | null;
}

/** Bounds of a day that follows from another one; null where that is not known, or gives none. */
export function moveBounds({ earliest, latest }: Bounds, move: (day: Day) => Day | null | undefined): Bounds {
  const moved = (day: Day | null): Day | null => (day === null ? null : (move(day) ?? null));
  return { earliest: moved(earliest), latest: moved(latest) };
}

/** One date of EDTF. A part that is absent or written XX is undefined; `years` is undefined for XXXX. */
export interface PlainDate {
  readonly years?: { readonly from: number; readonly to: number };
  readonly month?: number;
  readonly day?: number;
  readonly season?: number;
  readonly qualifier: '' | '?' | '~' | '%';
}

/** A part of the year, `MM-DD` to `MM-DD`; it runs over New Year when `from` is the later one. */
export interface DaysOfYear {
  readonly from: string;
  readonly to: string;
}

/** What an EDTF text says: a date (begin and end are the same) or an interval, where an end may be open or unknown. */
export interface Dating {
  readonly interval: boolean;
  readonly begin?: PlainDate;
  readonly end?: PlainDate;
  readonly bounds: Bounds;
  /** Known where the day lies in the year although the year itself is not known. */
  readonly daysOfYear?: DaysOfYear;
}

type Reading = { readonly dating: Dating } | { readonly fault: string };

const LONGEST = '2022-11-05?/2022-11-05?'.length;
const LEAP_YEAR = 2000;
const NOTHING_KNOWN: Bounds = { earliest: null, latest: null };
/** Year digits may be unspecified from the right: none, 202X, 20XX, 2XXX, XXXX. */
const YEAR_SPANS = new Map([
  [0, 1],
  [8, 10],
  [12, 100],
  [14, 1000],
  [15, 10_000],
]);
/** The grammar is slow (about 0.2 ms a text), a ledger holds few different dates, and projections read each often. */
const readings = new LRUCache<string, Reading>({ max: 20_000 });

/** Reads a text of the supported part of EDTF (ISO 8601-2), or says which rule it breaks. */
export function readDating(text: string): Reading {
  if (text.length > LONGEST) return { fault: notADate(text.slice(0, LONGEST)) };
  let reading = readings.get(text);
  if (reading === undefined) {
    reading = read(text);
    readings.set(text, reading);
  }
  return reading;
}

/** The bounds of one date of EDTF as it is written, without regard to its qualifier. */
export function boundsOfDate(date: PlainDate | undefined): Bounds {
  if (date?.years === undefined) return NOTHING_KNOWN;
  if (date.season !== undefined) return seasonBounds(date.years.from, date.season);
  return { earliest: firstDay(date) ?? null, latest: lastDay(date) ?? null };
}

function read(text: string): Reading {
  const parts = text.split('/');
  if (parts.length > 2) return { fault: notADate(text) };
  const [first = '', second] = parts;
  if (second === undefined) {
    const date = readDate(first);
    if (typeof date === 'string') return { fault: date };
    return { dating: withBounds({ interval: false, begin: date, end: date }) };
  }
  const begin = readEnd(first);
  if (typeof begin === 'string') return { fault: begin };
  const end = readEnd(second);
  if (typeof end === 'string') return { fault: end };
  if (begin === undefined && end === undefined) return { fault: 'An interval gives at least one of its two ends.' };
  if (endsBeforeItBegins(begin, end)) return { fault: `The interval ${text} ends before it begins.` };
  return { dating: withBounds({ interval: true, begin, end }) };
}

function readEnd(text: string): PlainDate | string | undefined {
  return text === '' || text === '..' ? undefined : readDate(text);
}

/**
 * Reads one date, or gives the rule it breaks. The qualifier of the whole date is taken off first: the library's
 * grammar refuses it beside unspecified digits (XXXX-10-18~), ISO 8601-2 does not.
 */
function readDate(text: string): PlainDate | string {
  const qualifier = (/[?~%]$/.exec(text)?.[0] ?? '') as PlainDate['qualifier'];
  const core = text.slice(0, text.length - qualifier.length);
  if (isDay(core)) return { ...numbersOf(core), qualifier };
  const parsed = parseCore(core);
  if (parsed === undefined) return notADate(text);
  const [year, second, third, ...time] = parsed.values as number[];
  if (time.length > 0) return `${text} is a time stamp; a date has no time of day.`;
  if (parsed.uncertain !== undefined || parsed.approximate !== undefined) {
    return `In ${text} a qualifier stands inside; only the whole date may be qualified, at its end.`;
  }
  const mask = parsed.unspecified ?? 0;
  const span = YEAR_SPANS.get(mask & 15);
  const monthUnspecified = wholeOrNone(mask >> 4);
  const dayUnspecified = wholeOrNone(mask >> 6);
  if (year === undefined || span === undefined || monthUnspecified === undefined || dayUnspecified === undefined) {
    return `In ${text} the digits of a month or day are left out together, those of a year from the right.`;
  }
  const years = span === 10_000 ? undefined : { from: Math.max(year, 1), to: year + span - 1 };
  if (years !== undefined && years.to < 1) return `${text} lies outside the years 0001 to 9999.`;
  if (parsed.type === 'Season') {
    return second !== undefined && second <= 24
      ? { years, season: second, qualifier }
      : `${text} is no season; seasons are 21 (spring) to 24 (winter).`;
  }
  const month = second === undefined || monthUnspecified ? undefined : second + 1;
  const day = third === undefined || dayUnspecified ? undefined : third;
  const date: PlainDate = { years, month, day, qualifier };
  return firstDay(date) === undefined ? `${text} is a day that does not exist.` : date;
}

/** Most dates are days, which need no grammar: it takes a hundred times as long. */
function numbersOf(day: Day): Omit<PlainDate, 'qualifier'> {
  const [year = 0, month, ofMonth] = day.split('-').map(Number);
  return { years: { from: year, to: year }, month, day: ofMonth };
}

function parseCore(text: string): Parsed | undefined {
  if (!/^[\dX]{4}/.test(text)) return undefined;
  try {
    const parsed = parse(text);
    return parsed.type === 'Date' || parsed.type === 'Season' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a two-digit part is unspecified; undefined when only one of its digits is. */
function wholeOrNone(bits: number): boolean | undefined {
  const both = bits & 3;
  return both === 0 ? false : both === 3 ? true : undefined;
}

function withBounds(dating: Omit<Dating, 'bounds'>): Dating {
  const bounds = {
    earliest: boundsOfDate(dating.begin).earliest,
    latest: boundsOfDate(dating.end).latest,
  };
  return { ...dating, bounds, daysOfYear: daysOfYear(dating) };
}

function daysOfYear({ begin, end }: Omit<Dating, 'bounds'>): DaysOfYear | undefined {
  const sameYears = begin?.years?.from === end?.years?.from && begin?.years?.to === end?.years?.to;
  const oneYear = begin?.years !== undefined && begin.years.from === begin.years.to;
  if (begin?.month === undefined || end?.month === undefined || !sameYears || oneYear) return undefined;
  const inLeapYear = { from: LEAP_YEAR, to: LEAP_YEAR };
  const from = firstDay({ ...begin, years: inLeapYear });
  const to = lastDay({ ...end, years: inLeapYear });
  return from === undefined || to === undefined ? undefined : { from: from.slice(5), to: to.slice(5) };
}

/**
 * Year-less ends of the same form are compared too. Such an interval may run over New Year (XXXX-12-30/XXXX-01-03);
 * it is read so when it is then no longer than half a year, otherwise its ends have been swapped.
 */
function endsBeforeItBegins(begin: PlainDate | undefined, end: PlainDate | undefined): boolean {
  if (begin === undefined || end === undefined) return false;
  const { earliest } = boundsOfDate(begin);
  const { latest } = boundsOfDate(end);
  if (earliest !== null && latest !== null) return latest < earliest;
  const sameForm = (begin.day === undefined) === (end.day === undefined);
  const yearless = begin.years === undefined && end.years === undefined;
  if (!yearless || !sameForm || begin.month === undefined || end.month === undefined) return false;
  const length = end.month * 31 + (end.day ?? 0) - (begin.month * 31 + (begin.day ?? 0));
  return length < 0 && length + 12 * 31 > 6 * 31;
}

/** The first day that fits the date; a year-less one is tried in a leap year. Undefined when no such day exists. */
function firstDay({ years, month, day }: PlainDate): Day | undefined {
  const { from, to } = years ?? { from: LEAP_YEAR, to: LEAP_YEAR };
  for (let y = from; y <= to; y++) {
    for (let m = month ?? 1; m <= (month ?? 12); m++) {
      const d = day ?? 1;
      if (d <= daysInMonth(y, m)) return toDay(y, m, d);
    }
  }
  return undefined;
}

function lastDay({ years, month, day }: PlainDate): Day | undefined {
  const { from, to } = years ?? { from: LEAP_YEAR, to: LEAP_YEAR };
  for (let y = to; y >= from; y--) {
    for (let m = month ?? 12; m >= (month ?? 1); m--) {
      const d = day ?? daysInMonth(y, m);
      if (d <= daysInMonth(y, m)) return toDay(y, m, d);
    }
  }
  return undefined;
}

/**
 * Calendar seasons of the northern hemisphere, as Russian texts use them: spring is March to May. ISO 8601-2 gives
 * seasons no dates, and "winter of 2022" may mean the one that ends or the one that begins in 2022, so it spans both.
 */
function seasonBounds(year: number, season: number): Bounds {
  if (season === 24) {
    return {
      earliest: year === 1 ? toDay(1, 1, 1) : toDay(year - 1, 12, 1),
      latest: year === 9999 ? toDay(9999, 12, 31) : toDay(year + 1, 2, daysInMonth(year + 1, 2)),
    };
  }
  const month = 3 + (season - 21) * 3;
  return { earliest: toDay(year, month, 1), latest: toDay(year, month + 2, daysInMonth(year, month + 2)) };
}

function notADate(text: string): string {
  return `${JSON.stringify(text)} is not an EDTF date such as 2022-11-05, 2022-11, XXXX-10-18, 2022-21 or 2022-11-05/2022-11-08.`;
}
