import type { Item } from '../items.js';
import { itemsOf } from '../items.js';
import { labelOf } from './fields.js';
import type { Language } from './language.js';
import { both } from './language.js';
import { itemInWords, valueInWords } from './values.js';

type Fields = Readonly<Record<string, unknown>>;

const SAID = {
  added: both('добавлено', 'added'),
  removed: both('убрано', 'removed'),
  reordered: both('порядок изменён', 'put in another order'),
  begun: both('До этого ничего не было записано.', 'Nothing was recorded before.'),
  ended: both('После этого ничего не записано.', 'Nothing is recorded after.'),
};

/** How two answers about one record differ, a sentence for each change; null for an answer that there was not. */
export function changesInWords(from: Fields | null, to: Fields | null, language: Language): string[] {
  if (from === null || to === null) {
    const said = [
      ...(from === null && to !== null ? [SAID.begun[language]] : []),
      ...(from !== null && to === null ? [SAID.ended[language]] : []),
    ];
    return [...said, ...fieldChanges(from ?? {}, to ?? {}, '', language)];
  }
  return fieldChanges(from, to, '', language);
}

function fieldChanges(from: Fields, to: Fields, of: string, language: Language): string[] {
  const names = [...new Set([...Object.keys(to), ...Object.keys(from)])];
  return names.flatMap((name) => changesOf(from[name], to[name], name, of, language));
}

function changesOf(from: unknown, to: unknown, name: string, of: string, language: Language): string[] {
  if (JSON.stringify(from ?? null) === JSON.stringify(to ?? null)) return [];
  const label = `${of}${labelOf(name, language)}`;
  const lists = [from ?? [], to ?? []];
  if (lists.every((list) => Array.isArray(list)) && lists.some((list) => list.some(isObject))) {
    return listChanges(itemsOf(lists[0] ?? []), itemsOf(lists[1] ?? []), name, label, language);
  }
  const [before, after] = [valueInWords(from, name, language), valueInWords(to, name, language)];
  if (before !== after) return [`${label}: ${before} → ${after}`];
  // Words in the other language: they read the same here, or there are none on either side.
  return isObject(from) && isObject(to) ? fieldChanges(from, to, `${label}: `, language) : [];
}

function listChanges(from: Item[], to: Item[], name: string, label: string, language: Language): string[] {
  const [before, after] = [from, to].map((items) => new Map(items.map((item) => [item.key, item])));
  const added = to.filter(({ key }) => !before?.has(key));
  const removed = from.filter(({ key }) => !after?.has(key));
  const changed = to.flatMap(({ key, value }) => {
    const old = before?.get(key);
    if (!old || !isObject(old.value) || !isObject(value)) return [];
    return fieldChanges(old.value, value, `${label} (${itemInWords(value, name, language)}): `, language);
  });
  const told = [
    ...removed.map(({ value }) => `${label}: ${SAID.removed[language]} – ${itemInWords(value, name, language)}`),
    ...added.map(({ value }) => `${label}: ${SAID.added[language]} – ${itemInWords(value, name, language)}`),
    ...changed,
  ];
  return told.length > 0 ? told : [`${label}: ${SAID.reordered[language]}`];
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
