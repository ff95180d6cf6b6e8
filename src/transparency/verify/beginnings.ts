import type { Checkpoint } from '../checkpoint.js';
import type { Node } from '../tree.js';
import { rootNodes, rootOf } from '../tree.js';
import type { Tile } from '../tiles.js';
import { hashAtFrom, tilePath, tilesFor } from '../tiles.js';
import { CannotCheck, NotGood } from './verdict.js';

/** An older checkpoint, and the hashes that its root is made from as far as they are known. */
interface Beginning {
  readonly size: number;
  readonly root: Uint8Array;
  readonly hashes: Map<string, Uint8Array>;
  missing: number;
}

/**
 * Tells whether older checkpoints are beginnings of a tree: the complete subtrees that the root of a beginning is made
 * from (RFC 6962, section 2.1) all stand in the larger tree too, and so in its tiles.
 */
export class Beginnings {
  /** From the smallest. */
  private readonly beginnings: Beginning[];
  /** What has to be taken from a tile, by the tile's path. */
  private readonly wanted = new Map<string, { beginning: Beginning; node: Node }[]>();

  /**
   * @param size of the tree
   * @throws CannotCheck for a checkpoint of no entries, with which every history begins
   * @throws NotGood for one of more entries than the tree has
   */
  constructor(
    olds: readonly Checkpoint[],
    private readonly size: number,
  ) {
    this.beginnings = olds
      .map((old) => ({ size: sizeOf(old, size), root: old.root, hashes: new Map<string, Uint8Array>(), missing: 0 }))
      .sort((a, b) => a.size - b.size);
    for (const beginning of this.beginnings) {
      for (const node of rootNodes(beginning.size)) this.want(beginning, node);
    }
  }

  /** Takes from a tile that was proved what is wanted of it. */
  take(tile: Tile, bytes: Buffer): void {
    const wanted = this.wanted.get(tilePath(tile)) ?? [];
    for (const { beginning, node } of wanted) {
      beginning.hashes.set(keyOf(node), hashAtFrom(this.size, () => bytes)(node.level, node.index));
      beginning.missing -= 1;
    }
  }

  /**
   * Gives the verdict when no more tiles come.
   * @throws NotGood naming the smallest of them that does not hold, CannotCheck when hashes for one did not come
   */
  end(): void {
    const open = this.beginnings.find(({ missing }) => missing > 0);
    const bad = this.beginnings.find((beginning) => beginning.missing === 0 && !isGood(beginning));
    if (bad) {
      const good = this.beginnings.filter(isGood).map(({ size: before }) => before);
      throw new NotGood({
        rule: 'not-a-prefix',
        message: `the checkpoint of ${bad.size} entries is of another history: it is no beginning of this one`,
        between: [Math.max(0, ...good.filter((before) => before < bad.size)), bad.size],
      });
    }
    if (open) throw new CannotCheck(`the hashes that the checkpoint of ${open.size} entries needs are not there`);
  }

  private want(beginning: Beginning, node: Node): void {
    for (const tile of tilesFor([node], this.size)) {
      const path = tilePath(tile);
      this.wanted.set(path, [...(this.wanted.get(path) ?? []), { beginning, node }]);
      beginning.missing += 1;
    }
  }
}

function isGood({ size, root, hashes, missing }: Beginning): boolean {
  if (missing > 0) return false;
  const made = rootOf(size, (level, index) => hashes.get(keyOf({ level, index })) ?? Buffer.of());
  return Buffer.compare(made, root) === 0;
}

function keyOf({ level, index }: Node): string {
  return `${level}/${index}`;
}

function sizeOf({ size: old }: Checkpoint, size: number): number {
  if (old === 0n) throw new CannotCheck('every history begins with a checkpoint of no entries: it shows nothing');
  if (old > BigInt(size)) {
    throw new NotGood({
      rule: 'not-a-prefix',
      message: `an older checkpoint has ${old} entries, this one only ${size}: some are gone, or it is not the newest`,
      between: [0, size],
    });
  }
  return Number(old);
}
