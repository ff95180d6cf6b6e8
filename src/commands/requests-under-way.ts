import { Problem } from './problem.js';
import { keyOf } from './record-loader.js';

/** The requests of this instance that are worked on, by actor and key as it is stored. */
export class RequestsUnderWay {
  private readonly works = new Map<string, Promise<unknown>>();

  /** Works on a request under all its keys. @throws Problem `in-flight` where one of them is under way already */
  async take<T>(actor: string, keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const names = keys.map((key) => keyOf(actor, key));
    if (names.some((name) => this.works.has(name)))
      throw new Problem('in-flight', 'Wait for the first answer, then ask again.', [], 1);
    const working = work();
    for (const name of names) this.works.set(name, working);
    return working.finally(() => {
      for (const name of names) this.works.delete(name);
    });
  }

  /** Resolves when no request with this key is being worked on. */
  async settled(actor: string, key: string): Promise<void> {
    await this.works.get(keyOf(actor, key))?.catch(() => undefined);
  }
}
