import { tilesFor, TILE_WIDTH, tileWidth, type Tile } from '../tiles.js';
import { rootNodes } from '../tree.js';

/** The hashes that some entries of a tree are proved by, in an order in which each tile is proved by those before it. */
export interface NeededTiles {
  /** The partial tiles, of which the root is made, and the full ones above the leaves: the highest first. */
  readonly above: readonly Tile[];
  /** The full tiles of leaves, from the left: each is needed before its first entry. */
  readonly leaves: readonly Tile[];
}

/**
 * @param size of the tree
 * @param blocks which runs of 256 entries are to be proved
 * @param olds sizes of older trees, which are to be proved to be beginnings of this one
 */
export function neededTiles(size: number, blocks: Iterable<number>, olds: readonly number[]): NeededTiles {
  const forOlds = olds.filter((old) => old <= size).flatMap((old) => tilesFor(rootNodes(old), size));
  const indexesFor = (level: number): number[] =>
    forOlds.filter((tile) => tile.level === level).map(({ index }) => index);
  let below = new Set([...blocks, ...indexesFor(0)]);
  const leaves = fullTiles(0, below, size);
  const above: Tile[] = [];
  for (let level = 1; tileWidth(level, 0, size) > 0; level += 1) {
    below = new Set([...Array.from(below, (index) => Math.floor(index / TILE_WIDTH)), ...indexesFor(level)]);
    above.unshift(...fullTiles(level, below, size));
  }
  return { above: [...partialTiles(size), ...above], leaves };
}

/** The partial tiles of a tree, at most one on each level, the highest first. */
export function partialTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, left = size; left > 0; level += 1, left = Math.floor(left / TILE_WIDTH)) {
    const width = left % TILE_WIDTH;
    if (width > 0) tiles.unshift({ level, index: Math.floor(left / TILE_WIDTH), width });
  }
  return tiles;
}

function fullTiles(level: number, indexes: Iterable<number>, size: number): Tile[] {
  return [...indexes]
    .sort((a, b) => a - b)
    .map((index) => ({ level, index, width: tileWidth(level, index, size) }))
    .filter(({ width }) => width === TILE_WIDTH);
}
