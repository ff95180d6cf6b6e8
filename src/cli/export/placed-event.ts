import type { StoredEvent } from '../../event-store/port.js';

/** An event of the ledger with its place in the log. */
export type PlacedEvent = StoredEvent & { readonly index: number };
