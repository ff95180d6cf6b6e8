import type { EventStore, Note } from '../../event-store/port.js';
import { LogRefused } from '../../event-store/port.js';
import { errorMessage } from '../../runtime/error-message.js';
import type { Checkpoint } from '../checkpoint.js';
import { type KeyNote, mayNameKey, openKeyNote, openPlain } from '../key-notes.js';
import type { TreeLog } from './tree-log.js';

/** A signed checkpoint that the store keeps. */
export interface StoredCheckpoint {
  /** Among the notes of the store. */
  readonly revision: number;
  /** As it was signed. */
  readonly note: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** It names a key, beside what it says of the log. */
  readonly namesKey: boolean;
}

/**
 * The checkpoints that the store keeps, as this instance has read them, held against its own tree. What was once found to
 * agree with the tree is remembered in the tree's file, and has to be found in the store again.
 */
export class CheckpointStore {
  private newest: StoredCheckpoint | undefined;
  private agreed: StoredCheckpoint | undefined;
  private keyNotes: readonly KeyNote[] = [];
  private logOrigin: string | undefined;
  private isBegun = false;

  /** Without a tree the checkpoints are read, and held against nothing but each other. */
  constructor(
    private readonly store: Pick<EventStore, 'notes'>,
    private readonly tree?: TreeLog,
  ) {}

  /** The newest checkpoint that agrees with this instance's tree: the one to hand out. */
  latest(): StoredCheckpoint | undefined {
    return this.agreed;
  }

  /** The newest in the store, which the tree may not have come to yet. */
  get last(): StoredCheckpoint | undefined {
    return this.newest;
  }

  /** The name of the log, which its first checkpoint gave it for good. */
  get origin(): string | undefined {
    return this.logOrigin;
  }

  /** Every key that has signed for the log, as verifier keys, the newest last. */
  keys(): string[] {
    return this.keyNotes.map(({ key }) => key);
  }

  /** The notes that named those keys (key-notes.ts). */
  notesOfKeys(): string[] {
    return this.keyNotes.map(({ note }) => note);
  }

  /**
   * Reads what the store has got since the last time.
   * @throws LogRefused where checkpoints are missing that were seen before, or one is none of the log's; StoreUnavailable
   */
  async refresh(): Promise<void> {
    if (!this.isBegun) await this.begin();
    for (;;) {
      const notes = await this.store.notes((this.newest?.revision ?? -1) + 1);
      const last = notes.at(-1);
      if (!last) return;
      for (const note of notes) if (note === last || mayNameKey(note.text)) this.take(note);
    }
  }

  /**
   * Holds the newest checkpoint against the tree.
   * @returns false while the tree is shorter
   * @throws LogRefused when they differ
   */
  compare(): boolean {
    const { newest, agreed, tree } = this;
    if (!newest || newest === agreed) return true;
    if (!tree || newest.size > tree.size) return false;
    if (agreed && newest.size < agreed.size) {
      throw contradiction(`of size ${newest.size} was stored behind one of size ${agreed.size}`);
    }
    if (Buffer.compare(newest.root, tree.rootAt(newest.size)) !== 0) {
      throw contradiction(`of size ${newest.size} has another root than the log has at that size`);
    }
    const { revision, note } = newest;
    tree.remember({ revision, note }, this.keyNotes);
    this.agreed = newest;
    return true;
  }

  /** Takes up what is remembered, where the store still has it. */
  private async begin(): Promise<void> {
    const { tree } = this;
    const remembered = tree?.remembered;
    if (tree && remembered) {
      const [found] = await this.store.notes(remembered.revision);
      if (found?.revision !== remembered.revision || found.text !== remembered.note) {
        throw new LogRefused(
          `the signed checkpoint ${remembered.revision} that this instance has seen is not in the store any more: the ` +
            'store was put back to an older state, or is another one. Nothing is recorded until it is whole again, or ' +
            'tree.db has been removed on purpose',
        );
      }
      for (const { revision, note } of tree.keyNotes()) this.take({ revision, text: note });
      this.take(found);
    }
    this.isBegun = true;
  }

  private take({ revision, text }: Note): void {
    if (this.newest && revision <= this.newest.revision) return;
    const before = this.keyNotes.at(-1)?.key;
    const namesKey = mayNameKey(text);
    let checkpoint: Checkpoint;
    try {
      if (namesKey || before === undefined || this.logOrigin === undefined) {
        const named = openKeyNote(text, before);
        checkpoint = named.checkpoint;
        this.logOrigin ??= checkpoint.origin;
        if (checkpoint.origin !== this.logOrigin) throw new Error(`it is of ${checkpoint.origin}`);
        this.keyNotes = [...this.keyNotes, { revision, note: text, key: named.key }];
      } else {
        checkpoint = openPlain(text, this.logOrigin, before);
      }
    } catch (error) {
      throw contradiction(`${revision} is none of this log's (${errorMessage(error)})`);
    }
    if (checkpoint.size > BigInt(Number.MAX_SAFE_INTEGER)) throw contradiction(`${revision} is larger than any log`);
    this.newest = { revision, note: text, size: Number(checkpoint.size), root: checkpoint.root, namesKey };
  }
}

function contradiction(what: string): LogRefused {
  return new LogRefused(
    `the signed checkpoint ${what}: the log was put back, changed, or signed for by somebody else. Nothing is recorded ` +
      'until somebody has looked',
  );
}
