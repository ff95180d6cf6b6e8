import type { Bounds, Day } from './edtf.js';
import { boundsOf, contradicts, isQualified, occurredBy } from './edtf.js';
import type { DateResolver, EffectiveEntry } from './record.js';
import { boundsOfAct } from './record.js';

/** `certain`: told by dated entries without contradiction; `possible`: rests on a qualified or contradicted date;
 * `undetermined`: more than one status may have been the case on that day. */
export type Certainty = (typeof CERTAINTIES)[number];
export const CERTAINTIES = ['certain', 'possible', 'undetermined'] as const;

/** The status of a thing on a day that lies before all that is told of it. */
export const NOT_BEGUN = 'not-begun';

/** Statuses that a thing of any kind may have beside those of its own kind. */
export const COMMON_STATUSES = [NOT_BEGUN, 'undetermined', 'voided'] as const;

/** A status on a day, with its reasons. */
export interface StatusOn<S extends string = string> {
  status: S | (typeof COMMON_STATUSES)[number];
  certainty: Certainty;
  /** Every status that may have been the case, when more than one may. */
  possible: (S | typeof NOT_BEGUN)[];
  /** The days between which the status began. */
  since: Bounds | null;
  /** Ids of the events that it rests on. */
  because: string[];
}

/** A dated step of a life cycle. */
export interface Milestone<S extends string> {
  status: S;
  when: Bounds;
  /** Ids of the events that set it. */
  because: string[];
  /** The date that it rests on is qualified (~ ? %) or contradicted by another source. */
  doubtful?: boolean;
  /** It holds for every day: that something is on record says nothing about since when it is. */
  always?: boolean;
  /** When it happened by sources that tell another date. */
  otherwise?: readonly Bounds[];
}

/** A milestone set by one entry on the entry's own date. */
export function milestone<S extends string>(status: S, entry: EffectiveEntry, resolve?: DateResolver): Milestone<S> {
  const when = boundsOfAct(entry, resolve);
  const otherwise = toldOtherwise(entry);
  return {
    status,
    when,
    because: [entry.id],
    doubtful: isDoubtful(entry, resolve),
    ...(otherwise.length === 0 ? {} : { otherwise }),
  };
}

/** Whether an entry's date is qualified, or another source contradicts the entry. */
export function isDoubtful(entry: EffectiveEntry, resolve?: DateResolver): boolean {
  const { date, relativeDate } = entry.data.act;
  const told = date ?? (relativeDate && resolve?.(relativeDate));
  return (told !== undefined && isQualified(told)) || contradictionsOf(entry).length > 0;
}

/** When an act happened by the sources that contradict its entry. */
export function toldOtherwise(entry: EffectiveEntry): Bounds[] {
  return contradictionsOf(entry).flatMap(({ data: { happened } }) =>
    happened === undefined ? [] : [boundsOf(happened)],
  );
}

/** The attestations of an entry that disagree with it, in word or in date. */
export function contradictionsOf(entry: EffectiveEntry): EffectiveEntry['attestations'] {
  // Most entries have none, and every status asks.
  if (entry.attestations.length === 0) return entry.attestations;
  const { date } = entry.data.act;
  return entry.attestations.filter((attestation) => {
    const { agrees, happened } = attestation.data;
    return !agrees || (happened !== undefined && date !== null && contradicts(date, happened));
  });
}

type Dated = Pick<Milestone<string>, 'when'>;

/**
 * Puts milestones in the order in which they happened: where dates tell, by date, else as recorded. Each goes before the
 * first that is known to have happened later; what is recorded in order, the usual case, is found without looking.
 */
export function inOrder<M extends Dated>(milestones: readonly M[]): M[] {
  const sorted: M[] = [];
  let latestBeginning: Day = '';
  for (const next of milestones) {
    const { earliest, latest } = next.when;
    const isLast = latest === null || latestBeginning <= latest;
    const place = isLast ? sorted.length : sorted.findIndex((other) => isAfter(other, next));
    sorted.splice(place, 0, next);
    if (earliest !== null && earliest > latestBeginning) latestBeginning = earliest;
  }
  return sorted;
}

function isAfter(a: Dated, b: Dated): boolean {
  return a.when.earliest !== null && b.when.latest !== null && a.when.earliest > b.when.latest;
}

/**
 * The status on a day: what the last milestone before it says. A milestone that may or may not have happened by then
 * leaves both possible; one that only another source puts before that day makes the answer less than certain. `initial`
 * holds before the first one; of a thing without milestones nothing can be told.
 */
export function statusAt<S extends string>(
  milestones: readonly Milestone<S>[],
  day: Day,
  initial: S | typeof NOT_BEGUN | undefined = milestones.length === 0 ? undefined : NOT_BEGUN,
): StatusOn<S> {
  let candidates: Candidate<S>[] = initial === undefined ? [] : [{ status: initial, when: OPEN, because: [] }];
  let disputed = false;
  for (const next of milestones) {
    const occurred = next.always ? 'yes' : occurredBy(next.when, day);
    if (occurred === 'yes') candidates = [next];
    else if (occurred === 'possibly') candidates = [...candidates, next];
    const byOthers = next.otherwise?.some((when) => occurredBy(when, day) !== 'no') ?? false;
    disputed = occurred === 'yes' ? false : disputed || byOthers;
  }
  return fromCandidates(candidates, disputed);
}

type Candidate<S extends string> = Milestone<S | typeof NOT_BEGUN>;

const OPEN: Bounds = { earliest: null, latest: null };

/** `disputed`: another source tells that more had happened by then. */
function fromCandidates<S extends string>(candidates: readonly Candidate<S>[], disputed: boolean): StatusOn<S> {
  const possible = [...new Set(candidates.map((candidate) => candidate.status))];
  const because = [...new Set(candidates.flatMap((candidate) => candidate.because))];
  const [first] = candidates;
  if (possible.length !== 1 || first === undefined) {
    return { status: 'undetermined', certainty: 'undetermined', possible, since: null, because };
  }
  const doubtful = disputed || candidates.some((candidate) => candidate.doubtful === true);
  return {
    status: first.status,
    certainty: doubtful ? 'possible' : 'certain',
    possible: [],
    since: first.always || first.status === NOT_BEGUN ? null : first.when,
    because,
  };
}

/** The days on which a status may change: a reader of one day's status learns until when it holds. */
export function turningDays(milestones: readonly Milestone<string>[]): Day[] {
  return milestones
    .filter(({ always }) => !always)
    .flatMap(({ when, otherwise = [] }) => [when, ...otherwise])
    .flatMap(({ earliest, latest }) => [earliest, latest])
    .filter((day) => day !== null);
}

/** A status as lists and totals tell it: without its reasons. */
export type BareStatus = Pick<StatusOn, 'status' | 'certainty' | 'possible'>;

/** A status from a day on, until the next one; null for "from ever". */
export interface StatusFrom extends BareStatus {
  from: Day | null;
}

/** Whether two statuses are told in the same words. */
export function isSameStatus(a: BareStatus, b: BareStatus): boolean {
  return a.status === b.status && a.certainty === b.certainty && a.possible.join() === b.possible.join();
}

/** Stands for the days before every date that is told. */
const FIRST_DAY = '0001-01-01';

/**
 * The status on every day: what `statusAt` says of each, in one pass over the days on which it may change. Of the
 * milestones only the last that has happened by a day counts, and those behind it that may have, by whichever source.
 */
export function statusesOfAllDays(milestones: readonly Milestone<string>[]): StatusFrom[] {
  const toBegin = inOrderOfDays(
    milestones.map(({ when, otherwise = [], always }) => firstDay(always, when, ...otherwise)),
  );
  const toEnd = inOrderOfDays(milestones.map(({ when, always }) => (always ? '' : when.latest)));
  const initial = milestones.length === 0 ? undefined : NOT_BEGUN;
  let open: Place[] = [];
  let last: Place | undefined;
  const statuses: StatusFrom[] = [];
  for (const from of [null, ...[...new Set(turningDays(milestones))].sort()]) {
    const day = from ?? FIRST_DAY;
    for (const { place } of toEnd.until(day)) if (last === undefined || place > last) last = place;
    open.push(...toBegin.until(day).map(({ place }) => place));
    const newest = last;
    if (newest !== undefined) open = [newest, ...open.filter((place) => place > newest)];
    const counting = open.sort((a, b) => a - b).flatMap((place) => milestones[place] ?? []);
    const { status, certainty, possible } = statusAt(counting, day, initial);
    const next = { from, status, certainty, possible };
    const before = statuses.at(-1);
    if (!before || !isSameStatus(before, next)) statuses.push(next);
  }
  return statuses;
}

/** The first day on which something may have happened, by whichever source; '' for from ever. */
function firstDay(always: boolean | undefined, ...when: readonly Bounds[]): string {
  return always ? '' : when.reduce((first, { earliest }) => ((earliest ?? '') < first ? (earliest ?? '') : first), '~');
}

/** Place of a milestone among the others. */
type Place = number;

/** The places in the order of their days; `until` gives those up to a day that it has not given before. */
function inOrderOfDays(days: readonly (Day | null)[]): { until(day: Day): { place: Place; day: Day }[] } {
  const sorted = days.flatMap((day, place) => (day === null ? [] : [{ place, day }])).sort(byDay);
  let given = 0;
  return {
    until(day) {
      const from = given;
      for (let next = sorted[given]; next && next.day <= day; next = sorted[given]) given += 1;
      return sorted.slice(from, given);
    },
  };
}

function byDay(a: { day: Day }, b: { day: Day }): number {
  return a.day < b.day ? -1 : a.day > b.day ? 1 : 0;
}
