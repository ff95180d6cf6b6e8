import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { StoredEvent } from '../../event-store/port.js';
import { leafBytes } from '../leaf.js';
import { HASH_BYTES, leafHash } from '../merkle.js';
import type { HashAt } from '../tree.js';
import { RootBuilder, rootOf } from '../tree.js';
import { StreamEnds } from './stream-ends.js';
import { type TreeSettings, openTreeFile, openTreeFileToRead } from './tree-file.js';

/** Hashes side by side that a row of subtrees stands on, and the levels of the tree that it has. */
const WIDTH = 256;
const LEVELS = 8;

/** Subtrees in a row: 128 of two hashes, 64 of four … one of 256. */
const IN_ROW = WIDTH - 1;

/** Rows kept in memory, 8 KiB each; complete ones never change. */
const ROWS_IN_MEMORY = 128;

/** A leaf's event: where it lies in the store. */
export interface Leaf {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** The same with its place in the log. */
export interface PlacedLeaf extends Leaf {
  readonly index: number;
}

/** What an instance remembers of the last signed checkpoint that it has seen. */
export interface Remembered {
  /** Among the notes of the store. */
  readonly revision: number;
  readonly note: string;
}

/** The hashes of subtrees over 256 hashes of one level, filled from the left. */
interface Row {
  readonly index: number;
  readonly hashes: Buffer;
}

/**
 * The tree over the log, kept in a file (tree-file.ts). Leaves are events in the order of the log, counted from 0, whatever
 * they hold. Rows of subtrees are written when they are complete; those that are not are made from what lies below them
 * when the file is opened.
 */
export class TreeLog {
  private readonly statements: ReturnType<typeof prepared>;
  /** None where the tree is only read. */
  private readonly ends: StreamEnds | undefined;
  /** Rows that are not complete, by their level: row level r stands on tree level 8r. */
  private open: Row[] = [];
  private complete: { readonly place: number; readonly hashes: Buffer }[] = [];
  private readonly known = new LRUCache<number, Buffer>({ max: ROWS_IN_MEMORY });
  private builder = new RootBuilder();
  private end: string | undefined;

  private constructor(private readonly database: Database.Database) {
    this.statements = prepared(database);
    this.ends = database.readonly ? undefined : new StreamEnds(database);
    this.load();
  }

  /** Opens the tree of a data folder, or begins one. */
  static open(settings: TreeSettings): TreeLog {
    return TreeLog.on(openTreeFile(settings));
  }

  /**
   * Opens the tree of a data folder as it is now, for reading, beside a process that writes it; undefined where there is
   * none, or none of this ledger and store.
   */
  static openToRead(settings: Omit<TreeSettings, 'log'>): TreeLog | undefined {
    const database = openTreeFileToRead(settings);
    return database && TreeLog.on(database);
  }

  private static on(database: Database.Database): TreeLog {
    try {
      return new TreeLog(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Events hashed. */
  get size(): number {
    return this.builder.size;
  }

  /** Position of the last event hashed, in the store that the tree follows; undefined while there is none. */
  get position(): string | undefined {
    return this.end;
  }

  /** Hash of a complete subtree. @throws RangeError for one that the tree does not have */
  readonly hashAt: HashAt = (level, index) => {
    if (level === 0) {
      const found = this.statements.hash.get(index);
      if (found) return found;
    } else {
      const { row, rowIndex, slot } = placeOf(level, index);
      const isThere = (index + 1) * 2 ** level <= this.size;
      const hashes = isThere ? this.row(row, rowIndex) : undefined;
      if (hashes) return hashes.subarray(slot * HASH_BYTES, (slot + 1) * HASH_BYTES);
    }
    throw new RangeError(`a tree of ${this.size} has no complete subtree ${level}/${index}`);
  };

  /** Hashes of leaves side by side. */
  leafHashes(from: number, count: number): Buffer[] {
    return this.statements.hashes.all(from, from + count);
  }

  /** Root of the tree as it was when it had that many leaves. @throws RangeError above the size */
  rootAt(size: number): Uint8Array {
    return rootOf(size, this.hashAt);
  }

  /** The event of a leaf. */
  leafAt(index: number): Leaf | undefined {
    return this.statements.leaf.get(index);
  }

  /** The leaves of some streams among the first `size`, in order. Reads every leaf: a quarter of a second for a million. */
  leavesOf(streams: readonly string[], size: number): PlacedLeaf[] {
    return this.statements.leavesOf.all(size, JSON.stringify(streams));
  }

  /** The first leaf whose event has this id. */
  indexOf(eventId: string): number | undefined {
    return this.statements.byKey.all(keyOf(eventId)).find(({ id }) => id === eventId)?.idx;
  }

  /** Position of the event of a leaf, in the store that the tree follows. */
  positionOf(index: number): string | undefined {
    return this.statements.position.get(index);
  }

  /**
   * The first of the log's next events that is not the next one of its stream, and the revision that would be: such as one
   * that the tree has already.
   */
  outOfTurn(events: readonly StoredEvent[]): { event: StoredEvent; expected: number } | undefined {
    return this.ends?.outOfTurn(events);
  }

  /**
   * Adds the log's next events as they are, all of them or none.
   * @throws LeafError for an event that can have no leaf, which no store gives
   */
  append(events: readonly StoredEvent[]): void {
    try {
      this.database.transaction(() => {
        for (const event of events) {
          const index = this.builder.size;
          const leaf = leafHash(leafBytes({ ...event, index }));
          this.statements.addLeaf.run(
            index,
            keyOf(event.id),
            leaf,
            event.stream,
            event.revision,
            event.id,
            event.position,
          );
          this.builder.append(leaf);
        }
        this.ends?.add(events, this.builder.size);
        for (const { place, hashes } of this.complete) this.statements.addRow.run(place, hashes);
      })();
      this.complete = [];
      this.end = events.at(-1)?.position ?? this.end;
    } catch (error) {
      this.load();
      throw error;
    }
  }

  /** The last checkpoint that this instance has found to agree with its tree. */
  get remembered(): Remembered | undefined {
    const text = this.statements.meta.get('checkpoint');
    return text === undefined ? undefined : (JSON.parse(text) as Remembered);
  }

  /** Remembers a checkpoint, and the notes that named keys before it. */
  remember(checkpoint: Remembered, keyNotes: readonly Remembered[]): void {
    this.database.transaction(() => {
      this.statements.setMeta.run('checkpoint', JSON.stringify(checkpoint));
      for (const { revision, note } of keyNotes) this.statements.addKeyNote.run(revision, note);
    })();
  }

  /** The notes that named keys, in their order, as far as they are remembered. */
  keyNotes(): Remembered[] {
    return this.statements.keyNotes.all();
  }

  close(): void {
    this.database.close();
  }

  /** Goes on from what the file holds. */
  private load(): void {
    const last = this.statements.last.get();
    const size = last === undefined ? 0 : last.idx + 1;
    this.end = last?.position;
    this.complete = [];
    this.open = [];
    this.known.clear();
    // Each row stands on those below it.
    let below = size;
    for (let row = 0; below > 0; row += 1) {
      const index = Math.floor(below / WIDTH);
      this.open.push(this.rowOf(row, index, below % WIDTH));
      below = index;
    }
    this.builder = RootBuilder.resume(size, (level, index) => this.stored(level, index), this.onSubtree);
  }

  /** A row that is not complete, from the hashes that it stands on. */
  private rowOf(row: number, index: number, count: number): Row {
    const hashes = Buffer.alloc(IN_ROW * HASH_BYTES);
    const subtree = new RootBuilder((level, at, value) => {
      if (level > 0) hashes.set(value, (WIDTH - (WIDTH >> (level - 1)) + at) * HASH_BYTES);
    });
    for (let i = 0; i < count; i += 1) subtree.append(this.stored(row * LEVELS, index * WIDTH + i));
    return { index, hashes };
  }

  /** As `hashAt`, while the size is not known. */
  private stored(level: number, index: number): Uint8Array {
    const { row, rowIndex, slot } = placeOf(level, index);
    const found =
      level === 0
        ? this.statements.hash.get(index)
        : this.row(row, rowIndex)?.subarray(slot * HASH_BYTES, (slot + 1) * HASH_BYTES);
    if (!found) throw new Error(`the tree lacks the hash ${level}/${index}`);
    return found;
  }

  private row(row: number, index: number): Buffer | undefined {
    const open = this.open[row];
    if (open?.index === index) return open.hashes;
    const place = rowPlace(row, index);
    const known = this.known.get(place) ?? this.statements.row.get(place);
    if (known) this.known.set(place, known);
    return known;
  }

  private readonly onSubtree = (level: number, index: number, value: Uint8Array): void => {
    if (level === 0) return;
    const { row, rowIndex, slot } = placeOf(level, index);
    let open = this.open[row];
    if (open?.index !== rowIndex)
      this.open[row] = open = { index: rowIndex, hashes: Buffer.alloc(IN_ROW * HASH_BYTES) };
    open.hashes.set(value, slot * HASH_BYTES);
    if (slot === IN_ROW - 1) this.complete.push({ place: rowPlace(row, rowIndex), hashes: open.hashes });
  };
}

/** Where the hash of a subtree above the leaves stands: in which row, and in which place of it. */
function placeOf(level: number, index: number): { row: number; rowIndex: number; slot: number } {
  const row = Math.floor((level - 1) / LEVELS);
  const inRow = (level - 1) % LEVELS;
  const across = (WIDTH / 2) >> inRow;
  return { row, rowIndex: Math.floor(index / across), slot: WIDTH - 2 * across + (index % across) };
}

function rowPlace(row: number, index: number): number {
  return index * LEVELS + row;
}

/** 52 bits that follow from an id, so that it is found by a small index. */
function keyOf(id: string): number {
  return Number.parseInt(hash('sha256', id, 'hex').slice(0, 13), 16);
}

function prepared(database: Database.Database) {
  return {
    addLeaf: database.prepare<[number, number, Uint8Array, string, number, string, string]>(
      'INSERT INTO leaf (idx, key, hash, stream, revision, id, position) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    addRow: database.prepare<[number, Buffer]>('INSERT OR REPLACE INTO subtrees (place, hashes) VALUES (?, ?)'),
    hash: database.prepare<[number], Buffer>('SELECT hash FROM leaf WHERE idx = ?').pluck(),
    hashes: database
      .prepare<[number, number], Buffer>('SELECT hash FROM leaf WHERE idx >= ? AND idx < ? ORDER BY idx')
      .pluck(),
    leaf: database.prepare<[number], Leaf>('SELECT stream, revision, id FROM leaf WHERE idx = ?'),
    leavesOf: database.prepare<[number, string], PlacedLeaf>(
      'SELECT idx AS "index", stream, revision, id FROM leaf ' +
        'WHERE idx < ? AND stream IN (SELECT value FROM json_each(?)) ORDER BY idx',
    ),
    last: database.prepare<[], { idx: number; position: string }>(
      'SELECT idx, position FROM leaf ORDER BY idx DESC LIMIT 1',
    ),
    position: database.prepare<[number], string>('SELECT position FROM leaf WHERE idx = ?').pluck(),
    byKey: database.prepare<[number], { idx: number; id: string }>(
      'SELECT idx, id FROM leaf WHERE key = ? ORDER BY idx',
    ),
    row: database.prepare<[number], Buffer>('SELECT hashes FROM subtrees WHERE place = ?').pluck(),
    meta: database.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck(),
    setMeta: database.prepare<[string, string]>('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)'),
    addKeyNote: database.prepare<[number, string]>('INSERT OR REPLACE INTO key_note (revision, text) VALUES (?, ?)'),
    keyNotes: database.prepare<[], Remembered>('SELECT revision, text AS note FROM key_note ORDER BY revision'),
  };
}
