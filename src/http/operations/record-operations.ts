import { list, object, orNull, ref, WORDS } from '../../kernel/schema-parts.js';
import { AS_OF, DRY_RUN, INCLUDE, LIST_PAGES, MOMENT, OF_KINDS, PAGES } from './common-parameters.js';
import { FILTERS } from './list-filters.js';
import {
  BEGINNING_REFUSALS,
  CHANGE_REFUSALS,
  json,
  NOT_MODIFIED,
  operation,
  QUERY_OF_ONE_REFUSALS,
  QUERY_REFUSALS,
  shared,
  viewed,
} from './operation.js';

/** What is asked of the records of every kind. */
export const RECORD_QUERIES = {
  list: operation({
    method: 'GET',
    path: '/v1/{resource}',
    id: 'list{Kinds}',
    tag: '{resource}',
    summary: 'List {kinds}',
    description: 'In the order in which they were begun; each has to fit every filter.',
    query: { ...FILTERS, ...INCLUDE, ...LIST_PAGES, ...MOMENT },
    headers: ['LedgerPosition'],
    refusals: QUERY_REFUSALS,
    answers: {
      200: viewed(
        'A page; `next` is the cursor of the one after it.',
        object({ items: list(ref('{Kind}')), next: orNull(WORDS) }, { recordNames: ref('RecordNames') }),
      ),
    },
  }),
  get: operation({
    method: 'GET',
    path: '/v1/{resource}/{id}',
    id: 'get{Kind}',
    tag: '{resource}',
    summary: 'The status of {a kind}, with its reasons',
    description:
      'Today or at a moment, with the entries and sources on which it rests. With `include` its entity tag is weak: If-Match, ' +
      'which compares the revision, takes it without `W/`.',
    query: { ...INCLUDE, ...MOMENT },
    headers: ['LedgerPosition', 'IfNoneMatch'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: {
      200: viewed('Found.', ref('{Kind}'), 'ETag'),
      304: NOT_MODIFIED,
    },
  }),
  history: operation({
    method: 'GET',
    path: '/v1/{resource}/{id}/history',
    id: 'get{Kind}History',
    tag: '{resource}',
    isAlike: true,
    summary: 'Everything recorded about {a kind}, oldest first',
    description:
      'Its entries as they were recorded, with who recorded them and when: corrected and voided ones too, and those that ' +
      'the views could not read.',
    query: { ...INCLUDE, ...AS_OF, ...PAGES },
    headers: ['LedgerPosition'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: { 200: shared('History', viewed('Found.', ref('History'))) },
  }),
  related: operation({
    method: 'GET',
    path: '/v1/{resource}/{id}/related',
    id: 'getRelatedTo{Kind}',
    tag: '{resource}',
    isAlike: true,
    summary: 'What {a kind} refers to, and what refers to it',
    description:
      'Other records in both directions, each with the field that refers and the entry that says so: of an agreement its ' +
      'parties, of a party all that it takes part in. What refers to it comes by kind.',
    query: { ...OF_KINDS, ...INCLUDE, ...MOMENT, ...PAGES },
    headers: ['LedgerPosition'],
    refusals: QUERY_OF_ONE_REFUSALS,
    answers: { 200: shared('Related', viewed('Found.', ref('Related'))) },
  }),
};

/** What every command has in common; its name, texts and fields are those of the kind's own table. */
export const RECORD_COMMANDS = {
  begin: operation({
    method: 'POST',
    path: '/v1/{resource}',
    id: '{command}',
    tag: '{resource}',
    summary: '{title}',
    description: 'Begins a record. May record {events}.',
    query: DRY_RUN,
    headers: ['IdempotencyKey'],
    refusals: BEGINNING_REFUSALS,
    answers: {
      200: shared('WouldRecord', json('What the command would record (dry run).', ref('Receipt'))),
      201: shared('Begun', json('Recorded.', ref('Receipt'), 'ETag', 'LedgerPosition', 'Location')),
    },
  }),
  change: operation({
    method: 'POST',
    path: '/v1/{resource}/{id}/{command}',
    id: '{command}',
    tag: '{resource}',
    summary: '{title}',
    description: 'May record {events}.',
    query: DRY_RUN,
    headers: ['IfMatch', 'IdempotencyKey'],
    refusals: CHANGE_REFUSALS,
    answers: {
      200: shared(
        'Recorded',
        json(
          'Recorded, or what would be recorded (dry run).',
          ref('Receipt'),
          'EtagUnlessDryRun',
          'LedgerPositionUnlessDryRun',
        ),
      ),
    },
  }),
};
