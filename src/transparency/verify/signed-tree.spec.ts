import { givenLeaves, hashAtOf } from '../../../test/fixtures/tree.fixtures.js';
import type { Tile } from '../tiles.js';
import { tileBytes, TILE_WIDTH, tileWidth } from '../tiles.js';
import { rootOf } from '../tree.js';
import { SignedTree } from './signed-tree.js';
import { NotGood } from './verdict.js';

/** A full tile above the leaves, 0/0 to 0/255 below it, and partial tiles on the levels 2 and 0. */
const SIZE = TILE_WIDTH ** 2 + 44;
const ENTRIES = [...Array(SIZE).keys()].map((index) => Buffer.from(`entry ${index}`));
const hashAt = hashAtOf(givenLeaves(SIZE));
const ROOT = rootOf(SIZE, hashAt);

const bytesOf = (level: number, index: number, size = SIZE): Buffer =>
  tileBytes({ level, index, width: tileWidth(level, index, size) }, hashAt);

/** A tree of so many entries that has taken these tiles in. */
function treeWith(tiles: readonly (readonly [level: number, index: number])[], size = SIZE) {
  const proved: string[] = [];
  const onTile = ({ level, index }: Tile): void => void proved.push(`${level}/${index}`);
  const tree = new SignedTree(size, size === SIZE ? ROOT : rootOf(size, hashAt), onTile);
  const add = (level: number, index: number): Tile => tree.add(level, index, bytesOf(level, index, size));
  for (const [level, index] of tiles) add(level, index);
  return { tree, proved, add };
}

const PARTIAL = [
  [2, 0],
  [0, 256],
] as const;

describe('the hashes of a signed tree', () => {
  it('are proved by those before them, and only then given out', () => {
    const { tree, proved, add } = treeWith([[2, 0]]);
    expect([tree.isProved, proved]).toEqual([false, []]);
    add(0, 256);
    expect([tree.isProved, proved]).toEqual([true, ['2/0', '0/256']]);
    add(1, 0);
    add(0, 7);
    expect(proved).toEqual(['2/0', '0/256', '1/0', '0/7']);
    const [first, last] = [7 * TILE_WIDTH, SIZE - 1];
    expect([first, first + 255, last].map((index) => tree.isLeaf(index, ENTRIES[index]!))).toEqual([true, true, true]);
    expect(tree.isLeaf(first, ENTRIES[first + 1]!)).toBe(false);
    expect([first - 1, first + 256].map((index) => tree.isLeaf(index, ENTRIES[index]!))).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['a partial tile before one of a higher level', [], [0, 256], 'come before those of a higher level'],
    ['a partial tile twice', PARTIAL, [0, 256], 'stand there twice'],
    ['a full tile twice', [...PARTIAL, [1, 0]], [1, 0], 'stand there twice'],
    ['a full tile before the one above it', PARTIAL, [0, 0], 'nothing came before the hashes 0/0 that proves them'],
    ['a full tile before every partial one', [[2, 0]], [1, 0], 'nothing came before the hashes 1/0 that proves them'],
  ] as const)('are refused: %s', (_what, before, [level, index], message) => {
    const { tree, proved, add } = treeWith(before);
    const provedBefore = [...proved];
    expect(() => add(level, index)).toThrow(message);
    expect(() => add(level, index)).toThrow(NotGood);
    expect(proved).toEqual(provedBefore);
    expect(tree.isLeaf(0, ENTRIES[0]!)).toBeUndefined();
  });

  it.each([
    [2, 1, 0],
    [1, 1, 0],
    [0, 257, 0],
    [0, 256, 43],
    [0, 256, 45],
    [1, 0, 255],
  ])('are refused where the tree has none such: %i/%i with %i of them', (level, index, width) => {
    const { tree } = treeWith([[2, 0]]);
    expect(() => tree.add(level, index, Buffer.alloc(width * 32))).toThrow(`has no such hashes ${level}/${index}`);
  });

  it('that lead to another root prove nothing, whoever goes on after that', () => {
    const tree = new SignedTree(SIZE, rootOf(SIZE - 1, hashAt), () => undefined);
    tree.add(2, 0, bytesOf(2, 0));
    expect(() => tree.add(0, 256, bytesOf(0, 256))).toThrow('the hashes do not lead to the root that was signed');
    expect(tree.isProved).toBe(false);
    expect(tree.isLeaf(SIZE - 1, ENTRIES[SIZE - 1]!)).toBeUndefined();
    expect(() => tree.add(1, 0, bytesOf(1, 0))).toThrow('nothing came before the hashes 1/0 that proves them');
  });

  it('of a full tile name the entries below it where they are not those that were signed', () => {
    const { tree } = treeWith([...PARTIAL, [1, 0]]);
    const wrong = bytesOf(0, 9);
    expect(() => tree.add(0, 3, wrong)).toThrow(
      expect.objectContaining({ finding: expect.objectContaining({ rule: 'hashes', between: [768, 1024] }) }) as Error,
    );
  });
});
