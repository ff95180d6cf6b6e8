import { Controller, Get, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Ledger } from '../ledger.js';
import { sendJson } from './answers.js';
import { findMoment } from './moments.js';
import { readOnlyMoment } from './parameters.js';
import { GetRegionPair, GetSummary } from './queries.js';

type Query = Record<string, string | string[] | undefined>;

/** What is asked of the whole register. */
@Controller('v1')
export class OverviewController {
  constructor(private readonly queries: QueryBus) {}

  @Get('summary')
  async summary(@Req() request: FastifyRequest<{ Querystring: Query }>, @Res() reply: FastifyReply): Promise<void> {
    const moment = await findMoment(this.queries, reply, readOnlyMoment(request.query));
    sendJson(reply, await this.queries.execute(new GetSummary(moment)));
  }

  @Get('regions/:a/with/:b')
  async pair(
    @Req() request: FastifyRequest<{ Params: { a: string; b: string }; Querystring: Query }>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { a, b } = request.params;
    const moment = await findMoment(this.queries, reply, readOnlyMoment(request.query));
    sendJson(reply, await this.queries.execute(new GetRegionPair(a, b, moment)));
  }
}

/** For whoever keeps the program running. */
@Controller('health')
export class HealthController {
  constructor(private readonly ledger: Ledger) {}

  /** The process answers. */
  @Get('live')
  live(@Res() reply: FastifyReply): void {
    sendJson(reply, { status: 'live' });
  }

  /**
   * The views have shown what the log held at the start. While the log cannot be followed they still answer, which is
   * `stale`; a log that has lost what they showed, or is not the one that was signed, is `refused`.
   */
  @Get('ready')
  ready(@Res() reply: FastifyReply): void {
    const views = this.ledger.runner.state();
    const log = this.ledger.transparency.state();
    if (this.ledger.refusal() !== undefined) sendJson(reply, { status: 'refused', views, log }, 503);
    else if (!this.ledger.canTell()) sendJson(reply, { status: 'catching-up', views, log }, 503);
    else sendJson(reply, { status: views.age === 0 ? 'ready' : 'stale', views, log });
  }
}
