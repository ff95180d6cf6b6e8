import { Choice, RefersTo, RegionCode, Text, Titled, Topics } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import { ActFields } from '../../kernel/act-fields.js';
import { ReasonedFields } from './undertaking.commands.js';

/** The stages of a site, in the order of its life: `recorded` where nobody says whether it is there yet. */
export const SITE_STATUSES = ['recorded', 'planned', 'operating', 'closed', 'dropped'] as const;
export type SiteStatus = (typeof SITE_STATUSES)[number];

export const SITE_FORMS = ['industrial-park', 'technopark', 'site'] as const;

/** A site comes on record: it is spoken of, is to be made, or is there. */
export class RecordSite extends ActFields {
  @Titled()
  title!: Names;

  @Choice(SITE_FORMS)
  form!: (typeof SITE_FORMS)[number];

  @RefersTo('party', { optional: true })
  managedBy?: string;

  @RegionCode({ optional: true })
  region?: string;

  @Text({ optional: true })
  place?: string;

  @Topics()
  topics?: string[];

  @Choice(SITE_STATUSES, { optional: true })
  stage?: SiteStatus;
}

/** A site is planned, begins to operate, is closed or given up. */
export class AdvanceSite extends ReasonedFields {
  @Choice(SITE_STATUSES)
  to!: SiteStatus;
}
