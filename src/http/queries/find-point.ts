import type { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { AskedPoint, BitemporalPoint } from '../../projections/index.js';
import { FindPoint } from './record-queries.js';

/**
 * Finds the moment that a query about the past means, and names it in the answer: `Ledger-Index` is the last event that
 * counts, -1 for none, and `Ledger-Day` the day asked about. Undefined for a query about now.
 */
export async function findPoint(
  queries: QueryBus,
  reply: FastifyReply,
  asked: AskedPoint | undefined,
): Promise<BitemporalPoint | undefined> {
  if (!asked) return undefined;
  const moment = await queries.execute(new FindPoint(asked));
  const { transactionIndex, validDay } = moment;
  void reply.header('ledger-index', String(transactionIndex)).header('ledger-day', validDay);
  return moment;
}
