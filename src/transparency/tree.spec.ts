import fc from 'fast-check';
import { givenLeaves, hashAtOf, plainRoot } from '../../test/fixtures/tree.fixtures.js';
import { EMPTY_ROOT, leafHash, verifyConsistency, verifyInclusion } from './merkle.js';
import type { Node } from './tree.js';
import { consistencyNodes, consistencyProof, inclusionNodes, inclusionProof, RootBuilder, rootOf } from './tree.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Leaves and roots that every implementation of RFC 6962 gives; roots by size, from 0. */
const KNOWN_LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const KNOWN_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the known tree of RFC 6962', () => {
  const leaves = KNOWN_LEAVES.map((entry) => leafHash(Buffer.from(entry, 'hex')));

  it('has the known root at every size, grown or put together', () => {
    const builder = new RootBuilder();
    const grown = [builder.root()];
    for (const leaf of leaves) {
      builder.append(leaf);
      grown.push(builder.root());
    }
    expect(grown.map(hex)).toEqual(KNOWN_ROOTS);
    expect(KNOWN_ROOTS.map((_, size) => hex(rootOf(size, hashAtOf(leaves))))).toEqual(KNOWN_ROOTS);
  });
});

describe('a root', () => {
  const leaves = givenLeaves(300);
  const hashAt = hashAtOf(leaves);

  it('is MTH at every size', () => {
    const builder = new RootBuilder();
    for (let size = 1; size <= leaves.length; size += 1) {
      builder.append(leaves[size - 1]!);
      const root = hex(plainRoot(leaves.slice(0, size)));
      expect([size, hex(builder.root()), hex(rootOf(size, hashAt))]).toEqual([size, root, root]);
    }
  });

  it('is the same when the builder goes on from what was kept', () => {
    for (let size = 0; size < leaves.length; size += 7) {
      const resumed = RootBuilder.resume(size, hashAt);
      expect(resumed.size).toBe(size);
      for (const leaf of leaves.slice(size)) resumed.append(leaf);
      expect(hex(resumed.root())).toBe(hex(plainRoot(leaves)));
    }
  });

  it('of no leaves is the hash of nothing', () => {
    expect(new RootBuilder().root()).toEqual(EMPTY_ROOT);
    expect(rootOf(0, hashAt)).toEqual(EMPTY_ROOT);
  });
});

describe('a builder', () => {
  it('reports every complete subtree once, those below first', () => {
    const leaves = givenLeaves(21);
    const hashAt = hashAtOf(leaves);
    const reported: string[] = [];
    const builder = new RootBuilder((level, index, hash) => {
      expect(hex(hash)).toBe(hex(hashAt(level, index)));
      reported.push(`${level}/${index}`);
    });
    for (const leaf of leaves) builder.append(leaf);
    expect(reported.slice(0, 7)).toEqual(['0/0', '0/1', '1/0', '0/2', '0/3', '1/1', '2/0']);
    expect(reported).toHaveLength(21 + 10 + 5 + 2 + 1);
    expect(new Set(reported).size).toBe(reported.length);
  });
});

describe('proofs', () => {
  const LARGEST = 130;
  const leaves = givenLeaves(LARGEST);
  const hashAt = hashAtOf(leaves);

  it('verify for every leaf of every tree', () => {
    for (let size = 1; size <= LARGEST; size += 1) {
      const root = plainRoot(leaves.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(index, size, hashAt);
        if (!verifyInclusion(BigInt(index), BigInt(size), leaves[index]!, proof, root)) {
          throw new Error(`leaf ${index} of ${size}`);
        }
      }
    }
  });

  it('verify for every tree and its beginnings', () => {
    const roots = leaves.map((_, last) => plainRoot(leaves.slice(0, last + 1)));
    for (let size2 = 1; size2 <= LARGEST; size2 += 1) {
      for (let size1 = 1; size1 <= size2; size1 += 1) {
        const proof = consistencyProof(size1, size2, hashAt);
        if (!verifyConsistency(BigInt(size1), BigInt(size2), roots[size1 - 1]!, roots[size2 - 1]!, proof)) {
          throw new Error(`${size1} in ${size2}`);
        }
      }
    }
  });

  it('take only complete subtrees of the tree, and few of them', () => {
    const size = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    const isComplete = ({ level, index }: Node, of: number): boolean =>
      (BigInt(index) + 1n) << BigInt(level) <= BigInt(of);
    fc.assert(
      fc.property(size, size, (one, other) => {
        const [size1, size2] = [Math.min(one, other), Math.max(one, other)];
        const proofs = [...inclusionNodes(size1 - 1, size2), ...consistencyNodes(size1, size2)];
        const bits = size2.toString(2).length;
        expect(proofs.length).toBeLessThanOrEqual(2 * bits + 1);
        expect(proofs.flat().every((node) => isComplete(node, size2))).toBe(true);
      }),
    );
  });

  it('are refused for what no tree has', () => {
    const bad = [-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY];
    for (const size of bad) {
      expect(() => rootOf(size, hashAt)).toThrow(RangeError);
      expect(() => inclusionProof(0, size, hashAt)).toThrow(RangeError);
      expect(() => inclusionProof(size, 8, hashAt)).toThrow(RangeError);
      expect(() => consistencyProof(1, size, hashAt)).toThrow(RangeError);
      expect(() => consistencyProof(size, 8, hashAt)).toThrow(RangeError);
    }
    expect(() => inclusionProof(0, 0, hashAt)).toThrow(RangeError);
    expect(() => inclusionProof(8, 8, hashAt)).toThrow(RangeError);
    expect(() => consistencyProof(0, 8, hashAt)).toThrow(RangeError);
    expect(() => consistencyProof(9, 8, hashAt)).toThrow(RangeError);
  });
});
