import { EdtfDate, PersonalText, Recurrence } from '../../kernel/fields.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';
import { MeetingFields } from './meeting.commands.js';

/** Parties agree to meet again and again, by a rule. */
export class AgreeSeries extends MeetingFields {
  @Recurrence({ about: 'How it recurs: the value of an RRULE (RFC 5545) by days.' })
  recurrence!: string;

  @EdtfDate({ optional: true, about: 'The first occurrence, where it is dated; the rule is counted from a full date.' })
  anchor?: string;
}

/** The series ends: no further occurrence is planned. */
export class EndSeries extends ActFields {
  @PersonalText({ optional: true, about: 'Why.' })
  reason?: Personal;
}
