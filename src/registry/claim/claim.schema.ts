import {
  COUNT,
  DATE,
  ENTRY_ID,
  MODALITY,
  NAMES,
  PERSONAL,
  PERSONAL_NAMES,
  RECORD_ID,
  REGION,
  SOURCE_OR_NULL,
  SOURCE_PLACE,
  TOPICS,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { FIGURE_SUBJECTS } from './claim.commands.js';

/** What the view of a claim tells. */
export const claimAnswer = object({
  form: oneOf('statement', 'figure'),
  modality: MODALITY,
  title: orNull(NAMES),
  date: orNull(DATE),
  speaker: orNull(RECORD_ID),
  onBehalfOf: orNull(RECORD_ID),
  about: list(RECORD_ID),
  sites: about('The sites that it is about.', list(RECORD_ID)),
  regions: list(REGION),
  topics: TOPICS,
  statement: orNull(PERSONAL),
  gist: about('What was said, in Russian, in English, or in both.', orNull(PERSONAL_NAMES)),
  figure: orNull(object({ count: COUNT, what: oneOf(...FIGURE_SUBJECTS), status: orNull(WORDS) })),
  source: SOURCE_OR_NULL,
  retraction: orNull(object({ entry: ENTRY_ID, date: orNull(DATE), reason: orNull(PERSONAL) })),
});
export type ClaimAnswer = Static<typeof claimAnswer>;

/** What `figureOf` says of a reported figure. */
export const figureAnswer = object({
  claim: RECORD_ID,
  regions: list(REGION),
  parties: list(RECORD_ID),
  what: oneOf(...FIGURE_SUBJECTS),
  status: orNull(WORDS),
  count: COUNT,
  date: orNull(DATE),
  source: orNull(SOURCE_PLACE),
  modality: MODALITY,
});
