import { copyFile, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { newEvent, newEvents } from '../../../test/contract/contract-support.js';
import { StoreFull, StoreUnavailable } from '../port.js';
import { EVENTS_FILE, filesOfEvents, openForWriting } from './database.js';
import { GroupWriter } from './group-writer.js';

describe('The writer of groups', () => {
  let folder: string;
  let database: Database.Database;
  let writer: GroupWriter;
  let commits: number;
  let fatal: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-writer-'));
    database = openForWriting(folder);
    [commits, fatal] = [0, []];
    writer = new GroupWriter(
      database,
      filesOfEvents(folder),
      () => (commits += 1),
      ({ message }) => fatal.push(message),
    );
  });

  afterEach(async () => {
    writer.close();
    database.close();
    await rm(folder, { recursive: true });
  });

  /** Streams of the events in the file, in order. */
  const written = (): unknown[] =>
    database.prepare('SELECT name FROM event JOIN stream ON stream.id = event.stream ORDER BY position').pluck().all();

  const addNote = (revision = 0): void =>
    void database.prepare("INSERT INTO note VALUES ('ledger', ?, 'text')").run(revision);

  /** The disk fails under the next write of this kind, as SQLite reports it. */
  const failAt = (table: 'event' | 'note', code: string): void => {
    database.function('fail', () => {
      throw Object.assign(new Error('disk I/O error'), { code });
    });
    database.exec(`CREATE TEMP TRIGGER broken BEFORE INSERT ON main.${table} BEGIN SELECT fail(); END`);
  };

  it('reports a commit once for a group, and none where nothing was written', async () => {
    await Promise.all([writer.append('a', -1, newEvents(1), []), writer.append('b', -1, newEvents(2), [])]);
    expect([commits, written()]).toEqual([1, ['a', 'b', 'b']]);
    await expect(writer.append('a', 5, newEvents(1), [])).rejects.toMatchObject({ name: 'WrongExpectedRevision' });
    expect(commits).toBe(1);
  });

  it('answers an append of nothing with the place at which the log ends', async () => {
    expect(await writer.append('a', -1, [], [])).toEqual({ firstRevision: 0, lastRevision: -1, position: '0' });
    await writer.append('a', -1, newEvents(3), []);
    expect(await writer.append('a', 2, [], [])).toEqual({ firstRevision: 3, lastRevision: 2, position: '3' });
  });

  it('answers a group that another program keeps out, and writes the next', async () => {
    database.pragma('busy_timeout = 1');
    const other = new Database(join(folder, EVENTS_FILE));
    other.exec('BEGIN IMMEDIATE');
    const refused = { name: 'StoreUnavailable', retryAfter: 1, message: 'the event store cannot be written now' };
    const group = [writer.append('a', -1, newEvents(1), []), writer.append('b', -1, newEvents(1), [])];
    for (const outcome of await Promise.allSettled(group)) expect(outcome).toMatchObject({ reason: refused });
    expect(() => writer.alone(() => undefined)).toThrow(expect.objectContaining(refused) as Error);
    other.close();
    await writer.append('a', -1, newEvents(1), []);
    writer.alone(() => addNote());
    expect([commits, fatal, written()]).toEqual([1, [], ['a']]);
  });

  it('keeps nothing of work that fails, and passes on why', () => {
    const work = (): never => {
      addNote();
      throw new RangeError('no such thing');
    };
    expect(() => writer.alone(work)).toThrow(new RangeError('no such thing'));
    expect(database.inTransaction).toBe(false);
    expect(writer.alone(() => database.prepare('SELECT count(*) FROM note').pluck().get())).toBe(0);
  });

  it('says that the disk is full where work alone finds no room', () => {
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${pages}`);
    const large = (): void =>
      void database.prepare("INSERT INTO note VALUES ('ledger', 0, ?)").run('x'.repeat(100_000));
    expect(() => writer.alone(large)).toThrow(StoreFull);
    expect([database.inTransaction, fatal]).toEqual([false, []]);
  });

  describe.each(['SQLITE_IOERR', 'SQLITE_IOERR_FSYNC'])('when the disk failed with %s', (code) => {
    const failed = 'the disk of the event store failed: disk I/O error';

    it('under a group, refuses all of it and all that comes, and ends the process', async () => {
      await writer.append('a', -1, newEvents(1), []);
      failAt('event', code);
      const group = [writer.append('b', -1, newEvents(1), []), writer.append('c', -1, newEvents(1), [])];
      for (const outcome of await Promise.allSettled(group))
        expect(outcome).toMatchObject({ reason: { name: 'StoreUnavailable', message: failed } });
      database.exec('DROP TRIGGER broken');
      await expect(writer.append('a', 0, newEvents(1), [])).rejects.toThrow(failed);
      expect(() => writer.alone(() => addNote())).toThrow(failed);
      expect([fatal, commits, written()]).toEqual([[failed], 1, ['a']]);
    });

    it('meanwhile, writes nothing of what was waiting', async () => {
      const waiting = [writer.append('a', -1, newEvents(1), []), writer.append('b', -1, newEvents(1), [])];
      failAt('note', code);
      expect(() => writer.alone(() => addNote())).toThrow(StoreUnavailable);
      for (const outcome of await Promise.allSettled(waiting))
        expect(outcome).toMatchObject({ reason: { name: 'StoreUnavailable', message: failed } });
      expect([fatal, commits, written()]).toEqual([[failed], 0, []]);
    });

    it('leaves the write-ahead log for the next start', async () => {
      await writer.append('a', -1, newEvents(1), []);
      failAt('note', code);
      expect(() => writer.alone(() => addNote())).toThrow(failed);
      writer.close();
      expect((await stat(join(folder, `${EVENTS_FILE}-wal`))).size).toBeGreaterThan(0);
    });
  });

  describe('when a file is not in place any more', () => {
    const path = (suffix = ''): string => join(folder, `${EVENTS_FILE}${suffix}`);
    const changed = /^the storage was changed under the running program: \S+ was removed or moved away$/;

    it('acknowledges nothing of the group that it has committed, takes no more, and ends the process once', async () => {
      await writer.append('a', -1, newEvents(1), []);
      await rename(path(), path('.old'));
      const group = [writer.append('b', -1, newEvents(1), []), writer.append('a', 7, newEvents(1), [])];
      const [lost, refused] = await Promise.allSettled(group);
      const reason = { name: 'StoreUnavailable', message: expect.stringMatching(changed) as string };
      expect([lost, refused]).toMatchObject([{ reason }, { reason }]);
      await expect(writer.append('c', -1, newEvents(1), [])).rejects.toMatchObject(reason);
      expect(() => writer.alone(() => addNote())).toThrow(changed);
      writer.lookAtFiles();
      expect([fatal, commits]).toEqual([[expect.stringMatching(changed)], 1]);
    });

    it('keeps nobody in the belief that a note was written', async () => {
      await rename(path(), path('.old'));
      expect(() => writer.alone(() => addNote())).toThrow(changed);
      expect(fatal).toEqual([expect.stringMatching(changed)]);
    });

    it('notices it when it is closed', async () => {
      await rename(path(), path('.old'));
      writer.close();
      expect(fatal).toEqual([expect.stringMatching(changed)]);
    });

    it('folds in what it has acknowledged where the write-ahead log was removed', async () => {
      await writer.append('a', -1, newEvents(1), []);
      await rm(path('-wal'));
      writer.lookAtFiles();
      expect(fatal).toEqual([expect.stringMatching(changed)]);
      const copy = await mkdtemp(join(tmpdir(), 'ledger-copy-'));
      await copyFile(path(), join(copy, EVENTS_FILE));
      const found = new Database(join(copy, EVENTS_FILE), { readonly: true });
      expect(found.prepare('SELECT count(*) FROM event').pluck().get()).toBe(1);
      found.close();
      await rm(copy, { recursive: true });
    });
  });

  it('folds the write-ahead log into the file when it is closed, after what was waiting, and takes no more', async () => {
    const waiting = writer.append('a', -1, newEvents(1), []);
    writer.close();
    expect(await waiting).toEqual({ firstRevision: 0, lastRevision: 0, position: '1' });
    expect((await stat(join(folder, `${EVENTS_FILE}-wal`))).size).toBe(0);
    const closed = 'the store is closed';
    await expect(writer.append('a', 0, newEvents(1), [])).rejects.toThrow(closed);
    expect(() => writer.alone(() => undefined)).toThrow(closed);
    writer.close();
    expect([fatal, written()]).toEqual([[], ['a']]);
  });

  it('folds it in meanwhile too, once it is long and a hundred appends have come', async () => {
    const event = { ...newEvent(), data: JSON.stringify('x'.repeat(50_000)) };
    const many = (from: number, count: number) =>
      Promise.all(Array.from({ length: count }, (_, at) => writer.append(`s${from + at}`, -1, [event], [])));
    const folded = (): number =>
      Number((database.pragma('wal_checkpoint(NOOP)') as { checkpointed: number }[])[0]?.checkpointed);
    await many(0, 99);
    await new Promise((resolve) => setImmediate(resolve));
    const before = folded();
    await many(99, 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(folded()).toBeGreaterThan(before + 1000);
  });
});
