import type { KeyObject } from 'node:crypto';
import { leafBytes } from '../../src/transparency/leaf.js';
import { signCheckpoint } from '../../src/transparency/checkpoint.js';
import { signKeyNote } from '../../src/transparency/key-notes.js';
import { EMPTY_ROOT, leafHash, nodeHash } from '../../src/transparency/merkle.js';
import { ed25519Signer } from '../../src/transparency/note.js';
import { TILE_WIDTH, tileBytes, type Tile } from '../../src/transparency/tiles.js';
import { rootOf, type HashAt } from '../../src/transparency/tree.js';
import { EXPORT_FORMAT } from '../../src/transparency/verify/export-file.js';
import { neededTiles, tileOfBlock } from '../../src/transparency/verify/needed-tiles.js';

export const LEDGER = 'ledger';
export const ORIGIN = 'cooperation-ledger/ledger';

/** What is to be recorded, wherever it comes to stand. */
export interface Event {
  readonly number: number;
  readonly type: string;
  readonly stream: string;
}

/** An entry at its place. */
export interface Placed {
  readonly line: string;
  readonly hash: Uint8Array;
}

const STREAMS = 5;

export function eventOf(number: number, type = 'ClaimRecorded'): Event {
  return { number, type, stream: `${LEDGER}.claim-${number % STREAMS}` };
}

/** Entries that were made once, since thousands of histories share most of them. */
const made = new Map<string, Placed>();

/** Events as a history, each at its place in the log and in its stream. */
export function historyOf(events: readonly Event[]): Placed[] {
  const revisions = new Map<string, number>();
  return events.map(({ number, type, stream }, index) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const name = `${index} ${revision} ${number} ${type}`;
    let placed = made.get(name);
    if (!placed) {
      const data = `{"number":${number}}`;
      const bytes = leafBytes({ index, stream, revision, id: `event-${number}`, type, data, metadata: '{"schema":1}' });
      placed = { line: bytes.toString(), hash: leafHash(bytes) };
      made.set(name, placed);
    }
    return placed;
  });
}

/** The tree over a history, in which an entry can be put in place of another. */
export function treeOf(history: readonly Pick<Placed, 'hash'>[]) {
  const levels = [history.map(({ hash }) => hash)];
  const nodeAt = (below: readonly Uint8Array[], index: number): Uint8Array =>
    nodeOver(below[2 * index]!, below[2 * index + 1]!);
  for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!) {
    levels.push(Array.from({ length: below.length >> 1 }, (_, index) => nodeAt(below, index)));
  }
  const hashAt: HashAt = (level, index) => levels[level]![index]!;
  const put = (place: number, hash: Uint8Array): void => {
    levels[0]![place] = hash;
    for (let level = 1; place >> level < (levels[level]?.length ?? 0); level += 1) {
      levels[level]![place >> level] = nodeAt(levels[level - 1]!, place >> level);
    }
  };
  return { hashAt, put };
}

/** Thousands of trees share most of their nodes: each is made once. */
const nodes = new WeakMap<Uint8Array, WeakMap<Uint8Array, Uint8Array>>();
function nodeOver(left: Uint8Array, right: Uint8Array): Uint8Array {
  const known = nodes.get(left) ?? new WeakMap<Uint8Array, Uint8Array>();
  const hash = known.get(right) ?? nodeHash(left, right);
  nodes.set(left, known.set(right, hash));
  return hash;
}

/** A signed checkpoint. */
export function noteOf(size: number, hashAt: HashAt, key: KeyObject): string {
  return signCheckpoint({ origin: ORIGIN, size: BigInt(size), root: rootOf(size, hashAt) }, [
    ed25519Signer(ORIGIN, key),
  ]);
}

/** The first checkpoint of a log, which names its key. */
export function keyNoteOf(key: KeyObject): string {
  return signKeyNote({ origin: ORIGIN, size: 0n, root: EMPTY_ROOT }, key);
}

/** What of a history a file is made of: everything, unless given. */
export interface Stretch {
  readonly from?: number;
  readonly to?: number;
  /** Sizes of older trees that it is to prove to be beginnings of this one. */
  readonly olds?: readonly number[];
}

/** The file that is made of a history. */
export function fileOf(
  history: readonly Placed[],
  hashAt: HashAt,
  checkpoint: string,
  keyNote: string,
  { from = 0, to = history.length, olds = [] }: Stretch = {},
): string[] {
  const size = history.length;
  const header = {
    checkpoint,
    format: EXPORT_FORMAT,
    from,
    keyNotes: [keyNote],
    ledger: LEDGER,
    origin: ORIGIN,
    record: null,
    size,
    to,
    unsigned: 0,
  };
  const { above, blocks } = neededTiles(size, [[Math.floor(from / TILE_WIDTH), Math.ceil(to / TILE_WIDTH)]], olds);
  const hashes = (tile: Tile): string =>
    JSON.stringify({
      hashes: { index: tile.index, level: tile.level, tile: tileBytes(tile, hashAt).toString('base64') },
    });
  const lines = [JSON.stringify(header), ...Array.from(above, hashes)];
  for (const block of blocks) {
    const tile = tileOfBlock(block, size);
    if (tile) lines.push(hashes(tile));
    const [first, end] = [Math.max(block * TILE_WIDTH, from), Math.min((block + 1) * TILE_WIDTH, to)];
    lines.push(...history.slice(first, Math.max(end, first)).map(({ line }) => line));
  }
  return withEnd(lines);
}

/** The lines with a last one that counts them. */
export function withEnd(lines: readonly string[]): string[] {
  const entries = lines.filter((line) => line.startsWith('{"data')).length;
  const hashes = lines.filter((line) => line.startsWith('{"hashes')).length;
  return [...lines, JSON.stringify({ end: { disclosures: 0, entries, hashes } })];
}

/** Entries of the history that is tampered with. */
export const SIZE = 1000;
export const PLACES: readonly number[] = Array.from({ length: SIZE }, (_, index) => index);

/** `npm run test:tamper` asks for the whole matrix, which costs minutes; `npm test` for a part of it. */
const IS_WHOLE_MATRIX = process.env.TEST_WHOLE_MATRIX === '1';

/** Whether what is costly is done at a place: at every one in the whole matrix, otherwise at one of so many. */
export function isTried(place: number, oneOf: number): boolean {
  return IS_WHOLE_MATRIX || place % oneOf === 0;
}

/** The places that are tampered with: every one in the whole matrix, otherwise one of ten, and the last two. */
export const TRIED: readonly number[] = PLACES.filter((place) => isTried(place, 10) || place >= SIZE - 2);
