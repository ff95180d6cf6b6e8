import { isDay } from '../../kernel/edtf.js';
import type { Language } from '../../words/locale-files.js';
import { say } from '../../words/words.js';

/** English in the order that readers elsewhere know: 5 November 2022. */
const LOCALES: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };

const PARTS = {
  time: { dateStyle: 'long', timeStyle: 'short' },
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  dayOfYear: { day: 'numeric', month: 'long' },
} as const;

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Any leap year has every day. */
const SOME_YEAR = '2000';

/**
 * A date (EDTF) as people write it, where it is a day, a month or a day of an unknown year, and a time of the ledger; what
 * is stated more vaguely stands as it is, and so does any other text.
 */
export function dateInWords(date: string, language: Language): string {
  if (isDay(date)) return formatted(`${date}T00:00:00Z`, 'day', language);
  if (isDay(`${date}-01`)) return formatted(`${date}-01T00:00:00Z`, 'month', language);
  const dayOfYear = date.replace(/^XXXX/, SOME_YEAR);
  if (date.startsWith('XXXX') && isDay(dayOfYear))
    return say(language, 'audit.yearUnknown', { day: formatted(`${dayOfYear}T00:00:00Z`, 'dayOfYear', language) });
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(date) ? `${formatted(date, 'time', language)} UTC` : date;
}

function formatted(time: string, precision: keyof typeof PARTS, language: Language): string {
  const key = `${language} ${precision}`;
  let format = FORMATS.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALES[language], { ...PARTS[precision], timeZone: 'UTC' });
    FORMATS.set(key, format);
  }
  return format.format(new Date(time));
}
