/** How long to wait between tries. */
export interface BackoffLimits {
  /** Delay after the first failure, in milliseconds. */
  readonly first: number;
  /** No delay is longer than this, in milliseconds. */
  readonly longest: number;
  /** Takes from half of each delay to all of it at random, so that many who wait for one server do not come together. */
  readonly jitter?: boolean;
}

/** The delays between tries of what fails: each twice as long as the one before, up to the longest. */
export class Backoff {
  private failures = 0;

  constructor(private readonly limits: BackoffLimits) {}

  /** How long to wait after one more failure, in milliseconds. */
  next(): number {
    const { first, longest, jitter = false } = this.limits;
    const delay = Math.min(first * 2 ** this.failures, longest);
    this.failures += 1;
    return jitter ? delay * (0.5 + Math.random() / 2) : delay;
  }

  /** A try has succeeded: the next delay is the first one again. */
  reset(): void {
    this.failures = 0;
  }
}
