import type { KindExamples } from '../../kernel/kind.js';
import { DEMO } from '../example-ids.js';

export const claimExamples: KindExamples = {
  record: DEMO.claim,
  commands: {
    RecordClaim: {
      form: 'figure',
      subject: { ru: 'Проекты двух регионов', en: 'Projects of two regions' },
      regions: [DEMO.ulyanovsk, DEMO.mordovia],
      figure: { count: { min: 25, max: 25, unit: 'project' }, what: 'projects', status: 'under-negotiation' },
      source: { id: DEMO.otherNews, paragraph: 1 },
    },
    RetractClaim: { reason: 'It was a slip of the tongue.' },
  },
};
