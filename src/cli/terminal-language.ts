import type { Language } from '../words/locale-files.js';

/** The language that a terminal is set to (POSIX, section 8.2: LC_ALL, LC_MESSAGES, LANG, the first that is not empty). */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  // What is set to nothing is not set.
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? '';
  return /^ru(?:[._@-]|$)/i.test(locale) ? 'ru' : 'en';
}
