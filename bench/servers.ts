import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LEDGER } from './make-ledger.js';

/** A server in a process of its own. */
export interface Server {
  readonly url: string;
  end(): Promise<void>;
}

/** Starts the program on a data folder, its request log going to a file there; resolves once it listens. */
export function startProgram(folder: string, settings: NodeJS.ProcessEnv = {}): Promise<Server> {
  return start('../../dist/src/main.js', [], folder, settings);
}

/** Starts the bare Fastify server over a file of views, logging in the same way. */
export function startBare(viewsFile: string, folder: string): Promise<Server> {
  return start('./bare-server.js', [viewsFile], folder);
}

/** Runs `rebuild` on a folder in a process of its own, again and again until `signal` aborts. */
export async function keepRebuilding(folder: string, signal: AbortSignal): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    const child = spawn(process.execPath, [pathOf('../../dist/src/cli/ledger.js'), 'rebuild'], {
      env: environment(folder),
      stdio: 'ignore',
    });
    const exit = once(child, 'exit');
    const stop = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', stop);
    const [code] = (await exit) as [number | null];
    signal.removeEventListener('abort', stop);
    if (code !== 0 && !isOver()) throw new Error(`rebuild ended with ${code}`);
  }
}

async function start(
  module: string,
  args: readonly string[],
  folder: string,
  settings: NodeJS.ProcessEnv = {},
): Promise<Server> {
  const log = openSync(join(folder, 'requests.log'), 'a');
  const child = spawn(process.execPath, [pathOf(module), ...args], {
    env: { ...environment(folder), ...settings },
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  return { url: await addressOf(child, module), end: () => endOf(child) };
}

async function addressOf({ stdout }: ChildProcess, module: string): Promise<string> {
  if (stdout === null) throw new Error(`${module} has no output`);
  for await (const line of createInterface(stdout)) {
    const url = /^listening on (.*)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`${module} ended before it listened; see requests.log in its folder`);
}

async function endOf(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

function environment(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATA_DIR: folder,
    LEDGER_NAME: LEDGER,
    PORT: '0',
    LEDGER_TIME_ZONE: '',
    EVENT_STORE_URL: '',
  };
}

function pathOf(module: string): string {
  return fileURLToPath(new URL(module, import.meta.url));
}
