import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from './runtime/error-message.js';

/** What the verb puts into the data folder, and what the program that runs there answers. */
const REQUEST = 'clock-confirmation.request';
const ANSWER = 'clock-confirmation.answer';

/** How often the program looks, and the verb for its answer, in milliseconds. */
const LOOK_MS = 500;

/** What came of a request. */
export interface ClockAnswer {
  readonly request: string;
  /** What was confirmed, or why it was not, in one line. */
  readonly line: string;
  readonly isConfirmed: boolean;
}

/**
 * Answers requests to confirm the clock that are put into the data folder: whoever may write there runs the ledger, which
 * cannot be said of everybody who reaches its port. Keeps no process from ending; the function that it gives ends it.
 * @param confirm gives the line to answer
 */
export function answerClockRequests(folder: string, confirm: () => Promise<string>): () => void {
  // What nobody waits for any more was asked of another program, at another time.
  for (const name of [REQUEST, ANSWER]) rmSync(join(folder, name), { force: true });
  let isBusy = false;
  const look = async (): Promise<void> => {
    const request = takeRequest(folder);
    if (request === undefined) return;
    const answer = await confirm().then(
      (line): ClockAnswer => ({ request, line, isConfirmed: true }),
      (error: unknown): ClockAnswer => ({ request, line: errorMessage(error), isConfirmed: false }),
    );
    put(folder, ANSWER, JSON.stringify(answer));
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    // A folder that cannot be written is told of elsewhere; the verb says that nobody has answered.
    void look()
      .catch(() => undefined)
      .finally(() => (isBusy = false));
  }, LOOK_MS).unref();
  return () => clearInterval(timer);
}

/** Asks the program that runs on a data folder to confirm its clock. @returns undefined where it gives no answer in time (ms) */
export async function requestConfirmation(folder: string, timeoutMs: number): Promise<ClockAnswer | undefined> {
  const request = randomUUID();
  put(folder, REQUEST, request);
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const answer = takeAnswer(folder);
    if (answer?.request === request) return answer;
  }
  rmSync(join(folder, REQUEST), { force: true });
  return undefined;
}

function takeRequest(folder: string): string | undefined {
  return taken(join(folder, REQUEST));
}

function takeAnswer(folder: string): ClockAnswer | undefined {
  const text = taken(join(folder, ANSWER));
  return text === undefined ? undefined : (JSON.parse(text) as ClockAnswer);
}

function taken(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  return text;
}

/** In one step: the other side never sees half of it. */
function put(folder: string, name: string, text: string): void {
  const file = join(folder, name);
  writeFileSync(`${file}.partial`, text);
  renameSync(`${file}.partial`, file);
}
