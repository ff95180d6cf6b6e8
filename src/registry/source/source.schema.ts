import {
  DATE,
  ENTRY_ID,
  LANGUAGE,
  NAMES,
  PERSONAL,
  RECORD_ID,
  SHA_256,
  WORDS,
  about,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { SOURCE_FORMS } from './source.commands.js';

/** What the view of a source tells. */
export const sourceAnswer = object({
  title: NAMES,
  language: LANGUAGE,
  sha256: about('Null for an old paper that is not at hand.', orNull(SHA_256)),
  form: oneOf(...SOURCE_FORMS),
  publisher: orNull(NAMES),
  published: orNull(DATE),
  location: orNull(WORDS),
  republishes: about('The source that it repeats; the two are no two witnesses.', orNull(RECORD_ID)),
  retraction: orNull(object({ entry: ENTRY_ID, date: orNull(DATE), reason: PERSONAL })),
});
export type SourceAnswer = Static<typeof sourceAnswer>;
