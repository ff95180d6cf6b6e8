import type { Day } from '../kernel/edtf.js';
import { dayBefore } from '../kernel/edtf.js';
import type { Certainty } from '../kernel/status.js';
import type { StatusStretch } from '../registry/document.js';

/** A status in short. */
export interface StatusBrief {
  status: string;
  certainty: Certainty;
  possible: string[];
}

/** Days, inclusive, of which two readings of a record tell different statuses; null for open. */
export interface DaysApart {
  days: { from: Day | null; to: Day | null };
  shown: StatusBrief;
  corrected: StatusBrief;
}

/** Whether a correction would have changed nothing. */
export function isSame({ shown, corrected }: Pick<DaysApart, 'shown' | 'corrected'>): boolean {
  return JSON.stringify(shown) === JSON.stringify(corrected);
}

/** The days of which two readings of a record tell different statuses. @throws TypeError where one lacks a status */
export function daysApart(shown: readonly StatusStretch[], right: readonly StatusStretch[]): DaysApart[] {
  // On some days only what stands beside the statuses changes.
  const days = [...new Set([...shown, ...right].map(({ from }) => from ?? ''))].sort();
  const pairs = days.map((day) => ({ day, pair: pairOn(shown, right, day) }));
  const changes = pairs.filter(({ pair }, place) => JSON.stringify(pair) !== JSON.stringify(pairs[place - 1]?.pair));
  return changes.flatMap(({ day, pair }, place) => {
    if (!pair || isSame(pair)) return [];
    const next = changes[place + 1]?.day;
    return [{ days: { from: day === '' ? null : day, to: next === undefined ? null : dayBefore(next) }, ...pair }];
  });
}

/** What both tell of a day; undefined where one tells nothing. @throws TypeError where one lacks a status */
export function pairOn(
  shown: readonly StatusStretch[],
  right: readonly StatusStretch[],
  day: Day,
): Pick<DaysApart, 'shown' | 'corrected'> | undefined {
  const [one, other] = [shown, right].map((statuses) => statuses.findLast(({ from }) => (from ?? '') <= day));
  return one && other && { shown: briefOf(one), corrected: briefOf(other) };
}

/** A status without its reasons. @throws TypeError where what somebody else wrote into the log lacks it */
export function briefOf({ status, certainty, possible }: StatusBrief): StatusBrief {
  if (typeof status !== 'string') throw new TypeError('there is no status');
  return { status, certainty, possible };
}
