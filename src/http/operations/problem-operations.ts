import { ref, WORDS } from '../../kernel/schema-parts.js';
import { NONE } from './common-parameters.js';
import { json, operation } from './operation.js';

/** What the `type` of a problem leads to. */
export const PROBLEM_QUERIES = {
  explain: operation({
    method: 'GET',
    path: '/problems/{problem}',
    id: 'explainProblem',
    tag: 'problems',
    summary: 'What a problem means',
    description: 'The `type` of every problem is such an address: it tells when the problem is met, and what to do.',
    query: NONE,
    headers: [],
    refusals: ['BadQuery', 'NotAcceptable', 'NotFound'],
    answers: {
      200: {
        ...json('The explanation.', ref('ProblemExplanation')),
        content: { 'application/json': ref('ProblemExplanation'), 'text/plain': WORDS },
      },
    },
  }),
};
