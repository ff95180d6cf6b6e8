import type { Bounds, Day } from './edtf.js';
import { contradicts, isQualified, occurredBy } from './edtf.js';
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

/** Those in which a thing counts as one that there was. */
export const COUNTED_STATUSES = COMMON_STATUSES.filter((status) => status !== NOT_BEGUN);

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
  /** When else it may have happened (`toldOtherwise`). */
  otherwise?: readonly Bounds[];
  /** Only dates can tell that it came after what was recorded before it. */
  outOfOrder?: boolean;
}

/** A milestone set by one entry on the entry's own date. */
export function milestone<S extends string>(status: S, entry: EffectiveEntry, resolve?: DateResolver): Milestone<S> {
  const when = boundsOfAct(entry, resolve);
  const otherwise = toldOtherwise(entry, resolve);
  return {
    status,
    when,
    because: [entry.id],
    doubtful: isDoubtful(entry, resolve),
    ...(otherwise.length === 0 ? {} : { otherwise }),
  };
}

/**
 * The milestone of a step that may follow on any other: where it was kept with a warning, that it was recorded later does not
 * say that it came later.
 */
export function stepTaken<S extends string>(status: S, entry: EffectiveEntry, resolve?: DateResolver): Milestone<S> {
  const told = milestone(status, entry, resolve);
  return entry.data.act.warnings?.length ? { ...told, outOfOrder: true } : told;
}

/** Whether an entry's date is qualified, or another source contradicts the entry. */
export function isDoubtful(entry: EffectiveEntry, resolve?: DateResolver): boolean {
  return isDateQualified(entry, resolve) || contradictionsOf(entry).length > 0;
}

function isDateQualified({ data: { act } }: EffectiveEntry, resolve?: DateResolver): boolean {
  const told = act.date ?? (act.relativeDate && resolve?.(act.relativeDate));
  return told !== undefined && isQualified(told);
}

/**
 * When else an act may have happened: by the sources that contradict its entry; and on any day up to the one on which it was
 * recorded where its date is qualified (~ ? %), since nobody tells how far it may be off.
 */
export function toldOtherwise(entry: EffectiveEntry, resolve?: DateResolver): Bounds[] {
  const byOthers = contradictionsOf(entry).flatMap(({ data: { act, happened }, recordedOn }) =>
    happened === undefined ? [] : [boundsOfAct({ data: { act: { ...act, date: happened } }, recordedOn })],
  );
  return isDateQualified(entry, resolve) ? [...byOthers, { earliest: null, latest: entry.recordedOn }] : byOthers;
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
/** When something happened, or else may have. */
type Days = Pick<Milestone<string>, 'when' | 'otherwise' | 'always'>;

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
 * leaves both possible; where another source tells otherwise, the answer is less than certain, and what would be the case
 * by that source is possible too. `initial` holds before the first one; of a thing without milestones nothing can be told.
 */
export function statusAt<S extends string>(
  milestones: readonly Milestone<S>[],
  day: Day,
  initial: S | typeof NOT_BEGUN | undefined = milestones.length === 0 ? undefined : NOT_BEGUN,
): StatusOn<S> {
  let candidates: Candidate<S>[] = initial === undefined ? [] : [{ status: initial, when: OPEN, because: [] }];
  let byOthers: Candidate<S>[] = [];
  for (const next of milestones) {
    const { always = false, otherwise = [] } = next;
    const happened = always ? 'yes' : occurredBy(next.when, day);
    const others = (always ? [] : otherwise).map((when) => occurredBy(when, day));
    if (happened === 'yes') {
      byOthers = others.every((other) => other === 'yes') ? [] : [...byOthers, ...candidates];
      candidates = [...candidates.filter((candidate) => mayFollow(candidate, next)), next];
    } else if (happened === 'possibly') candidates = [...candidates, next];
    else if (others.some((other) => other !== 'no')) byOthers = [...byOthers, next];
  }
  return fromCandidates(candidates, byOthers);
}

/**
 * Whether what was recorded before an act that is out of order, and is dated no better than to a stretch of days, may have
 * come after it.
 */
function mayFollow(
  candidate: Dated & { because: readonly string[] },
  { when, outOfOrder }: Milestone<string>,
): boolean {
  if (!outOfOrder || when.earliest === null || candidate.because.length === 0) return false;
  return candidate.when.latest === null || candidate.when.latest > when.earliest;
}

type Candidate<S extends string> = Milestone<S | typeof NOT_BEGUN>;

const OPEN: Bounds = { earliest: null, latest: null };

/** `byOthers`: what else would be the case if other sources were right. */
function fromCandidates<S extends string>(
  candidates: readonly Candidate<S>[],
  byOthers: readonly Candidate<S>[],
): StatusOn<S> {
  const told = new Set(candidates.map(({ status }) => status));
  const possible = [...new Set([...told, ...byOthers.map(({ status }) => status)])];
  const because = [...new Set(candidates.flatMap((candidate) => candidate.because))];
  const [first] = candidates;
  if (told.size !== 1 || first === undefined) {
    return { status: 'undetermined', certainty: 'undetermined', possible, since: null, because };
  }
  const doubtful = byOthers.length > 0 || candidates.some((candidate) => candidate.doubtful === true);
  return {
    status: first.status,
    certainty: doubtful ? 'possible' : 'certain',
    possible: possible.length > 1 ? possible : [],
    since: first.always || first.status === NOT_BEGUN ? null : first.when,
    because,
  };
}

/** The days on which a status may change: a reader of one day's status learns until when it holds. */
export function turningDays(milestones: readonly Days[]): Day[] {
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
function isSameStatus(a: BareStatus, b: BareStatus): boolean {
  return a.status === b.status && a.certainty === b.certainty && a.possible.join() === b.possible.join();
}

/** Stands for the days before every date that is told. */
export const FIRST_DAY = '0001-01-01';

/**
 * The status on every day: what `statusAt` says of each, in one pass over the days on which it may change. Of the
 * milestones only the last that has happened by a day by all sources counts, and those behind it that may have by any.
 */
export function statusesOfAllDays(milestones: readonly Milestone<string>[]): StatusFrom[] {
  const toBegin = inOrderOfDays(milestones.map((next) => (next.always ? FROM_EVER : boundsByAll(next).earliest)));
  const toEnd = inOrderOfDays(
    milestones.map((next) => (next.always ? FROM_EVER : next.outOfOrder ? null : boundsByAll(next).latest)),
  );
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

/** Sorts before every day. */
const FROM_EVER = '';

/** The first day on which something may have happened by any source, and the last by which it has by all; null for never. */
export function boundsByAll({ when, otherwise = [] }: Days): { earliest: string; latest: Day | null } {
  const all = [when, ...otherwise];
  return {
    earliest: all.map(({ earliest }) => earliest ?? FROM_EVER).reduce((a, b) => (a < b ? a : b)),
    latest: all.map(({ latest }) => latest).reduce((a, b) => (a === null || b === null ? null : a > b ? a : b)),
  };
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
