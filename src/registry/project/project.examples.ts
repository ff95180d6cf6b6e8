import type { KindExamples } from '../../kernel/kind.js';
import { DEMO, OLD } from '../example-ids.js';

export const projectExamples: KindExamples = {
  record: DEMO.project,
  commands: {
    ProposeProject: {
      title: { ru: 'Линия литья', en: 'Casting line' },
      parties: [DEMO.ulyanovsk, DEMO.daaz],
      topics: ['import substitution'],
      date: '2024-02',
    },
    HoldNegotiationRound: { parties: [DEMO.ulyanovsk, DEMO.kamaz], outcome: 'continued', date: '2024-03' },
    AgreeProject: { expected: '2025', date: '2024-04', ...OLD },
    StartImplementation: { date: '2024-05', ...OLD },
    SuspendProject: { reason: 'Parts are missing.', ...OLD },
    ResumeProject: { ...OLD },
    CompleteProject: { result: 'The line runs.', ...OLD },
    DeclineProject: { by: DEMO.kamaz, reason: 'Too dear.' },
    WithdrawProject: { by: DEMO.ulyanovsk },
    LapseProject: { reason: 'Nothing came of it.' },
    JoinProject: { party: DEMO.daaz },
    LeaveProject: { party: DEMO.kamaz },
  },
};
