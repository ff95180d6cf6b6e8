import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Ledger } from '../../ledger-instance.js';
import { sendJson } from '../answers.js';
import type { HealthAnswers } from '../openapi/state-schemas.js';
import { HEALTH_QUERIES } from '../operations/overview-operations.js';
import { Serves } from './operation.decorators.js';

/** Most of each sort of trouble to be named. */
const NAMED = 20;

/** For whoever keeps the program running. */
@Controller()
export class HealthController {
  constructor(private readonly ledger: Ledger) {}

  @Serves(HEALTH_QUERIES.live)
  live(@Res() reply: FastifyReply): void {
    sendJson<HealthAnswers['Live']>(reply, { status: 'live' });
  }

  @Serves(HEALTH_QUERIES.ready)
  ready(@Res() reply: FastifyReply): void {
    const views = this.ledger.runner.state();
    const log = this.ledger.transparency.state();
    const parked = { count: this.ledger.parkedCount, items: this.ledger.parked(NAMED) };
    const alarm = this.ledger.alarm();
    const states = {
      views,
      log,
      parked,
      texts: this.ledger.damagedTexts(NAMED),
      check: this.ledger.check.state(NAMED),
      ...(alarm === undefined ? {} : { alarm }),
    };
    const clock = this.ledger.clockTrouble();
    const isRefused = clock !== undefined || this.ledger.refusal() !== undefined;
    if (isRefused || !this.ledger.canTell()) {
      const status = isRefused ? 'refused' : 'catching-up';
      const trouble = clock === undefined ? {} : { clock };
      sendJson<HealthAnswers['NotReady']>(reply, { status, ...states, ...trouble }, 503);
    } else sendJson<HealthAnswers['Ready']>(reply, { status: views.age === 0 ? 'ready' : 'stale', ...states });
  }
}
