import { FLAG, MOMENT, REGION, WHOLE, WORDS, about, object, oneOf, ref } from '../../kernel/answer-schema.js';
import type { Paths } from './parts.js';
import { answer, parameter, refusals, viewed } from './parts.js';

/** What is asked of the whole register. */
export function overviewPaths(): Paths {
  const region = (name: string): object => ({
    name,
    in: 'path',
    required: true,
    description: 'ISO 3166-2 code of a region.',
    schema: REGION,
  });
  return {
    '/v1/summary': {
      get: {
        operationId: 'getSummary',
        tags: ['overview'],
        summary: 'How many records of each kind are in which status, and what figures were reported',
        parameters: [parameter('AsOf'), parameter('On'), parameter('ReadPosition'), parameter('CorrelationId')],
        responses: { 200: viewed('Totals.', ref('Summary')), ...refusals('query') },
      },
    },
    '/v1/regions/{a}/with/{b}': {
      get: {
        operationId: 'getRegionPair',
        tags: ['overview'],
        summary: 'Everything between two regions: what is registered beside what was reported',
        parameters: [
          region('a'),
          region('b'),
          parameter('AsOf'),
          parameter('On'),
          parameter('ReadPosition'),
          parameter('CorrelationId'),
        ],
        responses: { 200: viewed('Found.', ref('RegionPair')), ...refusals('queryOfOne') },
      },
    },
  };
}

/** Where the views are (`RunnerState`). */
const VIEWS = object(
  {
    index: about('Number of the ledger’s events that the views show.', WHOLE),
    lag: about('Events read from the log and not yet shown.', WHOLE),
    caughtUp: FLAG,
    following: about('The log is being followed.', FLAG),
    parked: about('Events and records that are set aside, as they cannot be read or shown.', WHOLE),
    versions: about('Number of the ledger’s events up to which the past can be asked about.', WHOLE),
  },
  {
    position: about('Position after the last event shown.', WORDS),
    age: about('Seconds since all that the log held was known to be shown.', WHOLE),
    alarm: about('The log lacks what the views have shown: nothing is recorded until somebody has looked.', WORDS),
    versionsError: about('What keeps further versions from being made.', WORDS),
    error: about('What keeps the views from going on.', WORDS),
    updatedAt: MOMENT,
  },
);

/** Where the transparency log is (`TransparencyState`). */
const LOG = object(
  {
    size: about('Number of the ledger’s events that the tree has.', WHOLE),
    caughtUp: FLAG,
    compared: about('Events that were read again since the start and found to be those that were hashed.', WHOLE),
  },
  {
    signed: about('Number of events that a signed checkpoint covers.', WHOLE),
    alarm: about('The log is not the one that was signed: nothing is recorded until somebody has looked.', WORDS),
    error: about('What keeps the tree from growing, or a checkpoint from being signed.', WORDS),
  },
);

/** What those ask who keep the program running. */
export function healthPaths(): Paths {
  const operation = (operationId: string, summary: string, responses: object): object => ({
    operationId,
    tags: ['health'],
    summary,
    parameters: [parameter('CorrelationId')],
    responses,
  });
  return {
    '/health/live': {
      get: operation('getLive', 'The process answers', { 200: answer('It does.', object({ status: oneOf('live') })) }),
    },
    '/health/ready': {
      get: operation('getReady', 'The views have shown what the log held at the start', {
        200: answer(
          'They have, and follow the log; or answer on while it cannot be followed, which is stale.',
          object({ status: oneOf('ready', 'stale'), views: VIEWS, log: LOG }),
        ),
        503: answer(
          'Not yet, or the log is refused.',
          object({ status: oneOf('catching-up', 'refused'), views: VIEWS, log: LOG }),
        ),
      }),
    },
  };
}
