import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Observable } from 'rxjs';
import { Subject } from 'rxjs';
import type { EventStore, Following, LogBatch } from '../event-store/port.js';
import { LogRefused, StoreUnavailable } from '../event-store/port.js';
import { Projector } from './projector.js';
import type { AppliedChange, Projection, RunnerState } from './types.js';
import { ViewsBehind } from './types.js';
import { VersionMaker } from './versions/version-maker.js';
import { VersionRunner } from './versions/version-runner.js';
import type { Views } from './views-file.js';
import { addressOf, emptyViews, noteAddress } from './views-file.js';
import { Waiters } from '../runtime/waiters.js';

/** Events per transaction beside running requests: short enough that an answer waits a few milliseconds for it. */
const LIVE_EVENTS = 50;

/** Records per transaction when everything is shown after filling. */
const SHOWN_AT_ONCE = 50;

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2000;

/** A store that tells signs of life gives one at least so often, in milliseconds; else what is shown counts as old. */
const LONGEST_SILENCE_MS = 8_000;

const SILENCE_CHECK_MS = 1_000;

/** What becomes of following the log. */
export type LogNews =
  | { readonly news: 'followed' }
  | { readonly news: 'lost'; readonly reason: string }
  | { readonly news: 'alarm'; readonly reason: string };

export interface RunnerOptions {
  /** Events per transaction once the log has been caught up with; 50 when not given. */
  readonly liveEvents?: number;
  /** Told of each change, once. */
  readonly onNews?: (news: LogNews) => void;
}

/**
 * Feeds the views from the log: catches up, then follows, whatever happens in between. A log that lacks what the views
 * have shown is refused: they stay as they are, and the alarm stands until the log is whole again or somebody has made
 * the views anew from it.
 */
export class ProjectionRunner implements Projection {
  private readonly applied = new Subject<AppliedChange>();
  private readonly waiters = new Waiters();
  private readonly abort = new AbortController();
  private readonly liveEvents: number;
  private readonly onNews: (news: LogNews) => void;
  private projector: Projector;
  /** Past states of the records, made behind the views. */
  readonly versions: VersionRunner;
  private running: Promise<void> | undefined;
  private lag = 0;
  private caughtUp = false;
  private wasLive = false;
  private error: string | undefined;
  private alarm: string | undefined;
  private isTaking = false;
  /** When the views were last written before this start: how old they may be until they are caught up with. */
  private readonly writtenAt: string | undefined;
  private following = false;
  /** Monotonic times of the last sign of life, and of the last moment at which everything was known to be shown. */
  private heardAt: number | undefined;
  private freshAt: number | undefined;
  private watch: NodeJS.Timeout | undefined;
  private told: LogNews['news'] = 'followed';

  constructor(
    private readonly store: EventStore,
    private readonly views: Views,
    { liveEvents = LIVE_EVENTS, onNews = () => undefined }: RunnerOptions = {},
  ) {
    this.liveEvents = liveEvents;
    this.onNews = onNews;
    this.projector = new Projector(store, views);
    this.writtenAt = this.projector.checkpoint.updatedAt;
    this.versions = new VersionRunner(
      () => new VersionMaker(store, views),
      () => {
        const { filling, events } = this.projector.checkpoint;
        return filling ? undefined : events;
      },
      (message) => views.settings.log?.(message),
    );
  }

  /** What has been applied, after it can be read. */
  get changes(): Observable<AppliedChange> {
    return this.applied.asObservable();
  }

  start(): void {
    this.running ??= this.run();
    this.versions.start();
    this.watch ??= setInterval(() => this.tellSilence(), SILENCE_CHECK_MS).unref();
  }

  async stop(): Promise<void> {
    this.abort.abort();
    clearInterval(this.watch);
    await this.running;
    await this.versions.stop();
    this.waiters.end();
    this.applied.complete();
  }

  state(): RunnerState {
    const { events, updatedAt } = this.projector.checkpoint;
    const age = this.age();
    return {
      position: this.shown(),
      index: events,
      lag: this.lag,
      caughtUp: this.caughtUp,
      following: this.following,
      parked: this.projector.parked,
      versions: this.versions.made,
      ...(this.versions.error === undefined ? {} : { versionsError: this.versions.error }),
      ...(age === undefined ? {} : { age }),
      ...(this.alarm === undefined ? {} : { alarm: this.alarm }),
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(updatedAt === undefined ? {} : { updatedAt }),
    };
  }

  /**
   * How old what is shown may be, in whole seconds: 0 while the log is followed and shown to its end; undefined where
   * that was never so.
   */
  age(): number | undefined {
    if (this.following && this.caughtUp && !this.isSilent()) return 0;
    if (this.freshAt !== undefined) return Math.floor((performance.now() - this.freshAt) / 1000);
    const { writtenAt } = this;
    return writtenAt === undefined ? undefined : Math.max(Math.floor((Date.now() - Date.parse(writtenAt)) / 1000), 0);
  }

  /** Whether everything that the log held was once shown since the start; from then on it is followed. */
  get wasCaughtUp(): boolean {
    return this.wasLive;
  }

  /** Whether there is something to show: views that are being filled are not. */
  get isShown(): boolean {
    return !this.projector.checkpoint.filling;
  }

  /**
   * Resolves when the log is followed, and so known to be the one that the views have shown.
   * @throws StoreUnavailable after `timeoutMs`
   */
  whenFollowed(timeoutMs: number): Promise<void> {
    const failure = (): Error =>
      new StoreUnavailable(`the log cannot be followed now: ${this.error ?? 'it is not known yet'}`);
    return this.waiters.until(() => this.following, timeoutMs, failure);
  }

  /** Why nothing may be recorded now; undefined while all is well. */
  refusal(): string | undefined {
    return this.alarm;
  }

  waitFor(position: string, timeoutMs: number): Promise<void> {
    const failure = (): Error => new ViewsBehind(position, this.shown());
    return this.waiters.until(() => this.hasReached(position), timeoutMs, failure);
  }

  private shown(): string | undefined {
    const { filling, position } = this.projector.checkpoint;
    return filling ? undefined : position;
  }

  private hasReached(position: string): boolean {
    const shown = this.shown();
    return shown !== undefined && this.store.comparePositions(position, shown) <= 0;
  }

  /** Whatever fails is tried again from the checkpoint, after a growing delay, and meanwhile told of in the state. */
  private async run(): Promise<void> {
    let wait = FIRST_DELAY_MS;
    while (!this.abort.signal.aborted) {
      try {
        await this.checkLog();
        const { position } = this.projector.checkpoint;
        for await (const batch of this.store.subscribeAll(position, this.abort.signal, (change) => this.hear(change))) {
          this.isTaking = true;
          await this.take(batch).finally(() => (this.isTaking = false));
          if (this.heardAt !== undefined) this.heardAt = performance.now();
          wait = FIRST_DELAY_MS;
        }
      } catch (error) {
        this.lose(error);
        await delay(wait, undefined, { signal: this.abort.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_DELAY_MS);
      }
    }
  }

  /**
   * A log that was put back to an older backup, and another one, lack the last event that the views have shown. A log that
   * was moved has it, mostly in another place: the views are made anew then.
   */
  private async checkLog(): Promise<void> {
    const { last, position } = this.projector.checkpoint;
    const hasMoved = addressOf(this.views) !== this.store.address;
    if (!last) {
      if (hasMoved) noteAddress(this.views, this.store.address);
      return;
    }
    const [event] = await this.store.read(last.stream, last.revision);
    if (event?.id === last.id) {
      if (!hasMoved) return;
      if (event.position === position) noteAddress(this.views, this.store.address);
      else this.beginAnew();
      return;
    }
    throw new LogRefused(
      `the log no longer holds revision ${last.revision} of ${last.stream}, which the views in ${this.views.file} have ` +
        'shown: it was put back to an older state or is another one. Nothing is recorded until the log is whole again, ' +
        'or the views are made anew from what there is (the verb rebuild)',
    );
  }

  private beginAnew(): void {
    const { settings, file } = this.views;
    settings.log?.(`the log was moved to another store: the views in ${file} are made anew`);
    emptyViews(this.views, this.store.address);
    this.projector = new Projector(this.store, this.views);
    this.versions.beginAnew();
    this.wasLive = false;
  }

  /** A store that is reached over a network tells whether it still is. */
  private hear({ following, reason = 'no reason was given' }: Following): void {
    if (!following) {
      this.following = false;
      this.caughtUp = false;
      this.error = reason;
      this.tell({ news: 'lost', reason });
      return;
    }
    const now = performance.now();
    this.heardAt = now;
    if (this.caughtUp) this.freshAt = now;
    this.follow();
  }

  /** While a batch is applied nobody listens, so nothing is heard. */
  private isSilent(): boolean {
    const { heardAt, isTaking } = this;
    return !isTaking && heardAt !== undefined && performance.now() - heardAt > LONGEST_SILENCE_MS;
  }

  /** A store that hangs says nothing of it: it is told of before the subscription is given up. */
  private tellSilence(): void {
    if (this.isSilent()) this.tell({ news: 'lost', reason: 'the event store says nothing' });
  }

  private follow(): void {
    this.following = true;
    this.alarm = undefined;
    this.error = undefined;
    this.tell({ news: 'followed' });
    this.waiters.check();
  }

  private lose(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.error = reason;
    this.caughtUp = false;
    this.following = false;
    if (error instanceof LogRefused) this.alarm = reason;
    this.tell({ news: error instanceof LogRefused ? 'alarm' : 'lost', reason });
  }

  private tell(news: LogNews): void {
    // What is told while an alarm stands is not news, but for its end.
    if (news.news === this.told || (news.news === 'lost' && this.alarm !== undefined)) return;
    this.told = news.news;
    this.onNews(news);
  }

  private async take({ events, position, caughtUp }: LogBatch): Promise<void> {
    this.follow();
    this.caughtUp &&= caughtUp;
    const size = this.wasLive ? this.liveEvents : Math.max(events.length, 1);
    for (let from = 0; from < events.length && !this.abort.signal.aborted; from += size) {
      if (from > 0) await nextTurn();
      const slice = events.slice(from, from + size);
      const rest = Math.max(events.length - from - size, 0);
      const end = rest > 0 ? slice.at(-1)?.position : undefined;
      const changes = await this.projector.apply(slice, end ?? position);
      this.settle(rest);
      for (const change of changes) this.applied.next(change);
    }
    if (this.abort.signal.aborted) return;
    if (caughtUp) await this.finishFilling();
    this.caughtUp = caughtUp && !this.projector.checkpoint.filling;
    if (this.caughtUp) this.freshAt = performance.now();
    this.wasLive ||= this.caughtUp;
    this.settle(0);
  }

  /** What was applied can be read now. */
  private settle(rest: number): void {
    this.lag = rest;
    this.error = undefined;
    this.waiters.check();
    this.versions.nudge();
  }

  private async finishFilling(): Promise<void> {
    while (this.projector.checkpoint.filling && !this.abort.signal.aborted) {
      await this.projector.showPending(SHOWN_AT_ONCE);
      await nextTurn();
    }
  }
}
