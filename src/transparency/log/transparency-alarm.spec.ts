import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StandIn } from '../../../test/support/eventstoredb/stand-in.js';
import { Log, type LogRecord } from '../../../test/support/eventstoredb/log.js';
import type { EventStore } from '../../event-store/port.js';
import { StoreUnavailable } from '../../event-store/port.js';
import { openEventStoreDb } from '../../event-store/eventstoredb/eventstoredb-event-store.js';
import {
  GivenStores,
  LEDGER,
  append,
  everything,
  signed,
  stopped,
  until,
} from '../../../test/fixtures/tree-store.fixtures.js';
import { TREE_FILE } from './tree-file.js';

const given = new GivenStores();
let folder: string;
let key: KeyObject;

beforeEach(async () => {
  folder = await given.folder();
  key = generateKeyPairSync('ed25519').privateKey;
});
afterEach(() => given.clear());

/** Changes the events' file as somebody would who holds it. */
function tamper(sql: string): void {
  const database = new Database(join(folder, 'events.db'));
  for (const trigger of ['event_stays', 'event_unchanged', 'note_stays', 'note_unchanged']) {
    database.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
  }
  database.exec(sql);
  database.close();
}

const { alarmed } = given;

describe('The alarm of the transparency log', () => {
  async function givenSigned(events: number, inAll = events): Promise<void> {
    const store = given.store(folder);
    const log = await given.log(folder, store, key);
    await append(store, events);
    await signed(log, inAll);
    await stopped(log, store);
  }

  it('is raised by an older events.db under a newer tree.db, until that is removed on purpose', async () => {
    await givenSigned(3);
    await copyFile(join(folder, 'events.db'), join(folder, 'backup'));
    await givenSigned(6, 9);
    await copyFile(join(folder, 'backup'), join(folder, 'events.db'));
    const store = given.store(folder);
    let log = await given.log(folder, store, key);
    await alarmed(/ALARM: .*tree\.db has been removed on purpose/);
    await expect(log.whenChecked(10_000)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(log.refusal()).toMatch(/^ALARM: /);
    expect(log.state().alarm).toBe(log.refusal());
    const notes = await store.notes();
    await append(store, 9);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([await store.notes(), log.refusal()]).toEqual([notes, expect.stringContaining('ALARM: ')]);
    await log.stop();
    await rm(join(folder, TREE_FILE));
    log = await given.log(folder, store, key);
    await log.whenChecked(10_000);
    await signed(log, 12);
    expect(log.refusal()).toBeUndefined();
  });

  it.each([
    ['a log that is shorter than what was signed', 'DELETE FROM event WHERE position > 4', /has 4 entries, and a .* 6/],
    ['an event that was changed', `UPDATE event SET data = '{"kind":"other"}' WHERE position = 2`, /has another root/],
    ['events in another order', 'UPDATE event SET position = 99 WHERE position = 4', /has another root/],
    [
      'events of a stream in another order',
      'UPDATE event SET position = 99 WHERE position = 3',
      /entry 4 .*revision 1 of test\.claim-2.* where revision 0 has to be/,
    ],
  ])('is raised by %s, where the tree is made again', async (_what, sql, reason) => {
    await givenSigned(6);
    tamper(sql);
    await rm(join(folder, TREE_FILE));
    const log = await given.log(folder, given.store(folder), key);
    await alarmed(reason);
    await expect(log.whenChecked(10)).rejects.toThrow('ALARM');
  });

  it.each([
    ['in the middle', `UPDATE event SET data = '{"kind":"other"}' WHERE position = 2`, /entry 1 .*is not the one/],
    ['at the end', `UPDATE event SET metadata = '{}' WHERE position = 6`, /entry 5 .*is not the one/],
    ['that is gone', 'DELETE FROM event WHERE position = 6', /entry 5 .*is missing/],
  ])('is raised by an event %s that is not what was hashed', async (_what, sql, reason) => {
    await givenSigned(6);
    tamper(sql);
    await given.log(folder, given.store(folder), key);
    await alarmed(reason);
  });

  const EVENT_AGAIN = /entry 6 .*\(revision 0 of test\.claim-1\) stands where revision 2 has to be/;
  const EVENT_MOVED = /entry 6 .* stands where revision 2 has to be|entry 1 .*is not the one/;
  const MOVED: [what: string, sql: string, reason: RegExp][] = [
    ['the last event', 'UPDATE event SET position = 7 WHERE position = 6', /entry 5 .*at another position/],
    ['the last event far on', 'UPDATE event SET position = 700 WHERE position = 6', /entry 5 .*at another position/],
    ['every event', 'UPDATE event SET position = position + 100', /entry 5 .*at another position/],
    ['an event of the midst to the end', 'UPDATE event SET position = 7 WHERE position = 2', EVENT_MOVED],
    [
      'an event of the midst to the end under another id',
      `UPDATE event SET position = 7, id = '${randomUUID()}' WHERE position = 2`,
      EVENT_MOVED,
    ],
  ];

  it.each(MOVED)('is raised by %s moved, and nothing is hashed or signed a second time', async (_what, sql, reason) => {
    await givenSigned(6);
    tamper(sql);
    const store = given.store(folder);
    const notes = await store.notes();
    const log = await given.log(folder, store, key);
    await alarmed(reason);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(log.refusal()).toMatch(/^ALARM: /);
    expect([log.tree.size, await store.notes()]).toEqual([6, notes]);
    expect(given.alarms).toHaveLength(1);
  });

  it('is raised by an event that is moved to the end while the log is followed', async () => {
    const store = given.store(folder);
    const log = await given.log(folder, store, key);
    await append(store, 6);
    await signed(log, 6);
    tamper('UPDATE event SET position = 7 WHERE position = 2');
    await append(store, 1);
    await alarmed(EVENT_AGAIN);
    expect([log.tree.size, log.checkpoints.last?.size]).toEqual([6, 6]);
  });

  it('is raised before anything new is signed on a log that was changed while nobody looked', async () => {
    await givenSigned(600);
    tamper(`UPDATE event SET data = '{"kind":"other"}' WHERE position = 590`);
    const store = given.store(folder);
    await append(store, 3);
    const notes = await store.notes();
    const log = await given.log(folder, store, key);
    await alarmed(/entry 589 .*is not the one/);
    expect(await store.notes()).toEqual(notes);
    expect(log.state()).toMatchObject({ size: 603, signed: 600 });
  });

  it('is raised by checkpoints that are gone, or are none of the log', async () => {
    await givenSigned(6);
    tamper('DELETE FROM note WHERE revision > 0');
    const store = given.store(folder);
    const log = await given.log(folder, store, key);
    await alarmed(/checkpoint \d+ that this instance has seen is not in the store/);
    await stopped(log, store);
    tamper("INSERT INTO note (ledger, revision, text) VALUES ('test', 1, 'anything')");
    await rm(join(folder, TREE_FILE));
    await given.log(folder, given.store(folder), key);
    await alarmed(/checkpoint 1 is none of this log's/);
  });

  it('is raised by a bundle whose entries are not those that were hashed', async () => {
    await givenSigned(6);
    const store = given.store(folder);
    const log = await given.log(folder, store, key);
    await until(() => log.state().compared === 6);
    tamper(`UPDATE event SET data = '{"kind":"other"}' WHERE position = 2`);
    await expect(log.proofs.tile({ level: 'entries', index: 0, width: 6 })).rejects.toThrow(/entry 1 /);
    await alarmed(/entry 1 /);
    const [, second] = await everything(store);
    await expect(log.proofs.receipt(second!.id)).rejects.toThrow(/entry 1 /);
  });
});

describe('The alarm over a log on a server', () => {
  let port: number | undefined;

  /** Serves these records until the returned function is called. */
  async function served(
    records: readonly LogRecord[],
  ): Promise<{ store: EventStore; stop: () => Promise<LogRecord[]> }> {
    const server = new StandIn(port === undefined ? {} : { port }, new Log(records));
    await server.start();
    port = Number(new URL(server.url).port);
    const store = await openEventStoreDb({ url: server.url, ledger: LEDGER });
    const stop = async (): Promise<LogRecord[]> => {
      await store.close();
      await server.stop();
      return [...server.log.all];
    };
    given.later(stop);
    return { store, stop };
  }

  it('is raised by the last event at another position, and by nothing while it stands where it was', async () => {
    let { store, stop } = await served([]);
    for (const count of [6, 9]) {
      const log = await given.log(folder, store, key);
      await append(store, count - log.tree.size);
      await signed(log, count);
      await log.stop();
      ({ store, stop } = await served(await stop()));
    }
    expect(given.alarms).toEqual([]);
    const records = await stop();
    const last = records.findLastIndex(({ stream }) => stream.startsWith(`${LEDGER}.`));
    const behind = records.at(-1)!.position + 1000n;
    ({ store } = await served([...records.toSpliced(last, 1), { ...records[last]!, position: behind }]));
    const log = await given.log(folder, store, key);
    await alarmed(/entry 8 .* at another position/);
    expect(log.tree.size).toBe(9);
  });
});
