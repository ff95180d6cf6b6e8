import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { leafBytes } from '../leaf.js';
import { EMPTY_ROOT, leafHash } from '../merkle.js';
import { RootBuilder, consistencyProof, inclusionProof } from '../tree.js';
import { hashAtOf } from '../../../test/fixtures/tree.fixtures.js';
import {
  GivenStores,
  LEDGER,
  newEvent,
  rootOfEvents,
  storedEvents,
} from '../../../test/fixtures/tree-store.fixtures.js';
import { TREE_FILE } from './tree-file.js';
import { TreeLog } from './tree-log.js';

const given = new GivenStores();
let folder: string;
let said: string[];
let open: TreeLog[];

beforeEach(async () => {
  folder = await given.folder();
  said = [];
  open = [];
});
afterEach(async () => {
  for (const tree of open) tree.close();
  await given.clear();
});

function tree(settings: Partial<Parameters<typeof TreeLog.open>[0]> = {}): TreeLog {
  const opened = TreeLog.open({
    folder,
    ledger: LEDGER,
    store: 'here',
    log: (text) => void said.push(text),
    ...settings,
  });
  open.push(opened);
  return opened;
}

function reopened(): TreeLog {
  open.pop()?.close();
  return tree();
}

describe('TreeLog', () => {
  it('is empty at first', () => {
    const log = tree();
    expect([log.size, log.position, log.leafAt(0), log.indexOf('x')]).toEqual([0, undefined, undefined, undefined]);
    expect(log.rootAt(0)).toEqual(EMPTY_ROOT);
    expect(() => log.hashAt(0, 0)).toThrow(RangeError);
  });

  it('has every subtree, root and proof of the log, whatever the batches, and after each start', () => {
    const events = storedEvents(0, 700);
    const leaves = events.map((event, index) => leafHash(leafBytes({ ...event, index })));
    const expected = hashAtOf(leaves);
    let log = tree();
    let size = 0;
    for (const batch of [1, 1, 3, 250, 1, 0, 256, 44, 99, 45]) {
      log.append(events.slice(size, size + batch));
      size += batch;
      log = reopened();
      expect([log.size, log.position]).toEqual([size, events[size - 1]?.position]);
      expect(log.rootAt(size)).toEqual(rootOfEvents(events.slice(0, size)));
    }
    for (let level = 0; 2 ** level <= size; level += 1) {
      const count = Math.floor(size / 2 ** level);
      for (let index = 0; index < count; index += 1) expect(log.hashAt(level, index)).toEqual(expected(level, index));
      expect(() => log.hashAt(level, count)).toThrow(RangeError);
    }
    expect(inclusionProof(300, 650, log.hashAt)).toEqual(inclusionProof(300, 650, expected));
    expect(consistencyProof(257, 700, log.hashAt)).toEqual(consistencyProof(257, 700, expected));
    expect(log.leafHashes(255, 3)).toEqual(leaves.slice(255, 258));
  });

  it('goes on where rows of three levels are open', () => {
    const size = 65_536 + 256 + 1;
    let log = tree();
    const builder = new RootBuilder();
    const add = (from: number, count: number): void => {
      const events = storedEvents(from, count);
      log.append(events);
      for (const [i, event] of events.entries()) builder.append(leafHash(leafBytes({ ...event, index: from + i })));
    };
    for (let from = 0; from < size; from += 5_000) add(from, Math.min(5_000, size - from));
    expect(log.rootAt(size)).toEqual(builder.root());
    log = reopened();
    add(size, 300);
    expect(log.rootAt(size + 300)).toEqual(builder.root());
    expect(log.hashAt(16, 0)).toEqual(reopened().hashAt(16, 0));
  }, 60_000);

  it('takes events that are malformed, or of other programs, as they are', () => {
    const odd = [newEvent('not JSON at all'), newEvent(''), { ...newEvent('{"b":1,"a":2}'), id: 'no uuid', type: '' }];
    const events = odd.map((event, i) => ({ ...event, stream: 'test.odd', revision: i, position: `${i + 1}` }));
    const log = tree();
    log.append(events);
    expect(log.rootAt(3)).toEqual(rootOfEvents(events));
    expect(log.indexOf('no uuid')).toBe(2);
    expect(log.leafAt(2)).toEqual({ stream: 'test.odd', revision: 2, id: 'no uuid' });
  });

  it('gives the first leaf of an id that stands twice', () => {
    const [event] = storedEvents(0, 1);
    const log = tree();
    log.append([event!, { ...event!, revision: 1, position: '2' }]);
    expect(log.indexOf(event!.id)).toBe(0);
  });

  it('tells the first event that does not go on from the last of its stream, also where an older version has written', () => {
    const events = storedEvents(0, 12);
    const other = { ...events[10]!, stream: 'test.claim-2', revision: 0 };
    let log = tree();
    log.append(events.slice(0, 10));
    const tell = (): void => {
      expect(log.outOfTurn([...events.slice(10), other, { ...other, revision: 1 }])).toBeUndefined();
      expect(log.outOfTurn([events[10]!, events[3]!])).toEqual({ event: events[3], expected: 11 });
      expect(log.outOfTurn([events[11]!])).toEqual({ event: events[11], expected: 10 });
      expect(log.outOfTurn([other, other])).toEqual({ event: other, expected: 1 });
    };
    tell();
    for (const change of ['DROP TABLE stream_end', "UPDATE meta SET value = '9' WHERE name = 'stream ends of'"]) {
      open.pop()?.close();
      const database = new Database(join(folder, TREE_FILE));
      if (!change.startsWith('DROP')) database.exec('UPDATE stream_end SET revision = 8');
      else database.exec("DELETE FROM meta WHERE name = 'stream ends of'");
      database.exec(change);
      database.close();
      log = tree();
      tell();
    }
  });

  it('keeps nothing of a batch that fails, and goes on behind the last good one', () => {
    const log = tree();
    const events = storedEvents(0, 600);
    log.append(events.slice(0, 300));
    const broken = { ...events[400]!, id: '\ud800' };
    expect(() => log.append([...events.slice(300, 400), broken])).toThrow('text');
    expect([log.size, log.position]).toEqual([300, '300']);
    log.append(events.slice(300));
    expect(log.rootAt(600)).toEqual(rootOfEvents(events));
  });

  it('goes on from an older state of its file, as a power cut may leave it', async () => {
    const events = storedEvents(0, 600);
    let log = tree();
    log.append(events.slice(0, 300));
    open.pop()?.close();
    await copyFile(join(folder, TREE_FILE), join(folder, 'older'));
    log = tree();
    log.append(events.slice(300));
    open.pop()?.close();
    await copyFile(join(folder, 'older'), join(folder, TREE_FILE));
    for (const suffix of ['-wal', '-shm']) await rm(join(folder, TREE_FILE + suffix), { force: true });
    log = tree();
    expect(log.size).toBe(300);
    log.append(events.slice(300));
    expect(log.rootAt(600)).toEqual(rootOfEvents(events));
  });

  it('is made again for another store, but remembers what was signed', () => {
    const log = tree();
    log.append(storedEvents(0, 300));
    const [first, second] = [0, 7].map((revision) => ({ revision, note: `note ${revision}` }));
    log.remember(second!, [first!]);
    open.pop()?.close();
    const moved = tree({ store: 'there' });
    expect([moved.size, moved.remembered, moved.keyNotes()]).toEqual([0, second, [first]]);
    expect(said).toEqual([expect.stringContaining('follows another store (here)')]);
  });

  it('is made again for another ledger, where it is damaged, and where it is something else', () => {
    const log = tree();
    log.append(storedEvents(0, 3));
    log.remember({ revision: 0, note: 'note' }, []);
    open.pop()?.close();
    expect(tree({ ledger: 'other' })).toMatchObject({ size: 0, remembered: undefined });
    open.pop()?.close();
    const database = new Database(join(folder, TREE_FILE));
    database.pragma('user_version = 99');
    database.close();
    expect(tree().size).toBe(0);
    expect(said.map((text) => /is (of another \w+)/.exec(text)?.[1])).toEqual([
      'of another ledger',
      'of another format',
    ]);
  });

  it('gives the leaves of some streams, in order, up to a size', () => {
    const log = tree();
    const streams = ['test.claim-1', 'test.claim-2', "test.claim-'3"];
    log.append(storedEvents(0, 300).map((event, index) => ({ ...event, stream: streams[index % 3]! })));
    expect(log.leavesOf([streams[2]!, streams[0]!, 'test.claim'], 6).map(({ index }) => index)).toEqual([0, 2, 3, 5]);
    expect(log.leavesOf([streams[1]!], 5)).toEqual([1, 4].map((index) => ({ index, ...log.leafAt(index) })));
    expect([log.leavesOf([], 300), log.leavesOf(streams, 0), log.leavesOf(streams, 300).length]).toEqual([[], [], 300]);
  });

  it('is read beside the process that writes it, as it was when it was opened', () => {
    const settings = { folder, ledger: LEDGER, store: 'here' };
    expect(TreeLog.openToRead(settings)).toBeUndefined();
    const log = tree();
    const events = storedEvents(0, 600);
    log.append(events.slice(0, 300));
    const beside = TreeLog.openToRead(settings)!;
    open.push(beside);
    log.append(events.slice(300));
    expect([beside.size, log.size]).toEqual([300, 600]);
    for (const size of [1, 255, 256, 300]) expect(beside.rootAt(size)).toEqual(log.rootAt(size));
    expect(TreeLog.openToRead({ ...settings, store: 'there' })).toBeUndefined();
    expect(TreeLog.openToRead({ ...settings, ledger: 'other' })).toBeUndefined();
  });
});
