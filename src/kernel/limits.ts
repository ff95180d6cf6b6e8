/**
 * Between which limits a number lies that was not stated exactly: at least (`min`) or more than (`moreThan`), at most (`max`) or
 * less than (`lessThan`). "More than 400" is not 400, and no other number stands for it.
 */
export interface Limits<N> {
  readonly min?: N;
  readonly moreThan?: N;
  readonly max?: N;
  readonly lessThan?: N;
}

/** The fields that hold limits. */
export const LIMITS = ['min', 'moreThan', 'max', 'lessThan'] as const;

/** A limit, and whether the number may be the limit itself. */
export interface Limit<N> {
  readonly at: N;
  readonly isIncluded: boolean;
}

/** Undefined where no two limits bound the same side, else the rule that is broken. */
export function checkSides({ min, moreThan, max, lessThan }: Limits<unknown>): string | undefined {
  if (min !== undefined && moreThan !== undefined) return 'It gives min or moreThan, not both.';
  return max !== undefined && lessThan !== undefined ? 'It gives max or lessThan, not both.' : undefined;
}

/** The lower limit; undefined where nothing bounds the number from below. */
export function lowerOf<N>({ min, moreThan }: Limits<N>): Limit<N> | undefined {
  return limit(min, moreThan);
}

/** The upper limit; undefined where nothing bounds the number from above. */
export function upperOf<N>({ max, lessThan }: Limits<N>): Limit<N> | undefined {
  return limit(max, lessThan);
}

/** Whether no number at all lies between two limits. */
export function isEmpty<N extends number | bigint>(lower: Limit<N>, upper: Limit<N>): boolean {
  return lower.at > upper.at || (lower.at === upper.at && !(lower.isIncluded && upper.isIncluded));
}

/** The limits as a reader writes them: '25', '≥30', '>400', '<5', '10–12', '>10, ≤12'; empty for none. */
export function readLimits({ min, moreThan, max, lessThan }: Limits<number>): string {
  if (min !== undefined && max !== undefined) return min === max ? String(min) : `${min}–${max}`;
  return [sign('≥', min), sign('>', moreThan), sign('≤', max), sign('<', lessThan)]
    .filter((part) => part !== '')
    .join(', ');
}

function sign(before: string, value: number | undefined): string {
  return value === undefined ? '' : `${before}${value}`;
}

function limit<N>(included: N | undefined, excluded: N | undefined): Limit<N> | undefined {
  if (included !== undefined) return { at: included, isIncluded: true };
  return excluded === undefined ? undefined : { at: excluded, isIncluded: false };
}
