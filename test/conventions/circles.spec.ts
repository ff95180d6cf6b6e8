import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/**
 * The lint sees circles of what runs, and not those of types: two files that name each other's types can only be read
 * together, whatever the compiler makes of them.
 */

const SRC = join(__dirname, '..', '..', 'src');

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(SRC, file), 'utf8'), true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => normalize(join(dirname(file), fileName)).replace(/\.js$/, '.ts'));
}

/** Groups of files each of which leads to every other one of its group (Tarjan's strongly connected components). */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const places = new Map<string, { index: number; lowest: number; isOpen: boolean }>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): { index: number; lowest: number; isOpen: boolean } => {
    const place = { index: places.size, lowest: places.size, isOpen: true };
    places.set(file, place);
    open.push(file);
    for (const other of graph.get(file) ?? []) {
      const known = places.get(other);
      if (!known) place.lowest = Math.min(place.lowest, visit(other).lowest);
      else if (known.isOpen) place.lowest = Math.min(place.lowest, known.index);
    }
    if (place.lowest === place.index) {
      const group = open.splice(open.indexOf(file));
      for (const member of group) places.get(member)!.isOpen = false;
      if (group.length > 1) circles.push(group);
    }
    return place;
  };
  for (const file of graph.keys()) if (!places.has(file)) visit(file);
  return circles;
}

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test('no files of src import each other, types included', () => {
  expect(circlesIn(new Map(FILES.map((file) => [file, importsOf(file)])))).toEqual([]);
});

test('a circle of types would be seen', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(circlesIn(graph)).toEqual([['a', 'b', 'c']]);
  expect(importsOf('open-transparency.ts')).toContain('notices.ts');
});
