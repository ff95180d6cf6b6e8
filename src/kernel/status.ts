import type { DatedEntry } from './dated.js';
import type { Bounds, Day } from './edtf.js';
import { occurredBy } from './edtf.js';

/** `certain`: follows from dated entries without contradiction; `possible`: rests on a qualified or contradicted date;
 * `undetermined`: more than one status may have been the case on that day. */
export type Certainty = (typeof CERTAINTIES)[number];
export const CERTAINTIES = ['certain', 'possible', 'undetermined'] as const;

/** The status of a thing on a day that lies before everything recorded of it. */
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
  basis: string[];
  /** What follows from the acts that are recorded, where an old register states a status of its own. */
  computed?: StatusOn<S>;
}

/** A status as milestones tell it: of a record that was voided they know nothing. */
export interface StatusAt<S extends string> extends StatusOn<S> {
  status: S | Exclude<(typeof COMMON_STATUSES)[number], 'voided'>;
}

/** A dated step of a life cycle. */
export interface Milestone<S extends string> {
  status: S;
  when: Bounds;
  /** Ids of the events that set it. */
  basis: string[];
  /** The date that it rests on is qualified (~ ? %) or contradicted by another source. */
  doubtful?: boolean;
  /** It holds for every day: that something is on record says nothing about since when it is. */
  always?: boolean;
  /** When else it may have happened (see `DatedEntry`). */
  conflicting?: readonly Bounds[];
  /** Only dates can tell that it came after what was recorded before it. */
  outOfOrder?: boolean;
}

/** A milestone set by one entry on the entry's own date. */
export function milestone<S extends string>(status: S, entry: DatedEntry): Milestone<S> {
  const { id, when, conflicting, isDoubtful } = entry;
  return {
    status,
    when,
    basis: [id],
    doubtful: isDoubtful,
    ...(conflicting.length === 0 ? {} : { conflicting }),
  };
}

/**
 * The milestone of a step that may follow on any other: where it was kept with a warning, that it was recorded later does not
 * say that it came later.
 */
export function stepTaken<S extends string>(status: S, entry: DatedEntry): Milestone<S> {
  const taken = milestone(status, entry);
  return entry.data.act.warnings?.length ? { ...taken, outOfOrder: true } : taken;
}

type Dated = Pick<Milestone<string>, 'when'>;
/** When something happened, or else may have. */
type Days = Pick<Milestone<string>, 'when' | 'conflicting' | 'always'>;

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
 * leaves both possible; where another source states another day, the answer is less than certain, and what would be the case
 * by that source is possible too. `initial` holds before the first one; of a thing without milestones nothing can be said.
 */
export function statusAt<S extends string>(
  milestones: readonly Milestone<S>[],
  day: Day,
  initial: S | typeof NOT_BEGUN | undefined = milestones.length === 0 ? undefined : NOT_BEGUN,
): StatusAt<S> {
  return statusOfAny([milestones], day, initial);
}

/**
 * The status on a day where dates leave open which of several lives a thing had by then: what may have been the case in any
 * of them may have been the case.
 * @param lives the milestones of each; the first says since when the status holds
 */
export function statusOfAny<S extends string>(
  lives: readonly (readonly Milestone<S>[])[],
  day: Day,
  initial: S | typeof NOT_BEGUN | undefined,
): StatusAt<S> {
  const found = lives.map((milestones) => candidatesAt(milestones, day, initial));
  return fromCandidates(
    found.flatMap(({ candidates }) => candidates),
    found.flatMap(({ byOthers }) => byOthers),
  );
}

function candidatesAt<S extends string>(
  milestones: readonly Milestone<S>[],
  day: Day,
  initial: S | typeof NOT_BEGUN | undefined,
): { candidates: Candidate<S>[]; byOthers: Candidate<S>[] } {
  let candidates: Candidate<S>[] = initial === undefined ? [] : [{ status: initial, when: OPEN, basis: [] }];
  let byOthers: Candidate<S>[] = [];
  for (const next of milestones) {
    const { always = false, conflicting = [] } = next;
    const happened = always ? 'yes' : occurredBy(next.when, day);
    const others = (always ? [] : conflicting).map((when) => occurredBy(when, day));
    if (happened === 'yes') {
      byOthers = others.every((other) => other === 'yes') ? [] : [...byOthers, ...candidates];
      candidates = [...candidates.filter((candidate) => mayFollow(candidate, next)), next];
    } else if (happened === 'possibly') candidates = [...candidates, next];
    else if (others.some((other) => other !== 'no')) byOthers = [...byOthers, next];
  }
  return { candidates, byOthers };
}

/**
 * Whether what was recorded before an act that is out of order, and is dated no better than to a stretch of days, may have
 * come after it.
 */
function mayFollow(candidate: Dated & { basis: readonly string[] }, { when, outOfOrder }: Milestone<string>): boolean {
  if (!outOfOrder || when.earliest === null || candidate.basis.length === 0) return false;
  return candidate.when.latest === null || candidate.when.latest > when.earliest;
}

type Candidate<S extends string> = Milestone<S | typeof NOT_BEGUN>;

const OPEN: Bounds = { earliest: null, latest: null };

/** `byOthers`: what else would be the case if other sources were right. */
function fromCandidates<S extends string>(
  candidates: readonly Candidate<S>[],
  byOthers: readonly Candidate<S>[],
): StatusAt<S> {
  const byDates = new Set(candidates.map(({ status }) => status));
  const possible = [...new Set([...byDates, ...byOthers.map(({ status }) => status)])];
  const basis = [...new Set(candidates.flatMap((candidate) => candidate.basis))];
  const [first] = candidates;
  if (byDates.size !== 1 || first === undefined) {
    return { status: 'undetermined', certainty: 'undetermined', possible, since: null, basis };
  }
  const doubtful = byOthers.length > 0 || candidates.some((candidate) => candidate.doubtful === true);
  return {
    status: first.status,
    certainty: doubtful ? 'possible' : 'certain',
    possible: possible.length > 1 ? possible : [],
    since: first.always || first.status === NOT_BEGUN ? null : first.when,
    basis,
  };
}

/** The days on which a status may change: a reader of one day's status learns until when it holds. */
export function changeDates(milestones: readonly Days[]): Day[] {
  return milestones
    .filter(({ always }) => !always)
    .flatMap(({ when, conflicting = [] }) => [when, ...conflicting])
    .flatMap(({ earliest, latest }) => [earliest, latest])
    .filter((day) => day !== null);
}

/** A status as lists and totals tell it: without its reasons. */
export type BareStatus = Pick<StatusOn, 'status' | 'certainty' | 'possible'>;

/** The same with what follows from the acts that are recorded, where an old register states a status of its own (rule 15). */
export interface ListedStatus extends BareStatus {
  computed?: BareStatus;
  /** Of a voided record: what it would be without its void, by which lists still find it (rule 6). */
  unvoided?: BareStatus;
}

/** A status as lists and totals tell it. */
export function listedStatus({ computed, ...status }: StatusOn): ListedStatus {
  return computed ? { ...bareStatus(status), computed: bareStatus(computed) } : bareStatus(status);
}

/** A status without its reasons. */
export function bareStatus({ status, certainty, possible }: BareStatus): BareStatus {
  return { status, certainty, possible };
}

/** Which status filters and totals take: the one that a register states, where one does, or what our rules give (rule 15). */
export const STATUS_BASES = ['as-registered', 'computed'] as const;
export type StatusBasis = (typeof STATUS_BASES)[number];
