import { decodeBase64 } from './base64.js';
import { EMPTY_ROOT, HASH_BYTES } from './merkle.js';
import type { NoteSigner, NoteVerifier } from './note.js';
import { openNote, signNote } from './note.js';

/*
 * Checkpoints: https://c2sp.org/tlog-checkpoint. The signed head of a log, a note (note.ts) whose text has three lines and
 * may have more:
 *
 *     origin
 *     number of leaves
 *     root in base64
 */

/** The largest tree: sizes are unsigned 64 bit integers (RFC 6962, section 3.5). */
const MAX_SIZE = 2n ** 64n - 1n;

export interface Checkpoint {
  /** Names the log. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: bigint;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Opaque further lines; the specification advises against them. */
  readonly extensions?: readonly string[];
}

/** The text is not that of a checkpoint, or it is that of another log. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/**
 * The text that is signed.
 * @throws CheckpointError for values that no checkpoint can have
 */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  const text = [origin, String(size), Buffer.from(root).toString('base64'), ...extensions].map((line) => `${line}\n`);
  // What is written is what is read: the rules stand in one place.
  const read = parseCheckpoint(text.join(''));
  if (read.extensions?.length !== extensions.length) throw new CheckpointError('no line holds a newline');
  return text.join('');
}

/**
 * Reads the text of a checkpoint ("Note text").
 * @param text as it was signed, with the newline at its end
 * @throws CheckpointError
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw new CheckpointError('a checkpoint ends in a newline');
  const lines = text.slice(0, -1).split('\n');
  if (lines.includes('')) throw new CheckpointError('a checkpoint has no empty lines');
  const [origin, size, root, ...extensions] = lines;
  if (origin === undefined || size === undefined || root === undefined) {
    throw new CheckpointError('a checkpoint has three lines: origin, size and root');
  }
  return { origin, ...parseHead(size, root), extensions };
}

/** A checkpoint, signed. @throws CheckpointError, NoteError */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(formatCheckpoint(checkpoint), signers);
}

/**
 * Reads a signed checkpoint of the log with this origin.
 * @param keys the log's own keys, one of which has to have signed
 * @throws NoteError when no known key has signed or a signature is false, CheckpointError for another text or origin
 */
export function openCheckpoint(note: Uint8Array, origin: string, keys: readonly NoteVerifier[]): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(note, keys).text);
  if (checkpoint.origin !== origin) throw new CheckpointError(`the checkpoint is of ${checkpoint.origin}`);
  return checkpoint;
}

function parseHead(sizeLine: string, rootLine: string): { size: bigint; root: Uint8Array } {
  const size = /^(0|[1-9][0-9]{0,19})$/.test(sizeLine) ? BigInt(sizeLine) : undefined;
  if (size === undefined || size > MAX_SIZE) {
    throw new CheckpointError('a size is a decimal number of at most 64 bits without leading zeros');
  }
  const root = decodeBase64(rootLine);
  if (root?.length !== HASH_BYTES) throw new CheckpointError('a root is 32 bytes in base64');
  if (size === 0n && !root.equals(EMPTY_ROOT)) {
    throw new CheckpointError('the root of a tree without leaves is that of RFC 6962');
  }
  return { size, root };
}
