import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../commands/problem.js';
import { kindOfResource } from '../../registry/registry.js';
import type { Operation } from '../operations/operation.js';
import { type RawQuery, readQuery } from '../operations/query-parameters.js';
import { NOTHING_HERE } from '../problem-filter.js';
import { keepAsked } from './asked.js';

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
    if (resource !== undefined && !kind) throw new Problem('not-found', NOTHING_HERE);
    const query = readQuery(operation.query, request.query, kind);
    keepAsked(request, kind ? { query, kind } : { query });
    return true;
  }
}
