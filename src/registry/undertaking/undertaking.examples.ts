import type { KindExamples } from '../../kernel/kind.js';
import { DEMO, OLD } from '../example-ids.js';

const AMOUNT = { money: { amount: '1500000.00', currency: 'RUB' }, kind: 'granted' };

export const commitmentExamples: KindExamples = {
  record: DEMO.commitment,
  commands: {
    RecordCommitment: {
      title: { ru: 'Завод поставит станки', en: 'The plant delivers machines' },
      by: DEMO.mikron,
      for: [DEMO.kamaz],
      due: '2025-06',
    },
    AdvanceCommitment: { to: 'partly-fulfilled', reason: 'Five of ten.' },
    StateAmount: { ...AMOUNT, kind: 'promised' },
  },
};

export const supportMeasureExamples: KindExamples = {
  record: DEMO.subsidy,
  commands: {
    RecordSupportMeasure: {
      title: { ru: 'Субсидия заводу', en: 'A subsidy to the plant' },
      form: 'subsidy',
      recipient: DEMO.mikron,
      grantedBy: DEMO.fund,
      amount: AMOUNT.money,
    },
    AdvanceSupportMeasure: { to: 'paid' },
    StateAmount: AMOUNT,
  },
};

export const trainingProgrammeExamples: KindExamples = {
  record: DEMO.training,
  commands: {
    RecordTrainingProgramme: {
      title: { ru: 'Школа поставщиков', en: 'School of suppliers' },
      parties: [DEMO.ulyanovsk],
      trainees: { min: 10, max: 12, unit: 'person' },
    },
    AdvanceTrainingProgramme: { to: 'agreed' },
    StateAmount: AMOUNT,
  },
};

export const clusterExamples: KindExamples = {
  record: DEMO.cluster,
  commands: {
    RecordCluster: {
      title: { ru: 'Машиностроители', en: 'Machine builders' },
      managedBy: DEMO.fund,
      regions: [DEMO.ulyanovsk],
    },
    AdvanceCluster: { to: 'established' },
    StateAmount: AMOUNT,
    JoinCluster: { party: DEMO.mikron },
    LeaveCluster: { party: DEMO.mikron, ...OLD },
  },
};

export const siteExamples: KindExamples = {
  record: DEMO.site,
  commands: {
    RecordSite: {
      title: { ru: 'Технопарк', en: 'Technopark' },
      form: 'technopark',
      region: DEMO.ulyanovsk,
      place: 'Димитровград',
      stage: 'planned',
      modality: 'will',
    },
    AdvanceSite: { to: 'operating' },
    StateAmount: { money: { moreThan: '1000000', currency: 'RUB' }, kind: 'promised' },
  },
};
