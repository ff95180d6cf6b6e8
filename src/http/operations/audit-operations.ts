import { list, object, orNull, ref, WORDS } from '../../kernel/schema-parts.js';
import {
  AS_OF,
  INCLUDE,
  LANGUAGE,
  LIST_PAGES,
  MOMENT,
  ON_OF_STATES,
  PAGES,
  REVISION,
  TWO_MOMENTS,
  TWO_NAMED_MOMENTS,
} from './common-parameters.js';
import { FILTERS } from './list-filters.js';
import { operation, QUERY_OF_ONE_REFUSALS, QUERY_REFUSALS, shared, viewed } from './operation.js';

/** What auditors ask of the records of every kind. */
export const AUDIT_QUERIES = {
  compareList: operation({
    method: 'GET',
    path: '/v1/{resource}/comparison',
    id: 'compare{Kinds}',
    tag: '{resource}',
    isAlike: true,
    summary: 'What has become of a list of {kinds} from one moment to another',
    description:
      'Which records appeared in the list, left it, ended (came into a status in which their lives are over, or were ' +
      'voided), or differ otherwise, in the order in which they were begun. The filters are those of the list.',
    query: { ...TWO_NAMED_MOMENTS, ...FILTERS, ...INCLUDE, ...LIST_PAGES },
    headers: ['LedgerPosition'],
    refusals: QUERY_REFUSALS,
    answers: { 200: shared('ListComparison', viewed('Found.', ref('ListComparison'))) },
  }),
  replay: operation({
    method: 'GET',
    path: '/v1/{resource}/{id}/replay',
    id: 'replay{Kind}',
    tag: '{resource}',
    isAlike: true,
    summary: 'The state of {a kind} after every event',
    description:
      'The answer that the ledger gave after each event, on the day on which that was recorded. With `revision` or `asOf` ' +
      'one state: at that revision of the record, or at that moment. A region can be asked for before anything was ' +
      'recorded of it: then its state is that of the reference data, which follows no event and is no part of the list.',
    query: { ...REVISION, ...AS_OF, ...ON_OF_STATES, ...PAGES },
    headers: ['LedgerPosition'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: { 200: shared('Replay', viewed('Found.', ref('Replay'))) },
  }),
  compare: operation({
    method: 'GET',
    path: '/v1/{resource}/{id}/diff',
    id: 'diff{Kind}',
    tag: '{resource}',
    isAlike: true,
    summary: 'How the answers about {a kind} at two moments differ',
    description: 'As JSON Patch (RFC 6902) and as sentences. By default: what the last event changed, as seen today.',
    query: { ...TWO_MOMENTS, ...LANGUAGE },
    headers: ['LedgerPosition', 'AcceptLanguage'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: { 200: shared('Difference', viewed('Found.', ref('Difference'))) },
  }),
  explain: operation({
    method: 'GET',
    path: '/v1/{resource}/{id}/explain',
    id: 'explain{Kind}',
    tag: '{resource}',
    isAlike: true,
    summary: 'Why each field of the answer about {a kind} is what it is',
    description:
      'Which event set it, on whose word, who says otherwise, and what was there before. Objects and lists are opened as ' +
      'far as their parts were set otherwise than the whole. Events are named by their ids and listed once, in `entries`. ' +
      'What was set by no event, as the names of a region, is reference data.',
    query: { ...MOMENT, ...LANGUAGE },
    headers: ['LedgerPosition', 'AcceptLanguage'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: { 200: shared('Explanation', viewed('Found.', ref('Explanation'))) },
  }),
  corrections: operation({
    method: 'GET',
    path: '/v1/{resource}/{id}/corrections',
    id: 'get{Kind}Corrections',
    tag: '{resource}',
    isAlike: true,
    summary: 'What was corrected or voided in {a kind}',
    description: 'Newest first: how long the wrong record stood, and which statuses and lists differed meanwhile.',
    query: { ...PAGES, ...LANGUAGE },
    headers: ['LedgerPosition', 'AcceptLanguage'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: { 200: shared('RecordCorrections', viewed('Found.', ref('RecordCorrections'))) },
  }),
};

/** What auditors ask of the whole ledger. */
export const LEDGER_AUDIT_QUERIES = {
  corrections: operation({
    method: 'GET',
    path: '/v1/corrections',
    id: 'listCorrections',
    tag: 'audit',
    summary: 'What was corrected or voided in the whole ledger',
    description: 'Newest first, each with the record that it stands in and with how long the wrong entry stood.',
    query: PAGES,
    headers: ['LedgerPosition'],
    refusals: QUERY_REFUSALS,
    answers: { 200: viewed('A page.', object({ items: list(ref('CorrectionInLedger')), next: orNull(WORDS) })) },
  }),
};
