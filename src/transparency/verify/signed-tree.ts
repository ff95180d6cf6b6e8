import { hash } from 'node:crypto';
import { HASH_BYTES } from '../merkle.js';
import type { Tile } from '../tiles.js';
import { hashAtFrom, tilePath, TILE_WIDTH, tileWidth } from '../tiles.js';
import { rootOf } from '../tree.js';
import { partialTiles } from './needed-tiles.js';
import { NotGood } from './verdict.js';

/*
 * The hashes of a signed tree, taken in from somebody who is not trusted: each tile is proved by what came before it.
 *
 * - The partial tiles of a tree, at most one on each level, together make its root: the hashes in them are exactly the
 *   complete subtrees that the root is made from (RFC 6962, section 2.1). They come first, and are held against the root
 *   that was signed.
 * - A full tile is a complete subtree itself. Its hash stands in the tile above, which has to have come before.
 *
 * So a leaf is compared with a hash only when it is certain that this is the signed one. Kept are the tiles above the
 * leaves, 32 bytes for every 256 leaves, and one tile of leaves.
 */
export class SignedTree {
  /** Tiles of the levels above the leaves, and the partial tile of leaves, by path. */
  private readonly tiles = new Map<string, Buffer>();
  /** Partial tiles that have not come yet, the highest first. */
  private readonly awaited: string[];
  private block: { readonly index: number; readonly bytes: Buffer } | undefined;
  private isRootProved: boolean;

  /** @param onTile hears of every tile as soon as it is proved; of partial ones when all of them are */
  constructor(
    readonly size: number,
    private readonly root: Uint8Array,
    private readonly onTile: (tile: Tile, bytes: Buffer) => void,
  ) {
    this.awaited = partialTiles(size).map(tilePath);
    // The root of no entries is always the same, and no checkpoint can have another.
    this.isRootProved = size === 0;
  }

  /** Whether the root has been made from hashes at hand, and was the signed one. */
  get isProved(): boolean {
    return this.isRootProved;
  }

  /**
   * Takes a tile in.
   * @returns the tile
   * @throws NotGood when the tree has no such tile, or it came before, or too early, or is not the one that was signed
   */
  add(level: number, index: number, bytes: Buffer): Tile {
    const width = tileWidth(level, index, this.size);
    if (width === 0 || bytes.length !== width * HASH_BYTES) {
      throw new NotGood({
        rule: 'hashes',
        message: `a tree of ${this.size} entries has no such hashes ${level}/${index}`,
      });
    }
    const tile = { level, index, width };
    if (width < TILE_WIDTH) this.addPartial(tile, bytes);
    else this.addFull(tile, bytes);
    return tile;
  }

  /**
   * Whether the leaf at this place has these bytes.
   * @returns undefined where no proved hashes are at hand: neither the last full tile of leaves nor the partial one has it
   */
  isLeaf(index: number, entry: Uint8Array): boolean | undefined {
    const block = Math.floor(index / TILE_WIDTH);
    const tile = this.block?.index === block ? this.block.bytes : this.tiles.get(`0/${block}`);
    if (!this.isProved || tile === undefined) return undefined;
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    return leafHash(entry) === tile.toString('latin1', at, at + HASH_BYTES);
  }

  private addPartial(tile: Tile, bytes: Buffer): void {
    const path = tilePath(tile);
    if (!this.awaited.includes(path)) throw repeated(tile);
    if (this.awaited[0] !== path) {
      throw new NotGood({ rule: 'hashes', message: `the hashes ${keyOf(tile)} come before those of a higher level` });
    }
    this.awaited.shift();
    this.tiles.set(keyOf(tile), bytes);
    if (this.awaited.length > 0) return;
    const root = rootOf(
      this.size,
      hashAtFrom(this.size, (part) => this.tiles.get(keyOf(part)) ?? Buffer.of()),
    );
    if (Buffer.compare(root, this.root) !== 0) {
      throw new NotGood({ rule: 'root', message: 'the hashes do not lead to the root that was signed' });
    }
    this.isRootProved = true;
    for (const part of partialTiles(this.size)) this.onTile(part, this.tiles.get(keyOf(part)) ?? Buffer.of());
  }

  private addFull(tile: Tile, bytes: Buffer): void {
    const { level, index } = tile;
    const above = this.tiles.get(`${Number(level) + 1}/${Math.floor(index / TILE_WIDTH)}`);
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    if (!this.isProved || above === undefined) {
      throw new NotGood({ rule: 'hashes', message: `nothing came before the hashes ${keyOf(tile)} that proves them` });
    }
    if (Buffer.compare(hashOfTile(bytes), above.subarray(at, at + HASH_BYTES)) !== 0) {
      const width = TILE_WIDTH ** (Number(level) + 1);
      throw new NotGood({
        rule: 'hashes',
        message: `the hashes ${keyOf(tile)} are not those that were signed`,
        between: [index * width, (index + 1) * width],
      });
    }
    if (level === 0) {
      this.block = { index, bytes };
    } else {
      if (this.tiles.has(keyOf(tile))) throw repeated(tile);
      this.tiles.set(keyOf(tile), bytes);
    }
    this.onTile(tile, bytes);
  }
}

/** Hash of the complete subtree whose 256 leaves or subtrees are in a tile (RFC 6962, section 2.1). */
function hashOfTile(bytes: Buffer): Buffer {
  const hashes = Buffer.from(bytes);
  const pair = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);
  for (let count = bytes.length / HASH_BYTES; count > 1; count /= 2) {
    for (let i = 0; i < count; i += 2) {
      hashes.copy(pair, 1, i * HASH_BYTES, (i + 2) * HASH_BYTES);
      hashes.write(hash('sha256', pair, 'binary'), (i / 2) * HASH_BYTES, 'binary');
    }
  }
  return hashes.subarray(0, HASH_BYTES);
}

/**
 * SHA-256(0x00 || entry) (RFC 6962, section 2.1), as a string of a letter for each byte: with those, hashing a million small
 * things takes two thirds of the time.
 */
function leafHash(entry: Uint8Array): string {
  if (entry.length >= leaf.length) leaf = Buffer.alloc(2 * entry.length);
  leaf.set(entry, 1);
  return hash('sha256', leaf.subarray(0, 1 + entry.length), 'binary');
}

/** Where a leaf is put together; its first byte stays 0x00. */
let leaf = Buffer.alloc(0);

function keyOf({ level, index }: Tile): string {
  return `${level}/${index}`;
}

function repeated(tile: Tile): NotGood {
  return new NotGood({ rule: 'hashes', message: `the hashes ${keyOf(tile)} stand there twice` });
}
