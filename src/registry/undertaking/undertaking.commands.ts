import type { StatedAct } from '../../kernel/decider.js';
import { Choice, MoneyAmount, PersonalText } from '../../kernel/fields.js';
import type { Money } from '../../kernel/money.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

/** What a sum was said to be, in the order in which money goes. */
export const AMOUNT_KINDS = ['promised', 'granted', 'paid', 'reported', 'reclaimed'] as const;
export type AmountKind = (typeof AMOUNT_KINDS)[number];

/** What every command has that takes an undertaking to another stage; each kind has stages of its own. */
export interface Advance extends StatedAct {
  to: string;
  reason?: Personal;
}

/** What takes an undertaking, or a member of one, further gives its reason where it is known. */
export class ReasonedFields extends ActFields {
  @PersonalText({ optional: true })
  reason?: Personal;
}

/** A sum of money is stated: promised, granted, paid, accounted for or reclaimed. */
export class StateAmount extends ActFields {
  @MoneyAmount()
  money!: Money;

  @Choice(AMOUNT_KINDS)
  kind!: AmountKind;
}
