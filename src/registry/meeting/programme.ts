import { type DaysOfYear, readDating } from '../../kernel/dating.js';
import { boundsOf, startOf } from '../../kernel/edtf.js';
import type { Session } from './meeting.js';

/** The day of a session as it was stated: when it was held, else for when it is planned; null when nobody stated one. */
export function dayOf({ details, held }: Session): string | null {
  return held?.date ?? details.planned ?? null;
}

/**
 * Sessions by their days, those of one day as recorded, those without a day last. Where a day has no year, all are
 * compared within the year, or over New Year where the meeting is `planned` over it; nothing is filled in.
 */
export function byDay(sessions: readonly Session[], planned?: string): Session[] {
  const days = sessions.map(dayOf);
  const withYears = days.every((day) => day === null || boundsOf(day).latest !== null);
  const overNewYear = runsOverNewYear(planned);
  const placeOf = (day: string | null): string | undefined => {
    if (day === null) return undefined;
    if (withYears) return startOf(day).earliest ?? undefined;
    const dayOfYear = startOf(day).earliest?.slice(5) ?? daysOfYear(day)?.from;
    return overNewYear && dayOfYear !== undefined && dayOfYear < '07-01' ? `next ${dayOfYear}` : dayOfYear;
  };
  const placed = sessions.map((session, index) => ({ session, place: placeOf(days[index] ?? null) }));
  return placed.sort((a, b) => compare(a.place, b.place)).map(({ session }) => session);
}

function runsOverNewYear(planned: string | undefined): boolean {
  const days = planned === undefined ? undefined : daysOfYear(planned);
  return days !== undefined && days.from > days.to;
}

function daysOfYear(day: string): DaysOfYear | undefined {
  const reading = readDating(day);
  return 'dating' in reading ? reading.dating.daysOfYear : undefined;
}

function compare(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a < b ? -1 : Number(a > b);
}
