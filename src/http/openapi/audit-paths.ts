import { LANGUAGES } from '../../audit/index.js';
import {
  DAY,
  ENTRY_ID,
  MOMENT,
  RECORD_ID,
  WHOLE,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
  ref,
} from '../../kernel/answer-schema.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { RecordKind } from '../../kernel/kind.js';
import { PAGE } from '../parameters.js';
import type { Paths } from './parts.js';
import { filterParameters } from './record-paths.js';
import { inCapitals, parameter, refusals, viewed } from './parts.js';

const CURSOR = query('cursor', 'The `next` of the page before.', WORDS);
const LIMIT = query('limit', 'At most so many on a page; fewer where they are long.', {
  type: 'integer',
  minimum: 1,
  maximum: PAGE.most,
  default: PAGE.usual,
});
const LANGUAGE = query('lang', 'The language of sentences and labels.', oneOf(...LANGUAGES));
const ACCEPT_LANGUAGE = {
  name: 'Accept-Language',
  in: 'header',
  description: 'The language of sentences and labels, unless `lang` names it.',
  schema: WORDS,
};
const NEXT = orNull(WORDS);

const FROM_MINUS_ONE: JsonSchema = { type: 'integer', minimum: -1 };
const MOMENT_IN_BOTH = object({ index: FROM_MINUS_ONE, day: DAY });

/** What auditors ask of the records of a kind. */
export function auditPaths(kind: RecordKind): Paths {
  const base = `/v1/${kind.resource}/{id}`;
  const name = inCapitals(kind.name);
  const own = { kind: oneOf(kind.name), id: RECORD_ID };
  const operation = (id: string, summary: string, description: string, parameters: object[], schema: JsonSchema) => ({
    get: {
      operationId: `${id}${name}`,
      tags: [kind.resource],
      summary,
      description,
      parameters: [parameter('Id'), ...parameters, parameter('ReadPosition'), parameter('CorrelationId')],
      responses: { 200: viewed('Found.', schema), ...refusals('queryOfOne') },
    },
  });
  return {
    [`/v1/${kind.resource}/changes`]: {
      get: {
        operationId: `compareList${name}`,
        tags: [kind.resource],
        summary: 'What has become of a list from one moment to another',
        description:
          'Which records appeared in the list, left it, ended (came into a status in which their lives are over, or were ' +
          'voided), or are told of otherwise, in the order in which they were begun. The filters are those of the list.',
        parameters: [
          { ...query('from', 'The first moment, as in `asOf`.', WORDS), required: true },
          query('to', 'The second moment, as in `asOf`; by default now.', WORDS),
          query('fromOn', 'The day that the list is about at the first moment; by default its day.', DAY),
          query('toOn', 'The day that it is about at the second moment; by default its day.', DAY),
          ...filterParameters(kind),
          parameter('ReadPosition'),
          parameter('CorrelationId'),
        ],
        responses: {
          200: viewed(
            'Found.',
            object({
              kind: oneOf(kind.name),
              from: MOMENT_IN_BOTH,
              to: MOMENT_IN_BOTH,
              items: list(
                object({
                  change: oneOf('appeared', 'changed', 'ended', 'left'),
                  before: orNull(ref('RecordBrief')),
                  after: orNull(ref('RecordBrief')),
                }),
              ),
              next: NEXT,
            }),
          ),
          ...refusals('query'),
        },
      },
    },
    [`${base}/replay`]: operation(
      'replay',
      'The state after every event',
      'The answer that the ledger gave after each event, on the day on which that was recorded. With `revision` or `asOf` ' +
        'one state: at that revision of the record, or at that moment. A region can be asked for before anything was ' +
        'recorded of it: then its state is that of the reference data, which follows no event and is no part of the list.',
      [
        query('revision', 'Revision of the record.', WHOLE),
        parameter('AsOf'),
        query('on', 'The day that the answers are about.', DAY),
        CURSOR,
        LIMIT,
      ],
      object({ ...own, states: list(stateOf(name)), next: NEXT }),
    ),
    [`${base}/diff`]: operation(
      'compare',
      'How the answers at two moments differ',
      'As JSON Patch (RFC 6902) and as sentences. By default: what the last event changed, seen today.',
      [
        query('from', 'The first moment, as in `asOf`; by default the one before the record’s last event.', WORDS),
        query('to', 'The second moment, as in `asOf`; by default now.', WORDS),
        query('fromOn', 'The day that the first answer is about; by default the day of the moment `from`.', DAY),
        query('toOn', 'The day that the second answer is about; by default the day of the moment `to`.', DAY),
        LANGUAGE,
        ACCEPT_LANGUAGE,
      ],
      object({
        ...own,
        from: ref('ComparedMoment'),
        to: ref('ComparedMoment'),
        events: about(
          'The record’s own events in between.',
          list(object({ event: ENTRY_ID, type: WORDS, index: WHOLE, revision: WHOLE, recordedAt: MOMENT })),
        ),
        patch: list(ref('PatchStep')),
        changes: about('The same to be read.', list(WORDS)),
      }),
    ),
    [`${base}/explain`]: operation(
      'explain',
      'Why each field of the answer is what it is',
      'Which event set it, on whose word, who says otherwise, and what was there before. It goes down into objects and ' +
        'lists as far as their parts were set otherwise than the whole: whoever looks up a place in the answer finds what ' +
        'is told of it at its own pointer or at the nearest one above. Events are named by their ids and told once, in ' +
        '`entries`. What was set by no event, as the names of a region, is reference data.',
      [parameter('AsOf'), parameter('On'), LANGUAGE, ACCEPT_LANGUAGE],
      object({
        ...own,
        index: FROM_MINUS_ONE,
        on: DAY,
        revision: FROM_MINUS_ONE,
        replayedFrom: about('The first event that was replayed; null where all were.', orNull(WHOLE)),
        fields: list(ref('FieldExplained')),
        entries: list(ref('ExplainedEntry')),
      }),
    ),
    [`${base}/corrections`]: operation(
      'correctionsOf',
      'What was corrected or voided',
      'Newest first: how long the wrong record stood, and which statuses and lists differed meanwhile.',
      [CURSOR, LIMIT, LANGUAGE, ACCEPT_LANGUAGE],
      object({ ...own, corrections: list(ref('CorrectionTold')), next: NEXT }),
    ),
  };
}

/** What auditors ask of the whole ledger. */
export function correctionsPath(): Paths {
  return {
    '/v1/corrections': {
      get: {
        operationId: 'listCorrections',
        tags: ['audit'],
        summary: 'What was corrected or voided in the whole ledger, newest first',
        parameters: [CURSOR, LIMIT, parameter('ReadPosition'), parameter('CorrelationId')],
        responses: {
          200: viewed('A page.', object({ items: list(ref('CorrectionInLedger')), next: NEXT })),
          ...refusals('query'),
        },
      },
    },
  };
}

function stateOf(name: string): JsonSchema {
  return object(
    {
      index: about('Number of the event in the ledger; -1 for the state of the reference data.', FROM_MINUS_ONE),
      revision: about('Of the record; -1 for the state of the reference data.', FROM_MINUS_ONE),
      event: about(
        'The event after which it was so; null, as what is told of it, for the state of the reference data.',
        orNull(ENTRY_ID),
      ),
      type: orNull(WORDS),
      recordedAt: orNull(MOMENT),
      actor: orNull(WORDS),
      on: about('The day that the answer is about.', DAY),
      answer: orNull(ref(name)),
    },
    { fault: about('Why there is no answer.', WORDS) },
  );
}

function query(name: string, description: string, schema: JsonSchema): object {
  return { name, in: 'query', description, schema };
}
