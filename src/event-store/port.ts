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
  /**
   * The bytes of `data`, and of `metadata`, where they are no UTF-8, and only there: then another program wrote them, and the
   * text has U+FFFD in place of what is none.
   */
  readonly dataBytes?: Uint8Array;
  readonly metadataBytes?: Uint8Array;
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

/** Whether the log is being followed, with the reason if not. A sign of life says again that it is. */
export interface Following {
  readonly following: boolean;
  readonly reason?: string;
}

/** The revision a writer saw last: -1 for a stream that has no events yet. */
export type ExpectedRevision = number;

export interface AppendResult {
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** Position of the last event appended. */
  readonly position: string;
}

/** One of several appends that are begun together: what `append` takes, with at least one event. */
export interface OrderedAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  readonly disclosures?: readonly Disclosure[];
}

/** A text that is kept beside the log: a signed checkpoint. */
export interface Note {
  /** 0, 1, 2 … within the notes of the ledger. */
  readonly revision: number;
  readonly text: string;
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

/** The data folder or address in the settings cannot be used; the message says what to correct. */
export class StoreRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreRefused';
  }
}

/**
 * The log is shorter than, or differs from, what was seen of it before: it was put back to an older state, or is another
 * log. Nothing may be built on it before somebody has looked.
 */
export class LogRefused extends StoreRefused {
  constructor(message: string, options?: ErrorOptions) {
    super(`ALARM: ${message}`, options);
    this.name = 'LogRefused';
  }
}

/**
 * The port that both stores keep (see the contract suite). What is promised: events of one append are written together
 * or not at all; revisions of a stream have no holes; a retry with the same ids and the same expected revision is safe
 * and gives the first result again. Nothing more is promised about ids.
 */
export interface EventStore {
  /**
   * Where the log lies, without secrets and the same after every start: positions of one address mean nothing at
   * another.
   */
  readonly address: string;

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

  /**
   * Begins several appends together, without waiting for one before the next: what is written lies in the log in this
   * order. None is tried again by itself. When one fails, the others are waited for and the first failure is thrown;
   * those before and behind it may have been written, and of those without an answer some may still be. The same
   * appends in the same order are then a safe retry.
   * @throws WrongExpectedRevision, StoreUnavailable, StoreFull
   */
  appendInOrder(appends: readonly OrderedAppend[]): Promise<AppendResult[]>;

  /**
   * Events of one stream from revision `from` on, oldest first; an unknown stream gives none. With `most`, not more than
   * that.
   */
  read(stream: string, from?: number, most?: number): Promise<StoredEvent[]>;

  /**
   * The ledger's whole log after a position (from the start without one), in order, until its present end. With `most`,
   * its first batch holds no more than that, and is read as fast as so few can be.
   */
  readAll(after?: string, most?: number): AsyncIterable<LogBatch>;

  /**
   * The same, but goes on waiting for new events until `signal` aborts. Pulled: the next batch is read when asked for.
   * The first batch may be empty, when nothing lies behind `after`. `onFollowing` is called when a store that is reached
   * over a network is lost, when it is there again, and at each sign of life in between; it must not throw.
   * @throws LogRefused when the log has lost what was seen of it
   */
  subscribeAll(
    after: string | undefined,
    signal: AbortSignal,
    onFollowing?: (change: Following) => void,
  ): AsyncIterable<LogBatch>;

  /** Position of the ledger's last event; undefined while the ledger is empty. */
  head(): Promise<string | undefined>;

  /** How far through the log a position lies, from 0 to 1: for progress bars, never for order. */
  fraction(position: string): Promise<number>;

  /** Negative, zero or positive, as `a` lies before, at or after `b`. */
  comparePositions(a: string, b: string): number;

  /** Whether a string can be a position of this store (headers come from outside). */
  isPosition(text: string): boolean;

  /** The disclosures that still exist behind these digests, each text held against its digest. */
  disclosures(digests: readonly string[]): Promise<Map<string, Disclosure>>;

  /** The digests behind which another text than the sealed one stood when it was last read. */
  damagedTexts(): string[];

  /**
   * Removes disclosures that were given to an append which somebody else has outrun, so that no event refers to them; those
   * that are not there are passed over. @throws StoreUnavailable
   */
  takeBack(digests: readonly string[]): Promise<void>;

  /**
   * Keeps a text beside the log, outside what `readAll` gives, if the last note has the revision `expected` (-1 for none
   * yet); resolves once it is durable. The same text at the same place again is a safe retry.
   * @throws WrongExpectedRevision, StoreUnavailable, StoreFull
   */
  appendNote(expected: ExpectedRevision, text: string): Promise<void>;

  /** Notes from a revision on, oldest first: some hundreds at most, so ask again behind the last until none come. */
  notes(from?: number): Promise<Note[]>;

  close(): Promise<void>;
}
