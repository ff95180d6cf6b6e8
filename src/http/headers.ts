import type { FastifyRequest } from 'fastify';
import { Problem } from '../commands/problem.js';

/** One value of a header. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The idempotency key: 1 to 255 printable ASCII characters, quoted as a structured field or not. */
export function readIdempotencyKey(request: FastifyRequest): string | undefined {
  const header = headerOf(request, 'idempotency-key');
  if (header === undefined) return undefined;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('invalid-header', 'An Idempotency-Key has 1 to 255 printable ASCII characters without spaces.', [
      { pointer: '', rule: 'idempotency-key', detail: '1 to 255 printable ASCII characters' },
    ]);
  }
  return key;
}

/** Whether a header (in lower case) is sent twice; Node keeps the first of several, and would take apart all of them to say so. */
export function isNamedTwice(rawHeaders: readonly string[], header: string): boolean {
  const isIt = (text: string | undefined, place: number): boolean =>
    place % 2 === 0 && text?.length === header.length && text.toLowerCase() === header;
  return rawHeaders.findIndex(isIt) !== rawHeaders.findLastIndex(isIt);
}
