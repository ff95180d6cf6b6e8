import type { Details } from '../../kernel/decider.js';
import type { Bounds, Day } from '../../kernel/edtf.js';
import { plusDays } from '../../kernel/day.js';
import { endOf, isQualified } from '../../kernel/edtf.js';
import { USUAL_CALENDAR } from '../../kernel/calendars.js';
import { nextWorkingDays } from '../../kernel/working-days.js';
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

/** The last day in time: a due date on which nobody works moves to the next working day (rule 11). */
export function dueBy(due: string): ReturnType<typeof nextWorkingDays> {
  return nextWorkingDays(endOf(due), USUAL_CALENDAR);
}

/**
 * Whether a commitment is overdue on a day: its due date has passed and something is still owed. Never without a due
 * date; a due date that is imprecise or qualified, or an undetermined status, leaves it possible.
 */
export function overdueOn(due: string | undefined, { status, possible }: StatusOn, day: Day): Overdue {
  if (due === undefined) return 'no';
  const owed = status === 'undetermined' ? possible : [status];
  if (!owed.some((stage) => OPEN.includes(stage))) return 'no';
  const passed = passedBy(dueBy(due).days, day);
  const sure = owed.every((stage) => OPEN.includes(stage)) && !isQualified(due);
  return passed === 'yes' && !sure ? 'possible' : passed;
}

/** The due day itself is still in time. */
function passedBy({ earliest, latest }: Bounds, day: Day): Overdue {
  if (latest !== null && latest < day) return 'yes';
  return earliest !== null && day <= earliest ? 'no' : 'possible';
}

/** The days on which a commitment may become overdue without a new entry; the calendar's last day is followed by none. */
export function overdueFrom(due: string | undefined): Day[] {
  if (due === undefined) return [];
  return Object.values(dueBy(due).days).flatMap((day: Day | null) => (day === null ? [] : (plusDays(day, 1) ?? [])));
}
