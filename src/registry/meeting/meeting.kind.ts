import { identifierCommand } from '../other-identifiers.js';
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
  NameOrganisers,
  PlanMeeting,
  PostponeMeeting,
  RecordParticipants,
  RescheduleMeeting,
  StartMeeting,
  TakeDecision,
  MEETING_FORMS,
} from './meeting.commands.js';
import * as decide from './meeting.decide.js';
import { MEETING_LIFE_CYCLE } from './meeting.life-cycle.js';
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
  goesOnIn: ['in-progress'],
  lifeCycle: MEETING_LIFE_CYCLE,
  commands: [
    command(PlanMeeting, {
      path: '',
      events: ['MeetingPlanned', 'MeetingStarted', 'MeetingHeld'],
      decide: decide.plan,
    }),
    command(NameOrganisers, {
      path: 'organisers',
      events: ['OrganisersNamed'],
      decide: decide.nameOrganisers,
    }),
    command(StartMeeting, {
      path: 'start',
      events: ['MeetingStarted'],
      decide: decide.start,
    }),
    command(HoldMeeting, {
      path: 'holding',
      events: ['MeetingHeld'],
      decide: decide.hold,
    }),
    command(PostponeMeeting, {
      path: 'postponement',
      events: ['MeetingPostponed'],
      decide: decide.postpone,
    }),
    command(RescheduleMeeting, {
      path: 'rescheduling',
      events: ['MeetingRescheduled'],
      decide: decide.reschedule,
    }),
    command(CancelMeeting, {
      path: 'cancellation',
      events: ['MeetingCancelled'],
      decide: decide.cancel,
    }),
    command(AddSession, {
      path: 'sessions',
      events: ['SessionPlanned', 'SessionHeld'],
      decide: decide.addSession,
    }),
    command(HoldSession, {
      path: 'session-holdings',
      events: ['SessionHeld'],
      decide: decide.holdSession,
    }),
    command(RecordParticipants, {
      path: 'participants',
      events: ['ParticipantsRecorded'],
      decide: decide.recordParticipants,
    }),
    command(GivePresentation, {
      path: 'presentations',
      events: ['PresentationGiven'],
      decide: decide.givePresentation,
    }),
    command(TakeDecision, {
      path: 'decisions',
      events: ['DecisionTaken'],
      decide: decide.takeDecision,
    }),
    command(AdoptMinutes, {
      path: 'minutes',
      events: ['MinutesAdopted'],
      decide: decide.adoptMinutes,
    }),
    identifierCommand('meeting'),
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
