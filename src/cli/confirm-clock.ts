import { readSettings } from '../settings.js';
import { askOrDo } from './running-program.js';
import { readOptions } from './usage.js';

/** How long a program that runs on the data folder may take for it, in milliseconds. */
const ANSWER_MS = 20_000;

/**
 * `confirm-clock`: says that the clock of this machine is right now, which is recorded as an event. The program that runs on
 * the data folder is asked to record it; where none runs, it is recorded here.
 * @throws TryLater where the program that runs gives no answer
 */
export async function confirmClock(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  readOptions(args, {});
  await askOrDo(readSettings(env), { verb: 'confirm-clock' }, (ledger) => ledger.confirmClock(), ANSWER_MS);
}
