import type { KindExamples } from '../../kernel/kind.js';

export const journalExamples: KindExamples = {
  record: 'RU-ULY.1998',
  commands: {
    OpenJournal: { region: 'RU-ULY', year: 1998, asItStood: true },
    SetNumbering: { format: '{n}/{yy}' },
  },
};
