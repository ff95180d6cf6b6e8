import {
  MONEY_ALWAYS,
  MONEY_SOMETIMES,
  RECORD_ID,
  WORDS,
  about,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { SUPPORT_FORMS, SUPPORT_MEASURE_STATUSES } from './support-measure.commands.js';
import { undertakingAnswer } from './undertaking.schema.js';

/** What the view of a support measure tells. */
export const supportMeasureAnswer = undertakingAnswer(SUPPORT_MEASURE_STATUSES, {
  form: oneOf(...SUPPORT_FORMS),
  recipient: RECORD_ID,
  grantedBy: orNull(RECORD_ID),
  budget: orNull(WORDS),
  amount: about(
    'How much it is, as narrowly as its sources state it; null where no sum is known, or sources contradict each other.',
    orNull(object({ kind: oneOf('paid', 'granted', 'promised'), ...MONEY_ALWAYS }, MONEY_SOMETIMES)),
  ),
});
export type SupportMeasureAnswer = Static<typeof supportMeasureAnswer>;
