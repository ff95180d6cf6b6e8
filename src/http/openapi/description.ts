import type { JsonSchema } from '../../kernel/fields.js';
import type { CommandSpec, RecordKind } from '../../kernel/kind.js';
import type { ProblemName } from '../../commands/problem.js';
import { KINDS, commandsOf } from '../../registry/registry.js';
import { COMMON_STATUSES, PAGE } from '../parameters.js';
import { HEADERS, PARAMETERS, header, json, parameter, refusals } from './parts.js';
import { commonSchemas, ref, schemaOfDocument, schemaOfFields } from './schemas.js';

/** An OpenAPI 3.1 document as plain data. */
export type Description = Record<string, unknown> & { paths: Record<string, Record<string, object>> };

const QUERY_PROBLEMS: ProblemName[] = [
  'invalid-parameter',
  'invalid-header',
  'internal-error',
  'views-behind',
  'store-unavailable',
];
const COMMAND_PROBLEMS: ProblemName[] = [
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
  'store-unavailable',
  'storage-full',
];

/** The whole description, made from the same tables as the routes themselves. */
export function describeApi(): Description {
  const schemas = commonSchemas();
  const paths: Description['paths'] = { ...overviewPaths(), ...healthPaths() };
  for (const kind of KINDS) {
    schemas[schemaName(kind)] = schemaOfDocument(kind);
    Object.assign(paths, queryPaths(kind));
    for (const spec of commandsOf(kind)) {
      schemas[spec.name] ??= schemaOfFields(spec.type, schemas);
      const path = spec.path === '' ? `/v1/${kind.resource}` : `/v1/${kind.resource}/{id}/${spec.path}`;
      paths[path] = { ...paths[path], post: commandOperation(kind, spec) };
    }
  }
  schemas.Summary = schemaOfSummary();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cooperation Ledger',
      version: '0.1.0',
      description:
        'A register of cooperation agreements between regions and enterprises. Every act is an event that stays; status views tell what is the case. ' +
        'Send an Idempotency-Key with every POST, If-Match with every change, and Ledger-Position with a query that must see a write.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      ...KINDS.map(({ resource, about }) => ({ name: resource, description: about })),
      { name: 'overview' },
      { name: 'health' },
    ],
    paths,
    components: { schemas, parameters: PARAMETERS, headers: HEADERS },
  };
}

function schemaName(kind: RecordKind): string {
  return kind.name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function commandOperation(kind: RecordKind, spec: CommandSpec): object {
  const begins = spec.path === '';
  const problems = begins
    ? [...COMMAND_PROBLEMS, 'already-recorded' as const]
    : [...COMMAND_PROBLEMS, 'not-found' as const, 'stale' as const, 'precondition-required' as const];
  const headers = { ETag: header('ETag'), 'Ledger-Position': header('Ledger-Position') };
  return {
    operationId: `${spec.name}${begins ? '' : `Of${schemaName(kind)}`}`,
    tags: [kind.resource],
    summary: spec.title,
    description: `Records ${spec.events.join(' or ')}.`,
    parameters: [
      ...(begins ? [] : [parameter('Id'), parameter('IfMatch')]),
      parameter('IdempotencyKey'),
      parameter('DryRun'),
      parameter('CorrelationId'),
    ],
    requestBody: { required: true, content: { 'application/json': { schema: ref(spec.name) } } },
    responses: {
      ...(begins
        ? {
            201: {
              description: 'Recorded.',
              headers: { ...headers, Location: header('Location') },
              ...json(ref('Receipt')),
            },
          }
        : {}),
      200: {
        description: begins
          ? 'What the command would record (dry run).'
          : 'Recorded, or what would be recorded (dry run).',
        ...(begins ? {} : { headers }),
        ...json(ref('Receipt')),
      },
      ...refusals(problems),
    },
  };
}

function queryPaths(kind: RecordKind): Description['paths'] {
  const base = `/v1/${kind.resource}`;
  const name = schemaName(kind);
  const operation = (id: string, summary: string, schema: JsonSchema, extra: object = {}): object => ({
    operationId: `${id}${name}`,
    tags: [kind.resource],
    summary,
    parameters: [parameter('Id'), parameter('ReadPosition')],
    responses: { 200: { description: 'Found.', ...json(schema) }, ...refusals([...QUERY_PROBLEMS, 'not-found']) },
    ...extra,
  });
  return {
    [base]: {
      get: {
        operationId: `list${name}`,
        tags: [kind.resource],
        summary: `List ${kind.resource}`,
        parameters: [...listParameters(kind), parameter('ReadPosition')],
        responses: {
          200: { description: 'A page of the list.', ...json(schemaOfPage(name)) },
          ...refusals(QUERY_PROBLEMS),
        },
      },
    },
    [`${base}/{id}`]: {
      get: operation('get', 'The status today, with its reasons', ref(name), {
        parameters: [parameter('Id'), parameter('IfNoneMatch'), parameter('ReadPosition')],
        responses: {
          200: { description: 'Found.', headers: { ETag: header('ETag') }, ...json(ref(name)) },
          304: { description: 'Unchanged since the entity tag in If-None-Match.' },
          ...refusals([...QUERY_PROBLEMS, 'not-found']),
        },
      }),
    },
    [`${base}/{id}/history`]: {
      get: operation('historyOf', 'Everything recorded about it, oldest first', {
        type: 'object',
        properties: {
          kind: { type: 'string' },
          id: { type: 'string' },
          entries: { type: 'array', items: ref('HistoryEntry') },
        },
        required: ['kind', 'id', 'entries'],
        additionalProperties: false,
      }),
    },
    [`${base}/{id}/related`]: {
      get: operation('relatedTo', 'What it refers to, and what refers to it', ref('Related')),
    },
  };
}

function listParameters(kind: RecordKind): object[] {
  const query = (name: string, description: string, schema: JsonSchema): object => ({
    name,
    in: 'query',
    description,
    schema,
  });
  const text = { type: 'string' };
  return [
    query('region', 'ISO 3166-2 code: the region takes part, or a party seated in it does.', {
      ...text,
      pattern: '^RU-[A-Z]{2,3}$',
    }),
    query('party', 'Id of a party that takes part; several: all of them do.', { type: 'array', items: text }),
    query('status', 'One of these statuses.', {
      type: 'array',
      items: { ...text, enum: [...kind.statuses, ...COMMON_STATUSES] },
    }),
    query('kind', 'Narrower kind, as in `form`.', text),
    query('topic', 'A topic.', text),
    query(
      'period',
      'An EDTF date or interval. A record whose date may or may not fall in it is listed and marked `possible`.',
      text,
    ),
    query('text', 'Words in titles and names.', text),
    query('cursor', 'The `next` of the page before.', text),
    query('limit', 'Records on a page.', { type: 'integer', minimum: 1, maximum: PAGE.most, default: PAGE.usual }),
  ];
}

function schemaOfPage(name: string): JsonSchema {
  return {
    type: 'object',
    properties: {
      items: {
        type: 'array',
        items: {
          description: 'The record; `inPeriod` stands in it where a period was asked for.',
          type: 'object',
          properties: {
            inPeriod: { type: 'string', enum: ['certain', 'possible'] },
            kind: { type: 'string' },
            id: { type: 'string' },
            status: { type: 'string' },
          },
          required: ['kind', 'id', 'status'],
          'x-item': ref(name),
        },
      },
      next: { type: ['string', 'null'] },
    },
    required: ['items', 'next'],
    additionalProperties: false,
  };
}

function schemaOfSummary(): JsonSchema {
  const counted = KINDS.filter(({ name }) => name !== 'registration-journal');
  const properties = Object.fromEntries(
    counted.map(({ summaryName, statuses }) => {
      const words = [...statuses, ...COMMON_STATUSES];
      const byStatus = {
        type: 'object',
        properties: Object.fromEntries(words.map((word) => [word, { type: 'integer' }])),
        required: words,
        additionalProperties: false,
      };
      return [
        summaryName,
        {
          type: 'object',
          properties: { total: { type: 'integer' }, byStatus },
          required: ['total', 'byStatus'],
          additionalProperties: false,
        },
      ];
    }),
  );
  return {
    type: 'object',
    properties: { ...properties, figures: { type: 'array', items: ref('Figure') } },
    required: [...Object.keys(properties), 'figures'],
    additionalProperties: false,
  };
}

function overviewPaths(): Description['paths'] {
  const code = (name: string): object => ({
    name,
    in: 'path',
    required: true,
    description: 'ISO 3166-2 code of a region.',
    schema: { type: 'string' },
  });
  return {
    '/v1/summary': {
      get: {
        operationId: 'getSummary',
        tags: ['overview'],
        summary: 'How many records of each kind are in which status, and what figures were reported',
        parameters: [parameter('ReadPosition')],
        responses: { 200: { description: 'Totals.', ...json(ref('Summary')) }, ...refusals(QUERY_PROBLEMS) },
      },
    },
    '/v1/regions/{a}/with/{b}': {
      get: {
        operationId: 'getRegionPair',
        tags: ['overview'],
        summary: 'Everything between two regions: what is registered beside what was reported',
        parameters: [code('a'), code('b'), parameter('ReadPosition')],
        responses: {
          200: { description: 'Found.', ...json(ref('RegionPair')) },
          ...refusals([...QUERY_PROBLEMS, 'not-found']),
        },
      },
    },
  };
}

function healthPaths(): Description['paths'] {
  const operation = (operationId: string, summary: string, responses: object): object => ({
    operationId,
    tags: ['health'],
    summary,
    responses,
  });
  const status = {
    type: 'object',
    properties: { status: { type: 'string' }, views: { type: 'object' } },
    required: ['status'],
  };
  return {
    '/health/live': {
      get: operation('getLive', 'The process answers', { 200: { description: 'It does.', ...json(status) } }),
    },
    '/health/ready': {
      get: operation('getReady', 'The views have shown what the log held at the start', {
        200: { description: 'They have.', ...json(status) },
        503: { description: 'Not yet.', ...json(status) },
      }),
    },
  };
}
