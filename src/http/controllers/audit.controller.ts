import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../audit/index.js';
import type { RecordKind } from '../../kernel/kind.js';
import { writeCursor } from '../../projections/index.js';
import { sendJson, variesBy } from '../answers.js';
import { headerOf } from '../headers.js';
import type { AuditAnswers } from '../openapi/audit-schemas.js';
import { AUDIT_QUERIES, LEDGER_AUDIT_QUERIES } from '../operations/audit-operations.js';
import { filtersOf, pointOf } from '../operations/common-parameters.js';
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
  constructor(private readonly queries: QueryBus) {}

  @Serves(AUDIT_QUERIES.compareList)
  async compareList(
    @Kind() kind: RecordKind,
    @Asked() asked: ValuesOf<typeof AUDIT_QUERIES.compareList.query>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { cursor, limit } = asked;
    const from = pointOf({ asOf: asked.from, on: asked.fromOn }) ?? {};
    const to = pointOf({ asOf: asked.to, on: asked.toOn });
    const request = { filters: filtersOf(asked), cursor, limit, from, to };
    const found = await this.queries.execute(new CompareList(kind, request));
    sendJson<AuditAnswers['ListComparison']>(reply, {
      kind: kind.name,
      from: found.from,
      to: found.to,
      items: found.items,
      next: found.next ?? null,
    });
  }

  @Serves(AUDIT_QUERIES.replay)
  async replay(
    @Kind() kind: RecordKind,
    @Param('id') id: string,
    @Asked() asked: ValuesOf<typeof AUDIT_QUERIES.replay.query>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { revision, cursor: after, limit } = asked;
    if (revision !== undefined && asked.asOf !== undefined)
      refuse([faultOf('revision', 'one-moment', 'stands for a moment, as asOf does: give one of them')]);
    const moment = pointOf(asked);
    const found = await findPoint(this.queries, reply, moment?.asOf ? moment : undefined);
    const { states, next } = await this.queries.execute(
      new ReplayRecord(kind, id, { revision, after, limit, moment }, found),
    );
    sendJson<AuditAnswers['Replay']>(reply, { kind: kind.name, id, states, next: cursorTo(next) });
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
    const difference = await this.queries.execute(new CompareRecord(kind, id, { from, to }, language));
    sendJson<AuditAnswers['Difference']>(reply, { kind: kind.name, id, ...difference });
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
    const explanation = await this.queries.execute(new ExplainRecord(kind, id, moment, language));
    sendJson<AuditAnswers['Explanation']>(reply, { kind: kind.name, id, ...explanation });
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
    const { corrections, next } = await this.queries.execute(new GetCorrections(kind, id, { after, limit }, language));
    sendJson<AuditAnswers['RecordCorrections']>(reply, { kind: kind.name, id, corrections, next: cursorTo(next) });
  }

  @Serves(LEDGER_AUDIT_QUERIES.corrections)
  async allCorrections(
    @Asked() { cursor: after, limit }: ValuesOf<typeof LEDGER_AUDIT_QUERIES.corrections.query>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { corrections: items, next } = await this.queries.execute(new ListCorrections({ after, limit }));
    sendJson<AuditAnswers['LedgerCorrections']>(reply, { items, next: cursorTo(next) });
  }
}

function cursorTo(next: number | undefined): string | null {
  return next === undefined ? null : writeCursor(next);
}

/** The language that is asked for, of which the answer tells. */
function speak(request: FastifyRequest, reply: FastifyReply, lang: Language | undefined): Language {
  const language = lang ?? preferredLanguage(headerOf(request, 'accept-language'));
  void variesBy(reply, 'accept-language').header('content-language', language);
  return language;
}
