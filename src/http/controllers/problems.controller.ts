import { Controller, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from '../../commands/problem.js';
import { sendJson, sendText, variesBy } from '../answers.js';
import type { CommonAnswers } from '../openapi/schemas.js';
import { PROBLEM_QUERIES } from '../operations/problem-operations.js';
import { explainedProblem } from '../problem-explanations.js';
import { AsText, Serves } from './operation.decorators.js';

/** What the `type` of a problem leads to. */
@Controller()
export class ProblemsController {
  @Serves(PROBLEM_QUERIES.explain)
  explain(@Param('problem') name: string, @AsText() asText: boolean, @Res() reply: FastifyReply): void {
    const explained = explainedProblem(name);
    if (!explained) throw new Problem('not-found', `There is no problem named ${name}.`);
    const { type, title, status, when, remedy } = explained;
    void variesBy(reply, 'accept');
    if (asText) sendText(reply, `${title} (${status}, ${type})\n\nWhen: ${when}\n\nWhat to do: ${remedy}\n`);
    else sendJson<CommonAnswers['ProblemExplanation']>(reply, explained);
  }
}
