import { ref } from '../../kernel/schema-parts.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { CommandSpec, RecordKind } from '../../kernel/kind.js';
import { type KnownOperation, OPERATIONS } from '../operations/all-operations.js';
import { inCapitals } from '../../registry/command-names.js';
import type { Answer, Operation } from '../operations/operation.js';
import { statusOf } from '../operations/operation.js';
import type { QueryParameter } from '../operations/query-parameters.js';
import { commandSchemaName } from './command-schemas.js';
import { type DescribedParameter, headers, idParameter, NAMED_STATUSES, PATH_PARAMETERS } from './components.js';
import { EXAMPLE_KIND, exampleBody } from './examples.js';

/** Operations by path, then by method. */
export type Paths = Record<string, Record<string, object>>;

/** What all operations come to in the description: their paths, and what several of them refer to. */
export interface DescribedOperations {
  paths: Paths;
  parameters: Record<string, DescribedParameter>;
  responses: Record<string, object>;
  /** Those of commands are added to it. */
  schemas: Record<string, JsonSchema>;
}

/** Describes every operation of the tables. */
export function describeOperations(schemas: Record<string, JsonSchema>): DescribedOperations {
  const described: DescribedOperations = { paths: {}, parameters: {}, responses: {}, schemas };
  for (const known of OPERATIONS) {
    const { method, path } = known.operation;
    described.paths[path] = { ...described.paths[path], [method.toLowerCase()]: operationObject(known, described) };
  }
  return described;
}

function operationObject({ operation, kind, spec }: KnownOperation, described: DescribedOperations): object {
  const { id, tag, summary, description } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    parameters: parametersOf(operation, kind, spec, described),
    ...(spec ? { requestBody: requestBody(kind ?? EXAMPLE_KIND, spec, described) } : {}),
    ...(operation.body ? { requestBody: { required: true, content: { 'application/json': operation.body } } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [status, responseOf(answer, described)]),
      ),
      ...refusalsOf(operation),
    },
  };
}

/**
 * The refusals that a client acts upon stand under their status, all others in `default`: each body's `type` tells which it
 * is, and a dozen statuses with each of hundreds of operations would be most of the description.
 */
function refusalsOf({ method, refusals }: Operation): Record<string, object> {
  const own = refusals.filter((refusal) => NAMED_STATUSES.includes(statusOf(refusal)));
  const others = method === 'POST' ? 'RefusedCommand' : 'RefusedQuery';
  return {
    ...Object.fromEntries(own.map((refusal) => [statusOf(refusal), { $ref: `#/components/responses/${refusal}` }])),
    default: { $ref: `#/components/responses/${others}` },
  };
}

function requestBody(kind: RecordKind, spec: CommandSpec, { schemas }: DescribedOperations): object {
  const example = exampleBody(kind, spec);
  const content = { schema: ref(commandSchemaName(spec, schemas)), ...(example === undefined ? {} : { example }) };
  return { required: true, content: { 'application/json': content } };
}

function parametersOf(
  { method, path, query, headers: names }: Operation,
  kind: RecordKind | undefined,
  spec: CommandSpec | undefined,
  described: DescribedOperations,
): object[] {
  const steps = Object.keys(PATH_PARAMETERS).filter((name) => path.includes(`{${PATH_PARAMETERS[name]?.name ?? ''}}`));
  const isOfAll = path.includes('{resource}');
  const asked = Object.entries(query).filter(([, { isOf }]) => kind === undefined || isOf?.(kind) !== false);
  const id = kind ? idOfRecord(kind, spec, described) : 'RecordId';
  const resource = method === 'GET' ? 'Resource' : 'WrittenResource';
  const ofRecord = path.includes('{id}') ? [id] : [];
  return [
    ...[...(isOfAll ? [resource] : []), ...ofRecord, ...steps].map(parameterNamed),
    ...asked.map(([name, parameter]) => queryParameter(name, parameter, kind, described)),
    ...names.map(parameterNamed),
  ];
}

/** The parameter for the id of a record; a command whose example is sent to a record of its own has one of its own. */
function idOfRecord(kind: RecordKind, spec: CommandSpec | undefined, { parameters }: DescribedOperations): string {
  const own = spec && kind.examples?.records?.[spec.name];
  const name = `${inCapitals(kind.name)}Id${own === undefined || spec === undefined ? '' : `Of${spec.name}`}`;
  parameters[name] ??= idParameter(own ?? kind.examples?.record);
  return name;
}

function queryParameter(
  name: string,
  { component, description, schema, isRequired, example }: QueryParameter<unknown>,
  kind: RecordKind | undefined,
  { parameters }: DescribedOperations,
): object {
  const named = kind && typeof schema === 'function' ? `${inCapitals(kind.name)}${component}` : component;
  parameters[named] ??= {
    name,
    in: 'query',
    ...(isRequired === true ? { required: true } : {}),
    description,
    schema: typeof schema === 'function' ? schema(kind) : schema,
    ...(example === undefined ? {} : { example }),
  } satisfies DescribedParameter;
  return parameterNamed(named);
}

function parameterNamed(component: string): object {
  return { $ref: `#/components/parameters/${component}` };
}

function responseOf({ component, ...answer }: Answer, { responses }: DescribedOperations): object {
  if (component === undefined) return responseObject(answer);
  responses[component] = responseObject(answer);
  return { $ref: `#/components/responses/${component}` };
}

function responseObject({ description, content, headers: names = [] }: Answer): object {
  return {
    description,
    headers: headers('CorrelationId', ...names),
    ...(content
      ? { content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }])) }
      : {}),
  };
}
