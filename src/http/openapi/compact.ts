import { ENTRY_FIELDS, ref } from '../../kernel/schema-parts.js';
import type { JsonSchema } from '../../kernel/fields.js';
import { STATED_AMOUNT } from '../../registry/undertaking/undertaking.schema.js';

type Schemas = Record<string, JsonSchema>;

/** The beginning of every description of an entry in an answer, under a name. */
const ENTRY_BASE = 'EntryBase';

/** Parts of answers that several kinds have, and under which names they are described. */
const PARTS = new Map<JsonSchema, string>([[STATED_AMOUNT, 'StatedAmount']]);

const REFERENCE = '#/components/schemas/';

/**
 * The same schemas in fewer bytes: what stands in many of them is described once. An object that begins as every entry
 * does is that beginning and its own part (`allOf`); what may be null beside something named has a name of its own.
 */
export function compact(schemas: Schemas): Schemas {
  const named: Schemas = {};
  const whole = {
    ...schemas,
    ...Object.fromEntries([...PARTS].map(([part, name]) => [name, { ...part }])),
    [ENTRY_BASE]: { type: 'object', properties: ENTRY_FIELDS, required: Object.keys(ENTRY_FIELDS) },
  };
  for (const [name, schema] of Object.entries(whole)) {
    named[name] = compacted(schema, named) as JsonSchema;
  }
  return named;
}

function compacted(schema: unknown, named: Schemas): unknown {
  if (Array.isArray(schema)) return schema.map((item: unknown) => compacted(item, named));
  if (!isSchema(schema)) return schema;
  const name = PARTS.get(schema);
  if (name !== undefined) return ref(name);
  const own = namedNull(withoutBase(schema), named);
  return Object.fromEntries(Object.entries(own).map(([key, value]) => [key, compacted(value, named)]));
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object that has all properties of an entry refers to them. */
function withoutBase(schema: JsonSchema): JsonSchema {
  const { type, properties, required, additionalProperties, ...rest } = schema;
  const isNullable = Array.isArray(type) && type.join() === 'object,null';
  if ((type !== 'object' && !isNullable) || !isSchema(properties) || !Array.isArray(required)) return schema;
  if (additionalProperties !== false) return schema;
  if (
    !Object.entries(ENTRY_FIELDS).every(([name, shared]) => JSON.stringify(properties[name]) === JSON.stringify(shared))
  )
    return schema;
  const own = Object.entries(properties).filter(([name]) => !(name in ENTRY_FIELDS));
  const needed = required.filter((name) => !(String(name) in ENTRY_FIELDS));
  const entry: JsonSchema = {
    type: 'object',
    allOf: [ref(ENTRY_BASE)],
    ...(own.length === 0 ? {} : { properties: Object.fromEntries(own) }),
    ...(needed.length === 0 ? {} : { required: needed }),
    unevaluatedProperties: false,
  };
  return isNullable ? { ...rest, anyOf: [entry, { type: 'null' }] } : { ...rest, ...entry };
}

/** `EdtfDateOrNull` for an EdtfDate or null. */
function namedNull(schema: JsonSchema, named: Schemas): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [first, second] = anyOf as JsonSchema[];
  const reference = first?.$ref;
  if (typeof reference !== 'string' || second?.type !== 'null') return schema;
  const name = `${reference.slice(REFERENCE.length)}OrNull`;
  named[name] ??= { anyOf: [first, second] };
  return { ...ref(name), ...rest };
}
