import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, startProgram } from '../support/program.js';
import { recorded } from '../support/recording.js';
import { EMBEDDED } from '../support/stored-log.js';

const VERBS = join(MAIN, '..', 'cli', 'ledger.js');

/** Rights do not bind the superuser: then the program is run as nobody, where nobody can read it. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
const isBound =
  process.platform !== 'win32' && spawnSync(process.execPath, [VERBS, '--help'], { ...user, cwd: '/' }).status === 0;
/** Where nobody cannot read the program, what does not hang on rights is run by whoever runs the tests. */
const runner = isBound ? user : {};
const whereRightsBind = isBound ? it : it.skip;

let parent: string;
let folder: string;
const children: ChildProcess[] = [];

function run(args: readonly string[]): ChildProcess {
  const env = { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder, ...EMBEDDED };
  const child = spawn(process.execPath, args, { env, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], ...runner });
  children.push(child);
  return child;
}

/** How it ends: its exit code, and its lines on standard error. */
async function endOf(child: ChildProcess): Promise<[code: number | null, lines: string[]]> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(late);
  return [code, stderr.split('\n').filter((line) => line !== '' && !line.startsWith('rebuilding'))];
}

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ledger-unwritable-'));
  chmodSync(parent, 0o755);
  const program = await startProgram({ DATA_DIR: join(parent, 'made'), ...EMBEDDED });
  await recorded(program, '/v1/people', { name: { en: 'One' } });
  await program.stop();
});

beforeEach(() => {
  folder = join(parent, `data-${children.length}`);
  cpSync(join(parent, 'made'), folder, { recursive: true });
  for (const path of ['', ...readdirSync(folder)].map((name) => join(folder, name))) {
    if (isRoot) chownSync(path, NOBODY, NOBODY);
  }
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(parent, { recursive: true });
});

function lock(name: string, rights: number): void {
  const path = join(folder, name);
  if (isRoot) chownSync(path, 0, 0);
  chmodSync(path, rights);
}

describe('What the program may not write ends it with one line and 78:', () => {
  whereRightsBind.each([
    ['a folder', '', 0o555, [MAIN], /^the data folder \S+ cannot be written \(/],
    ['the events', 'events.db', 0o444, [MAIN], /^the data folder \S+ cannot be written \(/],
    [
      'the views',
      'views-000001.db',
      0o444,
      [MAIN],
      /^attempt to write a readonly database: look at the names and rights/,
    ],
    ['the tree', 'tree.db', 0o444, [MAIN], /^attempt to write a readonly database: look at the names and rights/],
    ['a folder, by the demo', '', 0o555, [VERBS, 'demo', '--exit'], /^EACCES: permission denied/],
    ['a folder, by a rebuild', '', 0o555, [VERBS, 'rebuild'], /^the data folder \S+ cannot be written \(/],
  ])('%s', async (_, name, rights, args, line) => {
    lock(name, rights);
    expect(await endOf(run(args))).toEqual([78, [expect.stringMatching(line)]]);
  });
});

describe('Two rebuilds in one folder', () => {
  it('are one: the other ends with one line and 75', async () => {
    const ends = await Promise.all([endOf(run([VERBS, 'rebuild'])), endOf(run([VERBS, 'rebuild']))]);
    expect(ends.sort(([a], [b]) => Number(a) - Number(b))).toEqual([
      [0, []],
      [75, [`another rebuild is under way in ${folder}: wait for its end`]],
    ]);
    expect(
      readdirSync(folder)
        .filter((name) => name.startsWith('views-'))
        .sort(),
    ).toEqual(['views-000001.db', 'views-000002.db']);
  });
});
