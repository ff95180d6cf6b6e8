import type { ProblemName } from '../../commands/problem.js';
import { PROBLEMS } from '../../commands/problem.js';
import { RECORD_ID, oneOf, ref } from '../../kernel/answer-schema.js';
import type { JsonSchema } from '../../kernel/fields.js';
import { PROBLEM_TYPES } from '../problem-filter.js';

/** Operations by path, then by method. */
export type Paths = Record<string, Record<string, object>>;

const QUERY: readonly ProblemName[] = [
  'invalid-parameter',
  'invalid-header',
  'internal-error',
  'views-behind',
  'store-unavailable',
];
const COMMAND: readonly ProblemName[] = [
  'malformed-json',
  'invalid-parameter',
  'invalid-header',
  'idempotency-key-missing',
  'in-flight',
  'life-cycle',
  'too-large',
  'unsupported-media-type',
  'invalid-fields',
  'rule-broken',
  'key-reused',
  'internal-error',
  'views-behind',
  'store-unavailable',
  'log-refused',
  'storage-full',
];

/** How requests of each sort may be refused. */
const REFUSALS = {
  query: QUERY,
  queryOfOne: [...QUERY, 'not-found'],
  log: [...QUERY, 'pending'],
  logOfOne: [...QUERY, 'not-found', 'pending'],
  logOfEntry: [...QUERY, 'not-found', 'pending', 'log-refused'],
  beginning: [...COMMAND, 'already-recorded'],
  change: [...COMMAND, 'not-found', 'stale', 'precondition-required'],
} as const satisfies Record<string, readonly ProblemName[]>;

/** The refusals of requests of a sort, by status. */
export function refusals(sort: keyof typeof REFUSALS): Record<string, object> {
  return Object.fromEntries(
    [...byStatus(REFUSALS[sort])].map(([status, names]) => [
      status,
      { $ref: `#/components/responses/${nameOf(names)}` },
    ]),
  );
}

/** Every refusal that `refusals` refers to. */
export function refusalResponses(): Record<string, object> {
  const groups = Object.values(REFUSALS).flatMap((names) => [...byStatus(names).values()]);
  return Object.fromEntries(groups.map((names) => [nameOf(names), refusal(names)]));
}

/** Several problems may share a status; the body's `type` tells which it is. */
function byStatus(names: readonly ProblemName[]): Map<string, ProblemName[]> {
  const groups = new Map<string, ProblemName[]>();
  for (const name of names) {
    const status = String(PROBLEMS[name].status);
    groups.set(status, [...(groups.get(status) ?? []), name]);
  }
  return groups;
}

function nameOf(problems: readonly ProblemName[]): string {
  return problems.map(inCapitals).join('Or');
}

function refusal(problems: readonly ProblemName[]): object {
  const types = problems.map((name) => `${PROBLEM_TYPES}${name}`);
  const mayPass = problems.some((name) =>
    ['in-flight', 'pending', 'views-behind', 'store-unavailable', 'log-refused'].includes(name),
  );
  return {
    description: problems.map((name) => `\`${name}\`: ${PROBLEMS[name].title}.`).join(' '),
    headers: { ...header('CorrelationId'), ...(mayPass ? header('RetryAfter') : {}) },
    content: {
      'application/problem+json': {
        schema: { allOf: [ref('Problem'), { type: 'object', properties: { type: oneOf(...types) } }] },
      },
    },
  };
}

/** A good answer with a JSON body and these headers beside those of every answer. */
export function answer(description: string, schema: JsonSchema, headers: Record<string, object> = {}): object {
  return {
    description,
    headers: { ...header('CorrelationId'), ...headers },
    content: { 'application/json': { schema } },
  };
}

/** A good answer with a body of another media type, which is no JSON. */
export function bytesAnswer(description: string, type: 'text/plain' | 'application/octet-stream'): object {
  const schema = type === 'text/plain' ? { type: 'string' } : {};
  return { description, headers: header('CorrelationId'), content: { [type]: { schema } } };
}

/**
 * A good answer to a query: while the views cannot follow the log, it says how old it may be, and which moment it is
 * about where that is not the present.
 */
export function viewed(description: string, schema: JsonSchema, headers: Record<string, object> = {}): object {
  return answer(description, schema, { ...header('Age', 'LedgerIndex', 'LedgerDay'), ...headers });
}

/** A parameter that several operations have. */
export function parameter(name: keyof typeof PARAMETERS): object {
  return { $ref: `#/components/parameters/${name}` };
}

/** Headers of an answer, by their names in HTTP. */
export function header(...names: (keyof typeof HEADERS)[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [HTTP_NAMES[name], { $ref: `#/components/headers/${name}` }]));
}

/** `meeting-series` as `MeetingSeries`. */
export function inCapitals(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

const TEXT = { type: 'string' };

export const PARAMETERS = {
  Id: { name: 'id', in: 'path', required: true, description: 'Id of the record.', schema: RECORD_ID },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'A key of your choice, new for every request; the same key gives the first answer again. It stays in the event for ' +
      'ever, so it must not tell of a person. Not needed for a dry run.',
    schema: { ...TEXT, minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag of the record as you read it. Not needed for a dry run.',
    schema: TEXT,
  },
  IfNoneMatch: { name: 'If-None-Match', in: 'header', description: 'An ETag that you hold.', schema: TEXT },
  AsOf: {
    name: 'asOf',
    in: 'query',
    description:
      'What was recorded by a time (RFC 3339, with offset), or up to and including the event of the ledger with this ' +
      'index; by default everything that is recorded.',
    schema: { type: 'string', examples: ['2026-03-01T12:00:00Z', '1034'] },
  },
  On: {
    name: 'on',
    in: 'query',
    description:
      'What was the case on this day, as known at `asOf`; by default the day of `asOf`, and today without it.',
    schema: { type: 'string', format: 'date' },
  },
  DryRun: {
    name: 'dryRun',
    in: 'query',
    description: 'Decide, and record nothing.',
    schema: { type: 'boolean', default: false },
  },
  ReadPosition: {
    name: 'Ledger-Position',
    in: 'header',
    description: 'The position that a write answered with: the query waits until the views show it.',
    schema: TEXT,
  },
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    description: 'An id of yours that will stand in logs and events for ever: it must not tell of a person.',
    schema: { ...TEXT, maxLength: 100 },
  },
} as const;

const ETAG = { description: '`"<revision>.<digest>"`: for If-Match and If-None-Match.', schema: TEXT };
const POSITION = { description: 'Where in the log the write stands: for queries that must see it.', schema: TEXT };

export const HEADERS = {
  ETag: { ...ETAG, required: true },
  EtagUnlessDryRun: { ...ETAG, description: `${ETAG.description} Absent for a dry run.` },
  LedgerPosition: { ...POSITION, required: true },
  LedgerPositionUnlessDryRun: { ...POSITION, description: `${POSITION.description} Absent for a dry run.` },
  Location: { description: 'The new record.', required: true, schema: TEXT },
  CorrelationId: { description: 'The request’s id in logs and events.', required: true, schema: TEXT },
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
} as const;

const HTTP_NAMES: Record<keyof typeof HEADERS, string> = {
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
