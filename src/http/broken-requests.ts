import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../commands/problem.js';
import { JSON_PROBLEM, problemBody } from './problem-filter.js';
import { SECURITY_HEADERS } from './security-headers.js';

/**
 * Answers what is no HTTP, or comes too late or too long to be read, on its bare connection and closes it: there is no
 * request yet to answer to. (Node says which it is by the code of the error.)
 */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET') answerConnection(socket, problemOf(error.code));
}

/** Answers with a problem on a bare connection and closes it. */
export function answerConnection(
  socket: Socket,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (socket.destroyed) return;
  if (socket.writable) {
    const correlationId = randomUUID();
    const body = problemBody(problem, { correlationId });
    const all = {
      ...SECURITY_HEADERS,
      ...headers,
      ...(problem.retryAfter === undefined ? {} : { 'retry-after': String(problem.retryAfter) }),
      'content-type': JSON_PROBLEM,
      'content-length': String(Buffer.byteLength(body)),
      'x-correlation-id': correlationId,
      connection: 'close',
    };
    socket.write(
      [
        `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
        ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroySoon();
}

/** Answers what Node would refuse without a body, or not at all: expectations but 100-continue, and CONNECT. */
export function refuseUncommon(fastify: FastifyInstance): void {
  const { server } = fastify;
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  fastify.addHook('onRequest', ({ headers: { expect } }, _reply, done) => {
    const isKnown = expect === undefined || /^100-continue$/i.test(expect);
    done(isKnown ? undefined : new Problem('expectation-failed', 'The one expectation that is met is 100-continue.'));
  });
  server.on('connect', (_request, socket) => {
    const problem = new Problem('method-not-allowed', 'This is no proxy: CONNECT is for no address.');
    answerConnection(socket as Socket, problem, { allow: '' });
  });
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers-too-large', 'The address and headers are too long.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request-timeout', 'Send the request again, in one go.');
  return new Problem('malformed-request', 'This is not HTTP/1.1 (RFC 9112).');
}
