import { createHash } from 'node:crypto';

/**
 * What is stored of an identifier that a client chose (an idempotency key, a correlation id): events stay for ever, and the
 * identifier may name a person. SHA-256 over its UTF-8 bytes, in base64url: the same identifier is found again by anybody
 * who has it.
 */
export function digestOfIdentifier(identifier: string): string {
  return createHash('sha256').update(identifier, 'utf8').digest('base64url');
}
