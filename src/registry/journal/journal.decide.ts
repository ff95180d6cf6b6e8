import type { Decision, Violation } from '../../kernel/decider.js';
import { decision, ensure, ensureCompletedAct, recorded } from '../../kernel/decider.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import type { OpenJournal, SetNumbering } from './journal.commands.js';
import type { JournalEvent } from './journal.js';
import { journalFacts } from './journal.js';
import { faultOfFormat } from './number-format.js';

type Outcome = Decision<JournalEvent>;

/** Says how a journal gives its numbers: where they begin, how they are written, or that it gives none (rule 16). */
export function setNumbering(command: SetNumbering, { whole }: RecordOnDay<JournalEvent>): Outcome {
  const { numbering, lines } = journalFacts(whole);
  const given = lines.find(({ data }) => data.number !== undefined)?.data.number;
  const asItStood = command.asItStood ?? numbering.asItStood ?? false;
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureFormat(command),
      ...ensure(
        command.firstNumber === undefined || given === undefined,
        'first-number-before-any-line',
        '/firstNumber',
        `The journal has given the number ${given ?? ''} already; the others follow on it.`,
      ),
      ...ensure(
        !asItStood || command.firstNumber === undefined,
        'as-it-stood-gives-no-numbers',
        '/firstNumber',
        'A journal that is entered as it stood gives no numbers of its own.',
      ),
      ...ensure(
        command.asItStood !== true || given === undefined,
        'as-it-stood-gives-no-numbers',
        '/asItStood',
        `The journal has given the number ${given ?? ''} itself.`,
      ),
    ],
    recorded('NumberingSet', command),
  );
}

/** The same of a journal that has no line yet. */
export function openJournal(command: OpenJournal, record: RecordOnDay<JournalEvent>): Outcome {
  return setNumbering(command, record);
}

function ensureFormat({ format }: SetNumbering): Violation[] {
  const fault = format === undefined ? undefined : faultOfFormat(format);
  return ensure(fault === undefined, 'number-format', '/format', `The format of a number ${fault ?? ''}.`);
}
