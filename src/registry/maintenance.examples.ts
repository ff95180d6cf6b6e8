import { DEMO } from './example-ids.js';

/** Requests for the commands that every kind has; see `KindExamples` for `@entry`. */
export const MAINTENANCE_EXAMPLES: Readonly<Record<string, object>> = {
  CorrectEntry: { corrects: '@entry', reason: 'Misread.', changes: { remark: 'As the text has it.' } },
  VoidEntry: { voids: '@entry', reason: 'Entered twice.' },
  AttestEntry: { attests: '@entry', agrees: true, source: { id: DEMO.yetOtherNews, paragraph: 1 } },
  AnnotateEntry: { text: 'See the file of the department.' },
};
