import { Choice, EdtfDate, PersonalText, RefersTo, RefersToMany, Titled, Topics } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';
import { ReasonedFields } from './undertaking.commands.js';

/** The stages of a commitment, in the order of its life. */
export const COMMITMENT_STATUSES = ['made', 'partly-fulfilled', 'fulfilled', 'withdrawn'] as const;
export type CommitmentStatus = (typeof COMMITMENT_STATUSES)[number];

/** A party bound itself to do something. */
export class RecordCommitment extends ActFields {
  @Titled({ about: 'Who will do what, in a few words.' })
  title!: Names;

  @RefersTo('party', { about: 'The party that is bound.' })
  by!: string;

  @RefersToMany('party', { optional: true, min: 1, about: 'The parties for whom it will be done.' })
  for?: string[];

  @EdtfDate({ optional: true, about: 'By when, as precisely as told. Without it nothing is ever overdue.' })
  due?: string;

  @Topics()
  topics?: string[];

  @PersonalText({ optional: true, about: 'What exactly, in free text.' })
  description?: Personal;

  @Choice(COMMITMENT_STATUSES, { optional: true, about: 'The stage in which it is recorded; made when absent.' })
  stage?: CommitmentStatus;
}

/** A commitment is fulfilled, in part or in whole, or withdrawn. */
export class AdvanceCommitment extends ReasonedFields {
  @Choice(COMMITMENT_STATUSES, { about: 'The stage that it has come to.' })
  to!: CommitmentStatus;
}
