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
