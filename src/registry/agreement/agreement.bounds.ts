import type { DatedEntry } from '../../kernel/dated.js';
import type { Bounds, Day } from '../../kernel/edtf.js';

/** Bounds of the day on which the last of several acts was done. */
export function latestOf(entries: readonly DatedEntry[]): Bounds {
  return entries.map(({ when }) => when).reduce(laterOf);
}

/** Bounds of the later of two days: it is known to lie no earlier than either. */
export function laterOf(a: Bounds, b: Bounds): Bounds {
  return { earliest: maxKnown(a.earliest, b.earliest), latest: maxOrOpen(a.latest, b.latest) };
}

/** Bounds of the earlier of two days: it is known to lie no later than either. */
export function earlierOf(a: Bounds, b: Bounds): Bounds {
  const earliest =
    a.earliest === null || b.earliest === null ? null : a.earliest < b.earliest ? a.earliest : b.earliest;
  const [, latest] = [a.latest, b.latest].sort((one, other) => ((one ?? '~') < (other ?? '~') ? 1 : -1));
  return { earliest, latest: latest ?? null };
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
