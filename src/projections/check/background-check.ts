import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '../../event-store/port.js';
import { BackgroundLoop } from '../../runtime/background-loop.js';
import { errorMessage } from '../../runtime/error-message.js';
import type { Views } from '../write/views-file.js';
import type { Difference } from './difference.js';
import { ViewsCheck } from './views-check.js';

/** How fast the background check goes. */
export interface CheckPace {
  /** Before the first round after a start, in milliseconds: a start has other things to do. */
  readonly delayMs: number;
  /** Between two rounds, and before what failed is tried again, in milliseconds. */
  readonly pauseMs: number;
  /** The share of one processor core that it takes at most, from 0 to 1. */
  readonly share: number;
}

/** Two per cent of a core. */
const USUAL_PACE: CheckPace = { delayMs: 5 * 60_000, pauseMs: 10 * 60_000, share: 0.02 };

/** It rests when it has worked for so long, in milliseconds: short enough that nobody waits for it. */
const LONGEST_WORK_MS = 5;

/**
 * The past of longer records is left to the verb, in events: making it again takes time with the square of their number.
 */
const PAST_UP_TO = 200;

/** Where so many records differ, a round goes no further: whoever looks knows enough. */
const MOST = 100;

/** How far the check is, and what it has found. */
export interface CheckState {
  /** Records that this round has come through, and all that there are. */
  checked: number;
  records: number;
  /** Records, streams and totals that are not what the log says, when they were last looked at. */
  differing: number;
  differences: Difference[];
  /** RFC 3339: when this round began; absent before the first. */
  since?: string;
  /** RFC 3339: when the last whole round ended. */
  ended?: string;
  /** What keeps it from going on now. */
  error?: string;
}

export interface BackgroundOptions {
  readonly pace?: CheckPace;
  /** Whether there is something to compare now: views that are shown, and a log that is theirs. */
  readonly mayCheck: () => boolean;
  /** Called once for each difference, in one line. */
  readonly log: (message: string) => void;
}

/** Compares the views with the log, round after round, slowly and beside everything else. It changes nothing. */
export class BackgroundCheck {
  private readonly pace: CheckPace;
  private readonly check: ViewsCheck;
  private readonly abort = new AbortController();
  private readonly found = new Map<string, readonly Difference[]>();
  private readonly fromLog = new Map<string, Difference>();
  /** What this round has found the views not to know of the log. */
  private readonly unknown = new Set<string>();
  private records = 0;
  private begun = performance.now();
  private since: string | undefined;
  private ended: string | undefined;
  private error: string | undefined;
  private isFirst = true;
  private readonly loop = new BackgroundLoop(() => this.step());

  constructor(
    store: Pick<EventStore, 'read' | 'readAll' | 'disclosures'>,
    views: Pick<Views, 'database' | 'settings'>,
    private readonly options: BackgroundOptions,
  ) {
    this.pace = options.pace ?? USUAL_PACE;
    this.check = new ViewsCheck(store, views, { pastUpTo: PAST_UP_TO, rest: () => this.rest() });
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.loop.stop();
    this.check.close();
  }

  /** How far it is; at most `limit` differences are named. */
  state(limit: number): CheckState {
    const { since, ended, error } = this;
    const all = [...this.fromLog.values(), ...[...this.found.values()].flat()];
    return {
      checked: this.check.done.records,
      records: this.records,
      differing: new Set(all.map(({ record }) => record)).size,
      differences: all.slice(0, limit),
      ...(since === undefined ? {} : { since }),
      ...(ended === undefined ? {} : { ended }),
      ...(error === undefined ? {} : { error }),
    };
  }

  /** A record, or the totals of a kind (`totals/<kind>`), was rendered again: what was found there is over. */
  forget(record: string): void {
    this.found.delete(record);
    this.fromLog.delete(record);
  }

  private async step(): Promise<number> {
    if (this.isFirst) {
      this.isFirst = false;
      return this.pace.delayMs;
    }
    if (!this.options.mayCheck()) return this.pace.pauseMs;
    this.since ??= new Date().toISOString();
    this.records = this.check.total;
    this.begun = performance.now();
    try {
      await this.round();
      this.ended = new Date().toISOString();
      this.since = undefined;
      this.error = undefined;
    } catch (error) {
      if (!this.abort.signal.aborted) this.error = errorMessage(error);
    }
    return this.pace.pauseMs;
  }

  private async round(): Promise<void> {
    await this.check.round({
      onLog: (difference) => {
        this.unknown.add(difference.record);
        if (!this.fromLog.has(difference.record)) this.report(difference);
        this.fromLog.set(difference.record, difference);
      },
      onChecked: (record, differences) => this.note(record, differences),
    });
    for (const record of this.fromLog.keys()) if (!this.unknown.has(record)) this.fromLog.delete(record);
    this.unknown.clear();
  }

  private note(record: string, differences: readonly Difference[]): void {
    const before = JSON.stringify(this.found.get(record) ?? []);
    if (differences.length === 0) this.found.delete(record);
    else if (JSON.stringify(differences) !== before) {
      this.found.set(record, differences);
      for (const difference of differences) this.report(difference);
      if (this.found.size >= MOST)
        throw new Error(`${MOST} records differ: make all views again (the verb rebuild, then a new start)`);
    }
  }

  private report({ record, table, stands, should }: Difference): void {
    this.options.log(
      `ALARM: the views are not what the log says: ${record}, table ${table}: ${stands}; should be: ${should}. ` +
        `Render it again: npm run ledger -- rebuild${record.includes('/') ? ` --record ${record}` : ''}`,
    );
  }

  /** @throws AbortError when it is to end */
  private async rest(): Promise<void> {
    const worked = performance.now() - this.begun;
    if (worked < LONGEST_WORK_MS) return;
    const pause = worked * (1 / this.pace.share - 1);
    await sleep(pause, undefined, { signal: this.abort.signal, ref: false });
    this.begun = performance.now();
  }
}
