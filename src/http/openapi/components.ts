import type { RecordKind } from '../../kernel/kind.js';
import { type ProblemName, PROBLEMS } from '../../commands/problem.js';
import { RECORD_ID, REGION, WHOLE, WORDS, oneOf, ref } from '../../kernel/schema-parts.js';
import type { JsonSchema } from '../../kernel/fields.js';
import { KINDS, REGISTRAR_KINDS } from '../../registry/registry.js';
import { OPERATIONS } from '../operations/all-operations.js';
import { type Refusal, type RequestHeader, type ResponseHeader, REFUSALS, statusOf } from '../operations/operation.js';
import { EXAMPLE_EVENT, EXAMPLE_KIND } from './examples.js';
import { PROBLEM_TYPES } from '../problem-filter.js';
import { LANGUAGES } from '../../words/locale-files.js';
import { problemTitle } from '../../words/words.js';

/** A parameter of a request, as OpenAPI describes it. */
export interface DescribedParameter extends Record<string, unknown> {
  name: string;
  in: 'header' | 'path' | 'query';
}

/** Steps of addresses that are not the same in every request. */
export const PATH_PARAMETERS: Record<string, DescribedParameter> = {
  RegionA: { ...step('a', 'ISO 3166-2 code of a region.', REGION), example: 'RU-ULY' },
  RegionB: { ...step('b', 'ISO 3166-2 code of another region.', REGION), example: 'RU-MO' },
  Tile: {
    ...step('tile', 'The rest of the path, with its slashes: `0/x001/234`, `entries/000.p/7` …', WORDS),
    example: '0/000.p/1',
  },
  LogPlace: { ...step('index', 'Place in the log, counted from 0.', WHOLE), example: 0 },
  ProblemName: {
    ...step('problem', 'The last step of the `type` of a problem.', oneOf(...Object.keys(PROBLEMS))),
    example: 'not-found',
  },
  Language: { ...step('language', 'The language.', oneOf(...LANGUAGES)), example: 'ru' },
  Event: { ...step('event', 'Id of the event.', WORDS), example: EXAMPLE_EVENT },
};

/** What stands in addresses of operations that all kinds have alike. */
export function recordParameters(): Record<string, DescribedParameter> {
  const resources = (kinds: readonly RecordKind[]): DescribedParameter => ({
    ...step('resource', 'The kind of record, as in its address.', oneOf(...kinds.map(({ resource }) => resource))),
    example: EXAMPLE_KIND.resource,
  });
  return {
    Resource: resources(KINDS),
    WrittenResource: resources(REGISTRAR_KINDS),
    RecordId: idParameter(EXAMPLE_KIND.examples?.record),
  };
}

/** Headers that requests may or must carry. */
export const REQUEST_HEADERS: Record<RequestHeader, DescribedParameter> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'A key of your choice, new for every request; the same key gives the first answer again. Its digest stays in the ' +
      'event for ever, so it must not name a person. Not needed for a dry run.',
    schema: { ...WORDS, minLength: 1, maxLength: 255 },
    example: 'example-1',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag of the record as you read it; `*` for whatever there is. Not needed for a dry run.',
    schema: WORDS,
    example: '*',
  },
  IfNoneMatch: { name: 'If-None-Match', in: 'header', description: 'An ETag that you hold.', schema: WORDS },
  LedgerPosition: {
    name: 'Ledger-Position',
    in: 'header',
    description:
      'The position that a write answered with: the query waits until the views show it, at most 5 s (503 `views-behind`).',
    schema: WORDS,
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    description: 'The language of sentences and labels, unless `lang` names it.',
    schema: WORDS,
  },
};

const ETAG = { description: '`"<revision>.<digest>"`: for If-Match and If-None-Match.', schema: WORDS };
const POSITION = { description: 'Where in the log the write stands: for queries that must see it.', schema: WORDS };

/** Headers of answers. */
export const RESPONSE_HEADERS: Record<ResponseHeader | 'CorrelationId' | 'RetryAfter', JsonSchema> = {
  ETag: { ...ETAG, required: true },
  EtagOfFile: { description: 'For If-None-Match.', required: true, schema: WORDS },
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
  EtagOfFile: 'ETag',
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

/** Statuses of refusals that stand with each operation: not found, a conflict, a stale entity tag, broken rules. */
export const NAMED_STATUSES = [404, 409, 412, 422];

/** Problems that pass by themselves: their answers say when to try again. */
const PASSING = ['in-flight', 'pending', 'too-busy', 'views-behind', 'store-unavailable', 'log-refused'];

/** The answers of each sort of refusal, and of those that operations do not name one by one. */
export function refusalResponses(): Record<string, object> {
  const named = Object.entries(REFUSALS).map(([name, problems]) => [name, refusalResponse(problems)] as const);
  return {
    ...Object.fromEntries(named.filter(([name]) => NAMED_STATUSES.includes(statusOf(name as Refusal)))),
    RefusedQuery: refusalResponse(problemsOf('GET'), ref('Problem')),
    RefusedCommand: refusalResponse(problemsOf('POST'), ref('Problem')),
  };
}

/** What operations of a method are refused with, beside the statuses that are named. */
function problemsOf(method: 'GET' | 'POST'): ProblemName[] {
  const refusals = OPERATIONS.flatMap(({ operation }) => (operation.method === method ? operation.refusals : []));
  const others = refusals.filter((refusal) => !NAMED_STATUSES.includes(statusOf(refusal)));
  return [...new Set(others.flatMap((refusal): readonly ProblemName[] => REFUSALS[refusal]))];
}

/** A problem of one of these types. */
function problemOf(problems: readonly ProblemName[]): JsonSchema {
  const types = problems.map((problem) => `${PROBLEM_TYPES}${problem}`);
  return { allOf: [ref('Problem'), { type: 'object', properties: { type: oneOf(...types) } }] };
}

function refusalResponse(problems: readonly ProblemName[], schema = problemOf(problems)): object {
  const mayPass = problems.some((problem) => PASSING.includes(problem));
  return {
    description: problems
      .map((problem) => `\`${problem}\` (${PROBLEMS[problem]}): ${problemTitle(problem, 'en')}.`)
      .join(' '),
    headers: headers('CorrelationId', ...(mayPass ? (['RetryAfter'] as const) : [])),
    content: {
      'application/problem+json': {
        schema,
      },
    },
  };
}

/** The id of a record of a kind, with that of one in the demo. */
export function idParameter(example = 'RU-ULY.2026'): DescribedParameter {
  return { ...step('id', 'Id of the record.', RECORD_ID), example };
}

function step(name: string, description: string, schema: JsonSchema): DescribedParameter {
  return { name, in: 'path', required: true, description, schema };
}
