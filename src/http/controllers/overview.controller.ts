import { Controller, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { sendJson } from '../answers.js';
import type { CommonAnswers } from '../openapi/schemas.js';
import { pointOf } from '../operations/common-parameters.js';
import { OVERVIEW_QUERIES } from '../operations/overview-operations.js';
import type { ValuesOf } from '../operations/query-parameters.js';
import { findPoint } from '../queries/find-point.js';
import { GetRegionPair, GetSummary } from '../queries/record-queries.js';
import { Asked, Serves } from './operation.decorators.js';

/** What is asked of the whole register. */
@Controller()
export class OverviewController {
  constructor(private readonly queries: QueryBus) {}

  @Serves(OVERVIEW_QUERIES.summary)
  async summary(
    @Asked() asked: ValuesOf<typeof OVERVIEW_QUERIES.summary.query>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    sendJson<CommonAnswers['Summary']>(reply, await this.queries.execute(new GetSummary(moment)));
  }

  @Serves(OVERVIEW_QUERIES.pair)
  async pair(
    @Param() { a, b }: { a: string; b: string },
    @Asked() asked: ValuesOf<typeof OVERVIEW_QUERIES.pair.query>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    sendJson<CommonAnswers['RegionPair']>(reply, await this.queries.execute(new GetRegionPair(a, b, moment)));
  }
}
