import { requestConfirmation } from '../clock-requests.js';
import { sqliteCode } from '../event-store/sqlite/database.js';
import { openLedger } from '../ledger-instance.js';
import { openEvents } from '../open-events.js';
import { readSettings, type Settings } from '../settings.js';
import { readOptions, TryLater } from './usage.js';

/** How long a program that runs on the data folder may take to answer, in milliseconds. */
const ANSWER_MS = 20_000;

/**
 * `confirm-clock`: says that the clock of this machine is right now, which is recorded as an event. The program that runs on
 * the data folder is asked to record it; where none runs, it is recorded here.
 * @throws TryLater where the program that runs gives no answer
 */
export async function confirmClock(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  readOptions(args, {});
  const settings = readSettings(env);
  const line = await confirmHere(settings).catch((error: unknown) => {
    if (sqliteCode((error as Error).cause).startsWith('SQLITE_BUSY')) return confirmThere(settings);
    throw error;
  });
  console.log(line);
}

async function confirmHere(settings: Settings): Promise<string> {
  // Where there is no ledger, none is made.
  if (settings.eventStoreUrl === undefined) await (await openEvents(settings, { readOnly: true })).close();
  const ledger = await openLedger(settings);
  try {
    ledger.start();
    return await ledger.confirmClock();
  } finally {
    await ledger.close();
  }
}

async function confirmThere({ dataDir }: Settings): Promise<string> {
  const answer = await requestConfirmation(dataDir, ANSWER_MS);
  if (!answer)
    throw new TryLater(`the program that runs on ${dataDir} does not answer: look at its log, and try again`);
  if (!answer.isConfirmed) process.exitCode = 1;
  return answer.line;
}
