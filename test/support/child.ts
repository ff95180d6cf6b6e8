import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** A child process of a test, with everything that it has printed. */
export interface Child {
  readonly process: ChildProcess;
  /** What stood on its standard output and error so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Resolves once the output so far satisfies a condition; fails when the process ends before. */
  until(condition: (stdout: string) => boolean): Promise<void>;
  /** Resolves when it has ended and all its output has been read. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/**
 * Runs a TypeScript file of test/support as a process of its own, without a build.
 * @param fileSizeLimit in bytes
 * @param extra settings of the environment besides those of the test
 */
export function runFromSource(
  file: string,
  args: readonly string[],
  fileSizeLimit?: number,
  extra: Record<string, string> = {},
): Child {
  const env = { ...process.env, ...extra };
  const node = ['--import', join(__dirname, 'run-from-source.mjs'), join(__dirname, file), ...args];
  const process_ =
    fileSizeLimit === undefined
      ? spawn(process.execPath, node, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      : // The shell's limit is in blocks of 512 bytes; writes beyond it fail with EFBIG.
        spawn('sh', ['-c', `ulimit -f ${fileSizeLimit / 512} && exec "$0" "$@"`, process.execPath, ...node], {
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  process_.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watch of [...watchers]) watch();
  });
  process_.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    process_.once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  const until = (condition: (text: string) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const watch = (): void => {
        if (!condition(stdout)) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      void ended.then(({ code }) => {
        reject(new Error(`the child ended with ${code} before: ${stderr}`));
      });
      watch();
    });
  return { process: process_, output: () => ({ stdout, stderr }), until, ended };
}
