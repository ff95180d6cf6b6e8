import { ref, WORDS } from '../../kernel/schema-parts.js';
import { LIVE, NOT_READY, READY } from '../openapi/state-schemas.js';
import { BASIS, INCLUDE, MOMENT, NONE, PAGES } from './common-parameters.js';
import { json, operation, NOT_MODIFIED, QUERY_OF_ONE_REFUSALS, QUERY_REFUSALS, viewed } from './operation.js';

/** A section is a table of words, or of what is called by several. */
const LOCALE = {
  type: 'object',
  properties: { language: WORDS },
  required: ['language'],
  additionalProperties: { type: 'object', additionalProperties: true },
};

/** What is asked of the whole register. */
export const OVERVIEW_QUERIES = {
  summary: operation({
    method: 'GET',
    path: '/v1/summary',
    id: 'getSummary',
    tag: 'overview',
    summary: 'How many records of each kind are in which status',
    description: 'Totals today or at a moment, and the figures that were reported beside what is registered.',
    query: { ...BASIS, ...MOMENT },
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
    description:
      'What is registered between them, beside what was reported about both; the figures stand on the first page.',
    query: { ...BASIS, ...INCLUDE, ...MOMENT, ...PAGES },
    headers: ['LedgerPosition'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: { 200: viewed('Found.', ref('RegionPair')) },
  }),
  locale: operation({
    method: 'GET',
    path: '/v1/locales/{language}',
    id: 'getLocale',
    tag: 'overview',
    summary: 'What everything is called, in one language',
    description:
      'Labels of kinds, commands, fields, statuses, values, events, rules and problems, by the names that they have in the ' +
      'API, with hints for the fields of commands: those of `commands.<command>.fields` or `parts.<object>.fields` go before ' +
      'those of `fields`. The other sections are sentences, ICU messages where they have placeholders.',
    query: NONE,
    headers: ['LedgerPosition', 'IfNoneMatch'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: {
      200: json('The words.', LOCALE, 'EtagOfFile'),
      304: NOT_MODIFIED,
    },
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
    answers: { 200: json('It does.', LIVE) },
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
      200: json('They have.', READY),
      503: json('Not yet, or refused.', NOT_READY),
    },
  }),
};
