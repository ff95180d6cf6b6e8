import type { Details } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries, oncePerRecord } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone, stepTaken } from '../../kernel/status.js';
import type {
  AddSession,
  AdoptMinutes,
  CancelMeeting,
  GivePresentation,
  HoldMeeting,
  HoldSession,
  NameOrganisers,
  PlanMeeting,
  PostponeMeeting,
  RecordParticipants,
  RescheduleMeeting,
  StartMeeting,
  TakeDecision,
} from './meeting.commands.js';
import { addOrganisers } from './organisers.js';

/** The steps of a meeting, in the order of its life. */
export const MEETING_STATUSES = ['planned', 'in-progress', 'held', 'postponed', 'cancelled'] as const;
export type MeetingStatus = (typeof MEETING_STATUSES)[number];

/** What the entry that begins the record says of the meeting. The event's type says how far it had come. */
export type MeetingDetails = Omit<Details<PlanMeeting>, 'stage'>;
/** What the entry that puts a session on record says of it. */
export type SessionDetails = Omit<Details<AddSession>, 'stage'>;

export type MeetingEvent =
  | LedgerEvent<'MeetingPlanned', MeetingDetails>
  | LedgerEvent<'MeetingStarted', Partial<MeetingDetails> & Details<StartMeeting>>
  | LedgerEvent<'MeetingHeld', Partial<MeetingDetails> & Details<HoldMeeting>>
  | LedgerEvent<'MeetingPostponed', Details<PostponeMeeting>>
  | LedgerEvent<'MeetingRescheduled', Details<RescheduleMeeting>>
  | LedgerEvent<'MeetingCancelled', Details<CancelMeeting>>
  | LedgerEvent<'OrganisersNamed', Details<NameOrganisers>>
  | LedgerEvent<'SessionPlanned', SessionDetails>
  | LedgerEvent<'SessionHeld', SessionDetails | Details<HoldSession>>
  | LedgerEvent<'ParticipantsRecorded', Details<RecordParticipants>>
  | LedgerEvent<'PresentationGiven', Details<GivePresentation>>
  | LedgerEvent<'DecisionTaken', Details<TakeDecision>>
  | LedgerEvent<'MinutesAdopted', Details<AdoptMinutes>>;

export type EntryOf<T extends MeetingEvent['type']> = DatedEntry<Extract<MeetingEvent, { type: T }>>;

/** A part of the programme: planned and held each by an entry, perhaps of different sources. */
export interface Session {
  /** Id of the entry that put it on record. */
  id: string;
  details: SessionDetails;
  planned?: EntryOf<'SessionPlanned'>;
  held?: EntryOf<'SessionHeld'>;
}

export type Step = EntryOf<
  'MeetingPlanned' | 'MeetingStarted' | 'MeetingHeld' | 'MeetingPostponed' | 'MeetingRescheduled' | 'MeetingCancelled'
>;

/** What has happened to a meeting, by what counts today. */
export interface MeetingFacts {
  /** What the beginning entry tells. */
  details?: MeetingDetails;
  /** Everything that moved its life, the beginning included, as recorded. */
  steps: Step[];
  /** When it is to take place, by the latest plan; absent while it is put off without a new day. */
  planned?: string;
  /** By the beginning entry, and named later. */
  organisers: string[];
  supportedBy: string[];
  sessions: Session[];
  participants: EntryOf<'ParticipantsRecorded'>[];
  presentations: EntryOf<'PresentationGiven'>[];
  decisions: EntryOf<'DecisionTaken'>[];
  minutes: EntryOf<'MinutesAdopted'>[];
}

/** Collects the dated facts. */
export const meetingFacts = oncePerRecord((record: DatedRecord<MeetingEvent>): MeetingFacts => {
  const facts: MeetingFacts = {
    steps: [],
    organisers: [],
    supportedBy: [],
    sessions: [],
    participants: [],
    presentations: [],
    decisions: [],
    minutes: [],
  };
  for (const entry of activeEntries(record)) collect(facts, entry);
  return facts;
});

function collect(facts: MeetingFacts, entry: EntryOf<MeetingEvent['type']>): void {
  switch (entry.type) {
    case 'MeetingPlanned':
    case 'MeetingStarted':
    case 'MeetingHeld':
      facts.steps.push(entry);
      return begin(facts, entry.data);
    case 'MeetingPostponed':
      facts.steps.push(entry);
      facts.planned = entry.data.to;
      return;
    case 'MeetingRescheduled':
      facts.steps.push(entry);
      facts.planned = entry.data.planned;
      return;
    case 'MeetingCancelled':
      facts.steps.push(entry);
      return;
    case 'OrganisersNamed':
      return addOrganisers(facts, entry.data);
    case 'SessionPlanned':
      facts.sessions.push({ id: entry.id, details: entry.data, planned: entry });
      return;
    case 'SessionHeld':
      return collectHeldSession(facts, entry);
    case 'ParticipantsRecorded':
      facts.participants.push(entry);
      return;
    case 'PresentationGiven':
      facts.presentations.push(entry);
      return;
    case 'DecisionTaken':
      facts.decisions.push(entry);
      return;
    case 'MinutesAdopted':
      facts.minutes.push(entry);
      return;
    default:
      entry satisfies never;
  }
}

/** Only the entry that begins the record carries details; the same types later are bare steps. */
function begin(facts: MeetingFacts, data: Partial<MeetingDetails>): void {
  const { title, form } = data;
  if (facts.details || title === undefined || form === undefined) return;
  facts.details = { ...data, title, form };
  facts.planned = data.planned;
  addOrganisers(facts, data);
}

/** A session whose plan was voided is no session of the programme; its holding goes with it until it is recorded again. */
function collectHeldSession(facts: MeetingFacts, entry: EntryOf<'SessionHeld'>): void {
  const { data } = entry;
  if (!('session' in data)) {
    facts.sessions.push({ id: entry.id, details: data, held: entry });
    return;
  }
  const session = facts.sessions.find(({ id }) => id === data.session);
  // What an old register tells once more changes nothing.
  if (session) session.held ??= entry;
}

const STATUS_AFTER = {
  MeetingPlanned: 'planned',
  MeetingStarted: 'in-progress',
  MeetingHeld: 'held',
  MeetingPostponed: 'postponed',
  MeetingRescheduled: 'planned',
  MeetingCancelled: 'cancelled',
} as const satisfies Record<Step['type'], MeetingStatus>;

/**
 * The life of a meeting in order. Held comes last, however the other steps are dated and whenever they were recorded:
 * what was held is not planned, put off or cancelled afterwards.
 */
function meetingMilestones(facts: MeetingFacts): Milestone<MeetingStatus>[] {
  const steps = facts.steps.map((step) => stepTaken<MeetingStatus>(STATUS_AFTER[step.type], step));
  return [
    ...inOrder(steps.filter(({ status }) => status !== 'held')),
    ...inOrder(steps.filter(({ status }) => status === 'held')),
  ];
}

/** A session is planned, then held; it is either by itself, whatever becomes of the rest of the meeting. */
export function sessionMilestones(session: Session): Milestone<'planned' | 'held'>[] {
  const { planned, held } = session;
  return [
    ...(planned ? [milestone('planned' as const, planned)] : []),
    ...(held ? [milestone('held' as const, held)] : []),
  ];
}

/** How the status of a meeting follows from its entries. */
export const meetingStatusModel = statusModel<MeetingStatus, MeetingEvent>({
  of: 'meeting',
  timeless: ['OrganisersNamed'],
  steps: [
    'MeetingPlanned',
    'MeetingStarted',
    'MeetingHeld',
    'MeetingPostponed',
    'MeetingRescheduled',
    'MeetingCancelled',
  ],
  milestones: (record) => meetingMilestones(meetingFacts(record)),
});
