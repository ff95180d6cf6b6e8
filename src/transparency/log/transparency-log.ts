import type { KeyObject } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '../../event-store/port.js';
import { LogRefused, StoreUnavailable } from '../../event-store/port.js';
import { BackgroundLoop } from '../../runtime/background-loop.js';
import { errorMessage } from '../../runtime/error-message.js';
import { Waiters } from '../../runtime/waiters.js';
import { CheckpointStore } from './checkpoint-store.js';
import { KeyRefused } from './key-file.js';
import { Proofs } from './proofs.js';
import { type Signed, Signer } from './signer.js';
import { TreeLog } from './tree-log.js';
import { type TreeState, TreeRunner } from './tree-runner.js';

/** How often the store is asked for new checkpoints, and one is signed at most, in milliseconds. */
const LOOK_MS = 1_000;

/** A store that does not answer within this time is looked at after the start, in milliseconds. */
const FIRST_LOOK_MS = 3_000;

/** A log that is caught up with may be shorter than a signed checkpoint for so long: another node may lag, in milliseconds. */
const SHORTER_MS = 3_000;

/** At the end what was recorded last gets so long to be signed, in milliseconds. */
const LAST_SIGNED_MS = 1_500;

/** The log's name is another one since its first checkpoint. */
export class OriginRefused extends KeyRefused {
  override name = 'OriginRefused';
}

export interface TransparencyOptions {
  /** Data folder: the tree's file lies in it. */
  readonly folder: string;
  readonly ledger: string;
  readonly store: EventStore;
  /** The name that the log is to have; undefined for the one that it has. */
  readonly origin?: string;
  /** The name of a log that has none yet, where `origin` says nothing. */
  readonly usualOrigin: string;
  /** Ed25519; undefined for an instance that signs nothing. */
  readonly key?: KeyObject;
  /** Called with one sentence when the tree has to be made again. */
  readonly log?: (message: string) => void;
  /** Called when an alarm begins, with the reason, and when it ends. */
  readonly onAlarm?: (reason: string | undefined) => void;
  /** Called when the settings turn out to be wrong for the log. */
  readonly onRefused?: (error: KeyRefused) => void;
  /** In milliseconds; 1,000 when not given. */
  readonly lookMs?: number;
}

/** Where the transparency log is. */
export interface TransparencyState extends TreeState {
  /** Events that a signed checkpoint covers; absent while there is none. */
  readonly signed?: number;
  /** Why the log is refused. */
  readonly alarm?: string;
}

/**
 * The transparency log of one instance: the tree that follows the log, the signed checkpoints that the store keeps, the
 * signer where this instance is the one that signs, and the alarm when they contradict each other.
 */
export class TransparencyLog {
  readonly tree: TreeLog;
  readonly checkpoints: CheckpointStore;
  readonly proofs: Proofs;
  private readonly runner: TreeRunner;
  private readonly signer: Signer | undefined;
  private readonly loop: BackgroundLoop;
  private readonly waiters = new Waiters();
  private isChecked = false;
  private shorterSince: number | undefined;
  private contradiction: string | undefined;
  private trouble: string | undefined;
  private reportedAlarm: string | undefined;

  private constructor(private readonly options: TransparencyOptions) {
    const { store, key, origin, usualOrigin, lookMs = LOOK_MS } = options;
    this.loop = new BackgroundLoop(async (signal) => {
      await this.look(signal);
      return lookMs;
    });
    this.tree = TreeLog.open({ ...options, store: store.address });
    this.checkpoints = new CheckpointStore(store, this.tree);
    this.runner = new TreeRunner(store, this.tree, () => this.changed());
    this.proofs = new Proofs(store, this.tree, this.checkpoints, this.runner);
    this.signer = key && new Signer(store, this.tree, this.checkpoints, key, origin ?? usualOrigin);
  }

  /**
   * Opens the tree, and looks at the store's checkpoints where the store answers soon.
   * @throws KeyRefused, OriginRefused when the settings are not those of the log
   */
  static async open(options: TransparencyOptions): Promise<TransparencyLog> {
    const log = new TransparencyLog(options);
    const firstLook = log.checkpoints.refresh().then(() => log.checkSettings());
    firstLook.catch(nothing);
    try {
      await Promise.race([firstLook, delay(FIRST_LOOK_MS, undefined, { ref: false })]);
    } catch (error) {
      // The looks after the start find the same: a store that is away, or an alarm.
      if (!(error instanceof StoreUnavailable || error instanceof LogRefused)) {
        log.tree.close();
        throw error;
      }
    }
    return log;
  }

  start(): void {
    this.runner.start();
    this.loop.start();
  }

  /** Ends it. Nothing may be recorded any more: what was recorded last is signed first, as far as it can be in a short time. */
  async stop(): Promise<void> {
    if (this.loop.isStopped) return;
    const stopped = this.loop.stop();
    this.waiters.end();
    await stopped;
    await Promise.race([this.signLast(), delay(LAST_SIGNED_MS, undefined, { ref: false })]);
    await this.runner.stop();
    this.tree.close();
  }

  state(): TransparencyState {
    const signed = this.checkpoints.latest()?.size;
    const alarm = this.refusal();
    const error = this.trouble;
    return {
      ...(error === undefined ? {} : { error }),
      ...this.runner.state(),
      ...(signed === undefined ? {} : { signed }),
      ...(alarm === undefined ? {} : { alarm }),
    };
  }

  /** Why nothing may be recorded now; undefined while all is well. */
  refusal(): string | undefined {
    return this.runner.alarm ?? this.contradiction;
  }

  /**
   * Resolves when the log was found to hold all that the newest signed checkpoint covers: before that nothing may be built
   * on it.
   * @throws StoreUnavailable after a time (ms), at an alarm, or at the end
   */
  async whenChecked(timeoutMs: number): Promise<void> {
    await this.waiters.wait(() => this.isChecked || this.refusal() !== undefined, timeoutMs);
    if (this.isChecked) return;
    const why = this.refusal() ?? (this.loop.isStopped ? 'the ledger ends' : undefined);
    throw new StoreUnavailable(why ?? 'the log is still being compared with its signed checkpoints', 1);
  }

  /** Reads new checkpoints, holds them against the tree, and signs what is new. */
  private async look(signal: AbortSignal): Promise<void> {
    try {
      let signed: Signed = 'again';
      while (signed !== 'nothing' && !signal.aborted) {
        await this.checkpoints.refresh();
        this.checkSettings();
        signed = this.agrees() && signed === 'again' ? await this.sign() : 'nothing';
      }
      this.trouble = undefined;
    } catch (error) {
      const reason = errorMessage(error);
      this.trouble = reason;
      if (error instanceof LogRefused) this.contradiction = reason;
      if (error instanceof KeyRefused) this.options.onRefused?.(error);
    }
    this.changed();
  }

  private async signLast(): Promise<void> {
    if (!this.signer) return;
    try {
      const head = await this.options.store.head();
      if (head === undefined) return;
      await this.runner.waitForEnd(head, LAST_SIGNED_MS);
      await this.look(new AbortController().signal);
    } catch {
      // The next start signs it.
    }
  }

  /** @throws KeyRefused, OriginRefused */
  private checkSettings(): void {
    const { origin: wanted } = this.options;
    const { origin } = this.checkpoints;
    if (wanted !== undefined && origin !== undefined && wanted !== origin) {
      throw new OriginRefused(`this ledger's checkpoints are those of ${origin} since the first one, not of ${wanted}`);
    }
    this.signer?.checkKey();
  }

  /** @throws LogRefused */
  private agrees(): boolean {
    if (!this.runner.isLogKnown) return false;
    if (this.checkpoints.compare()) {
      this.shorterSince = undefined;
      this.contradiction = undefined;
      this.isChecked = true;
      return true;
    }
    if (!this.runner.state().caughtUp) {
      this.shorterSince = undefined;
      return false;
    }
    this.shorterSince ??= performance.now();
    if (performance.now() - this.shorterSince < SHORTER_MS) return false;
    throw new LogRefused(
      `the log has ${this.tree.size} entries, and a signed checkpoint of it ${this.checkpoints.last?.size}: it was put ` +
        'back to an older state or is another one. Nothing is recorded until the log is whole again',
    );
  }

  /** What nobody may have changed while nobody looked: the log is compared first, some two minutes for a million events. */
  private async sign(): Promise<Signed> {
    const { wasCaughtUp, isCompared } = this.runner;
    if (!this.signer || !wasCaughtUp || !isCompared || this.refusal() !== undefined) return 'nothing';
    return this.signer.sign();
  }

  /** Called by the runner too: leaves were added, or an alarm began or ended. */
  private changed(): void {
    const alarm = this.refusal();
    if ((alarm === undefined) !== (this.reportedAlarm === undefined)) this.options.onAlarm?.(alarm);
    this.reportedAlarm = alarm;
    if (this.mayBegin()) this.loop.wake();
    this.waiters.check();
  }

  /** What the first look has waited for is there: the tree as far as it was signed, or the end of the log. */
  private mayBegin(): boolean {
    const { last } = this.checkpoints;
    if (!this.isChecked) return this.runner.isLogKnown && (last?.size ?? 0) <= this.tree.size;
    return last === undefined && this.signer !== undefined && this.runner.wasCaughtUp;
  }
}

function nothing(): void {
  // Nobody waits, or somebody else listens.
}
