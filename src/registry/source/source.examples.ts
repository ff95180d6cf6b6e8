import type { KindExamples } from '../../kernel/kind.js';
import { DEMO, EXAMPLE_TEXT } from '../example-ids.js';

export const sourceExamples: KindExamples = {
  record: DEMO.news,
  commands: {
    AddIdentifier: { scheme: 'citation', value: 'Вестник, 2023, № 10, ст. 4' },
    RegisterSource: {
      sha256: EXAMPLE_TEXT,
      title: { ru: 'О промышленной кооперации', en: 'On industrial cooperation' },
      language: 'ru',
      published: '2023-10',
      location: 'https://example.org/news/1',
    },
    RetractSource: { reason: 'The publisher took it down.' },
  },
};
