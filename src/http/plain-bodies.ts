import type { FastifyInstance } from 'fastify';
import { Problem } from '../commands/problem.js';
import { isNamedTwice } from './headers.js';

/** Whatever names a charset, and the one that is taken; its value may stand in quotes (RFC 9110, section 5.6.6). */
const CHARSETS = /charset/gi;
const UTF_8 = /;\s*charset=("?)utf-8\1\s*(?=;|$)/gi;

/** Refuses bodies that would have to be decoded before they are JSON in UTF-8, before anything of them is read. */
export function takePlainBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ method, raw: { headers, rawHeaders } }, _reply, done) => {
    if (
      method === 'POST' &&
      !(
        isPlain(headers['content-encoding'], 'identity') &&
        isPlain(headers['transfer-encoding'], 'chunked') &&
        isUtf8(headers['content-type']) &&
        // Node keeps the first of several.
        !isNamedTwice(rawHeaders, 'content-type')
      )
    )
      done(
        new Problem(
          'unsupported-media-type',
          'Send the body as application/json in UTF-8, without a content or transfer encoding.',
        ),
      );
    else done();
  });
}

/** @param nothing the coding that leaves the bytes of the body as they are */
function isPlain(encoding: string | undefined, nothing: string): boolean {
  return encoding === undefined || encoding.trim().toLowerCase() === nothing;
}

function isUtf8(type = ''): boolean {
  return (type.match(CHARSETS)?.length ?? 0) === (type.match(UTF_8)?.length ?? 0);
}
