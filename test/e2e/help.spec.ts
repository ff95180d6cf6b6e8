import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERB_HELP } from '../../src/cli/help.js';
import { MAIN } from '../support/program.js';

const LEDGER = join(MAIN, '..', 'cli', 'ledger.js');

describe('The command line', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-help-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const run = (file: string, args: readonly string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const options = { env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), PORT: '0', ...env } };
      const child = execFile(process.execPath, [file, ...args], options, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
    });

  it.each(['--help', '-h'])('tells by %s what there is, and starts nothing', async (word) => {
    const server = await run(MAIN, [word]);
    expect(server).toMatchObject({ code: 0, stdout: expect.stringMatching(/^usage: npm start\n/), stderr: '' });
    const verbs = await run(LEDGER, [word]);
    expect(verbs).toMatchObject({ code: 0, stderr: '' });
    for (const [verb, { about, options }] of Object.entries(VERB_HELP)) {
      expect(verbs.stdout).toContain(about);
      const one = await run(LEDGER, [verb, word]);
      expect(one).toMatchObject({ code: 0, stderr: '' });
      for (const option of Object.keys(options)) expect(one.stdout).toContain(option);
    }
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it.each([
    [MAIN, ['--port', '80']],
    [MAIN, ['serve']],
    [LEDGER, []],
    [LEDGER, ['constructor']],
    [LEDGER, ['demo', '--exot']],
    [LEDGER, ['demo', '--lang', 'de']],
    [LEDGER, ['rebuild', 'now']],
  ])('refuses what it does not know with one line and 64: %s %j', async (file, args) => {
    const ended = await run(file, args);
    expect(ended).toMatchObject({ code: 64, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('shows the demo in the language of the terminal, or the one that is asked for, without request lines', async () => {
    const env = { LANG: 'ru_RU.UTF-8' };
    const russian = await run(LEDGER, ['demo', '--exit'], env);
    expect(russian).toMatchObject({ code: 0, stderr: expect.not.stringContaining('{"level"') });
    expect(russian.stdout).toContain('объявлено 1');
    expect(russian.stdout).toContain('Сообщено — то, что кто-то сказал');
    const english = await run(LEDGER, ['demo', '--exit', '--lang', 'en'], env);
    expect(english.stdout).toMatch(/│ meeting-series +│/);
    expect(english.stdout).not.toMatch(/meetingSeries|[а-яё]{4}/i);
    expect(english.stdout).toContain('Reported is what somebody said');
    expect(await readFile(join(folder, 'data', 'requests.log'), 'utf8')).toBeDefined();
  }, 60_000);
});
