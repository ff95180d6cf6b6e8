import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  Get,
  Post,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Operation } from '../operations/operation.js';
import { askedOf } from './asked.js';
import { OPERATION, OperationGuard } from './operation.guard.js';

/** Serves an operation of the tables (`http/operations`): its route, and what its query may hold, are declared there. */
export function Serves(operation: Operation): MethodDecorator {
  const Method = operation.method === 'GET' ? Get : Post;
  return applyDecorators(Method(routeOf(operation)), SetMetadata(OPERATION, operation), UseGuards(OperationGuard));
}

/** The route of an operation, as the router writes it. */
export function routeOf({ path }: Operation): string {
  return path.replace('{tile}', '*').replace(/\{(\w+)\}/g, ':$1');
}

/** The query as the operation's table reads it: `ValuesOf<typeof SOME_OPERATION.query>`. */
export const Asked = createParamDecorator(
  (_data: undefined, context: ExecutionContext) => askedOf(requestOf(context)).query,
);

/** The kind of record that the address names. */
export const Kind = createParamDecorator(
  (_data: undefined, context: ExecutionContext) => askedOf(requestOf(context)).kind,
);

/** Whether the answer is to be text, where the operation has both text and JSON. */
export const AsText = createParamDecorator(
  (_data: undefined, context: ExecutionContext) => askedOf(requestOf(context)).mediaType === 'text/plain',
);

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}
