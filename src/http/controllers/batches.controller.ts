import { Body, Controller, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordBatch } from '../../commands/record-entry.js';
import { sendJson } from '../answers.js';
import { readIdempotencyKey } from '../headers.js';
import type { CommonAnswers } from '../openapi/schemas.js';
import { BATCH_COMMANDS } from '../operations/batch-operations.js';
import type { ValuesOf } from '../operations/query-parameters.js';
import { LOCAL_ACTOR } from './local-actor.js';
import { Asked, Serves } from './operation.decorators.js';

/** Several commands as one request. */
@Controller()
export class BatchesController {
  constructor(private readonly commands: CommandBus) {}

  @Serves(BATCH_COMMANDS.record)
  async record(
    @Body() body: unknown,
    @Asked() { dryRun }: ValuesOf<typeof BATCH_COMMANDS.record.query>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const key = readIdempotencyKey(request);
    const asked = {
      body,
      actor: LOCAL_ACTOR,
      dryRun,
      correlationId: request.id,
      ...(key === undefined ? {} : { key }),
    };
    const { position, body: answer } = await this.commands.execute(new RecordBatch(asked));
    if (position !== undefined) void reply.header('ledger-position', position);
    sendJson<CommonAnswers['BatchReceipt']>(reply, answer, 200);
  }
}
