import type { Details } from '../../kernel/decider.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { MODALITIES } from '../../kernel/modality.js';
import type { RecordSite, SiteStatus } from './site.commands.js';
import type { LifeCycle, UndertakingStep } from './undertaking.js';
import { undertakingStatusModel } from './undertaking.js';

export type SiteRecorded = LedgerEvent<'SiteRecorded', Details<RecordSite> & { stage: SiteStatus }>;
export type SiteEvent = SiteRecorded | UndertakingStep;

/** To speak of a site, or to plan one, binds nobody, and may be stated as anything; it operates only once it does. */
export const SITE: LifeCycle<SiteRecorded> = {
  of: 'site',
  begins: 'SiteRecorded',
  first: 'recorded',
  next: {
    recorded: ['planned', 'operating', 'closed', 'dropped'],
    planned: ['operating', 'dropped'],
    operating: ['closed'],
    closed: [],
    dropped: [],
  },
  begunAs: MODALITIES,
  intended: ['planned'],
  agreed: ['planned', 'dropped'],
};

export const siteStatusModel = undertakingStatusModel<SiteEvent, SiteRecorded>(SITE);
