import { Controller, Get, Post, Req, Res, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordEntry } from '../commands/record-entry.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { KINDS, commandsOf } from '../registry/registry.js';
import { sendDocument, sendJson, sendPage } from './answers.js';
import { findMoment } from './moments.js';
import { headerOf, readDryRun, readIdempotencyKey, readListRequest, readOnlyMoment } from './parameters.js';
import { GetHistory, GetRecord, GetRelated, ListRecords } from './queries.js';

/** The actor of every command until access control comes. */
export const LOCAL_ACTOR = 'local';

type Query = Record<string, string | string[] | undefined>;
interface Id {
  Params: { id: string };
  Querystring: Query;
}

/** What the resource of every kind answers; the kinds differ in their commands only. */
abstract class RecordController {
  protected abstract readonly kind: RecordKind;

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async list(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const asked = readListRequest(this.kind, request.query);
    const moment = await findMoment(this.queries, reply, asked.moment);
    sendPage(reply, await this.queries.execute(new ListRecords(this.kind, asked, moment)));
  }

  async one(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const moment = await findMoment(this.queries, reply, readOnlyMoment(request.query));
    sendDocument(request, reply, await this.queries.execute(new GetRecord(this.kind, request.params.id, moment)));
  }

  async history(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const moment = await findMoment(this.queries, reply, readOnlyMoment(request.query, ['asOf']));
    const entries = await this.queries.execute(new GetHistory(this.kind, request.params.id, moment));
    sendJson(reply, { kind: this.kind.name, id: request.params.id, entries });
  }

  async related(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const moment = await findMoment(this.queries, reply, readOnlyMoment(request.query));
    sendJson(reply, await this.queries.execute(new GetRelated(this.kind, request.params.id, moment)));
  }

  async record(spec: CommandSpec, request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const key = readIdempotencyKey(request);
    const ifMatch = headerOf(request, 'if-match');
    const { created, id, etag, position, body } = await this.commands.execute(
      new RecordEntry({
        kind: this.kind,
        spec,
        body: request.body === undefined ? {} : request.body,
        actor: LOCAL_ACTOR,
        dryRun: readDryRun(request.query),
        correlationId: request.id,
        ...(spec.path === '' ? {} : { id: request.params.id }),
        ...(key === undefined ? {} : { key }),
        ...(ifMatch === undefined ? {} : { ifMatch }),
      }),
    );
    if (etag !== undefined) void reply.header('etag', etag);
    if (position !== undefined) void reply.header('ledger-position', position);
    if (created) void reply.header('location', `/v1/${this.kind.resource}/${id}`);
    sendJson(reply, body, created ? 201 : 200);
  }
}

/** One controller class for each kind, its routes made from the kind's table of commands. */
export const RECORD_CONTROLLERS: Type[] = KINDS.map(controllerOf);

function controllerOf(kind: RecordKind): Type {
  class KindController extends RecordController {
    protected override readonly kind = kind;
  }
  Object.defineProperty(KindController, 'name', { value: `${kind.name}-controller` });
  Controller(`v1/${kind.resource}`)(KindController);
  Reflect.defineMetadata('design:paramtypes', [CommandBus, QueryBus], KindController);
  route(KindController, 'answerList', Get(), (controller, request, reply) => controller.list(request, reply));
  route(KindController, 'answerOne', Get(':id'), (controller, request, reply) => controller.one(request, reply));
  route(KindController, 'answerHistory', Get(':id/history'), (controller, request, reply) =>
    controller.history(request, reply),
  );
  route(KindController, 'answerRelated', Get(':id/related'), (controller, request, reply) =>
    controller.related(request, reply),
  );
  for (const spec of commandsOf(kind)) {
    const path = spec.path === '' ? '' : `:id/${spec.path}`;
    route(KindController, spec.name, Post(path), (controller, request, reply) =>
      controller.record(spec, request, reply),
    );
  }
  return KindController;
}

type Handler = (controller: RecordController, request: FastifyRequest<Id>, reply: FastifyReply) => Promise<void>;

/**
 * Gives a controller class a method of its own with the decorators that a written one would have. Its name is none of
 * those of RecordController: it would stand before the method that it leads to.
 */
function route(controller: Type, name: string, method: MethodDecorator, handler: Handler): void {
  const prototype = controller.prototype as object;
  // A function of its own for each route: Nest keeps a route's metadata on the function.
  const own = function (this: RecordController, request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    return handler(this, request, reply);
  };
  const descriptor = { value: own, configurable: true, writable: true };
  Object.defineProperty(prototype, name, descriptor);
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
  method(prototype, name, descriptor);
}
