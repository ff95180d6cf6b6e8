import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import {
  type AllStreamSubscription,
  EventStoreDBClient,
  jsonEvent,
  type JSONEventData,
  type JSONEventType,
  type StreamSubscription,
} from '@eventstore/db-client';

/** The official clients of one test file, all let go at the end. */
export class Clients {
  readonly #clients: EventStoreDBClient[] = [];

  connect(url: string): EventStoreDBClient {
    const client = EventStoreDBClient.connectionString(url);
    this.#clients.push(client);
    return client;
  }

  async dispose(): Promise<void> {
    for (const client of this.#clients.splice(0)) await client.dispose();
  }
}

/** The one kind of event that these tests write. */
export type Counted = JSONEventType<'Counted', { n: number }, { by: string }>;

/** An event that says which one it is. */
export function event(n: number, id: string = randomUUID()): JSONEventData<Counted> {
  return jsonEvent<Counted>({ id, type: 'Counted', data: { n }, metadata: { by: 'test' } });
}

/** The version that a server says it has, as the client learns it: the client keeps that to itself. */
export async function versionOf(endpoint: { address: string; port: number }): Promise<string> {
  const curious = new Curious({ endpoint }, { insecure: true });
  try {
    return await curious.serverVersion();
  } finally {
    await curious.dispose();
  }
}

class Curious extends EventStoreDBClient {
  async serverVersion(): Promise<string> {
    return (await this.capabilities).serverVersion;
  }
}

/** A stream name that no other test uses. */
export function newStream(prefix = 'test'): string {
  return `${prefix}.count-${randomUUID()}`;
}

/** Everything that a read gives. */
export async function collect<T>(read: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of read) found.push(each);
  return found;
}

/** An error as the client throws them: with a gRPC code, a type of the client, both or none. */
export interface Failure extends Error {
  readonly code?: number;
  readonly type?: string;
}

/** What a promise was rejected with; fails when it was not. */
export async function failure(promise: Promise<unknown>): Promise<Failure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error('something other than an error was thrown', { cause: error });
  }
  throw new Error('it did not fail');
}

/** What a subscription has emitted, in order: `confirmation`, `caughtUp`, `end`, `close`, `error CODE`, or an event's n. */
export interface Diary {
  readonly entries: readonly string[];
  readonly errors: readonly Failure[];
  /** Resolves when the entries satisfy a condition. */
  until(condition: (entries: readonly string[]) => boolean): Promise<void>;
}

/** Listens to a subscription and writes down what it tells. */
export function diaryOf(subscription: AllStreamSubscription | StreamSubscription): Diary {
  const entries: string[] = [];
  const errors: Failure[] = [];
  const watchers = new Set<() => void>();
  const note = (entry: string): void => {
    entries.push(entry);
    for (const watch of [...watchers]) watch();
  };
  const stream: NodeJS.EventEmitter = subscription;
  for (const event of ['confirmation', 'caughtUp', 'fellBehind', 'end', 'close']) stream.on(event, () => note(event));
  stream.on('error', (error: Failure) => {
    errors.push(error);
    note(`error ${error.code ?? '?'}`);
  });
  stream.on('data', (resolved: { event?: { data: { n?: number } } }) => note(String(resolved.event?.data.n)));
  return {
    entries,
    errors,
    until: (condition) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (!condition(entries)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
  };
}

/** Resolves once what was appended last has been committed: sent again before, it is dropped. */
export async function committed(): Promise<void> {
  await sleep(30);
}
