import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { startProgram } from '../support/program.js';

const run = promisify(execFile);

/** The text of the README's fenced blocks whose info string is the given one. */
function blocks(info: string): string[] {
  const readme = readFileSync('README.md', 'utf8');
  return [...readme.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)]
    .filter(([, words]) => words === info)
    .map(([, , text]) => text ?? '');
}

describe('the first session in the README', () => {
  it('runs as written and prints what is written', async () => {
    const [script] = blocks('sh session');
    const [printed] = blocks('text session');
    const program = await startProgram();
    try {
      const { stdout, stderr } = await run('bash', ['-euo', 'pipefail', '-c', String(script)], {
        env: { ...process.env, URL: program.url },
      });
      expect({ stdout, stderr }).toEqual({ stdout: printed, stderr: '' });
    } finally {
      await program.stop();
    }
  });

  it('names the two commands that do all the set-up', () => {
    expect(blocks('sh')).toEqual(['npm ci && npm run demo\n', 'npm ci && npm test\n']);
  });
});
