import {
  DATE,
  ENTRY_ID,
  NAMES,
  PERSONAL,
  RECORD_ID,
  TOPICS,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { SKIPPED } from '../../kernel/recurrence.js';
import { MEETING_FORMS } from './meeting.commands.js';

/** What the view of a series tells. */
export const meetingSeriesAnswer = object({
  title: NAMES,
  form: oneOf(...MEETING_FORMS),
  recurrence: WORDS,
  anchor: orNull(DATE),
  next: about(
    'Its next meeting that is planned: a meeting of its own that names the series.',
    orNull(object({ meeting: RECORD_ID, planned: orNull(DATE) })),
  ),
  skips: about(
    'What its rule passes over (RFC 5545): no day is put in place of one that a month or a year lacks.',
    orNull(oneOf(...SKIPPED)),
  ),
  organisers: list(RECORD_ID),
  supportedBy: list(RECORD_ID),
  parties: list(RECORD_ID),
  topics: TOPICS,
  place: orNull(WORDS),
  ending: orNull(object({ entry: ENTRY_ID, date: orNull(DATE) }, { reason: PERSONAL })),
});
export type MeetingSeriesAnswer = Static<typeof meetingSeriesAnswer>;
