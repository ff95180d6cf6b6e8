import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(__dirname, '..', '..', 'src');

/** The door of a folder, for those who may not look behind it. */
const SHARED = ['index.ts'];

it('no two files of src have one name: a file is found by it', () => {
  const names = readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !SHARED.includes(entry.name))
    .map(({ name }) => name);
  expect(names.length).toBeGreaterThan(200);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
