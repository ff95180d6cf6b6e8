import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsOptional,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { checkCount } from './counts.js';
import { checkEdtf, isIsoDuration } from './edtf.js';
import type { LedgerEvent } from './entry.js';
import { checkInn, checkKpp, checkOgrn, checkOgrnip, isPersonalInn, isSha256, isUuid } from './identifiers.js';
import { checkMoney } from './money.js';
import { checkNames } from './names.js';
import { checkRecurrence } from './recurrence.js';
import { isRegion } from './regions.js';

/**
 * The vocabulary in which commands declare their fields: one decorator says what a value must be (class-validator), how
 * it reads in the API description (JSON Schema), whether it is personal (sealed before anything is decided) and which
 * record it refers to. What it is called and what belongs into it stands in `locales`.
 */

export type JsonSchema = Record<string, unknown>;

export interface FieldSpec {
  name: string;
  required: boolean;
  /** Schema of the value, or of one item when `many`; a nested class stands in `nested`. */
  schema: JsonSchema;
  many?: boolean;
  limits?: { minItems?: number; maxItems?: number };
  nested?: () => Constructor;
  /** Whether a value is personal: sealed before anything is decided. */
  personal?: Personal;
  /** Kind of the record that the value names; `*` where the value itself says it (`{ kind, id, event }`). */
  refersTo?: string;
}

export type Constructor<T = object> = new () => T;

interface Options {
  optional?: boolean;
}

const FIELDS = new WeakMap<object, FieldSpec[]>();

/** The declared fields of a command class, inherited ones first. */
export function fieldsOf(type: Constructor): FieldSpec[] {
  const fields: FieldSpec[] = [];
  let p = type.prototype as object;
  while (p !== Object.prototype) {
    fields.unshift(...(FIELDS.get(p) ?? []));
    p = Object.getPrototypeOf(p) as object;
  }
  return fields;
}

function declare(target: object, spec: FieldSpec): void {
  FIELDS.set(target, [...(FIELDS.get(target) ?? []), spec]);
}

/**
 * Whether a value of a field is personal.
 * @param command the command in which it stands; of a correction, the fields that it changes
 * @param entries what is recorded of the thing so far
 */
export type Personal = (value: unknown, command: object, entries: readonly LedgerEvent[]) => boolean;

const ALWAYS: Personal = () => true;

type Check = (value: unknown) => string | undefined;
type LeafExtras = Pick<FieldSpec, 'personal' | 'refersTo'> & { many?: { min?: number; max: number } };

/** A field whose whole rule is one check: undefined when good, else the sentence that says what is wrong. */
function leaf(
  rule: string,
  check: Check,
  schema: JsonSchema,
  options: Options,
  extras: LeafExtras = {},
): PropertyDecorator {
  const { many, ...rest } = extras;
  const validate = ValidateBy(
    {
      name: rule,
      validator: {
        validate: (value: unknown) => check(value) === undefined,
        defaultMessage: (args) => describe(check, args?.value, many !== undefined),
      },
    },
    many ? { each: true } : undefined,
  );
  return (target, property) => {
    const name = String(property);
    declare(target, {
      name,
      required: options.optional !== true,
      schema,
      ...rest,
      ...(many ? { many: true, limits: { minItems: many.min ?? 0, maxItems: many.max } } : {}),
    });
    if (options.optional) IsOptional()(target, property);
    if (many) {
      IsArray()(target, property);
      ArrayMinSize(many.min ?? 0)(target, property);
      ArrayMaxSize(many.max)(target, property);
      ArrayUnique({ message: 'must not name the same thing twice' })(target, property);
    }
    validate(target, property);
  };
}

function describe(check: Check, value: unknown, many: boolean): string {
  if (!many || !Array.isArray(value)) return check(value) ?? '';
  return value.map(check).find((said) => said !== undefined) ?? '';
}

/** Refuses an object with properties that its form does not have, before its own check. */
function onlyWith(names: readonly string[], check: Check): Check {
  return (value) => {
    const strange =
      typeof value === 'object' && value !== null
        ? Object.keys(value).find((name) => !names.includes(name))
        : undefined;
    return strange === undefined ? check(value) : `has no property ${strange}; it takes ${names.join(', ')}`;
  };
}

/** Turns a check of a string into one of an unknown value. */
function onText(check: (text: string) => string | undefined): Check {
  return (value) => (typeof value === 'string' ? check(value) : 'must be a string');
}

function said(good: boolean, sentence: string): string | undefined {
  return good ? undefined : sentence;
}

// eslint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function checkText(max: number): Check {
  return onText((text) => {
    if (text.trim() === '') return 'must not be empty';
    if (text.length > max) return `must have at most ${max} characters`;
    return said(!CONTROL.test(text), 'must not contain control characters');
  });
}

/** Plain text that names no person: a title, a place, a label. */
export const Text = (options: Options & { max?: number } = {}): PropertyDecorator =>
  leaf('text', checkText(options.max ?? 500), { type: 'string', minLength: 1, maxLength: options.max ?? 500 }, options);

/** Free text or anything that may name a person; it never enters an event. */
export const PersonalText = (options: Options & { max?: number } = {}): PropertyDecorator =>
  leaf(
    'text',
    checkText(options.max ?? 4000),
    { type: 'string', minLength: 1, maxLength: options.max ?? 4000 },
    options,
    { personal: ALWAYS },
  );

const NAMES_SCHEMA = {
  type: 'object',
  properties: {
    ru: { type: 'string', minLength: 1, maxLength: 500 },
    en: { type: 'string', minLength: 1, maxLength: 500 },
  },
  additionalProperties: false,
  minProperties: 1,
};

/** The topics of a record: short words by which lists filter. */
export const Topics = (): PropertyDecorator =>
  leaf(
    'text',
    checkText(100),
    { type: 'string', minLength: 1, maxLength: 100, examples: ['import substitution'] },
    { optional: true },
    { many: { max: 50 } },
  );

function personalIn({ personal }: { personal?: Personal }): LeafExtras {
  return personal ? { personal } : {};
}

/** Names in Russian and English, at least one. */
export const Titled = (options: Options & { personal?: Personal } = {}): PropertyDecorator =>
  leaf('names', onlyWith(['ru', 'en'], checkNames), NAMES_SCHEMA, options, personalIn(options));

/** A person's names; they never enter an event. */
export const PersonalNames = (options: Options = {}): PropertyDecorator =>
  leaf('names', onlyWith(['ru', 'en'], checkNames), NAMES_SCHEMA, options, { personal: ALWAYS });

/** One of a fixed set of words. */
export const Choice = (values: readonly string[], options: Options = {}): PropertyDecorator =>
  leaf(
    'one-of',
    (value) => said(values.includes(value as string), `must be one of ${values.join(', ')}`),
    { type: 'string', enum: [...values] },
    options,
  );

/** An EDTF date (ISO 8601-2), as precise as the source and no more. */
export const EdtfDate = (options: Options = {}): PropertyDecorator =>
  leaf('edtf-date', onText(checkEdtf), { type: 'string', examples: ['XXXX-10-18', '2022-11', '2022-11-09'] }, options);

/** An ISO 8601 duration in years, months, weeks or days. */
export const Duration = (options: Options = {}): PropertyDecorator =>
  leaf(
    'duration',
    onText((text) => said(isIsoDuration(text), 'must be an ISO 8601 duration such as P2M')),
    { type: 'string', pattern: '^P', examples: ['P2M'] },
    options,
  );

/** A whole number. */
export const Whole = (options: Options & { min: number; max: number }): PropertyDecorator =>
  leaf(
    'whole-number',
    (value) =>
      said(
        Number.isSafeInteger(value) && (value as number) >= options.min && (value as number) <= options.max,
        `must be a whole number from ${options.min} to ${options.max}`,
      ),
    { type: 'integer', minimum: options.min, maximum: options.max },
    options,
  );

/** True or false. */
export const Flag = (options: Options = {}): PropertyDecorator =>
  leaf('boolean', (value) => said(typeof value === 'boolean', 'must be true or false'), { type: 'boolean' }, options);

/** A count as it was told: exact, at least, about, or a range. */
export const Counted = (options: Options = {}): PropertyDecorator =>
  leaf(
    'count',
    onlyWith(['min', 'max', 'approximate', 'unit'], checkCount),
    {
      type: 'object',
      properties: {
        min: { type: 'number', minimum: 0 },
        max: { type: 'number', minimum: 0 },
        approximate: { type: 'boolean' },
        unit: { type: 'string', minLength: 1, maxLength: 100 },
      },
      required: ['unit'],
      additionalProperties: false,
    },
    options,
  );

/** An amount of money: a decimal string and a currency, never a float. */
export const MoneyAmount = (options: Options = {}): PropertyDecorator =>
  leaf(
    'money',
    onlyWith(['amount', 'currency'], checkMoney),
    {
      type: 'object',
      properties: {
        amount: { type: 'string', examples: ['1000000.00'] },
        currency: { type: 'string', examples: ['RUB'] },
      },
      required: ['amount', 'currency'],
      additionalProperties: false,
    },
    options,
  );

/** A recurrence rule (RFC 5545 RRULE value). */
export const Recurrence = (options: Options = {}): PropertyDecorator =>
  leaf('recurrence-rule', onText(checkRecurrence), { type: 'string', examples: ['FREQ=YEARLY'] }, options);

/** SHA-256 of a document, 64 lower-case hexadecimal digits. */
export const Sha256 = (options: Options = {}): PropertyDecorator =>
  leaf(
    'sha-256',
    onText((text) => said(isSha256(text), 'must be a SHA-256 in 64 lower-case hexadecimal digits')),
    { type: 'string', pattern: '^[0-9a-f]{64}$' },
    options,
  );

/** A region's ISO 3166-2 code. */
export const RegionCode = (options: Options & { many?: boolean } = {}): PropertyDecorator =>
  leaf(
    'region',
    onText((text) => said(isRegion(text), 'must be an ISO 3166-2 code of a region, such as RU-KYA')),
    { type: 'string', pattern: '^RU-[A-Z]{2,3}$', examples: ['RU-KYA'] },
    options,
    options.many ? { many: { max: 100 } } : {},
  );

/** Taxpayer number, with its check digits. That of a person has 12 digits, and is personal. */
export const Inn = (options: Options = {}): PropertyDecorator =>
  leaf('inn', onText(checkInn), { type: 'string', pattern: '^(\\d{10}|\\d{12})$' }, options, {
    personal: isPersonalInn,
  });
/** State registration number of an organisation, with its check digit. */
export const Ogrn = (options: Options = {}): PropertyDecorator =>
  leaf('ogrn', onText(checkOgrn), { type: 'string', pattern: '^\\d{13}$' }, options);
/** State registration number of a sole trader, with its check digit; it is personal. */
export const Ogrnip = (options: Options = {}): PropertyDecorator =>
  leaf('ogrnip', onText(checkOgrnip), { type: 'string', pattern: '^\\d{15}$' }, options, { personal: ALWAYS });
/** Tax registration reason code. */
export const Kpp = (options: Options = {}): PropertyDecorator =>
  leaf('kpp', onText(checkKpp), { type: 'string', pattern: '^\\d{4}[0-9A-Z]{2}\\d{3}$' }, options);

const ID_SCHEMA = { type: 'string', minLength: 1, maxLength: 100 };

function checkId(value: unknown): string | undefined {
  return said(
    typeof value === 'string' && (isUuid(value) || isRegion(value)),
    'must be the id of a record (a UUID, or the code of a region)',
  );
}

/** The id of another record of the given kind, which must exist. */
export const RefersTo = (kind: string, options: Options = {}): PropertyDecorator =>
  leaf('record-id', checkId, ID_SCHEMA, options, { refersTo: kind });

/** Ids of other records of the given kind, each of which must exist. */
export const RefersToMany = (kind: string, options: Options & { min?: number } = {}): PropertyDecorator =>
  leaf('record-id', checkId, ID_SCHEMA, options, { refersTo: kind, many: { min: options.min ?? 0, max: 500 } });

/** The id of an entry (event) of the same record. */
export const EntryId = (options: Options = {}): PropertyDecorator =>
  leaf(
    'entry-id',
    onText((text) => said(isUuid(text), 'must be the id of an entry (a UUID)')),
    { type: 'string', format: 'uuid' },
    options,
  );

/** A JSON object whose fields are checked elsewhere, against what they belong to. */
export const Changes = (options: Options = {}): PropertyDecorator =>
  leaf(
    'changes',
    (value) =>
      said(
        typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0,
        'must be an object with at least one field',
      ),
    { type: 'object', minProperties: 1, additionalProperties: true },
    options,
  );

/** An object with fields of its own. `refersTo: '*'` marks one that names a record as `{ kind, id, event }`. */
export const One =
  (type: () => Constructor, options: Options & { refersTo?: string } = {}): PropertyDecorator =>
  (target, property) => {
    declare(target, {
      name: String(property),
      required: options.optional !== true,
      schema: {},
      nested: type,
      ...(options.refersTo ? { refersTo: options.refersTo } : {}),
    });
    if (options.optional) IsOptional()(target, property);
    ValidateBy({
      name: 'object',
      validator: {
        validate: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
        defaultMessage: () => 'must be an object',
      },
    })(target, property);
    ValidateNested()(target, property);
    Type(type)(target, property);
  };

/** A list of objects with fields of their own. */
export const Many =
  (type: () => Constructor, options: Options & { min?: number; max?: number } = {}): PropertyDecorator =>
  (target, property) => {
    const limits = { minItems: options.min ?? 0, maxItems: options.max ?? 500 };
    declare(target, {
      name: String(property),
      required: options.optional !== true,
      schema: {},
      nested: type,
      many: true,
      limits,
    });
    if (options.optional) IsOptional()(target, property);
    IsArray()(target, property);
    ArrayMinSize(limits.minItems)(target, property);
    ArrayMaxSize(limits.maxItems)(target, property);
    ValidateNested({ each: true })(target, property);
    Type(type)(target, property);
  };
