import type { StoreAddress, StoreOptions } from './event-store/address.js';
import { openStoreAt, readStoreAddress } from './event-store/address.js';
import type { EventStore } from './event-store/port.js';
import { StoreRefused } from './event-store/port.js';
import type { Settings } from './settings.js';

/**
 * Opens the events that the settings name, without the rest of the program. `readOnly` opens those of the embedded store
 * beside a program that runs.
 * @throws StoreRefused naming the setting, StoreUnavailable
 */
export async function openEvents(
  { eventStoreUrl, dataDir, ledgerName: ledger }: Settings,
  { later, ...options }: Omit<StoreOptions, 'ledger'> = {},
): Promise<EventStore> {
  if (eventStoreUrl === undefined) return openStoreAt({ kind: 'sqlite', folder: dataDir }, { ledger, ...options });
  const whenFound = later && { ...later, refused: (error: StoreRefused) => later.refused(ofSetting(error)) };
  try {
    return await openStoreAt(serverAddress(eventStoreUrl), { ledger, ...options, later: whenFound });
  } catch (error) {
    throw error instanceof StoreRefused ? ofSetting(error) : error;
  }
}

/** @throws StoreRefused */
function serverAddress(text: string): StoreAddress {
  const address = readStoreAddress(text);
  if (address.kind === 'eventstoredb') return address;
  throw new StoreRefused('it takes the address of a server; leave it empty for the embedded store in DATA_DIR');
}

function ofSetting(error: StoreRefused): StoreRefused {
  return new StoreRefused(`EVENT_STORE_URL: ${error.message}`, { cause: error });
}
