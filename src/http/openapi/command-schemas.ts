import type { JsonSchema } from '../../kernel/fields.js';
import {
  Choice,
  Counted,
  EdtfDate,
  MoneyAmount,
  Titled,
  Topics,
  fieldsOf,
  type Constructor,
  type FieldSpec,
} from '../../kernel/fields.js';
import { MODALITIES } from '../../kernel/modality.js';
import { ref } from '../../kernel/schema-parts.js';
import type { CommandSpec } from '../../kernel/kind.js';
import { ActFields } from '../../kernel/act-fields.js';
import { hintOf } from '../../words/words.js';

/** Name of the schema of the fields that every command has. */
const SHARED = 'ActFields';

/** The names of the fields that every command has. */
const SHARED_FIELDS = fieldsOf(ActFields).map(({ name }) => name);

/** Commands that say nothing of their own but why, or nothing at all, have one schema. */
const WITH_REASON = 'ReasonedAct';
const PLAIN = 'PlainAct';

/** The name under which the schema of a command's fields stands in `schemas`; what is missing there is added. */
export function commandSchemaName({ name, type }: CommandSpec, schemas: Record<string, JsonSchema>): string {
  const own = ownFields(type);
  const [first] = own;
  if (own.length === 0) return add(PLAIN, type, schemas);
  if (own.length === 1 && first?.name === 'reason' && !first.required) return add(WITH_REASON, type, schemas);
  return add(name, type, schemas);
}

function add(name: string, type: Constructor, schemas: Record<string, JsonSchema>): string {
  schemas[name] ??= commandSchema(type, schemas);
  return name;
}

function ownFields(type: Constructor): FieldSpec[] {
  return fieldsOf(type).filter(({ name }) => !SHARED_FIELDS.includes(name));
}

/** The schema of a command's fields; classes that stand inside it are added to `schemas` by their names. */
function commandSchema(type: Constructor, schemas: Record<string, JsonSchema>): JsonSchema {
  schemas[SHARED] ??= {
    description: 'What every command may say of the act.',
    ...openSchema(SHARED, fieldsOf(ActFields), schemas),
  };
  return { ...openSchema(type.name, ownFields(type), schemas), allOf: [ref(SHARED)], unevaluatedProperties: false };
}

function openSchema(holder: string, fields: readonly FieldSpec[], schemas: Record<string, JsonSchema>): JsonSchema {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOfField(holder, field, schemas)])),
    ...(required.length === 0 ? {} : { required }),
  };
}

function schemaOfField(holder: string, field: FieldSpec, schemas: Record<string, JsonSchema>): JsonSchema {
  const description = hintOf(holder, field.name, 'en');
  const one = field.nested ? nested(field.nested(), schemas) : named(field.schema, schemas);
  if (!field.many) return { ...one, description };
  const { minItems = 0, maxItems } = field.limits ?? {};
  return {
    description,
    ...named({ type: 'array', items: one, ...(minItems === 0 ? {} : { minItems }), maxItems }, schemas),
  };
}

function nested(type: Constructor, schemas: Record<string, JsonSchema>): JsonSchema {
  const name = type.name.replace(/Fields$/, '');
  schemas[name] ??= { ...openSchema(name, fieldsOf(type), schemas), additionalProperties: false };
  return ref(name);
}

/** Values that many commands take: each is described once, under the name of its field here. */
class NamedValues {
  @EdtfDate()
  EdtfDate!: unknown;

  @Titled()
  NamesInput!: unknown;

  @Counted()
  CountInput!: unknown;

  @MoneyAmount()
  MoneyInput!: unknown;

  @Choice(MODALITIES)
  Modality!: unknown;
}

class ListedTopics {
  @Topics()
  topics!: unknown;
}

const NAMED = new Map([
  ...fieldsOf(NamedValues).map(({ name, schema }) => [JSON.stringify(schema), name] as const),
  ...fieldsOf(ListedTopics).map(
    ({ schema }) => [JSON.stringify({ type: 'array', items: schema, maxItems: 50 }), 'TopicsInput'] as const,
  ),
]);

function named(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema {
  const name = NAMED.get(JSON.stringify(schema));
  if (name === undefined) return schema;
  schemas[name] ??= schema;
  return ref(name);
}
