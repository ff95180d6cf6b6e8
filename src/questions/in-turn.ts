import { Problem } from '../commands/problem.js';
import type { Asker } from './asker.js';
import { NoRoom, type Turns } from './turns.js';

/** Seconds after which a client that found no room may ask again. */
export const RETRY_AFTER_S = 2;

/**
 * Does somebody's work when its turn has come, and says then that it is done.
 * @param what what there is too much of where there is no room, in words
 * @throws Problem `too-busy` where there is no room to wait; why the client has left; what the work throws
 */
export async function inTurn<T>(turns: Turns, asker: Asker, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await turns.take(asker.client, asker.signal, work);
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    const whose = error.ofClient ? 'of this client ' : '';
    throw new Problem('too-busy', `Too many ${what} ${whose}wait for their answers.`, [], RETRY_AFTER_S);
  } finally {
    asker.done();
  }
}
