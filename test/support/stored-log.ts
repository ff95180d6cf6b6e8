import { createHash } from 'node:crypto';
import { openStoreAt, readStoreAddress } from '../../src/event-store/address.js';
import type { EventStore, StoredEvent } from '../../src/event-store/port.js';
import type { Program } from './program.js';

/** A real server for the end-to-end tests; the embedded store in each program's folder without it. */
const SERVER = process.env.TEST_EVENTSTORE_URL ?? '';

/**
 * The store settings of a program that keeps its data in a folder. On a real server each folder has a ledger of its
 * own, so that the tests can be run again and again, and side by side.
 */
export function storeSettings(folder: string): Record<string, string> {
  if (SERVER === '') return {};
  const run = createHash('sha256').update(folder).digest('hex').slice(0, 20);
  return { EVENT_STORE_URL: SERVER, LEDGER_NAME: `e2e_${run}` };
}

/** Settings of a program on the embedded store, whatever the other tests run on: where its file is looked into. */
export const EMBEDDED = { EVENT_STORE_URL: '', LEDGER_NAME: '' };

/** A position that no log of these tests reaches, in the form of the store that they run on. */
export const FAR_POSITION = SERVER === '' ? '999999999' : '9000000000000000000:9000000000000000000';

/** A program, as far as it tells where its events lie. */
type Kept = Pick<Program, 'folder' | 'env'>;

/** Every event of a program's ledger, in order, as it lies in the store. */
export async function storedLog(program: Kept): Promise<StoredEvent[]> {
  const store = await openStoreOf(program);
  try {
    const events: StoredEvent[] = [];
    for await (const batch of store.readAll()) events.push(...batch.events);
    return events;
  } finally {
    await store.close();
  }
}

/** Length of the log as it lies in the store, and its last event: what no refusal may change. */
export async function headOf(program: Kept): Promise<{ events: number; last: string | undefined }> {
  const events = await storedLog(program);
  return { events: events.length, last: events.at(-1)?.id };
}

function openStoreOf({ folder, env }: Kept): Promise<EventStore> {
  const { EVENT_STORE_URL = '', LEDGER_NAME = '' } = env;
  const address = readStoreAddress(EVENT_STORE_URL || `sqlite:${folder}`);
  return openStoreAt(address, { ledger: LEDGER_NAME || 'ledger', readOnly: true });
}
