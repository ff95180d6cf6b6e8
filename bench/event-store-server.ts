import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Paths from the root of the repository, where `npm run bench` runs. */
const FROM_SOURCE = './test/support/run-from-source.mjs';
const STAND_IN = './test/support/serve-stand-in.ts';

/** The event store server that is measured on. */
export interface EventStoreServer {
  readonly url: string;
  /** What it is, in words. */
  readonly name: string;
  end(): Promise<void>;
}

/** The server with an address; without one, the stand-in of the tests in a process of its own. */
export async function eventStoreServer(url: string | undefined): Promise<EventStoreServer> {
  if (url !== undefined && url !== '')
    return { url, name: 'the server whose address was given', end: () => Promise.resolve() };
  const child = spawn(process.execPath, ['--import', FROM_SOURCE, STAND_IN], { stdio: ['pipe', 'pipe', 'inherit'] });
  const end = async (): Promise<void> => {
    const exit = once(child, 'exit');
    child.stdin.end();
    await exit;
  };
  for await (const line of createInterface(child.stdout)) {
    const listening = /^listening on (.*)$/.exec(line)?.[1];
    if (listening !== undefined) return { url: listening, name: 'the stand-in of the tests, no real server', end };
  }
  throw new Error('the stand-in ended before it listened');
}
