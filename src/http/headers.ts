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
  let isNamed = false;
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const name = rawHeaders[place];
    if (name?.length !== header.length || name.toLowerCase() !== header) continue;
    if (isNamed) return true;
    isNamed = true;
  }
  return false;
}
