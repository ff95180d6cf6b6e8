import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../event-store/port.js';

const FIRST_DELAY = 250;
const LONGEST_DELAY = 5000;

/** A copy that ended before both logs were equal; the message says in one line why, and what to do. */
export class CopyFailed extends Error {}

/** How long a store that does not answer is waited for. */
export interface Waiting {
  /** Time without any progress after which to give up, in milliseconds. */
  readonly limit: number;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
}

/** Waits for a store that does not answer now, longer each time, until there is progress again or too long was none. */
export class Patience {
  private failingSince: number | undefined;
  private failures = 0;

  constructor(private readonly waiting: Waiting) {}

  /** Tells that there is progress. */
  progress(): void {
    this.failingSince = undefined;
    this.failures = 0;
  }

  /**
   * Waits before the next try after a failure.
   * @throws the failure itself if waiting cannot mend it, StoreUnavailable when the time is up
   */
  async wait(failure: unknown): Promise<void> {
    const { limit, signal } = this.waiting;
    if (!(failure instanceof StoreUnavailable) || signal.aborted) throw failure;
    this.failingSince ??= performance.now();
    if (performance.now() - this.failingSince >= limit) {
      throw new StoreUnavailable(
        `no progress for ${Math.round(limit / 1000)} seconds (${failure.message}); run the command again to go on`,
        failure.retryAfter,
        { cause: failure },
      );
    }
    const delay = Math.min(FIRST_DELAY * 2 ** this.failures, LONGEST_DELAY);
    this.failures += 1;
    await sleep(delay, undefined, { signal });
  }
}

/** Does something that may be done again, until the store has answered. @throws as `Patience.wait` does */
export async function patiently<T>(waiting: Waiting, work: () => Promise<T>): Promise<T> {
  const patience = new Patience(waiting);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      await patience.wait(error);
    }
  }
}
