import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { MAIN } from './program.js';
import { EMBEDDED } from './stored-log.js';

/** The other verbs of the built program, as `npm run ledger` runs them. */
const VERBS = join(MAIN, '..', 'cli', 'ledger.js');

/** How a verb ended, and what it said on each stream. */
export interface VerbEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A verb that runs. */
export interface RunningVerb {
  readonly process: ChildProcess;
  readonly ended: Promise<VerbEnd>;
}

/** Starts a verb on a data folder of the embedded store; the server itself where `args` are none. */
export function startVerb(args: readonly string[], dataDir: string, extra: Record<string, string> = {}): RunningVerb {
  return startVerbWith({ HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...EMBEDDED, ...extra }, args);
}

/** Starts a verb with these settings and no others. */
export function startVerbWith(settings: Record<string, string>, args: readonly string[]): RunningVerb {
  const child = spawn(process.execPath, args.length === 0 ? [MAIN] : [VERBS, ...args], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<VerbEnd>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, ended };
}

/** Runs a verb to its end. */
export function runVerb(
  args: readonly string[],
  dataDir: string,
  extra: Record<string, string> = {},
): Promise<VerbEnd> {
  return startVerb(args, dataDir, extra).ended;
}
