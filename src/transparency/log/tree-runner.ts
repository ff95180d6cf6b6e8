import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { EventStore, Following, LogBatch, StoredEvent } from '../../event-store/port.js';
import { LogRefused } from '../../event-store/port.js';
import { leafBytes } from '../leaf.js';
import { leafHash } from '../merkle.js';
import type { TreeLog } from './tree-log.js';

/** Events hashed in one go, beside running requests: a few milliseconds. */
const SLICE = 100;

/** While the log is followed, what comes within this time is hashed together, in milliseconds. */
const COLLECT_MS = 200;

/** The whole log is compared with the tree once after each start, so many events at a time, with a pause between (ms). */
const COMPARED_AT_ONCE = 50;
const READ_AT_ONCE = 500;
const COMPARE_PAUSE_MS = 4;

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2000;

/** Where the tree is. */
export interface TreeState {
  /** Events hashed. */
  readonly size: number;
  /** All that the log held was hashed when it was last looked at. */
  readonly caughtUp: boolean;
  /** Events of the log that were read again since the start and found to be those that were hashed. */
  readonly compared: number;
  /** What keeps the tree from following the log. */
  readonly error?: string;
}

interface Waiter {
  readonly position: string;
  readonly settle: () => void;
}

/**
 * Feeds the tree from the log, whatever happens in between. A log that lacks, or no longer says, what was hashed of it is
 * refused: the tree stays as it is, and `alarm` says why until the log is whole again.
 */
export class TreeRunner {
  private readonly abort = new AbortController();
  private readonly waiters = new Set<Waiter>();
  private running: Promise<void> | undefined;
  private caughtUp = false;
  private wasEverCaughtUp = false;
  private knowsTip = false;
  private comparedEvents = 0;
  private readonly sizeAtStart: number;
  private error: string | undefined;
  private lost: string | undefined;
  private changed: string | undefined;

  /** @param onChange called when leaves were added, the log was caught up with, or an alarm began or ended */
  constructor(
    private readonly store: EventStore,
    private readonly tree: TreeLog,
    private readonly onChange: () => void = () => undefined,
  ) {
    this.sizeAtStart = tree.size;
  }

  start(): void {
    if (this.running) return;
    this.running = this.follow();
    void this.compareAll();
  }

  /** What compares the whole log ends by itself soon after: it changes nothing. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
    for (const { settle } of [...this.waiters]) settle();
  }

  /** Why nothing may be built on the log now; undefined while all is well. */
  get alarm(): string | undefined {
    return this.lost ?? this.changed;
  }

  /** Whether the log was seen to hold the tree's last leaf since the start. */
  get isLogKnown(): boolean {
    return this.knowsTip;
  }

  /** Whether all that the log held was hashed at some moment since the start. */
  get wasCaughtUp(): boolean {
    return this.wasEverCaughtUp;
  }

  state(): TreeState {
    return {
      size: this.tree.size,
      caughtUp: this.caughtUp,
      compared: this.comparedEvents,
      ...(this.error === undefined ? {} : { error: this.error }),
    };
  }

  /** Resolves when the event at a position is hashed, or after a time (ms). */
  waitFor(position: string, timeoutMs: number): Promise<void> {
    if (this.hasReached(position)) return Promise.resolve();
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        resolve();
      };
      const timer = setTimeout(settle, timeoutMs);
      const waiter = { position, settle };
      this.waiters.add(waiter);
    });
  }

  /** Whether every event that was hashed before the start was found to be in the log still. */
  get isCompared(): boolean {
    return this.comparedEvents >= this.sizeAtStart;
  }

  /** Tells that an event that was read is not the one that was hashed. */
  refuse(event: StoredEvent | undefined, index: number): LogRefused {
    return this.alarmed(changedAt(index, event));
  }

  private alarmed(error: LogRefused): LogRefused {
    this.changed = error.message;
    this.onChange();
    return error;
  }

  private hasReached(position: string): boolean {
    const end = this.tree.position;
    return end !== undefined && this.store.comparePositions(position, end) <= 0;
  }

  /** Whatever fails is tried again behind the last leaf, after a growing delay. */
  private async follow(): Promise<void> {
    let wait = FIRST_DELAY_MS;
    while (!this.abort.signal.aborted) {
      try {
        await this.checkTip();
        const batches = this.store.subscribeAll(this.tree.position, this.abort.signal, (change) => this.hear(change));
        for await (const batch of batches) {
          await this.take(batch);
          wait = FIRST_DELAY_MS;
        }
      } catch (error) {
        this.lose(error);
        await this.pause(wait);
        wait = Math.min(wait * 2, LONGEST_DELAY_MS);
      }
    }
  }

  /**
   * A log that was put back to an older backup lacks the last event that was hashed. Where it has that event at another
   * position, what lies behind the one that is remembered is not what was not hashed yet.
   */
  private async checkTip(): Promise<void> {
    const index = this.tree.size - 1;
    const leaf = this.tree.leafAt(index);
    if (leaf) {
      const [event] = await this.store.read(leaf.stream, leaf.revision, 1);
      if (!event || !this.isLeaf(event, index)) throw changedAt(index, event, leaf);
      const position = this.tree.position ?? '';
      if (this.store.comparePositions(event.position, position) !== 0) {
        throw refusedAt(
          index,
          leaf,
          `stands at another position (${event.position}) than it was hashed at (${position})`,
        );
      }
    }
    this.knowsTip = true;
    if (this.lost === undefined) return;
    this.lost = undefined;
    this.onChange();
  }

  private async take({ events, caughtUp }: LogBatch): Promise<void> {
    this.error = undefined;
    this.caughtUp &&= caughtUp;
    for (let from = 0; from < events.length && !this.abort.signal.aborted; from += SLICE) {
      if (from > 0) await nextTurn();
      this.append(events.slice(from, from + SLICE));
      for (const { position, settle } of [...this.waiters]) if (this.hasReached(position)) settle();
    }
    if (this.abort.signal.aborted) return;
    this.caughtUp = caughtUp;
    this.wasEverCaughtUp ||= caughtUp;
    this.onChange();
    if (caughtUp && events.length > 0) await this.pause(COLLECT_MS);
  }

  /** Hashes events, each the next one of its stream: one that was moved to the end of the log would be hashed again. */
  private append(events: readonly StoredEvent[]): void {
    const found = this.tree.outOfTurn(events);
    if (found) {
      const { event, expected } = found;
      const index = this.tree.size + events.indexOf(event);
      throw this.alarmed(refusedAt(index, event, `stands where revision ${expected} has to be`));
    }
    this.tree.append(events);
  }

  private hear({ following, reason = 'no reason was given' }: Following): void {
    if (following) return;
    this.caughtUp = false;
    this.error = reason;
  }

  private lose(error: unknown): void {
    this.error = error instanceof Error ? error.message : String(error);
    this.caughtUp = false;
    if (!(error instanceof LogRefused)) return;
    this.lost = this.error;
    this.onChange();
  }

  /**
   * Reads the log again from its beginning up to where it was hashed before the start. Someone who changed the store while
   * nobody looked is found out within minutes, and before an auditor has to ask.
   */
  private async compareAll(): Promise<void> {
    const size = this.sizeAtStart;
    let wait = FIRST_DELAY_MS;
    while (this.comparedEvents < size && !this.isEnding() && this.changed === undefined) {
      const after = this.comparedEvents === 0 ? undefined : this.tree.positionOf(this.comparedEvents - 1);
      try {
        for await (const { events } of this.store.readAll(after, READ_AT_ONCE)) {
          await this.compare(events, size);
          wait = FIRST_DELAY_MS;
          if (this.comparedEvents >= size || this.isEnding()) break;
        }
        // What is missing at its end is told by the other look at it.
        if (this.comparedEvents < size) await this.pause(LONGEST_DELAY_MS);
      } catch (error) {
        if (error instanceof LogRefused) this.changed ??= error.message;
        this.onChange();
        await this.pause(wait);
        wait = Math.min(wait * 2, LONGEST_DELAY_MS);
      }
    }
  }

  private async compare(events: readonly StoredEvent[], size: number): Promise<void> {
    for (let from = 0; from < events.length; from += COMPARED_AT_ONCE) {
      if (from > 0) await this.pause(COMPARE_PAUSE_MS);
      if (this.abort.signal.aborted || this.comparedEvents >= size) return;
      const some = events.slice(from, from + Math.min(COMPARED_AT_ONCE, size - this.comparedEvents));
      const hashes = this.tree.leafHashes(this.comparedEvents, some.length);
      for (const [i, event] of some.entries()) {
        const index = this.comparedEvents + i;
        if (hashes[i]?.equals(leafHash(leafBytes({ ...event, index }))) !== true) throw changedAt(index, event);
      }
      this.comparedEvents += some.length;
    }
  }

  private isLeaf(event: StoredEvent, index: number): boolean {
    return Buffer.compare(leafHash(leafBytes({ ...event, index })), this.tree.hashAt(0, index)) === 0;
  }

  /** Asked anew each time: it changes while something is waited for. */
  private isEnding(): boolean {
    return this.abort.signal.aborted;
  }

  private async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.abort.signal }).catch(() => undefined);
  }
}

function changedAt(
  index: number,
  event: StoredEvent | undefined,
  leaf?: { stream: string; revision: number },
): LogRefused {
  return refusedAt(index, leaf ?? event, event ? 'is not the one that was hashed before' : 'is missing');
}

function refusedAt(index: number, place: { stream: string; revision: number } | undefined, what: string): LogRefused {
  const where = place ? ` (revision ${place.revision} of ${place.stream})` : '';
  return new LogRefused(
    `entry ${index} of the log${where} ${what}: the log was put back to an older state, changed, or is another one. ` +
      'Nothing is recorded until the log is whole again, or tree.db has been removed on purpose and the tree is made anew',
  );
}
