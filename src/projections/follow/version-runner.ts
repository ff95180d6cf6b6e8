import { ViewsBehind } from './runner-state.js';
import { BackgroundLoop } from '../../runtime/background-loop.js';
import { errorMessage } from '../../runtime/error-message.js';
import { RecentPace } from '../../runtime/recent-pace.js';
import { OneAtATime } from '../../runtime/one-at-a-time.js';
import { Waiters } from '../../runtime/waiters.js';
import type { VersionMaker } from '../write/version-maker.js';

/** Most entries whose versions are made in one turn of the event loop, and the longest that it takes, in milliseconds. */
const AT_ONCE = 50;
const LONGEST_TURN_MS = 5;

/** Longest wait for news of the views, and between two tries when something failed, in milliseconds. */
const PAUSE_MS = 1_000;

/** Keeps the versions up with the views: in small pieces, behind them. */
export class VersionRunner {
  private readonly waiters = new Waiters();
  private readonly loop = new BackgroundLoop(async () => {
    const isBusy = await this.advance();
    this.waiters.check();
    return isBusy ? 0 : PAUSE_MS;
  });
  private readonly pace = new RecentPace();
  /** Monotonic time at which the step before ended, where this one goes on at once. */
  private busySince: number | undefined;
  private readonly pieces = new OneAtATime();
  private failed: string | undefined;
  private maker: VersionMaker;

  /**
   * `taken` gives the number of the ledger's events that the views show; undefined while they are being filled. `log` is
   * called once with what keeps it from going on.
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

  /**
   * In how many milliseconds there will be versions of all that the views show, at the pace of late: `msEach` milliseconds
   * for an event, whatever else had to be done meanwhile.
   */
  behind(): { ms: number; msEach: number } {
    const { msEach } = this.pace;
    return { ms: ((this.taken() ?? this.made) - this.made) * msEach, msEach };
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    this.waiters.end();
  }

  /** The views were emptied. */
  startOver(): void {
    this.maker = this.makerOf();
  }

  /** Does something while no versions are made; what is kept in memory of the views is read again afterwards. */
  whileStill<T>(work: () => Promise<T>): Promise<T> {
    return this.pieces.run(() => work().finally(() => this.startOver()));
  }

  /** The views have gone on. */
  wake(): void {
    this.loop.wake();
  }

  /** Resolves when there are versions up to and including an event. @throws ViewsBehind after `timeoutMs` */
  waitFor(index: number, timeoutMs: number): Promise<void> {
    const failure = (): Error =>
      new ViewsBehind(`event ${index}`, `event ${this.made - 1} with the past states of records`);
    return this.waiters.until(() => this.made > index, timeoutMs, failure);
  }

  private async advance(): Promise<boolean> {
    const taken = this.taken();
    if (taken === undefined) return false;
    try {
      const { made } = this;
      const isBusy = await this.pieces.run(() => this.maker.advance(AT_ONCE, taken, LONGEST_TURN_MS));
      this.failed = undefined;
      this.notePace(this.made - made, isBusy);
      return isBusy;
    } catch (error) {
      const reason = errorMessage(error);
      if (reason !== this.failed) this.log(`the past cannot be kept now, and is tried again: ${reason}`);
      this.failed = reason;
      this.busySince = undefined;
      // What was worked out in memory and not written is worked out again.
      this.maker = this.makerOf();
      return false;
    }
  }

  private notePace(made: number, isBusy: boolean): void {
    const now = performance.now();
    if (this.busySince !== undefined && made > 0) this.pace.note(made, now - this.busySince);
    this.busySince = isBusy ? now : undefined;
  }
}
