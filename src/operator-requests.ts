import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from './runtime/error-message.js';

/** What a verb puts into the data folder, and what the program that runs there answers. */
const REQUEST = 'operator.request';
const ANSWER = 'operator.answer';

/** How often the program looks, and the verb for its answer, in milliseconds. */
const LOOK_MS = 500;

/** How long a program that runs may take to see a request, in milliseconds. */
const TAKEN_MS = 20_000;

/** What is asked of the program that runs. */
export interface OperatorRequest {
  readonly verb: 'confirm-clock' | 'rebuild-record';
  /** What it is about, where the verb is about something. */
  readonly subject?: string;
}

/** What came of a request. */
export interface OperatorAnswer {
  readonly request: string;
  /** What was done, or why it was not, in one line. */
  readonly line: string;
  readonly isDone: boolean;
}

/**
 * Answers requests that are put into the data folder: whoever may write there runs the ledger, which cannot be said of
 * everybody who reaches its port. Keeps no process from ending; the function that it gives ends it.
 * @param answer does what is asked, and gives the line to answer
 */
export function answerRequests(folder: string, answer: (request: OperatorRequest) => Promise<string>): () => void {
  // What nobody waits for any more was asked of another program, at another time.
  for (const name of [REQUEST, ANSWER]) rmSync(join(folder, name), { force: true });
  let isBusy = false;
  const look = async (): Promise<void> => {
    const text = taken(join(folder, REQUEST));
    if (text === undefined) return;
    const { request, ...asked } = JSON.parse(text) as OperatorRequest & { request: string };
    const answered = await answer(asked).then(
      (line): OperatorAnswer => ({ request, line, isDone: true }),
      (error: unknown): OperatorAnswer => ({ request, line: errorMessage(error), isDone: false }),
    );
    put(folder, ANSWER, JSON.stringify(answered));
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    // A folder that cannot be written is reported elsewhere; the verb says that nobody has answered.
    void look()
      .catch(() => undefined)
      .finally(() => (isBusy = false));
  }, LOOK_MS).unref();
  return () => clearInterval(timer);
}

/**
 * Asks the program that runs on a data folder to do something.
 * @param timeoutMs how long that may take, once the program has seen the request
 * @returns undefined where it gives no answer in time
 */
export async function requestOf(
  folder: string,
  asked: OperatorRequest,
  timeoutMs: number,
): Promise<OperatorAnswer | undefined> {
  const request = randomUUID();
  put(folder, REQUEST, JSON.stringify({ request, ...asked }));
  let end = performance.now() + TAKEN_MS;
  let isTaken = false;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const answer = takeAnswer(folder);
    if (answer?.request === request) return answer;
    if (isTaken || existsSync(join(folder, REQUEST))) continue;
    isTaken = true;
    end = performance.now() + timeoutMs;
  }
  rmSync(join(folder, REQUEST), { force: true });
  return undefined;
}

function takeAnswer(folder: string): OperatorAnswer | undefined {
  const text = taken(join(folder, ANSWER));
  return text === undefined ? undefined : (JSON.parse(text) as OperatorAnswer);
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
