import { Body, Controller, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordBatch } from '../../commands/record-entry.js';
import { inTurn } from '../../questions/in-turn.js';
import { Turns } from '../../questions/turns.js';
import { sendJson } from '../answers.js';
import { Clients } from '../clients.js';
import { readIdempotencyKey } from '../headers.js';
import type { CommonAnswers } from '../openapi/schemas.js';
import { BATCH_COMMANDS } from '../operations/batch-operations.js';
import type { ValuesOf } from '../operations/query-parameters.js';
import { LOCAL_ACTOR } from './local-actor.js';
import { Asked, Serves } from './operation.decorators.js';

/** A batch takes as long as its commands: of one client a few are worked on at once, and a few more wait. */
const LIMITS = { atOnce: 4, perClient: 2, waiting: 64, waitingPerClient: 8 };

/** Several commands as one request. */
@Controller()
export class BatchesController {
  private readonly turns = new Turns(LIMITS);

  constructor(
    private readonly commands: CommandBus,
    private readonly clients: Clients,
  ) {}

  @Serves(BATCH_COMMANDS.record)
  async record(
    @Body() body: unknown,
    @Asked() { dryRun }: ValuesOf<typeof BATCH_COMMANDS.record.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const key = readIdempotencyKey(request);
    const asker = this.clients.askerOf(request);
    const asked = {
      body,
      signal: asker.signal,
      actor: LOCAL_ACTOR,
      dryRun,
      correlationId: request.id,
      ...(key === undefined ? {} : { key }),
    };
    const { position, body: answer } = await inTurn(this.turns, asker, 'batches', () =>
      this.commands.execute(new RecordBatch(asked)),
    );
    if (position !== undefined) void reply.header('ledger-position', position);
    sendJson<CommonAnswers['BatchReceipt']>(reply, answer, 200);
  }
}
