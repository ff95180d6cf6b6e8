import type { FastifyInstance } from 'fastify';
import { Problem } from '../commands/problem.js';

/** Parameters of a media type; a value may stand in quotes (RFC 9110, section 5.6.6). */
const CHARSET = /;\s*charset=("?)([^";\s]*)\1/gi;

/** Refuses bodies that would have to be decoded before they are JSON in UTF-8, before anything of them is read. */
export function takePlainBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ method, headers }, _reply, done) => {
    if (method === 'POST' && !(isPlain(headers['content-encoding']) && isUtf8(headers['content-type'])))
      done(
        new Problem(
          'unsupported-media-type',
          'Send the body as application/json in UTF-8, without a content encoding.',
        ),
      );
    else done();
  });
}

function isPlain(encoding: string | undefined): boolean {
  return encoding === undefined || encoding.trim().toLowerCase() === 'identity';
}

function isUtf8(type = ''): boolean {
  return [...type.matchAll(CHARSET)].every(([, , charset]) => charset?.toLowerCase() === 'utf-8');
}
