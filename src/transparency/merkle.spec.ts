import fc from 'fast-check';
import { flipped, givenLeaves, hashAtOf } from '../../test/fixtures/tree.fixtures.js';
import { EMPTY_ROOT, leafHash, nodeHash, verifyConsistency, verifyInclusion } from './merkle.js';
import { consistencyProof, inclusionProof, rootOf } from './tree.js';

type Inclusion = Parameters<typeof verifyInclusion>;
type Consistency = Parameters<typeof verifyConsistency>;

const LARGEST = 200;
const LEAVES = givenLeaves(LARGEST);
const HASH_AT = hashAtOf(LEAVES);

const inclusions = fc.integer({ min: 1, max: LARGEST }).chain((size) =>
  fc.integer({ min: 0, max: size - 1 }).map((index): Inclusion => {
    const proof = inclusionProof(index, size, HASH_AT);
    return [BigInt(index), BigInt(size), LEAVES[index]!, proof, rootOf(size, HASH_AT)];
  }),
);

const consistencies = fc.integer({ min: 1, max: LARGEST }).chain((size2) =>
  fc.integer({ min: 1, max: size2 }).map((size1): Consistency => {
    const proof = consistencyProof(size1, size2, HASH_AT);
    return [BigInt(size1), BigInt(size2), rootOf(size1, HASH_AT), rootOf(size2, HASH_AT), proof];
  }),
);

const bits = fc.nat({ max: 255 });

/** Every way to spoil a list of hashes by one of them. */
function spoilt(proof: readonly Uint8Array[], bit: number, others: readonly Uint8Array[]): Uint8Array[][] {
  const places = proof.map((_, place) => place);
  return [
    ...places.map((place) => proof.with(place, flipped(proof[place]!, bit))),
    ...places.map((place) => proof.toSpliced(place, 1)),
    ...places.map((place) => proof.toSpliced(place, 0, proof[place]!)),
    ...places.map((place) => proof.with(place, proof[place]!.subarray(1))),
    ...places.map((place) => proof.with(place, Buffer.concat([proof[place]!, Buffer.of(0)]))),
    ...[...places, proof.length].flatMap((place) =>
      [...others, EMPTY_ROOT, new Uint8Array(0)].map((added) => proof.toSpliced(place, 0, added)),
    ),
  ];
}

describe('hashes', () => {
  it('are those of RFC 6962', () => {
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(leafHash(Buffer.alloc(0)))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(hex(nodeHash(leafHash(Buffer.alloc(0)), leafHash(Buffer.of(0))))).toBe(
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    );
  });

  it('of nodes are made of hashes only', () => {
    expect(() => nodeHash(EMPTY_ROOT, new Uint8Array(31))).toThrow(RangeError);
    expect(() => nodeHash(new Uint8Array(33), EMPTY_ROOT)).toThrow(RangeError);
  });
});

describe('an inclusion proof', () => {
  it('is good, and not with another index, size, leaf or root', () => {
    fc.assert(
      fc.property(inclusions, bits, fc.bigInt({ min: 1n, max: 2n ** 65n }), (good, bit, by) => {
        const [index, size, leaf, proof, root] = good;
        expect(verifyInclusion(...good)).toBe(true);
        const bad: Inclusion[] = [
          [index + by, size, leaf, proof, root],
          [index - by, size, leaf, proof, root],
          [index + 1n, size, leaf, proof, root],
          [index - 1n, size, leaf, proof, root],
          [index ^ 1n, size, leaf, proof, root],
          [index, size, flipped(leaf, bit), proof, root],
          [index, size, leaf, proof, flipped(root, bit)],
          [index, size, leaf, proof, EMPTY_ROOT],
          [index, size, leaf.subarray(1), proof, root],
          [index, size, leaf, proof, root.subarray(1)],
          [index, size, new Uint8Array(0), proof, root],
          [index, size, leaf, proof, new Uint8Array(0)],
          [index, 0n, leaf, proof, root],
          [index, -size, leaf, proof, root],
        ];
        for (const one of bad) expect([one, verifyInclusion(...one)]).toEqual([one, false]);
      }),
    );
  });

  it('is not good with a hash changed, left out, doubled or added', () => {
    fc.assert(
      fc.property(inclusions, bits, ([index, size, leaf, proof, root], bit) => {
        for (const bad of spoilt(proof, bit, [leaf, root])) {
          expect(verifyInclusion(index, size, leaf, bad, root)).toBe(false);
        }
      }),
    );
  });

  it('does not bind the size by itself: the signed checkpoint does', () => {
    // The path of leaf 0 has the same shape in trees of 5, 6, 7 and 8 leaves.
    const [leaf, proof, root] = [LEAVES[0]!, inclusionProof(0, 5, HASH_AT), rootOf(5, HASH_AT)];
    const sizes = [3n, 4n, 5n, 6n, 7n, 8n, 9n, 16n];
    expect(sizes.filter((size) => verifyInclusion(0n, size, leaf, proof, root))).toEqual([5n, 6n, 7n, 8n]);
    expect(verifyInclusion(0n, 8n, leaf, proof, rootOf(8, HASH_AT))).toBe(false);
  });
});

describe('a consistency proof', () => {
  it('is good, and not with other sizes or roots', () => {
    fc.assert(
      fc.property(consistencies, bits, fc.bigInt({ min: 1n, max: 2n ** 65n }), (good, bit, by) => {
        const [size1, size2, root1, root2, proof] = good;
        expect(verifyConsistency(...good)).toBe(true);
        const bad: Consistency[] = [
          [size1 + by, size2, root1, root2, proof],
          [size1 - by, size2, root1, root2, proof],
          [0n, size2, root1, root2, proof],
          [0n, size2, EMPTY_ROOT, root2, proof],
          [0n, size2, EMPTY_ROOT, root2, []],
          [size1, size1 - 1n, root1, root2, proof],
          [-size1, size2, root1, root2, proof],
          [size1, size2, flipped(root1, bit), root2, proof],
          [size1, size2, root1, flipped(root2, bit), proof],
          [size1, size2, root1.subarray(1), root2, proof],
          [size1, size2, root1, root2.subarray(1), proof],
        ];
        if (size1 < size2) {
          bad.push(
            [size1, size2, flipped(root1, bit), flipped(root2, bit), proof],
            [size2, size1, root2, root1, proof],
            [size1, size2, root2, root1, proof],
            [size1, size2, root1, root2, []],
          );
        }
        for (const one of bad) expect([one, verifyConsistency(...one)]).toEqual([one, false]);
      }),
    );
  });

  it('is not good with a hash changed, left out, doubled or added', () => {
    fc.assert(
      fc.property(consistencies, bits, ([size1, size2, root1, root2, proof], bit) => {
        for (const bad of spoilt(proof, bit, [root1, root2])) {
          expect(verifyConsistency(size1, size2, root1, root2, bad)).toBe(false);
        }
      }),
    );
  });

  it('of one size needs equal roots and no hashes', () => {
    const root = rootOf(6, HASH_AT);
    expect(verifyConsistency(6n, 6n, root, Uint8Array.from(root), [])).toBe(true);
    expect(verifyConsistency(6n, 6n, root, rootOf(7, HASH_AT), [])).toBe(false);
    expect(verifyConsistency(6n, 6n, root, root, [root])).toBe(false);
    expect(verifyConsistency(0n, 0n, EMPTY_ROOT, EMPTY_ROOT, [])).toBe(false);
    for (const other of [new Uint8Array(0), root.subarray(1), Buffer.concat([root, Buffer.of(0)])]) {
      expect(verifyConsistency(6n, 6n, root, other, [])).toBe(false);
      // Vectors that others publish give words in the place of roots here.
      expect(verifyConsistency(6n, 6n, other, Uint8Array.from(other), [])).toBe(true);
    }
  });
});

describe('a tree of 2^60 equal leaves', () => {
  /** All nodes of one level have one hash. */
  const levels = [leafHash(Buffer.from('the same'))];
  for (let level = 1; level <= 64; level += 1) levels.push(nodeHash(levels[level - 1]!, levels[level - 1]!));
  const leaf = levels[0]!;

  it('has its leaves where their index says, beyond what a number can hold', () => {
    const proof = levels.slice(0, 60);
    for (const index of [0n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 60n - 1n]) {
      expect(verifyInclusion(index, 2n ** 60n, leaf, proof, levels[60]!)).toBe(true);
      expect(verifyInclusion(index, 2n ** 60n, leaf, proof.slice(1), levels[60]!)).toBe(false);
      expect(verifyInclusion(index, 2n ** 60n, leaf, [...proof, leaf], levels[60]!)).toBe(false);
    }
    expect(verifyInclusion(2n ** 60n, 2n ** 60n, leaf, proof, levels[60]!)).toBe(false);
  });

  it('is distinguished from a tree that has one leaf more', () => {
    const other = leafHash(Buffer.from('the last'));
    const size = 2n ** 60n + 1n;
    const root = nodeHash(levels[60]!, other);
    // The last leaf stands alone on its side: its only sibling is the whole tree of 2^60.
    expect(verifyInclusion(2n ** 60n, size, other, [levels[60]!], root)).toBe(true);
    expect(verifyInclusion(2n ** 60n - 1n, size, other, [levels[60]!], root)).toBe(false);
    expect(verifyInclusion(2n ** 60n, 2n ** 61n + 1n, other, [levels[60]!], root)).toBe(false);
    expect(verifyInclusion(2n ** 53n + 1n, size, leaf, [...levels.slice(0, 60), other], root)).toBe(true);
    expect(verifyConsistency(2n ** 60n, size, levels[60]!, root, [other])).toBe(true);
    expect(verifyConsistency(2n ** 60n - 1n, size, levels[60]!, root, [other])).toBe(false);
    expect(verifyConsistency(2n ** 60n, 2n ** 61n + 1n, levels[60]!, root, [other])).toBe(false);
  });

  it('goes up to the largest size of 64 bits and no further', () => {
    const largest = 2n ** 64n - 1n;
    // 2^64 - 1 leaves are one complete subtree of every level below 64.
    const root = levels.slice(0, 64).reduce((right, left) => nodeHash(left, right));
    const proof = levels.slice(1, 64);
    expect(verifyInclusion(largest - 1n, largest, leaf, proof, root)).toBe(true);
    expect(verifyInclusion(largest, largest, leaf, proof, root)).toBe(false);
    expect(verifyInclusion(0n, 2n ** 64n, leaf, levels.slice(0, 64), levels[64]!)).toBe(false);
    expect(verifyConsistency(1n, 2n ** 64n, leaf, levels[64]!, levels.slice(0, 64))).toBe(false);
    expect(verifyConsistency(2n ** 64n, 2n ** 64n, root, root, [])).toBe(false);
    expect(verifyConsistency(largest, largest, root, root, [])).toBe(true);
  });
});

describe('arguments of another type', () => {
  it('are refused with a TypeError', () => {
    const root = rootOf(2, HASH_AT);
    const proof = inclusionProof(0, 2, HASH_AT);
    const inclusion = verifyInclusion as (...all: unknown[]) => boolean;
    const consistency = verifyConsistency as (...all: unknown[]) => boolean;
    const leaf = LEAVES[0]!;
    expect(inclusion(0n, 2n, leaf, proof, root)).toBe(true);
    const wrong = [
      () => inclusion(0, 2n, leaf, proof, root),
      () => inclusion(0n, 2, leaf, proof, root),
      () => inclusion(0n, 2n, Buffer.from(leaf).toString('hex'), proof, root),
      () => inclusion(0n, 2n, leaf, undefined, root),
      () => inclusion(0n, 2n, leaf, [Buffer.from(leaf).toString('hex')], root),
      () => inclusion(0n, 2n, leaf, proof, undefined),
      () => consistency(1, 2n, leaf, root, proof),
      () => consistency(1n, '2', leaf, root, proof),
      () => consistency(1n, 2n, null, root, proof),
      () => consistency(1n, 2n, leaf, [], proof),
      () => consistency(1n, 2n, leaf, root, {}),
    ];
    for (const call of wrong) expect(call).toThrow(TypeError);
  });
});
