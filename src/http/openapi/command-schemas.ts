import type { JsonSchema } from '../../kernel/fields.js';
import {
  Choice,
  Counted,
  EdtfDate,
  MoneyAmount,
  Titled,
  fieldsOf,
  type Constructor,
  type FieldSpec,
} from '../../kernel/fields.js';
import { MODALITIES } from '../../kernel/modality.js';
import { ref } from '../../kernel/answer-schema.js';
import { ToldFields } from '../../kernel/told.js';

/** Name of the schema of the fields that every command has. */
const SHARED = 'ActFields';

/** The names of the fields that every command has. */
const SHARED_FIELDS = fieldsOf(ToldFields).map(({ name }) => name);

/** The schema of a command's fields; classes that stand inside it are added to `schemas` by their names. */
export function commandSchema(type: Constructor, schemas: Record<string, JsonSchema>): JsonSchema {
  schemas[SHARED] ??= {
    description: 'What every command may say of the act.',
    ...openSchema(fieldsOf(ToldFields), schemas),
  };
  const own = fieldsOf(type).filter(({ name }) => !SHARED_FIELDS.includes(name));
  return { ...openSchema(own, schemas), allOf: [ref(SHARED)], unevaluatedProperties: false };
}

function openSchema(fields: readonly FieldSpec[], schemas: Record<string, JsonSchema>): JsonSchema {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOfField(field, schemas)])),
    ...(required.length === 0 ? {} : { required }),
  };
}

function schemaOfField(field: FieldSpec, schemas: Record<string, JsonSchema>): JsonSchema {
  const { description, ...schema } = field.schema;
  const one = field.nested ? nested(field.nested(), schemas) : named(schema, schemas);
  if (field.many) return { description, type: 'array', items: one, ...field.limits };
  return { ...one, description };
}

function nested(type: Constructor, schemas: Record<string, JsonSchema>): JsonSchema {
  const name = type.name.replace(/Fields$/, '');
  schemas[name] ??= { ...openSchema(fieldsOf(type), schemas), additionalProperties: false };
  return ref(name);
}

/** Values that many commands take: each is described once, under the name of its field here. */
class NamedValues {
  @EdtfDate({ about: '' })
  EdtfDate!: unknown;

  @Titled({ about: '' })
  NamesInput!: unknown;

  @Counted({ about: '' })
  CountInput!: unknown;

  @MoneyAmount({ about: '' })
  MoneyInput!: unknown;

  @Choice(MODALITIES, { about: '' })
  Modality!: unknown;
}

const NAMED = new Map(
  fieldsOf(NamedValues).map(({ name, schema: { description: _none, ...schema } }) => [JSON.stringify(schema), name]),
);

function named(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema {
  const name = NAMED.get(JSON.stringify(schema));
  if (name === undefined) return schema;
  schemas[name] ??= schema;
  return ref(name);
}
