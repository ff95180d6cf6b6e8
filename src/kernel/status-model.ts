import type { DatedRecord, RecordOnDay } from './dated.js';
import { boundsByAll, FROM_EVER, oncePerRecord, onDay } from './dated.js';
import type { LedgerEvent } from './entry.js';
import type { Day } from './edtf.js';
import type { BareStatus, Milestone, StatusOn } from './status.js';
import { changeDates, NOT_BEGUN, statusAt } from './status.js';
import { noteTimeless } from './timeless.js';

/** How the status of one kind of record follows from its entries. */
export interface StatusModel<S extends string = string, E extends LedgerEvent = LedgerEvent> {
  /** What refusals call the thing. */
  readonly of: string;
  /** Types of events that tell what is so, not what happened: no day leaves them out. */
  readonly timeless: readonly E['type'][];
  /** Types of the events that milestones follow from. */
  readonly steps: readonly E['type'][];
  /** The dated steps of its life, in order, by the entries that the record has. */
  milestones(record: DatedRecord<E>): readonly Milestone<S>[];
}

/** Declares the status model of a kind; its milestones are worked out once for as long as the entries stay the same. */
export function statusModel<S extends string, E extends LedgerEvent>({
  of,
  timeless = [],
  steps,
  milestones,
}: Pick<StatusModel<S, E>, 'of' | 'steps' | 'milestones'> & Partial<Pick<StatusModel<S, E>, 'timeless'>>): StatusModel<
  S,
  E
> {
  noteTimeless(timeless);
  return { of, timeless, steps, milestones: oncePerRecord(milestones) };
}

/** The status on a day: by what had happened by then, whatever is recorded of later days. */
export function statusOn<S extends string, E extends LedgerEvent>(
  model: StatusModel<S, E>,
  record: DatedRecord<E>,
  day: Day,
): StatusOn<S> {
  return statusOfCut(model, onDay(record, day, model.timeless), day);
}

/** What has no step at all has no status; what has steps of later days only had not begun. */
function statusOfCut<S extends string, E extends LedgerEvent>(
  model: StatusModel<S, E>,
  record: RecordOnDay<E>,
  day: Day,
): StatusOn<S> {
  const milestones = model.milestones(record);
  return statusAt(milestones, day, milestones.length === 0 && record.pending.length === 0 ? undefined : NOT_BEGUN);
}

/** A status from a day on, until the next one; null for "from ever". */
export interface StatusFrom extends BareStatus {
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
    const within = changeDates(model.milestones(cut)).filter(
      (day) => day > (start ?? FROM_EVER) && (!next || day < next),
    );
    for (const from of [start, ...[...new Set(within)].sort()]) {
      const { status, certainty, possible } = statusOfCut(model, cut, from ?? FIRST_DAY);
      if (from !== null) onTurn(from);
      const before = statuses.at(-1);
      if (!before || !isSameStatus(before, { status, certainty, possible }))
        statuses.push({ from, status, certainty, possible });
    }
  }
  return statuses;
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
export function isSameStatus(a: BareStatus, b: BareStatus): boolean {
  return a.status === b.status && a.certainty === b.certainty && a.possible.join() === b.possible.join();
}
