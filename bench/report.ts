/** One line of the table of measurements. */
export interface BenchRow {
  readonly name: string;
  /** Median of what this program does, in `unit`. */
  readonly ours: number;
  /** Median of the plain way of doing the same, in `unit`. */
  readonly baseline: number;
  readonly unit: string;
  /** Median of the ratios within each pair, ours by baseline: steadier than the ratio of two medians. */
  readonly ratio: number;
  /** What was compared with what, and what limits it. */
  readonly note: string;
}

/** What interleaved rounds of two sides gave, as medians. */
export interface Comparison {
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
}

/**
 * The middle value, or the mean of the two middle ones.
 * @throws RangeError without values
 */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[sorted.length >> 1];
  const low = sorted[(sorted.length - 1) >> 1];
  if (high === undefined || low === undefined) throw new RangeError('no values to take the median of');
  return (low + high) / 2;
}

/**
 * Measures two sides in pairs, right after each other, and swaps which goes first from pair to pair: a machine that gets
 * slower or faster meanwhile does so for both. Each side returns its own figure, such as operations per second.
 */
export async function interleave(
  pairs: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Comparison> {
  const figures: { ours: number; baseline: number }[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      const first = await ours();
      figures.push({ ours: first, baseline: await baseline() });
    } else {
      const first = await baseline();
      figures.push({ ours: await ours(), baseline: first });
    }
  }
  return {
    ours: median(figures.map((figure) => figure.ours)),
    baseline: median(figures.map((figure) => figure.baseline)),
    ratio: median(figures.map((figure) => figure.ours / figure.baseline)),
  };
}

/** How often something happened in a second, given a count and the nanoseconds that it took. */
export function perSecond(count: number, nanoseconds: bigint): number {
  return (count * 1e9) / Number(nanoseconds);
}
