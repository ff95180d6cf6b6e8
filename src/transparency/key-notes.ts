import type { KeyObject } from 'node:crypto';
import type { Checkpoint } from './checkpoint.js';
import { CheckpointError, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.js';
import type { NoteVerifier } from './note.js';
import { NoteError, ed25519Signer, formatVerifierKey, openNote, parseNote, parseVerifierKey } from './note.js';

/*
 * How a log tells its keys. The first checkpoint that is stored, and one at each change of key, has a further line
 *
 *     key <verifier key>
 *
 * and is signed by the key that it names, and by the one in use before it. So whoever trusts one of the keys can follow them
 * to the newest. All other checkpoints have three lines and are signed by the newest key.
 */

const MARK = 'key ';

/** A checkpoint that names a key. */
export interface KeyNote {
  /** Among the notes of the store. */
  readonly revision: number;
  readonly note: string;
  /** As `formatVerifierKey` writes it. */
  readonly key: string;
}

/** Whether a note can be one that names a key, before it is read in full. */
export function mayNameKey(note: string): boolean {
  return note.includes(`\n${MARK}`);
}

/** Signs a checkpoint that names a key, by that key and by the one before it where there is one. */
export function signKeyNote(head: Omit<Checkpoint, 'extensions'>, key: KeyObject, before?: KeyObject): string {
  const signers = [...(before === undefined ? [] : [before]), key].map((each) => ed25519Signer(head.origin, each));
  return signCheckpoint({ ...head, extensions: [MARK + formatVerifierKey(head.origin, key)] }, signers);
}

/**
 * Reads a checkpoint that names a key.
 * @param before the verifier key in use before it; undefined for the first
 * @throws NoteError or CheckpointError for one that is malformed, or not signed by both
 */
export function openKeyNote(note: string, before: string | undefined): { checkpoint: Checkpoint; key: string } {
  const bytes = Buffer.from(note);
  const checkpoint = parseCheckpoint(parseNote(bytes).text);
  const [line = '', ...more] = checkpoint.extensions ?? [];
  if (!line.startsWith(MARK) || more.length > 0) throw new CheckpointError('the checkpoint names no key');
  const key = line.slice(MARK.length);
  for (const signer of [key, ...(before === undefined ? [] : [before])].map(parseVerifierKey)) {
    if (signer.name !== checkpoint.origin) throw new NoteError('the key bears another name than the log');
    openNote(bytes, [signer]);
  }
  return { checkpoint, key };
}

/** The keys of a log as checkpoints name them, each with the checkpoint that does. */
export interface NamedKey {
  /** As `formatVerifierKey` writes it. */
  readonly key: string;
  readonly checkpoint: Checkpoint;
}

/**
 * Reads the chain of a log's keys from the first.
 * @param notes the checkpoints that name keys, in their order
 * @throws NoteError or CheckpointError when the chain does not hold, or a key is named in it twice
 */
export function readKeys(notes: readonly string[]): NamedKey[] {
  const keys: NamedKey[] = [];
  for (const note of notes) {
    const named = openKeyNote(note, keys.at(-1)?.key);
    if (keys.some(({ key }) => key === named.key)) throw new NoteError('a key is named twice');
    keys.push(named);
  }
  return keys;
}

/**
 * Follows the keys of a log from one that is trusted to the newest: what somebody does who kept an old key. Whoever holds a
 * key can put others before it, with it as their successor: they say nothing.
 * @param notes the checkpoints that name keys, in their order
 * @param trusted a verifier key
 * @returns the verifiers of the trusted key and of all that came after it
 * @throws NoteError or CheckpointError when the trusted key is not among them or the chain does not hold
 */
export function followKeys(notes: readonly string[], trusted: string): NoteVerifier[] {
  const keys = readKeys(notes).map(({ key }) => key);
  if (!keys.includes(trusted)) throw new NoteError('the trusted key has never signed for this log');
  return keys.slice(keys.indexOf(trusted)).map(parseVerifierKey);
}

/** Reads a checkpoint of three lines that one key has signed. @throws NoteError, CheckpointError */
export function openPlain(note: string, origin: string, key: string): Checkpoint {
  const checkpoint = openCheckpoint(Buffer.from(note), origin, [parseVerifierKey(key)]);
  if ((checkpoint.extensions ?? []).length > 0) throw new CheckpointError('a checkpoint has three lines');
  return checkpoint;
}
