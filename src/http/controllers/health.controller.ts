import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Ledger } from '../../ledger-instance.js';
import { sendJson } from '../answers.js';
import { HEALTH_QUERIES } from '../operations/overview-operations.js';
import { Serves } from './operation.decorators.js';

/** For whoever keeps the program running. */
@Controller()
export class HealthController {
  constructor(private readonly ledger: Ledger) {}

  @Serves(HEALTH_QUERIES.live)
  live(@Res() reply: FastifyReply): void {
    sendJson(reply, { status: 'live' });
  }

  @Serves(HEALTH_QUERIES.ready)
  ready(@Res() reply: FastifyReply): void {
    const views = this.ledger.runner.state();
    const log = this.ledger.transparency.state();
    const clock = this.ledger.clockTrouble();
    if (clock !== undefined) sendJson(reply, { status: 'refused', views, log, clock }, 503);
    else if (this.ledger.refusal() !== undefined) sendJson(reply, { status: 'refused', views, log }, 503);
    else if (!this.ledger.canTell()) sendJson(reply, { status: 'catching-up', views, log }, 503);
    else sendJson(reply, { status: views.age === 0 ? 'ready' : 'stale', views, log });
  }
}
