import { closeSync, openSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openedFile, whatBecameOf } from './opened-files.js';

describe('A file that is kept open', () => {
  let parent: string;
  let path: string;
  let descriptor: number;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'ledger-opened-'));
    await mkdir(join(parent, 'data'));
    path = join(parent, 'data', 'file');
    await writeFile(path, 'text');
    descriptor = openSync(path, 'r');
  });

  afterEach(async () => {
    closeSync(descriptor);
    await rm(parent, { recursive: true });
  });

  it('is in place as long as nobody touches it, however often it is written', async () => {
    const file = openedFile(path);
    await writeFile(path, 'longer text');
    expect(whatBecameOf([file])).toBeUndefined();
  });

  it.each([
    ['removed', 'was removed or moved away', () => rm(path)],
    ['moved', 'was removed or moved away', () => rename(path, `${path}-old`)],
    ['in a removed folder', 'was removed or moved away', () => rm(join(parent, 'data'), { recursive: true })],
    [
      'in a folder that was moved, and a file is in its place',
      'was removed or moved away',
      async () => {
        await rename(join(parent, 'data'), join(parent, 'old'));
        await writeFile(join(parent, 'data'), '');
      },
    ],
    [
      'replaced by a copy',
      'was replaced by another file',
      async () => {
        await copyFile(path, `${path}-copy`);
        await rename(`${path}-copy`, path);
      },
    ],
    [
      'removed and written again',
      'was replaced by another file',
      async () => {
        await rm(path);
        await writeFile(path, 'text');
      },
    ],
  ])('is missed when it is %s', async (_, words, change) => {
    const file = openedFile(path);
    await change();
    expect(whatBecameOf([openedFile(parent), file])).toBe(`${path} ${words}`);
  });
});
