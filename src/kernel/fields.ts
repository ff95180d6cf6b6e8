import { checkCount } from './counts.js';
import { isCountry } from './countries.js';
import { checkEdtf, isIsoDuration } from './edtf.js';
import type { Check, IsPersonal, JsonSchema, LeafExtras, Options } from './field-declarations.js';
import { leaf, onlyWith, onText, said } from './field-declarations.js';
import { checkInn, checkKpp, checkOgrn, checkOgrnip, isPersonalInn, isSha256, isUuid } from './identifiers.js';
import { checkLanguageTag } from './language-tags.js';
import { LIMITS } from './limits.js';
import { checkMoney, MONEY_NAMES } from './money.js';
import { checkNames, hiddenIn, reorderingIn } from './names.js';
import { checkRecurrence } from './recurrence.js';
import { isRegion } from './regions.js';

/**
 * The vocabulary in which commands declare their fields: one decorator says what a value must be (class-validator), how
 * it reads in the API description (JSON Schema), whether it is personal (sealed before anything is decided) and which
 * record it refers to. What it is called and what belongs into it stands in `locales`.
 */

export type { Constructor, FieldSpec, JsonSchema } from './field-declarations.js';
export { fieldsOf } from './field-declarations.js';
export { Many, One } from './nested-fields.js';

const ALWAYS: IsPersonal = () => true;

// eslint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

function checkText(max: number, hidden: (text: string) => string | undefined): Check {
  return onText((text) => {
    if (text.trim() === '') return 'must not be empty';
    if (text.length > max) return `must have at most ${max} characters`;
    if (CONTROL.test(text)) return 'must not contain control characters';
    const found = hidden(text);
    return said(found === undefined, `must not contain ${found ?? ''}, which nobody sees`);
  });
}

/** Plain text that names no person: a title, a place, a label. */
export const Text = (options: Options & { max?: number } = {}): PropertyDecorator =>
  leaf(
    'text',
    checkText(options.max ?? 500, hiddenIn),
    { type: 'string', minLength: 1, maxLength: options.max ?? 500 },
    options,
  );

/**
 * Free text or anything that may name a person; it never enters an event. What is copied from pages often has soft hyphens
 * and the like, which do no harm there.
 */
export const PersonalText = (options: Options & { max?: number } = {}): PropertyDecorator =>
  leaf(
    'text',
    checkText(options.max ?? 4000, reorderingIn),
    { type: 'string', minLength: 1, maxLength: options.max ?? 4000 },
    options,
    { personal: ALWAYS },
  );

/** How a language tag (BCP 47) begins, and of what it consists. */
const LANGUAGE_PATTERN = '^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$';

const NAMES_SCHEMA = {
  type: 'object',
  properties: {
    ru: { type: 'string', minLength: 1, maxLength: 500 },
    en: { type: 'string', minLength: 1, maxLength: 500 },
  },
  // Further languages, by their tags.
  additionalProperties: { type: 'string', minLength: 1, maxLength: 500 },
  propertyNames: { pattern: LANGUAGE_PATTERN },
  minProperties: 1,
};

const TEXTS_SCHEMA = {
  ...NAMES_SCHEMA,
  properties: {
    ru: { type: 'string', minLength: 1, maxLength: 4000 },
    en: { type: 'string', minLength: 1, maxLength: 4000 },
  },
  additionalProperties: { type: 'string', minLength: 1, maxLength: 4000 },
};

/** The topics of a record: short words by which lists filter. */
export const Topics = (): PropertyDecorator =>
  leaf(
    'text',
    checkText(100, hiddenIn),
    { type: 'string', minLength: 1, maxLength: 100, examples: ['import substitution'] },
    { optional: true },
    { many: { max: 50 } },
  );

function personalIn({ personal }: { personal?: IsPersonal }): LeafExtras {
  return personal ? { personal } : {};
}

/** Names in Russian, in English or in other languages, at least one. */
export const Titled = (options: Options & { personal?: IsPersonal } = {}): PropertyDecorator =>
  leaf('names', checkNames, NAMES_SCHEMA, options, personalIn(options));

/** A person's names; they never enter an event. */
export const PersonalNames = (options: Options = {}): PropertyDecorator =>
  leaf('names', checkNames, NAMES_SCHEMA, options, { personal: ALWAYS });

const checkPersonalTexts: Check = (value) => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return 'must have ru, en or another language';
  const faults = Object.entries(value).map(([language, text]) => {
    const fault = checkLanguageTag(language) ?? checkText(4000, reorderingIn)(text);
    return fault === undefined ? undefined : `in ${language} ${fault}`;
  });
  return faults.find((fault) => fault !== undefined);
};

/** Free text in Russian, in English or in other languages, at least one; it never enters an event. */
export const PersonalTexts = (options: Options = {}): PropertyDecorator =>
  leaf('texts', checkPersonalTexts, TEXTS_SCHEMA, options, { personal: ALWAYS });

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

/** The schema of a limit for each field that holds one. */
function ofLimits(limit: JsonSchema): Record<string, JsonSchema> {
  return Object.fromEntries(LIMITS.map((name) => [name, limit]));
}

/** A count as it was stated: exact, at least, more than, at most, less than, about, or a range. */
export const Counted = (options: Options = {}): PropertyDecorator =>
  leaf(
    'count',
    onlyWith([...LIMITS, 'approximate', 'unit'], checkCount),
    {
      type: 'object',
      properties: {
        ...ofLimits({ type: 'number', minimum: 0 }),
        approximate: { type: 'boolean' },
        unit: { type: 'string', minLength: 1, maxLength: 100 },
      },
      required: ['unit'],
      additionalProperties: false,
    },
    options,
  );

/** An amount of money, or limits of one: decimal strings and a currency, never a float. */
export const MoneyAmount = (options: Options = {}): PropertyDecorator =>
  leaf(
    'money',
    onlyWith(MONEY_NAMES, checkMoney),
    {
      type: 'object',
      properties: {
        amount: { type: 'string', examples: ['1000000.00'] },
        ...ofLimits({ type: 'string', examples: ['1000000.00'] }),
        currency: { type: 'string', examples: ['RUB'] },
      },
      required: ['currency'],
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

/** A language tag (BCP 47) in its canonical form. */
export const LanguageTag = (options: Options & { many?: boolean } = {}): PropertyDecorator =>
  leaf(
    'language-tag',
    onText(checkLanguageTag),
    { type: 'string', pattern: LANGUAGE_PATTERN, examples: ['ru', 'kk', 'zh-Hans'] },
    options,
    options.many ? { many: { max: 50 } } : {},
  );

/** A country's ISO 3166-1 alpha-2 code. */
export const CountryCode = (options: Options & { many?: boolean } = {}): PropertyDecorator =>
  leaf(
    'country',
    onText((text) => said(isCountry(text), 'must be an ISO 3166-1 alpha-2 code of a country, such as DE')),
    { type: 'string', pattern: '^[A-Z]{2}$', examples: ['DE'] },
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
