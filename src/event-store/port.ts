import type { Disclosure } from '../kernel/personal.js';

/** An event as a command hands it to the store: envelope parts already serialised, canonical (RFC 8785). */
export interface NewEvent {
  /** UUID. A retry of an append carries the same ids. */
  readonly id: string;
  /** Past-tense string, never a class name. */
  readonly type: string;
  /** Canonical JSON of the event's data. */
  readonly data: string;
  /** Canonical JSON of the event's metadata. */
  readonly metadata: string;
}

/** An event as it lies in the log: the very bytes that were written. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  /** 0, 1, 2 … within its stream. */
  readonly revision: number;
  /** Opaque place in the whole log; only `comparePositions` may look into it. */
  readonly position: string;
}

/** A stretch of the log in order. `caughtUp` is true when nothing lay behind it at the moment it was read. */
export interface LogBatch {
  readonly events: readonly StoredEvent[];
  /** Position after the last event looked at: where to go on from. */
  readonly position: string;
  readonly caughtUp: boolean;
}

/** The revision a writer saw last: -1 for a stream that has no events yet. */
export type ExpectedRevision = number;

export interface AppendResult {
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** Position of the last event appended. */
  readonly position: string;
}

/** Somebody else wrote to the stream first. Nothing of the append was kept. */
export class WrongExpectedRevision extends Error {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number,
  ) {
    super(`stream ${stream} is at revision ${actual}, not ${expected}`);
    this.name = 'WrongExpectedRevision';
  }
}

/** The store cannot take or give events now; nothing was acknowledged. `retryAfter` is in seconds. */
export class StoreUnavailable extends Error {
  constructor(
    message: string,
    readonly retryAfter = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}

/** The disk that the store writes to is full; what was acknowledged stays. */
export class StoreFull extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFull';
  }
}

/** The data folder or address in the settings cannot be used; the message says what to mend. */
export class StoreRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreRefused';
  }
}

/**
 * The port that both stores keep (see the contract suite). What is promised: events of one append are written together
 * or not at all; revisions of a stream have no holes; a retry with the same ids and the same expected revision is safe
 * and gives the first result again. Nothing more is promised about ids.
 */
export interface EventStore {
  /**
   * Appends `events` to `stream` if its last revision is `expected`; resolves once they are durable.
   * `disclosures` go into the erasable side store no later than the events become visible.
   * @throws WrongExpectedRevision, StoreUnavailable, StoreFull
   */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    disclosures?: readonly Disclosure[],
  ): Promise<AppendResult>;

  /** Events of one stream from revision `from` on, oldest first; an unknown stream gives none. */
  read(stream: string, from?: number): Promise<StoredEvent[]>;

  /** The ledger's whole log after a position (from the start without one), in order, until its present end. */
  readAll(after?: string): AsyncIterable<LogBatch>;

  /**
   * The same, but goes on waiting for new events until `signal` aborts. Pulled: the next batch is read when asked for.
   * The first batch may be empty, when nothing lies behind `after`.
   */
  subscribeAll(after: string | undefined, signal: AbortSignal): AsyncIterable<LogBatch>;

  /** Position of the ledger's last event; undefined while the ledger is empty. */
  head(): Promise<string | undefined>;

  /** How far through the log a position lies, from 0 to 1: for progress bars, never for order. */
  fraction(position: string): Promise<number>;

  /** Negative, zero or positive, as `a` lies before, at or after `b`. */
  comparePositions(a: string, b: string): number;

  /** Whether a string can be a position of this store (headers come from outside). */
  isPosition(text: string): boolean;

  /** The disclosures that still exist behind these digests. */
  disclosures(digests: readonly string[]): Promise<Map<string, Disclosure>>;

  close(): Promise<void>;
}
