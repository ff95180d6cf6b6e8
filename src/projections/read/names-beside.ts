import { isDeepStrictEqual } from 'node:util';
import { boundsOf, type Day } from '../../kernel/edtf.js';
import { isUuid } from '../../kernel/identifiers.js';
import type { Names } from '../../kernel/names.js';
import { regionNames } from '../../kernel/regions.js';
import { KINDS } from '../../registry/registry.js';
import type { BoundTables } from './bound-tables.js';
import { type NameOfDay, namesBetween, namesOfDays } from './names-by-day.js';

/** What a record is called on the day asked about, and what it was called when an act named it, where that is another name. */
export interface NamedRecord {
  names: Names;
  /** Acts by the ids of their entries; an act of no certain day may stand there with several names. */
  then?: { entry: string; names: Names }[];
}

/** Names by the ids of the records that bear them. */
export type RecordNames = Record<string, NamedRecord>;

/** An act in an answer, and whom or what it names. */
interface Act {
  entry: string;
  /** EDTF. */
  date: string;
  ids: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** JSON list of the categories of streams. */
const CATEGORIES = JSON.stringify([...new Set(KINDS.map(({ category }) => category))]);

const TITLES = `SELECT r.id, l.title, l.called FROM json_each(@ids) i CROSS JOIN json_each(@categories) c
  JOIN records r ON r.category = c.value AND r.id = i.value JOIN listed l ON l.record = r.seq`;

/** The names of all records that stand in an answer by their ids; those without a name, or with an erased one, are absent. */
export function recordNamesIn(answer: unknown, tables: BoundTables): RecordNames {
  const ids = [...new Set(idsIn(answer))].sort();
  const rows = tables.all<[id: string, title: string | null, called: string | null]>(TITLES, {
    ids: JSON.stringify(ids),
    categories: CATEGORIES,
  });
  const titles = new Map(rows.map(([id, title]) => [id, title]));
  const called = new Map(rows.flatMap(([id, , names]) => (names === null ? [] : [[id, namesOfDays(names)]])));
  const names: RecordNames = {};
  for (const id of ids) {
    const [now] = namesBetween(called.get(id) ?? [], tables.day, tables.day);
    const title = titles.get(id) ?? null;
    const name = now ?? (title === null ? regionNames(id) : (JSON.parse(title) as Names));
    if (name !== undefined) names[id] = { names: name };
  }
  if (called.size > 0) for (const act of actsIn(answer)) addNamesThen(act, called, names, tables.day);
  return names;
}

function addNamesThen(
  { entry, date, ids }: Act,
  called: ReadonlyMap<string, NameOfDay[]>,
  names: RecordNames,
  today: Day,
): void {
  const { earliest, latest } = boundsOf(date);
  // What is still to come bears no name yet.
  if (earliest !== null && earliest > today) return;
  const last = latest === null || latest > today ? today : latest;
  for (const id of new Set(ids)) {
    const now = names[id];
    if (!now) continue;
    const then = namesBetween(called.get(id) ?? [], earliest, last);
    if (then.every((other) => isDeepStrictEqual(other, now.names))) continue;
    // An act may stand in an answer more than once.
    if (now.then?.some((known) => known.entry === entry) === true) continue;
    now.then = [...(now.then ?? []), ...then.map((other) => ({ entry, names: other }))];
  }
}

/** Texts that may be ids of records: UUIDs, codes of regions, and journals, which are called after those. */
function isId(text: string): boolean {
  return isUuid(text) || /^RU-[A-Z]{2,3}(?:\.\d{4})?$/.test(text);
}

/** All ids in a value; `isLeftOut` says which parts are not looked at. */
function* idsIn(value: unknown, isLeftOut: (part: object) => boolean = () => false): Iterable<string> {
  if (typeof value === 'string' && isId(value)) yield value;
  if (typeof value !== 'object' || value === null || isLeftOut(value)) return;
  for (const part of Object.values(value)) yield* idsIn(part, isLeftOut);
}

/** The acts that an answer tells of: an act names what stands in it, and what stands beside it and belongs to no other act. */
function* actsIn(value: unknown, beside: readonly string[] = []): Iterable<Act> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* actsIn(item, beside);
    return;
  }
  const fields = value as Fields;
  if (isEntry(fields)) {
    const date = fields.data.act.date;
    if (typeof date === 'string') yield { entry: fields.id, date, ids: [...idsIn(fields.data)] };
    return;
  }
  if (isAct(fields)) yield { entry: fields.entry, date: fields.date, ids: [...idsIn(fields), ...beside] };
  const own = [...idsIn(fields, (part) => part !== fields && isAct(part))];
  for (const part of Object.values(fields)) yield* actsIn(part, own);
}

function isAct(part: object): part is { entry: string; date: string } {
  const { entry, date } = part as Fields;
  return typeof entry === 'string' && typeof date === 'string';
}

/** An entry of a history. */
function isEntry(fields: Fields): fields is { id: string; data: { act: Fields } } {
  const { id, data } = fields as { id?: unknown; data?: { act?: unknown } | null };
  return typeof id === 'string' && typeof data?.act === 'object' && data.act !== null;
}
