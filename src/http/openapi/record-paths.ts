import type { CommandSpec, RecordKind } from '../../kernel/kind.js';
import { CERTAINTY, REGION, list, object, oneOf, orNull, ref } from '../../kernel/answer-schema.js';
import type { JsonSchema } from '../../kernel/fields.js';
import { commandsOf } from '../../registry/registry.js';
import { COMMON_STATUSES, NOT_BEGUN } from '../../kernel/status.js';
import { PAGE } from '../parameters.js';
import type { Paths } from './parts.js';
import { answer, viewed, header, inCapitals, parameter, refusals } from './parts.js';

/** Both times in which a query may look back. */
const MOMENT = [parameter('AsOf'), parameter('On')];

/** What the resource of a kind answers: its queries, and its commands. */
export function recordPaths(kind: RecordKind): Paths {
  const paths = queryPaths(kind);
  for (const spec of commandsOf(kind)) {
    const path = spec.path === '' ? `/v1/${kind.resource}` : `/v1/${kind.resource}/{id}/${spec.path}`;
    paths[path] = { ...paths[path], post: commandOperation(kind, spec) };
  }
  return paths;
}

function commandOperation(kind: RecordKind, spec: CommandSpec): object {
  const begins = spec.path === '';
  return {
    operationId: `${spec.name}${begins ? '' : `Of${inCapitals(kind.name)}`}`,
    tags: [kind.resource],
    summary: spec.title,
    description: `May record ${spec.events.join(', ')}.`,
    parameters: [
      ...(begins ? [] : [parameter('Id'), parameter('IfMatch')]),
      parameter('IdempotencyKey'),
      parameter('DryRun'),
      parameter('CorrelationId'),
    ],
    requestBody: { required: true, content: { 'application/json': { schema: ref(spec.name) } } },
    responses: begins
      ? {
          201: answer('Recorded.', ref('Receipt'), header('ETag', 'LedgerPosition', 'Location')),
          200: answer('What the command would record (dry run).', ref('Receipt')),
          ...refusals('beginning'),
        }
      : {
          200: answer(
            'Recorded, or what would be recorded (dry run).',
            ref('Receipt'),
            header('EtagUnlessDryRun', 'LedgerPositionUnlessDryRun'),
          ),
          ...refusals('change'),
        },
  };
}

function queryPaths(kind: RecordKind): Paths {
  const base = `/v1/${kind.resource}`;
  const name = inCapitals(kind.name);
  const operation = (operationId: string, summary: string, parameters: object[], responses: object): object => ({
    operationId,
    tags: [kind.resource],
    summary,
    parameters: [...parameters, parameter('ReadPosition'), parameter('CorrelationId')],
    responses,
  });
  const id = parameter('Id');
  const ofOne = refusals('queryOfOne');
  const page = object({ items: list(ref(`${name}InList`)), next: orNull({ type: 'string' }) });
  const history = object({
    kind: oneOf(kind.name),
    id: { type: 'string' },
    entries: list(ref('HistoryEntry')),
  });
  return {
    [base]: {
      get: operation(`list${name}`, `List ${kind.resource}`, [...filterParameters(kind), ...MOMENT], {
        200: viewed('A page of the list; `next` is the cursor of the following one.', page),
        ...refusals('query'),
      }),
    },
    [`${base}/{id}`]: {
      get: operation(`get${name}`, 'The status today, with its reasons', [id, ...MOMENT, parameter('IfNoneMatch')], {
        200: viewed('Found.', ref(name), header('ETag')),
        304: {
          description: 'Unchanged since the entity tag in If-None-Match.',
          headers: header('CorrelationId', 'ETag', 'Age', 'LedgerIndex', 'LedgerDay'),
        },
        ...ofOne,
      }),
    },
    [`${base}/{id}/history`]: {
      get: operation(`historyOf${name}`, 'Everything recorded about it, oldest first', [id, parameter('AsOf')], {
        200: viewed('Found.', history),
        ...ofOne,
      }),
    },
    [`${base}/{id}/related`]: {
      get: operation(`relatedTo${name}`, 'What it refers to, and what refers to it', [id, ...MOMENT], {
        200: viewed('Found.', ref('Related')),
        ...ofOne,
      }),
    },
  };
}

/** Filters, cursor and limit of a list. */
export function filterParameters(kind: RecordKind): object[] {
  const query = (name: string, description: string, schema: JsonSchema): object => ({
    name,
    in: 'query',
    description,
    schema,
  });
  const text = { type: 'string' };
  return [
    query('region', 'ISO 3166-2 code: the region takes part, or a party seated in it does.', REGION),
    query('party', 'Id of a party that takes part; several: all of them do.', list(text)),
    query(
      'status',
      'One of these statuses. Records that had not begun on the day are listed only where `not-begun` is asked for.',
      list(oneOf(...kind.statuses, ...COMMON_STATUSES)),
    ),
    query(
      'possible',
      'One of these statuses is the case, or may be: where the status cannot be told, or sources differ about it.',
      list(oneOf(...kind.statuses, NOT_BEGUN)),
    ),
    query('certainty', 'How certain the status is: one of these.', list(CERTAINTY)),
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
