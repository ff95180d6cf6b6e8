import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent } from '../event-store/port.js';
import { WrongExpectedRevision } from '../event-store/port.js';
import type { ClockConfirmation } from '../registry/clock-confirmation.js';
import { CLOCK_CONFIRMED, clockStream } from '../registry/clock-confirmation.js';
import { type Metadata, SCHEMA } from '../registry/envelope.js';
import { canonical } from './event-writer.js';
import { digestOfIdentifier } from './identifier-digest.js';

/** Records that the clock was confirmed, as an event of the ledger's own. */
export class ClockConfirmations {
  constructor(
    private readonly store: EventStore,
    private readonly ledger: string,
  ) {}

  /**
   * Appends a confirmation; resolves when it is durable.
   * @returns its position in the log
   * @throws StoreUnavailable, StoreFull
   */
  async record(confirmation: ClockConfirmation, actor: string): Promise<string> {
    const stream = clockStream(this.ledger);
    const event = eventOf(confirmation, actor);
    for (;;) {
      const revision = (await this.store.read(stream)).at(-1)?.revision ?? -1;
      try {
        return (await this.store.append(stream, revision, [event])).position;
      } catch (error) {
        // Another instance has confirmed its own clock meanwhile.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }
}

function eventOf(confirmation: ClockConfirmation, actor: string): NewEvent {
  const correlationId = digestOfIdentifier(randomUUID());
  const metadata: Metadata = {
    schema: SCHEMA,
    recordedAt: confirmation.confirmedAt,
    actor,
    $correlationId: correlationId,
    $causationId: correlationId,
    key: '',
    digest: '',
  };
  return { id: randomUUID(), type: CLOCK_CONFIRMED, data: canonical(confirmation), metadata: canonical(metadata) };
}
