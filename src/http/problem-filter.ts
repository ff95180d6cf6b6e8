import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BatchProblem } from '../commands/batch/batch-problem.js';
import { asProblem } from '../commands/event-writer.js';
import { Problem } from '../commands/problem.js';
import { ViewsBehind } from '../projections/index.js';
import { problemTitle } from '../words/words.js';
import { addressProblem, allowedAt } from './addresses.js';
import { ClientLeft } from './clients.js';

/** The `type` of every problem begins with this: addresses that stay, each of which explains its problem. */
export const PROBLEM_TYPES = '/problems/';

/** Media type of problem details. */
export const JSON_PROBLEM = 'application/problem+json; charset=utf-8';

/** Every refusal and failure as problem details (RFC 9457); what went wrong inside goes to the log, not to the client. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** Stands in the log for requests whose client has gone; no status of HTTP says that. */
const CLIENT_LEFT = 499;

/** Answers with the problem that an error is. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof ClientLeft) {
    // Nobody reads it; the line of the request in the log has it.
    void reply.status(CLIENT_LEFT).send();
    return;
  }
  const problem = problemOf(error, request);
  // The logger of a request writes its correlation id with every line.
  if (problem.status === 500) request.log.error({ err: error }, problem.message);
  else if (problem.status > 500) request.log.warn(problem.message);
  if (problem.problem === 'method-not-allowed') void reply.header('allow', allowedAt(request.url).join(', '));
  if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter));
  void reply
    .status(problem.status)
    .header('content-type', JSON_PROBLEM)
    .send(problemBody(problem, { instance: request.url.split('?')[0], correlationId: request.id }));
}

/** A problem as its document says it (RFC 9457, section 3). */
export function problemBody(problem: Problem, occurrence: { instance?: string; correlationId: string }): string {
  return JSON.stringify({
    type: `${PROBLEM_TYPES}${problem.problem}`,
    title: problemTitle(problem.problem, 'en'),
    status: problem.status,
    detail: problem.message,
    ...(problem instanceof BatchProblem ? { command: problem.command, recorded: problem.recorded } : {}),
    ...(problem.faults.length === 0 ? {} : { rule: problem.faults[0]?.rule, errors: problem.faults }),
    ...occurrence,
  });
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  const known = asProblem(error);
  if (known instanceof Problem) return known;
  if (known instanceof ViewsBehind) return new Problem('views-behind', known.message, [], 1);
  const status = statusOf(known);
  // 403 is what serving the files of /docs says of a path that leads out of them.
  if (status === 403 || status === 404) return addressProblem(request);
  if (status === 413) return new Problem('too-large', 'The body is larger than the ledger takes.');
  if (status === 415) return new Problem('unsupported-media-type', 'Send the body as application/json.');
  if (status === 412) return new Problem('stale', 'What is at this address is not as the request expects it.');
  if (status >= 400 && status < 500) return new Problem('malformed-request', 'The request cannot be read.');
  return new Problem(
    'internal-error',
    'The ledger failed to answer; nothing that was acknowledged is lost. Try again, or tell its operator the correlation id.',
  );
}

/** Status that Nest or Fastify give to an error of their own. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
