import type { Bounds } from './dating.js';
import { type Day, plusDays, toUtc } from './day.js';
import { CALENDARS, type CalendarChoice, USUAL_CALENDAR, type YearOfWork } from './calendars.js';

/** Where a day by which somebody must act falls. */
export interface MovedDay {
  readonly day: Day;
  /** The year whose calendar is not known, so that nothing moved; absent where all that was needed is known. */
  readonly unknownYear?: number;
}

/**
 * The day by which somebody must act who has until a day that may be no working day: the next one that is (Civil Code of
 * Russia, article 193). Where the calendar of the year is not known nothing moves, and the answer says so.
 * @param country ISO 3166-1 alpha-2
 */
export function nextWorkingDay(day: Day, country: string): MovedDay {
  for (let moved = day; ;) {
    const calendar = CALENDARS[country]?.[moved.slice(0, 4)];
    if (!calendar) return { day, unknownYear: Number(moved.slice(0, 4)) };
    if (isWorked(moved, calendar)) return { day: moved };
    const next = plusDays(moved, 1);
    if (next === undefined) return { day };
    moved = next;
  }
}

/** Days between which the one lies by which somebody must act. */
export interface MovedDays {
  readonly days: Bounds;
  /** The years whose calendars are not known. */
  readonly unknownYears: readonly number[];
}

/** The same of days between which the one lies by which somebody must act; where no calendar is chosen they stay. */
export function nextWorkingDays(
  { earliest, latest }: Bounds,
  calendar: CalendarChoice | undefined = USUAL_CALENDAR,
): MovedDays {
  if (calendar === 'none') return { days: { earliest, latest }, unknownYears: [] };
  const moved = [earliest, latest].map((day) => (day === null ? null : nextWorkingDay(day, calendar)));
  const unknown = moved.flatMap((each) => each?.unknownYear ?? []);
  return {
    days: { earliest: moved[0]?.day ?? null, latest: moved[1]?.day ?? null },
    unknownYears: [...new Set(unknown)],
  };
}

function isWorked(day: Day, { off, worked }: YearOfWork): boolean {
  if (worked.includes(day)) return true;
  const weekday = toUtc(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !off.includes(day);
}
