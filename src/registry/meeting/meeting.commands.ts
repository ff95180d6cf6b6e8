import {
  Choice,
  Counted,
  EdtfDate,
  EntryId,
  PersonalText,
  RefersTo,
  RefersToMany,
  RegionCode,
  Sha256,
  Text,
  Titled,
  Topics,
} from '../../kernel/fields.js';
import type { Count } from '../../kernel/counts.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

export const MEETING_FORMS = [
  'procurement-meeting',
  'trade-mission',
  'round-table',
  'site-visit',
  'working-meeting',
] as const;
export type MeetingForm = (typeof MEETING_FORMS)[number];

export const PARTICIPANT_ROLES = ['participant', 'guest', 'delegation', 'presenter', 'host'] as const;
export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number];

/** What a meeting and a series of meetings have in common. */
export class MeetingFields extends ActFields {
  @Titled()
  title!: Names;

  @Choice(MEETING_FORMS)
  form!: MeetingForm;

  @RefersToMany('party', { optional: true })
  organisers?: string[];

  @RefersToMany('party', { optional: true })
  parties?: string[];

  @Topics()
  topics?: string[];

  @Text({ optional: true })
  place?: string;
}

/** A meeting comes on record: as a plan, or, where a source knows it only so, as going on or as held. */
export class PlanMeeting extends MeetingFields {
  @RefersToMany('party', { optional: true })
  supportedBy?: string[];

  @RegionCode({ optional: true, many: true })
  regions?: string[];

  @EdtfDate({ optional: true })
  planned?: string;

  @RefersTo('meeting-series', { optional: true })
  series?: string;

  @Choice(['planned', 'in-progress', 'held'], { optional: true })
  stage?: 'planned' | 'in-progress' | 'held';
}

/** Who organises or supports a meeting or a series, beside those whom its beginning names. */
export class NameOrganisers extends ActFields {
  @RefersToMany('party', { optional: true })
  organisers?: string[];

  @RefersToMany('party', { optional: true })
  supportedBy?: string[];
}

/** The meeting begins. */
export class StartMeeting extends ActFields {}

/** The meeting was held: `date` is when. A plan never becomes this by itself. */
export class HoldMeeting extends ActFields {
  @PersonalText({ optional: true })
  summary?: Personal;
}

/** The meeting is put off. */
export class PostponeMeeting extends ActFields {
  @EdtfDate({ optional: true })
  to?: string;

  @PersonalText({ optional: true })
  reason?: Personal;
}

/** A postponed meeting is planned again. */
export class RescheduleMeeting extends ActFields {
  @EdtfDate()
  planned!: string;
}

/** The meeting is cancelled. */
export class CancelMeeting extends ActFields {
  @PersonalText({ optional: true })
  reason?: Personal;
}

/** A part of the programme, at one place on one day, is planned, or was held without a plan on record. */
export class AddSession extends ActFields {
  @Titled()
  title!: Names;

  @EdtfDate({ optional: true })
  planned?: string;

  @Text({ optional: true })
  place?: string;

  @RegionCode({ optional: true })
  region?: string;

  @RefersToMany('party', { optional: true })
  parties?: string[];

  @Choice(['planned', 'held'], { optional: true })
  stage?: 'planned' | 'held';
}

/** A planned session was held: `date` is when. */
export class HoldSession extends ActFields {
  @EntryId()
  session!: string;
}

/** Who takes or took part, named, counted, or both. */
export class RecordParticipants extends ActFields {
  @RefersToMany('party', { optional: true })
  parties?: string[];

  @RefersToMany('person', { optional: true })
  people?: string[];

  @Counted({ optional: true })
  count?: Count;

  @Choice(PARTICIPANT_ROLES, { optional: true })
  role?: ParticipantRole;

  @Titled({ optional: true })
  title?: Names;
}

/** Something is presented at the meeting. */
export class GivePresentation extends ActFields {
  @RefersTo('party', { optional: true })
  by?: string;

  @RefersTo('person', { optional: true })
  speaker?: string;

  @Titled()
  title!: Names;

  @Topics()
  topics?: string[];
}

/** The meeting decides something. */
export class TakeDecision extends ActFields {
  @Titled()
  title!: Names;

  @PersonalText({ optional: true })
  text?: Personal;

  @RefersToMany('party', { optional: true })
  parties?: string[];
}

/** The minutes are adopted; their text is known by its SHA-256. */
export class AdoptMinutes extends ActFields {
  @Sha256({ optional: true })
  sha256?: string;
}
