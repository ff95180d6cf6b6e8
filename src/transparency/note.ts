import type { KeyObject } from 'node:crypto';
import { createPublicKey, hash, sign, verify } from 'node:crypto';
import { decodeBase64 } from './base64.js';

/*
 * Signed notes: https://c2sp.org/signed-note. A text that ends in a newline, an empty line, and one line for each
 * signature:
 *
 *     — <key name> <base64 of key ID and signature>
 *
 * A signature may be of any algorithm: what signs and what verifies is named by two small interfaces, and Ed25519
 * (RFC 8032) is the one that stands here.
 */

/** Most signature lines that a note may have; the specification asks for 16 at least. */
const MAX_SIGNATURES = 100;

/** Most bytes that a note may have. */
export const MAX_NOTE_BYTES = 1_000_000;

/** The note is malformed, or no known key has signed it, or the signature of a known key is false. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

export interface NoteSignature {
  readonly name: string;
  /** Unsigned 32 bit integer. */
  readonly keyId: number;
  readonly signature: Uint8Array;
}

export interface Note {
  /** With the newline at its end. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A key that signs. Name and key id together say which key and which algorithm it is. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: number;
  sign(text: Uint8Array): Uint8Array;
}

/** A key whose signatures are trusted. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: number;
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

/** Signature type identifier of Ed25519 ("Signature types"). */
const ED25519 = 0x01;

/** Bytes of a public key of Ed25519 (RFC 8032, section 5.1.5). */
const ED25519_KEY_BYTES = 32;

const KEY_ID_BYTES = 4;

/**
 * Reads a note without checking any signature ("Format").
 * @throws NoteError for what is not a note: invalid UTF-8, control characters, no signature line or a malformed one, more
 *   than 100 signatures or a million bytes
 */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > MAX_NOTE_BYTES) throw new NoteError(`a note has at most ${MAX_NOTE_BYTES} bytes`);
  const note = decodeUtf8(bytes);
  if (hasControlCharacter(note)) throw new NoteError('a note has no control characters but newlines');
  // The text may hold empty lines: the last one divides it from the signatures.
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new NoteError('a note is a text, an empty line and lines of signatures');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new NoteError(`a note has at most ${MAX_SIGNATURES} signatures`);
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

/**
 * Reads a note and checks its signatures ("Signatures"). Those of unknown keys are ignored.
 * @returns the text, and the keys that signed it
 * @throws NoteError for what is not a note, when the signature of a known key is false, and when no known key has signed
 */
export function openNote(
  bytes: Uint8Array,
  known: readonly NoteVerifier[],
): { text: string; signedBy: readonly NoteVerifier[] } {
  const { text, signatures } = parseNote(bytes);
  const signed = Buffer.from(text);
  const signedBy = new Set<NoteVerifier>();
  for (const { name, keyId, signature } of signatures) {
    for (const key of known.filter((one) => one.name === name && one.keyId === keyId)) {
      if (!key.verify(signed, signature)) throw new NoteError(`the signature of ${name} is false`);
      signedBy.add(key);
    }
  }
  if (signedBy.size === 0) throw new NoteError('no known key has signed the note');
  return { text, signedBy: [...signedBy] };
}

/**
 * Signs a text, which ends in a newline. Further signatures go under a note that is signed already when its own are given.
 * @throws NoteError for a text that no note can have
 */
export function signNote(
  text: string,
  signers: readonly NoteSigner[],
  signatures: readonly NoteSignature[] = [],
): string {
  const signed = Buffer.from(text);
  const added = signers.map((key) => ({ name: key.name, keyId: key.keyId, signature: key.sign(signed) }));
  const note = `${text}\n${[...signatures, ...added].map(signatureLine).join('')}`;
  // Nothing leaves that would not be read, or would be read as another text.
  if (parseNote(Buffer.from(note)).text !== text)
    throw new NoteError('no note can have this text: it ends in a newline and has a UTF-8 form');
  return note;
}

/**
 * SHA-256(name || 0x0A || type || public key), first four bytes, big-endian ("Signatures").
 * @param type signature type identifier byte
 */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): number {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]), 'buffer').readUInt32BE();
}

/**
 * Signs with an Ed25519 key under a name.
 * @throws NoteError for another kind of key or a name that no key can have
 */
export function ed25519Signer(name: string, privateKey: KeyObject): NoteSigner {
  requireName(name);
  if (privateKey.type !== 'private') throw new NoteError('what signs is a private key');
  const keyId = keyIdOf(name, ED25519, rawPublicKey(privateKey));
  return { name, keyId, sign: (text) => sign(null, text, privateKey) };
}

/**
 * Verifier key ("Verifier keys"): what an auditor is given, `<name>+<key ID in hex>+<base64 of type and public key>`.
 * @param key an Ed25519 key, public or private
 */
export function formatVerifierKey(name: string, key: KeyObject): string {
  requireName(name);
  const publicKey = rawPublicKey(key);
  const material = Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64');
  return `${name}+${hexOf(keyIdOf(name, ED25519, publicKey))}+${material}`;
}

/**
 * Reads a verifier key.
 * @throws NoteError for a malformed one, for one whose key ID is not that of the key, and for another algorithm
 */
export function parseVerifierKey(text: string): NoteVerifier {
  const [, name = '', keyIdHex = '', base64 = ''] = /^([^+]*)\+([^+]*)\+(.*)$/su.exec(text) ?? [];
  requireName(name);
  const material = decodeBase64(base64);
  if (material === undefined || material.length < 2)
    throw new NoteError('a verifier key ends in a public key in base64');
  const publicKey = material.subarray(1);
  if (material[0] !== ED25519) throw new NoteError(`verifier keys of type ${String(material[0])} are not known here`);
  if (publicKey.length !== ED25519_KEY_BYTES) throw new NoteError('an Ed25519 key has 32 bytes');
  const keyId = keyIdOf(name, ED25519, publicKey);
  if (hexOf(keyId) !== keyIdHex) throw new NoteError('the key ID is not that of the key');
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') },
    format: 'jwk',
  });
  return { name, keyId, verify: (signed, signature) => verify(null, signed, key, signature) };
}

/** The 32 bytes of RFC 8032 of an Ed25519 key. */
function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new NoteError('the key is not one of Ed25519');
  const { x = '' } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

function parseSignature(line: string): NoteSignature {
  const [, name, base64 = ''] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = decodeBase64(base64);
  if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES) {
    throw new NoteError('a signature line is malformed');
  }
  return { name, keyId: bytes.readUInt32BE(), signature: bytes.subarray(KEY_ID_BYTES) };
}

function signatureLine({ name, keyId, signature }: NoteSignature): string {
  requireName(name);
  const id = Buffer.alloc(KEY_ID_BYTES);
  id.writeUInt32BE(keyId);
  return `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;
}

/** Key names are not empty and hold no Unicode space and no plus. */
function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}+]+$/u.test(name) && !hasControlCharacter(name);
}

function requireName(name: string): void {
  if (!isKeyName(name)) throw new NoteError('a key name is not empty and holds neither spaces nor a plus');
}

/** Characters below U+0020 other than newline. */
function hasControlCharacter(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  return /[\u0000-\u0009\u000b-\u001f]/u.test(text);
}

function hexOf(keyId: number): string {
  return keyId.toString(16).padStart(2 * KEY_ID_BYTES, '0');
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NoteError('a note is valid UTF-8');
  }
}
