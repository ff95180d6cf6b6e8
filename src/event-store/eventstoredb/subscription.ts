import { type AllStreamSubscription, START, streamNameFilter } from '@eventstore/db-client';
import { Backoff } from '../../runtime/backoff.js';
import { pause } from '../../runtime/pause.js';
import { type Following, type LogBatch, type StoredEvent, StoreRefused } from '../port.js';
import { finalError, unavailable } from './calls.js';
import type { ClientHolder } from './client-holder.js';
import { eventRead, positionOf, positionText } from './ledger-client.js';
import { checkStillThere, comparePositions, isStillThere } from './reads.js';

/** A batch is full at this many characters of data and metadata, however few its events. */
const BATCH_CHARACTERS = 8_000_000;

/** While there is a backlog, a batch may take so long to fill, in milliseconds. */
const FILL_MS = 20;

/** While events come one close behind the other, they are handed over together after so long, in milliseconds. */
const COLLECT_MS = 20;

/** After so long without a word, the subscription is asked for signs of life; in milliseconds. */
const SILENCE_MS = 2000;

/** Before a subscription that was lost is taken up again, in milliseconds. */
const DELAYS = { first: 50, longest: 2000, jitter: true };

/** Checkpoints come every 32 × 32 events that are looked through. */
const CHECKPOINT_INTERVAL = 32;

/** The position of an empty ledger: that of the server's own first event. */
const BEFORE_ALL = '0:0';

/** What a subscription stands on. */
export interface LogSource {
  readonly holder: ClientHolder;
  readonly prefix: string;
  readonly batchSize: number;
  readonly timeLimit: number;
  /** Position of the ledger's last event: what a subscription that says nothing is checked against. */
  head(): Promise<string | undefined>;
  /** Called with the position up to which the log was looked through, and that of the ledger's last event there, if it has one. */
  lookedThrough(last: string | undefined, end: string): void;
  /** Throws once the store is closed. */
  checkOpen(): void;
}

/**
 * Follows the ledger's log, over the server's subscription to `$all` filtered by the ledger's prefix. The server's
 * subscriptions die and never come back: this one takes up again behind the last event handed over, after an error, an
 * end, a close or silence, with a growing delay. Pulled: while nobody asks, a bounded number of events waits here and
 * the rest on the server. With `untilNow` it ends where the log ends at present, and gives up after the time limit.
 * @throws StoreRefused when the log has become shorter or may not be read, StoreUnavailable
 */
export async function* follow(
  source: LogSource,
  after: string | undefined,
  signal: AbortSignal,
  untilNow: boolean,
  onFollowing: (change: Following) => void = () => undefined,
): AsyncGenerator<LogBatch, void> {
  /** The last event handed over: every position that callers know is that of an event of the ledger. */
  let position = after;
  /** At or behind it: what the server has looked through since, all of it other programs' events. */
  let lookedAt = after;
  let reportedCaughtUp = false;
  const backoff = new Backoff(DELAYS);
  let lost: unknown;
  let lastProgress = performance.now();
  while (!signal.aborted) {
    const feed = new Feed(source, lookedAt, () => onFollowing({ following: true }));
    try {
      if (!(await isWhole(source, position, lookedAt))) {
        // What other programs wrote there was deleted since: the ledger's own last event is where to go on from.
        lookedAt = position;
        continue;
      }
      if (isAborted(signal)) return;
      feed.open();
      for (;;) {
        source.checkOpen();
        if (isAborted(signal)) return;
        const batch = await feed.next(signal);
        if (isAborted(signal)) return;
        source.checkOpen();
        if (!batch) continue;
        onFollowing({ following: true });
        lost = undefined;
        backoff.reset();
        lastProgress = performance.now();
        const { events, caughtUp } = batch;
        lookedAt = batch.position ?? lookedAt;
        position = events.at(-1)?.position ?? position;
        if (lookedAt !== undefined) source.lookedThrough(position === BEFORE_ALL ? undefined : position, lookedAt);
        const isNews = events.length > 0 || (caughtUp && !reportedCaughtUp && !untilNow);
        if (isNews) yield { events, position: position ?? BEFORE_ALL, caughtUp };
        if (events.length > 0 || caughtUp) reportedCaughtUp = caughtUp;
        if (caughtUp && untilNow) return;
      }
    } catch (error) {
      source.checkOpen();
      const final = error instanceof StoreRefused ? error : finalError(error, source.holder.connection);
      if (lost === undefined) onFollowing({ following: false, reason: reasonOf(final ?? error) });
      lost = error;
      reportedCaughtUp = false;
      if (final) throw final;
      if (untilNow && performance.now() - lastProgress > source.timeLimit) {
        throw unavailable(source.holder.connection.shown, error);
      }
    } finally {
      feed.close();
    }
    await pause(backoff.next(), signal);
  }
}

/** Whether the log still holds the place to go on from. @throws LogRefused when the ledger's own last event is missing */
async function isWhole(
  { holder, timeLimit, prefix }: LogSource,
  position: string | undefined,
  lookedAt: string | undefined,
): Promise<boolean> {
  if (position !== undefined && position !== BEFORE_ALL) await checkStillThere(holder, timeLimit, position, prefix);
  return lookedAt === undefined || lookedAt === position || isStillThere(holder, timeLimit, lookedAt);
}

type Item = StoredEvent | { readonly checkpoint: string } | 'caughtUp';

/** One subscription of the client, from its beginning to its death. */
class Feed {
  private readonly items: Item[] = [];
  private waitingEvents = 0;
  private received = 0;
  /** What was reported ahead of events that the client still holds: each waits for so many events received. */
  private early: { readonly due: number; readonly item: Item }[] = [];
  private live = false;
  /** When the last batch was handed over: whoever takes it in asks for the next one afterwards. */
  private takenAt = -Infinity;
  private failure: unknown;
  private position: string | undefined;
  private subscription: AllStreamSubscription | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly source: LogSource,
    private readonly after: string | undefined,
    private readonly isAlive: () => void,
  ) {
    this.position = after;
  }

  open(): void {
    const { holder, prefix, batchSize } = this.source;
    const { client } = holder;
    const filter = streamNameFilter({
      prefixes: [prefix],
      checkpointInterval: CHECKPOINT_INTERVAL,
      checkpointReached: (_, position) => this.inOrder({ checkpoint: positionText(position) }),
    });
    const fromPosition = this.after === undefined ? START : positionOf(this.after);
    const subscription = client.subscribeToAll({ fromPosition, filter }, { highWaterMark: 64 });
    this.subscription = subscription;
    // Listeners stay until the end: an error that nobody hears would end the process.
    subscription.on('error', (error: unknown) => {
      holder.failed(client);
      this.fail(error);
    });
    subscription.on('confirmation', () => {
      holder.answered(client);
      this.wake();
    });
    subscription.on('caughtUp', () => this.inOrder('caughtUp'));
    subscription.on('end', () => this.fail(new Error('the subscription has ended')));
    subscription.on('close', () => this.fail(new Error('the subscription was closed')));
    subscription.on('data', ({ event }: { event?: unknown }) => {
      const found = eventRead(event as Parameters<typeof eventRead>[0]);
      this.received += 1;
      if (found?.stream.startsWith(prefix)) {
        this.items.push(found);
        this.waitingEvents += 1;
      }
      while (this.early[0] && this.early[0].due <= this.received)
        this.items.push(...this.early.splice(0, 1).map(itemOf));
      if (this.waitingEvents >= batchSize * 2) subscription.pause();
      this.wake();
    });
  }

  /** What has come: events, the news of having caught up, or nothing but a new position; undefined on abort. */
  async next(signal: AbortSignal): Promise<(Omit<LogBatch, 'position'> & { position?: string }) | undefined> {
    while (this.items.length === 0) {
      if (this.failure !== undefined) throw asError(this.failure);
      if (!(await this.news(SILENCE_MS, signal)) && !signal.aborted) await this.askForLife(signal);
      if (signal.aborted) return undefined;
      this.source.checkOpen();
    }
    const { batchSize } = this.source;
    if (this.live && performance.now() - this.takenAt < COLLECT_MS) await pause(COLLECT_MS, signal);
    if (!this.live && this.waitingEvents < batchSize && !this.items.includes('caughtUp')) {
      await pause(FILL_MS, signal);
    }
    return this.take(batchSize);
  }

  close(): void {
    this.fail(new Error('the subscription was given up'));
    this.subscription?.resume();
    this.subscription?.unsubscribe().catch(() => undefined);
  }

  private take(size: number): Omit<LogBatch, 'position'> & { position?: string } {
    this.takenAt = performance.now();
    const events: StoredEvent[] = [];
    let characters = 0;
    let taken = 0;
    for (const item of this.items) {
      if (item === 'caughtUp') this.live = true;
      else if ('checkpoint' in item) this.position = item.checkpoint;
      else {
        if (events.length >= size || characters >= BATCH_CHARACTERS) break;
        events.push(item);
        characters += item.data.length + item.metadata.length;
        this.position = item.position;
      }
      taken += 1;
    }
    this.items.splice(0, taken);
    this.waitingEvents -= events.length;
    if (this.waitingEvents < size && this.subscription?.isPaused()) this.subscription.resume();
    const caughtUp = this.live && this.items.length === 0 && this.buffered() === 0;
    return { events, position: this.position, caughtUp };
  }

  /** Puts what the client tells out of turn behind the events that it has not handed over yet. */
  private inOrder(item: Item): void {
    const behind = this.buffered();
    if (behind === 0) this.items.push(item);
    else this.early.push({ due: this.received + behind, item });
    this.wake();
  }

  private buffered(): number {
    return this.subscription?.readableLength ?? 0;
  }

  /** A quiet subscription is either idle or dead: dead, if the log has gone on or the server does not answer. */
  private async askForLife(signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const head = await this.source.head();
    const isBehind = head !== undefined && (this.position === undefined || comparePositions(head, this.position) > 0);
    if (this.live && !isBehind) {
      this.isAlive();
      return;
    }
    if (this.items.length > 0 || (await this.news(SILENCE_MS / 2, signal)) || signal.aborted) return;
    if (this.subscription) this.source.holder.silent(this.source.holder.client, began);
    this.fail(new Error('the subscription tells nothing although there are events'));
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.wake();
  }

  /** Resolves with true when something has come, with false after a time or on abort. */
  private news(ms: number, signal: AbortSignal): Promise<boolean> {
    // Not by AbortSignal.any: a signal that lives as long as the store keeps every one that was derived from it.
    return new Promise((resolve) => {
      const end = (hasCome: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.wake = () => undefined;
        resolve(hasCome);
      };
      const onAbort = (): void => end(false);
      const timer = setTimeout(() => end(false), ms);
      this.wake = () => end(true);
      if (signal.aborted) end(false);
      else signal.addEventListener('abort', onAbort);
    });
  }
}

function itemOf({ item }: { readonly item: Item }): Item {
  return item;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('the subscription failed', { cause: reason });
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message.slice(0, 200) : 'no reason was given';
}
