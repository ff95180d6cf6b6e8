import { EMPTY_ROOT, nodeHash } from './merkle.js';

/*
 * Roots and proofs out of complete subtrees (RFC 6962, section 2.1). A complete subtree has 2^level leaves and begins at
 * leaf index * 2^level; its hash never changes again, so it can be kept in tiles or in a database. Everything here asks
 * for at most 2 * log2(size) of them for each hash.
 *
 * Sizes and indices are numbers up to 2^53 - 1; what is larger, negative or no integer is refused with a RangeError.
 */

/** The place of a complete subtree: level 0 is the leaves. */
export interface Node {
  readonly level: number;
  readonly index: number;
}

/** Gives the hash of a complete subtree of the tree at hand. */
export type HashAt = (level: number, index: number) => Uint8Array;

/** Hears of the hash of a subtree that has become complete. */
export type OnSubtree = (level: number, index: number, hash: Uint8Array) => void;

/** Leaves from `start` up to, not including, `end`. */
type Range = readonly [start: number, end: number];

/** Root of the tree of `size` leaves, MTH(D[size]) (RFC 6962, section 2.1). */
export function rootOf(size: number, hashAt: HashAt): Uint8Array {
  requireSize(size);
  return size === 0 ? EMPTY_ROOT : joined(rootNodes(size), hashAt);
}

/**
 * PATH(index, D[size]), which shows that a leaf stands in the tree (RFC 6962, section 2.1.1).
 * @throws RangeError for an index that is not below the size
 */
export function inclusionProof(index: number, size: number, hashAt: HashAt): Uint8Array[] {
  return inclusionNodes(index, size).map((nodes) => joined(nodes, hashAt));
}

/**
 * PROOF(size1, D[size2]), which shows that one tree is the beginning of another (RFC 6962, section 2.1.2).
 * @throws RangeError for a first size that is 0, about which nothing can be proved, or above the second
 */
export function consistencyProof(size1: number, size2: number, hashAt: HashAt): Uint8Array[] {
  return consistencyNodes(size1, size2).map((nodes) => joined(nodes, hashAt));
}

/** The complete subtrees that the root of a tree is made from, left to right. Who fetches them can ask for all at once. */
export function rootNodes(size: number): Node[] {
  requireSize(size);
  return nodesOf([0, size]);
}

/** The complete subtrees that each hash of `inclusionProof` is made from, left to right. */
export function inclusionNodes(index: number, size: number): Node[][] {
  requireSize(size);
  requireSize(index);
  if (index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  return path(index, [0, size]).map(nodesOf);
}

/** The complete subtrees that each hash of `consistencyProof` is made from, left to right. */
export function consistencyNodes(size1: number, size2: number): Node[][] {
  requireSize(size1);
  requireSize(size2);
  if (size1 === 0) throw new RangeError('nothing can be proved about the tree without leaves');
  if (size1 > size2) throw new RangeError(`a tree of ${size1} is not the beginning of a tree of ${size2}`);
  return subproof(size1, [0, size2], true).map(nodesOf);
}

/**
 * The root of a growing tree, in memory that grows with the logarithm of its size.
 *
 * `onSubtree` hears of every subtree that becomes complete, leaves included, once and in the order in which they do: what
 * a store of the tree keeps.
 */
export class RootBuilder {
  /** Hashes of the subtrees that `rootNodes` names. */
  private readonly subtrees: Uint8Array[] = [];
  private leaves = 0;

  constructor(private readonly onSubtree?: OnSubtree) {}

  /** Goes on from a tree whose subtrees are kept already; they are not reported again. */
  static resume(size: number, hashAt: HashAt, onSubtree?: OnSubtree): RootBuilder {
    const builder = new RootBuilder(onSubtree);
    builder.subtrees.push(...rootNodes(size).map(({ level, index }) => hashAt(level, index)));
    builder.leaves = size;
    return builder;
  }

  /** Leaves so far. */
  get size(): number {
    return this.leaves;
  }

  /** Adds the hash of the next leaf. */
  append(leaf: Uint8Array): void {
    let hash = leaf;
    let level = 0;
    let index = this.leaves;
    requireSize(index + 1);
    this.onSubtree?.(level, index, hash);
    // A right child completes its parent, which may be a right child too.
    while (index % 2 === 1) {
      const left = this.subtrees.pop();
      if (left === undefined) throw new Error('a right child without a left one');
      hash = nodeHash(left, hash);
      level += 1;
      index = (index - 1) / 2;
      this.onSubtree?.(level, index, hash);
    }
    this.subtrees.push(hash);
    this.leaves += 1;
  }

  /** Root of the tree as it is now. */
  root(): Uint8Array {
    return this.leaves === 0 ? EMPTY_ROOT : this.subtrees.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** PATH(m, D[n]) as ranges of leaves, word by word. */
function path(m: number, [start, end]: Range): Range[] {
  if (end - start === 1) return [];
  const k = start + split(end - start);
  return m < k ? [...path(m, [start, k]), [k, end]] : [...path(m, [k, end]), [start, k]];
}

/** SUBPROOF(m, D[n], b) as ranges of leaves, word by word; `isFirstTree` is the RFC's b. */
function subproof(m: number, [start, end]: Range, isFirstTree: boolean): Range[] {
  if (m === end) return isFirstTree ? [] : [[start, end]];
  const k = start + split(end - start);
  return m <= k ? [...subproof(m, [start, k], isFirstTree), [k, end]] : [...subproof(m, [k, end], false), [start, k]];
}

/** The RFC's k: the largest power of two smaller than n, for n above 1. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * A range as complete subtrees, left to right, each smaller than the one before. The ranges of the tree begin at a
 * multiple of the power of two that holds them, so every such subtree begins at a multiple of its own size.
 */
function nodesOf([start, end]: Range): Node[] {
  const nodes: Node[] = [];
  for (let from = start; from < end;) {
    let level = 0;
    let size = 1;
    while (size * 2 <= end - from) {
      level += 1;
      size *= 2;
    }
    nodes.push({ level, index: from / size });
    from += size;
  }
  return nodes;
}

/** MTH of a range out of its complete subtrees: the right ones are joined first, as MTH splits at the largest power of two. */
function joined(nodes: readonly Node[], hashAt: HashAt): Uint8Array {
  return nodes.map(({ level, index }) => hashAt(level, index)).reduceRight((right, left) => nodeHash(left, right));
}

function requireSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is not a size or an index`);
}
