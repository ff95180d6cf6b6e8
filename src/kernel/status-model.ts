import type { DatedEntry, DatedRecord, RecordOnDay } from './dated.js';
import { boundsByAll, FROM_EVER, happenedBy, oncePerRecord, onDay, without } from './dated.js';
import type { LedgerEvent } from './entry.js';
import { SHARED_TIMELESS } from './entry.js';
import type { Day } from './edtf.js';
import type { BareStatus, ListedStatus, Milestone, StatusOn } from './status.js';
import { changeDates, listedStatus, NOT_BEGUN, statusAt, statusOfAny } from './status.js';
import { noteTimeless } from './timeless.js';

/** How the status of one kind of record follows from its entries. */
export interface StatusModel<S extends string = string, E extends LedgerEvent = LedgerEvent> {
  /** What refusals call the thing. */
  readonly of: string;
  /** Types of events that tell what is so, not what happened: no day leaves them out. */
  readonly timeless: readonly string[];
  /** Types of the events that milestones follow from. */
  readonly steps: readonly E['type'][];
  /**
   * Types of events of which a later one takes the place of an earlier one, with what follows from that: a new text leaves
   * the signatures under the old one without effect. While dates leave open whether it has, both are possible.
   */
  readonly replacing: readonly E['type'][];
  /** The dated steps of its life, in order, by the entries that the record has. */
  milestones(record: DatedRecord<E>): readonly Milestone<S>[];
  /** The statuses that an old register states, as recorded (rule 15). */
  stated(record: DatedRecord<E>): readonly StatedStatus<S, E>[];
}

/** A status that an old register states of a thing, from the day on which it does. */
export interface StatedStatus<S extends string, E extends LedgerEvent = LedgerEvent> {
  readonly status: S;
  readonly entry: DatedEntry<E>;
}

/** Declares the status model of a kind; its milestones are worked out once for as long as the entries stay the same. */
export function statusModel<S extends string, E extends LedgerEvent>({
  of,
  timeless = [],
  replacing = [],
  steps,
  milestones,
  stated = () => [],
}: Pick<StatusModel<S, E>, 'of' | 'steps' | 'milestones'> &
  Partial<Pick<StatusModel<S, E>, 'replacing' | 'stated'>> & { timeless?: readonly E['type'][] }): StatusModel<S, E> {
  const all = [...timeless, ...SHARED_TIMELESS];
  noteTimeless(all);
  return {
    of,
    timeless: all,
    replacing,
    steps,
    milestones: oncePerRecord(milestones),
    stated: oncePerRecord(stated),
  };
}

/** The status on a day: by what had happened by then, whatever is recorded of later days. */
export function statusOn<S extends string, E extends LedgerEvent>(
  model: StatusModel<S, E>,
  record: DatedRecord<E>,
  day: Day,
): StatusOn<S> {
  return statusOfCut(model, onDay(record, day, model.timeless), day);
}

/**
 * What an old register states goes before what follows from the acts that are recorded (rule 15), until a live act leads on.
 * Where the day leaves open whether it stated that yet, both are possible.
 */
function statusOfCut<S extends string, E extends LedgerEvent>(
  model: StatusModel<S, E>,
  record: RecordOnDay<E>,
  day: Day,
): StatusOn<S> {
  const computed = computedOfCut(model, record, day);
  const stated = statedOn(model, record, day);
  if (!stated) return computed;
  const { status, entry } = stated;
  if (happenedBy(entry, day) === 'yes') {
    const certainty = entry.isDoubtful ? 'possible' : 'certain';
    return { status, certainty, possible: [], since: null, basis: [entry.id], computed };
  }
  const basis = [...computed.basis, entry.id];
  const before = computed.possible.length > 0 ? computed.possible : [computed.status as S | typeof NOT_BEGUN];
  const possible = [...new Set([...before, status])];
  return possible.length === 1
    ? { ...computed, basis, computed }
    : { status: 'undetermined', certainty: 'undetermined', possible, since: null, basis, computed };
}

/** The last status that a register states by a day, unless a live act that was recorded after it has led on since. */
function statedOn<S extends string, E extends LedgerEvent>(
  model: StatusModel<S, E>,
  record: RecordOnDay<E>,
  day: Day,
): StatedStatus<S, E> | undefined {
  const last = model.stated(record).findLast(({ entry }) => happenedBy(entry, day) !== 'no');
  const isOver = record.dated.some(
    (entry) =>
      last !== undefined &&
      entry.revision > last.entry.revision &&
      entry.data.act.recording === 'live' &&
      model.steps.includes(entry.type) &&
      !entry.voided &&
      happenedBy(entry, day) === 'yes',
  );
  return isOver ? undefined : last;
}

/** What has no step at all has no status; what has steps of later days only had not begun. */
function computedOfCut<S extends string, E extends LedgerEvent>(
  model: StatusModel<S, E>,
  record: RecordOnDay<E>,
  day: Day,
): StatusOn<S> {
  const milestones = model.milestones(record);
  const initial = milestones.length === 0 && record.pending.length === 0 ? undefined : NOT_BEGUN;
  const lives = livesWithout(model, record, openOn(model, record, day));
  return lives.length === 0 ? statusAt(milestones, day, initial) : statusOfAny([milestones, ...lives], day, initial);
}

/** The entries that may have taken the place of others by a day; without one, on any of the days of a cut. */
function openOn<E extends LedgerEvent>(
  { replacing }: StatusModel<string, E>,
  { possiblyPending, dated }: RecordOnDay<E>,
  day?: Day,
): DatedEntry<E>[] {
  return possiblyPending.filter(
    (entry) =>
      replacing.includes(entry.type) &&
      dated.some((other) => other !== entry && other.type === entry.type && !other.voided) &&
      (day === undefined || happenedBy(entry, day) === 'possibly'),
  );
}

/** Past this many open entries, only as many are left out as were recorded last. */
const FREELY = 4;

/** The milestones where some of the open entries had not happened. */
function livesWithout<S extends string, E extends LedgerEvent>(
  model: StatusModel<S, E>,
  record: RecordOnDay<E>,
  open: readonly DatedEntry<E>[],
): (readonly Milestone<S>[])[] {
  const choices =
    open.length <= FREELY
      ? open.reduce<DatedEntry<E>[][]>((all, entry) => [...all, ...all.map((left) => [...left, entry])], [[]]).slice(1)
      : open.map((_entry, from) => open.slice(from));
  return choices.map((left) => model.milestones(without(record, left)));
}

/** A status from a day on, until the next one; null for "from ever". */
export interface StatusFrom extends ListedStatus {
  from: Day | null;
}

/** Stands for the days before every date that is given. */
export const FIRST_DAY = '0001-01-01';

/** Statuses that are known already: those before a day stay what they are. */
export interface KnownStatuses {
  readonly statuses: readonly StatusFrom[];
  readonly before: Day;
}

/**
 * The status on every day: what `statusOn` says of each. Between two days on which a step may have begun to count the same
 * entries do, so each such stretch is worked out once.
 * @param known spares the days before the first one that a new entry can have changed
 * @param onTurn is given each day on which the status, or what it rests on, may change
 */
export function statusesOfAllDays<E extends LedgerEvent>(
  model: StatusModel<string, E>,
  record: DatedRecord<E>,
  known?: KnownStatuses,
  onTurn: (day: Day) => void = () => undefined,
): StatusFrom[] {
  const statuses: StatusFrom[] = known ? known.statuses.filter(({ from }) => (from ?? FROM_EVER) < known.before) : [];
  const starts = stretchesOf(model, record, known?.before);
  for (const [place, start] of starts.entries()) {
    const next = starts[place + 1];
    const cut = onDay(record, start ?? FIRST_DAY, model.timeless);
    const within = changeDatesOf(model, cut).filter((day) => day > (start ?? FROM_EVER) && (!next || day < next));
    for (const from of [start, ...[...new Set(within)].sort()]) {
      const status = listedStatus(statusOfCut(model, cut, from ?? FIRST_DAY));
      if (from !== null) onTurn(from);
      const before = statuses.at(-1);
      if (!before || !isSameStatus(before, status)) statuses.push({ from, ...status });
    }
  }
  return statuses;
}

/** The days on which the status of a cut may change, whichever of its open entries had happened. */
function changeDatesOf<E extends LedgerEvent>(model: StatusModel<string, E>, cut: RecordOnDay<E>): Day[] {
  const open = openOn(model, cut);
  const lives = livesWithout(model, cut, open);
  return [
    ...[model.milestones(cut), ...lives].flatMap(changeDates),
    ...changeDates(open.map(({ when, conflicting }) => ({ when, conflicting }))),
    ...changeDates(model.stated(cut).map(({ entry }) => entry)),
  ];
}

/** The first days of the stretches in which the same steps count, in order; null for "from ever". */
function stretchesOf<E extends LedgerEvent>(
  model: StatusModel<string, E>,
  record: DatedRecord<E>,
  from: Day | undefined,
): (Day | null)[] {
  const first = record.dated[0];
  const days = record.dated
    .filter((entry) => entry !== first && model.steps.includes(entry.type) && !model.timeless.includes(entry.type))
    .map((entry) => boundsByAll(entry).earliest)
    .filter((day) => day !== FROM_EVER && (from === undefined || day > from));
  return [from ?? null, ...[...new Set(days)].sort()];
}

/** Whether two statuses read the same. */
export function isSameStatus(a: ListedStatus, b: ListedStatus): boolean {
  return isSameBare(a, b) && isSameBare(a.computed, b.computed) && isSameBare(a.unvoided, b.unvoided);
}

function isSameBare(a: BareStatus | undefined, b: BareStatus | undefined): boolean {
  if (!a || !b) return a === b;
  return a.status === b.status && a.certainty === b.certainty && a.possible.join() === b.possible.join();
}
