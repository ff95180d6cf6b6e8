import { command, recordKind } from '../../kernel/kind.js';
import { changeDates } from '../../kernel/status.js';
import { meetingAnswer } from './meeting.schema.js';
import {
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
  MEETING_FORMS,
} from './meeting.commands.js';
import * as decide from './meeting.decide.js';
import { meetingExamples } from './meeting.examples.js';
import { MEETING_STATUSES, meetingFacts, meetingStatusModel, sessionMilestones } from './meeting.js';
import { meetingFacets, meetingView } from './meeting.view.js';

export const meetingKind = recordKind({
  name: 'meeting',
  category: 'meeting',
  resource: 'meetings',
  summaryName: 'meetings',
  about: 'A meeting of any kind: its programme, who took part, what was presented and decided.',
  begins: ['MeetingPlanned', 'MeetingStarted', 'MeetingHeld'],
  statuses: MEETING_STATUSES,
  forms: MEETING_FORMS,
  endings: ['held', 'cancelled'],
  commands: [
    command(PlanMeeting, {
      path: '',
      title: 'Record a meeting: planned, or known only as going on or held',
      events: ['MeetingPlanned', 'MeetingStarted', 'MeetingHeld'],
      decide: decide.plan,
    }),
    command(StartMeeting, {
      path: 'start',
      title: 'Record that the meeting has begun',
      events: ['MeetingStarted'],
      decide: decide.start,
    }),
    command(HoldMeeting, {
      path: 'holding',
      title: 'Record that the meeting was held',
      events: ['MeetingHeld'],
      decide: decide.hold,
    }),
    command(PostponeMeeting, {
      path: 'postponement',
      title: 'Postpone the meeting',
      events: ['MeetingPostponed'],
      decide: decide.postpone,
    }),
    command(RescheduleMeeting, {
      path: 'rescheduling',
      title: 'Plan a postponed meeting anew',
      events: ['MeetingRescheduled'],
      decide: decide.reschedule,
    }),
    command(CancelMeeting, {
      path: 'cancellation',
      title: 'Cancel the meeting',
      events: ['MeetingCancelled'],
      decide: decide.cancel,
    }),
    command(AddSession, {
      path: 'sessions',
      title: 'Add a session to the programme: planned, or held without a plan on record',
      events: ['SessionPlanned', 'SessionHeld'],
      decide: decide.addSession,
    }),
    command(HoldSession, {
      path: 'session-holdings',
      title: 'Record that a planned session was held',
      events: ['SessionHeld'],
      decide: decide.holdSession,
    }),
    command(RecordParticipants, {
      path: 'participants',
      title: 'Record participants, named or counted',
      events: ['ParticipantsRecorded'],
      decide: decide.recordParticipants,
    }),
    command(GivePresentation, {
      path: 'presentations',
      title: 'Record a presentation',
      events: ['PresentationGiven'],
      decide: decide.givePresentation,
    }),
    command(TakeDecision, {
      path: 'decisions',
      title: 'Record a decision',
      events: ['DecisionTaken'],
      decide: decide.takeDecision,
    }),
    command(AdoptMinutes, {
      path: 'minutes',
      title: 'Record the adoption of the minutes',
      events: ['MinutesAdopted'],
      decide: decide.adoptMinutes,
    }),
  ],
  examples: meetingExamples,
  statusModel: meetingStatusModel,
  view: meetingView,
  answer: meetingAnswer,
  changeDates(record) {
    const sessions = meetingFacts(record).sessions.flatMap(sessionMilestones);
    return changeDates([...meetingStatusModel.milestones(record), ...sessions]);
  },
  facets: meetingFacets,
});
