import type { Item } from '../items.js';
import { itemsOf } from '../items.js';
import { say } from '../../words/words.js';
import type { Wording } from './wording.js';
import { withoutNames } from './wording.js';
import { isLeftOut, itemInWords, labelOfPart, valueInWords } from './values.js';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of an answer that are about the answer, or its record as such, and not about the thing. */
const OF_THE_ANSWER = new Set(['id', 'revision', 'recorded', 'holdsFor', 'links']);

/** How two answers about one record differ, a sentence for each change; null for an answer that there was not. */
export function changesInWords(from: Fields | null, to: Fields | null, wording: Wording): string[] {
  const said = [
    ...(from === null && to !== null ? [say(wording.language, 'audit.begun')] : []),
    ...(from !== null && to === null ? [say(wording.language, 'audit.ended')] : []),
  ];
  const [before, after] = [from ?? {}, to ?? {}];
  const changes = namesIn(before, after)
    .filter((name) => !OF_THE_ANSWER.has(name))
    .flatMap((name) => changesOf(before[name], after[name], name, '', wording));
  // An entry that changes nothing else was recorded all the same.
  return [
    ...said,
    ...(changes.length > 0 ? changes : changesOf(before.revision, after.revision, 'revision', '', wording)),
  ];
}

function fieldChanges(from: Fields, to: Fields, of: string, wording: Wording, parent = ''): string[] {
  return namesIn(from, to)
    .filter((name) => !isLeftOut(name))
    .flatMap((name) => changesOf(from[name], to[name], name, of, wording, parent));
}

function namesIn(from: Fields, to: Fields): string[] {
  return [...new Set([...Object.keys(to), ...Object.keys(from)])];
}

function changesOf(from: unknown, to: unknown, name: string, of: string, wording: Wording, parent = ''): string[] {
  if (JSON.stringify(from ?? null) === JSON.stringify(to ?? null)) return [];
  const label = `${of}${labelOfPart(name, parent, wording.language)}`;
  const lists = [from ?? [], to ?? []];
  if (lists.every((list) => Array.isArray(list)) && lists.some((list) => list.some(isObject))) {
    return listChanges(itemsOf(lists[0] ?? []), itemsOf(lists[1] ?? []), name, label, wording);
  }
  const [before, after] = [from, to].map((value) => valueInWords(value, name, wording));
  if (before !== after) return [`${label}: ${before} → ${after}`];
  // Words in the other language: they read the same here, or there are none on either side.
  if (isObject(from) && isObject(to)) return fieldChanges(from, to, `${label}: `, wording, name);
  // Others of the same name.
  const [one, other] = [from, to].map((value) => valueInWords(value, name, withoutNames(wording.language)));
  return one === other ? [] : [`${label}: ${before} (${one}) → ${after} (${other})`];
}

function listChanges(from: Item[], to: Item[], name: string, label: string, wording: Wording): string[] {
  const [before, after] = [from, to].map((items) => new Map(items.map((item) => [item.key, item])));
  const added = to.filter(({ key }) => !before?.has(key));
  const removed = from.filter(({ key }) => !after?.has(key));
  const changed = to.flatMap(({ key, value }) => {
    const old = before?.get(key);
    if (!old || !isObject(old.value) || !isObject(value)) return [];
    return fieldChanges(old.value, value, `${label} (${itemInWords(value, name, wording)}): `, wording);
  });
  const inWords = ({ value }: Item): string => itemInWords(value, name, wording);
  const changes = [
    ...removed.map((item) => `${label}: ${say(wording.language, 'audit.removed')} – ${inWords(item)}`),
    ...added.map((item) => `${label}: ${say(wording.language, 'audit.added')} – ${inWords(item)}`),
    ...changed,
  ];
  return changes.length > 0 ? changes : [`${label}: ${say(wording.language, 'audit.reordered')}`];
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
