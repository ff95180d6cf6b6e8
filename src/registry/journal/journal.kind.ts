import { command, needed, recordKind } from '../../kernel/kind.js';
import { inOrder, milestone } from '../../kernel/status.js';
import { statusModel } from '../../kernel/status-model.js';
import { OpenJournal, SetNumbering } from './journal.commands.js';
import { openJournal, setNumbering } from './journal.decide.js';
import { journalExamples } from './journal.examples.js';
import type { JournalAnswer } from './journal.schema.js';
import { journalAnswer } from './journal.schema.js';
import type { JournalEvent } from './journal.js';
import { dateOfLine, isAsItStood, journalFacts, journalId, readJournalId, writtenAs } from './journal.js';

/** A region's registration journal of one year. Its lines are written by registering agreements, never by themselves. */
export const journalKind = recordKind({
  name: 'registration-journal',
  category: 'agreement',
  resource: 'registration-journals',
  summaryName: 'registrationJournals',
  about: 'A region’s numbered register of agreements of one year.',
  begins: ['RegistrationNumberAssigned', 'NumberingSet'],
  ledgerEvents: ['LineVoided', 'LineRestored', 'LineDated'],
  keptByLedger: true,
  statuses: ['open'],
  endings: [],
  lifeCycle: {},
  commands: [
    command<OpenJournal, JournalEvent>(OpenJournal, {
      path: '',
      events: ['NumberingSet'],
      decide: openJournal,
      idOf: ({ region, year }) => journalId(region, year),
    }),
    command<SetNumbering, JournalEvent>(SetNumbering, {
      path: 'numbering',
      events: ['NumberingSet'],
      decide: setNumbering,
      // Every region may keep a journal of every year: how it numbers is said before its first line.
      mayBegin: (id) => readJournalId(id) !== undefined,
    }),
  ],
  examples: journalExamples,
  statusModel: statusModel<'open', JournalEvent>({
    of: 'journal',
    timeless: ['NumberingSet', 'LineVoided', 'LineRestored', 'LineDated'],
    steps: ['RegistrationNumberAssigned'],
    milestones: ({ dated }) => [
      // How it gives numbers says nothing about since when it is kept.
      ...dated
        .filter(({ type }) => type === 'NumberingSet')
        .map((entry) => ({ ...milestone('open' as const, entry), always: true })),
      ...inOrder(
        dated
          .filter(({ type }) => type === 'RegistrationNumberAssigned')
          .map((entry) => milestone('open' as const, entry)),
      ),
    ],
  }),
  view(journal) {
    const facts = journalFacts(journal);
    const { numbering, lines, voids, dates } = facts;
    return {
      ...needed(readJournalId(journal.id), 'its region and year'),
      numbering: {
        firstNumber: numbering.firstNumber ?? null,
        format: numbering.format ?? null,
        asItStood: isAsItStood(facts),
      },
      lines: lines.map((line) => {
        const { id, recordedAt, data } = line;
        const [mark, dated] = [voids.get(id), dates.get(id)];
        return {
          entry: id,
          number: data.number ?? null,
          writtenAs: writtenAs(data),
          agreement: data.agreement,
          subject: data.subject ?? 'agreement',
          registers: data.registers,
          title: data.title ?? null,
          parties: data.parties ?? null,
          date: dateOfLine(facts, line),
          recordedAt,
          voided: mark ? { entry: mark.id, recordedAt: mark.recordedAt } : null,
          corrected: dated ? { entry: dated.id, recordedAt: dated.recordedAt, date: data.act.date } : null,
        };
      }),
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
