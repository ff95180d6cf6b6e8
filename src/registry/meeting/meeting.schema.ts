import type { Properties, Static } from '../../kernel/schema-types.js';
import {
  CERTAINTY,
  COUNT,
  DATE,
  ENTRY_ID,
  NAMES,
  PERSONAL,
  RECORD_ID,
  REGION,
  SHA_256,
  ENTRY_FIELDS,
  TOPICS,
  WHOLE,
  WORDS,
  about,
  eitherOf,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import { NOT_BEGUN } from '../../kernel/status.js';
import type { Step } from './meeting.js';
import { MEETING_FORMS, PARTICIPANT_ROLES } from './meeting.commands.js';

const ROLE = oneOf(...PARTICIPANT_ROLES);

const SESSION = object({
  session: ENTRY_ID,
  title: NAMES,
  day: about('When it was held, else for when it is planned.', orNull(DATE)),
  place: orNull(WORDS),
  region: orNull(REGION),
  parties: list(RECORD_ID),
  status: oneOf('planned', 'held', NOT_BEGUN, 'undetermined'),
  certainty: CERTAINTY,
  possible: list(oneOf('planned', 'held', NOT_BEGUN)),
  planned: orNull(object({ ...ENTRY_FIELDS, planned: orNull(DATE) })),
  held: orNull(object(ENTRY_FIELDS)),
});

/** How a participant is named: `as` says by each entry how firmly, in which role, and under which title. */
const NAMED = {
  roles: list(ROLE),
  entries: list(ENTRY_ID),
  as: list(object({ ...ENTRY_FIELDS, role: ROLE }, { title: NAMES })),
};

const PARTICIPANTS = object({
  named: list(object({ party: RECORD_ID, ...NAMED })),
  people: list(object({ person: RECORD_ID, ...NAMED })),
  counts: list(
    object(
      {
        ...ENTRY_FIELDS,
        count: COUNT,
        role: ROLE,
        named: about('How many parties are named in the same role.', WHOLE),
      },
      { title: NAMES },
    ),
  ),
});

/** A step of the meeting's life: each type of entry tells what belongs to it. */
const STATUS_CHANGE = eitherOf(
  statusChange(['MeetingPlanned', 'MeetingStarted', 'MeetingRescheduled'], {}, { planned: DATE }),
  statusChange(['MeetingHeld'], {}, { planned: DATE, summary: PERSONAL }),
  statusChange(['MeetingPostponed'], { to: orNull(DATE) }, { reason: PERSONAL }),
  statusChange(['MeetingCancelled'], {}, { reason: PERSONAL }),
);

function statusChange<T extends Step['type'], A extends Properties, S extends Properties>(
  types: readonly T[],
  always: A,
  sometimes: S,
) {
  return object({ ...ENTRY_FIELDS, type: oneOf(...types), ...always }, sometimes);
}

/** What the view of a meeting tells. */
export const meetingAnswer = object({
  title: NAMES,
  form: oneOf(...MEETING_FORMS),
  organisers: list(RECORD_ID),
  parties: list(RECORD_ID),
  supportedBy: list(RECORD_ID),
  topics: TOPICS,
  place: orNull(WORDS),
  regions: list(REGION),
  series: orNull(RECORD_ID),
  planned: orNull(DATE),
  programme: list(SESSION),
  participants: PARTICIPANTS,
  presentations: list(
    object({ ...ENTRY_FIELDS, by: orNull(RECORD_ID), speaker: orNull(RECORD_ID), title: NAMES, topics: TOPICS }),
  ),
  decisions: list(object({ ...ENTRY_FIELDS, title: NAMES, parties: list(RECORD_ID) }, { text: PERSONAL })),
  minutes: list(object({ ...ENTRY_FIELDS, sha256: orNull(SHA_256) })),
  statusChanges: list(STATUS_CHANGE),
});
export type MeetingAnswer = Static<typeof meetingAnswer>;
