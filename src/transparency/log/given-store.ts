/** Support for the tests of the transparency log: a real store in a folder of its own, and logs that are ended afterwards. */
import type { KeyObject } from 'node:crypto';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, NewEvent, StoredEvent } from '../../event-store/port.js';
import { type SqliteEventStore, openSqliteStore } from '../../event-store/sqlite/sqlite-event-store.js';
import { leafBytes } from '../leaf.js';
import { leafHash } from '../merkle.js';
import { RootBuilder } from '../tree.js';
import { TransparencyLog, type TransparencyOptions } from './transparency-log.js';

export const LEDGER = 'test';
export const ORIGIN = 'ledger.example/test';

/** An event with an id of its own. */
export function newEvent(data = '{"kind":"figure"}'): NewEvent {
  return { id: randomUUID(), type: 'ClaimRecorded', data, metadata: '{"schema":1}' };
}

/** Events as a store would give them, the same for the same numbers. */
export function storedEvents(from: number, count: number): StoredEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const id = createHash('md5')
      .update(String(from + i))
      .digest('hex');
    return {
      ...newEvent(`{"n":${from + i}}`),
      id,
      stream: 'test.claim-1',
      revision: from + i,
      position: `${from + i + 1}`,
    };
  });
}

/** The root of a log, straight from its events. */
export function rootOfEvents(events: readonly StoredEvent[]): Uint8Array {
  const builder = new RootBuilder();
  for (const [index, event] of events.entries()) builder.append(leafHash(leafBytes({ ...event, index })));
  return builder.root();
}

/** Every event of a log. */
export async function everything(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const batch of store.readAll()) events.push(...batch.events);
  return events;
}

/** Appends events to three streams in turn. */
export async function append(store: EventStore, count: number, data?: string): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const stream = `${LEDGER}.claim-${index % 3}`;
    const there = (await store.read(stream)).length;
    await store.append(stream, there - 1, [newEvent(data)]);
  }
}

/** Waits until a log has signed for so many entries. */
export async function signed(log: TransparencyLog, size: number): Promise<void> {
  await until(() => log.checkpoints.latest()?.size === size && log.checkpoints.latest()?.namesKey === false);
}

/** Ends a log and its store before the test does. */
export async function stopped(log: TransparencyLog, store: EventStore): Promise<void> {
  await log.stop();
  await store.close();
}

/** Waits until something is so. @throws Error after 20 seconds */
export async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error('it did not become so');
    await sleep(10);
  }
}

/** Folders, stores and logs that are put away after each test. */
export class GivenStores {
  private closing: (() => Promise<unknown>)[] = [];
  /** What the logs told of alarms: the reasons, `undefined` for an end. */
  readonly alarms: (string | undefined)[] = [];
  readonly refused: Error[] = [];

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'transparency-'));
    this.closing.push(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  /** Opens the embedded store in a folder; `close` may be called before the test ends. */
  store(folder: string, readOnly = false): SqliteEventStore {
    const store = openSqliteStore({ folder, ledger: LEDGER, readOnly });
    this.closing.push(() => store.close());
    return store;
  }

  /** Opens a log and starts it; `stop` may be called before the test ends. */
  async log(
    folder: string,
    store: EventStore,
    key?: KeyObject,
    more: Partial<TransparencyOptions> = {},
  ): Promise<TransparencyLog> {
    const log = await TransparencyLog.open({
      folder,
      ledger: LEDGER,
      store,
      usualOrigin: ORIGIN,
      ...(key === undefined ? {} : { key }),
      onAlarm: (reason) => this.alarms.push(reason),
      onRefused: (error) => this.refused.push(error),
      lookMs: 20,
      ...more,
    });
    log.start();
    this.closing.push(() => log.stop());
    return log;
  }

  /** Waits until the newest alarm is of that kind. */
  readonly alarmed = (pattern: RegExp): Promise<void> => until(() => pattern.test(this.alarms.at(-1) ?? ''));

  /** Puts away what comes from elsewhere. */
  later(close: () => Promise<unknown>): void {
    this.closing.push(close);
  }

  async clear(): Promise<void> {
    for (const close of this.closing.reverse()) await close();
    this.closing = [];
    this.alarms.length = 0;
    this.refused.length = 0;
  }
}
