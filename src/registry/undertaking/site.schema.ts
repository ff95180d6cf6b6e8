import { RECORD_ID, REGION, WORDS, oneOf, orNull } from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { SITE_FORMS, SITE_STATUSES } from './site.commands.js';
import { undertakingAnswer } from './undertaking.schema.js';

/** What the view of a site tells. */
export const siteAnswer = undertakingAnswer(SITE_STATUSES, {
  form: oneOf(...SITE_FORMS),
  managedBy: orNull(RECORD_ID),
  region: orNull(REGION),
  place: orNull(WORDS),
});
export type SiteAnswer = Static<typeof siteAnswer>;
