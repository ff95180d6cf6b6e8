import { isUuid } from '../kernel/identifiers.js';
import type { Names } from '../kernel/names.js';
import { nameIn } from '../kernel/names.js';
import { effectiveEntries } from '../kernel/effective.js';
import { regionNames } from '../kernel/regions.js';
import type { BitemporalPoint } from '../projections/index.js';
import type { Audited } from './audited.js';
import { countAt, recordAt } from './audited.js';
import type { Language } from '../words/locale-files.js';
import type { Wording } from './language/wording.js';
import { eventFor } from '../words/words.js';

/**
 * How to write of values in which records, regions and entries stand by their ids: what these are called on a day when the
 * ledger had come to an event, looked up at once for all of them. What has no name, or an erased one, is absent.
 */
export function wordingOf(
  audited: Audited,
  { transactionIndex: index, validDay }: BitemporalPoint,
  values: readonly unknown[],
  language: Language,
  dates?: Wording['dates'],
): Wording {
  const ids = new Set<string>();
  for (const value of values) collectIds(value, ids);
  const names = new Map<string, string>();
  const add = (id: string, called: Names): void => {
    const name = nameIn(called, language);
    if (name !== undefined) names.set(id, name);
  };
  for (const [id, title] of audited.places.titles([...ids], index, validDay)) add(id, title);
  for (const id of ids) add(id, regionNames(id) ?? {});
  for (const [id, words] of entriesIn(audited, index, ids, { language, dates })) names.set(id, words);
  return { language, names, ...(dates ? { dates } : {}) };
}

/** Texts that may be ids: UUIDs, codes of regions, and numbers of journals, which begin with those. */
function collectIds(value: unknown, ids: Set<string>): void {
  if (typeof value === 'string' && (isUuid(value) || /^RU-[A-Z]{2,3}(?:\.\d{4})?$/.test(value))) ids.add(value);
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) collectIds(part, ids);
}

/** What the entries say has happened, and when, where that is known. */
function entriesIn(
  { others }: Audited,
  index: number,
  ids: ReadonlySet<string>,
  { language, dates = (date) => date }: { language: Language; dates: Wording['dates'] },
): [id: string, words: string][] {
  return [...others.values()].flatMap((placed) => {
    const entries = placed.record.entries.slice(0, countAt(placed, index)).filter(({ id }) => ids.has(id));
    if (entries.length === 0) return [];
    const counted = new Map(effectiveEntries(recordAt(placed, index)).map(({ id, data }) => [id, data]));
    return entries.map(({ id, type, data }): [string, string] => {
      const date = (counted.get(id) ?? data).act.date;
      return [id, [eventFor(type, language), ...(typeof date === 'string' ? [dates(date)] : [])].join(', ')];
    });
  });
}
