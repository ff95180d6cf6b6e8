import { tilesFor, TILE_WIDTH, tileWidth, type Tile } from '../tiles.js';
import { rootNodes } from '../tree.js';

/** Tiles side by side on a level: from the first up to, not including, the end. */
export type Span = readonly [first: number, end: number];

/** The hashes that some entries of a tree are proved by, in an order in which each tile is proved by those before it. */
export interface NeededTiles {
  /** The partial tiles, of which the root is made, and the full ones above the leaves: the highest first. */
  readonly above: Iterable<Tile>;
  /**
   * The blocks of 256 entries, from the left; the hashes of a full one are its tile of leaves, which is needed before its
   * first entry. Those of the partial one are above already.
   */
  readonly blocks: Iterable<number>;
}

/**
 * What is needed for the entries of some blocks. Nothing of the size of the tree is held in memory, which may be a lie.
 * @param size of the tree
 * @param blocks in which the entries lie
 * @param olds sizes of older trees, which are to be proved to be beginnings of this one
 */
export function neededTiles(size: number, blocks: readonly Span[], olds: readonly number[]): NeededTiles {
  const forOlds = olds.filter((old) => old <= size).flatMap((old) => tilesFor(rootNodes(old), size));
  const levels: Span[][] = [];
  let below = blocks;
  for (let level = 0; tileWidth(level, 0, size) > 0; level += 1) {
    const single = forOlds.filter((tile) => tile.level === level).map(({ index }): Span => [index, index + 1]);
    const spans = joined([...below, ...single]);
    levels.push(spans);
    below = spans.map(([first, end]) => [Math.floor(first / TILE_WIDTH), Math.ceil(end / TILE_WIDTH)]);
  }
  return { above: tilesAbove(size, levels), blocks: indexesIn(levels[0] ?? []) };
}

/** The tile of leaves of a full block; undefined for the partial one. */
export function tileOfBlock(block: number, size: number): Tile | undefined {
  const width = tileWidth(0, block, size);
  return width === TILE_WIDTH ? { level: 0, index: block, width } : undefined;
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

function* tilesAbove(size: number, levels: readonly Span[][]): Generator<Tile> {
  yield* partialTiles(size);
  for (let level = levels.length - 1; level > 0; level -= 1) {
    for (const index of indexesIn(levels[level] ?? [])) {
      const width = tileWidth(level, index, size);
      if (width === TILE_WIDTH) yield { level, index, width };
    }
  }
}

function* indexesIn(spans: readonly Span[]): Generator<number> {
  for (const [first, end] of spans) for (let index = first; index < end; index += 1) yield index;
}

/** Spans in order, with those that touch made one. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const [first, end] of spans.filter((span) => span[0] < span[1]).sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last && first <= last[1]) all[all.length - 1] = [last[0], Math.max(last[1], end)];
    else all.push([first, end]);
  }
  return all;
}
