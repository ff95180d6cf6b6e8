import type { EventStore } from './event-store/port.js';
import { StoreRefused, StoreUnavailable } from './event-store/port.js';
import { openEvents } from './open-events.js';
import { OLDEST_SCHEMA, readMetadata } from './registry/envelope.js';
import type { Settings } from './settings.js';

/**
 * Opens the events for a verb that has to understand them, beside a program that runs.
 * @throws StoreRefused also where an earlier version wrote them, StoreUnavailable
 */
export async function openReadableEvents(settings: Settings): Promise<EventStore> {
  const store = await openEvents(settings, { readOnly: true });
  try {
    await refuseOlderEvents(store, storeSetting(settings));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The setting that names the place of the events. */
export function storeSetting({ eventStoreUrl }: Pick<Settings, 'eventStoreUrl'>): string {
  return eventStoreUrl === undefined ? 'DATA_DIR' : 'EVENT_STORE_URL';
}

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
