// Which tests load a file, by what each file imports.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/**
 * The test files in some folders, each with every file that it loads, itself included.
 * @param {string[]} folders
 * @returns {Map<string, Set<string>>}
 */
export function loadedByTests(folders) {
  const imports = new Map();
  const importsOf = (file) => {
    if (!imports.has(file)) imports.set(file, importedBy(file));
    return imports.get(file);
  };
  const tests = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith('.spec.ts'))
      .map((file) => join(folder, file)),
  );
  return new Map(tests.sort().map((test) => [test, reachable(test, importsOf)]));
}

function importedBy(file) {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'))
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => normalize(join(dirname(file), fileName)).replace(/\.js$/, '.ts'))
    .filter((imported) => imported.endsWith('.ts') && existsSync(imported));
}

function reachable(from, importsOf) {
  const found = new Set([from]);
  for (const file of found) for (const next of importsOf(file)) found.add(next);
  return found;
}
