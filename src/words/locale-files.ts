import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The languages that have a file in `locales`. */
export const LANGUAGES = ['en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

type Named<T> = Readonly<Record<string, T>>;

/** What a field is called, and what belongs into it. */
export interface FieldWords {
  readonly label?: string;
  readonly hint?: string;
}

/** What a file in `locales` holds. Sentences with `{placeholders}` are ICU messages. */
export interface Locale {
  /** The name of the language in itself. */
  readonly language: string;
  readonly kinds: Named<{ readonly one: string; readonly many: string }>;
  /** Commands by their operation ids, with the fields that mean something else in them than elsewhere. */
  readonly commands: Named<{ readonly label: string; readonly fields?: Named<FieldWords> }>;
  /** The same fields of objects that stand in commands, and of commands that several kinds have, by their classes. */
  readonly parts: Named<{ readonly fields: Named<FieldWords> }>;
  /** Fields of commands, entries and answers by their names. Only fields that are filled in have hints. */
  readonly fields: Named<FieldWords & { readonly label: string }>;
  readonly statuses: Named<string>;
  /** Words that fields hold beside statuses and names of kinds. */
  readonly values: Named<string>;
  /** What an event of each type says has happened. */
  readonly events: Named<string>;
  /** The rules by which commands and requests are judged, each as a sentence. */
  readonly rules: Named<string>;
  readonly problems: Named<string>;
  /** By what a list was asked for, in sentences about corrections. */
  readonly facets: Named<string>;
  /** Sentences of the audit. */
  readonly audit: Named<string>;
  /** The tables of `npm run demo`. */
  readonly demo: Named<string>;
}

/** A file in `locales`, as it is written and as it reads. */
export interface LocaleFile {
  readonly bytes: Buffer;
  /** SHA-256 of the bytes, in hexadecimal digits. */
  readonly digest: string;
  readonly locale: Locale;
}

const FILES = new Map<Language, LocaleFile>();

/** The file of a language; it is read once. */
export function localeFile(language: Language): LocaleFile {
  const known = FILES.get(language);
  if (known) return known;
  const bytes = readFileSync(join(folder(), `${language}.json`));
  const locale = JSON.parse(bytes.toString('utf8'), withoutPrototype) as Locale;
  const file = { bytes, digest: hash('sha256', bytes), locale };
  FILES.set(language, file);
  return file;
}

/** Whoever writes events may name a field `constructor`: what was inherited would be taken for its words. */
function withoutPrototype(_name: string, value: unknown): unknown {
  return typeof value === 'object' ? Object.assign(Object.create(null) as object, value) : value;
}

/** `locales` stands at the top of the project: two folders up from the sources, three from what is built of them. */
function folder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const folders = ['../..', '../../..'].map((up) => join(here, up, 'locales'));
  const found = folders.find((each) => existsSync(each));
  if (found === undefined) throw new Error(`The words are missing: there is no ${folders.join(' and no ')}.`);
  return found;
}
