import type { MeetingStatus } from './meeting.js';

/** A meeting that has begun, or is over: what happens at a meeting has happened at this one. */
export const BEGUN: readonly MeetingStatus[] = ['in-progress', 'held'];
/** Statuses in which a session can still be planned. */
export const NOT_OVER: readonly MeetingStatus[] = ['planned', 'in-progress', 'postponed'];
/** Statuses in which a session can be held: neither put off nor cancelled. */
const NOT_PUT_OFF: readonly MeetingStatus[] = ['planned', ...BEGUN];
/** Statuses in which it can be said who is to take part. */
const NOT_CANCELLED: readonly MeetingStatus[] = ['planned', 'postponed', ...BEGUN];

/** The statuses of a meeting in which each of its commands is possible as a live entry. */
export const MEETING_LIFE_CYCLE = {
  NameOrganisers: NOT_CANCELLED,
  StartMeeting: ['planned'],
  HoldMeeting: ['planned', 'in-progress'],
  PostponeMeeting: ['planned'],
  RescheduleMeeting: ['postponed'],
  CancelMeeting: ['planned', 'postponed'],
  AddSession: NOT_CANCELLED,
  HoldSession: NOT_PUT_OFF,
  RecordParticipants: NOT_CANCELLED,
  GivePresentation: BEGUN,
  TakeDecision: BEGUN,
  AdoptMinutes: BEGUN,
} satisfies Record<string, readonly MeetingStatus[]>;
