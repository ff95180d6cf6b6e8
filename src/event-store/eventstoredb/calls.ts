import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff } from '../../runtime/backoff.js';
import { StoreRefused, StoreUnavailable, WrongExpectedRevision } from '../port.js';
import type { ClientHolder } from './client-holder.js';
import type { LedgerClient } from './ledger-client.js';

/** How long one call of the port may take in all, in milliseconds. */
export const TIME_LIMIT = 10_000;

/** How long one attempt of it may stay without an answer, as a part of that. */
const ATTEMPT_PART = 0.3;

/** What the callers of a store may do meanwhile is wait: about as long as an election takes. In seconds. */
const RETRY_AFTER = 2;

/** Between two attempts of a call, in milliseconds. */
const DELAYS = { first: 50, longest: 1000, jitter: true };

/** An error as the client throws them: with a type of the client, a gRPC code, both or neither. */
interface ClientError {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly actualVersion?: unknown;
}

/** What the server answered within an attempt: nothing. */
class Silence extends Error {}

/** The type that the client gives its errors; undefined for what it passes on as it came. */
export function typeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? (error as ClientError).type : undefined;
}

/** The client's error as one of the port's, if trying again cannot help; undefined if it may. */
export function finalError(error: unknown, connection: { readonly shown: string }): Error | undefined {
  if (error instanceof StoreRefused || error instanceof WrongExpectedRevision) return error;
  if (typeof error !== 'object' || error === null) return undefined;
  const { type, code, message } = error as ClientError;
  const text = typeof message === 'string' ? message : '';
  const refused = (reason: string): StoreRefused =>
    new StoreRefused(`the event store at ${connection.shown} ${reason}`, { cause: error });
  if (type === 'access-denied' || code === 7 || code === 16) {
    return refused('denies access: check user, password and the right to read $all');
  }
  if (type === 'maximum-append-size-exceeded') return refused('takes no more than 1 MiB in one append');
  if (type === 'stream-deleted') return refused('has a deleted stream of this name, which cannot be used again');
  if (/certificate|self.signed|CERT_|wrong version number|EPROTO|SSL routines/i.test(text)) {
    return refused('cannot be trusted or speaks no TLS: check tls, tlsCAFile and the user certificate');
  }
  if (code === 12) return refused('is not an EventStoreDB that this program knows');
  return undefined;
}

/** The same for what the time limit has ended. */
export function unavailable(shown: string, cause: unknown): StoreUnavailable {
  const { message, code } = typeof cause === 'object' && cause !== null ? (cause as ClientError) : {};
  const text =
    typeof message === 'string' && message !== '' ? message : `code ${typeof code === 'number' ? code : 'unknown'}`;
  const hint = meetsTls(shown, text) ? '; is it one that asks for TLS? Then tls=false has to go from its address' : '';
  return new StoreUnavailable(
    `the event store at ${shown} does not answer now: ${text.slice(0, 200)}${hint}`,
    RETRY_AFTER,
    { cause },
  );
}

/** A server that asks for TLS takes the connection and drops it: the client says no more than that it failed to connect. */
function meetsTls(shown: string, message: string): boolean {
  return shown.includes('tls=false') && message.includes('Failed to connect') && !/ECONN|ENOTFOUND|EHOST/.test(message);
}

/**
 * Makes a call that may be repeated safely until it succeeds, is refused, or the time limit has passed.
 * @throws StoreRefused, StoreUnavailable, and what `finalOf` makes of an error
 */
export async function persist<T>(
  holder: ClientHolder,
  timeLimit: number,
  call: (client: LedgerClient) => Promise<T>,
  finalOf: (error: unknown) => Error | undefined = () => undefined,
): Promise<T> {
  const end = performance.now() + timeLimit;
  const backoff = new Backoff(DELAYS);
  for (;;) {
    const { client } = holder;
    const began = performance.now();
    try {
      const result = await inTime(call(client), Math.min(end - began, timeLimit * ATTEMPT_PART));
      holder.answered(client);
      return result;
    } catch (error) {
      const final = finalOf(error) ?? finalError(error, holder.connection);
      if (final) {
        holder.answered(client);
        throw final;
      }
      if (error instanceof Silence) holder.silent(client, began);
      else holder.failed(client);
      const delay = backoff.next();
      if (performance.now() + delay >= end) throw unavailable(holder.connection.shown, error);
      await sleep(delay);
    }
  }
}

/**
 * Makes several calls at once, each a single time, and waits until all have settled or the time limit (ms) has passed.
 * @throws the first failure in their order: StoreRefused, StoreUnavailable, or what `finalOf` makes of it
 */
export async function attemptOnce<T>(
  holder: ClientHolder,
  timeLimit: number,
  calls: (client: LedgerClient) => readonly Promise<T>[],
  finalOf: (error: unknown, index: number) => Error | undefined,
): Promise<T[]> {
  const { client } = holder;
  const began = performance.now();
  const seen = { answered: false, silent: false };
  const settle = async (call: Promise<T>, index: number): Promise<T> => {
    try {
      const result = await inTime(call, timeLimit);
      seen.answered = true;
      return result;
    } catch (error) {
      const final = finalOf(error, index) ?? finalError(error, holder.connection);
      if (final) seen.answered = true;
      else if (error instanceof Silence) seen.silent = true;
      throw final ?? unavailable(holder.connection.shown, error);
    }
  };
  const settled = calls(client).map(settle);
  await Promise.allSettled(settled);
  if (seen.answered) holder.answered(client);
  else if (seen.silent) holder.silent(client, began);
  else if (settled.length > 0) holder.failed(client);
  return Promise.all(settled);
}

/** A time limit shared by calls made one after another: what is left of it, in milliseconds. */
export function limitFromNow(timeLimit: number): () => number {
  const end = performance.now() + timeLimit;
  return () => Math.max(end - performance.now(), 1);
}

/** Rejects when a promise takes longer; what becomes of it then is nobody's concern. */
function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Silence('no answer came in time')), Math.max(ms, 1));
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
