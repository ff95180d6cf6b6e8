import { EdtfDate, PersonalText, Recurrence } from '../../kernel/fields.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';
import { MeetingFields } from './meeting.commands.js';

/** Parties agree to meet again and again, by a rule. */
export class AgreeSeries extends MeetingFields {
  @Recurrence()
  recurrence!: string;

  @EdtfDate({ optional: true })
  anchor?: string;
}

/** The series ends: no further occurrence is planned. */
export class EndSeries extends ActFields {
  @PersonalText({ optional: true })
  reason?: Personal;
}
