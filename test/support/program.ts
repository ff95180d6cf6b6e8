import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeSettings } from './stored-log.js';

/** The built program, as `npm start` runs it. */
export const MAIN = join(__dirname, '..', '..', 'dist', 'src', 'main.js');

/** One answer of the program. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as it came. */
  readonly text: string;
  /** The body parsed where it is JSON; undefined where there is none. */
  readonly body: unknown;
}

/** The real program running as a process of its own. */
export interface Program {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Where it keeps its data; removed when it stops, unless DATA_DIR was given. */
  readonly folder: string;
  /** The settings that it was given. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  request(method: string, path: string, init?: { headers?: Record<string, string>; body?: string }): Promise<Answer>;
  /** Asks, and sees what was recorded last through this program, as clients do: by the Ledger-Position of that answer. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a command; an Idempotency-Key of its own unless `headers` give one (an empty one sends none). */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a command on a record (`/v1/<resource>/<id>/<sub-resource>`) with the ETag that the record has now. */
  change(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Ends it (SIGTERM unless given) and gives its exit code; null where the signal itself ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts the program on a free port and a new data folder, and waits until it listens.
 * @param args the script to run instead of the server, with its arguments
 * @throws Error with what it printed
 */
export async function startProgram(
  env: Record<string, string> = {},
  args: readonly string[] = [MAIN],
): Promise<Program> {
  const ownFolder = env.DATA_DIR === undefined;
  const folder = env.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'ledger-program-')));
  const settings = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder, ...storeSettings(folder), ...env };
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const found = /^listening on (http:\/\/\S+)$/m.exec(stdout)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    void ended.then((code) => {
      reject(new Error(`the program ended with ${code} before it listened: ${stderr || stdout}`));
    });
  });
  let written: string | null = null;
  const request: Program['request'] = async (method, path, init = {}) => {
    // Uncompressed unless it is asked for: an entity tag is then that of the stored document.
    const headers = { 'accept-encoding': 'identity', ...init.headers };
    const answer = await answerOf(await fetch(url + path, { method, ...init, headers }));
    written = answer.headers.get('ledger-position') ?? written;
    return answer;
  };
  const get: Program['get'] = (path, headers = {}) => {
    const seen: [string, string][] = written === null || !path.startsWith('/v1/') ? [] : [['ledger-position', written]];
    return request('GET', path, { headers: { ...Object.fromEntries(seen), ...headers } });
  };
  const post: Program['post'] = (path, body, headers = {}) => {
    const all = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    return request('POST', path, { headers: sent, body: JSON.stringify(body) });
  };
  const change: Program['change'] = async (path, body, headers = {}) => {
    const record = await get(path.split('/').slice(0, 4).join('/'));
    return post(path, body, { 'if-match': record.headers.get('etag') ?? '*', ...headers });
  };
  const stop: Program['stop'] = async (signal = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const code = await ended;
    if (ownFolder) await rm(folder, { recursive: true, force: true });
    return code;
  };
  return {
    url,
    folder,
    env: settings,
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    request,
    get,
    post,
    change,
    stop,
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /^application\/(?:[\w.]+\+)?json\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? (JSON.parse(text) as unknown) : undefined,
  };
}
