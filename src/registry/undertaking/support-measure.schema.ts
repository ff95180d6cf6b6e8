import { MONEY_FIELDS, RECORD_ID, WORDS, about, object, oneOf, orNull } from '../../kernel/schema-parts.js';
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
    'How much it is; null where no sum is known, or sources give different ones.',
    orNull(object({ kind: oneOf('paid', 'granted', 'promised'), ...MONEY_FIELDS })),
  ),
});
export type SupportMeasureAnswer = Static<typeof supportMeasureAnswer>;
