import { hash } from 'node:crypto';
import { isUint8Array } from 'node:util/types';

/*
 * The Merkle tree of the transparency log: RFC 6962, section 2.1, with SHA-256. The same tree stands in RFC 9162,
 * section 2.1, whose verification algorithms are followed here step by step.
 *
 * Whoever checks a proof needs only `leafHash`, `nodeHash`, `verifyInclusion` and `verifyConsistency`, which take sizes up
 * to 2^64 - 1. What makes roots and proofs stands in tree.ts.
 */

/** Bytes of every hash in the tree. */
export const HASH_BYTES = 32;

/** Largest size that a proof is checked for: sizes are unsigned 64 bit integers (RFC 6962, section 3.5). */
const MAX_SIZE = 2n ** 64n - 1n;

/** Root of the tree without leaves, MTH({}) = SHA-256() (RFC 6962, section 2.1). */
export const EMPTY_ROOT: Uint8Array = hash('sha256', '', 'buffer');

/** Hash of a leaf, SHA-256(0x00 || entry), for the bytes of an entry (RFC 6962, section 2.1). */
export function leafHash(entry: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(1 + entry.length);
  bytes[0] = 0x00;
  bytes.set(entry, 1);
  return hash('sha256', bytes, 'buffer');
}

/**
 * Hash of a node, SHA-256(0x01 || left || right), for the hashes of its children (RFC 6962, section 2.1).
 * @throws RangeError for hashes that are not 32 bytes long
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new RangeError('a hash has 32 bytes');
  const bytes = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  bytes[0] = 0x01;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return hash('sha256', bytes, 'buffer');
}

/**
 * Whether `proof` shows that the leaf with this hash stands at `leafIndex` in the tree of `treeSize` leaves that has this
 * root. RFC 9162, section 2.1.3.2; the letters are those of the RFC.
 *
 * A root alone does not say how many leaves it is of, and trees of several sizes have paths of one shape: size and root have
 * to come from one signed checkpoint.
 * @param proof hashes from the leaf's sibling up to the child of the root
 * @returns false for everything that is not good, indices and sizes out of range and hashes of another length included
 * @throws TypeError for arguments of another type
 */
export function verifyInclusion(
  leafIndex: bigint,
  treeSize: bigint,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  requireTypes([leafIndex, treeSize], [leaf, root], proof);
  // Step 1.
  if (leafIndex < 0n || leafIndex >= treeSize || treeSize > MAX_SIZE) return false;
  if (![leaf, root, ...proof].every(isHash)) return false;
  // Step 2: fn is the place of the node on its level, sn that of the last node on that level.
  let fn = leafIndex;
  let sn = treeSize - 1n;
  // Step 3.
  let r = leaf;
  // Step 4.
  for (const p of proof) {
    if (sn === 0n) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      // A last node without a sibling goes up unchanged, until it is the right one of two.
      while (!isOdd(fn) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      r = nodeHash(r, p);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  // Step 5.
  return sn === 0n && areEqual(r, root);
}

/**
 * Whether `proof` shows that the tree of `size1` leaves with `root1` is the beginning of the tree of `size2` leaves with
 * `root2`. RFC 9162, section 2.1.4.2; the letters are those of the RFC.
 *
 * Two cases lie before the RFC's algorithm. Trees of one size are the same when their roots are, byte by byte and whatever
 * these are, and need no proof. About the tree without leaves nothing can be proved, since every tree begins with it: never good.
 * @returns false for everything that is not good, sizes out of range and hashes of another length in a proof included
 * @throws TypeError for arguments of another type
 */
export function verifyConsistency(
  size1: bigint,
  size2: bigint,
  root1: Uint8Array,
  root2: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  requireTypes([size1, size2], [root1, root2], proof);
  if (size1 < 1n || size1 > size2 || size2 > MAX_SIZE) return false;
  if (size1 === size2) return proof.length === 0 && areEqual(root1, root2);
  if (![root1, root2, ...proof].every(isHash)) return false;
  // Steps 1 and 2: a first tree that is complete is itself the node to start from, and is left out of the proof.
  const [start, ...path] = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
  if (proof.length === 0 || start === undefined) return false;
  // Steps 3 and 4: the last node of the first tree, and the last of the second, on the level of that node.
  let fn = size1 - 1n;
  let sn = size2 - 1n;
  while (isOdd(fn)) [fn, sn] = [fn >> 1n, sn >> 1n];
  // Step 5.
  let fr = start;
  let sr = start;
  // Step 6.
  for (const c of path) {
    if (sn === 0n) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      sr = nodeHash(sr, c);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  // Step 7.
  return sn === 0n && areEqual(fr, root1) && areEqual(sr, root2);
}

function requireTypes(sizes: readonly unknown[], hashes: readonly unknown[], proof: unknown): void {
  if (!sizes.every((size) => typeof size === 'bigint')) throw new TypeError('an index or a size is a bigint');
  if (!Array.isArray(proof)) throw new TypeError('a proof is a list of hashes');
  if (![...hashes, ...(proof as unknown[])].every(isUint8Array)) throw new TypeError('a hash is a Uint8Array');
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_BYTES;
}

function isOdd(value: bigint): boolean {
  return (value & 1n) === 1n;
}

function isPowerOfTwo(value: bigint): boolean {
  return (value & (value - 1n)) === 0n;
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
