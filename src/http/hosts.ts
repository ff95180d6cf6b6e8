import { isIPv4, isIPv6 } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../commands/problem.js';
import { isNamedTwice } from './headers.js';

/** A host and, behind it, a port that does not matter here (RFC 9112, section 3.2). */
const HOST = /^(\[[\da-f:.]+\]|[\w.~-]+)(?::\d*)?$/i;

/** `http://host:port` before the path, as it is sent to a proxy (RFC 9112, section 3.2.2). */
const ORIGIN = /^https?:\/\/([^/?#]*)/i;

/** The address of a request without the origin that may stand before it. */
export function pathAsked({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  if (url.startsWith('/')) return url;
  const path = url.replace(ORIGIN, '');
  return path === '' || path.startsWith('?') ? `/${path}` : path;
}

/**
 * Serves requests for these hosts, localhost and IP addresses only: a page of another site whose name leads to this machine
 * could else read and write here. Health is asked under any name.
 * @param names host names in lower case, without ports
 */
export function serveHosts(fastify: FastifyInstance, names: readonly string[]): void {
  const served = new Set(['localhost', ...names]);
  fastify.addHook('onRequest', ({ raw, url, originalUrl }, _reply, done) => {
    const named = hostOf(raw, originalUrl);
    if (named === undefined) done();
    else if (named === '')
      done(new Problem('malformed-request', 'A request names its host once (RFC 9112, section 3.2).'));
    else if (isAddress(named) || served.has(named) || url.startsWith('/health/')) done();
    else done(new Problem('misdirected-request', 'This ledger is not reached under the host that the request names.'));
  });
}

/** The host that a request names, in lower case; empty where it cannot be determined, undefined where HTTP/1.0 names none. */
function hostOf({ headers, rawHeaders, httpVersion }: IncomingMessage, url: string): string | undefined {
  if (headers.host === undefined) return httpVersion === '1.0' ? undefined : '';
  if (isNamedTwice(rawHeaders, 'host')) return '';
  const given = (url.startsWith('/') ? undefined : ORIGIN.exec(url)?.[1]) ?? headers.host;
  return HOST.exec(given)?.[1]?.toLowerCase().replace(/\.$/, '') ?? '';
}

function isAddress(host: string): boolean {
  return isIPv4(host) || (host.startsWith('[') && isIPv6(host.slice(1, -1)));
}
