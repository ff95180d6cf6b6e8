import type { Count } from './counts.js';
import type { Bounds, Day } from './edtf.js';
import type { EntryRef, SourcePlace } from './entry.js';
import type { JsonSchema } from './field-declarations.js';
import type { Modality } from './modality.js';
import { MODALITIES } from './modality.js';
import type { Money } from './money.js';
import type { Names } from './names.js';
import type { Personal } from './personal.js';
import type { ObjectOf, Properties, Schema, Static } from './schema-types.js';
import type { Certainty } from './status.js';
import { CERTAINTIES } from './status.js';

/**
 * The words in which kinds describe their answers (JSON Schema 2020-12, as OpenAPI 3.1 takes it), each with the type of
 * the values that it describes (`Static`). What several kinds answer is described once, in `SHARED_SCHEMAS`, and referred
 * to by name.
 */

/** An object without other properties than those described. */
export interface ObjectSchema<T = object> extends Schema<T> {
  type: 'object';
  properties: Record<string, JsonSchema>;
  required: string[];
  additionalProperties: false;
}

/** Reference to a schema of the API description. */
export function ref<T = unknown>(name: string): Schema<T> {
  return { $ref: `#/components/schemas/${name}` };
}

/** References to these schemas of the API description, by their names. */
export function refsTo<S extends Properties>(
  _schemas: S,
): <N extends string & keyof S>(name: N) => Schema<Static<S[N]>> {
  return ref;
}

/** An object whose first properties are always there, and whose others may be absent. */
export function object<A extends Properties, S extends Properties = Record<never, never>>(
  always: A,
  sometimes?: S,
): ObjectSchema<ObjectOf<A, S>> {
  return {
    type: 'object',
    properties: { ...always, ...sometimes },
    required: Object.keys(always),
    additionalProperties: false,
  };
}

/** A list of such items. */
export function list<T>(items: Schema<T>): Schema<readonly T[]> {
  return { type: 'array', items };
}

/** One of these words. */
export function oneOf<W extends string>(...words: readonly W[]): Schema<W> {
  return { type: 'string', enum: [...words] };
}

/** What exactly one of these schemas describes. */
export function eitherOf<S extends readonly JsonSchema[]>(...schemas: S): Schema<Static<S[number]>> {
  return { oneOf: schemas };
}

/** What a schema describes, or null. */
export function orNull<T>(schema: Schema<T>): Schema<T | null> {
  if (typeof schema.type !== 'string' || 'enum' in schema) return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [schema.type, 'null'] };
}

/** The schema with a sentence that says what the value means. */
export function about<S extends JsonSchema>(sentence: string, schema: S): S {
  return { ...schema, description: sentence };
}

export const WORDS: Schema<string> = { type: 'string' };
export const FLAG: Schema<boolean> = { type: 'boolean' };
export const WHOLE: Schema<number> = { type: 'integer', minimum: 0 };
/** Id of a record: a UUID, or the code of a region. */
export const RECORD_ID: Schema<string> = { type: 'string', minLength: 1 };
/** Id of an entry (event). */
export const ENTRY_ID: Schema<string> = { type: 'string', format: 'uuid' };
export const SHA_256: Schema<string> = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const REGION: Schema<string> = { type: 'string', pattern: '^RU-[A-Z]{2,3}$' };
/** A civil day. */
export const DAY: Schema<Day> = { type: 'string', format: 'date' };
/** A moment of the ledger's own clock (RFC 3339). */
export const MOMENT: Schema<string> = { type: 'string', format: 'date-time' };
export const TOPICS = list(WORDS);

/** What is referred to by name, and the type of each. */
interface Shared {
  /** A date as it was stated: EDTF (ISO 8601-2). */
  EdtfDate: string;
  Modality: Modality;
  Certainty: Certainty;
  Names: Names;
  PersonalNames: Personal<Names>;
  /** Sealed where a view gives it; the schema describes what is sent: the value, or what stands in its place once erased. */
  PersonalText: Personal;
  /** What stands in the place of a text that is not there, or is another one. */
  NoText: object;
  Bounds: Bounds;
  Count: Count;
  Money: Money;
  SourceOfEntry: SourcePlace;
  EntryLink: EntryRef;
}

function shared<N extends keyof Shared>(name: N): Schema<Shared[N]> {
  return ref(name);
}

export const DATE = shared('EdtfDate');
export const MODALITY = shared('Modality');
export const CERTAINTY = shared('Certainty');
export const NAMES = shared('Names');
export const PERSONAL_NAMES = shared('PersonalNames');
export const PERSONAL = shared('PersonalText');
export const BOUNDS = shared('Bounds');
export const COUNT = shared('Count');
export const MONEY = shared('Money');
export const SOURCE_OR_NULL = orNull(shared('SourceOfEntry'));
export const ENTRY_LINK = shared('EntryLink');

/** Years of which no calendar of working days is known, so that a day by which somebody must act was not moved. */
export const CALENDAR_MISSING = list(WHOLE);

/** How, when and on whose word an entry was stated: the beginning of every description of an entry in an answer. */
export const ENTRY_FIELDS = {
  entry: ENTRY_ID,
  date: orNull(DATE),
  modality: MODALITY,
  source: SOURCE_OR_NULL,
};

/** Under which other ids parties acted that a merger made one with those that the record names (rule 18). */
export const ACTED_AS = { actedAs: list(RECORD_ID) };

/** A country's code (ISO 3166-1 alpha-2). */
export const COUNTRY: Schema<string> = { type: 'string', pattern: '^[A-Z]{2}$' };
/** A language tag (BCP 47). */
export const LANGUAGE: Schema<string> = { type: 'string', pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$' };

const NUMBER: Schema<number> = { type: 'number', minimum: 0 };
const AMOUNT: Schema<string> = { type: 'string', pattern: '^\\d+(\\.\\d+)?$' };
const CURRENCY: Schema<string> = { type: 'string', pattern: '^[A-Z]{3}$' };

/** What Money consists of: its currency, and its amount or limits of it. */
export const MONEY_ALWAYS = { currency: CURRENCY };
export const MONEY_SOMETIMES = { amount: AMOUNT, min: AMOUNT, moreThan: AMOUNT, max: AMOUNT, lessThan: AMOUNT };

const PLACE_IN_SOURCE = { paragraph: WHOLE, page: WHOLE, language: LANGUAGE };

/** A document and the place in it. */
export const SOURCE_PLACE = object({ id: RECORD_ID }, PLACE_IN_SOURCE);

const YES: JsonSchema = { type: 'boolean', const: true };
const NO_TEXT = ref('NoText');

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
  Names: {
    ...object({}, { ru: WORDS, en: WORDS }),
    additionalProperties: WORDS,
    description: 'Names in Russian, in English, or in other languages, by their tags (BCP 47).',
  },
  PersonalNames: {
    description: 'Names of a person.',
    anyOf: [NAMES, NO_TEXT],
  },
  PersonalText: {
    description: 'Personal or free text.',
    anyOf: [WORDS, NO_TEXT],
  },
  NoText: {
    ...object({}, { erased: YES, damaged: YES }),
    minProperties: 1,
    maxProperties: 1,
    description: 'The text was erased, or is not the one that was recorded.',
  },
  Bounds: {
    ...object({ earliest: orNull(DAY), latest: orNull(DAY) }),
    description: 'The days between which it happened; null where nothing bounds it.',
  },
  Count: {
    ...object({ unit: WORDS }, { min: NUMBER, moreThan: NUMBER, max: NUMBER, lessThan: NUMBER, approximate: FLAG }),
    description:
      'Exactly (min equals max), at least (min), more than (moreThan), at most (max), less than (lessThan), or a range.',
  },
  Money: {
    ...object(MONEY_ALWAYS, MONEY_SOMETIMES),
    description: 'A decimal amount and its currency (ISO 4217); what was not stated exactly has limits, and no amount.',
  },
  SourceOfEntry: {
    ...object({ id: RECORD_ID }, { ...PLACE_IN_SOURCE, quotation: PERSONAL }),
    description: 'A source and the place in it.',
  },
  EntryLink: {
    ...object({ kind: WORDS, id: RECORD_ID }, { event: ENTRY_ID }),
    description: 'A record, and one of its entries.',
  },
} satisfies { [N in keyof Shared]: Schema<Shared[N]> };
