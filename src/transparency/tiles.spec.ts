import fc from 'fast-check';
import { givenLeaves, hashAtOf } from '../../test/fixtures/tree.fixtures.js';
import { leafHash, nodeHash, verifyConsistency, verifyInclusion } from './merkle.js';
import type { Tile } from './tiles.js';
import {
  decodeEntries,
  encodeEntries,
  hashAtFrom,
  parseTilePath,
  tileBytes,
  TileError,
  tilePath,
  tilesFor,
  tileWidth,
} from './tiles.js';
import { tilesOf } from '../../test/fixtures/tiles.fixtures.js';
import { consistencyNodes, consistencyProof, inclusionNodes, inclusionProof, rootNodes, rootOf } from './tree.js';

describe('the path of a tile', () => {
  it.each<[Tile, string]>([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 999, width: 256 }, 'tile/0/999'],
    [{ level: 1, index: 1000, width: 1 }, 'tile/1/x001/000.p/1'],
    // The number that the specification gives as an example.
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 63, index: 67, width: 255 }, 'tile/63/067.p/255'],
    [{ level: 'entries', index: 1234067, width: 5 }, 'tile/entries/x001/x234/067.p/5'],
    [{ level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 }, 'tile/0/x009/x007/x199/x254/x740/991'],
  ])('is written and read: %j', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it('comes back as it was', () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const));
    const index = fc.maxSafeNat();
    fc.assert(
      fc.property(level, index, fc.integer({ min: 1, max: 256 }), (...[ofLevel, at, width]) => {
        const tile: Tile = { level: ofLevel, index: at, width };
        expect(parseTilePath(tilePath(tile))).toEqual(tile);
      }),
    );
  });

  it.each([
    '',
    'tile/0',
    'tile/0/',
    '/tile/0/000',
    'tile/0/000/',
    'tile/00/000',
    'tile/01/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/ 1/000',
    'tile/data/000',
    'tile/0/0',
    'tile/0/0000',
    'tile/0/001/000',
    'tile/0/x001',
    'tile/0/x000/001',
    'tile/0/X001/001',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/000.p',
    'tile/0/000.p/',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/-1',
    'tile/0/000\n',
    'tile/0/../0/000',
  ])('is refused: %j', (path) => {
    expect(() => parseTilePath(path)).toThrow(TileError);
  });
});

describe('the tiles of a tree', () => {
  const widths = (size: number): Record<string, number[]> => {
    const found: Record<string, number[]> = {};
    for (const { level, width } of tilesOf(size)) (found[level] ??= []).push(width);
    return found;
  };

  it('are those of the specification for 70,000 leaves', () => {
    const full = (count: number): number[] => Array.from({ length: count }, () => 256);
    expect(widths(70_000)).toEqual({ 0: [...full(273), 112], 1: [256, 17], 2: [1] });
  });

  it('are a full one and one above it for 256 leaves', () => {
    expect(widths(256)).toEqual({ 0: [256], 1: [1] });
    expect(widths(255)).toEqual({ 0: [255] });
    expect(widths(0)).toEqual({});
  });

  it('have the width that the formula of the specification gives', () => {
    const sizes = fc.maxSafeNat();
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 8 }), (size, level) => {
        const hashes = BigInt(size) / 256n ** BigInt(level);
        const partial = Number(hashes % 256n);
        const index = Number(hashes / 256n);
        expect(tileWidth(level, index, size)).toBe(partial);
        expect(tileWidth(level, index + 1, size)).toBe(0);
        if (index > 0) expect(tileWidth(level, index - 1, size)).toBe(256);
      }),
    );
  });

  it('of entries are cut as those of leaves are', () => {
    expect([0, 1, 2].map((index) => tileWidth('entries', index, 300))).toEqual([256, 44, 0]);
  });
});

describe('a tree behind tiles', () => {
  const LARGEST = 66_000;
  const hashAt = hashAtOf(givenLeaves(LARGEST));
  const files = (size: number): ReadonlyMap<string, Uint8Array> =>
    new Map([...tilesOf(size)].map((tile) => [tilePath(tile), tileBytes(tile, hashAt)]));
  const behind = (stored: ReadonlyMap<string, Uint8Array>, size: number): typeof hashAt =>
    hashAtFrom(size, (tile) => stored.get(tilePath(tile))!);
  /** One of each shape: no tile full, one level, two, three. */
  const sizes = [1, 2, 3, 255, 256, 257, 300, 1000, 65_535, 65_536, 65_537, LARGEST];
  const trees = sizes.map((size) => ({ size, stored: files(size) }));

  it('has the same root', () => {
    for (const { size, stored } of trees) expect(rootOf(size, behind(stored, size))).toEqual(rootOf(size, hashAt));
  });

  it('gives proofs that verify', () => {
    const indices = fc.nat({ max: LARGEST - 1 });
    fc.assert(
      fc.property(fc.constantFrom(...trees), indices, indices, ({ size, stored }, one, other) => {
        const fromTiles = behind(stored, size);
        const root = rootOf(size, hashAt);
        const index = one % size;
        const proof = inclusionProof(index, size, fromTiles);
        expect(verifyInclusion(BigInt(index), BigInt(size), hashAt(0, index), proof, root)).toBe(true);
        const size1 = 1 + (other % size);
        const consistency = consistencyProof(size1, size, fromTiles);
        expect(verifyConsistency(BigInt(size1), BigInt(size), rootOf(size1, hashAt), root, consistency)).toBe(true);
      }),
    );
  });

  it('says which tiles a proof needs, and needs no others', () => {
    fc.assert(
      fc.property(fc.constantFrom(...trees), fc.nat({ max: LARGEST - 1 }), ({ size, stored }, place) => {
        const index = place % size;
        const nodes = [...inclusionNodes(index, size), ...consistencyNodes(index + 1, size), rootNodes(size)].flat();
        const named = tilesFor(nodes, size).map(tilePath);
        expect(new Set(named).size).toBe(named.length);
        const fetched = new Map(named.map((path) => [path, stored.get(path)!]));
        expect(inclusionProof(index, size, behind(fetched, size))).toEqual(inclusionProof(index, size, hashAt));
        expect(consistencyProof(index + 1, size, behind(fetched, size))).toEqual(
          consistencyProof(index + 1, size, hashAt),
        );
        expect(rootOf(size, behind(fetched, size))).toEqual(rootOf(size, hashAt));
      }),
    );
  });

  it('gives no subtree that is not complete, and takes no tile of another length', () => {
    const { stored } = trees.find(({ size }) => size === 300)!;
    expect(behind(stored, 300)(8, 0)).toEqual(hashAt(8, 0));
    expect(behind(stored, 300)(7, 1)).toEqual(hashAt(7, 1));
    for (const [level, index] of [
      [8, 1],
      [9, 0],
      [0, 300],
      [16, 0],
    ] as const) {
      expect(() => behind(stored, 300)(level, index)).toThrow(TileError);
    }
    const cut = hashAtFrom(300, (tile) => stored.get(tilePath(tile))!.subarray(32));
    expect(() => cut(0, 0)).toThrow(TileError);
  });

  it('has another root when a tile is false', () => {
    const { stored } = trees.find(({ size }) => size === 300)!;
    const lying = new Map(stored).set('tile/1/000.p/1', nodeHash(hashAt(0, 0), hashAt(0, 1)));
    expect(rootOf(300, behind(lying, 300))).not.toEqual(rootOf(300, hashAt));
  });
});

describe('a bundle of entries', () => {
  const entries = [Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(65_535, 7)];

  it('gives each with its length in 16 bits before it', () => {
    const bundle = encodeEntries(entries);
    expect(bundle.subarray(0, 7).toString('hex')).toBe('0000000161ffff');
    expect(bundle).toHaveLength(3 * 2 + 1 + 65_535);
    expect(decodeEntries(bundle, 3)).toEqual(entries);
  });

  it('comes back as it was, hash by hash', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 256 }), (list) => {
        const read = decodeEntries(encodeEntries(list), list.length);
        expect(read.map(leafHash)).toEqual(list.map(leafHash));
      }),
    );
  });

  it('takes no longer entry', () => {
    expect(() => encodeEntries([Buffer.alloc(65_536)])).toThrow(TileError);
  });

  it('is refused when it is cut off, goes on, or is of another width', () => {
    const bundle = encodeEntries(entries);
    expect(() => decodeEntries(bundle.subarray(0, -1), 3)).toThrow('within an entry');
    expect(() => decodeEntries(bundle.subarray(0, 4), 2)).toThrow('within an entry');
    expect(() => decodeEntries(bundle.subarray(0, 3), 2)).toThrow('within a length');
    expect(() => decodeEntries(Buffer.concat([bundle, Buffer.of(0)]), 3)).toThrow('within a length');
    expect(() => decodeEntries(bundle, 2)).toThrow(TileError);
    expect(() => decodeEntries(bundle, 4)).toThrow(TileError);
  });
});
