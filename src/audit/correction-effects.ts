import type { Day } from '../kernel/edtf.js';
import type { DatedRecord } from '../kernel/dated.js';
import { dated } from '../kernel/dated.js';
import type { Entry } from '../kernel/entry.js';
import { facetsOf } from '../registry/found-by.js';
import type { StatusStretch } from '../registry/document.js';
import { statusesOf } from '../registry/document.js';
import type { Audited, PlacedStep } from './audited.js';
import { asJson, giveWay, recordAt, recordsAt, safely, stepsBetween, stepsThrough } from './audited.js';
import type { DaysApart, StatusBrief } from './days.js';
import { daysApart, isSame, pairOn } from './days.js';

/** A moment in both times, at which something began or ceased to differ. */
export interface At {
  index: number;
  on: Day;
}

/** Between which two moments something differed. */
interface Differed {
  from: At;
  until: At;
}

/** A stretch in which the record showed another status of the day itself than it would have with the correction. */
export interface StatusDiffered extends Differed {
  shown: StatusBrief;
  corrected: StatusBrief;
}

/** Days, past or to come, for which whoever asked about them meanwhile was shown another status. */
export interface DaysDiffered extends DaysApart, Differed {}

/** Something by which lists find a record. */
export interface Facet {
  facet: 'party' | 'region' | 'topic' | 'form' | 'title' | 'period' | 'text';
  value: unknown;
}

/** A stretch in which lists found the record by something wrong (`listed`), or did not by something right (`missing`). */
export interface ListDiffered extends Facet, Differed {
  how: 'listed' | 'missing';
}

/** What the record showed otherwise between a wrong entry and its correction. */
export interface CorrectionEffects {
  statuses: StatusDiffered[];
  onDays: DaysDiffered[];
  lists: ListDiffered[];
  /** Events after which both were compared, of how many; days on which dates alone change something lie between. */
  compared: number;
  of: number;
}

type StatusPair = Omit<StatusDiffered, keyof Differed>;

interface Point extends At {
  /** One, where the status of the day differed; none, too, where the kind failed on the record. */
  statuses: ReadonlyMap<string, StatusPair>;
  days: ReadonlyMap<string, DaysApart>;
  facets: ReadonlyMap<string, Omit<ListDiffered, keyof Differed>>;
}

/**
 * Compares, from the entry at place `since` on until the correction at place `corrected`, what the record showed with what it would
 * have shown with the correction: its status on each day as it came, its status on all days, as it was shown to whoever asked about
 * one, and by what lists found it. Of a long record, events are left out in between, evenly.
 */
export async function effects(audited: Audited, since: number, corrected: number): Promise<CorrectionEffects> {
  const { record, indexes } = audited;
  const correction = record.entries[corrected];
  const begun = indexes[since] ?? 0;
  const end = { index: indexes[corrected] ?? 0, on: correction?.recordedOn ?? '' };
  const all = stepsBetween(audited, begun, end.index - 1);
  const steps = spread(all, stepsThrough(record));
  const points: Point[] = [];
  for (const [number, step] of steps.entries()) {
    if (correction) points.push(...pointsFrom(audited, step, steps[number + 1]?.recordedOn ?? end.on, correction));
    await giveWay();
  }
  return {
    statuses: stretchesOf(points, ({ statuses }) => statuses, end),
    onDays: stretchesOf(points, ({ days }) => days, end),
    lists: stretchesOf(points, ({ facets }) => facets, end),
    compared: steps.length,
    of: all.length,
  };
}

/** At most so many of a list, the first and the last among them. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  const kept = Array.from({ length: most }, (_, number) => Math.round((number * (list.length - 1)) / (most - 1)));
  return list.filter((_, place) => kept.includes(place));
}

/** What differs after an event, on the day of that event and on each day after it on which dates alone change something. */
function pointsFrom(audited: Audited, { index, recordedOn: on }: PlacedStep, until: Day, correction: Entry): Point[] {
  const { kind } = audited;
  const before = recordAt(audited, index);
  const others = recordsAt(audited, index);
  const known = dated(kind.name, before, others);
  const corrected = dated(kind.name, { id: before.id, entries: [...before.entries, correction] }, others);
  const [shown, right] = [known, corrected].map((record) => safely(() => statusesOf(kind, record)) ?? []) as [
    StatusStretch[],
    StatusStretch[],
  ];
  const daysOfStep = byContent(safely(() => daysApart(shown, right)) ?? []);
  const facets = facetsThatDiffer(audited, known, corrected);
  const changes = [...shown, ...right].flatMap(({ from }) => from ?? []);
  const days = [on, ...[...new Set(changes)].filter((day) => day > on && day <= until).sort()];
  return days.map((day) => {
    const pair = safely(() => pairOn(shown, right, day));
    const statuses = byContent(pair && !isSame(pair) ? [pair] : []);
    return { index, on: day, days: daysOfStep, facets, statuses };
  });
}

function byContent<T>(things: readonly T[]): ReadonlyMap<string, T> {
  return new Map(things.map((thing) => [JSON.stringify(thing), thing]));
}

function facetsThatDiffer(audited: Audited, known: DatedRecord, corrected: DatedRecord): Point['facets'] {
  const [shown, right] = [known, corrected].map((record) => facetsShown(audited, record));
  const differing = new Map<string, Omit<ListDiffered, keyof Differed>>();
  for (const [key, facet] of shown ?? [])
    if (!right?.has(key)) differing.set(`listed ${key}`, { ...facet, how: 'listed' });
  for (const [key, facet] of right ?? [])
    if (!shown?.has(key)) differing.set(`missing ${key}`, { ...facet, how: 'missing' });
  return differing;
}

function facetsShown({ kind, disclosures }: Audited, record: DatedRecord): Map<string, Facet> {
  const facets = safely(() => asJson(facetsOf(kind, record), disclosures));
  if (!facets) return new Map();
  const { title, form, parties, dates, regions = [], topics = [], aliases = [], words = [] } = facets;
  const found: Facet[] = [
    ...(title === undefined ? [] : [{ facet: 'title' as const, value: title }]),
    ...(form === undefined ? [] : [{ facet: 'form' as const, value: form }]),
    ...parties.map((value) => ({ facet: 'party' as const, value })),
    ...regions.map((value) => ({ facet: 'region' as const, value })),
    ...topics.map((value) => ({ facet: 'topic' as const, value })),
    ...dates.map(({ date }) => ({ facet: 'period' as const, value: date })),
    ...[...aliases, ...words].map((value) => ({ facet: 'text' as const, value })),
  ];
  return new Map(found.map((facet) => [JSON.stringify([facet.facet, facet.value]), facet]));
}

/** From where until where each thing differed at the points, in one piece as long as they show the same. */
function stretchesOf<T>(
  points: readonly Point[],
  of: (point: Point) => ReadonlyMap<string, T>,
  end: At,
): (T & Differed)[] {
  const found: (T & Differed)[] = [];
  const open = new Map<string, T & Differed>();
  for (const point of points) {
    const { index, on } = point;
    const things = of(point);
    for (const [key, differed] of open) {
      if (things.has(key)) continue;
      differed.until = { index, on };
      open.delete(key);
    }
    for (const [key, thing] of things) {
      if (open.has(key)) continue;
      const differed = { ...thing, from: { index, on }, until: end };
      open.set(key, differed);
      found.push(differed);
    }
  }
  return found;
}
