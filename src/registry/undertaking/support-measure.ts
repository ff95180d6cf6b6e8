import type { Details } from '../../kernel/decider.js';
import type { Money } from '../../kernel/money.js';
import { commonMoney } from '../../kernel/money.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { Amount, CountedAmount } from './amounts.js';
import { amountsOf } from './amounts.js';
import type { RecordSupportMeasure, SupportMeasureStatus } from './support-measure.commands.js';
import type { AmountKind } from './undertaking.commands.js';
import type { LifeCycle, UndertakingFacts, UndertakingStep } from './undertaking.js';
import { undertakingStatusModel } from './undertaking.js';

export type SupportMeasureRecorded = LedgerEvent<
  'SupportMeasureRecorded',
  Details<RecordSupportMeasure> & { stage: SupportMeasureStatus }
>;
export type SupportMeasureEvent = SupportMeasureRecorded | UndertakingStep;

/** What was paid is accounted for by its recipient, or reclaimed, before or after that. */
export const SUPPORT_MEASURE: LifeCycle<SupportMeasureRecorded> = {
  of: 'support measure',
  begins: 'SupportMeasureRecorded',
  first: 'announced',
  next: {
    announced: ['granted'],
    granted: ['paid'],
    paid: ['reported', 'reclaimed'],
    reported: ['reclaimed'],
    reclaimed: [],
  },
  begunAs: ['will', 'agreed', 'fact'],
  agreed: [],
};

export const supportMeasureStatusModel = undertakingStatusModel<SupportMeasureEvent, SupportMeasureRecorded>(
  SUPPORT_MEASURE,
);

const AMOUNT_OF_STAGE: Readonly<Record<SupportMeasureStatus, AmountKind>> = {
  announced: 'promised',
  granted: 'granted',
  paid: 'paid',
  reported: 'reported',
  reclaimed: 'reclaimed',
};

/** Every sum that was stated: that of the beginning is of the kind that its stage tells. */
export function supportAmounts(facts: UndertakingFacts<SupportMeasureRecorded>): Amount[] {
  const { begun } = facts;
  const first = begun?.data.amount;
  const amounts = amountsOf(facts);
  return begun && first
    ? [{ entry: begun, kind: AMOUNT_OF_STAGE[begun.data.stage], money: first }, ...amounts]
    : amounts;
}

/**
 * How much support it is: the sum that was paid, else granted, else promised (what was accounted for or reclaimed is
 * another matter), as narrowly as the sources state it. Null when no such sum is known, or sources contradict each other.
 */
export function amountOfSupport(
  counted: readonly CountedAmount[],
): ({ kind: 'paid' | 'granted' | 'promised' } & Money) | null {
  for (const kind of ['paid', 'granted', 'promised'] as const) {
    const stated = counted.filter((amount) => amount.kind === kind).map(({ money }) => money);
    const common = commonMoney(stated);
    if (stated.length > 0) return common && { kind, ...common };
  }
  return null;
}
