import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../event-store/port.js';
import { Backoff } from '../../runtime/backoff.js';

/** Between two tries of a store that does not answer, in milliseconds. */
const DELAYS = { first: 250, longest: 5000 };

/** A copy that ended before both logs were equal; the message says in one line why, and what to do. */
export class CopyFailed extends Error {}

/** How long a store that does not answer is tried again. */
export interface RetryLimits {
  /** Time without any progress after which to give up, in milliseconds. */
  readonly limit: number;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
}

/** Waits for a store that does not answer now, longer each time, until there is progress again or too long was none. */
export class RetryPolicy {
  private failingSince: number | undefined;
  private readonly backoff = new Backoff(DELAYS);

  constructor(private readonly limits: RetryLimits) {}

  /** Tells that there is progress. */
  progress(): void {
    this.failingSince = undefined;
    this.backoff.reset();
  }

  /**
   * Waits before the next try after a failure.
   * @throws the failure itself if waiting cannot help, StoreUnavailable when the time is up
   */
  async wait(failure: unknown): Promise<void> {
    const { limit, signal } = this.limits;
    if (!(failure instanceof StoreUnavailable) || signal.aborted) throw failure;
    this.failingSince ??= performance.now();
    if (performance.now() - this.failingSince >= limit) {
      throw new StoreUnavailable(
        `no progress for ${Math.round(limit / 1000)} seconds (${failure.message}); run the command again to go on`,
        failure.retryAfter,
        { cause: failure },
      );
    }
    await sleep(this.backoff.next(), undefined, { signal });
  }
}

/** Does something that may be done again, until the store has answered. @throws as `RetryPolicy.wait` does */
export async function withRetries<T>(limits: RetryLimits, work: () => Promise<T>): Promise<T> {
  const retries = new RetryPolicy(limits);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      await retries.wait(error);
    }
  }
}
