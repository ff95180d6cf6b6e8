import { plusDays } from '../../kernel/day.js';
import type { Bounds, Day } from '../../kernel/edtf.js';
import { endOf, isEdtf, startOf } from '../../kernel/edtf.js';

/** Whether something holds, by dates that may be imprecise. */
export type Holds = 'certain' | 'possible' | 'no';

/** A first and a last day (EDTF) as far as somebody stated them. */
export interface StatedTerm {
  from: string | null;
  to: string | null;
  /** The day by which it had ended, where nobody stated on which. */
  endedBy: Day | null;
}

/** Whether a term covers all, some or none of the days between two bounds. */
export function holdsOn({ from, to, endedBy }: StatedTerm, on: Bounds): Holds {
  const begins = from === null ? { earliest: null, latest: null } : startOf(from);
  const ends = to === null ? null : endOf(to);
  if (isBefore(on.latest, begins.earliest) || (ends && isBefore(ends.latest, on.earliest))) return 'no';
  if (notAfter(endedBy, on.earliest)) return 'no';
  const begun = from !== null && notAfter(begins.latest, on.earliest);
  const open = ends === null || notAfter(on.latest, ends.earliest);
  return begun && open && endedBy === null ? 'certain' : 'possible';
}

/** The days on which it may begin or end to hold. */
export function turnsOf({ from, to }: Pick<StatedTerm, 'from' | 'to'>): Day[] {
  const begins = from === null ? undefined : startOf(from);
  const ends = to === null ? undefined : endOf(to);
  const last = [ends?.earliest, ends?.latest].filter((day) => typeof day === 'string');
  const turns = [begins?.earliest, begins?.latest, ...last.map((day) => plusDays(day, 1))];
  return turns.filter((day) => typeof day === 'string');
}

/** The first and the last day on which it may hold; null for open. */
export function widestDays({ from, to, endedBy }: StatedTerm): { from: Day | null; until: Day | null } {
  return {
    from: from === null ? null : startOf(from).earliest,
    until: to === null ? endedBy : endOf(to).latest,
  };
}

/** Whether a term would end before it begins, as far as its days tell. */
export function endsBeforeItBegins(from: string | undefined, to: string | undefined): boolean {
  if (from === undefined || to === undefined || !isEdtf(from) || !isEdtf(to)) return false;
  return isBefore(endOf(to).latest, startOf(from).earliest);
}

/** Whether a day is known to lie before another one. */
export function isBefore(a: Day | null, b: Day | null): boolean {
  return a !== null && b !== null && a < b;
}

function notAfter(a: Day | null, b: Day | null): boolean {
  return a !== null && b !== null && a <= b;
}
