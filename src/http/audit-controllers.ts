import { Controller, Get, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../audit/index.js';
import type { RecordKind } from '../kernel/kind.js';
import { writeCursor } from '../projections/index.js';
import { KINDS } from '../registry/registry.js';
import { sendJson } from './answers.js';
import { readChanges, readDiff, readLanguage, readPage, readReplay } from './audit-parameters.js';
import {
  CompareList,
  CompareRecord,
  ExplainRecord,
  GetCorrections,
  ListCorrections,
  ReplayRecord,
} from './audit-queries.js';
import { findMoment } from './moments.js';
import { readOnlyMoment } from './parameters.js';

type Query = Record<string, string | string[] | undefined>;
interface Id {
  Params: { id: string };
  Querystring: Query;
}

/** What auditors ask of one record, whatever its kind. */
abstract class AuditController {
  protected abstract readonly kind: RecordKind;

  constructor(private readonly queries: QueryBus) {}

  async replay(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const asked = readReplay(request.query);
    const moment = await findMoment(this.queries, reply, asked.moment?.asOf ? asked.moment : undefined);
    const found = new ReplayRecord(this.kind, request.params.id, asked, moment);
    const { states, next } = await this.queries.execute(found);
    this.send(request, reply, { states, next: next === undefined ? null : writeCursor(next) });
  }

  async diff(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const asked = readDiff(request.query);
    const language = readLanguage(request);
    const found = await this.queries.execute(new CompareRecord(this.kind, request.params.id, asked, language));
    this.send(request, speaking(reply, language), found);
  }

  async changes(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const asked = readChanges(this.kind, request.query);
    const { items, next, from, to } = await this.queries.execute(new CompareList(this.kind, asked));
    sendJson(reply, { kind: this.kind.name, from, to, items, next: next ?? null });
  }

  async explain(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const asked = readOnlyMoment(request.query, ['asOf', 'on', 'lang']);
    const language = readLanguage(request);
    const moment = await findMoment(this.queries, reply, asked);
    const found = await this.queries.execute(new ExplainRecord(this.kind, request.params.id, moment, language));
    this.send(request, speaking(reply, language), found);
  }

  async corrections(request: FastifyRequest<Id>, reply: FastifyReply): Promise<void> {
    const page = readPage(request.query, 'lang');
    const language = readLanguage(request);
    const found = await this.queries.execute(new GetCorrections(this.kind, request.params.id, page, language));
    const { corrections, next } = found;
    const told = { corrections, next: next === undefined ? null : writeCursor(next) };
    this.send(request, speaking(reply, language), told);
  }

  private send({ params }: FastifyRequest<Id>, reply: FastifyReply, told: object): void {
    sendJson(reply, { kind: this.kind.name, id: params.id, ...told });
  }
}

/** What auditors ask of the whole ledger. */
@Controller('v1')
export class CorrectionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('corrections')
  async list(@Req() request: FastifyRequest<{ Querystring: Query }>, @Res() reply: FastifyReply): Promise<void> {
    const page = readPage(request.query);
    const { corrections: items, next } = await this.queries.execute(new ListCorrections(page));
    sendJson(reply, { items, next: next === undefined ? null : writeCursor(next) });
  }
}

/** One controller class for each kind. */
export const AUDIT_CONTROLLERS: Type[] = [CorrectionsController, ...KINDS.map(controllerOf)];

function controllerOf(kind: RecordKind): Type {
  @Controller(`v1/${kind.resource}`)
  class KindAuditController extends AuditController {
    protected override readonly kind = kind;

    @Get(':id/replay')
    answerReplay(@Req() request: FastifyRequest<Id>, @Res() reply: FastifyReply): Promise<void> {
      return this.replay(request, reply);
    }

    @Get(':id/diff')
    answerDiff(@Req() request: FastifyRequest<Id>, @Res() reply: FastifyReply): Promise<void> {
      return this.diff(request, reply);
    }

    @Get('changes')
    answerChanges(@Req() request: FastifyRequest<Id>, @Res() reply: FastifyReply): Promise<void> {
      return this.changes(request, reply);
    }

    @Get(':id/explain')
    answerExplain(@Req() request: FastifyRequest<Id>, @Res() reply: FastifyReply): Promise<void> {
      return this.explain(request, reply);
    }

    @Get(':id/corrections')
    answerCorrections(@Req() request: FastifyRequest<Id>, @Res() reply: FastifyReply): Promise<void> {
      return this.corrections(request, reply);
    }
  }
  Object.defineProperty(KindAuditController, 'name', { value: `${kind.name}-audit-controller` });
  Reflect.defineMetadata('design:paramtypes', [QueryBus], KindAuditController);
  return KindAuditController;
}

function speaking(reply: FastifyReply, language: Language): FastifyReply {
  return reply.header('content-language', language).header('vary', 'accept-language');
}
