import type { CorrectionReport, Dependent } from '../correction-report.js';
import type { StatusBrief } from '../days.js';
import type { DaysDiffered, ListDiffered, StatusDiffered } from '../correction-effects.js';
import { labelOf } from './field-labels.js';
import type { Bilingual, Language, Wording } from './language.js';
import { both } from './language.js';
import { valueInWords } from './values.js';
import { eventFor, wordFor } from './words.js';

const FACETS: Readonly<Record<ListDiffered['facet'], Bilingual>> = {
  party: both('по стороне', 'by the party'),
  region: both('по региону', 'by the region'),
  topic: both('по теме', 'by the topic'),
  form: both('по форме', 'by the form'),
  title: both('по названию', 'by the title'),
  period: both('по периоду с датой', 'by a period with the date'),
  text: both('по словам', 'by the words'),
};

/** A correction or void with all that it was wrong for, as a paragraph. */
export function correctionInWords(shown: Omit<CorrectionReport, 'summary'>, wording: Wording): string {
  const { language } = wording;
  const { correction, corrected, fields, onRecord, undone, reason, effects, dependents } = shown;
  const isRussian = language === 'ru';
  const entry = corrected ? eventFor(corrected.type, language) : '…';
  const isVoid = correction.type === 'EntryVoided';
  const done = isRussian
    ? `Запись «${entry}» ${isVoid ? 'признана недействительной' : 'исправлена'} ${correction.recordedAt}`
    : `The entry “${entry}” was ${isVoid ? 'voided' : 'corrected'} at ${correction.recordedAt}`;
  const why = reason === null ? '' : ` (${valueInWords(reason, 'reason', wording)})`;
  const changes = fields.map(
    ({ field, was, now }) =>
      `${labelOf(field, language)}: ${valueInWords(was, field, wording)} → ${valueInWords(now, field, wording)}`,
  );
  return [
    `${done}${why}.`,
    ...(changes.length === 0 ? [] : [`${changes.join('; ')}.`]),
    ...(onRecord
      ? [isRussian ? `Неверная запись стояла ${lasting(onRecord.seconds, language)}.` : stoodFor(onRecord.seconds)]
      : []),
    ...(effects?.statuses ?? []).map((differed) => statusInWords(differed, language)),
    ...(effects?.onDays ?? [])
      .filter((differed) => !effects?.statuses.some((shown) => covers(shown, differed)))
      .map((differed) => daysInWords(differed, language)),
    ...(effects?.lists ?? []).map((differed) => listInWords(differed, wording)),
    ...(dependents.length === 0 ? [] : [leaningInWords(dependents, language)]),
    ...(undone ? [isRussian ? `Отменено ${undone.recordedAt}.` : `This was undone at ${undone.recordedAt}.`] : []),
  ].join(' ');
}

function stoodFor(seconds: number): string {
  return `The wrong record stood for ${lasting(seconds, 'en')}.`;
}

function statusInWords({ from, until, shown, corrected }: StatusDiffered, language: Language): string {
  const [was, right] = [shown, corrected].map((status) => briefInWords(status, language));
  return language === 'ru'
    ? `С ${from.on} по ${until.on} статус был «${was}», а не «${right}».`
    : `From ${from.on} to ${until.on} the status was “${was}”, not “${right}”.`;
}

/** Whether a sentence about the status of each day as it came has told of these days: none of them had gone by then. */
function covers(shown: StatusDiffered, { days, ...differed }: DaysDiffered): boolean {
  const isAlike = briefKey(shown) === briefKey(differed);
  return isAlike && days.from !== null && shown.from.on <= days.from;
}

function briefKey({ shown, corrected }: Pick<DaysDiffered, 'shown' | 'corrected'>): string {
  return JSON.stringify([shown, corrected]);
}

function daysInWords({ days, from, until, shown, corrected }: DaysDiffered, language: Language): string {
  const [was, right] = [shown, corrected].map((status) => briefInWords(status, language));
  return language === 'ru'
    ? `С ${from.on} по ${until.on} ${ofDays(days, language)} сообщалось «${was}», а не «${right}».`
    : `From ${from.on} to ${until.on}, “${was}” was told ${ofDays(days, language)}, not “${right}”.`;
}

function ofDays({ from, to }: DaysDiffered['days'], language: Language): string {
  const isRussian = language === 'ru';
  if (from === null && to === null) return isRussian ? 'обо всех днях' : 'of all days';
  if (from === null) return isRussian ? `о днях по ${to}` : `of the days up to ${to}`;
  if (to === null) return isRussian ? `о днях с ${from}` : `of the days from ${from} on`;
  if (from === to) return isRussian ? `о дне ${from}` : `of the day ${from}`;
  return isRussian ? `о днях с ${from} по ${to}` : `of the days from ${from} to ${to}`;
}

function briefInWords({ status, certainty, possible }: StatusBrief, language: Language): string {
  const word = wordFor(status, language);
  if (possible.length > 0) return `${word}: ${possible.map((one) => wordFor(one, language)).join(' / ')}`;
  return certainty === 'possible' ? `${word} (${wordFor(certainty, language)})` : word;
}

function listInWords({ facet, value, how, from, until }: ListDiffered, wording: Wording): string {
  const { language } = wording;
  const by = `${FACETS[facet][language]} «${valueInWords(value, facet, wording)}»`;
  if (language === 'ru') {
    return `С ${from.on} по ${until.on} списки ${by} ${how === 'listed' ? 'ошибочно показывали' : 'не показывали'} её.`;
  }
  const shown = how === 'listed' ? 'showed it wrongly' : 'did not show it';
  return `From ${from.on} to ${until.on} lists ${by.replace('«', '“').replace('»', '”')} ${shown}.`;
}

function leaningInWords(dependents: readonly Dependent[], language: Language): string {
  const isRussian = language === 'ru';
  const named = dependents.map(({ id, title, statusesDiffered }) => {
    const name = (isRussian ? title?.ru : title?.en) ?? title?.ru ?? title?.en ?? id;
    if (statusesDiffered !== true) return name;
    return `${name} (${isRussian ? 'с тех пор с другими статусами' : 'with other statuses since then'})`;
  });
  return `${isRussian ? 'От неё зависят даты в других записях' : 'Dates in other records depend on it'}: ${named.join('; ')}.`;
}

/** A stretch of time in its two largest units. */
export function lasting(seconds: number, language: Language): string {
  const units = [
    ['day', Math.floor(seconds / 86_400)],
    ['hour', Math.floor(seconds / 3_600) % 24],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  if (first === -1) return numbered(0, 'second', language);
  return units
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => numbered(count, unit, language))
    .join(' ');
}

function numbered(count: number, unit: string, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', useGrouping: false }).format(
    count,
  );
}
