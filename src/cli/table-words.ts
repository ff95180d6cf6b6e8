import type { Language } from '../audit/index.js';

/** What the tables of the demo say beside what stands in the ledger. */
export interface TableWords {
  readonly recording: string;
  readonly entries: string;
  readonly what: string;
  readonly total: string;
  readonly byStatus: string;
  readonly list: string;
  readonly record: string;
  readonly status: string;
  readonly address: string;
  readonly figure: string;
  readonly reported: string;
  readonly registered: string;
  readonly aboutFigures: string;
  readonly agreements: (signed: number, inForce: number, announced: number) => string;
  readonly lookNext: string;
  readonly next: { summary: string; pair: string; announced: string; mission: string; docs: string };
  readonly requests: (file: string) => string;
  readonly end: string;
}

export const TABLE_WORDS: Record<Language, TableWords> = {
  en: {
    recording: 'recording five texts',
    entries: 'entries',
    what: 'what',
    total: 'total',
    byStatus: 'by status',
    list: 'list',
    record: 'record',
    status: 'status',
    address: 'address',
    figure: 'figure',
    reported: 'reported',
    registered: 'registered',
    aboutFigures:
      'Reported is what somebody said; registered is how many such records the ledger holds (– where it registers nothing of the sort).',
    agreements: (signed, inForce, announced) =>
      `agreements signed: ${signed}, in force: ${inForce}, announced: ${announced}`,
    lookNext: 'Look at next:',
    next: {
      summary: 'everything, counted',
      pair: 'two regions: what is registered beside what was reported',
      announced: 'agreements that somebody said will be signed',
      mission: 'the mission, of which two texts tell',
      docs: 'all of the API',
    },
    requests: (file) => `Requests are logged to ${file}.`,
    end: 'Ctrl-C ends it.',
  },
  ru: {
    recording: 'запись пяти текстов',
    entries: 'записей',
    what: 'что',
    total: 'всего',
    byStatus: 'по статусам',
    list: 'список',
    record: 'запись',
    status: 'статус',
    address: 'адрес',
    figure: 'показатель',
    reported: 'сообщено',
    registered: 'учтено',
    aboutFigures:
      'Сообщено — то, что кто-то сказал; учтено — сколько таких записей есть в реестре (– где реестр ничего подобного не учитывает).',
    agreements: (signed, inForce, announced) =>
      `соглашений подписано: ${signed}, в силе: ${inForce}, объявлено: ${announced}`,
    lookNext: 'Что посмотреть дальше:',
    next: {
      summary: 'всё, сосчитано',
      pair: 'два региона: учтённое рядом с сообщённым',
      announced: 'соглашения, о которых сказано, что их подпишут',
      mission: 'миссия, о которой говорят два текста',
      docs: 'весь API',
    },
    requests: (file) => `Запросы записываются в ${file}.`,
    end: 'Завершить: Ctrl-C.',
  },
};

/** The language that a terminal is set to (POSIX, section 8.2: LC_ALL, LC_MESSAGES, LANG, the first that is not empty). */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  // What is set to nothing is not set.
  const locale = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? '';
  return /^ru(?:[._@-]|$)/i.test(locale) ? 'ru' : 'en';
}
