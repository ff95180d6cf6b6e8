import { errorMessage } from '../../runtime/error-message.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disclosure } from '../../kernel/personal.js';
import {
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type Following,
  type LogBatch,
  type NewEvent,
  type Note,
  type OrderedAppend,
  type StoredEvent,
  StoreRefused,
  StoreUnavailable,
} from '../port.js';
import { type OnDamagedText, TextCheck } from '../text-check.js';
import { appendAllInOrder, appendEvents } from './appends.js';
import { limitFromNow, persist, TIME_LIMIT } from './calls.js';
import { ClientHolder } from './client-holder.js';
import { positionOf } from './ledger-client.js';
import { NoteBook } from './note-stream.js';
import { checkReading, comparePositions, HeadFinder, lastOfStream, readStream } from './reads.js';
import { SideStore } from './side-store.js';
import { follow, type LogSource } from './subscription.js';

export interface EventStoreDbOptions {
  /** `esdb://`, `esdb+discover://`, `kurrentdb://` or `kurrentdb+discover://`, as the server's documentation has it. */
  readonly url: string;
  /** Name of the ledger: a server may hold several, and other programs' data. */
  readonly ledger: string;
  /** How many events a batch holds at most; 2,000 when not given. */
  readonly batchSize?: number;
  /** How long a call may take in all, in milliseconds; 10,000 when not given. */
  readonly timeLimit?: number;
  /** Given where a server that does not answer yet is waited for. */
  readonly later?: LaterLook;
  readonly onDamagedText?: OnDamagedText;
}

/** Whoever opens a store without waiting for its server learns what the first look at it found. */
export interface LaterLook {
  /** The server does not answer yet, for this reason; it is asked again. Called at every try. */
  waiting(reason: string): void;
  /** It has come and can be used. */
  found(): void;
  /** It has come and cannot be used. */
  refused(error: StoreRefused): void;
}

const BATCH_SIZE = 2000;

/** How long a start waits for the first look, and then between two looks, in milliseconds. */
const FIRST_LOOK = 5000;
const NEXT_LOOK = 2000;

/** The first version that tells subscriptions when they have caught up. */
const OLDEST_VERSION = [23, 10] as const;

/** Commit and prepare position, 64-bit offsets of the server's log. */
const POSITION = /^(0|[1-9][0-9]{0,18}):(0|[1-9][0-9]{0,18})$/;
/** Type of the server's own event that ends a stream for good. */
const TOMBSTONE = '$streamDeleted';

const LARGEST_OFFSET = 2n ** 63n - 1n;

/**
 * Opens a ledger on an EventStoreDB or KurrentDB server or cluster, and looks whether it can be used. One that does not
 * answer may be waited for: with `later`, the store opens all the same, its calls are unavailable until the server
 * comes, and what that look finds is reported to `later`.
 * @throws StoreRefused when the address, credentials, certificates or the server have to be corrected, StoreUnavailable
 *   when it does not answer and nobody waits for it: opening may then be tried again
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
  const { ledger, timeLimit = TIME_LIMIT, later } = options;
  if (!/^[A-Za-z0-9][A-Za-z0-9_]*$/.test(ledger)) {
    throw new StoreRefused(`"${ledger}" cannot name a ledger: letters of the basic alphabet, digits and "_" can`);
  }
  const holder = ClientHolder.acquire(options.url);
  try {
    await checkServer(holder, later ? Math.min(timeLimit, FIRST_LOOK) : timeLimit);
    return new EventStoreDbEventStore(holder, options);
  } catch (error) {
    if (later && error instanceof StoreUnavailable) {
      later.waiting(error.message);
      const store = new EventStoreDbEventStore(holder, options);
      void store.look(later);
      return store;
    }
    await holder.release();
    throw error;
  }
}

/** @throws StoreRefused, StoreUnavailable */
async function checkServer(holder: ClientHolder, timeLimit: number): Promise<void> {
  const left = limitFromNow(timeLimit);
  const version = await persist(holder, left(), (client) => client.version());
  if (!isNewEnough(version)) {
    throw new StoreRefused(
      `the server at ${holder.connection.shown} is no EventStoreDB ${OLDEST_VERSION.join('.')} or newer (version ${version})`,
    );
  }
  await checkReading(holder, left());
}

/** The store port on EventStoreDB: one client per process and address, safe retries only, a time limit on every call. */
export class EventStoreDbEventStore implements EventStore {
  readonly address: string;
  private readonly prefix: string;
  private readonly timeLimit: number;
  private readonly heads: HeadFinder;
  private readonly sideStore: SideStore;
  private readonly noteBook: NoteBook;
  private readonly texts: TextCheck;
  private readonly source: LogSource;
  private readonly pending = new Set<Promise<unknown>>();
  private readonly ending = new AbortController();
  private closing: Promise<void> | undefined;

  constructor(
    private readonly holder: ClientHolder,
    options: EventStoreDbOptions,
  ) {
    const hosts = holder.connection.hosts.map(({ address, port }) => `${address}:${port}`);
    this.address = `eventstoredb ${hosts.sort().join(',')}`;
    this.prefix = `${options.ledger}.`;
    this.timeLimit = options.timeLimit ?? TIME_LIMIT;
    this.heads = new HeadFinder(holder, this.timeLimit, this.prefix);
    this.sideStore = new SideStore(holder, this.timeLimit, options.ledger);
    this.texts = new TextCheck(options.onDamagedText);
    this.noteBook = new NoteBook(holder, this.timeLimit, options.ledger);
    this.source = {
      holder,
      prefix: this.prefix,
      batchSize: options.batchSize ?? BATCH_SIZE,
      timeLimit: this.timeLimit,
      head: () => this.heads.find(),
      lookedThrough: (last, end) => this.heads.note(last, end),
      checkOpen: () => this.checkOpen(),
    };
  }

  /** Looks at a server that did not answer at the start, until it does. */
  async look(later: LaterLook): Promise<void> {
    while (!this.closing) {
      try {
        await sleep(NEXT_LOOK, undefined, { signal: this.ending.signal });
        await checkServer(this.holder, this.timeLimit);
        later.found();
        return;
      } catch (error) {
        if (isEnding(this.ending.signal)) return;
        if (error instanceof StoreRefused) {
          later.refused(error);
          return;
        }
        later.waiting(errorMessage(error));
      }
    }
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    disclosures: readonly Disclosure[] = [],
  ): Promise<AppendResult> {
    return this.whileOpen(async () => {
      this.checkInside(stream);
      const left = limitFromNow(this.timeLimit);
      await this.sideStore.keep(disclosures, left);
      const { position, ...result } = await appendEvents(this.holder, left(), stream, expected, events);
      return { ...result, position: position ?? (await this.positionBehind(stream)) };
    });
  }

  appendInOrder(appends: readonly OrderedAppend[]): Promise<AppendResult[]> {
    return this.whileOpen(async () => {
      for (const { stream } of appends) this.checkInside(stream);
      const left = limitFromNow(this.timeLimit);
      await this.sideStore.keep(
        appends.flatMap(({ disclosures = [] }) => disclosures),
        left,
      );
      return appendAllInOrder(this.holder, left(), appends);
    });
  }

  read(stream: string, from = 0, most?: number): Promise<StoredEvent[]> {
    return this.whileOpen(() => readStream(this.holder, this.timeLimit, stream, from, true, most));
  }

  async *readAll(after?: string, most = this.source.batchSize): AsyncIterable<LogBatch> {
    this.checkOpen();
    const source = { ...this.source, batchSize: Math.min(most, this.source.batchSize) };
    yield* follow(source, this.startOf(after), this.ending.signal, true);
    this.checkOpen();
  }

  async *subscribeAll(
    after: string | undefined,
    signal: AbortSignal,
    onFollowing?: (change: Following) => void,
  ): AsyncIterable<LogBatch> {
    this.checkOpen();
    const either = AbortSignal.any([signal, this.ending.signal]);
    yield* follow(this.source, this.startOf(after), either, false, onFollowing);
    if (!signal.aborted) this.checkOpen();
  }

  head(): Promise<string | undefined> {
    return this.whileOpen(() => this.heads.find());
  }

  async fraction(position: string): Promise<number> {
    const head = await this.head();
    if (head === undefined) return 1;
    const end = Number(positionOf(head).commit);
    return end === 0 ? 1 : Math.min(Number(positionOf(position).commit) / end, 1);
  }

  comparePositions(a: string, b: string): number {
    return comparePositions(a, b);
  }

  isPosition(text: string): boolean {
    if (!POSITION.test(text)) return false;
    const { commit, prepare } = positionOf(text);
    return commit <= LARGEST_OFFSET && prepare <= LARGEST_OFFSET;
  }

  disclosures(digests: readonly string[]): Promise<Map<string, Disclosure>> {
    return this.whileOpen(async () => this.texts.held(await this.sideStore.find(digests)));
  }

  damagedTexts(): string[] {
    return this.texts.digests();
  }

  takeBack(digests: readonly string[]): Promise<void> {
    return this.whileOpen(() => this.sideStore.drop(digests, limitFromNow(this.timeLimit)));
  }

  /** The digests of all texts that lie beside the log, whether an event refers to them or not. @throws StoreUnavailable */
  async sideDigests(): Promise<Set<string>> {
    const prefix = this.sideStore.prefix;
    const found = new Set<string>();
    const source = { ...this.source, prefix, lookedThrough: () => undefined };
    for await (const { events } of follow(source, undefined, this.ending.signal, true))
      for (const { stream, type } of events) {
        const digest = stream.slice(prefix.length);
        // What was removed stays in the log until the server is scavenged, with a tombstone behind it.
        if (type === TOMBSTONE) found.delete(digest);
        else found.add(digest);
      }
    return found;
  }

  appendNote(expected: ExpectedRevision, text: string): Promise<void> {
    return this.whileOpen(() => this.noteBook.add(expected, text));
  }

  notes(from = 0): Promise<Note[]> {
    return this.whileOpen(() => this.noteBook.from(from));
  }

  /** Waits for the calls under way (each has its time limit), ends subscriptions, and lets the client go. */
  close(): Promise<void> {
    this.closing ??= (async (): Promise<void> => {
      this.ending.abort();
      await Promise.allSettled([...this.pending]);
      await this.holder.release();
    })();
    return this.closing;
  }

  /** An empty append has no position: the stream's last one stands for it, in an empty stream the ledger's. */
  private async positionBehind(stream: string): Promise<string> {
    const last = await lastOfStream(this.holder, this.timeLimit, stream);
    return last?.position ?? (await this.heads.find()) ?? '0:0';
  }

  private startOf(after: string | undefined): string | undefined {
    if (after !== undefined && !this.isPosition(after)) throw new RangeError(`"${after}" is no position of this store`);
    return after;
  }

  private checkInside(stream: string): void {
    if (stream.startsWith(this.prefix)) return;
    throw new RangeError(`stream ${stream} lies outside the ledger: no ${this.prefix} before its name`);
  }

  private async whileOpen<T>(work: () => Promise<T>): Promise<T> {
    this.checkOpen();
    const running = work();
    this.pending.add(running);
    try {
      return await running;
    } finally {
      this.pending.delete(running);
    }
  }

  private checkOpen(): void {
    if (this.closing) throw new StoreUnavailable('the store is closed');
  }
}

function isEnding(signal: AbortSignal): boolean {
  return signal.aborted;
}

function isNewEnough(version: string): boolean {
  const [major, minor] = /^(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];
  if (major === undefined || minor === undefined) return false;
  return major > OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor >= OLDEST_VERSION[1]);
}
