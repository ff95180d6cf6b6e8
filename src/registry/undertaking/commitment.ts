import type { Details } from '../../kernel/decider.js';
import type { Bounds, Day } from '../../kernel/edtf.js';
import { plusDays } from '../../kernel/day.js';
import { endOf, isQualified } from '../../kernel/edtf.js';
import { type MovedDays, nextWorkingDays } from '../../kernel/working-days.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { StatusOn } from '../../kernel/status.js';
import type { CommitmentStatus, RecordCommitment } from './commitment.commands.js';
import type { LifeCycle, UndertakingStep } from './undertaking.js';
import { undertakingStatusModel } from './undertaking.js';

export type CommitmentRecorded = LedgerEvent<
  'CommitmentRecorded',
  Details<RecordCommitment> & { stage: CommitmentStatus }
>;
export type CommitmentEvent = CommitmentRecorded | UndertakingStep;

/** Fulfilled at once or part by part; withdrawn only while something is still owed. */
export const COMMITMENT: LifeCycle<CommitmentRecorded> = {
  of: 'commitment',
  begins: 'CommitmentRecorded',
  first: 'made',
  next: {
    made: ['partly-fulfilled', 'fulfilled', 'withdrawn'],
    'partly-fulfilled': ['fulfilled', 'withdrawn'],
    fulfilled: [],
    withdrawn: [],
  },
  begunAs: ['will', 'agreed', 'fact'],
  agreed: ['withdrawn'],
};

export const commitmentStatusModel = undertakingStatusModel<CommitmentEvent, CommitmentRecorded>(COMMITMENT);

/** Whether a commitment is overdue, by dates that may be imprecise. */
export type Overdue = 'no' | 'possible' | 'yes';

const OPEN: readonly string[] = ['made', 'partly-fulfilled'];

/** By when something is due, as it is stated. */
type Due = Pick<RecordCommitment, 'due' | 'calendar'>;

/**
 * The last day in time: a due date on which nobody works moves to the next working day, unless it was agreed otherwise
 * (rule 11). Undefined without one.
 */
export function dueBy({ due, calendar }: Due): MovedDays | undefined {
  return due === undefined ? undefined : nextWorkingDays(endOf(due), calendar);
}

/** The dates by which a period finds it: as they are stated, and the working day that is meant by a day off. */
export function datesOfDue(stated: Due): [fact: 'due', date: string][] {
  const last = dueBy(stated)?.days.latest ?? null;
  const isMoved = last !== null && stated.due !== undefined && last !== endOf(stated.due).latest;
  const dates = [...(stated.due === undefined ? [] : [stated.due]), ...(isMoved ? [last] : [])];
  return dates.map((date) => ['due', date]);
}

/**
 * Whether a commitment is overdue on a day: its due date has passed and something is still owed. Never without a due
 * date; a due date that is imprecise or qualified, or an undetermined status, leaves it possible.
 */
export function overdueOn(stated: Due, { status, possible }: StatusOn, day: Day): Overdue {
  const last = dueBy(stated);
  if (stated.due === undefined || !last) return 'no';
  const owed = status === 'undetermined' ? possible : [status];
  if (!owed.some((stage) => OPEN.includes(stage))) return 'no';
  const passed = passedBy(last.days, day);
  const sure = owed.every((stage) => OPEN.includes(stage)) && !isQualified(stated.due);
  return passed === 'yes' && !sure ? 'possible' : passed;
}

/** The due day itself is still in time. */
function passedBy({ earliest, latest }: Bounds, day: Day): Overdue {
  if (latest !== null && latest < day) return 'yes';
  return earliest !== null && day <= earliest ? 'no' : 'possible';
}

/** The days on which a commitment may become overdue without a new entry; the calendar's last day is followed by none. */
export function overdueFrom(stated: Due): Day[] {
  return Object.values(dueBy(stated)?.days ?? {}).flatMap((day: Day | null) =>
    day === null ? [] : (plusDays(day, 1) ?? []),
  );
}
