import type { EventStore, StoredEvent } from '../../event-store/port.js';
import { digestsIn } from '../../kernel/personal.js';
import { RetryPolicy, type RetryLimits } from './retry-policy.js';

/**
 * The events of a log behind a position, one by one, until its present end. A store that goes away meanwhile is waited
 * for, and read on behind what it gave last.
 */
export async function* eventsOf(
  store: EventStore,
  after: string | undefined,
  limits: RetryLimits,
): AsyncGenerator<StoredEvent, undefined> {
  const retries = new RetryPolicy(limits);
  for (let position = after; ;) {
    try {
      for await (const batch of store.readAll(position)) {
        retries.progress();
        yield* batch.events;
        position = batch.position;
      }
      return undefined;
    } catch (error) {
      await retries.wait(error);
    }
  }
}

/** Whether two logs say the same at one place. Positions are each store's own. */
export function isSame(a: StoredEvent, b: StoredEvent): boolean {
  return (
    a.id === b.id &&
    a.stream === b.stream &&
    a.revision === b.revision &&
    a.type === b.type &&
    a.data === b.data &&
    a.metadata === b.metadata &&
    areSame(a.dataBytes, b.dataBytes) &&
    areSame(a.metadataBytes, b.metadataBytes)
  );
}

function areSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}

/** An event in words for a message: enough to find it by. */
export function nameOf(event: StoredEvent | undefined): string {
  return event ? `${event.type} ${event.id} (revision ${event.revision} of ${event.stream})` : 'nothing';
}

/** The digests behind which an event's disclosures lie: those sealed in its data, and that of its request. */
export function digestsOf({ data, metadata }: StoredEvent): string[] {
  const noted = parsed(metadata);
  const request = typeof noted === 'object' && noted !== null ? (noted as { digest?: unknown }).digest : undefined;
  const digests = [...digestsIn(parsed(data)), ...digestsIn(noted)];
  if (typeof request === 'string') digests.push(request);
  return digests.filter((digest) => digest !== '');
}

/** What other programs wrote may be no JSON; then it seals nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
