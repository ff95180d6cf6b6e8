import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore, LogBatch } from '../event-store/port.js';
import { LogRefused, StoreUnavailable } from '../event-store/port.js';
import { BackgroundLoop } from '../runtime/background-loop.js';
import { Backoff } from '../runtime/backoff.js';
import { errorMessage } from '../runtime/error-message.js';
import { Waiters } from '../runtime/waiters.js';

/** Between two tries to follow the log, in milliseconds. */
const DELAYS = { first: 50, longest: 2000 };

/** A store that gives heartbeats gives one at least so often, in milliseconds; else what it last said counts as old. */
const LONGEST_SILENCE_MS = 8_000;

const SILENCE_CHECK_MS = 1_000;

/** What becomes of following the log. */
export type LogNews =
  | { readonly news: 'followed' }
  | { readonly news: 'lost'; readonly reason: string }
  | { readonly news: 'alarm'; readonly reason: string };

/** Who takes the log in, piece by piece, and remembers how far it has come. */
export interface LogConsumer {
  /**
   * The position to go on behind; undefined for the beginning. Asked before each try: here a consumer finds out whether
   * the log is still the one that it has followed. @throws LogRefused when it is not
   */
  resume(): string | undefined | Promise<string | undefined>;

  /**
   * Takes in the next piece of the log. It has no events where nothing lay behind the position; only the last piece of a
   * batch can be `caughtUp`. When it throws, following starts again where `resume` says. The signal aborts at the end.
   */
  handle(piece: LogBatch, signal: AbortSignal): void | Promise<void>;

  /** Most events of a piece: between two of them other work gets its turn. A batch is one piece when this is not given. */
  pieceSize?(): number;

  /** After each batch, when the follower's state counts it; the next batch is asked for once this has resolved. */
  handled?(batch: LogBatch, signal: AbortSignal): void | Promise<void>;
}

export interface FollowerOptions {
  /** Called once for each change; for no failure while an alarm stands. */
  readonly onNews?: (news: LogNews) => void;
  /** Called with the reason why a try has failed, unless the one before it failed for the same reason. */
  readonly onFailure?: (reason: string) => void;
}

/** How following goes. */
export interface FollowerState {
  /** The log is being followed, and so known to be the one that the consumer has taken in. */
  readonly following: boolean;
  /** All that the log held when it was last read has been taken in. */
  readonly caughtUp: boolean;
  /** Events that were read and not taken in yet. */
  readonly lag: number;
  /** What keeps it from following now. */
  readonly error?: string;
  /** The log was refused, and has not been followed since. */
  readonly alarm?: string;
}

/**
 * Has a consumer follow the log: from its checkpoint, whatever happens in between. What fails is tried again after a growing
 * delay and meanwhile reported in the state. A log that is refused raises an alarm, which stands until the log is followed
 * again.
 */
export class LogFollower {
  /** Those who wait for something that following brings; checked after each piece and when the log is followed. */
  readonly waiters = new Waiters();
  private readonly loop = new BackgroundLoop((signal) => this.follow(signal));
  private readonly backoff = new Backoff(DELAYS);
  private silenceCheck: NodeJS.Timeout | undefined;
  private following = false;
  private caughtUp = false;
  private hasCaughtUp = false;
  private lag = 0;
  private error: string | undefined;
  private alarm: string | undefined;
  private isHandling = false;
  /** Monotonic times of the last heartbeat, and of the last moment at which everything was known to be taken in. */
  private heartbeatAt: number | undefined;
  private freshAt: number | undefined;
  private reportedNews: LogNews['news'] = 'followed';
  private reportedFailure: string | undefined;

  constructor(
    private readonly store: Pick<EventStore, 'subscribeAll'>,
    private readonly consumer: LogConsumer,
    private readonly options: FollowerOptions = {},
  ) {}

  /** Begins to follow; once is enough, and after the end it does nothing. */
  start(): void {
    if (this.loop.isStopped) return;
    this.loop.start();
    this.silenceCheck ??= setInterval(() => this.checkSilence(), SILENCE_CHECK_MS).unref();
  }

  /** Resolves when the piece under way has been taken in. Whoever still waits learns that nothing comes any more. */
  async stop(): Promise<void> {
    clearInterval(this.silenceCheck);
    await this.loop.stop();
    this.waiters.end();
  }

  state(): FollowerState {
    const { following, caughtUp, lag, error, alarm } = this;
    return {
      following,
      caughtUp,
      lag,
      ...(error === undefined ? {} : { error }),
      ...(alarm === undefined ? {} : { alarm }),
    };
  }

  /** Whether all that the log held was taken in at some moment since the start. */
  get wasCaughtUp(): boolean {
    return this.hasCaughtUp;
  }

  /**
   * Seconds, rounded down, since all that the log held was known to be taken in: 0 while the log is followed to its end;
   * undefined where that was not so since the start.
   */
  age(): number | undefined {
    if (this.following && this.caughtUp && !this.isSilent()) return 0;
    return this.freshAt === undefined ? undefined : Math.floor((performance.now() - this.freshAt) / 1000);
  }

  /** Resolves when the log is followed. @throws StoreUnavailable after `timeoutMs` */
  whenFollowed(timeoutMs: number): Promise<void> {
    const failure = (): Error =>
      new StoreUnavailable(`the log cannot be followed now: ${this.error ?? 'it is not known yet'}`);
    return this.waiters.until(() => this.following, timeoutMs, failure);
  }

  /** Follows until something fails or it is stopped. @returns how long to wait before the next try, in milliseconds */
  private async follow(signal: AbortSignal): Promise<number> {
    try {
      const position = await this.consumer.resume();
      const batches = this.store.subscribeAll(position, signal, ({ following, reason = 'no reason was given' }) =>
        following ? this.heartbeat() : this.disconnect({ news: 'lost', reason }),
      );
      for await (const batch of batches) {
        this.isHandling = true;
        await this.take(batch, signal).finally(() => (this.isHandling = false));
        if (this.heartbeatAt !== undefined) this.heartbeatAt = performance.now();
        this.backoff.reset();
        this.reportedFailure = undefined;
      }
      return 0;
    } catch (error) {
      this.fail(error);
      return this.backoff.next();
    }
  }

  private async take(batch: LogBatch, signal: AbortSignal): Promise<void> {
    this.follows();
    this.caughtUp &&= batch.caughtUp;
    for (const { piece, rest } of piecesOf(batch, this.consumer.pieceSize?.() ?? Infinity)) {
      if (signal.aborted) return;
      await this.consumer.handle(piece, signal);
      this.lag = rest;
      this.waiters.check();
      if (rest > 0) await nextTurn();
    }
    if (signal.aborted) return;
    this.caughtUp = batch.caughtUp;
    this.hasCaughtUp ||= batch.caughtUp;
    if (batch.caughtUp) this.freshAt = performance.now();
    this.waiters.check();
    await this.consumer.handled?.(batch, signal);
  }

  /** A store that is reached over a network tells that it still is. */
  private heartbeat(): void {
    this.heartbeatAt = performance.now();
    if (this.caughtUp) this.freshAt = this.heartbeatAt;
    this.follows();
  }

  private follows(): void {
    this.following = true;
    this.alarm = undefined;
    this.error = undefined;
    this.report({ news: 'followed' });
    this.waiters.check();
  }

  private fail(error: unknown): void {
    const reason = errorMessage(error);
    this.disconnect({ news: error instanceof LogRefused ? 'alarm' : 'lost', reason });
    if (reason !== this.reportedFailure) this.options.onFailure?.(reason);
    this.reportedFailure = reason;
  }

  private disconnect(news: Exclude<LogNews, { news: 'followed' }>): void {
    this.following = false;
    this.caughtUp = false;
    this.error = news.reason;
    if (news.news === 'alarm') this.alarm = news.reason;
    this.report(news);
  }

  /** Nobody listens while a batch is handled, so nothing is heard then. */
  private isSilent(): boolean {
    const { heartbeatAt, isHandling } = this;
    return !isHandling && heartbeatAt !== undefined && performance.now() - heartbeatAt > LONGEST_SILENCE_MS;
  }

  /** A store that hangs does not say so: it is reported as lost before the subscription is given up. */
  private checkSilence(): void {
    if (this.isSilent()) this.report({ news: 'lost', reason: 'the event store says nothing' });
  }

  private report(news: LogNews): void {
    // What is lost while an alarm stands is no news; its end is.
    if (news.news === this.reportedNews || (news.news === 'lost' && this.alarm !== undefined)) return;
    this.reportedNews = news.news;
    this.options.onNews?.(news);
  }
}

/** A batch in pieces of at most `size` events, at least one, with the number of events behind each. */
function* piecesOf(batch: LogBatch, size: number): Generator<{ piece: LogBatch; rest: number }> {
  const { events } = batch;
  let from = 0;
  for (; events.length - from > size; from += size) {
    const slice = events.slice(from, from + size);
    const position = slice.at(-1)?.position ?? batch.position;
    yield { piece: { events: slice, position, caughtUp: false }, rest: events.length - from - size };
  }
  yield { piece: from === 0 ? batch : { ...batch, events: events.slice(from) }, rest: 0 };
}
