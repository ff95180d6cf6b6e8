import { leafHash, nodeHash } from './merkle.js';
import type { HashAt } from './tree.js';

/** Hashes of leaves that differ from each other. */
export function givenLeaves(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));
}

/** Complete subtrees straight from the leaves, without anything that is tested beside it but the hash of a node. */
export function hashAtOf(leaves: readonly Uint8Array[]): HashAt {
  const known = new Map<string, Uint8Array>();
  const hashAt: HashAt = (level, index) => {
    const place = `${level}/${index}`;
    const hash =
      known.get(place) ??
      (level === 0 ? leaves[index] : nodeHash(hashAt(level - 1, 2 * index), hashAt(level - 1, 2 * index + 1)));
    if (hash === undefined) throw new RangeError(`no leaf ${index}`);
    known.set(place, hash);
    return hash;
  };
  return hashAt;
}

/** MTH(D[n]) word by word (RFC 6962, section 2.1): the slow and plain root. */
export function plainRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) throw new RangeError('no leaves');
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(plainRoot(leaves.slice(0, k)), plainRoot(leaves.slice(k)));
}

/** The hash with one bit turned over. */
export function flipped(hash: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(hash);
  const byte = Math.floor(bit / 8) % copy.length;
  copy[byte] = (copy[byte] ?? 0) ^ (1 << (bit % 8));
  return copy;
}
