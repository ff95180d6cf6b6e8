import type { Checkpoint } from '../checkpoint.js';
import { CheckpointError, parseCheckpoint } from '../checkpoint.js';
import { followKeys, readKeys } from '../key-notes.js';
import type { NoteSignature, NoteVerifier } from '../note.js';
import { NoteError, openNote, parseNote, parseVerifierKey } from '../note.js';
import { CannotCheck, NotGood } from './verdict.js';

/** An older checkpoint, as its owner kept it. */
export interface KeptCheckpoint {
  /** What to call it, such as the name of its file. */
  readonly name: string;
  /** The signed note. */
  readonly note: Uint8Array;
}

/** What a history is checked against. */
export interface Trust {
  /** A verifier key that was come by in another way than with the history; without it, that which is named there is taken. */
  readonly key?: string;
  /** Older checkpoints, of which each must be a beginning of the history. */
  readonly checkpoints?: readonly KeptCheckpoint[];
}

/** The heads of a log whose signatures are good. */
export interface SignedHeads {
  readonly newest: Checkpoint;
  /** The verifier key that signed it: the one in use now. */
  readonly signedBy: string;
  /** As a verdict tells it. */
  readonly keyIsGiven: boolean;
  readonly keyIsReplaced: boolean;
  /** Those that were kept. */
  readonly olds: readonly Checkpoint[];
  /** Those that name the log's keys, from the first. */
  readonly named: readonly Checkpoint[];
}

/**
 * Opens the newest checkpoint of a log, what names its keys, and the checkpoints that somebody kept.
 *
 * Each key of a log is named by a checkpoint that it has signed together with the key before it (key-notes.ts). The newest
 * checkpoint has to be signed by the last of them, to which a chain leads from the key that is trusted. A kept checkpoint
 * may be signed by that key and any behind it: it is held against the history itself.
 * @param notes the newest checkpoint, and those that name keys in their order
 * @throws CannotCheck for a key or kept checkpoint that is none, NotGood for all that is not signed as it has to be
 */
export function openHeads(
  origin: string,
  notes: { readonly checkpoint: string; readonly keyNotes: readonly string[] },
  { key, checkpoints = [] }: Trust,
): SignedHeads {
  const given = key?.trim();
  if (given !== undefined) orUnchecked('what was given as a key is none', () => parseVerifierKey(given));
  return orNotSigned('the checkpoint is not good', () => {
    const keys = readKeys(notes.keyNotes);
    const other = keys.find(({ checkpoint }) => checkpoint.origin !== origin);
    if (other) throw new CheckpointError(`a key is named for ${other.checkpoint.origin}`);
    const known = followKeys(notes.keyNotes, given ?? keys[0]?.key ?? '');
    const before = keys.slice(0, -known.length).map((named) => parseVerifierKey(named.key));
    const newest = open(Buffer.from(notes.checkpoint), origin, known.slice(-1));
    const signedBy = keys.at(-1)?.key ?? '';
    return {
      newest,
      signedBy,
      keyIsGiven: given !== undefined,
      keyIsReplaced: given !== undefined && given !== signedBy,
      named: keys.map(({ checkpoint }) => checkpoint),
      olds: checkpoints.map((kept) => openKept(kept, origin, known, before)),
    };
  });
}

/**
 * Opens a checkpoint that comes without notes that name keys, and those that somebody kept: only the key that was given can
 * have signed them.
 * @throws CannotCheck without a key, for a checkpoint that names another key of the same log, which that log may have had
 *   then, and for a kept one that this key has not signed or that has no entries; NotGood when the key has not signed the
 *   checkpoint, and no other of the log is named
 */
export function openAlone(
  checkpoint: string,
  { key, checkpoints = [] }: Trust,
): Pick<SignedHeads, 'newest' | 'signedBy' | 'olds'> {
  const signedBy = key?.trim();
  if (signedBy === undefined) throw new CannotCheck('a receipt names no key: give that of the ledger with --key');
  const verifier = orUnchecked('what was given as a key is none', () => parseVerifierKey(signedBy));
  const openOne = (note: Uint8Array): Checkpoint => open(note, verifier.name, [verifier]);
  const newest = orNotSigned('the checkpoint is not good for this key', () => {
    const { text, signatures } = parseNote(Buffer.from(checkpoint));
    const isOfLog =
      parseCheckpoint(text).origin === verifier.name && signatures.some(({ name }) => name === verifier.name);
    if (isOfLog && !signatures.some(isOf([verifier]))) throw new CannotCheck(BY_ANOTHER_KEY);
    return openOne(Buffer.from(checkpoint));
  });
  const olds = checkpoints.map(({ name, note }) => {
    const old = orUnchecked(`${name} is no checkpoint that this key has signed`, () => openOne(note));
    if (old.size === 0n) throw new CannotCheck(`${name} has no entries: it shows nothing`);
    return old;
  });
  return { newest, signedBy, olds };
}

const BY_ANOTHER_KEY =
  'the checkpoint is signed under the name of this log with another key than the one that was given. Keys are replaced now ' +
  'and then: an export of the ledger names all that it had, each signed by the one before. Give the one that signed then';

/** @param before keys for which nothing speaks that is trusted: anybody may have put them before the one that was given */
function openKept(
  { name, note }: KeptCheckpoint,
  origin: string,
  known: readonly NoteVerifier[],
  before: readonly NoteVerifier[],
): Checkpoint {
  const { signatures } = orUnchecked(`${name} is no checkpoint`, () => {
    parseCheckpoint(parseNote(note).text);
    return parseNote(note);
  });
  if (!signatures.some(isOf(known)) && signatures.some(isOf(before)))
    throw new CannotCheck(`${name} is signed by a key from before the one that was given: give that older key`);
  return orNotSigned(`${name} is not a checkpoint of this ledger`, () => open(note, origin, known));
}

/** Whether a signature says that it is of one of these keys. */
function isOf(keys: readonly NoteVerifier[]): (signature: NoteSignature) => boolean {
  return ({ name, keyId }) => keys.some((key) => key.name === name && key.keyId === keyId);
}

function open(note: Uint8Array, origin: string, known: readonly NoteVerifier[]): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(note, known).text);
  if (checkpoint.origin !== origin) throw new CheckpointError(`it is of ${checkpoint.origin}, not of ${origin}`);
  return checkpoint;
}

function orUnchecked<T>(what: string, read: () => T): T {
  return orThrow(read, (why) => new CannotCheck(`${what}: ${why}`));
}

function orNotSigned<T>(what: string, read: () => T): T {
  return orThrow(read, (why) => new NotGood({ rule: 'signature', message: `${what}: ${why}` }));
}

function orThrow<T>(read: () => T, as: (why: string) => Error): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NoteError || error instanceof CheckpointError) throw as(error.message);
    throw error;
  }
}
