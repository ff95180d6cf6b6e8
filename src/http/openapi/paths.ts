import { ref } from '../../kernel/answer-schema.js';
import type { RecordKind } from '../../kernel/kind.js';
import { type KnownOperation, OPERATIONS } from '../operations/all-operations.js';
import type { Answer, Operation } from '../operations/operation.js';
import { statusOf } from '../operations/operation.js';
import type { QueryParameter } from '../operations/query-parameters.js';
import { type DescribedParameter, headers, PATH_PARAMETERS } from './components.js';

/** Operations by path, then by method. */
export type Paths = Record<string, Record<string, object>>;

/** What all operations come to in the description: their paths, and what several of them refer to. */
export interface DescribedOperations {
  paths: Paths;
  parameters: Record<string, DescribedParameter>;
  responses: Record<string, object>;
}

/** Describes every operation of the tables. */
export function describeOperations(): DescribedOperations {
  const described: DescribedOperations = { paths: {}, parameters: {}, responses: {} };
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
    parameters: parametersOf(operation, kind, described),
    ...(spec ? { requestBody: { required: true, content: { 'application/json': { schema: ref(spec.name) } } } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(operation.answers).map(([status, answer]) => [status, responseOf(answer, described)]),
      ),
      ...Object.fromEntries(
        operation.refusals.map((refusal) => [statusOf(refusal), { $ref: `#/components/responses/${refusal}` }]),
      ),
    },
  };
}

function parametersOf(
  { path, query, headers: names }: Operation,
  kind: RecordKind | undefined,
  described: DescribedOperations,
): object[] {
  const steps = Object.keys(PATH_PARAMETERS).filter((name) => path.includes(`{${PATH_PARAMETERS[name]?.name ?? ''}}`));
  const asked = Object.entries(query).filter(([, { isOf }]) => kind === undefined || isOf?.(kind) !== false);
  return [
    ...steps.map(parameterNamed),
    ...asked.map(([name, parameter]) => queryParameter(name, parameter, kind, described)),
    ...[...names, 'CorrelationId'].map(parameterNamed),
  ];
}

function queryParameter(
  name: string,
  { component, description, schema, isRequired, example }: QueryParameter<unknown>,
  kind: RecordKind | undefined,
  { parameters }: DescribedOperations,
): object {
  const declared: DescribedParameter = {
    name,
    in: 'query',
    ...(isRequired === true ? { required: true } : {}),
    description,
    schema: typeof schema === 'function' && kind ? schema(kind) : schema,
    ...(example === undefined ? {} : { example }),
  };
  if (typeof schema === 'function') return declared;
  parameters[component] = declared;
  return parameterNamed(component);
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
