import { DATE, ENTRY_ID, MOMENT, RECORD_ID, REGION, WHOLE, list, object, orNull } from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';

/** What the view of a registration journal tells. */
export const journalAnswer = object({
  region: REGION,
  year: WHOLE,
  lines: list(object({ entry: ENTRY_ID, number: WHOLE, agreement: RECORD_ID, date: orNull(DATE), recordedAt: MOMENT })),
});
export type JournalAnswer = Static<typeof journalAnswer>;
