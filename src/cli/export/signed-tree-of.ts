import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '../../event-store/port.js';
import { CheckpointStore, type StoredCheckpoint } from '../../transparency/log/checkpoint-store.js';
import { TreeLog } from '../../transparency/log/tree-log.js';
import { EXPORT_FORMAT } from '../../transparency/verify/export-file.js';
import type { Exported } from './export-lines.js';
import { ExportFailed, type Part, type Place } from './parts.js';

/** The newest signed checkpoint of a ledger, and a tree that has every entry that it covers. */
export interface SignedTreeOf {
  readonly tree: TreeLog;
  readonly checkpoint: StoredCheckpoint;
  readonly origin: string;
  readonly keyNotes: readonly string[];
  close(): void;
}

/**
 * What an export of part of a ledger is made of.
 * @param olds sizes of older trees that the hashes in it are to prove to be beginnings of this one
 */
export function exportOf(
  { store, ledger, size }: Place,
  { tree, checkpoint, origin, keyNotes }: SignedTreeOf,
  part: Part,
  { olds = [], unsigned = 0 }: { olds?: readonly number[]; unsigned?: number } = {},
): Exported {
  const { from, to, record, blocks, events } = part;
  const log = { format: EXPORT_FORMAT, ledger, origin, checkpoint: checkpoint.note, keyNotes, size } as const;
  return {
    header: { ...log, from, to, record, unsigned },
    hashAt: tree.hashAt,
    blocks,
    events,
    olds,
    disclosures: (digests) => store.disclosures(digests),
  };
}

/** Is called with how many entries have been hashed, where the tree has to be made first. */
export type Hashed = (entries: number, of: number) => void;

/**
 * Opens the tree that a server keeps in the data folder, beside that server. Where there is none, or it is behind the
 * checkpoint, one is made in a passing folder from the log.
 * @throws ExportFailed when nothing has been signed yet or the log is shorter than what was; LogRefused, StoreUnavailable
 */
export async function signedTreeOf(
  store: EventStore,
  { folder, ledger }: { folder: string; ledger: string },
  onHashed: Hashed,
): Promise<SignedTreeOf> {
  const kept = TreeLog.openToRead({ folder, ledger, store: store.address });
  if (kept) {
    const found = await newest(store, kept);
    if (found.checkpoint.size <= kept.size) return { ...found, tree: kept, close: () => kept.close() };
    kept.close();
  }
  const passing = mkdtempSync(join(tmpdir(), 'ledger-export-'));
  const tree = TreeLog.open({ folder: passing, ledger, store: store.address });
  const close = (): void => {
    tree.close();
    rmSync(passing, { recursive: true, force: true });
  };
  try {
    const found = await newest(store, tree);
    await hashAll(store, tree, found.checkpoint.size, onHashed);
    return { ...found, tree, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function newest(store: EventStore, tree: TreeLog): Promise<Omit<SignedTreeOf, 'tree' | 'close'>> {
  const checkpoints = new CheckpointStore(store, tree);
  await checkpoints.refresh();
  const { last: checkpoint, origin } = checkpoints;
  if (!checkpoint || origin === undefined) {
    throw new ExportFailed(
      'no checkpoint of this ledger has been signed yet: start the server that signs, and come back',
    );
  }
  return { checkpoint, origin, keyNotes: checkpoints.notesOfKeys() };
}

async function hashAll(store: EventStore, tree: TreeLog, size: number, onHashed: Hashed): Promise<void> {
  if (size === 0) return;
  for await (const { events } of store.readAll()) {
    tree.append(events);
    onHashed(Math.min(tree.size, size), size);
    if (tree.size >= size) return;
  }
  throw new ExportFailed(
    `the store holds ${tree.size} entries, and the signed checkpoint covers ${size}: the others are gone, and there is no ` +
      'tree that knows their hashes. Look for an older export, and for a backup',
  );
}
