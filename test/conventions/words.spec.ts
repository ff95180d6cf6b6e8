import { IntlMessageFormat } from 'intl-messageformat';
import { RULE_NAMES } from '../../src/commands/validation.js';
import { PROBLEMS } from '../../src/commands/problem.js';
import { AUDIT_SCHEMAS } from '../../src/http/openapi/audit-schemas.js';
import { LOG_SCHEMAS } from '../../src/http/openapi/log-schemas.js';
import { commonSchemas } from '../../src/http/openapi/schemas.js';
import type { Constructor, JsonSchema } from '../../src/kernel/fields.js';
import { fieldsOf } from '../../src/kernel/fields.js';
import { SHARED_SCHEMAS } from '../../src/kernel/schema-parts.js';
import { COMMON_STATUSES } from '../../src/kernel/status.js';
import { DOCUMENT_SCHEMAS, detailsSchema } from '../../src/registry/document.schema.js';
import { commandId, uncapitalised } from '../../src/registry/command-names.js';
import { commandsOf, eventsOf, KINDS } from '../../src/registry/registry.js';
import type { Language, Locale } from '../../src/words/locale-files.js';
import { LANGUAGES, localeFile } from '../../src/words/locale-files.js';
import { hintOf } from '../../src/words/words.js';
import { holdsWords } from '../../src/audit/language/values.js';
import { ruleNames, sentenceKeys } from '../support/names-in-source.js';

/** A field of a command, or of an object in one, or a part of its value. */
interface Field {
  /** The command or object, as it is named in `commands` or `parts`. */
  holder: string;
  name: string;
  words: readonly string[];
}

/** What judges commands and requests. The rules of the verifier are shown by a command line alone, in English. */
const JUDGING = ['kernel', 'registry', 'commands', 'http'];

const COMMANDS = KINDS.flatMap((kind) => commandsOf(kind));

/** The class of each command by its operation id. */
const CLASSES = new Map(
  KINDS.flatMap((kind) =>
    commandsOf(kind).map((spec) => [commandId(spec, kind.commands.includes(spec) ? kind : undefined), spec.name]),
  ),
);

/** Commands of several kinds, which have an operation for each. */
const SHARED = COMMANDS.map(({ name }) => name).filter((name) => ![...CLASSES.keys()].includes(uncapitalised(name)));

function holderOf(type: Constructor): string {
  return type.name.replace(/Fields$/, '');
}

function fieldsIn(type: Constructor): Field[] {
  const holder = holderOf(type);
  return fieldsOf(type).flatMap(({ name, schema, nested }) => {
    const { enum: words = [], properties = {} } = schema as { enum?: string[]; properties?: object };
    const parts = Object.keys(properties).map((part) => ({ holder: '', name: part, words: [] }));
    return [{ holder, name, words }, ...parts, ...(nested ? fieldsIn(nested()) : [])];
  });
}

function partsIn(type: Constructor): string[] {
  return fieldsOf(type).flatMap(({ nested }) => (nested ? [holderOf(nested()), ...partsIn(nested())] : []));
}

/** Every field that stands anywhere in a schema, and the words that it may hold. */
function* answered(schema: JsonSchema, name = ''): Generator<[field: string, words: readonly string[]]> {
  const {
    properties = {},
    items,
    anyOf = [],
    oneOf = [],
    enum: own,
    $ref: named = '',
  } = schema as {
    properties?: Record<string, JsonSchema>;
    items?: JsonSchema;
    anyOf?: JsonSchema[];
    oneOf?: JsonSchema[];
    enum?: string[];
    $ref?: string;
  };
  const words = own ?? (SHARED_SCHEMAS[named.split('/').at(-1) ?? ''] as { enum?: string[] } | undefined)?.enum;
  if (name !== '') yield [name, words ?? []];
  for (const [field, inner] of Object.entries(properties)) yield* answered(inner, field);
  for (const inner of [...(items ? [items] : []), ...anyOf, ...oneOf]) yield* answered(inner, name);
}

const ANSWERED = [
  ...Object.values({ ...SHARED_SCHEMAS, ...DOCUMENT_SCHEMAS }),
  ...KINDS.map((kind) => detailsSchema(kind, { enum: [...kind.statuses, ...COMMON_STATUSES] })),
].flatMap((schema) => [...answered(schema)]);

// The steps of JSON Patch are named by its own standard.
const { PatchStep: _ofStandard, ...AUDITED } = AUDIT_SCHEMAS;
const ANSWERED_BY_AUDIT = Object.values(AUDITED).flatMap((schema) => [...answered(schema)]);

/** Every property of an answer, but for the names of kinds, which are words of their own. */
const ALL_ANSWERED = Object.values({ ...commonSchemas(), ...AUDIT_SCHEMAS, ...LOG_SCHEMAS })
  .flatMap((schema) => [...answered(schema)])
  .map(([name]) => name)
  .filter((name) => !KINDS.some(({ summaryName, resource }) => [summaryName, resource].includes(name)));

const FIELDS = COMMANDS.flatMap(({ type }) => fieldsIn(type));
const EVENTS = KINDS.flatMap((kind) => [...eventsOf(kind)]);
const STATUSES = [...KINDS.flatMap(({ statuses }) => statuses), ...COMMON_STATUSES];
const FACETS = ANSWERED_BY_AUDIT.flatMap(([field, words]) => (field === 'facet' ? words : []));
const VALUES = [
  ...FIELDS.flatMap(({ words }) => words),
  ...ANSWERED.flatMap(([, words]) => words),
  ...ANSWERED_BY_AUDIT.flatMap(([field, words]) => (field === 'facet' ? [] : words)),
].filter((word) => !STATUSES.includes(word) && !EVENTS.includes(word));

const RULES = ruleNames(JUDGING);
const SENTENCES = sentenceKeys();

/** What each section of a file has to hold, and no more. */
const NEEDED: Record<keyof Omit<Locale, 'language'>, readonly string[]> = {
  kinds: KINDS.map(({ name }) => name),
  commands: [...CLASSES.keys()],
  parts: [
    ...COMMANDS.flatMap(({ type }) => partsIn(type)),
    ...SHARED.filter((name) => name in localeFile('en').locale.parts),
  ],
  fields: [...FIELDS.map(({ name }) => name), ...ANSWERED.map(([name]) => name), ...ALL_ANSWERED],
  statuses: STATUSES,
  values: VALUES,
  events: EVENTS,
  rules: [...RULES.names, ...Object.values(RULE_NAMES)],
  problems: Object.keys(PROBLEMS),
  facets: FACETS,
  audit: saidOf('audit'),
  demo: saidOf('demo'),
};

function saidOf(section: string): string[] {
  return [...SENTENCES.names]
    .filter((key) => key.startsWith(`${section}.`))
    .map((key) => key.slice(section.length + 1));
}

/** Every text of a file by its place in it. */
function textsIn(node: unknown, place = ''): [place: string, text: string][] {
  if (typeof node === 'string') return [[place, node]];
  return Object.entries(node as object).flatMap(([name, inner]) =>
    textsIn(inner, place === '' ? name : `${place}.${name}`),
  );
}

const localeOf = (language: Language): Locale => localeFile(language).locale;
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name).sort();
const once = (names: readonly string[]): string[] => [...new Set(names)].sort();
const TEXTS = Object.fromEntries(LANGUAGES.map((language) => [language, new Map(textsIn(localeOf(language)))]));

describe('the files of words', () => {
  it.each(Object.entries(NEEDED))('have all that the program names, and nothing else: %s', (section, names) => {
    expect(Object.keys(localeOf('en')[section as keyof typeof NEEDED]).sort()).toEqual(once(names));
  });

  it('have the same places in every language', () => {
    expect([...TEXTS.ru!.keys()].sort()).toEqual([...TEXTS.en!.keys()].sort());
  });

  it.each(LANGUAGES)('have a label and a hint for every field of every command: %s', (language) => {
    const { fields } = localeOf(language);
    expect(once(FIELDS.map(({ name }) => name).filter((name) => !fields[name]?.label))).toEqual([]);
    const unexplained = FIELDS.filter(({ holder, name }) => !hintOf(holder, name, language));
    expect(once(unexplained.map(({ holder, name }) => `${holder}.${name}`))).toEqual([]);
  });

  it('tell of no field that a command does not have, and give no hint that none shows', () => {
    const { commands, parts, fields } = localeOf('en');
    const own = Object.entries({ ...commands, ...parts }).flatMap(([holder, { fields: of = {} }]) =>
      Object.entries(of).map(([name, words]) => ({ holder: CLASSES.get(holder) ?? holder, name, words })),
    );
    const isKnown = (holder: string, name: string): boolean =>
      FIELDS.some((field) => field.holder === holder && field.name === name);
    expect(own.filter(({ holder, name }) => !isKnown(holder, name))).toEqual([]);
    expect(own.filter(({ words: { label, hint } }) => label === undefined && hint === undefined)).toEqual([]);
    const ownHints = new Set(own.flatMap(({ holder, name, words }) => (words.hint ? [`${holder}.${name}`] : [])));
    const shown = new Set(FIELDS.flatMap(({ holder, name }) => (ownHints.has(`${holder}.${name}`) ? [] : [name])));
    expect(Object.keys(fields).filter((name) => fields[name]?.hint && !shown.has(name))).toEqual([]);
  });

  it('are written: in Russian with Cyrillic letters, in English without', () => {
    expect([...TEXTS.ru!].filter(([, text]) => !/[а-яё]/i.test(text))).toEqual([]);
    expect([...TEXTS.en!].filter(([, text]) => text.trim() === '' || /[а-яё]/i.test(text))).toEqual([]);
  });

  it('have hints and rules that are sentences, and labels that are none', () => {
    const isSentence = (place: string): boolean => /\.hint$|^rules\./.test(place);
    for (const texts of Object.values(TEXTS)) {
      const wrong = [...texts].filter(([place, text]) => isSentence(place) && !/^\P{Ll}.*\.$/su.test(text));
      expect(wrong).toEqual([]);
      expect([...texts].filter(([place, text]) => place.endsWith('.label') && text.endsWith('.'))).toEqual([]);
    }
  });

  it('have sentences that can be read as ICU messages, with the same placeholders in every language', () => {
    for (const [place, text] of TEXTS.en!) {
      const other = TEXTS.ru!.get(place) ?? '';
      expect([place, placeholders(other)]).toEqual([place, placeholders(text)]);
      if (!/^(audit|demo|facets)\./.test(place)) expect([place, placeholders(text)]).toEqual([place, []]);
      for (const [language, message] of [['en', text] as const, ['ru', other] as const]) {
        expect(() => new IntlMessageFormat(message, language, undefined, { ignoreTag: true })).not.toThrow();
      }
    }
  });

  it('are asked for names that can be read from the sources', () => {
    expect([...RULES.unclear, ...SENTENCES.unclear]).toEqual([]);
    expect(RULES.names.size).toBeGreaterThan(100);
  });

  it('are asked by the audit for every field of an answer that holds such words', () => {
    const holding = ANSWERED.filter(([, words]) => words.length > 0).map(([field]) => field);
    expect(once(holding.filter((field) => !holdsWords(field)))).toEqual([]);
  });
});
