import type { Language } from '../../words/locale-files.js';
import { eventFor, labelOf, say, wordFor } from '../../words/words.js';
import type { CorrectionReport, Dependent } from '../correction-report.js';
import type { StatusBrief } from '../days.js';
import type { DaysDiffered, ListDiffered, StatusDiffered } from '../correction-effects.js';
import { nameIn } from '../../kernel/names.js';
import { valueInWords } from './values.js';
import type { Wording } from './wording.js';

/** A correction or void with all that it was wrong for, as a paragraph. */
export function correctionInWords(shown: Omit<CorrectionReport, 'summary'>, wording: Wording): string {
  const { language } = wording;
  const { fields, onRecord, undone, effects, dependents } = shown;
  const changes = fields.map(
    ({ field, was, now }) =>
      `${labelOf(field, language)}: ${valueInWords(was, field, wording)} → ${valueInWords(now, field, wording)}`,
  );
  return [
    doneInWords(shown, wording),
    ...(changes.length === 0 ? [] : [`${changes.join('; ')}.`]),
    ...(onRecord ? [say(language, 'audit.stood', { time: lasting(onRecord.seconds, language) })] : []),
    ...(effects?.statuses ?? []).map((differed) => statusInWords(differed, language)),
    ...(effects?.onDays ?? [])
      .filter((differed) => !effects?.statuses.some((shown) => covers(shown, differed)))
      .map((differed) => daysInWords(differed, language)),
    ...(effects?.lists ?? []).map((differed) => listInWords(differed, wording)),
    ...(dependents.length === 0 ? [] : [leaningInWords(dependents, language)]),
    ...(undone ? [say(language, 'audit.undone', { at: undone.recordedAt })] : []),
  ].join(' ');
}

function doneInWords(
  { correction, corrected, reason }: Pick<CorrectionReport, 'correction' | 'corrected' | 'reason'>,
  wording: Wording,
): string {
  const { language } = wording;
  const isVoid = correction.type === 'EntryVoided';
  const done = { entry: corrected ? eventFor(corrected.type, language) : '…', at: correction.recordedAt };
  if (reason === null) return say(language, isVoid ? 'audit.voided' : 'audit.corrected', done);
  return say(language, isVoid ? 'audit.voidedFor' : 'audit.correctedFor', {
    ...done,
    reason: valueInWords(reason, 'reason', wording),
  });
}

function statusInWords({ from, until, shown, corrected }: StatusDiffered, language: Language): string {
  return say(language, 'audit.statusWas', {
    from: from.on,
    until: until.on,
    was: briefInWords(shown, language),
    right: briefInWords(corrected, language),
  });
}

/** Whether a sentence about the status of each day as it came has covered these days: none of them had gone by then. */
function covers(shown: StatusDiffered, { days, ...differed }: DaysDiffered): boolean {
  const isAlike = briefKey(shown) === briefKey(differed);
  return isAlike && days.from !== null && shown.from.on <= days.from;
}

function briefKey({ shown, corrected }: Pick<DaysDiffered, 'shown' | 'corrected'>): string {
  return JSON.stringify([shown, corrected]);
}

function daysInWords({ days, from, until, shown, corrected }: DaysDiffered, language: Language): string {
  return say(language, 'audit.daysWere', {
    from: from.on,
    until: until.on,
    days: ofDays(days, language),
    was: briefInWords(shown, language),
    right: briefInWords(corrected, language),
  });
}

function ofDays({ from, to }: DaysDiffered['days'], language: Language): string {
  if (from === null) return to === null ? say(language, 'audit.ofAllDays') : say(language, 'audit.ofDaysUpTo', { to });
  if (to === null) return say(language, 'audit.ofDaysFrom', { from });
  return from === to ? say(language, 'audit.ofDay', { day: from }) : say(language, 'audit.ofDays', { from, to });
}

function briefInWords({ status, certainty, possible }: StatusBrief, language: Language): string {
  const word = wordFor(status, language);
  if (possible.length > 0) return `${word}: ${possible.map((one) => wordFor(one, language)).join(' / ')}`;
  return certainty === 'possible' ? `${word} (${wordFor(certainty, language)})` : word;
}

function listInWords({ facet, value, how, from, until }: ListDiffered, wording: Wording): string {
  const { language } = wording;
  return say(language, how === 'listed' ? 'audit.listed' : 'audit.missing', {
    from: from.on,
    until: until.on,
    by: say(language, `facets.${facet}`),
    value: valueInWords(value, facet, wording),
  });
}

function leaningInWords(dependents: readonly Dependent[], language: Language): string {
  const named = dependents.map(({ id, title, statusesDiffered }) => {
    const record = nameIn(title ?? {}, language) ?? id;
    return statusesDiffered === true ? say(language, 'audit.otherStatuses', { record }) : record;
  });
  return say(language, 'audit.dependents', { records: named.join('; ') });
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
