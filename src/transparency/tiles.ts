import { HASH_BYTES } from './merkle.js';
import type { HashAt, Node } from './tree.js';
import { RootBuilder } from './tree.js';

/*
 * The tree and its entries as files: https://c2sp.org/tlog-tiles. A tile is a run of 256 hashes of one level of the tree;
 * tiles stand for every eighth level, and the levels between are hashed again from them. The last tiles of a tree are
 * partial. Entry bundles are cut in the same way.
 *
 * What comes out of tiles is not trusted for that: a root made from them is compared with the checkpoint's, a proof made
 * from them is checked like any other.
 */

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;

/** Levels of the tree from one level of tiles to the next: 2^8 = 256. */
const TILE_HEIGHT = 8;

/** Most bytes of an entry: a bundle gives lengths in 16 bits ("Log entries"). */
export const MAX_ENTRY_BYTES = 65_535;

export interface Tile {
  /** Of the tile, 0 to 63; 'entries' for a bundle of entries. */
  readonly level: number | 'entries';
  readonly index: number;
  /** Hashes or entries in it, 1 to 256. */
  readonly width: number;
}

/** The file is not a tile or bundle of the width that was asked for, or the path not that of one. */
export class TileError extends Error {
  override readonly name = 'TileError';
}

/** `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]` ("Merkle Tree", "Log entries"). */
export function tilePath({ level, index, width }: Tile): string {
  // 1234067 is x001/x234/067: every group of three digits but the last begins with an x.
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').replaceAll(/\d{3}(?=\d)/g, 'x$&/');
  return `tile/${level}/${groups}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/**
 * The tile that a path names.
 * @throws TileError for every path that `tilePath` does not give
 */
export function parseTilePath(path: string): Tile {
  const [, level = '', groups = '', width] =
    /^tile\/(\d{1,2}|entries)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  const isInRange = Number(level) <= 63 || level === 'entries';
  const isWhole = tile.width >= 1 && tile.width <= TILE_WIDTH && Number.isSafeInteger(tile.index);
  if (!isInRange || !isWhole || tilePath(tile) !== path) throw new TileError('no tile has this path');
  return tile;
}

/** How wide a tile is in a tree of `size` leaves, 0 to 256; 0 when the tree does not have it ("Partial Tiles"). */
export function tileWidth(level: Tile['level'], index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  return Math.min(TILE_WIDTH, Math.max(0, hashes - index * TILE_WIDTH));
}

/** The bytes of a tile of hashes, out of the complete subtrees of the tree. */
export function tileBytes({ level, index, width }: Tile, hashAt: HashAt): Buffer {
  if (level === 'entries') throw new TileError('a bundle of entries has no hashes');
  const hashes = Array.from({ length: width }, (_, i) => hashAt(level * TILE_HEIGHT, index * TILE_WIDTH + i));
  return Buffer.concat(hashes);
}

/**
 * The tiles from which the hashes of these complete subtrees come in a tree of `size` leaves, each tile once. With the nodes
 * of a proof (tree.ts) they say what to fetch for it.
 */
export function tilesFor(nodes: readonly Node[], size: number): Tile[] {
  const tiles = nodes.map((node) => locate(node, size).tile);
  return [...new Map(tiles.map((tile) => [tilePath(tile), tile])).values()];
}

/**
 * Gives the hashes of complete subtrees out of the tiles of a tree of `size` leaves.
 * @param read the bytes of a tile
 * @returns a function that throws TileError for a subtree that the tree does not have, and for a tile of another length
 */
export function hashAtFrom(size: number, read: (tile: Tile) => Uint8Array): HashAt {
  return (level, index) => {
    const { tile, first, count } = locate({ level, index }, size);
    const bytes = read(tile);
    if (bytes.length !== tile.width * HASH_BYTES)
      throw new TileError(`${tilePath(tile)} is not as long as it has to be`);
    const subtree = new RootBuilder();
    for (let i = first; i < first + count; i += 1) {
      subtree.append(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
    }
    return subtree.root();
  };
}

/** A bundle of entries: each with its length before it, 16 bits, big-endian ("Log entries"). */
export function encodeEntries(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_BYTES) throw new TileError(`an entry has at most ${MAX_ENTRY_BYTES} bytes`);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/**
 * The entries of a bundle.
 * @param width how many there have to be
 * @throws TileError for more or fewer, and for a last one that is cut off
 */
export function decodeEntries(bundle: Uint8Array, width: number): Buffer[] {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at + 2;
    if (start > bytes.length) throw new TileError('a bundle ends within a length');
    at = start + bytes.readUInt16BE(at);
    if (at > bytes.length) throw new TileError('a bundle ends within an entry');
    entries.push(bytes.subarray(start, at));
  }
  if (entries.length !== width) throw new TileError(`a bundle of ${width} entries has ${entries.length}`);
  return entries;
}

/** The tile that holds the hashes below a complete subtree, on the nearest level that tiles have, and where in it. */
function locate({ level, index }: Node, size: number): { tile: Tile; first: number; count: number } {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const count = 2 ** (level % TILE_HEIGHT);
  const place = index * count;
  const tileIndex = Math.floor(place / TILE_WIDTH);
  const first = place % TILE_WIDTH;
  const width = tileWidth(tileLevel, tileIndex, size);
  if (first + count > width) throw new TileError(`a tree of ${size} has no complete subtree ${level}/${index}`);
  return { tile: { level: tileLevel, index: tileIndex, width }, first, count };
}
