import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { seal } from '../../kernel/personal.js';
import { eventStoreContract } from '../../../test/contract/event-store.contract.js';
import { everything, follow, idsOf, newEvent, newEvents } from '../../../test/contract/contract-support.js';
import { StoreFull, StoreRefused, StoreUnavailable, WrongExpectedRevision } from '../port.js';
import { APPLICATION_ID, EVENTS_FILE, FORMAT, makeDurable, openForReading, openForWriting } from './database.js';
import { openSqliteStore, SqliteEventStore, type SqliteStoreOptions } from './sqlite-event-store.js';

const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'ledger-store-'));

eventStoreContract('The embedded store', async () => {
  const folder = await makeFolder();
  return {
    open: (ledger, batchSize) => Promise.resolve(openSqliteStore({ folder, ledger, batchSize })),
    dispose: () => rm(folder, { recursive: true }),
  };
});

describe('The embedded store', () => {
  let folder: string;
  const opened: SqliteEventStore[] = [];

  const keep = (store: SqliteEventStore): SqliteEventStore => {
    opened.push(store);
    return store;
  };
  const open = (options: Partial<SqliteStoreOptions> = {}): SqliteEventStore =>
    keep(openSqliteStore({ folder, ledger: 'ledger', ...options }));

  beforeEach(async () => {
    folder = await makeFolder();
  });

  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    await rm(folder, { recursive: true });
  });

  describe('opening', () => {
    it('makes the data folder with its parents', async () => {
      const deep = join(folder, 'a', 'b');
      const store = open({ folder: deep });
      await store.append('ledger.party-1', -1, newEvents(1));
      expect(await everything(store)).toHaveLength(1);
    });

    it('runs with every pragma that durability rests on', () => {
      const database = openForWriting(folder);
      const read = (pragma: string): unknown => database.pragma(pragma, { simple: true });
      expect({
        journal: read('journal_mode'),
        synchronous: read('synchronous'),
        recursiveTriggers: read('recursive_triggers'),
        foreignKeys: read('foreign_keys'),
        cellSizeCheck: read('cell_size_check'),
        trustedSchema: read('trusted_schema'),
        application: read('application_id'),
        format: read('user_version'),
      }).toEqual({
        journal: 'wal',
        synchronous: 2,
        recursiveTriggers: 1,
        foreignKeys: 1,
        cellSizeCheck: 1,
        trustedSchema: 0,
        application: APPLICATION_ID,
        format: FORMAT,
      });
      expect(read('busy_timeout')).toBeGreaterThan(0);
      database.close();
    });

    it('refuses a database where one of them does not take', () => {
      const inMemory = new Database(':memory:');
      expect(() => {
        makeDurable(inMemory, folder);
      }).toThrow(StoreRefused);
      expect(() => {
        makeDurable(inMemory, folder);
      }).toThrow('journal_mode = memory instead of wal');
      inMemory.close();
    });

    it('refuses a file that another program holds locked', () => {
      const other = new Database(join(folder, EVENTS_FILE));
      other.pragma('locking_mode = EXCLUSIVE');
      other.exec('CREATE TABLE t (x)');
      expect(() => open()).toThrow(/another program holds .* locked/);
      other.close();
    });

    it('refuses a second writer in the folder, and takes it once the first is closed', async () => {
      const first = open();
      expect(() => open()).toThrow(StoreRefused);
      expect(() => open()).toThrow(`another process writes in the data folder ${folder}`);
      await first.append('ledger.party-1', -1, newEvents(1));
      await first.close();
      expect(await everything(open())).toHaveLength(1);
    });

    it('refuses a path below a file, naming the folder', async () => {
      const file = join(folder, 'file');
      await writeFile(file, '');
      const below = join(file, 'data');
      expect(() => open({ folder: below })).toThrow(StoreRefused);
      expect(() => open({ folder: below })).toThrow(`the data folder ${below} cannot be written`);
      expect(() => open({ folder: file })).toThrow(`the data folder ${file} cannot be written`);
    });

    const unlessRoot = process.getuid?.() === 0 ? it.skip : it;
    unlessRoot('refuses a folder without the right to write', async () => {
      await chmod(folder, 0o500);
      expect(() => open()).toThrow(`the data folder ${folder} cannot be written`);
      await chmod(folder, 0o700);
    });

    it('refuses a newer format and leaves the file as it is', async () => {
      await open().close();
      const database = new Database(join(folder, EVENTS_FILE));
      database.pragma(`user_version = ${FORMAT + 1}`);
      database.pragma('journal_mode = DELETE');
      database.close();
      const before = await readFile(join(folder, EVENTS_FILE));
      expect(() => open()).toThrow(StoreRefused);
      expect(() => open({ readOnly: true })).toThrow(/format 2 and this program knows 1/);
      expect(await readFile(join(folder, EVENTS_FILE))).toEqual(before);
    });

    it('refuses a database of another program', () => {
      const database = new Database(join(folder, EVENTS_FILE));
      database.exec('CREATE TABLE t (x)');
      database.close();
      expect(() => open()).toThrow(/database of another program/);
    });

    it('refuses a file that is no database', async () => {
      await writeFile(join(folder, EVENTS_FILE), 'x'.repeat(8192));
      expect(() => open()).toThrow(/damaged or no ledger/);
    });

    it('gives the lock back when opening fails', async () => {
      await writeFile(join(folder, EVENTS_FILE), 'x'.repeat(8192));
      expect(() => open()).toThrow(StoreRefused);
      await rm(join(folder, EVENTS_FILE));
      expect(await everything(open())).toEqual([]);
    });

    it.each(['', 'a.b'])('refuses "%s" as a ledger name', (ledger) => {
      expect(() => open({ ledger })).toThrow(StoreRefused);
    });
  });

  describe('opened for reading only', () => {
    it('reads beside the writer, follows it, and writes nothing', async () => {
      const writer = open();
      const events = newEvents(3);
      await writer.append('ledger.party-1', -1, events.slice(0, 2));
      const reader = open({ readOnly: true });
      expect(idsOf(await reader.read('ledger.party-1'))).toEqual(idsOf(events.slice(0, 2)));
      const seen: string[] = [];
      await follow(reader, undefined, async (batch) => {
        seen.push(...idsOf(batch.events));
        if (batch.caughtUp && seen.length === 2) await writer.append('ledger.party-1', 1, events.slice(2));
        return seen.length === 3;
      });
      expect(seen).toEqual(idsOf(events));
      await expect(reader.append('ledger.party-1', 2, newEvents(1))).rejects.toBeInstanceOf(StoreRefused);
      expect(await writer.read('ledger.party-1')).toHaveLength(3);
    });

    it('needs no writer', async () => {
      const writer = open();
      await writer.append('ledger.party-1', -1, newEvents(2));
      await writer.close();
      expect(await everything(open({ readOnly: true }))).toHaveLength(2);
    });

    it('refuses a folder without a ledger, or with a file in which there is none yet', async () => {
      expect(() => open({ readOnly: true })).toThrow(`there is no ledger to read in ${folder}`);
      await writeFile(join(folder, EVENTS_FILE), '');
      expect(() => open({ readOnly: true })).toThrow(`there is no ledger to read in ${folder}`);
      expect(() => openForReading(join(folder, 'nowhere'))).toThrow(StoreRefused);
    });
  });

  describe('a group of appends', () => {
    it('answers each for itself: losers and winners in one group', async () => {
      const store = open();
      const lost = seal('name', 'loser').disclosure;
      const kept = seal('name', 'winner').disclosure;
      const stream = 'ledger.party-1';
      const outcomes = await Promise.allSettled([
        store.append('ledger.party-2', -1, newEvents(2), [kept]),
        store.append('ledger.party-3', 4, newEvents(2), [lost]),
        store.append(stream, -1, newEvents(1)),
        store.append(stream, 0, newEvents(2)),
        store.append(stream, 0, newEvents(1)),
        store.append(stream, 2, newEvents(1)),
      ]);
      expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.lastRevision : 'lost'))).toEqual(
        [1, 'lost', 0, 2, 'lost', 3],
      );
      expect(outcomes[4]).toMatchObject({ reason: new WrongExpectedRevision(stream, 0, 2) });
      expect(await store.read('ledger.party-3')).toEqual([]);
      expect([...(await store.disclosures([lost.digest, kept.digest])).keys()]).toEqual([kept.digest]);
      // What came in one turn of the event loop lies together in the log, in the order of the calls.
      expect((await everything(store)).map((event) => event.stream.slice(-1))).toEqual(['2', '2', '1', '1', '1', '1']);
    });

    it('keeps the others whole when SQLite refuses one append half-way', async () => {
      const store = open();
      const poisoned = [newEvent(), { ...newEvent(), data: null as unknown as string }];
      const secret = seal('name', 'poisoned').disclosure;
      const outcomes = await Promise.allSettled([
        store.append('ledger.party-1', -1, newEvents(1)),
        store.append('ledger.party-2', -1, poisoned, [secret]),
        store.append('ledger.party-1', 0, newEvents(1)),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await store.read('ledger.party-1')).toHaveLength(2);
      expect(await store.read('ledger.party-2')).toEqual([]);
      expect(await store.disclosures([secret.digest])).toEqual(new Map());
      await store.append('ledger.party-2', -1, newEvents(1));
      expect((await everything(store)).map(({ stream, revision }) => [stream, revision])).toEqual([
        ['ledger.party-1', 0],
        ['ledger.party-1', 1],
        ['ledger.party-2', 0],
      ]);
    });

    it('refuses a stream of another ledger', async () => {
      const store = open();
      await expect(store.append('other.party-1', -1, newEvents(1))).rejects.toBeInstanceOf(RangeError);
    });
  });

  it('does not bring back an erased disclosure when its append is repeated', async () => {
    const events = newEvents(1);
    const { disclosure } = seal('name', 'Ермаков');
    const store = open();
    await store.append('ledger.party-1', -1, events, [disclosure]);
    await store.close();
    const database = openForWriting(folder);
    database.prepare('DELETE FROM disclosure').run();
    database.close();
    const again = open();
    await again.append('ledger.party-1', -1, events, [disclosure]);
    expect(await again.disclosures([disclosure.digest])).toEqual(new Map());
  });

  it('keeps history: the file refuses to change or delete an event', async () => {
    const store = open();
    await store.append('ledger.party-1', -1, newEvents(1));
    await store.close();
    const database = openForWriting(folder);
    expect(() => database.exec(`UPDATE event SET data = '{}'`)).toThrow('never changed');
    expect(() => database.exec('DELETE FROM event')).toThrow('never deleted');
    expect(() => database.exec('INSERT OR REPLACE INTO event SELECT * FROM event')).toThrow('never deleted');
    database.close();
  });

  describe('a full disk', () => {
    it('refuses the group, keeps what was acknowledged, and goes on once there is room', async () => {
      const database = openForWriting(folder);
      const store = keep(new SqliteEventStore({ database }, { folder, ledger: 'ledger' }));
      const first = await store.append('ledger.party-1', -1, newEvents(1));
      const pages = Number(database.pragma('page_count', { simple: true }));
      database.pragma(`max_page_count = ${pages + 2}`);
      const large = { ...newEvent(), data: JSON.stringify('x'.repeat(60_000)) };
      const outcomes = await Promise.allSettled([
        store.append('ledger.party-2', -1, [newEvent()]),
        store.append('ledger.party-1', 0, [large]),
        store.append('ledger.party-1', 7, [newEvent()]),
      ]);
      for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { name: 'StoreFull' } });
      await expect(store.append('ledger.party-1', 0, [large])).rejects.toBeInstanceOf(StoreFull);
      expect(await store.head()).toBe(first.position);
      database.pragma(`max_page_count = ${pages + 1000}`);
      await store.append('ledger.party-1', 0, [large]);
      await store.append('ledger.party-2', -1, [newEvent()]);
      expect((await everything(store)).map(({ stream, revision }) => [stream, revision])).toEqual([
        ['ledger.party-1', 0],
        ['ledger.party-1', 1],
        ['ledger.party-2', 0],
      ]);
    });
  });

  it('says that it cannot be read now, and with which code, where SQLite refuses a query', async () => {
    const store = open();
    await store.append('ledger.party-1', -1, newEvents(1));
    const file = new Database(join(folder, EVENTS_FILE));
    file.exec('DROP TABLE event');
    file.close();
    const message = 'the event store cannot be read now (SQLITE_ERROR)';
    for (const asked of [store.read('ledger.party-1'), store.head(), everything(store)])
      await expect(asked).rejects.toMatchObject({ name: 'StoreUnavailable', message, retryAfter: 1 });
  });

  it('reads past a hole of any width that somebody left in the file', async () => {
    const store = open();
    for (let n = 0; n < 3; n += 1) await store.append('ledger.party-1', n - 1, [newEvent()]);
    const file = new Database(join(folder, EVENTS_FILE));
    file.exec('DROP TRIGGER event_unchanged; UPDATE event SET position = 1000000000000 WHERE revision = 1');
    file.close();
    expect((await everything(store)).map(({ revision }) => revision)).toEqual([0, 2, 1]);
  });

  it('tells a letter that stands for what cannot be read from what cannot be read', async () => {
    const store = open();
    await store.append('ledger.party-1', -1, [{ ...newEvent(), data: '"\ufffd"' }, newEvent()]);
    const file = new Database(join(folder, EVENTS_FILE));
    const [before] = await store.read('ledger.party-1');
    file.exec("DROP TRIGGER event_unchanged; UPDATE event SET data = CAST(x'22FF22' AS TEXT) WHERE revision = 0");
    file.close();
    const [after, other] = await store.read('ledger.party-1');
    expect(after).toEqual({ ...before, dataBytes: Buffer.from('22ff22', 'hex') });
    expect((await everything(store)).map(({ dataBytes }) => dataBytes)).toEqual([after!.dataBytes, undefined]);
    expect(other).not.toHaveProperty('dataBytes');
  });

  it('keeps the write-ahead log short while it writes and is read', async () => {
    const store = open();
    const event = { ...newEvent(), data: JSON.stringify('x'.repeat(20_000)) };
    const reading = everything(store);
    for (let round = 0; round < 60; round += 1) {
      const group = Array.from({ length: 20 }, (_, at) => store.append(`ledger.party-${round}.${at}`, -1, [event]));
      await Promise.all(group);
    }
    await reading;
    const { size } = await stat(join(folder, `${EVENTS_FILE}-wal`));
    // 1,200 events of 20 kB are 24 MB.
    expect(size).toBeLessThan(16_000_000);
  });

  it('ends a subscription with an error when the store is closed below it', async () => {
    const store = open();
    const following = follow(store, undefined, () => {
      setTimeout(() => void store.close(), 10);
      return false;
    });
    await expect(following).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('gives batches of at most the size asked for, whatever of another ledger lies between, and says how far they lead', async () => {
    for (const [ledger, count] of [
      ['ledger', 1],
      ['other', 4],
      ['ledger', 9],
      ['other', 2],
      ['ledger', 1],
    ] as const) {
      const store = openSqliteStore({ folder, ledger });
      for (let written = 0; written < count; written += 1)
        await store.append(`${ledger}.claim-${randomUUID()}`, -1, newEvents(1));
      await store.close();
    }
    const store = open();
    const sizes: number[] = [];
    const fractions: number[] = [];
    for await (const { events, position } of store.readAll(undefined, 3)) {
      sizes.push(events.length);
      fractions.push(await store.fraction(position));
    }
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(11);
    expect(Math.max(...sizes)).toBe(3);
    expect(fractions.every((part, index) => part > (fractions[index - 1] ?? 0))).toBe(true);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions[0]).toBeLessThan(1);
  });

  it('knows positions: plain decimal numbers', async () => {
    const store = open();
    expect(['0', '1', '9007199254740991'].every((text) => store.isPosition(text))).toBe(true);
    expect(['00', '01', '9007199254740992'].some((text) => store.isPosition(text))).toBe(false);
    await expect(everything(store, 'x')).rejects.toBeInstanceOf(RangeError);
    expect(await everything(store, '12345')).toEqual([]);
  });
});
