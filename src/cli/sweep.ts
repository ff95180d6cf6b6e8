import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDbEventStore } from '../event-store/eventstoredb/eventstoredb-event-store.js';
import type { EventStore, StoredEvent } from '../event-store/port.js';
import { digestsIn } from '../kernel/personal.js';
import { openEvents } from '../open-events.js';
import { readMetadata } from '../registry/envelope.js';
import { readSettings } from '../settings.js';
import { BadUsage, readOptions } from './usage.js';

/** A command that was sent is recorded, or has failed, within this time: a text without an event then never gets one. */
const USUAL_WAIT_S = '120';

/**
 * `sweep`: removes the personal texts on an EventStoreDB to which no event refers: an instance that was killed between
 * keeping them and recording has left them. The embedded store keeps both at once, and has none.
 */
export async function sweepTexts(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { wait, ...more } = readOptions(args, {
    wait: { type: 'string', default: USUAL_WAIT_S },
    'dry-run': { type: 'boolean', default: false },
  });
  if (!/^\d{1,5}$/.test(wait)) throw new BadUsage('--wait takes seconds');
  const store = await openEvents(readSettings(env), { readOnly: true });
  try {
    if (!(store instanceof EventStoreDbEventStore)) {
      console.log('the embedded store keeps texts with their events: there is nothing to sweep');
      return;
    }
    const unused = await store.sideDigests();
    const found = unused.size;
    // What is being recorded meanwhile gets its events.
    await sleep(Number(wait) * 1000);
    await dropUsed(unused, store);
    if (!more['dry-run']) await store.takeBack([...unused]);
    const done = more['dry-run'] ? 'would be removed' : 'were removed; a scavenge of the server frees their bytes';
    console.log(`${unused.size} of ${found} texts stand in no event and ${done}`);
  } finally {
    await store.close();
  }
}

async function dropUsed(digests: Set<string>, store: EventStore): Promise<void> {
  for await (const { events } of store.readAll())
    for (const event of events) for (const digest of digestsOf(event)) digests.delete(digest);
}

function digestsOf(event: StoredEvent): string[] {
  const digest = readMetadata(event)?.digest;
  return [...(digest === undefined ? [] : [digest]), ...digestsIn(parsed(event.data))];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
