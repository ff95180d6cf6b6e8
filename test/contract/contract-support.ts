import { randomUUID } from 'node:crypto';
import type { EventStore, Following, LogBatch, NewEvent, StoredEvent } from '../../src/event-store/port.js';

/** What an adapter gives the suite: a place that holds ledgers, and the way to open one of them. */
export interface ContractPlace {
  /** Opens a ledger of the place, whose batches hold `batchSize` events at most. The suite keeps one open at a time. */
  open(ledger: string, batchSize?: number): Promise<EventStore>;
  /** Clears away what the place holds, where that is possible. */
  dispose(): Promise<void>;
}

/** What a test of the suite stands on: a store on a ledger of its own. */
export interface ContractGround {
  readonly ledger: string;
  readonly store: EventStore;
  /** Closes the store and opens that ledger of the same place. */
  reopen(ledger: string, batchSize?: number): Promise<void>;
  /** A stream name that was never used. */
  newStream(ledger?: string): string;
}

/** An event with a fresh id and a little canonical JSON in it. */
export function newEvent(): NewEvent {
  return { id: randomUUID(), type: 'ClaimRecorded', data: '{"kind":"figure"}', metadata: '{"schema":1}' };
}

/** Several of them. */
export function newEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, newEvent);
}

/** The ids of events, in their order. */
export function idsOf(events: readonly NewEvent[]): string[] {
  return events.map((event) => event.id);
}

/** All events of the log behind a position. */
export async function everything(store: EventStore, after?: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of store.readAll(after)) events.push(...batch.events);
  return events;
}

/** Subscribes, hands over each batch until `done` says so, then aborts and waits for the end. */
export async function follow(
  store: EventStore,
  after: string | undefined,
  done: (batch: LogBatch) => Promise<boolean> | boolean,
  onFollowing?: (change: Following) => void,
): Promise<void> {
  const abort = new AbortController();
  for await (const batch of store.subscribeAll(after, abort.signal, onFollowing)) {
    if (await done(batch)) abort.abort();
  }
}

/** What a subscription gives first. */
export async function firstBatch(store: EventStore, after?: string): Promise<LogBatch | undefined> {
  let first: LogBatch | undefined;
  await follow(store, after, (batch) => {
    first ??= batch;
    return true;
  });
  return first;
}
