import {
  DATE,
  ENTRY_ID,
  FLAG,
  MOMENT,
  NAMES,
  RECORD_ID,
  REGION,
  WHOLE,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { LINE_SUBJECTS } from './journal.js';

const LINE = object(
  {
    entry: ENTRY_ID,
    number: about('Null for a number of an old register, which no journal gave.', orNull(WHOLE)),
    writtenAs: about('The number as the journal writes it; null where an old register states none.', orNull(WORDS)),
    agreement: RECORD_ID,
    subject: oneOf(...LINE_SUBJECTS),
    title: about('As it was when it was registered; null in older lines.', orNull(NAMES)),
    parties: orNull(list(RECORD_ID)),
    date: about('As the agreement states it now.', orNull(DATE)),
    recordedAt: MOMENT,
    voided: about(
      'Where the registration was voided: the line stays.',
      orNull(object({ entry: ENTRY_ID, recordedAt: MOMENT })),
    ),
    corrected: about(
      'Where the day of the registration was corrected in the agreement: the day that the line had.',
      orNull(object({ entry: ENTRY_ID, recordedAt: MOMENT, date: orNull(DATE) })),
    ),
  },
  { registers: about('The entry of the change or ending that is registered.', ENTRY_ID) },
);

/** What the view of a registration journal tells. */
export const journalAnswer = object({
  region: REGION,
  year: WHOLE,
  numbering: object({
    firstNumber: orNull(WHOLE),
    format: orNull(WORDS),
    asItStood: about('Whether it is entered with the numbers that it had, and gives none.', FLAG),
  }),
  lines: list(LINE),
});
export type JournalAnswer = Static<typeof journalAnswer>;
