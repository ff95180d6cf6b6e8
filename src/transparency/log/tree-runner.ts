import type { EventStore, LogBatch, LogRefused, StoredEvent } from '../../event-store/port.js';
import { LogFollower } from '../../follow/log-follower.js';
import { pause } from '../../runtime/pause.js';
import { leafBytes } from '../leaf.js';
import { leafHash } from '../merkle.js';
import { TreeComparison } from './tree-comparison.js';
import type { TreeLog } from './tree-log.js';
import { changedAt, refusedAt } from './tree-refusal.js';

/** Events hashed in one go, beside running requests: a few milliseconds. */
const SLICE = 100;

/** While the log is followed, what comes within this time is hashed together, in milliseconds. */
const COLLECT_MS = 200;

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

/**
 * Feeds the tree from the log, whatever happens in between. A log that lacks, or no longer says, what was hashed of it is
 * refused: the tree stays as it is, and `alarm` says why until the log is whole again.
 */
export class TreeRunner {
  private readonly follower: LogFollower;
  private readonly comparison: TreeComparison;
  private knowsTip = false;
  private changed: string | undefined;

  /** @param onChange called when leaves were added, the log was caught up with, or an alarm began or ended */
  constructor(
    private readonly store: EventStore,
    private readonly tree: TreeLog,
    private readonly onChange: () => void = () => undefined,
  ) {
    this.follower = new LogFollower(
      store,
      {
        resume: () => this.resume(),
        handle: ({ events }) => this.append(events),
        pieceSize: () => SLICE,
        handled: (batch, signal) => this.appended(batch, signal),
      },
      { onNews: onChange },
    );
    this.comparison = new TreeComparison(store, tree, (error) => {
      this.changed ??= error.message;
      onChange();
    });
  }

  start(): void {
    this.follower.start();
    this.comparison.start();
  }

  async stop(): Promise<void> {
    this.comparison.stop();
    await this.follower.stop();
  }

  /** Why nothing may be built on the log now; undefined while all is well. */
  get alarm(): string | undefined {
    return this.follower.state().alarm ?? this.changed;
  }

  /** Whether the log was seen to hold the tree's last leaf since the start. */
  get isLogKnown(): boolean {
    return this.knowsTip;
  }

  /** Whether all that the log held was hashed at some moment since the start. */
  get wasCaughtUp(): boolean {
    return this.follower.wasCaughtUp;
  }

  /** Whether every event that was hashed before the start was found to be in the log still. */
  get isCompared(): boolean {
    return this.comparison.isComplete;
  }

  state(): TreeState {
    const { caughtUp, error } = this.follower.state();
    return {
      size: this.tree.size,
      caughtUp,
      compared: this.comparison.compared,
      ...(error === undefined ? {} : { error }),
    };
  }

  /** Resolves when the event at a position is hashed, or after a time (ms). */
  async waitFor(position: string, timeoutMs: number): Promise<void> {
    await this.follower.waiters.wait(() => this.hasReached(position), timeoutMs);
  }

  /** Resolves when all up to a position is hashed and the log was caught up with once, or after a time (ms). */
  async waitForEnd(position: string, timeoutMs: number): Promise<void> {
    await this.follower.waiters.wait(() => this.wasCaughtUp && this.hasReached(position), timeoutMs);
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

  /**
   * A log that was put back to an older backup lacks the last event that was hashed. Where it has that event at another
   * position, what lies behind the one that is remembered is not what was not hashed yet.
   */
  private async resume(): Promise<string | undefined> {
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
    return this.tree.position;
  }

  /** Hashes events, each the next one of its stream: one that was moved to the end of the log would be hashed again. */
  private append(events: readonly StoredEvent[]): void {
    const found = this.tree.outOfTurn(events);
    if (found) {
      const { event, expected } = found;
      const index = this.tree.size + events.indexOf(event);
      throw this.alarmed(refusedAt(index, event, `stands where revision ${expected} has to be`));
    }
    if (events.length > 0) this.tree.append(events);
  }

  /** While the log is followed, what comes within a short time is hashed together. */
  private async appended({ events, caughtUp }: LogBatch, signal: AbortSignal): Promise<void> {
    this.onChange();
    if (caughtUp && events.length > 0) await pause(COLLECT_MS, signal);
  }

  private isLeaf(event: StoredEvent, index: number): boolean {
    return Buffer.compare(leafHash(leafBytes({ ...event, index })), this.tree.hashAt(0, index)) === 0;
  }
}
