import type { Details } from '../../kernel/decider.js';
import type { DateResolver, EffectiveEntry, LedgerEvent, LedgerRecord } from '../../kernel/record.js';
import { oncePerRecord } from '../../kernel/once-per-record.js';
import { standing } from '../../kernel/record.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone, stepTaken } from '../../kernel/status.js';
import type {
  AddSession,
  AdoptMinutes,
  CancelMeeting,
  GivePresentation,
  HoldMeeting,
  HoldSession,
  PlanMeeting,
  PostponeMeeting,
  RecordParticipants,
  RescheduleMeeting,
  StartMeeting,
  TakeDecision,
} from './meeting.commands.js';

/** The steps of a meeting, in the order of its life. */
export const MEETING_STATUSES = ['planned', 'in-progress', 'held', 'postponed', 'cancelled'] as const;
export type MeetingStatus = (typeof MEETING_STATUSES)[number];

/** What the entry that begins the record tells of the meeting. The event's type says how far it had come. */
export type MeetingDetails = Omit<Details<PlanMeeting>, 'stage'>;
/** What the entry that puts a session on record tells of it. */
export type SessionDetails = Omit<Details<AddSession>, 'stage'>;

export type MeetingEvent =
  | LedgerEvent<'MeetingPlanned', MeetingDetails>
  | LedgerEvent<'MeetingStarted', Partial<MeetingDetails> & Details<StartMeeting>>
  | LedgerEvent<'MeetingHeld', Partial<MeetingDetails> & Details<HoldMeeting>>
  | LedgerEvent<'MeetingPostponed', Details<PostponeMeeting>>
  | LedgerEvent<'MeetingRescheduled', Details<RescheduleMeeting>>
  | LedgerEvent<'MeetingCancelled', Details<CancelMeeting>>
  | LedgerEvent<'SessionPlanned', SessionDetails>
  | LedgerEvent<'SessionHeld', SessionDetails | Details<HoldSession>>
  | LedgerEvent<'ParticipantsRecorded', Details<RecordParticipants>>
  | LedgerEvent<'PresentationGiven', Details<GivePresentation>>
  | LedgerEvent<'DecisionTaken', Details<TakeDecision>>
  | LedgerEvent<'MinutesAdopted', Details<AdoptMinutes>>;

export type ToldOf<T extends MeetingEvent['type']> = EffectiveEntry<Extract<MeetingEvent, { type: T }>>;

/** A part of the programme: planned and held each by an entry, perhaps of different sources. */
export interface Session {
  /** Id of the entry that put it on record. */
  id: string;
  details: SessionDetails;
  planned?: ToldOf<'SessionPlanned'>;
  held?: ToldOf<'SessionHeld'>;
}

type Step = ToldOf<
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
  sessions: Session[];
  participants: ToldOf<'ParticipantsRecorded'>[];
  presentations: ToldOf<'PresentationGiven'>[];
  decisions: ToldOf<'DecisionTaken'>[];
  minutes: ToldOf<'MinutesAdopted'>[];
}

/** Collects the dated facts. */
export const meetingFacts = oncePerRecord((record: LedgerRecord<MeetingEvent>): MeetingFacts => {
  const facts: MeetingFacts = {
    steps: [],
    sessions: [],
    participants: [],
    presentations: [],
    decisions: [],
    minutes: [],
  };
  for (const entry of standing(record)) collect(facts, entry);
  return facts;
});

function collect(facts: MeetingFacts, entry: ToldOf<MeetingEvent['type']>): void {
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
}

/** A session whose plan was voided is no session of the programme; its holding goes with it until it is recorded anew. */
function collectHeldSession(facts: MeetingFacts, entry: ToldOf<'SessionHeld'>): void {
  const { data } = entry;
  if (!('session' in data)) {
    facts.sessions.push({ id: entry.id, details: data, held: entry });
    return;
  }
  const session = facts.sessions.find(({ id }) => id === data.session);
  if (session) session.held = entry;
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
export function meetingMilestones(facts: MeetingFacts, resolve?: DateResolver): Milestone<MeetingStatus>[] {
  const steps = facts.steps.map((step) => stepTaken<MeetingStatus>(STATUS_AFTER[step.type], step, resolve));
  return [
    ...inOrder(steps.filter(({ status }) => status !== 'held')),
    ...inOrder(steps.filter(({ status }) => status === 'held')),
  ];
}

/** A session is planned, then held; it is either by itself, whatever becomes of the rest of the meeting. */
export function sessionMilestones(session: Session, resolve?: DateResolver): Milestone<'planned' | 'held'>[] {
  const { planned, held } = session;
  return [
    ...(planned ? [milestone('planned' as const, planned, resolve)] : []),
    ...(held ? [milestone('held' as const, held, resolve)] : []),
  ];
}
