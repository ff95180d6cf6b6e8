import { plusDays } from '../../kernel/day.js';
import type { Bounds } from '../../kernel/edtf.js';
import { boundsOf, isQualified } from '../../kernel/edtf.js';
import type { AppliedDays } from '../../kernel/kind.js';
import type { AgreementFacts, ProvisionalApplication } from './agreement.js';
import { laterOf, nextDay, nthOf } from './agreement.bounds.js';

/** From when to when an agreement is applied before it is in force; null for an end that nothing sets yet. */
interface Applied {
  readonly from: Bounds;
  readonly to: Bounds | null;
}

/**
 * The days of an application (rule 14): from its own day until its own last one, its end by notice, or whichever else comes
 * first, such as force.
 */
export function daysApplied({ agreed, ended }: ProvisionalApplication, ends: readonly Bounds[]): Applied {
  const { from, until } = agreed.data;
  const all = [
    ...ends,
    ...(until === undefined ? [] : [nextDay(boundsOf(until))]),
    ...(ended === undefined ? [] : [ended.when]),
  ];
  return { from: from === undefined ? agreed.when : boundsOf(from), to: all.length === 0 ? null : nthOf(all, 1) };
}

/**
 * The days on which an agreement is applied by its applications alone; the status of each day says whether force, or an
 * ending, has come before. It counts from the day on which it was agreed, as on earlier ones nobody had.
 */
export function appliedDays({ provisional }: Pick<AgreementFacts, 'provisional'>): AppliedDays[] {
  return provisional.flatMap((application, place) => {
    const { agreed, ended } = application;
    const next = provisional[place + 1]?.agreed;
    const { from, to } = daysApplied(application, next ? [next.when] : []);
    const begins = laterOf(from, agreed.when);
    const dates = [agreed.data.from, agreed.data.until].filter((date) => date !== undefined);
    const isDoubtful = dates.some(isQualified) || [agreed, ended, next].some((entry) => entry?.isDoubtful === true);
    return [
      ...(isDoubtful || begins.latest === null ? [] : stretch(true, begins.latest, to?.earliest, to !== null)),
      ...stretch(false, begins.earliest, to?.latest, false),
    ];
  });
}

/** Days from one to the one before another; none where that does not come later, or is needed and not known. */
function stretch(
  isCertain: boolean,
  from: string | null,
  end: string | null | undefined,
  needsEnd: boolean,
): AppliedDays[] {
  if (end === null || end === undefined) return needsEnd ? [] : [{ isCertain, from, until: null }];
  const until = plusDays(end, -1);
  return until === undefined || (from !== null && until < from) ? [] : [{ isCertain, from, until }];
}
