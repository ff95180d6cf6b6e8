// Mutation testing: puts small errors into the sources, one at a time, and sees whether a test fails. CONTRIBUTING.md says
// how to read it. It works in copies of the checkout, which itself is never changed.
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';
import { parseArgs } from 'node:util';
import { Compiler } from './compiler.mjs';
import { mutantsIn, mutated } from './mutants.mjs';
import { loadedByTests } from './related-tests.mjs';

const USAGE = `npm run test:mutation -- [--sample N] [--seed N] [--workers N] [--only FOLDER]...
  --sample   mutants that are tried, spread evenly over the folders; 240 when not given
  --seed     another one draws other mutants; 1 when not given
  --workers  how many are tried at once; 2 when not given
  --only     a folder to draw from in place of all`;

const FOLDERS = ['src/kernel', 'src/commands', 'src/event-store/sqlite', 'src/projections', 'src/transparency/verify'];

/** Not mutated: tests, what helps them, and the types of packages. */
const NOT_MUTATED = /(?:\.spec|\.d)\.ts$/;

/** Share of mutants that have to be killed, in per cent. */
const LEAST_KILLED = 85;

/** A test file that takes longer than this by itself, in milliseconds, is run only for what lies in its own folder. */
const SLOW_MS = 12_000;

/** A mutant that takes longer than this, and so many times as long as the tests take without it, does not end by itself. */
const LEAST_LIMIT_MS = 30_000;
const LIMIT_FACTOR = 3;

const ROOT = process.cwd();
const JEST = join('node_modules', 'jest', 'bin', 'jest.js');
const IN_ORDER = ['--runInBand', '--bail', '--testSequencer=./scripts/mutation/in-given-order.mjs'];

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '240' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string', multiple: true, default: FOLDERS },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const work = realpathSync(mkdtempSync(join(tmpdir(), 'mutation-')));
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
process.on('exit', () => {
  for (const group of running) killGroup(group);
  rmSync(work, { recursive: true, force: true });
});

const sample = drawn(values.only, Number(values.sample), Number(values.seed));
const loaded = loadedByTests(['src', 'samples']);
const trees = Array.from({ length: Number(values.workers) }, (_, number) => copyOfCheckout(join(work, `${number}`)));
console.log(`${sample.length} mutants, seed ${values.seed}; their tests run without them first`);
const times = await timesOfTests(trees[0]);

const begun = performance.now();
const outcomes = [];
const left = [...sample];
await Promise.all(
  trees.map(async (tree) => {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const outcome = await tryOut(mutant, tree);
      outcomes.push({ ...mutant, outcome });
      const place = `${mutant.file}:${mutant.line}`;
      console.log(
        `${String(outcomes.length).padStart(4)}  ${outcome.padEnd(8)}  ${place}  ${mutant.what.slice(0, 120)}`,
      );
    }
  }),
);
report((performance.now() - begun) / 1000);

/** The files of the checkout as they lie there, committed or not, beside the packages. */
function copyOfCheckout(tree) {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of stdout
    .toString()
    .split('\0')
    .filter((path) => existsSync(path))) {
    mkdirSync(join(tree, dirname(file)), { recursive: true });
    cpSync(file, join(tree, file), { force: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'dir');
  return tree;
}

/**
 * How long each of the tests takes that load a mutated file, in milliseconds, by its path. An Error where one fails without
 * any mutant.
 */
async function timesOfTests(tree) {
  const files = new Set(sample.map(({ file }) => file));
  const tests = [...loaded].filter(([, all]) => [...files].some((file) => all.has(file))).map(([test]) => test);
  const out = join(tree, 'times.json');
  const options = [`--maxWorkers=${trees.length}`, '--json', `--outputFile=${out}`];
  const code = await jest(tree, [...options, '--runTestsByPath', ...tests], 3_600_000);
  if (code !== 0) throw new Error('tests fail without any mutant: see npx jest src samples');
  const { testResults } = JSON.parse(readFileSync(out, 'utf8'));
  return new Map(testResults.map(({ name, startTime, endTime }) => [name.slice(tree.length + 1), endTime - startTime]));
}

/** As many mutants of each folder, in an order that follows from the seed alone; none that the compiler refuses. */
function drawn(folders, count, seed) {
  const compiler = new Compiler(ROOT);
  const quota = Math.ceil(count / folders.length);
  return folders.flatMap((folder) => {
    const files = readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith('.ts') && !NOT_MUTATED.test(basename(file)))
      .map((file) => join(folder, file))
      .sort();
    const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
    const all = files.flatMap((file) => mutantsIn(file, texts.get(file)));
    const random = randomFrom(seed);
    const taken = [];
    while (taken.length < quota && all.length > 0) {
      const [mutant] = all.splice(Math.floor(random() * all.length), 1);
      if (!compiler.refuses(mutant.file, mutated(texts.get(mutant.file), mutant))) taken.push({ ...mutant, folder });
    }
    return taken;
  });
}

/** Mulberry32, public domain: the same numbers from 0 to 1 for the same seed. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs the tests of a mutant's own folder, then the others that load the file, until one fails. */
async function tryOut(mutant, tree) {
  const file = join(tree, mutant.file);
  const text = readFileSync(file, 'utf8');
  const tests = testsOf(mutant.file);
  writeFileSync(file, mutated(text, mutant));
  try {
    for (const some of tests.filter(({ length }) => length > 0)) {
      const usual = some.reduce((sum, test) => sum + times.get(test), 0);
      const limit = Math.max(LEAST_LIMIT_MS, LIMIT_FACTOR * usual);
      const code = await jest(tree, [...IN_ORDER, '--runTestsByPath', ...some], limit);
      if (code !== 0) return code === undefined ? 'timeout' : 'killed';
    }
    return 'survived';
  } finally {
    writeFileSync(file, text);
  }
}

/** The tests that load a file: those beside it, then the others that are not slow; of each the shortest first. */
function testsOf(file) {
  const tests = [...loaded]
    .filter(([, all]) => all.has(file))
    .map(([test]) => test)
    .sort((a, b) => times.get(a) - times.get(b));
  const isNear = (test) => dirname(test) === dirname(file);
  return [tests.filter(isNear), tests.filter((test) => !isNear(test) && times.get(test) <= SLOW_MS)];
}

/** Runs jest in a tree; gives its exit code, and undefined when the time was up. */
function jest(tree, args, limitMs) {
  return new Promise((resolve) => {
    // A group of its own: programs that tests have started end with it.
    const child = spawn(process.execPath, [JEST, ...args], {
      cwd: tree,
      detached: true,
      stdio: 'ignore',
    });
    running.add(child.pid);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      killGroup(child.pid);
    }, limitMs);
    child.once('close', (code) => {
      clearTimeout(timer);
      killGroup(child.pid);
      running.delete(child.pid);
      resolve(isLate ? undefined : (code ?? 1));
    });
  });
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function report(seconds) {
  const isSurvivor = ({ outcome }) => outcome === 'survived';
  console.log('\nfolder                          mutants  killed  by time  survived');
  for (const folder of values.only) {
    const mine = outcomes.filter((mutant) => mutant.folder === folder);
    const count = (outcome) => mine.filter((mutant) => mutant.outcome === outcome).length;
    const numbers = [mine.length, count('killed'), count('timeout'), count('survived')];
    const columns = numbers.map((number, at) => String(number).padStart([9, 8, 9, 10][at]));
    console.log(`${folder.padEnd(30)}${columns.join('')}`);
  }
  console.log('\nSurvivors:');
  for (const { file, line, what } of outcomes.filter(isSurvivor)) console.log(`  ${file}:${line}  ${what}`);
  const killed = outcomes.filter((mutant) => !isSurvivor(mutant)).length;
  const percent = (100 * killed) / Math.max(outcomes.length, 1);
  console.log(`\n${(seconds / Math.max(outcomes.length, 1)).toFixed(1)} s a mutant`);
  console.log(`${killed} of ${outcomes.length} killed (${percent.toFixed(1)} %)`);
  process.exitCode = percent < LEAST_KILLED ? 1 : 0;
}
