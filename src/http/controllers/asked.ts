import type { FastifyRequest } from 'fastify';
import type { RecordKind } from '../../kernel/kind.js';
import type { MediaType } from '../operations/operation.js';

/** What a request asks for, once it was held against its operation. */
export interface AskedFor {
  readonly query: object;
  /** The media type to answer with. */
  readonly mediaType: MediaType;
  /** Undefined for operations that are of no kind of record. */
  readonly kind: RecordKind | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What was read of the request for the decorators of its handler; null before that. */
    askedFor: AskedFor | null;
  }
}

/** What was read of a request. */
export function askedOf({ askedFor }: FastifyRequest): AskedFor {
  if (!askedFor) throw new Error('a handler without @Serves asks for what an operation reads');
  return askedFor;
}
