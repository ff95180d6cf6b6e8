import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../../questions/asker.js';
import { Problem } from '../../commands/problem.js';
import { LANGUAGES, localeFile } from '../../words/locale-files.js';
import { sendDocument, sendJsonBytes } from '../answers.js';
import { Clients } from '../clients.js';
import { pointOf } from '../operations/common-parameters.js';
import { OVERVIEW_QUERIES } from '../operations/overview-operations.js';
import type { ValuesOf } from '../operations/query-parameters.js';
import { findPoint } from '../queries/find-point.js';
import { GetRegionPair, GetSummary } from '../queries/record-queries.js';
import { Asked, Serves } from './operation.decorators.js';

/** What is asked of the whole register. */
@Controller()
export class OverviewController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clients: Clients,
  ) {}

  @Serves(OVERVIEW_QUERIES.summary)
  async summary(
    @Asked() asked: ValuesOf<typeof OVERVIEW_QUERIES.summary.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    const asker = (): Asker => this.clients.askerOf(request);
    sendJsonBytes(reply, await this.queries.execute(new GetSummary(asked.basis, moment, asker)));
  }

  @Serves(OVERVIEW_QUERIES.pair)
  async pair(
    @Param() { a, b }: { a: string; b: string },
    @Asked() asked: ValuesOf<typeof OVERVIEW_QUERIES.pair.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moment = await findPoint(this.queries, reply, pointOf(asked));
    const { basis, cursor: after, limit, include: named } = asked;
    const pair = new GetRegionPair(a, b, basis, { after, limit, named }, moment, this.clients.askerOf(request));
    sendJsonBytes(reply, await this.queries.execute(pair));
  }

  @Serves(OVERVIEW_QUERIES.locale)
  async locale(
    @Param('language') asked: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = LANGUAGES.find((known) => known === asked);
    if (!language) throw new Problem('not-found', `There are words in ${LANGUAGES.join(' and ')} only.`);
    const { bytes, digest } = localeFile(language);
    await sendDocument(request, reply, { bytes, etag: `"${digest.slice(0, 16)}"` });
  }
}
