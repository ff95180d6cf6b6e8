import { IntlMessageFormat } from 'intl-messageformat';
import { type Language, localeFile } from './locale-files.js';

/** `InCapitals` as `in capitals`. */
function spacedOut(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}

/** What a field of an entry or of an answer is called; its name in plain words, where `locales` has none. */
export function labelOf(field: string, language: Language): string {
  return localeFile(language).locale.fields[field]?.label ?? spacedOut(field);
}

/**
 * What belongs into a field, as a sentence; undefined where `locales` has none.
 * @param holder name of the command, or of the object in it, that has the field
 */
export function hintOf(holder: string, field: string, language: Language): string | undefined {
  const { commands, parts, fields } = localeFile(language).locale;
  // The operation of a command is named as its class, unless several kinds have the command.
  const operation = holder.charAt(0).toLowerCase() + holder.slice(1);
  return (commands[operation] ?? parts[holder])?.fields?.[field]?.hint ?? fields[field]?.hint;
}

/** What a command does, as a heading, by its operation id; that in plain words, where `locales` has none. */
export function commandLabel(operation: string, language: Language): string {
  return localeFile(language).locale.commands[operation]?.label ?? spacedOut(operation);
}

/** A word of the register (a status, the name of a kind, a value of a field) or the type of an event, to be read. */
export function wordFor(word: string, language: Language): string {
  if (/^[A-Z]/.test(word)) return eventFor(word, language);
  const { statuses, values, kinds } = localeFile(language).locale;
  return statuses[word] ?? values[word] ?? kinds[word]?.one ?? word.replaceAll('-', ' ');
}

/** What an event of the type says has happened. */
export function eventFor(type: string, language: Language): string {
  return localeFile(language).locale.events[type] ?? spacedOut(type);
}

/** What went wrong with a request, as a sentence without its end. */
export function problemTitle(problem: string, language: Language): string {
  return localeFile(language).locale.problems[problem] ?? problem.replaceAll('-', ' ');
}

/** A sentence of `locales` by its section and name. */
export type SentenceKey = `${'audit' | 'demo' | 'facets'}.${string}`;

const SENTENCES = new Map<string, IntlMessageFormat>();

/**
 * A sentence, with values in place of its `{placeholders}`.
 * @throws Error where `locales` has no such sentence, or one of its placeholders gets no value
 */
export function say(
  language: Language,
  key: SentenceKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const place = `${language} ${key}`;
  let message = SENTENCES.get(place);
  if (!message) {
    const [section, name] = key.split('.') as ['audit' | 'demo' | 'facets', string];
    const text = localeFile(language).locale[section][name];
    if (text === undefined) throw new Error(`locales/${language}.json has no ${key}.`);
    // What looks like a tag is text.
    message = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
    SENTENCES.set(place, message);
  }
  return String(message.format(values));
}
