/** How much is spent on measuring. */
export interface Effort {
  /** Shorter and fewer rounds: to see that it runs, not to quote. */
  readonly quick: boolean;
  /** Events of the large ledger. */
  readonly events: number;
}

/** A figure over repeated rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What interleaved rounds of two sides gave. */
export interface Comparison {
  readonly ours: Spread;
  readonly baseline: Spread;
  /** Ours by baseline within each pair: steadier than the ratio of two medians. */
  readonly ratio: Spread;
}

/** What the ratio is meant to be. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** One line of the table of measurements. */
export interface BenchRow extends Comparison {
  readonly name: string;
  readonly unit: string;
  /** What the baseline is. */
  readonly beside: string;
  readonly target?: Target;
  /** How it was measured, and what limits it. */
  readonly note: string;
}

/** What one pair of rounds gave. */
export interface Pair<T> {
  readonly ours: T;
  readonly baseline: T;
}

/**
 * The middle value (or the mean of the two middle ones), the least and the most.
 * @throws RangeError without values
 */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[sorted.length >> 1];
  const low = sorted[(sorted.length - 1) >> 1];
  const least = sorted[0];
  const most = sorted.at(-1);
  if (high === undefined || low === undefined || least === undefined || most === undefined) {
    throw new RangeError('no values to take the median of');
  }
  return { median: (low + high) / 2, least, most };
}

/**
 * Measures two sides in pairs, right after each other, and swaps which goes first from pair to pair: a machine that gets
 * slower or faster meanwhile does so for both.
 */
export async function interleave<T>(
  pairs: number,
  ours: () => Promise<T>,
  baseline: () => Promise<T>,
): Promise<Pair<T>[]> {
  const figures: Pair<T>[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      const first = await ours();
      figures.push({ ours: first, baseline: await baseline() });
    } else {
      const first = await baseline();
      figures.push({ ours: await ours(), baseline: first });
    }
  }
  return figures;
}

/** One figure of every round, such as operations per second, on both sides. */
export function compare<T>(pairs: readonly Pair<T>[], figure: (round: T) => number): Comparison {
  const both = pairs.map(({ ours, baseline }) => ({ ours: figure(ours), baseline: figure(baseline) }));
  return {
    ours: spreadOf(both.map(({ ours }) => ours)),
    baseline: spreadOf(both.map(({ baseline }) => baseline)),
    ratio: spreadOf(both.map(({ ours, baseline }) => ours / baseline)),
  };
}

/** How often something happened in a second, given a count and the nanoseconds that it took. */
export function perSecond(count: number, nanoseconds: bigint): number {
  return (count * 1e9) / Number(nanoseconds);
}

/** Whether a row's median ratio is what it is meant to be; true where nothing is demanded. */
export function isMet({ ratio, target }: BenchRow): boolean {
  if (target === undefined) return true;
  return 'atLeast' in target ? ratio.median >= target.atLeast : ratio.median <= target.atMost;
}
