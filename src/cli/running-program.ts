import { sqliteCode } from '../event-store/sqlite/database.js';
import type { Ledger } from '../ledger-instance.js';
import { openLedger } from '../ledger-instance.js';
import { openEvents } from '../open-events.js';
import { type OperatorRequest, requestOf } from '../operator-requests.js';
import { ViewsBehind } from '../projections/index.js';
import type { Settings } from '../settings.js';
import { TryLater } from './usage.js';

/**
 * Does something that only the program may do that has the data folder: asks the one that runs there, or opens the ledger
 * itself where none does. Prints what was done; exit code 1 where it was not.
 * @param here does it with the opened ledger, and gives the line to print
 * @param timeoutMs how long the program that runs may take for it
 * @throws TryLater where the program that runs gives no answer
 */
export async function askOrDo(
  settings: Settings,
  request: OperatorRequest,
  here: (ledger: Ledger) => Promise<string>,
  timeoutMs: number,
): Promise<void> {
  const line = await doHere(settings, here).catch((error: unknown) => {
    if (sqliteCode((error as Error).cause).startsWith('SQLITE_BUSY')) return ask(settings, request, timeoutMs);
    throw error;
  });
  console.log(line);
}

async function doHere(settings: Settings, here: (ledger: Ledger) => Promise<string>): Promise<string> {
  // Where there is no ledger, none is made.
  if (settings.eventStoreUrl === undefined) await (await openEvents(settings, { readOnly: true })).close();
  const ledger = await openLedger(settings);
  try {
    ledger.start();
    return await here(ledger);
  } catch (error) {
    throw error instanceof ViewsBehind ? new TryLater(`${error.message}: try again later`) : error;
  } finally {
    await ledger.close();
  }
}

async function ask({ dataDir }: Settings, request: OperatorRequest, timeoutMs: number): Promise<string> {
  const answer = await requestOf(dataDir, request, timeoutMs);
  if (!answer)
    throw new TryLater(`the program that runs on ${dataDir} does not answer: look at its log, and try again`);
  if (!answer.isDone) process.exitCode = 1;
  return answer.line;
}
