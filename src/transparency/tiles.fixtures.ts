import { type Tile, tileWidth } from './tiles.js';

/** Every tile of hashes of a tree of `size` leaves, level by level from the leaves, the partial one last on each. */
export function* tilesOf(size: number): Generator<Tile> {
  for (let level = 0; tileWidth(level, 0, size) > 0; level += 1) {
    let index = 0;
    for (let width = tileWidth(level, index, size); width > 0; width = tileWidth(level, index, size)) {
      yield { level, index, width };
      index += 1;
    }
  }
}
