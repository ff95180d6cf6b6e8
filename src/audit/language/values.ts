import { isLanguageTag } from '../../kernel/language-tags.js';
import { countryOf } from '../../kernel/countries.js';
import type { Names } from '../../kernel/names.js';
import { nameIn } from '../../kernel/names.js';
import { MONEY_NAMES } from '../../kernel/money.js';
import type { Language } from '../../words/locale-files.js';
import { labelOf, say, wordFor } from '../../words/words.js';
import type { Wording } from './wording.js';

type Fields = Readonly<Record<string, unknown>>;

const NOTHING = '—';

/** Fields whose values are words of the register, the same for everybody, and not what somebody wrote. */
const WORD_FIELDS = new Set([
  'kind',
  'status',
  'certainty',
  'possible',
  'form',
  'modality',
  'valid',
  'outcome',
  'scheme',
  'type',
  'entersIntoForce',
  'statusBasis',
  'countedFrom',
  'subjectTo',
  'noticeBy',
  'calendar',
  'role',
  'roles',
  'stage',
  'overdue',
  'member',
  'what',
  'subject',
  'skips',
  'direction',
  'inPeriod',
]);

/** Fields that hold names by their languages. */
const NAME_FIELDS = new Set(['title', 'name', 'names', 'subject', 'publisher', 'gist']);

/** Fields whose values are tags of languages (BCP 47), and those whose values are codes of countries (ISO 3166-1). */
const LANGUAGE_FIELDS = new Set(['language', 'languages']);
const COUNTRY_FIELDS = new Set(['country', 'countries']);

/** What a part of a field is called: a name among names by the language in which it is. */
export function labelOfPart(part: string, field: string, language: Language): string {
  const isName = NAME_FIELDS.has(field) && part !== 'ru' && part !== 'en' && isLanguageTag(part);
  return isName ? languageName(part, language) : labelOf(part, language);
}

/** A language as people call it; its tag where nobody does. */
function languageName(tag: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag;
}

/** Whether values of the field are words of the register. */
export function holdsWords(field: string): boolean {
  return WORD_FIELDS.has(field);
}

/** When something was recorded says nothing of the thing. */
const LEFT_OUT = new Set(['recordedAt']);

/** Whether a field is left out of sentences. */
export function isLeftOut(field: string): boolean {
  return LEFT_OUT.has(field);
}

/** A value of a field as it reads in a sentence. */
export function valueInWords(value: unknown, field: string, wording: Wording): string {
  const { language, names } = wording;
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'boolean') return wordFor(value ? 'yes' : 'no', language);
  if (typeof value === 'string' && LANGUAGE_FIELDS.has(field) && isLanguageTag(value))
    return languageName(value, language);
  if (typeof value === 'string' && COUNTRY_FIELDS.has(field)) return countryOf(value)?.names[language] ?? value;
  if (typeof value === 'string')
    return holdsWords(field) ? wordFor(value, language) : (names.get(value) ?? dated(value, wording));
  if (Array.isArray(value)) {
    return value.length === 0 ? NOTHING : value.map((item) => valueInWords(item, field, wording)).join(', ');
  }
  return typeof value === 'object' ? objectInWords(value as Fields, field, wording) : written(value);
}

/** An item of a list in few words: what it is called, or whom or what it is about. */
export function itemInWords(value: unknown, field: string, wording: Wording): string {
  if (typeof value !== 'object' || value === null) return valueInWords(value, field, wording);
  const fields = value as Fields;
  const head = [fields.type, fields.stage].find((word) => typeof word === 'string');
  // What an entry is called would say once more what its type or stage says.
  const telling = ['title', 'name', 'names', 'party', 'person', ...(head === undefined ? ['entry'] : []), 'text'];
  const about = telling.find((name) => isGiven(fields[name]));
  const isDated = about === 'entry' && hasItsDate(fields, wording);
  const said = [
    head === undefined ? undefined : wordFor(head, wording.language),
    about === undefined ? undefined : valueInWords(fields[about], about, wording),
    isGiven(fields.date) && !isDated ? valueInWords(fields.date, 'date', wording) : undefined,
  ].filter((part) => part !== undefined);
  if (said.length === 0 && typeof fields.role === 'string' && isOnly(fields, 'role'))
    return valueInWords(fields.role, 'role', wording);
  return said.length === 0 ? objectInWords(fields, field, wording) : said.join(', ');
}

/** Whether the entry of something is called by its date. */
function hasItsDate({ entry, date }: Fields, wording: Wording): boolean {
  if (typeof entry !== 'string' || typeof date !== 'string') return false;
  return wording.names.get(entry)?.endsWith(`, ${dated(date, wording)}`) === true;
}

/** A text that may be a date: no other is a day or a month. */
function dated(text: string, { dates }: Wording): string {
  return dates ? dates(text) : text;
}

function objectInWords(fields: Fields, field: string, wording: Wording): string {
  const { language, names } = wording;
  const { earliest, latest, amount, currency, unit, erased, damaged } = fields;
  if (erased === true) return say(language, 'audit.erased');
  if (damaged === true) return say(language, 'audit.damaged');
  if (isNames(fields, field)) return nameIn(fields, language) ?? NOTHING;
  if (isOnly(fields, 'earliest', 'latest')) return days(earliest, latest, wording);
  if (typeof currency === 'string' && isOnly(fields, ...MONEY_NAMES)) {
    return `${amount === undefined ? limitsInWords(fields, language) : written(amount)} ${currency}`;
  }
  if (typeof unit === 'string') return countInWords(fields, unit, language);
  return Object.entries(fields)
    .filter(([name, value]) => isGiven(value) && !isLeftOut(name) && !(name === 'date' && hasItsDate(fields, wording)))
    .map(([name, value]) => {
      const known = name === 'id' && typeof value === 'string' ? names.get(value) : undefined;
      return known ?? `${labelOf(name, language).toLowerCase()}: ${valueInWords(value, name, wording)}`;
    })
    .join('; ');
}

function days(earliest: unknown, latest: unknown, wording: Wording): string {
  const [first = '', last = ''] = [earliest, latest].map((day) => dated(written(day ?? '…'), wording));
  if (first === last) return first;
  if (!wording.dates) return `${first}–${last}`;
  if (earliest === null) return say(wording.language, 'audit.notAfter', { day: last });
  if (latest === null) return say(wording.language, 'audit.notBefore', { day: first });
  return say(wording.language, 'audit.between', { first, last });
}

function countInWords({ approximate, ...limits }: Fields, unit: string, language: Language): string {
  const count = `${limitsInWords(limits, language)} ${unit}`;
  return approximate === true ? say(language, 'audit.about', { count }) : count;
}

function limitsInWords({ min, moreThan, max, lessThan }: Fields, language: Language): string {
  if (min !== undefined && max !== undefined) return min === max ? written(min) : `${written(min)}–${written(max)}`;
  return [
    ...(min === undefined ? [] : [say(language, 'audit.atLeast', { limit: written(min) })]),
    ...(moreThan === undefined ? [] : [say(language, 'audit.moreThan', { limit: written(moreThan) })]),
    ...(max === undefined ? [] : [say(language, 'audit.atMost', { limit: written(max) })]),
    ...(lessThan === undefined ? [] : [say(language, 'audit.lessThan', { limit: written(lessThan) })]),
  ].join(', ');
}

/** A text or a number as it stands; anything else, which only somebody else can have written there, as JSON. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether an object holds names by their languages: these alone, or a field of names in any language. */
function isNames(fields: Fields, field: string): fields is Names {
  const isByLanguage = NAME_FIELDS.has(field) && Object.keys(fields).every(isLanguageTag);
  const areTexts = Object.values(fields).every((name) => typeof name === 'string');
  return areTexts && (isOnly(fields, 'ru', 'en') || (isByLanguage && Object.keys(fields).length > 0));
}

function isOnly(fields: Fields, ...names: readonly string[]): boolean {
  const given = Object.keys(fields);
  return given.length > 0 && given.every((name) => names.includes(name));
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}
