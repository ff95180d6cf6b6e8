import { ActFields } from '../../kernel/act-fields.js';
import { Choice, EdtfDate, PersonalText, RefersTo, RefersToMany, Text } from '../../kernel/fields.js';
import type { Personal } from '../../kernel/personal.js';
import { CONSENT_FORMS } from './agreement.commands.js';
import { AGREEMENT_STATUSES } from './agreement.life-cycle.js';

/** An old register says that all parties have signed, and not by whom (rule 21). */
export class RecordAllSigned extends ActFields {
  @Text({ optional: true })
  place?: string;
}

/** An old register states the status of the agreement: it is shown so, beside what follows from the acts recorded (rule 15). */
export class StateStatus extends ActFields {
  @Choice(AGREEMENT_STATUSES)
  status!: (typeof AGREEMENT_STATUSES)[number];
}

/** A party ratifies, accepts or approves the agreement, or notifies that its own procedures are completed (rule 14). */
export class GiveConsent extends ActFields {
  @RefersTo('party')
  party!: string;

  @Choice([...CONSENT_FORMS, 'notification'])
  form!: (typeof CONSENT_FORMS)[number] | 'notification';

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** A party joins an agreement that others have made. */
export class AccedeToAgreement extends ActFields {
  @RefersTo('party')
  party!: string;

  @RefersTo('person', { optional: true })
  representative?: string;
}

/** A party takes the place of another, with its day of consent. */
export class SucceedParty extends ActFields {
  @RefersTo('party')
  party!: string;

  @RefersTo('party')
  successor!: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** A party leaves the agreement: on the day of the declaration, or on the one on which that takes effect (rule 13). */
export class WithdrawFromAgreement extends ActFields {
  @RefersTo('party')
  party!: string;

  @EdtfDate({ optional: true })
  effective?: string;

  @PersonalText({ optional: true })
  reason?: Personal;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** Parties apply the agreement before it is in force; that is no force. */
export class ApplyProvisionally extends ActFields {
  @EdtfDate({ optional: true })
  from?: string;

  @EdtfDate({ optional: true })
  until?: string;
}

/** Provisional application ends before the agreement is in force. */
export class EndProvisionalApplication extends ActFields {}
