import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Observable } from 'rxjs';
import { Subject } from 'rxjs';
import type { EventStore, LogBatch } from '../event-store/port.js';
import { Projector } from './projector.js';
import type { AppliedChange, Projection, RunnerState } from './types.js';
import { ViewsBehind } from './types.js';
import type { Views } from './views-file.js';
import { emptyViews } from './views-file.js';

/** Events per transaction beside running requests: short enough that an answer waits a few milliseconds for it. */
const LIVE_EVENTS = 50;

/** Records per transaction when everything is shown after filling. */
const SHOWN_AT_ONCE = 50;

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2000;

export interface RunnerOptions {
  /** Events per transaction once the log has been caught up with; 50 when not given. */
  readonly liveEvents?: number;
}

interface Waiter {
  readonly position: string;
  readonly settle: (reached: boolean) => void;
}

/** Feeds the views from the log: catches up, then follows, whatever happens in between. */
export class ProjectionRunner implements Projection {
  private readonly applied = new Subject<AppliedChange>();
  private readonly waiters = new Set<Waiter>();
  private readonly abort = new AbortController();
  private readonly liveEvents: number;
  private projector: Projector;
  private running: Promise<void> | undefined;
  private lag = 0;
  private caughtUp = false;
  private wasLive = false;
  private error: string | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly views: Views,
    { liveEvents = LIVE_EVENTS }: RunnerOptions = {},
  ) {
    this.liveEvents = liveEvents;
    this.projector = new Projector(store, views);
  }

  /** What has been applied, after it can be read. */
  get changes(): Observable<AppliedChange> {
    return this.applied.asObservable();
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
    for (const { settle } of [...this.waiters]) settle(false);
    this.applied.complete();
  }

  state(): RunnerState {
    const { events, updatedAt } = this.projector.checkpoint;
    return {
      position: this.shown(),
      index: events,
      lag: this.lag,
      caughtUp: this.caughtUp,
      parked: this.projector.parked,
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(updatedAt === undefined ? {} : { updatedAt }),
    };
  }

  waitFor(position: string, timeoutMs: number): Promise<void> {
    if (this.hasReached(position)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (reached: boolean): void => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        if (reached) resolve();
        else reject(new ViewsBehind(position, this.shown()));
      };
      const timer = setTimeout(() => settle(false), timeoutMs);
      const waiter = { position, settle };
      this.waiters.add(waiter);
    });
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
        for await (const batch of this.store.subscribeAll(this.projector.checkpoint.position, this.abort.signal)) {
          await this.take(batch);
          wait = FIRST_DELAY_MS;
        }
      } catch (error) {
        this.error = error instanceof Error ? error.message : String(error);
        this.caughtUp = false;
        await delay(wait, undefined, { signal: this.abort.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_DELAY_MS);
      }
    }
  }

  /** Views of another log, such as one restored from an older backup, are emptied and filled again. */
  private async checkLog(): Promise<void> {
    const { last } = this.projector.checkpoint;
    if (!last) return;
    const [event] = await this.store.read(last.stream, last.revision);
    if (event?.id === last.id) return;
    const { settings, file } = this.views;
    settings.log?.(`the views in ${file} were made from another log: they are made anew`);
    emptyViews(this.views);
    this.projector = new Projector(this.store, this.views);
    this.wasLive = false;
  }

  private async take({ events, position, caughtUp }: LogBatch): Promise<void> {
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
    this.wasLive ||= this.caughtUp;
    this.settle(0);
  }

  /** What was applied can be read now. */
  private settle(rest: number): void {
    this.lag = rest;
    this.error = undefined;
    for (const { position, settle } of [...this.waiters]) if (this.hasReached(position)) settle(true);
  }

  private async finishFilling(): Promise<void> {
    while (this.projector.checkpoint.filling && !this.abort.signal.aborted) {
      await this.projector.showPending(SHOWN_AT_ONCE);
      await nextTurn();
    }
  }
}
