import { needed, recordKind } from '../../kernel/kind.js';
import { inOrder, milestone } from '../../kernel/status.js';
import { statusModel } from '../../kernel/status-model.js';
import type { JournalAnswer } from './journal.schema.js';
import { journalAnswer } from './journal.schema.js';
import type { JournalEvent } from './journal.js';
import { readJournalId } from './journal.js';

/** A region's registration journal of one year. It is written by registering agreements, never by itself. */
export const journalKind = recordKind({
  name: 'registration-journal',
  category: 'agreement',
  resource: 'registration-journals',
  summaryName: 'registrationJournals',
  about: 'A region’s numbered register of agreements of one year.',
  begins: ['RegistrationNumberAssigned'],
  statuses: ['open'],
  endings: [],
  lifeCycle: {},
  commands: [],
  statusModel: statusModel<'open', JournalEvent>({
    of: 'journal',
    steps: ['RegistrationNumberAssigned'],
    milestones: (journal) => inOrder(journal.dated.map((line) => milestone('open', line))),
  }),
  view(journal) {
    return {
      ...needed(readJournalId(journal.id), 'its region and year'),
      lines: journal.entries.map(({ id, recordedAt, data }) => ({
        entry: id,
        number: data.number,
        agreement: data.agreement,
        date: data.act.date,
        recordedAt,
      })),
    } satisfies JournalAnswer;
  },
  answer: journalAnswer,
  facets(journal) {
    const place = readJournalId(journal.id);
    return {
      title: { en: `Registration journal ${journal.id}`, ru: `Журнал регистрации ${journal.id}` },
      parties: [],
      regions: place ? [place.region] : [],
    };
  },
});
