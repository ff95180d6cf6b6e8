import type { Context, Decision, Violation, State, StatedAct } from '../../kernel/decider.js';
import {
  decision,
  warnIf,
  ensureStatus,
  ensureCompletedAct,
  ensure,
  ensureNextStep,
  recorded,
  ensureIfLive,
  stateBy,
} from '../../kernel/decider.js';
import { boundsOrUnknown, isWhollyBefore } from '../../kernel/edtf.js';
import type { DatedRecord, RecordOnDay } from '../../kernel/dated.js';
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
import type { MeetingEvent, MeetingStatus } from './meeting.js';
import { meetingFacts, meetingStatusModel } from './meeting.js';
import { BEGUN, MEETING_LIFE_CYCLE as LIFE_CYCLE, NOT_OVER } from './meeting.life-cycle.js';
import { ensureSomeNamed } from './organisers.js';
import type { SeriesEvent, SeriesFacts } from './meeting-series.js';
import { seriesFacts } from './meeting-series.js';

type Meeting = RecordOnDay<MeetingEvent>;
type Outcome = Decision<MeetingEvent>;

/** A meeting comes on record as a plan, or as going on or held, which only a fact can make it (rule 4). */
export function plan(command: PlanMeeting, _record: Meeting, context: Context): Outcome {
  const { stage, ...details } = command;
  switch (stage) {
    case 'held':
      return decision(ensureFact(command), recorded('MeetingHeld', details));
    case 'in-progress':
      return decision(ensureFact(command), recorded('MeetingStarted', details));
    default:
      return decision(
        [...ensureSeriesGoesOn(command, context), ...warnIfPlannedAlready(command, context)],
        recorded('MeetingPlanned', details, 'will'),
      );
  }
}

function seriesIn({ series }: PlanMeeting, context: Context): SeriesFacts | undefined {
  const record = series === undefined ? undefined : context.lookup('meeting-series', series);
  return record && seriesFacts(record as DatedRecord<SeriesEvent>);
}

/** A series plans its next meeting itself when one has been held: mostly that one is meant. */
function warnIfPlannedAlready(command: PlanMeeting, context: Context): Violation[] {
  const { planned } = command;
  const others = [...(seriesIn(command, context)?.meetings.values() ?? [])].map(({ data }) => data);
  const known = others.find(({ stage, planned: day }) => stage === 'planned' && day !== undefined && day === planned);
  return warnIf(
    known !== undefined,
    'occurrence-planned-once',
    '/planned',
    `The meeting ${known?.meeting ?? ''} of the series is planned for that day already.`,
  );
}

function ensureSeriesGoesOn(command: PlanMeeting, context: Context): Violation[] {
  return ensureIfLive(
    seriesIn(command, context)?.ended === undefined,
    'series-not-ended',
    '/series',
    'That series has ended; it has no next meeting.',
  );
}

/** Whoever is named later stands beside those whom the plan names: nothing of it was wrong. */
export function nameOrganisers(command: NameOrganisers, record: Meeting, context: Context): Outcome {
  return decision(
    [
      ...ensureSomeNamed(command),
      ...ensureStatus(
        stateOf(record, context),
        LIFE_CYCLE.NameOrganisers,
        'organisers-unless-cancelled',
        'Naming organisers',
      ),
    ],
    recorded('OrganisersNamed', command),
  );
}

/** A postponed meeting is planned again before it begins. */
export function start(command: StartMeeting, record: Meeting, context: Context): Outcome {
  return decision(
    [
      ...ensureFact(command),
      ...warnIfBeforePlanned(record, context),
      ...ensureNextStep(
        stateOf(record, context),
        LIFE_CYCLE.StartMeeting,
        'started-from-planned',
        'The beginning of a meeting',
      ),
    ],
    recorded('MeetingStarted', command),
  );
}

/** Rule 4: a plan becomes held only by being recorded as held. */
export function hold(command: HoldMeeting, record: Meeting, context: Context): Outcome {
  const state = stateOf(record, context);
  return decision(
    [
      ...ensureFact(command),
      ...warnIfBeforePlanned(record, context),
      ...ensureNextStep(state, LIFE_CYCLE.HoldMeeting, 'held-from-planned-or-in-progress', 'Holding'),
    ],
    recorded('MeetingHeld', command),
  );
}

/** A meeting may be brought forward; mostly it is another meeting, or another date, that is meant. */
function warnIfBeforePlanned(record: Meeting, { act }: Context): Violation[] {
  const { planned } = meetingFacts(record);
  return warnIf(
    isWhollyBefore(act.when, boundsOrUnknown(planned)),
    'held-before-planned',
    '/date',
    `The meeting is planned for ${planned ?? ''}, which is later than that.`,
  );
}

export function postpone(command: PostponeMeeting, record: Meeting, context: Context): Outcome {
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureNextStep(stateOf(record, context), LIFE_CYCLE.PostponeMeeting, 'postponed-from-planned', 'Postponement'),
    ],
    recorded('MeetingPostponed', command),
  );
}

/** To plan is to intend: "it will take place on …" is all that a new plan needs. A mere wish is none. */
export function reschedule(command: RescheduleMeeting, record: Meeting, context: Context): Outcome {
  return decision(
    [
      ...ensureCompletedAct({ ...command, modality: command.modality ?? 'will' }, ['fact', 'agreed', 'will']),
      ...ensureNextStep(
        stateOf(record, context),
        LIFE_CYCLE.RescheduleMeeting,
        'rescheduled-from-postponed',
        'Planning again',
      ),
    ],
    recorded('MeetingRescheduled', command, 'will'),
  );
}

/** What has begun is no longer cancelled: a meeting that is broken off was held, as far as it went. */
export function cancel(command: CancelMeeting, record: Meeting, context: Context): Outcome {
  const state = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureNextStep(state, LIFE_CYCLE.CancelMeeting, 'cancelled-before-begun', 'Cancellation'),
    ],
    recorded('MeetingCancelled', command),
  );
}

/** Sessions are planned before the meeting is over; one that was held may be recorded afterwards. */
export function addSession(command: AddSession, record: Meeting, context: Context): Outcome {
  const { stage, ...details } = command;
  if (stage === 'held') {
    return decision(mayHoldSession(command, record, context), recorded('SessionHeld', details));
  }
  return decision(
    ensureStatus(stateOf(record, context), NOT_OVER, 'session-planned-before-held', 'Planning a session'),
    recorded('SessionPlanned', details, 'will'),
  );
}

/** A session is held by itself, and once; a second source about it attests the entry. */
export function holdSession(command: HoldSession, record: Meeting, context: Context): Outcome {
  const session = meetingFacts(record).sessions.find(({ id }) => id === command.session);
  return decision(
    [
      ...ensure(session !== undefined, 'session-exists', '/session', 'The meeting has no such session.'),
      ...ensureIfLive(
        session?.held === undefined,
        'session-held-once',
        '/session',
        'This session was held already; where two sources tell of it, attest the entry that there is.',
      ),
      ...mayHoldSession(command, record, context),
    ],
    recorded('SessionHeld', command),
  );
}

function mayHoldSession(command: StatedAct, record: Meeting, context: Context): Violation[] {
  const state = stateOf(record, context);
  return [
    ...ensureFact(command),
    ...ensureStatus(state, LIFE_CYCLE.HoldSession, 'session-held-unless-put-off', 'Holding a session'),
    ...warnIf(
      state.now.status === 'planned',
      'meeting-seems-to-have-begun',
      '',
      'A session was held, so the meeting has begun; nobody has recorded that yet.',
    ),
  ];
}

/** Named, counted, or both. Who will take part can be recorded of a meeting to come; who took part only of one that has begun. */
export function recordParticipants(command: RecordParticipants, record: Meeting, context: Context): Outcome {
  const { parties = [], people = [], count, modality = 'fact' } = command;
  const tookPart = modality === 'fact';
  return decision(
    [
      ...ensure(
        parties.length > 0 || people.length > 0 || count !== undefined,
        'participants-named-or-counted',
        '/parties',
        'Name parties or people, or give a count.',
      ),
      ...ensureStatus(
        stateOf(record, context),
        tookPart ? BEGUN : LIFE_CYCLE.RecordParticipants,
        tookPart ? 'took-part-once-begun' : 'participants-unless-cancelled',
        tookPart ? 'Taking part (modality "fact")' : 'Recording participants',
      ),
    ],
    recorded('ParticipantsRecorded', command),
  );
}

export function givePresentation(command: GivePresentation, record: Meeting, context: Context): Outcome {
  return decision(
    [
      ...ensureFact(command),
      ...ensureStatus(stateOf(record, context), LIFE_CYCLE.GivePresentation, 'presented-once-begun', 'A presentation'),
    ],
    recorded('PresentationGiven', command),
  );
}

/** A decision is agreed on by those who take it. */
export function takeDecision(command: TakeDecision, record: Meeting, context: Context): Outcome {
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureStatus(stateOf(record, context), LIFE_CYCLE.TakeDecision, 'decided-once-begun', 'A decision'),
    ],
    recorded('DecisionTaken', command, 'agreed'),
  );
}

export function adoptMinutes(command: AdoptMinutes, record: Meeting, context: Context): Outcome {
  const { minutes } = meetingFacts(record);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensure(
        command.sha256 !== undefined || command.recording === 'historical',
        'minutes-have-a-hash',
        '/sha256',
        'Minutes are known by their SHA-256; only those that an old register names (historical) may lack it.',
      ),
      ...ensure(
        command.sha256 === undefined || !minutes.some(({ data }) => data.sha256 === command.sha256),
        'minutes-adopted-once',
        '/sha256',
        'These minutes are adopted already.',
      ),
      ...ensureStatus(stateOf(record, context), LIFE_CYCLE.AdoptMinutes, 'minutes-once-begun', 'Adopting minutes'),
    ],
    recorded('MinutesAdopted', command),
  );
}

/** Going on and held are what was seen to happen: not even an agreement makes them. */
function ensureFact(command: StatedAct): Violation[] {
  return ensureCompletedAct(command, ['fact']);
}

function stateOf(record: Meeting, context: Context): State<MeetingStatus> {
  return stateBy(meetingStatusModel, record, context);
}
