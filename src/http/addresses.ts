import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../commands/problem.js';
import { methodsAt } from './operations/all-operations.js';

/** What is said of an address that leads nowhere. */
const NOTHING_HERE = 'There is nothing at this address; /docs tells what there is.';

/** Addresses that stand in no table: the API description, and the page that shows it. */
const UNLISTED = /^\/(?:openapi\.json|docs(?:\/.*)?)$/;

/** The methods of an address for its Allow header (RFC 9110, section 10.2.1); empty where nothing is there. */
export function allowedAt(url: string): string[] {
  const [path = ''] = url.split('?');
  const methods = UNLISTED.test(path) ? ['GET'] : methodsAt(path);
  const all = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return all.length === 0 ? [] : [...all, 'OPTIONS'];
}

/** Why a request leads nowhere: nothing is at its address, or what is there does not take its method. */
export function addressProblem({ method, url }: FastifyRequest): Problem {
  const allowed = allowedAt(url);
  // One that is too long for its router, or cannot be decoded, fits an address and leads nowhere all the same.
  return allowed.length === 0 || allowed.includes(method)
    ? new Problem('not-found', NOTHING_HERE)
    : new Problem('method-not-allowed', `${method} is not for this address; it takes ${allowed.join(', ')}.`);
}

/** Answers OPTIONS, and methods that an address does not take; other requests go on. */
export function answerOtherMethods(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) {
      done();
    } else if (request.method === 'OPTIONS' && allowedAt(request.url).length > 0) {
      void reply.status(204).header('allow', allowedAt(request.url).join(', ')).send();
    } else {
      done(addressProblem(request));
    }
  });
}
