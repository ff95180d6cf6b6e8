import { redacted } from './eventstoredb/connection-string.js';
import { openEventStoreDb } from './eventstoredb/eventstoredb-event-store.js';
import { type EventStore, StoreRefused } from './port.js';
import { openSqliteStore } from './sqlite/sqlite-event-store.js';

/** Where a ledger's events lie: in a folder of this machine, or on a server. */
export type StoreAddress =
  { readonly kind: 'sqlite'; readonly folder: string } | { readonly kind: 'eventstoredb'; readonly url: string };

/**
 * Reads the address of an event store: `sqlite:FOLDER`, or a connection string of EventStoreDB or KurrentDB, of which
 * only the scheme is looked at here.
 * @throws StoreRefused saying what an address looks like, without the secrets in it
 */
export function readStoreAddress(text: string): StoreAddress {
  const address = text.trim();
  const folder = /^sqlite:(.+)$/s.exec(address)?.[1];
  if (folder !== undefined) return { kind: 'sqlite', folder };
  if (/^(?:esdb|kurrentdb)(?:\+discover)?:\/\/./.test(address)) return { kind: 'eventstoredb', url: address };
  throw new StoreRefused(
    `"${redacted(address)}" is no address of an event store: write sqlite:FOLDER, or esdb://, esdb+discover://, ` +
      'kurrentdb:// or kurrentdb+discover:// with a host behind it',
  );
}

/**
 * Opens the ledger of a name at an address. `readOnly` opens a folder beside a process that writes in it; to a server it
 * makes no difference.
 * @throws StoreRefused when something has to be mended, StoreUnavailable when a server does not answer
 */
export async function openStoreAt(
  address: StoreAddress,
  { ledger, readOnly = false }: { readonly ledger: string; readonly readOnly?: boolean },
): Promise<EventStore> {
  return address.kind === 'sqlite'
    ? openSqliteStore({ folder: address.folder, ledger, readOnly })
    : openEventStoreDb({ url: address.url, ledger });
}
