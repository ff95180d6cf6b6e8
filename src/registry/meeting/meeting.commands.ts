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
  @Titled({ about: 'Title.' })
  title!: Names;

  @Choice(MEETING_FORMS, { about: 'What kind of meeting it is.' })
  form!: MeetingForm;

  @RefersToMany('party', { optional: true, about: 'Ids of the parties that organise it.' })
  organisers?: string[];

  @RefersToMany('party', { optional: true, about: 'Ids of the parties between which it takes place.' })
  parties?: string[];

  @Topics()
  topics?: string[];

  @Text({ optional: true, about: 'Where.' })
  place?: string;
}

/** A meeting comes on record: as a plan, or, where a source knows it only so, as going on or as held. */
export class PlanMeeting extends MeetingFields {
  @RefersToMany('party', { optional: true, about: 'Ids of the parties that support it.' })
  supportedBy?: string[];

  @RegionCode({ optional: true, many: true, about: 'Codes of the regions in which it takes place.' })
  regions?: string[];

  @EdtfDate({ optional: true, about: 'When it is, or was, to take place; `date` is when that was said.' })
  planned?: string;

  @RefersTo('meeting-series', { optional: true, about: 'The series of which it is an occurrence.' })
  series?: string;

  @Choice(['planned', 'in-progress', 'held'], {
    optional: true,
    about: 'How far it had come when it came on record: "planned" when absent. In-progress and held need a fact.',
  })
  stage?: 'planned' | 'in-progress' | 'held';
}

/** The meeting begins. */
export class StartMeeting extends ActFields {}

/** The meeting was held: `date` is when. A plan never becomes this by itself. */
export class HoldMeeting extends ActFields {
  @PersonalText({ optional: true, about: 'What it came to, in short.' })
  summary?: Personal;
}

/** The meeting is put off. */
export class PostponeMeeting extends ActFields {
  @EdtfDate({ optional: true, about: 'Until when, where somebody said so.' })
  to?: string;

  @PersonalText({ optional: true, about: 'Why.' })
  reason?: Personal;
}

/** A postponed meeting is planned anew. */
export class RescheduleMeeting extends ActFields {
  @EdtfDate({ about: 'When it is to take place now.' })
  planned!: string;
}

/** The meeting is cancelled. */
export class CancelMeeting extends ActFields {
  @PersonalText({ optional: true, about: 'Why.' })
  reason?: Personal;
}

/** A part of the programme, at one place on one day, is planned, or was held without a plan on record. */
export class AddSession extends ActFields {
  @Titled({ about: 'Title of the session.' })
  title!: Names;

  @EdtfDate({ optional: true, about: 'The day for which it is planned; `date` is when it was said or held.' })
  planned?: string;

  @Text({ optional: true, about: 'Where.' })
  place?: string;

  @RegionCode({ optional: true, about: 'Code of the region in which it takes place.' })
  region?: string;

  @RefersToMany('party', { optional: true, about: 'Ids of the parties that take part in it.' })
  parties?: string[];

  @Choice(['planned', 'held'], { optional: true, about: '"planned" when absent; held needs a fact.' })
  stage?: 'planned' | 'held';
}

/** A planned session was held: `date` is when. */
export class HoldSession extends ActFields {
  @EntryId({ about: 'The session: id of the entry by which it was planned.' })
  session!: string;
}

/** Who takes or took part, named, counted, or both. */
export class RecordParticipants extends ActFields {
  @RefersToMany('party', { optional: true, about: 'Ids of the parties that are named.' })
  parties?: string[];

  @RefersToMany('person', { optional: true, about: 'Ids of the people who are named.' })
  people?: string[];

  @Counted({ optional: true, about: 'How many there are as told, the named ones included.' })
  count?: Count;

  @Choice(PARTICIPANT_ROLES, { optional: true, about: 'As what they take part: "participant" when absent.' })
  role?: ParticipantRole;

  @Titled({ optional: true, about: 'What the source calls them.' })
  title?: Names;
}

/** Something is presented at the meeting. */
export class GivePresentation extends ActFields {
  @RefersTo('party', { optional: true, about: 'The party that presents.' })
  by?: string;

  @RefersTo('person', { optional: true, about: 'The person who speaks.' })
  speaker?: string;

  @Titled({ about: 'What is presented.' })
  title!: Names;

  @Topics()
  topics?: string[];
}

/** The meeting decides something. */
export class TakeDecision extends ActFields {
  @Titled({ about: 'What is decided, in short.' })
  title!: Names;

  @PersonalText({ optional: true, about: 'The decision in its words.' })
  text?: Personal;

  @RefersToMany('party', { optional: true, about: 'Ids of the parties that decide; those of the meeting when absent.' })
  parties?: string[];
}

/** The minutes are adopted; their text is known by its SHA-256. */
export class AdoptMinutes extends ActFields {
  @Sha256({ about: 'SHA-256 of the minutes.' })
  sha256!: string;
}
