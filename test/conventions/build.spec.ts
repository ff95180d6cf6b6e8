import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'build.mjs');

/** Empties the folder first, as the build of the program does, and counts its runs. */
const BUILD = `const fs = require('node:fs');
fs.rmSync('dist', { recursive: true, force: true });
fs.mkdirSync('dist');
fs.appendFileSync('runs', '1');
if (fs.existsSync('broken')) process.exit(3);
`;

describe('npm start, demo and ledger', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-build-'));
    mkdirSync(join(folder, 'src', 'inner'), { recursive: true });
    writeFileSync(join(folder, 'src', 'inner', 'a.ts'), '');
    writeFileSync(join(folder, 'build.cjs'), BUILD);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { compile: 'node build.cjs' } }));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const build = (...args: string[]): void => {
    execFileSync(process.execPath, [SCRIPT, ...args], { cwd: folder, stdio: 'pipe' });
  };
  const start = (): void => {
    build('--if-stale');
  };
  const runs = (): number => readFileSync(join(folder, 'runs'), 'utf8').length;

  it('build in a fresh clone, and then only what has changed since', () => {
    start();
    start();
    expect(runs()).toBe(1);
    const later = new Date(Date.now() + 5_000);
    utimesSync(join(folder, 'src', 'inner', 'a.ts'), later, later);
    start();
    start();
    expect(runs()).toBe(2);
    rmSync(join(folder, 'src', 'inner', 'a.ts'));
    utimesSync(join(folder, 'src', 'inner'), new Date(), new Date(Date.now() + 10_000));
    start();
    expect(runs()).toBe(3);
  });

  it('build nothing after npm run build, which always builds', () => {
    build();
    start();
    expect(runs()).toBe(1);
    build();
    expect(runs()).toBe(2);
  });

  it('build again after a build that failed, and start nothing', () => {
    writeFileSync(join(folder, 'broken'), '');
    expect(() => start()).toThrow();
    rmSync(join(folder, 'broken'));
    start();
    expect(runs()).toBe(2);
  });
});
