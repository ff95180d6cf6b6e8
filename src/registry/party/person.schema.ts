import {
  ENTRY_FIELDS,
  ENTRY_ID,
  PERSONAL,
  PERSONAL_NAMES,
  RECORD_ID,
  SOURCE_OR_NULL,
  list,
  object,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';

/** Why, and on whose word, two records became one. */
export const MERGER = object(ENTRY_FIELDS, { reason: PERSONAL });

/** What the view of a person tells. */
export const personAnswer = object(
  {
    name: PERSONAL_NAMES,
    aliases: list(object({ entry: ENTRY_ID, name: PERSONAL_NAMES, source: SOURCE_OR_NULL })),
    mergedInto: orNull(RECORD_ID),
  },
  { merger: MERGER },
);
export type PersonAnswer = Static<typeof personAnswer>;
