import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordEntry } from '../../commands/record-entry.js';
import type { RecordKind } from '../../kernel/kind.js';
import { hrefOf } from '../../registry/links.js';
import { commandsOf } from '../../registry/registry.js';
import { addressProblem } from '../addresses.js';
import type { Asker } from '../../questions/asker.js';
import { sendDocument, sendJson, sendJsonBytes, sendPage } from '../answers.js';
import { Clients } from '../clients.js';
import { headerOf, readIdempotencyKey } from '../headers.js';
import type { CommonAnswers } from '../openapi/schemas.js';
import { pointOf } from '../operations/common-parameters.js';
import { filtersOf } from '../operations/list-filters.js';
import type { ValuesOf } from '../operations/query-parameters.js';
import { RECORD_COMMANDS, RECORD_QUERIES } from '../operations/record-operations.js';
import { findPoint } from '../queries/find-point.js';
import { GetHistory, GetNamedRecord, GetRecord, GetRelated, ListRecords } from '../queries/record-queries.js';
import { LOCAL_ACTOR } from './local-actor.js';
import { Asked, Kind, Serves } from './operation.decorators.js';

type DryRun = ValuesOf<typeof RECORD_COMMANDS.begin.query>;

/** What the resource of every kind answers; the kinds differ in their commands only. */
@Controller()
export class RecordsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clients: Clients,
  ) {}

  @Serves(RECORD_QUERIES.list)
  async list(
    @Kind() kind: RecordKind,
    @Asked() asked: ValuesOf<typeof RECORD_QUERIES.list.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    const { cursor, limit, include: named } = asked;
    const asker = (): Asker => this.clients.askerOf(request);
    const list = { filters: filtersOf(asked), cursor, limit, named };
    sendPage(reply, await this.queries.execute(new ListRecords(kind, list, moment, asker)));
  }

  @Serves(RECORD_QUERIES.get)
  async get(
    @Kind() kind: RecordKind,
    @Param('id') id: string,
    @Asked() asked: ValuesOf<typeof RECORD_QUERIES.get.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    if (asked.include) {
      const named = new GetNamedRecord(kind, id, moment, this.clients.askerOf(request));
      await sendDocument(request, reply, await this.queries.execute(named), 'W/');
      return;
    }
    await sendDocument(
      request,
      reply,
      await this.queries.execute(new GetRecord(kind, id, moment, () => this.clients.askerOf(request))),
    );
  }

  @Serves(RECORD_QUERIES.history)
  async history(
    @Kind() kind: RecordKind,
    @Param('id') id: string,
    @Asked() asked: ValuesOf<typeof RECORD_QUERIES.history.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    const { cursor: after, limit, include: named } = asked;
    const history = new GetHistory(kind, id, { after, limit, named }, moment, this.clients.askerOf(request));
    sendJsonBytes(reply, await this.queries.execute(history));
  }

  @Serves(RECORD_QUERIES.related)
  async related(
    @Kind() kind: RecordKind,
    @Param('id') id: string,
    @Asked() asked: ValuesOf<typeof RECORD_QUERIES.related.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    const { cursor: after, limit, kind: kinds, include: named } = asked;
    const page = { after, limit, named };
    const related = new GetRelated(kind, id, page, kinds, moment, this.clients.askerOf(request));
    sendJsonBytes(reply, await this.queries.execute(related));
  }

  @Serves(RECORD_COMMANDS.begin)
  begin(
    @Kind() kind: RecordKind,
    @Body() body: unknown,
    @Asked() asked: DryRun,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.record({ kind, path: '', body }, asked, request, reply);
  }

  @Serves(RECORD_COMMANDS.change)
  change(
    @Kind() kind: RecordKind,
    @Param() { id, command }: { id: string; command: string },
    @Body() body: unknown,
    @Asked() asked: DryRun,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.record({ kind, id, path: command, body }, asked, request, reply);
  }

  private async record(
    { kind, id, path, body }: { kind: RecordKind; id?: string; path: string; body: unknown },
    { dryRun }: DryRun,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const spec = commandsOf(kind).find((each) => each.path === path);
    if (!spec) throw addressProblem(request);
    const key = readIdempotencyKey(request);
    const ifMatch = headerOf(request, 'if-match');
    const receipt = await this.commands.execute(
      new RecordEntry({
        kind,
        spec,
        body: body === undefined ? {} : body,
        actor: LOCAL_ACTOR,
        dryRun,
        correlationId: request.id,
        ...(id === undefined ? {} : { id }),
        ...(key === undefined ? {} : { key }),
        ...(ifMatch === undefined ? {} : { ifMatch }),
      }),
    );
    const { created, etag, position } = receipt;
    if (etag !== undefined) void reply.header('etag', etag);
    if (position !== undefined) void reply.header('ledger-position', position);
    if (created) void reply.header('location', hrefOf(kind, receipt.id));
    sendJson<CommonAnswers['Receipt']>(reply, receipt.body, created ? 201 : 200);
  }
}
