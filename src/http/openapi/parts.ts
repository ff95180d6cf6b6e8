import type { ProblemName } from '../../commands/problem.js';
import { PROBLEMS } from '../../commands/problem.js';
import type { JsonSchema } from '../../kernel/fields.js';
import { ref } from './schemas.js';

/** Refusals by status: several problems share one, and the body's `type` tells which it is. */
export function refusals(names: readonly ProblemName[]): Record<string, object> {
  const byStatus = new Map<number, ProblemName[]>();
  for (const name of names) byStatus.set(PROBLEMS[name].status, [...(byStatus.get(PROBLEMS[name].status) ?? []), name]);
  return Object.fromEntries(
    [...byStatus].map(([status, problems]) => [
      String(status),
      {
        description: problems.map((name) => `\`${name}\`: ${PROBLEMS[name].title}.`).join(' '),
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
}

/** A JSON body of this shape. */
export function json(schema: JsonSchema): object {
  return { content: { 'application/json': { schema } } };
}

/** A parameter that several operations have. */
export function parameter(name: keyof typeof PARAMETERS): object {
  return { $ref: `#/components/parameters/${name}` };
}

/** A header that several answers have. */
export function header(name: keyof typeof HEADERS): object {
  return { $ref: `#/components/headers/${name}` };
}

const TEXT = { type: 'string' };

export const PARAMETERS = {
  Id: { name: 'id', in: 'path', required: true, description: 'Id of the record.', schema: TEXT },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'A key of your choice, new for every request; the same key gives the first answer again. Not needed for a dry run.',
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
    description: 'An id of yours that will stand in logs and events.',
    schema: { ...TEXT, maxLength: 100 },
  },
};

export const HEADERS = {
  ETag: { description: '`"<revision>.<digest>"`: for If-Match and If-None-Match.', schema: TEXT },
  'Ledger-Position': { description: 'Where in the log the write stands.', schema: TEXT },
  Location: { description: 'The new record.', schema: TEXT },
};
