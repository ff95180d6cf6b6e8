import { Choice, EdtfDate, PersonalText, RefersTo, RefersToMany, Text, Titled, Topics } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

export const ROUND_OUTCOMES = ['continued', 'agreed-in-principle', 'no-agreement'] as const;

/** A party puts a project forward. */
export class ProposeProject extends ActFields {
  @Titled()
  title!: Names;

  @RefersToMany('party', { min: 1 })
  parties!: string[];

  @RefersTo('party', { optional: true })
  proposedBy?: string;

  @Topics()
  topics?: string[];

  @Text({ optional: true })
  place?: string;

  @EdtfDate({ optional: true })
  expected?: string;

  @PersonalText({ optional: true })
  description?: Personal;
}

/** Named parties negotiate about the project, with an outcome. */
export class HoldNegotiationRound extends ActFields {
  @RefersToMany('party')
  parties!: string[];

  @Choice(ROUND_OUTCOMES)
  outcome!: (typeof ROUND_OUTCOMES)[number];

  @Text({ optional: true })
  place?: string;

  @PersonalText({ optional: true })
  summary?: Personal;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** The parties agree on the project. */
export class AgreeProject extends ActFields {
  @EdtfDate({ optional: true })
  expected?: string;
}

/** Work on the project begins. */
export class StartImplementation extends ActFields {}

/** What halts or ends a project gives its reason. */
class WithReason extends ActFields {
  @PersonalText({ optional: true })
  reason?: Personal;
}

/** The project is suspended. */
export class SuspendProject extends WithReason {}

/** A suspended project goes on where it was. */
export class ResumeProject extends WithReason {}

/** The project is completed. */
export class CompleteProject extends ActFields {
  @PersonalText({ optional: true })
  result?: Personal;
}

/** Somebody who was asked says no before the project is agreed. */
export class DeclineProject extends WithReason {
  @RefersTo('party', { optional: true })
  by?: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** Those who proposed the project take it back. */
export class WithdrawProject extends WithReason {
  @RefersTo('party', { optional: true })
  by?: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** Nothing came of the project, and nobody pursues it. */
export class LapseProject extends WithReason {}

/** Another party takes part from now on. */
export class JoinProject extends ActFields {
  @RefersTo('party')
  party!: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** A party takes part no longer. */
export class LeaveProject extends WithReason {
  @RefersTo('party')
  party!: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}
