import type { EventStore } from './event-store/port.js';
import { StoreRefused, StoreUnavailable } from './event-store/port.js';
import { OLDEST_SCHEMA, readMetadata } from './registry/envelope.js';

/**
 * Refuses a log whose first events have a shape that this version no longer reads: it would show nothing of them.
 * A store that cannot be reached now is not refused.
 * @throws StoreRefused
 */
export async function refuseOlderEvents(store: Pick<EventStore, 'readAll'>, setting: string): Promise<void> {
  try {
    for await (const { events } of store.readAll()) {
      const written = events.find((event) => readMetadata(event) !== undefined);
      const first = written && readMetadata(written)?.schema;
      if (first === undefined) continue;
      if (first >= OLDEST_SCHEMA) return;
      throw new StoreRefused(
        `${setting}: the ledger there was written by an earlier version, with events of format ${first}, and this one ` +
          `reads format ${OLDEST_SCHEMA}: start it with the version that wrote it, or with an empty place`,
      );
    }
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}
