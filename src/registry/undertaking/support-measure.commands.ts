import { Choice, MoneyAmount, RefersTo, Text, Titled, Topics } from '../../kernel/fields.js';
import type { Money } from '../../kernel/money.js';
import type { Names } from '../../kernel/names.js';
import { ActFields } from '../../kernel/act-fields.js';
import { ReasonedFields } from './undertaking.commands.js';

/** The stages of a support measure, in the order of its life. */
export const SUPPORT_MEASURE_STATUSES = ['announced', 'granted', 'paid', 'reported', 'reclaimed'] as const;
export type SupportMeasureStatus = (typeof SUPPORT_MEASURE_STATUSES)[number];

export const SUPPORT_FORMS = ['subsidy', 'grant', 'loan', 'guarantee', 'tax-relief', 'other'] as const;

/** Support for one recipient was announced, or given; what several recipients get is several measures. */
export class RecordSupportMeasure extends ActFields {
  @Titled()
  title!: Names;

  @Choice(SUPPORT_FORMS)
  form!: (typeof SUPPORT_FORMS)[number];

  @RefersTo('party', { optional: true })
  grantedBy?: string;

  @RefersTo('party')
  recipient!: string;

  @Text({ optional: true, max: 200 })
  budget?: string;

  @MoneyAmount({ optional: true })
  amount?: Money;

  @Topics()
  topics?: string[];

  @Choice(SUPPORT_MEASURE_STATUSES, { optional: true })
  stage?: SupportMeasureStatus;
}

/** A support measure is granted, paid, accounted for or reclaimed. */
export class AdvanceSupportMeasure extends ReasonedFields {
  @Choice(SUPPORT_MEASURE_STATUSES)
  to!: SupportMeasureStatus;
}
