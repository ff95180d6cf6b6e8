import { type AppendResult as ClientAppend, type EventData, NO_STREAM } from '@eventstore/db-client';
import {
  type AppendResult,
  type ExpectedRevision,
  type NewEvent,
  type OrderedAppend,
  StoreRefused,
  WrongExpectedRevision,
} from '../port.js';
import { attemptOnce, persist, typeOf } from './calls.js';
import type { ClientHolder } from './client-holder.js';
import { eventToWrite, type LedgerClient, positionText } from './ledger-client.js';

/** The server's limit on the types, data and metadata of one append, in bytes. */
export const MAX_APPEND_SIZE = 1_048_576;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Half of a character beyond the basic plane: it has no UTF-8. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** What an append gave; an empty one has no position of its own. */
export type Appended = Omit<AppendResult, 'position'> & { readonly position: string | undefined };

/**
 * Appends by BatchAppend on the leader. An attempt without a clear answer is settled by the same append again: same
 * ids, same expected revision, which the server answers with the first result if it had taken place. `ANY` would write
 * a duplicate after a restart of the server, so it is never used.
 * @throws WrongExpectedRevision, StoreUnavailable when the time limit (ms) has passed, StoreRefused
 */
export async function appendEvents(
  holder: ClientHolder,
  timeLimit: number,
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): Promise<Appended> {
  checkEvents(events);
  const send = sender({ stream, expected, events });
  const result = await persist(holder, timeLimit, send, (error) => wrongRevision(error, stream, expected));
  return appended(result, expected, events);
}

/**
 * Sends appends one behind the other without waiting for answers, each once. They go out on one BatchAppend call in
 * their order (LedgerClient sees to that), and the server's one writer takes them in the order of their arrival. A
 * connection that breaks has brought the server a beginning of them, and a leader that is lost leaves a beginning of
 * its log behind.
 * @throws the first failure: WrongExpectedRevision, StoreUnavailable when the time limit (ms) has passed, StoreRefused
 */
export async function appendAllInOrder(
  holder: ClientHolder,
  timeLimit: number,
  appends: readonly OrderedAppend[],
): Promise<AppendResult[]> {
  for (const { events } of appends) checkEvents(events);
  const senders = appends.map(sender);
  const calls = (client: LedgerClient): Promise<ClientAppend>[] => senders.map((send) => send(client));
  const results = await attemptOnce(holder, timeLimit, calls, (error, index) => {
    const append = appends[index];
    return append && wrongRevision(error, append.stream, append.expected);
  });
  return appends.map(({ stream, expected, events }, index) => {
    const result = results[index] && appended(results[index], expected, events);
    if (result?.position === undefined) throw new RangeError(`there is nothing to append to ${stream}`);
    return { ...result, position: result.position };
  });
}

function sender({ stream, expected, events }: OrderedAppend): (client: LedgerClient) => Promise<ClientAppend> {
  const proposed: EventData[] = events.map(eventToWrite);
  const expectedRevision = expected < 0 ? NO_STREAM : BigInt(expected);
  return (client) => client.appendToStream(stream, proposed, { expectedRevision, requiresLeader: true });
}

function appended(result: ClientAppend, expected: ExpectedRevision, { length }: readonly NewEvent[]): Appended {
  if (length === 0) return { firstRevision: expected + 1, lastRevision: expected, position: undefined };
  const last = Number(result.nextExpectedRevision);
  return {
    firstRevision: last - length + 1,
    lastRevision: last,
    position: result.position && positionText(result.position),
  };
}

function wrongRevision(error: unknown, stream: string, expected: ExpectedRevision): WrongExpectedRevision | undefined {
  if (typeOf(error) !== 'wrong-expected-version') return undefined;
  const { actualVersion } = error as { readonly actualVersion?: unknown };
  return new WrongExpectedRevision(stream, expected, typeof actualVersion === 'bigint' ? Number(actualVersion) : -1);
}

/** Refuses what the server or the client would choke on, some of it without ever answering. */
function checkEvents(events: readonly NewEvent[]): void {
  let size = 0;
  for (const { id, type, data, metadata, dataBytes, metadataBytes } of events) {
    if (!UUID.test(id)) throw new StoreRefused('the id of an event to append is no UUID');
    if (type === '') throw new StoreRefused(`event ${id} has no type`);
    for (const text of [type, data, metadata]) {
      if (typeof text !== 'string') throw new StoreRefused(`event ${id} cannot be serialised: it is not text`);
      if (LONE_SURROGATE.test(text)) throw new StoreRefused(`event ${id} cannot be serialised: half a character in it`);
    }
    for (const stored of [type, dataBytes ?? data, metadataBytes ?? metadata]) size += Buffer.byteLength(stored);
  }
  if (size > MAX_APPEND_SIZE) {
    throw new StoreRefused(`an append of ${size} bytes is too large: the event store takes ${MAX_APPEND_SIZE}`);
  }
}
