import { PROBLEMS } from '../../commands/problem.js';
import { RECORD_ID, REGION, WHOLE, WORDS, oneOf, ref } from '../../kernel/answer-schema.js';
import type { JsonSchema } from '../../kernel/fields.js';
import { type Refusal, type RequestHeader, type ResponseHeader, REFUSALS } from '../operations/operation.js';
import { PROBLEM_TYPES } from '../problem-filter.js';

/** A parameter of a request, as OpenAPI describes it. */
export interface DescribedParameter extends Record<string, unknown> {
  name: string;
  in: 'header' | 'path' | 'query';
}

/** Steps of addresses that are not the same in every request. */
export const PATH_PARAMETERS: Record<string, DescribedParameter> = {
  Id: step('id', 'Id of the record.', RECORD_ID),
  RegionA: step('a', 'ISO 3166-2 code of a region.', REGION),
  RegionB: step('b', 'ISO 3166-2 code of another region.', REGION),
  Tile: step('tile', 'The rest of the path, with its slashes: `0/x001/234`, `entries/000.p/7` …', WORDS),
  LogPlace: step('index', 'Place in the log, counted from 0.', WHOLE),
  ProblemName: step('problem', 'The last step of the `type` of a problem.', oneOf(...Object.keys(PROBLEMS))),
  Event: step('event', 'Id of the event.', WORDS),
};

/** Headers that requests may or must carry. */
export const REQUEST_HEADERS: Record<RequestHeader | 'CorrelationId', DescribedParameter> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'A key of your choice, new for every request; the same key gives the first answer again. It stays in the event for ' +
      'ever, so it must not tell of a person. Not needed for a dry run.',
    schema: { ...WORDS, minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag of the record as you read it. Not needed for a dry run.',
    schema: WORDS,
  },
  IfNoneMatch: { name: 'If-None-Match', in: 'header', description: 'An ETag that you hold.', schema: WORDS },
  LedgerPosition: {
    name: 'Ledger-Position',
    in: 'header',
    description: 'The position that a write answered with: the query waits until the views show it.',
    schema: WORDS,
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'The language of sentences and labels, unless `lang` names it.',
    schema: WORDS,
  },
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    description: 'An id of yours that will stand in logs and events for ever: it must not tell of a person.',
    schema: { ...WORDS, maxLength: 100 },
  },
};

const ETAG = { description: '`"<revision>.<digest>"`: for If-Match and If-None-Match.', schema: WORDS };
const POSITION = { description: 'Where in the log the write stands: for queries that must see it.', schema: WORDS };

/** Headers of answers. */
export const RESPONSE_HEADERS: Record<ResponseHeader | 'CorrelationId' | 'RetryAfter', JsonSchema> = {
  ETag: { ...ETAG, required: true },
  EtagUnlessDryRun: { ...ETAG, description: `${ETAG.description} Absent for a dry run.` },
  LedgerPosition: { ...POSITION, required: true },
  LedgerPositionUnlessDryRun: { ...POSITION, description: `${POSITION.description} Absent for a dry run.` },
  Location: { description: 'The new record.', required: true, schema: WORDS },
  CorrelationId: { description: 'The request’s id in logs and events.', required: true, schema: WORDS },
  LedgerIndex: {
    description: 'The last event of the ledger that counts, for `asOf` and `on`; -1 for none.',
    schema: { type: 'integer', minimum: -1 },
  },
  LedgerDay: { description: 'The day asked about, for `asOf` and `on`.', schema: { type: 'string', format: 'date' } },
  Age: {
    description:
      'Seconds since the views were known to show all that the log holds. Present while they cannot follow it.',
    schema: { type: 'integer', minimum: 1 },
  },
  RetryAfter: { description: 'Seconds after which it is worth trying again.', schema: { type: 'integer', minimum: 0 } },
};

const HTTP_NAMES: Record<keyof typeof RESPONSE_HEADERS, string> = {
  ETag: 'ETag',
  EtagUnlessDryRun: 'ETag',
  LedgerPosition: 'Ledger-Position',
  LedgerPositionUnlessDryRun: 'Ledger-Position',
  Location: 'Location',
  CorrelationId: 'X-Correlation-Id',
  LedgerIndex: 'Ledger-Index',
  LedgerDay: 'Ledger-Day',
  Age: 'Age',
  RetryAfter: 'Retry-After',
};

/** Headers of an answer, by their names in HTTP. */
export function headers(...names: (keyof typeof RESPONSE_HEADERS)[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [HTTP_NAMES[name], { $ref: `#/components/headers/${name}` }]));
}

/** Problems that pass by themselves: their answers say when to try again. */
const PASSING = ['in-flight', 'pending', 'views-behind', 'store-unavailable', 'log-refused'];

/** The answers of each sort of refusal. */
export function refusalResponses(): Record<Refusal, object> {
  const entries = Object.entries(REFUSALS).map(([name, problems]) => {
    const types = problems.map((problem) => `${PROBLEM_TYPES}${problem}`);
    const mayPass = problems.some((problem) => PASSING.includes(problem));
    const response = {
      description: problems.map((problem) => `\`${problem}\`: ${PROBLEMS[problem].title}.`).join(' '),
      headers: headers('CorrelationId', ...(mayPass ? (['RetryAfter'] as const) : [])),
      content: {
        'application/problem+json': {
          schema: { allOf: [ref('Problem'), { type: 'object', properties: { type: oneOf(...types) } }] },
        },
      },
    };
    return [name, response] as const;
  });
  return Object.fromEntries(entries) as Record<Refusal, object>;
}

function step(name: string, description: string, schema: JsonSchema): DescribedParameter {
  return { name, in: 'path', required: true, description, schema };
}
