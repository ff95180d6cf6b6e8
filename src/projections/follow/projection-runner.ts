import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore, LogBatch } from '../../event-store/port.js';
import { LogRefused } from '../../event-store/port.js';
import { LogFollower, type LogNews } from '../../follow/log-follower.js';
import { OneAtATime } from '../../runtime/one-at-a-time.js';
import { Projector } from './projector.js';
import type { RunnerState } from './runner-state.js';
import { ViewsBehind } from './runner-state.js';
import { VersionMaker } from '../write/version-maker.js';
import { VersionRunner } from './version-runner.js';
import type { Views } from '../write/views-file.js';
import { addressOf, emptyViews, noteAddress } from '../write/views-file.js';

/** Events per transaction beside running requests: short enough that an answer waits a few milliseconds for it. */
const LIVE_EVENTS = 50;

/** Records per transaction when everything is shown after filling. */
const RENDERED_AT_ONCE = 50;

export interface RunnerOptions {
  /** Events per transaction once the log has been caught up with; 50 when not given. */
  readonly liveEvents?: number;
  /** Called once for each change. */
  readonly onNews?: (news: LogNews) => void;
}

/**
 * Feeds the views from the log: catches up, then follows, whatever happens in between. A log that lacks what the views
 * have shown is refused: they stay as they are, and the alarm stands until the log is whole again or somebody has made
 * the views again from it.
 */
export class ProjectionRunner {
  private readonly follower: LogFollower;
  private readonly pieces = new OneAtATime();
  private projector: Projector;
  /** Past states of the records, made behind the views. */
  readonly versions: VersionRunner;
  /** When the views were last written before this start: how old they may be until they are caught up with. */
  private readonly writtenAt: string | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly views: Views,
    { liveEvents = LIVE_EVENTS, onNews }: RunnerOptions = {},
  ) {
    this.follower = new LogFollower(
      store,
      {
        resume: () => this.resume(),
        handle: (piece, signal) => this.pieces.run(() => this.apply(piece, signal)),
        pieceSize: () => (this.wasCaughtUp ? liveEvents : Infinity),
      },
      { onNews },
    );
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

  start(): void {
    this.follower.start();
    this.versions.start();
  }

  /** Ends after the transaction under way. */
  async stop(): Promise<void> {
    await this.follower.stop();
    await this.versions.stop();
  }

  state(): RunnerState {
    const { events, updatedAt } = this.projector.checkpoint;
    const { following, caughtUp, lag, alarm, error } = this.follower.state();
    const age = this.age();
    return {
      position: this.shown(),
      index: events,
      lag,
      caughtUp,
      following,
      parked: this.projector.parked,
      versions: this.versions.made,
      ...(this.versions.error === undefined ? {} : { versionsError: this.versions.error }),
      ...(age === undefined ? {} : { age }),
      ...(alarm === undefined ? {} : { alarm }),
      ...(error === undefined ? {} : { error }),
      ...(updatedAt === undefined ? {} : { updatedAt }),
    };
  }

  /**
   * How old what is shown may be, in whole seconds: 0 while the log is followed and shown to its end; undefined where
   * that was never so.
   */
  age(): number | undefined {
    const age = this.follower.age();
    if (age !== undefined || this.writtenAt === undefined) return age;
    return Math.max(Math.floor((Date.now() - Date.parse(this.writtenAt)) / 1000), 0);
  }

  /** Whether everything that the log held was once shown since the start; from then on it is followed. */
  get wasCaughtUp(): boolean {
    return this.follower.wasCaughtUp && this.isShown;
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
    return this.follower.whenFollowed(timeoutMs);
  }

  /**
   * Resolves when everything that the log held at some moment since the start is shown.
   * @throws ViewsBehind after `timeoutMs`
   */
  whenCaughtUp(timeoutMs: number): Promise<void> {
    const failure = (): Error => new ViewsBehind('the end of the log', this.shown());
    return this.follower.waiters.until(() => this.wasCaughtUp, timeoutMs, failure);
  }

  /**
   * Does something to the views while nobody else writes them, and reads again afterwards what is kept in memory of them.
   * What is recorded meanwhile is shown afterwards.
   */
  whileStill<T>(work: () => Promise<T>): Promise<T> {
    const readAgain = (): void => void (this.projector = new Projector(this.store, this.views));
    return this.pieces.run(() => this.versions.whileStill(() => work().finally(readAgain)));
  }

  /** Why nothing may be recorded now; undefined while all is well. */
  refusal(): string | undefined {
    return this.follower.state().alarm;
  }

  /** Resolves when the views show everything up to the position. @throws ViewsBehind after `timeoutMs` */
  waitFor(position: string, timeoutMs: number): Promise<void> {
    const failure = (): Error => new ViewsBehind(position, this.shown());
    return this.follower.waiters.until(() => this.hasReached(position), timeoutMs, failure);
  }

  private shown(): string | undefined {
    const { filling, position } = this.projector.checkpoint;
    return filling ? undefined : position;
  }

  private hasReached(position: string): boolean {
    const shown = this.shown();
    return shown !== undefined && this.store.comparePositions(position, shown) <= 0;
  }

  private async resume(): Promise<string | undefined> {
    await this.checkLog();
    return this.projector.checkpoint.position;
  }

  /**
   * A log that was put back to an older backup, and another one, lack the last event that the views have shown. A log that
   * was moved has it, mostly in another place: the views are made again then.
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
      else this.startOver();
      return;
    }
    throw new LogRefused(
      `the log no longer holds revision ${last.revision} of ${last.stream}, which the views in ${this.views.file} have ` +
        'shown: it was put back to an older state or is another one. Nothing is recorded until the log is whole again, ' +
        'or the views are made again from what there is (the verb rebuild)',
    );
  }

  private startOver(): void {
    const { settings, file } = this.views;
    settings.log?.(`the log was moved to another store: the views in ${file} are made again`);
    emptyViews(this.views, this.store.address);
    this.projector = new Projector(this.store, this.views);
    this.versions.startOver();
  }

  private async apply({ events, position, caughtUp }: LogBatch, signal: AbortSignal): Promise<void> {
    if (events.length > 0) await this.projector.apply(events, position);
    if (caughtUp) await this.finishFilling(signal);
    this.versions.wake();
  }

  private async finishFilling(signal: AbortSignal): Promise<void> {
    while (!this.isShown && !signal.aborted) {
      await this.projector.renderPending(RENDERED_AT_ONCE);
      await nextTurn();
    }
  }
}
