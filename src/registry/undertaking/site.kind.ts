import { command, needed, recordKind } from '../../kernel/kind.js';
import { amountsOf } from './amounts.js';
import { AdvanceSite, RecordSite, SITE_FORMS, SITE_STATUSES } from './site.commands.js';
import { recordSite } from './site.decide.js';
import { SITE, siteStatusModel } from './site.js';
import type { SiteAnswer } from './site.schema.js';
import { siteAnswer } from './site.schema.js';
import { stagesBeforeLast, stepsOf } from './undertaking.kind.js';
import { siteExamples } from './undertaking.examples.js';
import { undertakingFacts } from './undertaking.js';
import { undertakingFacets, undertakingView } from './undertaking.view.js';

export const siteKind = recordKind({
  name: 'site',
  category: 'undertaking',
  resource: 'sites',
  summaryName: 'sites',
  about: 'An industrial park, a technopark or another site: where it is, who manages it, whether it is there yet.',
  begins: [SITE.begins],
  statuses: SITE_STATUSES,
  forms: SITE_FORMS,
  endings: ['closed', 'dropped'],
  lifeCycle: { AdvanceSite: stagesBeforeLast(SITE) },
  commands: [
    command(RecordSite, {
      path: '',
      events: [SITE.begins],
      decide: recordSite,
    }),
    ...stepsOf(SITE, AdvanceSite),
  ],
  examples: siteExamples,
  statusModel: siteStatusModel,
  view(record) {
    const facts = undertakingFacts(SITE, record);
    const { form, managedBy, region, place } = needed(facts.begun).data;
    return {
      ...undertakingView(facts, amountsOf(facts)),
      form,
      managedBy: managedBy ?? null,
      region: region ?? null,
      place: place ?? null,
    } satisfies SiteAnswer;
  },
  answer: siteAnswer,
  facets(record) {
    const facts = undertakingFacts(SITE, record);
    const { form, managedBy, region, place } = facts.begun?.data ?? {};
    return {
      ...undertakingFacets(facts, [managedBy]),
      form,
      regions: region === undefined ? [] : [region],
      words: place === undefined ? [] : [place],
    };
  },
});
