import type { KeyObject } from 'node:crypto';
import type { EventStore } from '../../event-store/port.js';
import { WrongExpectedRevision } from '../../event-store/port.js';
import { signCheckpoint } from '../checkpoint.js';
import { ed25519Signer, formatVerifierKey } from '../note.js';
import type { CheckpointStore } from './checkpoint-store.js';
import { KeyRefused } from './key-file.js';
import { signKeyNote } from '../key-notes.js';
import type { TreeLog } from './tree-log.js';

/** What came of an attempt to sign. */
export type Signed = 'nothing' | 'done' | 'again';

/**
 * Signs checkpoints of a tree, each stored behind the one before it before anybody sees it. Of two signers that come to the
 * same place one wins, and the other finds that one's checkpoint there.
 */
export class Signer {
  constructor(
    private readonly store: Pick<EventStore, 'appendNote'>,
    private readonly tree: TreeLog,
    private readonly checkpoints: CheckpointStore,
    private readonly key: KeyObject,
    /** Name of a log that has no checkpoint yet. */
    private readonly newOrigin: string,
  ) {}

  /** Checks that the log's checkpoints are signed by this key now. @throws KeyRefused */
  checkKey(): void {
    const { origin } = this.checkpoints;
    if (origin === undefined) return;
    const keys = this.checkpoints.keys();
    const own = formatVerifierKey(origin, this.key);
    if (own === keys.at(-1)) return;
    if (keys.includes(own)) {
      throw new KeyRefused(`the key ${own} was replaced by ${keys.at(-1)}: give the file of that one`);
    }
    throw new KeyRefused(
      `the key ${own} has never signed for this ledger: give the file of ${keys.at(-1)}, or rotate to a new key with the ` +
        'verb rotate-key',
    );
  }

  /**
   * Stores a checkpoint of the tree as it is, where the last one says less. The caller has found that one to agree with the
   * tree.
   * @returns `done` when there is one more, `again` when somebody has to look and sign once more: another signer was first,
   *   or the checkpoint named a key
   * @throws StoreUnavailable, StoreFull
   */
  async sign(): Promise<Signed> {
    const { last, origin = this.newOrigin } = this.checkpoints;
    const { size } = this.tree;
    if (last && size <= last.size && !last.namesKey) return 'nothing';
    const head = { origin, size: BigInt(size), root: this.tree.rootAt(size) };
    const note = last ? signCheckpoint(head, [ed25519Signer(origin, this.key)]) : signKeyNote(head, this.key);
    try {
      await this.store.appendNote(last?.revision ?? -1, note);
      return last ? 'done' : 'again';
    } catch (error) {
      if (error instanceof WrongExpectedRevision) return 'again';
      throw error;
    }
  }
}
