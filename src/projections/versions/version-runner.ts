import { setImmediate as nextTurn } from 'node:timers/promises';
import { ViewsBehind } from '../types.js';
import { Waiters } from '../../runtime/waiters.js';
import type { VersionMaker } from './version-maker.js';

/** Most entries whose versions are made in one turn of the event loop, and the longest that it takes, in milliseconds. */
const AT_ONCE = 50;
const LONGEST_TURN_MS = 5;

/** Longest wait for news of the views, and between two tries when something failed, in milliseconds. */
const PAUSE_MS = 1_000;

/** Keeps the versions up with the views: in small pieces, behind them. */
export class VersionRunner {
  private readonly waiters = new Waiters();
  private running: Promise<void> | undefined;
  private isEnding = false;
  private wake: () => void = () => undefined;
  private failed: string | undefined;
  private maker: VersionMaker;

  /**
   * `taken` gives the number of the ledger's events that the views show; undefined while they are being filled. `log` is
   * told once of what keeps it from going on.
   */
  constructor(
    private readonly makerOf: () => VersionMaker,
    private readonly taken: () => number | undefined,
    private readonly log: (message: string) => void = () => undefined,
  ) {
    this.maker = makerOf();
  }

  /** Number of the ledger's events that have their versions. */
  get made(): number {
    return this.maker.made;
  }

  /** What keeps it from going on now. */
  get error(): string | undefined {
    return this.failed;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.isEnding = true;
    this.wake();
    await this.running;
    this.waiters.end();
  }

  /** The views were emptied. */
  beginAnew(): void {
    this.maker = this.makerOf();
  }

  /** The views have gone on. */
  nudge(): void {
    this.wake();
  }

  /** Resolves when there are versions up to and including an event. @throws ViewsBehind after `timeoutMs` */
  waitFor(index: number, timeoutMs: number): Promise<void> {
    const failure = (): Error =>
      new ViewsBehind(`event ${index}`, `event ${this.made - 1} with the past states of records`);
    return this.waiters.until(() => this.made > index, timeoutMs, failure);
  }

  private async run(): Promise<void> {
    while (!this.isEnding) {
      const isBusy = await this.advance();
      this.waiters.check();
      if (isBusy) await nextTurn();
      else await this.news();
    }
  }

  private async advance(): Promise<boolean> {
    const taken = this.taken();
    if (taken === undefined) return false;
    try {
      const isBusy = await this.maker.advance(AT_ONCE, taken, LONGEST_TURN_MS);
      this.failed = undefined;
      return isBusy;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== this.failed) this.log(`the past cannot be kept now, and is tried again: ${reason}`);
      this.failed = reason;
      // What was worked out in memory and not written is worked out again.
      this.maker = this.makerOf();
      return false;
    }
  }

  private news(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.isEnding) this.wake();
    });
  }
}
