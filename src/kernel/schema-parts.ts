import type { JsonSchema } from './fields.js';
import { MODALITIES } from './modality.js';
import { CERTAINTIES } from './status.js';

/**
 * The words in which kinds describe their answers (JSON Schema 2020-12, as OpenAPI 3.1 takes it). What several kinds
 * answer is described once, in `SHARED_SCHEMAS`, and referred to by name.
 */

/** An object without other properties than those described. */
export interface ObjectSchema extends JsonSchema {
  type: 'object';
  properties: Record<string, JsonSchema>;
  required: string[];
  additionalProperties: false;
}

/** Reference to a schema of the API description. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** An object whose first properties are always there, and whose others may be absent. */
export function object(always: Record<string, JsonSchema>, sometimes: Record<string, JsonSchema> = {}): ObjectSchema {
  return {
    type: 'object',
    properties: { ...always, ...sometimes },
    required: Object.keys(always),
    additionalProperties: false,
  };
}

/** A list of such items. */
export function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** One of these words. */
export function oneOf(...words: readonly string[]): JsonSchema {
  return { type: 'string', enum: [...words] };
}

/** What a schema describes, or null. */
export function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema.type !== 'string' || 'enum' in schema) return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [schema.type, 'null'] };
}

/** The schema with a sentence that says what the value means. */
export function about(sentence: string, schema: JsonSchema): JsonSchema {
  return { ...schema, description: sentence };
}

export const WORDS: JsonSchema = { type: 'string' };
export const FLAG: JsonSchema = { type: 'boolean' };
export const WHOLE: JsonSchema = { type: 'integer', minimum: 0 };
/** Id of a record: a UUID, or the code of a region. */
export const RECORD_ID: JsonSchema = { type: 'string', minLength: 1 };
/** Id of an entry (event). */
export const ENTRY_ID: JsonSchema = { type: 'string', format: 'uuid' };
export const SHA_256: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const REGION: JsonSchema = { type: 'string', pattern: '^RU-[A-Z]{2,3}$' };
/** A civil day. */
export const DAY: JsonSchema = { type: 'string', format: 'date' };
/** A moment of the ledger's own clock (RFC 3339). */
export const MOMENT: JsonSchema = { type: 'string', format: 'date-time' };
/** A date as it was told: EDTF (ISO 8601-2). */
export const DATE = ref('EdtfDate');
export const MODALITY = ref('Modality');
export const CERTAINTY = ref('Certainty');
export const TOPICS = list(WORDS);

export const NAMES = ref('Names');
export const PERSONAL_NAMES = ref('PersonalNames');
/** What stands in place of a personal value that was erased, or the value itself. */
export const PERSONAL = ref('PersonalText');
export const BOUNDS = ref('Bounds');
export const COUNT = ref('Count');
export const MONEY = ref('Money');
export const SOURCE_OR_NULL = orNull(ref('SourceOfEntry'));
export const ENTRY_LINK = ref('EntryLink');

/** How, when and on whose word an entry was told: the beginning of every description of an entry in an answer. */
export const ENTRY_FIELDS: Record<string, JsonSchema> = {
  entry: ENTRY_ID,
  date: orNull(DATE),
  modality: MODALITY,
  source: SOURCE_OR_NULL,
};

/** What Money consists of. */
export const MONEY_FIELDS: Record<string, JsonSchema> = {
  amount: { type: 'string', pattern: '^\\d+(\\.\\d+)?$' },
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
};

/** A document and the place in it. */
export const SOURCE_PLACE = object({ id: RECORD_ID }, { paragraph: WHOLE, page: WHOLE, language: oneOf('ru', 'en') });

const ERASED = about('The text was erased.', object({ erased: { type: 'boolean', const: true } }));

/** What is referred to above, by name. */
export const SHARED_SCHEMAS: Record<string, JsonSchema> = {
  EdtfDate: {
    description: 'EDTF (ISO 8601-2), as precise as the source and no more.',
    type: 'string',
    examples: ['XXXX-10-18', '2022-11', '2022-11-09'],
  },
  Modality: { ...oneOf(...MODALITIES), description: 'As what it was said: only a fact is an act.' },
  Certainty: {
    ...oneOf(...CERTAINTIES),
    description: 'Certain; possible by a qualified or contradicted date; or undetermined.',
  },
  Names: { ...object({}, { ru: WORDS, en: WORDS }), description: 'Names in Russian, in English, or in both.' },
  PersonalNames: { description: 'Names of a person, unless they were erased.', anyOf: [NAMES, ERASED] },
  PersonalText: { description: 'Personal or free text, unless it was erased.', anyOf: [WORDS, ERASED] },
  Bounds: {
    ...object({ earliest: orNull(DAY), latest: orNull(DAY) }),
    description: 'The days between which it happened; null where nothing bounds it.',
  },
  Count: {
    ...object(
      { unit: WORDS },
      { min: { type: 'number', minimum: 0 }, max: { type: 'number', minimum: 0 }, approximate: FLAG },
    ),
    description: 'Exactly (min equals max), at least (min alone), at most (max alone), or a range.',
  },
  Money: {
    ...object(MONEY_FIELDS),
    description: 'A decimal amount and its currency (ISO 4217).',
  },
  SourceOfEntry: {
    ...SOURCE_PLACE,
    properties: { ...SOURCE_PLACE.properties, quotation: PERSONAL },
    description: 'A source and the place in it.',
  },
  EntryLink: {
    ...object({ kind: WORDS, id: RECORD_ID }, { event: ENTRY_ID }),
    description: 'A record, and one of its entries.',
  },
};
