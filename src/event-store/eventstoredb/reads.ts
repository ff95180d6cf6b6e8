import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import { LogRefused, type StoredEvent } from '../port.js';
import { limitFromNow, persist, typeOf } from './calls.js';
import type { ClientHolder } from './client-holder.js';
import { eventRead, positionOf } from './ledger-client.js';

const STREAM_PAGE = 500;

/** The pages in which the log is looked through backwards: small first, as the head is mostly near. */
const FIRST_BACK_PAGE = 16;
const LARGEST_BACK_PAGE = 2048;

/** A read of the client: an async iterable that can be cancelled. */
interface ClientRead {
  on(event: 'error', listener: () => void): unknown;
  cancel(): Promise<void>;
}

/** Negative, zero or positive, as one position lies before, at or after the other. */
export function comparePositions(a: string, b: string): number {
  const [one, other] = [positionOf(a), positionOf(b)];
  const difference = one.commit - other.commit || one.prepare - other.prepare;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Reads up to `most` events of one stream from a revision on; from the leader where a command decides on them. */
export async function readStream(
  holder: ClientHolder,
  timeLimit: number,
  stream: string,
  from: number,
  requiresLeader: boolean,
  most = Number.MAX_SAFE_INTEGER,
): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const fromRevision = BigInt(from + events.length);
    const maxCount = Math.min(STREAM_PAGE, most - events.length);
    const page = await persist(holder, timeLimit, (client) =>
      collect(client.readStream(stream, { fromRevision, maxCount, direction: FORWARDS, requiresLeader })),
    );
    events.push(...page);
    if (page.length < maxCount || events.length >= most) return events;
  }
}

/** The last event of a stream, if there is one. */
export async function lastOfStream(
  holder: ClientHolder,
  timeLimit: number,
  stream: string,
): Promise<StoredEvent | undefined> {
  const [last] = await persist(holder, timeLimit, (client) =>
    collect(client.readStream(stream, { fromRevision: END, maxCount: 1, direction: BACKWARDS, requiresLeader: true })),
  );
  return last;
}

/**
 * Checks that the log still holds an event, of a stream with this prefix, at a position. One that came back shorter, as
 * from an old backup, would be followed in silence: the server gives a subscription from behind its end nothing, and then
 * what is appended there later. A follower may lack what was written last, so only the leader's word counts against the log.
 * @throws LogRefused when it does not
 */
export async function checkStillThere(
  holder: ClientHolder,
  timeLimit: number,
  position: string,
  prefix: string,
): Promise<void> {
  if (await isStillThere(holder, timeLimit, position, prefix)) return;
  if (await isStillThere(holder, timeLimit, position, prefix, true)) return;
  throw new LogRefused(
    `the log of the event store at ${holder.connection.shown} no longer holds position ${position}, which was seen ` +
      'before: it was put back to an older state or is another one',
  );
}

/** Whether a record begins at a position, of a stream with this prefix; by the leader's word where that is asked for. */
export async function isStillThere(
  holder: ClientHolder,
  timeLimit: number,
  position: string,
  prefix = '',
  requiresLeader = false,
): Promise<boolean> {
  const found = await persist(holder, timeLimit, async (client) => {
    const fromPosition = positionOf(position);
    try {
      return await collect(client.readAll({ fromPosition, maxCount: 1, direction: FORWARDS, requiresLeader }));
    } catch (error) {
      // Where no record begins the server answers with code 2, but with that it tells other troubles too.
      if ((error as { code?: unknown }).code !== 2) throw error;
      await collect(client.readAll({ fromPosition: END, maxCount: 1, direction: BACKWARDS, requiresLeader }));
      return [];
    }
  });
  return found[0]?.position === position && found[0].stream.startsWith(prefix);
}

/** The first right that a ledger needs: to read $all. */
export async function checkReading(holder: ClientHolder, timeLimit: number): Promise<void> {
  await persist(holder, timeLimit, (client) =>
    collect(client.readAll({ fromPosition: START, maxCount: 1, direction: FORWARDS })),
  );
}

/** How far a search for the head has come: where it began, and the page that is next. */
interface Search {
  readonly end: string;
  readonly from: string;
}

/**
 * Finds the last event of a ledger. The server filters no reads, so the log is paged backwards, over what other
 * programs wrote last, but only down to where an earlier search began: what was found there is remembered. Only the
 * first search on a server with much newer data of others is long: it has the time limit of one call, and the next goes on
 * from there. Whoever asks meanwhile waits for the same search.
 */
export class HeadFinder {
  /** The last event found, and the end of the log when it was: nothing of the ledger lies between. */
  private known: { readonly head: string | undefined; readonly end: string } | undefined;
  private broken: Search | undefined;
  private searching: Promise<string | undefined> | undefined;

  constructor(
    private readonly holder: ClientHolder,
    private readonly timeLimit: number,
    private readonly prefix: string,
  ) {}

  /** @throws StoreUnavailable when the time limit has passed */
  find(): Promise<string | undefined> {
    this.searching ??= this.search().finally(() => (this.searching = undefined));
    return this.searching;
  }

  /** What a subscription has seen: up to `end`, the ledger's last event is `head`; undefined where it has none. */
  note(head: string | undefined, end: string): void {
    if (this.known === undefined || comparePositions(end, this.known.end) > 0) this.known = { head, end };
  }

  private async search(): Promise<string | undefined> {
    const left = limitFromNow(this.timeLimit);
    const { broken } = this;
    this.broken = undefined;
    if (broken) await this.searchFrom(left, broken);
    return this.searchFrom(left);
  }

  private async searchFrom(left: () => number, broken?: Search): Promise<string | undefined> {
    let { known } = this;
    let end = broken?.end;
    let from = broken?.from;
    for (let size = FIRST_BACK_PAGE; ; size = Math.min(size * 4, LARGEST_BACK_PAGE)) {
      if (end !== undefined && from !== undefined) this.broken = { end, from };
      const page = await this.pageBefore(from, size, left());
      end ??= page[0]?.position;
      if (end === undefined) return undefined;
      // A log that ends before what was seen is another one: nothing remembered of it holds.
      if (known && comparePositions(end, known.end) < 0) known = undefined;
      for (const { position, stream } of page) {
        if (known && comparePositions(position, known.end) <= 0) return this.remember(known.head, end);
        if (stream.startsWith(this.prefix)) return this.remember(position, end);
      }
      if (page.length < size) return this.remember(undefined, end);
      from = page.at(-1)?.position;
    }
  }

  private remember(head: string | undefined, end: string): string | undefined {
    this.known = { head, end };
    this.broken = undefined;
    return head;
  }

  private pageBefore(position: string | undefined, maxCount: number, timeLimit: number): Promise<StoredEvent[]> {
    const fromPosition = position === undefined ? END : positionOf(position);
    return persist(this.holder, timeLimit, (client) =>
      collect(client.readAll({ fromPosition, maxCount, direction: BACKWARDS })),
    );
  }
}

/** Everything that a read gives; a stream that is missing or deleted gives nothing. */
async function collect(read: AsyncIterable<{ event?: unknown }> & ClientRead): Promise<StoredEvent[]> {
  // The client may tell an error after the one that ended the loop; unheard it would end the process.
  read.on('error', () => undefined);
  const events: StoredEvent[] = [];
  try {
    for await (const { event } of read) {
      const found = eventRead(event as Parameters<typeof eventRead>[0]);
      if (found) events.push(found);
    }
  } catch (error) {
    if (typeOf(error) === 'stream-not-found' || typeOf(error) === 'stream-deleted') return [];
    throw error;
  }
  return events;
}
