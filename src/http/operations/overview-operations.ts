import { object, oneOf, ref, WORDS } from '../../kernel/schema-parts.js';
import { MOMENT, NONE } from './common-parameters.js';
import { json, operation, QUERY_OF_ONE_REFUSALS, QUERY_REFUSALS, viewed } from './operation.js';

/** What is asked of the whole register. */
export const OVERVIEW_QUERIES = {
  summary: operation({
    method: 'GET',
    path: '/v1/summary',
    id: 'getSummary',
    tag: 'overview',
    summary: 'How many records of each kind are in which status',
    description: 'Totals today or at a moment, and the figures that were reported beside what is registered.',
    query: MOMENT,
    headers: ['LedgerPosition'],
    refusals: QUERY_REFUSALS,
    answers: { 200: viewed('Totals.', ref('Summary')) },
  }),
  pair: operation({
    method: 'GET',
    path: '/v1/regions/{a}/with/{b}',
    id: 'getRegionPair',
    tag: 'overview',
    summary: 'Everything between two regions',
    description: 'What is registered between them, beside what was reported about both.',
    query: MOMENT,
    headers: ['LedgerPosition'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: { 200: viewed('Found.', ref('RegionPair')) },
  }),
};

/** What those ask who keep the program running. */
export const HEALTH_QUERIES = {
  live: operation({
    method: 'GET',
    path: '/health/live',
    id: 'getLive',
    tag: 'health',
    summary: 'Whether the process answers',
    description: 'It does as long as it runs, whatever the event store and the views do.',
    query: NONE,
    headers: [],
    refusals: ['BadQuery', 'NotAcceptable'],
    answers: { 200: json('It does.', object({ status: oneOf('live') })) },
  }),
  ready: operation({
    method: 'GET',
    path: '/health/ready',
    id: 'getReady',
    tag: 'health',
    summary: 'Whether the views have shown what the log held at the start',
    description:
      '`stale`: they answer, and the log cannot be followed now. `refused`: nothing is recorded, as the log has lost what ' +
      'they showed, or is not the one that was signed, or the `clock` is in doubt.',
    query: NONE,
    headers: [],
    refusals: ['BadQuery', 'NotAcceptable'],
    answers: {
      200: json(
        'They have.',
        object({ status: oneOf('ready', 'stale'), views: ref('ViewsState'), log: ref('LogState') }),
      ),
      503: json(
        'Not yet, or refused.',
        object(
          { status: oneOf('catching-up', 'refused'), views: ref('ViewsState'), log: ref('LogState') },
          { clock: WORDS },
        ),
      ),
    },
  }),
};
