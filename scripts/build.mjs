// Builds the program; with `--if-stale` only where a source is newer than the last good build: most starts need none, and it
// takes ten seconds. Works in the folder of the project; what is built from is listed here, and a folder's own time shows
// that files were removed.
// `locales` is not: the program reads it when it runs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'src',
  'samples',
  'bench',
  'nest-cli.json',
  'package.json',
  'scripts/bundle.mjs',
  'tsconfig.json',
  'tsconfig.build.json',
];
const OUT = 'dist';
// The build empties the folder, so there is a stamp only after a build that this script saw succeed.
const STAMP = join(OUT, '.built');

/** When a file, or anything in a folder, was last changed, in milliseconds; 0 where it is missing. */
function changedAt(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce((last, name) => Math.max(last, changedAt(join(path, name))), found.mtimeMs);
}

const newest = Math.max(...SOURCES.map(changedAt));
const built = statSync(STAMP, { throwIfNoEntry: false })?.mtimeMs ?? -1;
if (newest > built || !process.argv.includes('--if-stale')) {
  // Nothing but what fails is said here: the program's own words follow on standard output.
  const { status } = spawnSync('npm', ['run', '--silent', 'compile'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(OUT, { recursive: true });
  writeFileSync(STAMP, '');
  // Of the sources that were seen, in whole milliseconds: one that was changed meanwhile is newer, and is built next time.
  utimesSync(STAMP, new Date(), new Date(Math.ceil(newest)));
}
