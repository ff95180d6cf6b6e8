import {
  BOUNDS,
  CALENDAR_MISSING,
  DATE,
  PERSONAL,
  RECORD_ID,
  about,
  list,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { CALENDAR_CHOICES } from '../../kernel/calendars.js';
import { COMMITMENT_STATUSES } from './commitment.commands.js';
import { undertakingAnswer } from './undertaking.schema.js';

/** What the view of a commitment tells. */
export const commitmentAnswer = undertakingAnswer(
  COMMITMENT_STATUSES,
  {
    by: RECORD_ID,
    for: list(RECORD_ID),
    due: orNull(DATE),
    dueBy: about('The last day in time, moved to a working day.', orNull(BOUNDS)),
    overdue: oneOf('no', 'possible', 'yes'),
  },
  {
    description: PERSONAL,
    calendar: about('By which calendar it is moved, where that was agreed.', oneOf(...CALENDAR_CHOICES)),
    calendarMissing: CALENDAR_MISSING,
  },
);
export type CommitmentAnswer = Static<typeof commitmentAnswer>;
