import type { EventStore, StoredEvent } from '../../event-store/port.js';
import { StoreUnavailable } from '../../event-store/port.js';
import { leafBytes } from '../leaf.js';
import { leafHash } from '../merkle.js';
import { MAX_ENTRY_BYTES, TILE_WIDTH, type Tile, encodeEntries, tileBytes, tileWidth } from '../tiles.js';
import { consistencyProof, inclusionProof } from '../tree.js';
import type { CheckpointStore, StoredCheckpoint } from './checkpoint-store.js';
import type { TreeLog } from './tree-log.js';
import type { TreeRunner } from './tree-runner.js';

/** How long somebody who asks for an event that was written a moment ago waits until it is hashed, in milliseconds. */
const HASH_WAIT_MS = 2_000;

/** What was asked for is not in the signed tree; `pending` says that the log has it, and a checkpoint will soon. */
export class NotSigned extends Error {
  constructor(
    message: string,
    readonly pending: boolean,
  ) {
    super(message);
    this.name = 'NotSigned';
  }
}

/** A bundle of entries cannot hold one that is longer than its format can say. */
export class EntryTooLong extends Error {
  override readonly name = 'EntryTooLong';
}

/** That an entry stands in the log of a signed checkpoint. */
export interface Inclusion {
  readonly index: number;
  readonly leafHash: Uint8Array;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note, of that size. */
  readonly checkpoint: string;
}

/** The same with the entry itself. */
export interface Receipt extends Inclusion {
  readonly id: string;
  /** The bytes that were hashed. */
  readonly entry: Buffer;
}

/** That a log of one size is the beginning of the same log of another. */
export interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly Uint8Array[];
  /** The newest signed note, of size `to` or larger. */
  readonly checkpoint: string;
}

/** What is served to those who check: all of it out of the tree that the newest signed checkpoint covers. */
export class Proofs {
  constructor(
    private readonly store: EventStore,
    private readonly tree: TreeLog,
    private readonly checkpoints: CheckpointStore,
    private readonly runner: TreeRunner,
  ) {}

  /** The newest signed checkpoint. @throws NotSigned */
  checkpoint(): StoredCheckpoint {
    const latest = this.checkpoints.latest();
    if (!latest) throw new NotSigned('No checkpoint of this ledger has been signed yet.', true);
    return latest;
  }

  /** @throws NotSigned */
  inclusion(index: number): Inclusion {
    const { size, note } = this.checkpoint();
    if (index >= size) throw this.notSigned(`Entry ${index} `, index + 1, size);
    const leaf = this.tree.hashAt(0, index);
    return { index, leafHash: leaf, size, proof: inclusionProof(index, size, this.tree.hashAt), checkpoint: note };
  }

  /**
   * @param to undefined for the newest signed size
   * @throws NotSigned, RangeError for a first size that is 0 or above the second
   */
  consistency(from: number, to?: number): Consistency {
    const { size, note } = this.checkpoint();
    const end = to ?? size;
    const larger = Math.max(from, end);
    if (larger > size) throw this.notSigned(`A log of ${larger} entries `, larger, size);
    return { from, to: end, proof: consistencyProof(from, end, this.tree.hashAt), checkpoint: note };
  }

  /**
   * A tile of hashes, or a bundle of entries as the store holds them now.
   * @throws NotSigned, EntryTooLong, StoreUnavailable, and LogRefused when the store's are not those that were hashed
   */
  async tile(tile: Tile): Promise<Buffer> {
    const { level, index, width } = tile;
    const { size } = this.checkpoint();
    if (width > tileWidth(level, index, size)) {
      const needed = (index * TILE_WIDTH + width) * TILE_WIDTH ** (level === 'entries' ? 0 : level);
      throw this.notSigned('This tile ', needed, size);
    }
    if (level !== 'entries') return tileBytes(tile, this.tree.hashAt);
    const entries = await this.entries(index * TILE_WIDTH, width);
    const long = entries.findIndex((entry) => entry.length > MAX_ENTRY_BYTES);
    if (long < 0) return encodeEntries(entries);
    throw new EntryTooLong(
      `Entry ${index * TILE_WIDTH + long} has ${entries[long]?.length} bytes, and a bundle holds none above ` +
        `${MAX_ENTRY_BYTES}: another program wrote it. Its hash is in the tiles, and it stands in an export.`,
    );
  }

  /** What shows that an event was recorded. @throws NotSigned, StoreUnavailable, LogRefused */
  async receipt(id: string): Promise<Receipt> {
    const index = this.tree.indexOf(id) ?? (await this.hashedSoon(id));
    if (index === undefined) throw new NotSigned(`There is no event with the id ${id}.`, false);
    const inclusion = this.inclusion(index);
    const leaf = this.tree.leafAt(index);
    const [event] = leaf ? await this.store.read(leaf.stream, leaf.revision, 1) : [];
    return { id, entry: this.checked(event, index), ...inclusion };
  }

  private async entries(from: number, count: number): Promise<Buffer[]> {
    const after = from === 0 ? undefined : this.tree.positionOf(from - 1);
    const entries: Buffer[] = [];
    for await (const { events } of this.store.readAll(after, count)) {
      for (const event of events.slice(0, count - entries.length)) {
        entries.push(this.checked(event, from + entries.length));
      }
      if (entries.length === count) return entries;
    }
    throw new StoreUnavailable('the event store does not give all of these entries now');
  }

  /** The bytes of an event that was read, if they are those that were hashed. @throws LogRefused */
  private checked(event: StoredEvent | undefined, index: number): Buffer {
    const bytes = event && leafBytes({ ...event, index });
    if (bytes && Buffer.compare(leafHash(bytes), this.tree.hashAt(0, index)) === 0) return bytes;
    throw this.runner.refuse(event, index);
  }

  /** An event may have been written a moment ago, through another instance too. */
  private async hashedSoon(id: string): Promise<number | undefined> {
    const head = await this.store.head();
    if (head === undefined) return undefined;
    await this.runner.waitFor(head, HASH_WAIT_MS);
    return this.tree.indexOf(id);
  }

  private notSigned(what: string, needed: number, size: number): NotSigned {
    return needed <= this.tree.size
      ? new NotSigned(`${what}is in the log, and no signed checkpoint covers it yet.`, true)
      : new NotSigned(`${what}is not in the log, whose signed checkpoint has ${size} entries.`, false);
  }
}
