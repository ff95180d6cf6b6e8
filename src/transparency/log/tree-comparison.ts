import type { EventStore, StoredEvent } from '../../event-store/port.js';
import { LogRefused } from '../../event-store/port.js';
import { BackgroundLoop } from '../../runtime/background-loop.js';
import { Backoff } from '../../runtime/backoff.js';
import { pause } from '../../runtime/pause.js';
import { leafBytes } from '../leaf.js';
import { leafHash } from '../merkle.js';
import type { TreeLog } from './tree-log.js';
import { changedAt } from './tree-refusal.js';

/** Events that are compared without a pause, and the pause (ms): requests are answered in between. */
const COMPARED_AT_ONCE = 50;
const COMPARE_PAUSE_MS = 4;

const READ_AT_ONCE = 500;

/** Between two tries, in milliseconds. */
const DELAYS = { first: 50, longest: 2000 };

/**
 * Reads the log again, once after each start, from its beginning up to where it was hashed before. Someone who changed the
 * store while nobody looked is found out within minutes, and before an auditor has to ask.
 */
export class TreeComparison {
  private readonly loop = new BackgroundLoop((signal) => this.goOn(signal));
  private readonly backoff = new Backoff(DELAYS);
  private readonly size: number;
  private comparedEvents = 0;

  /** @param onRefused is called once when an event is not the one that was hashed, which ends the comparison */
  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    private readonly tree: TreeLog,
    private readonly onRefused: (error: LogRefused) => void,
  ) {
    this.size = tree.size;
  }

  start(): void {
    this.loop.start();
  }

  /** Ends it soon after: a store that does not answer is not waited for, and nothing is changed. */
  stop(): void {
    void this.loop.stop();
  }

  /** Events that were found to be those that were hashed. */
  get compared(): number {
    return this.comparedEvents;
  }

  get isComplete(): boolean {
    return this.comparedEvents >= this.size;
  }

  private async goOn(signal: AbortSignal): Promise<number | undefined> {
    if (this.isComplete) return undefined;
    const after = this.comparedEvents === 0 ? undefined : this.tree.positionOf(this.comparedEvents - 1);
    try {
      for await (const { events } of this.store.readAll(after, READ_AT_ONCE)) {
        const isOver = await this.compare(events, signal);
        this.backoff.reset();
        if (isOver) return undefined;
      }
      // What is missing at the end of the log is reported by whoever follows it.
      return DELAYS.longest;
    } catch (error) {
      if (!(error instanceof LogRefused)) return this.backoff.next();
      this.onRefused(error);
      return undefined;
    }
  }

  /** @returns whether there is nothing more to compare, or the end has come */
  private async compare(events: readonly StoredEvent[], signal: AbortSignal): Promise<boolean> {
    for (let from = 0; from < events.length; from += COMPARED_AT_ONCE) {
      if (from > 0) await pause(COMPARE_PAUSE_MS, signal);
      if (signal.aborted || this.isComplete) break;
      const some = events.slice(from, from + Math.min(COMPARED_AT_ONCE, this.size - this.comparedEvents));
      const hashes = this.tree.leafHashes(this.comparedEvents, some.length);
      for (const [i, event] of some.entries()) {
        const index = this.comparedEvents + i;
        if (hashes[i]?.equals(leafHash(leafBytes({ ...event, index }))) !== true) throw changedAt(index, event);
      }
      this.comparedEvents += some.length;
    }
    return signal.aborted || this.isComplete;
  }
}
