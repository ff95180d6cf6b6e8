import { labelOf } from './fields.js';
import type { Language } from './language.js';
import { holdsWords, wordFor } from './words.js';

type Fields = Readonly<Record<string, unknown>>;

const NOTHING = '—';

/** A value of a field as it reads in a sentence. */
export function valueInWords(value: unknown, field: string, language: Language): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'boolean') return wordFor(value ? 'yes' : 'no', language);
  if (typeof value === 'string') return holdsWords(field) ? wordFor(value, language) : value;
  if (Array.isArray(value)) {
    return value.length === 0 ? NOTHING : value.map((item) => valueInWords(item, field, language)).join(', ');
  }
  return typeof value === 'object' ? objectInWords(value as Fields, language) : written(value);
}

/** An item of a list in few words: what it is called, or whom or what it is about. */
export function itemInWords(value: unknown, field: string, language: Language): string {
  if (typeof value !== 'object' || value === null) return valueInWords(value, field, language);
  const fields = value as Fields;
  const head = [fields.type, fields.stage].find((word) => typeof word === 'string');
  const about = ['title', 'name', 'party', 'person', 'entry', 'annotation'].find((name) => isTold(fields[name]));
  const said = [
    head === undefined ? undefined : wordFor(head, language),
    about === undefined ? undefined : valueInWords(fields[about], about, language),
    isTold(fields.date) ? valueInWords(fields.date, 'date', language) : undefined,
  ].filter((part) => part !== undefined);
  return said.length === 0 ? objectInWords(fields, language) : said.join(', ');
}

function objectInWords(fields: Fields, language: Language): string {
  const { ru, en, earliest, latest, amount, currency, unit, erased } = fields;
  if (erased === true) return language === 'ru' ? '(стёрто)' : '(erased)';
  if (isOnly(fields, 'ru', 'en')) return written((language === 'ru' ? ru : en) ?? ru ?? en);
  if (isOnly(fields, 'earliest', 'latest')) return days(earliest, latest);
  if (isOnly(fields, 'amount', 'currency')) return `${written(amount)} ${written(currency)}`;
  if (typeof unit === 'string') return countInWords(fields, unit, language);
  return Object.entries(fields)
    .filter(([, value]) => isTold(value))
    .map(([name, value]) => `${labelOf(name, language).toLowerCase()}: ${valueInWords(value, name, language)}`)
    .join('; ');
}

function days(earliest: unknown, latest: unknown): string {
  return earliest === latest ? written(earliest ?? '…') : `${written(earliest ?? '…')}–${written(latest ?? '…')}`;
}

function countInWords({ min, max, approximate }: Fields, unit: string, language: Language): string {
  const about = approximate === true ? (language === 'ru' ? 'около ' : 'about ') : '';
  if (min === max) return `${about}${written(min)} ${unit}`;
  if (max === undefined) return `${about}≥ ${written(min)} ${unit}`;
  return min === undefined ? `${about}≤ ${written(max)} ${unit}` : `${about}${written(min)}–${written(max)} ${unit}`;
}

/** A text or a number as it stands; anything else, which only somebody else can have written there, as JSON. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isOnly(fields: Fields, ...names: readonly string[]): boolean {
  const told = Object.keys(fields);
  return told.length > 0 && told.every((name) => names.includes(name));
}

function isTold(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}
