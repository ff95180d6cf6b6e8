import { checkLanguageTag } from './language-tags.js';

/** A name in Russian, in English, or in any other language, by language tags (BCP 47). */
export interface Names {
  readonly ru?: string;
  readonly en?: string;
  readonly [language: string]: string | undefined;
}

/** Languages in which one thing may be named. */
const MAX_LANGUAGES = 50;

/** Longest name, in UTF-16 units. */
const MAX_NAME = 500;

/** Undefined for good names, else the rule they break. */
export function checkNames(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'Names are an object with ru, en or another language.';
  const given = Object.entries(value).filter(([, name]) => name !== undefined);
  if (given.length > MAX_LANGUAGES) return `Names have at most ${MAX_LANGUAGES} languages.`;
  if (given.length === 0) return 'Names give ru, en or another language.';
  for (const [language, name] of given) {
    const fault = checkLanguageTag(language);
    if (fault !== undefined) return `The language ${language} ${fault}.`;
    const faultOfName = checkName(name);
    if (faultOfName !== undefined) return `The name in ${language} ${faultOfName}.`;
  }
  return undefined;
}

/** The names themselves, whatever their language. */
export function eachName(names: Names = {}): string[] {
  return Object.values(names).filter((name) => typeof name === 'string');
}

/** The name in a language; where there is none, that in Russian, in English, or in whatever language there is. */
export function nameIn(names: Names, language: string): string | undefined {
  return names[language] ?? names.ru ?? names.en ?? eachName(names)[0];
}

/** The text in Unicode NFC, so that what looks the same is stored the same. */
export function normaliseText(text: string): string {
  return text.normalize('NFC');
}

/**
 * The first character in a text that a reader does not see, or that no version of Unicode that this program knows has
 * given a meaning, as its code point: `U+200B`. Undefined where there is none.
 */
export function hiddenIn(text: string): string | undefined {
  // The braille pattern without dots is a symbol, and as blank as they.
  return codePointOf(/[\p{Cf}\p{Cn}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]/u.exec(text));
}

/** The same of those alone that change the order in which a text is read (Unicode TR9), or have no meaning. */
export function reorderingIn(text: string): string | undefined {
  return codePointOf(/[\p{Bidi_Control}\p{Cn}]/u.exec(text));
}

function codePointOf(found: RegExpExecArray | null): string | undefined {
  const code = found?.[0].codePointAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether the text holds half of a surrogate pair, which no UTF-8 can carry. */
export function hasLoneSurrogate(text: string): boolean {
  return /\p{Cs}/u.test(text);
}

/**
 * The form in which texts are compared by filters: NFKC, lower case, ё as е, quotation marks dropped, white space single.
 * Two texts that a reader takes for the same word have the same key; it is not for showing.
 */
export function searchKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('ё', 'е')
    .replace(/[\p{Pi}\p{Pf}„‚"'`]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The words of a text as they are compared, each once. */
export function searchWords(text: string): string[] {
  return [...new Set(searchKey(text).split(' '))].filter((word) => word !== '');
}

function checkName(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'is not a text';
  if (hasLoneSurrogate(name)) return 'holds half of a surrogate pair';
  if (name.trim() === '') return 'is empty';
  if (name.length > MAX_NAME) return `has more than ${MAX_NAME} characters`;
  const hidden = hiddenIn(name);
  if (hidden !== undefined) return `holds ${hidden}, which nobody sees: two names would look alike`;
  if (name.trim() !== name) return 'begins or ends with white space';
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) return 'holds a control character or a line break';
  return name.normalize('NFC') === name ? undefined : 'is not in Unicode normal form C';
}
