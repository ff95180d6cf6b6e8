import type { FastifyRequest } from 'fastify';
import type { RecordKind } from '../../kernel/kind.js';
import type { MediaType } from '../operations/operation.js';

/** What a request asks for, once it was held against its operation. */
export interface AskedFor {
  readonly query: object;
  /** The media type to answer with. */
  readonly mediaType: MediaType;
  /** Absent for operations that are of no kind of record. */
  readonly kind?: RecordKind;
}

const ASKED = new WeakMap<FastifyRequest, AskedFor>();

/** Keeps what was read of a request for the decorators of its handler. */
export function keepAsked(request: FastifyRequest, asked: AskedFor): void {
  ASKED.set(request, asked);
}

/** What was read of it. */
export function askedOf(request: FastifyRequest): AskedFor {
  const asked = ASKED.get(request);
  if (!asked) throw new Error('a handler without @Serves asks for what an operation reads');
  return asked;
}
