import type { Constructor, FieldSpec, JsonSchema } from '../../kernel/fields.js';
import { fieldsOf } from '../../kernel/fields.js';
import type { RecordKind } from '../../kernel/kind.js';
import { PROBLEMS } from '../../commands/problem.js';
import { COMMON_STATUSES } from '../parameters.js';
import { PROBLEM_TYPES } from '../problem-filter.js';

/** Reference to a schema of the description. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The schema of a command's fields; classes that stand inside it are added to `schemas` by their names. */
export function schemaOfFields(type: Constructor, schemas: Record<string, JsonSchema>): JsonSchema {
  const fields = fieldsOf(type);
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOfField(field, schemas)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function schemaOfField(field: FieldSpec, schemas: Record<string, JsonSchema>): JsonSchema {
  const one = field.nested ? nested(field.nested(), schemas) : withoutDescription(field.schema);
  const description = { description: field.schema.description ?? '' };
  if (field.many) return { ...description, type: 'array', items: one, ...field.limits };
  return field.nested ? { ...description, allOf: [one] } : { ...one, ...description };
}

function nested(type: Constructor, schemas: Record<string, JsonSchema>): JsonSchema {
  const name = type.name.replace(/Fields$/, '');
  schemas[name] ??= schemaOfFields(type, schemas);
  return ref(name);
}

function withoutDescription({ description: _description, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

const DAY = { type: ['string', 'null'], format: 'date' };
const WORDS = { type: 'string' };
const WORDS_OR_NULL = { type: ['string', 'null'] };

function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

function object(properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** What stands in an answer in place of a personal value that was erased; else the value itself. */
export const PERSONAL: JsonSchema = {
  anyOf: [{ type: 'string' }, object({ erased: { type: 'boolean', const: true } })],
};

/** Schemas that do not belong to one kind. */
export function commonSchemas(): Record<string, JsonSchema> {
  return {
    Names: { type: 'object', properties: { ru: WORDS, en: WORDS }, additionalProperties: false },
    Bounds: object({ earliest: DAY, latest: DAY }),
    SourceOfEntry: {
      ...object(
        { id: WORDS, paragraph: { type: 'integer' }, page: { type: 'integer' }, language: WORDS, quotation: PERSONAL },
        ['id'],
      ),
      description: 'A source and the place in it.',
    },
    EntryLink: object({ kind: WORDS, id: WORDS, event: WORDS }, ['kind', 'id']),
    Fault: object({
      pointer: {
        ...WORDS,
        description: 'JSON pointer (RFC 6901) to the field; `?name` for a parameter; empty for the whole.',
      },
      rule: WORDS,
      detail: WORDS,
    }),
    Problem: {
      description: 'Problem details (RFC 9457).',
      ...object(
        {
          type: { ...WORDS, enum: Object.keys(PROBLEMS).map((name) => `${PROBLEM_TYPES}${name}`) },
          title: WORDS,
          status: { type: 'integer' },
          detail: WORDS,
          rule: { ...WORDS, description: 'The first rule that was broken.' },
          errors: list(ref('Fault')),
          instance: WORDS,
          correlationId: WORDS,
        },
        ['type', 'title', 'status', 'detail', 'instance', 'correlationId'],
      ),
    },
    Receipt: object({
      kind: WORDS,
      id: WORDS_OR_NULL,
      dryRun: { type: 'boolean' },
      revision: { type: 'integer' },
      status: WORDS,
      certainty: { type: 'string', enum: ['certain', 'possible', 'undetermined'] },
      events: list(object({ id: WORDS_OR_NULL, type: WORDS, revision: { type: 'integer' } })),
      warnings: list(object({ rule: WORDS, detail: WORDS })),
      links: { anyOf: [object({ self: WORDS, history: WORDS }), { type: 'null' }] },
    }),
    Reason: object(
      { entry: WORDS, type: WORDS, date: WORDS_OR_NULL, modality: WORDS, recordedAt: WORDS, source: sourceOrNull() },
      ['entry'],
    ),
    HistoryEntry: object(
      {
        index: { type: 'integer', description: 'Number of events of the ledger before it.' },
        id: WORDS,
        type: WORDS,
        revision: { type: 'integer' },
        recordedAt: WORDS,
        actor: WORDS,
        correlationId: WORDS,
        key: WORDS,
        data: {},
        parked: { ...WORDS, description: 'Why the views do not count it.' },
        raw: object({ data: WORDS, metadata: WORDS }),
      },
      ['id', 'type', 'revision'],
    ),
    RecordBrief: object({
      kind: WORDS,
      id: WORDS,
      title: { anyOf: [ref('Names'), { type: 'null' }] },
      status: WORDS_OR_NULL,
      href: WORDS,
    }),
    Link: object({ rel: WORDS, from: WORDS_OR_NULL, event: WORDS_OR_NULL, record: ref('RecordBrief') }),
    Related: object({ to: list(ref('Link')), from: list(ref('Link')) }),
    Figure: {
      description: 'A figure that somebody reported, beside what is registered of the same.',
      ...object({ claim: ref('RecordBrief'), told: { type: 'object' }, registered: { type: ['integer', 'null'] } }),
    },
    RegionPair: object({
      regions: { type: 'array', items: WORDS, minItems: 2, maxItems: 2 },
      registered: { type: 'object', additionalProperties: list(ref('RecordBrief')) },
      figures: list(ref('Figure')),
    }),
  };
}

export function sourceOrNull(): JsonSchema {
  return { anyOf: [ref('SourceOfEntry'), { type: 'null' }] };
}

/** The answer about a record of a kind: what every kind has, and its own part. */
export function schemaOfDocument(kind: RecordKind): JsonSchema {
  const common: Record<string, JsonSchema> = {
    kind: { type: 'string', const: kind.name },
    id: WORDS,
    status: { type: 'string', enum: [...kind.statuses, ...COMMON_STATUSES] },
    certainty: { type: 'string', enum: ['certain', 'possible', 'undetermined'] },
    possible: list({ type: 'string', enum: [...kind.statuses] }),
    since: { anyOf: [ref('Bounds'), { type: 'null' }] },
    because: list(ref('Reason')),
    arisesFrom: { anyOf: [ref('EntryLink'), { type: 'null' }] },
    relativeDates: list(
      object(
        {
          entry: WORDS,
          to: ref('EntryLink'),
          direction: { type: 'string', enum: ['after', 'before'] },
          offset: WORDS,
          workedOut: WORDS_OR_NULL,
        },
        ['entry', 'to', 'direction', 'workedOut'],
      ),
    ),
    sources: list(WORDS),
    contradictions: list(
      object(
        {
          entry: WORDS,
          says: WORDS_OR_NULL,
          attestation: WORDS,
          attests: WORDS_OR_NULL,
          agrees: { type: 'boolean' },
          tells: PERSONAL,
          source: sourceOrNull(),
        },
        ['entry', 'says', 'attestation', 'attests', 'agrees', 'source'],
      ),
    ),
    warnings: list(object({ entry: WORDS, rule: WORDS, detail: WORDS })),
    attestations: list(
      object({
        entry: WORDS,
        attestation: WORDS,
        agrees: { type: 'boolean' },
        happened: WORDS_OR_NULL,
        source: sourceOrNull(),
      }),
    ),
    corrections: list(
      object({ entry: WORDS, correction: WORDS, recordedAt: WORDS, reason: PERSONAL, fields: list(WORDS) }),
    ),
    voided: list(object({ entry: WORDS, type: WORDS, by: WORDS, recordedAt: WORDS, reason: PERSONAL })),
    annotations: list(object({ entry: WORDS_OR_NULL, annotation: WORDS, recordedAt: WORDS, text: PERSONAL })),
    recorded: { anyOf: [object({ first: WORDS, last: WORDS, by: WORDS }), { type: 'null' }] },
    revision: { type: 'integer' },
    links: object({ self: WORDS, history: WORDS }),
    validity: object({ from: DAY, to: DAY }),
  };
  return {
    description: kind.about,
    type: 'object',
    properties: { ...common, ...kind.answer },
    required: Object.keys(common),
    additionalProperties: false,
  };
}
