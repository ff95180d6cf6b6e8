import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { Problem } from '../commands/problem.js';
import { JSON_PROBLEM, problemBody } from './problem-filter.js';

/**
 * Answers what is no HTTP, or comes too late or too long to be read, on its bare connection and closes it: there is no
 * request yet to answer to. (Node says which it is by the code of the error.)
 */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) {
    const problem = problemOf(error.code);
    const correlationId = randomUUID();
    const body = problemBody(problem, { correlationId });
    socket.write(
      [
        `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
        `content-type: ${JSON_PROBLEM}`,
        `content-length: ${Buffer.byteLength(body)}`,
        `x-correlation-id: ${correlationId}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroySoon();
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers-too-large', 'The address and headers are too long.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request-timeout', 'Send the request again, in one go.');
  return new Problem('malformed-request', 'This is not HTTP/1.1 (RFC 9112).');
}
