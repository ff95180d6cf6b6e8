import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Problem } from '../../commands/problem.js';
import { kindOfResource } from '../../registry/registry.js';
import { type MediaType, type Operation, offersOf } from '../operations/operation.js';
import { type RawQuery, readQuery } from '../operations/query-parameters.js';
import { addressProblem } from '../addresses.js';

const PROBLEM_JSON = 'application/problem+json';

/** Under this name a handler's metadata hold its operation. */
export const OPERATION = 'ledger:operation';

type Asking = FastifyRequest<{ Params: { resource?: string }; Querystring: RawQuery }>;

/** Holds every request against its operation before the handler runs. */
@Injectable()
export class OperationGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws Problem */
  canActivate(context: ExecutionContext): true {
    const operation = this.reflector.get<Operation>(OPERATION, context.getHandler());
    const request = context.switchToHttp().getRequest<Asking>();
    const { resource } = request.params;
    const kind = resource === undefined ? undefined : kindOfResource(resource);
    if (resource !== undefined && !kind) throw addressProblem(request);
    const mediaType = mediaTypeFor(request, operation);
    const query = readQuery(operation.query, request.query, kind);
    request.askedFor = { query, mediaType, kind };
    return true;
  }
}

/**
 * The media type to answer with: of those that the operation has, the one that the request would rather have. Whoever
 * takes problem details alone asks for nothing that there is, but for what an operation may answer too.
 * @throws Problem `not-acceptable`
 */
function mediaTypeFor(request: FastifyRequest, operation: Operation): MediaType {
  const offers = offersOf(operation);
  const [first = 'application/json'] = offers;
  const { accept } = request.headers;
  if (accept === undefined || accept === '' || accept === '*/*') return first;
  const wanted = new Negotiator(request).mediaTypes([...offers, PROBLEM_JSON]);
  if (wanted.length === 0) {
    throw new Problem('not-acceptable', `The answer is ${[...offers, PROBLEM_JSON].join(' or ')}; accept one of them.`);
  }
  return offers.find((offer) => offer === wanted.find((type) => type !== PROBLEM_JSON)) ?? first;
}
