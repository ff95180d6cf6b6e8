import { redacted } from './eventstoredb/connection-string.js';
import type { LaterLook } from './eventstoredb/eventstoredb-event-store.js';
import { type EventStore, StoreRefused } from './port.js';
import { openSqliteStore } from './sqlite/sqlite-event-store.js';
import type { OnDamagedText } from './text-check.js';

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

export interface StoreOptions {
  /** Name of the ledger. */
  readonly ledger: string;
  /** Opens a folder beside a process that writes in it; to a server it makes no difference. */
  readonly readOnly?: boolean;
  /** Given where a server that does not answer yet is waited for. */
  readonly later?: LaterLook | undefined;
  /** Called once, when the disk of the embedded store fails or its files are not in place any more: the process has to end. */
  readonly onFatal?: (error: Error) => void;
  readonly onDamagedText?: OnDamagedText;
}

/**
 * Opens the ledger of a name at an address. The client for servers is loaded where there is one: that takes as long as a
 * good part of a start.
 * @throws StoreRefused when a setting has to be corrected, StoreUnavailable when a server does not answer
 */
export async function openStoreAt(
  address: StoreAddress,
  { ledger, readOnly = false, later, onFatal, onDamagedText }: StoreOptions,
): Promise<EventStore> {
  const texts = onDamagedText ? { onDamagedText } : {};
  if (address.kind === 'sqlite')
    return openSqliteStore({ folder: address.folder, ledger, readOnly, ...(onFatal ? { onFatal } : {}), ...texts });
  const { openEventStoreDb } = await import('./eventstoredb/eventstoredb-event-store.js');
  return openEventStoreDb({ url: address.url, ledger, later, ...texts });
}
