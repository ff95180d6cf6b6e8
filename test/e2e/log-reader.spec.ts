import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN } from '../support/program.js';
import { EMBEDDED } from '../support/stored-log.js';

/** A program ends within this time after SIGTERM, in milliseconds (a promise of the ledger). */
const ENDED_MS = 5_000;

/** A line of the log has the path: a long one fills buffers with few requests. */
const LONG_PATH = `/${'x'.repeat(12_000)}`;

/** What is gone is collected often, in pieces of a mebibyte: the memory of the program tells what it keeps. */
const COLLECTS_OFTEN = '--max-semi-space-size=1';

let folder: string;
let child: ChildProcess;

/** Starts the program; nobody reads its standard error yet. */
async function start(): Promise<string> {
  child = spawn(process.execPath, [COLLECTS_OFTEN, MAIN], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder, ...EMBEDDED },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  for await (const text of child.stdout ?? []) {
    stdout += String(text);
    const url = /^listening on (\S+)$/m.exec(stdout)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`the program ended: ${stdout}`);
}

/** Sends requests, each of which makes a line, of 12 KB unless another path is given. */
async function log(url: string, requests: number, path = LONG_PATH): Promise<void> {
  for (let n = 0; n < requests; n += 1) {
    await new Promise<void>((resolve, reject) => {
      get(url + path, (answer) => answer.resume().once('end', () => resolve())).once('error', reject);
    });
  }
}

async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

async function ended(): Promise<unknown> {
  const began = performance.now();
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), ENDED_MS);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(late);
  expect(performance.now() - began).toBeLessThan(ENDED_MS);
  return code;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-log-reader-'));
});

afterEach(async () => {
  child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

it.each([
  ['at once', LONG_PATH],
  ['at the end', '/health/live'],
])(
  'a log reader that is gone does not keep the program from answering, nor from ending: lines written %s',
  async (_, path) => {
    const url = await start();
    child.stderr?.destroy();
    await log(url, 3, path);
    expect(await ended()).toBe(0);
  },
);

// The memory of another process is read from /proc.
const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux(
  'a log reader that stalls does not make the program grow; when it reads again it learns how many lines are missing',
  async () => {
    const url = await start();
    await log(url, 400);
    const before = await memoryOf(child);
    await log(url, 4_000);
    // 48 MB of lines.
    expect((await memoryOf(child)) - before).toBeLessThan(24);
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const missing = /(\d+) lines of this log were lost before this one/;
    while (!missing.test(text)) {
      await log(url, 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const lost = Number(missing.exec(text)?.[1]);
    expect(lost).toBeGreaterThan(1_000);
    const received = text.slice(0, text.search(missing));
    expect(received.split('\n').filter((line) => line.includes(LONG_PATH)).length + lost).toBeGreaterThanOrEqual(4_400);
    expect(await ended()).toBe(0);
  },
  60_000,
);

it('a log reader that stalls does not keep the program from ending', async () => {
  const url = await start();
  await log(url, 400);
  expect(await ended()).toBe(0);
});
