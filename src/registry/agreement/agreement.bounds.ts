import type { DatedEntry } from '../../kernel/dated.js';
import { plusDays } from '../../kernel/day.js';
import { type Bounds, boundsOrUnknown, type Day, isWhollyBefore, moveBounds } from '../../kernel/edtf.js';

/** Bounds of the day on which the last of several acts was done. */
export function latestOf(entries: readonly DatedEntry[]): Bounds {
  return entries.map(({ when }) => when).reduce(laterOf);
}

/** Bounds of the later of two days: it is known to lie no earlier than either. */
export function laterOf(a: Bounds, b: Bounds): Bounds {
  return { earliest: maxKnown(a.earliest, b.earliest), latest: maxOrOpen(a.latest, b.latest) };
}

/** Bounds of the day on which the n-th of several things happened, counted from 1: each bound is the n-th of its kind. */
export function nthOf(all: readonly Bounds[], n: number): Bounds {
  const nth = (days: readonly (Day | null)[], unknown: string): Day | null => {
    const day = days.map((each) => each ?? unknown).sort()[n - 1];
    return day === undefined || day === unknown ? null : day;
  };
  return {
    earliest: nth(
      all.map(({ earliest }) => earliest),
      '',
    ),
    latest: nth(
      all.map(({ latest }) => latest),
      '~',
    ),
  };
}

/** Bounds of the day after. */
export function nextDay(bounds: Bounds): Bounds {
  return moveBounds(bounds, (day) => plusDays(day, 1));
}

function maxKnown(a: Day | null, b: Day | null): Day | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function maxOrOpen(a: Day | null, b: Day | null): Day | null {
  return a === null || b === null ? null : maxKnown(a, b);
}

/** Whether one act came after another: on a later day, or recorded after it where both are known to lie on one day. */
export function isLaterThan(one: DatedEntry, other: DatedEntry): boolean {
  const [begins, ends] = [one.when.earliest, other.when.latest];
  if (begins === null || ends === null || begins < ends) return false;
  return begins > ends || one.revision > other.revision;
}

/** Whether the last day of a term lies wholly before something. */
export function endsBefore(until: string | undefined, other: Bounds): boolean {
  return isWhollyBefore(boundsOrUnknown(until), other);
}
