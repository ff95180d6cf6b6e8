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
    requireNewest(formatVerifierKey(origin, this.key), this.checkpoints.keys());
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

/**
 * Has another key sign for a log from now on: a checkpoint as large as the last one, signed by both, is stored and names it.
 * A signer that runs with the old key meanwhile ends.
 * @param checkpoints of a store that this process may have to itself, or share with that signer
 * @returns the new verifier key, and how many entries the old key has signed for
 * @throws KeyRefused where the old key is not the one in use, or the new one was used before; StoreUnavailable
 */
export async function rotateKey(
  store: Pick<EventStore, 'appendNote'>,
  checkpoints: CheckpointStore,
  before: KeyObject,
  key: KeyObject,
): Promise<{ key: string; origin: string; size: number }> {
  for (;;) {
    await checkpoints.refresh();
    const { last, origin } = checkpoints;
    if (!last || origin === undefined) {
      throw new KeyRefused('nothing has been signed yet: start the ledger with the new key at once');
    }
    const [old, own] = [before, key].map((each) => formatVerifierKey(origin, each)) as [string, string];
    if (checkpoints.keys().includes(own)) throw new KeyRefused(`the key ${own} has signed for this ledger already`);
    requireNewest(old, checkpoints.keys());
    const { size, root, revision } = last;
    try {
      await store.appendNote(revision, signKeyNote({ origin, size: BigInt(size), root }, key, before));
      return { key: own, origin, size };
    } catch (error) {
      // The signer was first; what it has signed is looked at before this goes behind it.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

/** @throws KeyRefused for a key that is not the one in use */
function requireNewest(key: string, keys: readonly string[]): void {
  const newest = keys.at(-1) ?? '';
  if (key === newest) return;
  if (keys.includes(key)) throw new KeyRefused(`the key ${key} was replaced by ${newest}: give the file of that one`);
  throw new KeyRefused(
    `the key ${key} has never signed for this ledger: give the file of ${newest}, or rotate to a new key with the verb ` +
      'rotate-key',
  );
}
