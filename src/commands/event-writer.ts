import canonicalize from 'canonicalize';
import { v5 as uuidv5 } from 'uuid';
import type { AppendResult, EventStore, NewEvent } from '../event-store/port.js';
import { LogRefused, StoreFull, StoreRefused, StoreUnavailable } from '../event-store/port.js';
import type { Disclosure } from '../kernel/personal.js';
import type { LedgerEvent } from '../kernel/entry.js';
import type { Metadata } from '../registry/envelope.js';
import { SCHEMA } from '../registry/envelope.js';
import { Problem } from './problem.js';

/** Largest event in bytes, envelope included: tiles of the transparency log count lengths in 16 bits. */
export const MAX_EVENT_BYTES = 65_535;

/** Name space of the ledger's own ids (RFC 9562, version 5). */
const NAMESPACE = '6f1f3a2e-6c0b-5e0b-9a39-2d1c5d7f4b10';

/** What somebody has to repair does not end soon, so asking again at once is of no use; in seconds. */
const ALARM_RETRY_AFTER = 60;

/** Who asks, under which key, and a digest of what: the same for every event of one request. */
export interface Request {
  actor: string;
  key: string;
  correlationId: string;
  /** Id of the event that made the ledger do this, for what follows from one. */
  causedBy?: string;
  /** Hash of the request, sealed under a salt of its own: neither it nor what it hashes can be guessed from the event. */
  digest: string;
}

/** A deterministic id: the same parts give the same id on every instance. */
export function idFrom(...parts: readonly (string | number)[]): string {
  return uuidv5(JSON.stringify(parts), NAMESPACE);
}

/** Turns decided events into stored ones and appends them to one stream. */
export class EventWriter {
  constructor(
    private readonly store: EventStore,
    private readonly clock: () => Date,
    private readonly refusal: () => string | undefined = () => undefined,
    private readonly clockTrouble: () => string | undefined = () => undefined,
  ) {}

  /**
   * Canonical bytes, ids and metadata of the events. `first` is the number of the first of them within its request: not 0
   * for what is appended later than the request's first event. @throws Problem `too-large`
   */
  prepare(
    request: Request,
    stream: string,
    expected: number,
    events: readonly LedgerEvent[],
    readDependencies: Record<string, number> = {},
    first = 0,
  ): NewEvent[] {
    const recordedAt = this.clock().toISOString();
    return events.map(({ type, data }, index) => {
      const id = idFrom(request.actor, request.key, stream, request.digest, first + index);
      const metadata: Metadata = {
        schema: SCHEMA,
        recordedAt,
        actor: request.actor,
        $correlationId: request.correlationId,
        $causationId: request.causedBy ?? request.correlationId,
        key: request.key,
        digest: request.digest,
        ...(Object.keys(readDependencies).length === 0 ? {} : { readDependencies }),
      };
      const event = { id, type, data: canonical(data), metadata: canonical(metadata) };
      refuseLarge(event, stream, expected + 1 + index);
      return event;
    });
  }

  /** @throws WrongExpectedRevision, Problem `store-unavailable`, `log-refused`, `clock-not-confirmed`, `storage-full` */
  async append(
    stream: string,
    expected: number,
    events: readonly NewEvent[],
    disclosures: readonly Disclosure[],
  ): Promise<AppendResult> {
    this.checkLog();
    return this.store.append(stream, expected, events, disclosures).catch((error: unknown) => {
      throw asProblem(error);
    });
  }

  /**
   * Nothing is written to a log that is not the one seen before, nor by a clock that is in doubt, by whomever.
   * @throws Problem `log-refused`, `clock-not-confirmed`
   */
  checkLog(): void {
    const refusal = this.refusal();
    if (refusal !== undefined) throw new Problem('log-refused', refusal, [], ALARM_RETRY_AFTER);
    const trouble = this.clockTrouble();
    if (trouble !== undefined) throw new Problem('clock-not-confirmed', trouble, [], ALARM_RETRY_AFTER);
  }
}

/** What the store's own errors are to somebody who sent a request. */
export function asProblem(error: unknown): unknown {
  if (error instanceof StoreUnavailable) {
    return new Problem('store-unavailable', error.message, [], error.retryAfter);
  }
  if (error instanceof LogRefused) return new Problem('log-refused', error.message, [], ALARM_RETRY_AFTER);
  // It was usable at the start: a password or right was changed, or a certificate has run out, since.
  if (error instanceof StoreRefused) return new Problem('store-unavailable', error.message, [], ALARM_RETRY_AFTER);
  if (error instanceof StoreFull) return new Problem('storage-full', error.message);
  return error;
}

/** RFC 8785 bytes. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('the value has no JSON form');
  return text;
}

/** As an entry of the transparency log has it (leaf.ts), with the largest place that there can be. */
function refuseLarge(event: NewEvent, stream: string, revision: number): void {
  const index = Number.MAX_SAFE_INTEGER;
  const rest = JSON.stringify({ data: 0, id: event.id, index, metadata: 0, revision, stream, type: event.type });
  const bytes = Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata) + Buffer.byteLength(rest) - 2;
  if (bytes > MAX_EVENT_BYTES) {
    throw new Problem('too-large', `The event would have ${bytes} bytes; an event has at most ${MAX_EVENT_BYTES}.`, [
      { pointer: '', rule: 'event-size', detail: `at most ${MAX_EVENT_BYTES} bytes` },
    ]);
  }
}
