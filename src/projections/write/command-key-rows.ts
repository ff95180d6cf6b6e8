import type { StoredEvent } from '../../event-store/port.js';
import type { Metadata } from '../../registry/envelope.js';

/** Which events of a stream were recorded under a key. */
export interface KeyRow {
  actor: string;
  key: string;
  stream: string;
  /** Number of the first of them in the ledger. */
  index: number;
  first: number;
  last: number;
}

/** Adds an event to the keys that a stretch of the log brings. A command is found by its key even where one of its events cannot be read. */
export function noteKey(
  event: Pick<StoredEvent, 'stream' | 'revision'>,
  { actor, key }: Metadata,
  index: number,
  keys: Map<string, KeyRow>,
): void {
  if (typeof key !== 'string' || key === '') return;
  // Lengths keep apart what joined texts would not; writing a list as JSON takes longer.
  const name = `${actor.length} ${key.length} ${actor}${key}${event.stream}`;
  const known = keys.get(name);
  if (known) known.last = event.revision;
  else keys.set(name, { actor, key, stream: event.stream, index, first: event.revision, last: event.revision });
}
