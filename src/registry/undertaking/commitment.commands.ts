import { Choice, EdtfDate, PersonalText, RefersTo, RefersToMany, Titled, Topics } from '../../kernel/fields.js';
import { CALENDAR_CHOICES, type CalendarChoice } from '../../kernel/calendars.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';
import { ReasonedFields } from './undertaking.commands.js';

/** The stages of a commitment, in the order of its life. */
export const COMMITMENT_STATUSES = ['made', 'partly-fulfilled', 'fulfilled', 'withdrawn'] as const;
export type CommitmentStatus = (typeof COMMITMENT_STATUSES)[number];

/** A party bound itself to do something. */
export class RecordCommitment extends ActFields {
  @Titled()
  title!: Names;

  @RefersTo('party')
  by!: string;

  @RefersToMany('party', { optional: true, min: 1 })
  for?: string[];

  @EdtfDate({ optional: true })
  due?: string;

  @Choice(CALENDAR_CHOICES, { optional: true })
  calendar?: CalendarChoice;

  @Topics()
  topics?: string[];

  @PersonalText({ optional: true })
  description?: Personal;

  @Choice(COMMITMENT_STATUSES, { optional: true })
  stage?: CommitmentStatus;
}

/** A commitment is fulfilled, in part or in whole, or withdrawn. */
export class AdvanceCommitment extends ReasonedFields {
  @Choice(COMMITMENT_STATUSES)
  to!: CommitmentStatus;
}
