import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus, type Query } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../words/locale-files.js';
import type { RecordKind } from '../../kernel/kind.js';
import { sendJsonBytes, variesBy } from '../answers.js';
import { Clients } from '../clients.js';
import { headerOf } from '../headers.js';
import { AUDIT_QUERIES, LEDGER_AUDIT_QUERIES } from '../operations/audit-operations.js';
import { pointOf } from '../operations/common-parameters.js';
import { filtersOf } from '../operations/list-filters.js';
import { preferredLanguage } from '../operations/languages.js';
import { faultOf, refuse, type ValuesOf } from '../operations/query-parameters.js';
import {
  CompareList,
  CompareRecord,
  ExplainRecord,
  GetCorrections,
  ListCorrections,
  ReplayRecord,
} from '../queries/audit-queries.js';
import { findPoint } from '../queries/find-point.js';
import { Asked, Kind, Serves } from './operation.decorators.js';

/** What auditors ask of one record or one list, whatever the kind, and of the whole ledger. */
@Controller()
export class AuditController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clients: Clients,
  ) {}

  @Serves(AUDIT_QUERIES.compareList)
  async compareList(
    @Kind() kind: RecordKind,
    @Asked() asked: ValuesOf<typeof AUDIT_QUERIES.compareList.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { cursor, limit, include: named } = asked;
    const from = pointOf({ asOf: asked.from, on: asked.fromOn }) ?? {};
    const to = pointOf({ asOf: asked.to, on: asked.toOn });
    const comparison = { filters: filtersOf(asked), cursor, limit, named, from, to };
    await this.answer(new CompareList(kind, comparison, this.clients.askerOf(request)), reply);
  }

  @Serves(AUDIT_QUERIES.replay)
  async replay(
    @Kind() kind: RecordKind,
    @Param('id') id: string,
    @Asked() asked: ValuesOf<typeof AUDIT_QUERIES.replay.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { revision, cursor: after, limit } = asked;
    if (revision !== undefined && asked.asOf !== undefined)
      refuse([faultOf('revision', 'one-moment', 'stands for a moment, as asOf does: give one of them')]);
    const moment = pointOf(asked);
    const found = await findPoint(this.queries, reply, moment?.asOf ? moment : undefined);
    const replayed = new ReplayRecord(
      kind,
      id,
      { revision, after, limit, moment },
      found,
      this.clients.askerOf(request),
    );
    await this.answer(replayed, reply);
  }

  @Serves(AUDIT_QUERIES.compare)
  async compare(
    @Kind() kind: RecordKind,
    @Param('id') id: string,
    @Asked() asked: ValuesOf<typeof AUDIT_QUERIES.compare.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const from = pointOf({ asOf: asked.from, on: asked.fromOn });
    const to = pointOf({ asOf: asked.to, on: asked.toOn });
    const language = speak(request, reply, asked.lang);
    await this.answer(new CompareRecord(kind, id, { from, to }, language, this.clients.askerOf(request)), reply);
  }

  @Serves(AUDIT_QUERIES.explain)
  async explain(
    @Kind() kind: RecordKind,
    @Param('id') id: string,
    @Asked() asked: ValuesOf<typeof AUDIT_QUERIES.explain.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = speak(request, reply, asked.lang);
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    await this.answer(new ExplainRecord(kind, id, moment, language, this.clients.askerOf(request)), reply);
  }

  @Serves(AUDIT_QUERIES.corrections)
  async corrections(
    @Kind() kind: RecordKind,
    @Param('id') id: string,
    @Asked() { cursor: after, limit, lang }: ValuesOf<typeof AUDIT_QUERIES.corrections.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = speak(request, reply, lang);
    const page = { after, limit };
    await this.answer(new GetCorrections(kind, id, page, language, this.clients.askerOf(request)), reply);
  }

  @Serves(LEDGER_AUDIT_QUERIES.corrections)
  async allCorrections(
    @Asked() { cursor: after, limit }: ValuesOf<typeof LEDGER_AUDIT_QUERIES.corrections.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(new ListCorrections({ after, limit }, this.clients.askerOf(request)), reply);
  }

  private async answer(query: Query<Uint8Array>, reply: FastifyReply): Promise<void> {
    sendJsonBytes(reply, await this.queries.execute(query));
  }
}

/** The language that is asked for, of which the answer tells. */
function speak(request: FastifyRequest, reply: FastifyReply, lang: Language | undefined): Language {
  const language = lang ?? preferredLanguage(headerOf(request, 'accept-language'));
  void variesBy(reply, 'accept-language').header('content-language', language);
  return language;
}
