import type { Disclosure } from '../../kernel/personal.js';
import { HASH_BYTES, leafHash } from '../../transparency/merkle.js';
import { TILE_WIDTH, type Tile } from '../../transparency/tiles.js';
import { SignedTree } from '../../transparency/verify/signed-tree.js';
import { NotGood } from '../../transparency/verify/verdict.js';
import type { PlacedEvent } from './placed-event.js';

/**
 * Holds what goes into an export against the signed tree, as the verifier will: whoever makes the file learns of a changed
 * store before an auditor does. Reads nothing by itself, and keeps what SignedTree keeps.
 */
export class OutgoingCheck {
  private readonly tree: SignedTree;
  /** The last tile of leaves; the partial one goes out first, and is needed last. */
  private leaves: Pick<Tile, 'index'> & { readonly bytes: Buffer } = { index: -1, bytes: Buffer.of() };
  private partial = this.leaves;
  private badEntry: string | undefined;
  private badHashes: string | undefined;
  private badText: string | undefined;

  /** @param root that the checkpoint signs for a tree of this size */
  constructor(size: number, root: Uint8Array) {
    this.tree = new SignedTree(size, root, () => undefined);
  }

  /** The first thing that is not as it was signed, in words: an entry where one can be named. */
  get fault(): string | undefined {
    return this.badEntry ?? this.badHashes ?? this.badText;
  }

  hashes({ level, index, width }: Tile, bytes: Buffer): void {
    if (level === 0) this.leaves = { index, bytes };
    if (level === 0 && width < TILE_WIDTH) this.partial = this.leaves;
    if (this.badHashes !== undefined) return;
    try {
      this.tree.add(Number(level), index, bytes);
    } catch (error) {
      if (!(error instanceof NotGood)) throw error;
      this.badHashes = `${error.message}: the tree in the data folder was changed`;
    }
  }

  entry({ index, stream, revision }: PlacedEvent, bytes: Buffer): void {
    if (this.badEntry !== undefined) return;
    const tile = this.leaves.index === Math.floor(index / TILE_WIDTH) ? this.leaves : this.partial;
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    if (Buffer.compare(leafHash(bytes), tile.bytes.subarray(at, at + HASH_BYTES)) === 0) return;
    this.badEntry = `entry ${index} in the store (revision ${revision} of ${stream}) is not the one that was signed there`;
  }

  text({ index, stream, revision }: PlacedEvent, { digest, isDamaged }: Disclosure): void {
    if (!isDamaged || this.badText !== undefined) return;
    this.badText =
      `the text in the store behind the digest ${digest} of entry ${index} (revision ${revision} of ${stream}) ` +
      'is not the one that was sealed';
  }
}
