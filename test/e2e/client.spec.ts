import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CLIENT_SESSION } from '../support/client-session.js';
import { type Program, startProgram } from '../support/program.js';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');
const PACKAGES = join(ROOT, 'node_modules');

/** Options of the compiler as a careful client would have them; the generated types are checked too. */
const TSC = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node', '--skipLibCheck'];

describe('A client generated from the API description', () => {
  let program: Program;
  let folder: string;

  beforeAll(async () => {
    program = await startProgram();
    // Within the project, where its packages are found.
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    folder = mkdtempSync(join(ROOT, 'dist', 'client-'));
  });

  afterAll(async () => {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('compiles, and goes through README’s first session', async () => {
    const { text } = await program.get('/openapi.json');
    writeFileSync(join(folder, 'openapi.json'), text);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'session.ts'), CLIENT_SESSION);
    const node = (file: string, ...args: string[]) =>
      run(process.execPath, [join(PACKAGES, file), ...args], { cwd: folder });
    await node('openapi-typescript/bin/cli.js', 'openapi.json', '-o', 'api.ts');
    await node('typescript/bin/tsc', ...TSC, '--ignoreConfig', 'session.ts').catch((error: unknown) => {
      throw new Error((error as { stdout: string }).stdout);
    });
    const env = { ...process.env, URL: program.url };
    const { stdout } = await run(process.execPath, [join(folder, 'session.js')], { env });
    expect(stdout.trim().split('\n')).toEqual([
      'recorded',
      'announced',
      'draft',
      'open-for-signature',
      'partly-signed',
      'signed-once-per-party',
      'partly-signed',
      '4',
      'EntryCorrected',
    ]);
  }, 120_000);
});
