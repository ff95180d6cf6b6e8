import type { Context, Decision, Violation } from '../../kernel/decider.js';
import { decision, ensureCompletedAct, ensure, recorded, ensureIfLive } from '../../kernel/decider.js';
import type { DatedRecord, RecordOnDay } from '../../kernel/dated.js';
import type { MergePerson, NamePerson, RecordPerson } from './person.commands.js';
import type { PersonEvent } from './person.js';
import { personFacts } from './person.js';

type Person = RecordOnDay<PersonEvent>;
type Outcome = Decision<PersonEvent>;

/** A person is known by a name; two people may share one. */
export function record(command: RecordPerson): Outcome {
  return decision([], recorded('PersonRecorded', command));
}

/** Names vary (Ермаков, Ermakov, Yermakov): every one that a text uses may be added (rule 9). */
export function name(command: NamePerson, person: Person): Outcome {
  return decision(ensureNotMerged(person), recorded('PersonNamed', command));
}

/** Two records of one person become one. */
export function merge(command: MergePerson, person: Person, context: Context): Outcome {
  const other = context.lookup('person', command.into);
  return decision(
    [
      ...ensureNotMerged(person),
      ...ensureCompletedAct(command),
      ...ensure(command.into !== person.id, 'merged-into-another', '/into', 'A person cannot be merged into itself.'),
      ...ensure(
        other === undefined || personFacts(other as DatedRecord<PersonEvent>).merged === undefined,
        'merged-into-a-person-that-stands',
        '/into',
        'That person was merged into another one itself.',
      ),
    ],
    recorded('PeopleMerged', command),
  );
}

function ensureNotMerged(person: Person): Violation[] {
  return ensureIfLive(
    personFacts(person).merged === undefined,
    'person-not-merged',
    '',
    'This person was merged into another one; write to that one.',
  );
}
