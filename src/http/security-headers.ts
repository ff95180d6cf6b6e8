import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clients } from './clients.js';

/** What nothing that is served here needs. */
const PERMISSIONS = ['camera', 'geolocation', 'microphone', 'payment', 'usb'];

/** Answers are data: no browser is to run them, put them into a page or a frame, or send on where they came from. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS.map((feature) => `${feature}=()`).join(', '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Swagger UI loads its own files and asks this server; its styles and pictures stand in its scripts. */
const POLICY_OF_DOCS = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A year, in seconds. */
const HTTPS_ONLY = 'max-age=31536000';

/** Says with every answer what browsers may do with it; to those who came by HTTPS, to go on doing so. */
export function sendSecurityHeaders(fastify: FastifyInstance, clients: Clients): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SECURITY_HEADERS);
    if (isOfDocs(request)) void reply.header('content-security-policy', POLICY_OF_DOCS);
    if (clients.usedHttps(request.raw)) void reply.header('strict-transport-security', HTTPS_ONLY);
    done();
  });
}

function isOfDocs({ url }: FastifyRequest): boolean {
  return /^\/docs(?:[/?]|$)/.test(url);
}
