import { command, needed, recordKind } from '../../kernel/kind.js';
import type { SupportMeasureAnswer } from './support-measure.schema.js';
import { supportMeasureAnswer } from './support-measure.schema.js';
import { countedAmounts } from './amounts.js';
import {
  AdvanceSupportMeasure,
  RecordSupportMeasure,
  SUPPORT_MEASURE_STATUSES,
  SUPPORT_FORMS,
} from './support-measure.commands.js';
import { recordSupportMeasure } from './support-measure.decide.js';
import { amountOfSupport, SUPPORT_MEASURE, supportAmounts, supportMeasureStatusModel } from './support-measure.js';
import { stagesBeforeLast, stepsOf } from './undertaking.kind.js';
import { supportMeasureExamples } from './undertaking.examples.js';
import { undertakingFacts } from './undertaking.js';
import { undertakingFacets, undertakingView } from './undertaking.view.js';

export const supportMeasureKind = recordKind({
  name: 'support-measure',
  category: 'undertaking',
  resource: 'support-measures',
  summaryName: 'supportMeasures',
  about: 'A support measure for one recipient: a subsidy, a grant, a loan and the like.',
  begins: [SUPPORT_MEASURE.begins],
  statuses: SUPPORT_MEASURE_STATUSES,
  forms: SUPPORT_FORMS,
  endings: ['reported', 'reclaimed'],
  lifeCycle: { AdvanceSupportMeasure: stagesBeforeLast(SUPPORT_MEASURE) },
  commands: [
    command(RecordSupportMeasure, {
      path: '',
      events: [SUPPORT_MEASURE.begins],
      decide: recordSupportMeasure,
    }),
    ...stepsOf(SUPPORT_MEASURE, AdvanceSupportMeasure),
  ],
  examples: supportMeasureExamples,
  statusModel: supportMeasureStatusModel,
  view(record) {
    const facts = undertakingFacts(SUPPORT_MEASURE, record);
    const { form, grantedBy, recipient, budget } = needed(facts.begun).data;
    const amounts = supportAmounts(facts);
    return {
      ...undertakingView(facts, amounts),
      form,
      grantedBy: grantedBy ?? null,
      recipient,
      budget: budget ?? null,
      amount: amountOfSupport(countedAmounts(amounts)),
    } satisfies SupportMeasureAnswer;
  },
  answer: supportMeasureAnswer,
  facets(record) {
    const facts = undertakingFacts(SUPPORT_MEASURE, record);
    const { form, grantedBy, recipient, budget } = facts.begun?.data ?? {};
    return {
      ...undertakingFacets(facts, [grantedBy, recipient]),
      form: form,
      words: budget === undefined ? [] : [budget],
    };
  },
});
