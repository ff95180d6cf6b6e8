import type { Details } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { milestone } from '../../kernel/status.js';
import type { MergePerson, NamePerson, RecordPerson } from './person.commands.js';

export const PERSON_STATUSES = ['recorded', 'merged'] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

export type PersonEvent =
  | LedgerEvent<'PersonRecorded', Details<RecordPerson>>
  | LedgerEvent<'PersonNamed', Details<NamePerson>>
  | LedgerEvent<'PeopleMerged', Details<MergePerson>>;

type EntryOf<T extends PersonEvent['type']> = DatedEntry<Extract<PersonEvent, { type: T }>>;

/** What is recorded of a person, by what counts today; the names themselves are sealed. */
export interface PersonFacts {
  recorded?: EntryOf<'PersonRecorded'>;
  aliases: EntryOf<'PersonNamed'>[];
  merged?: EntryOf<'PeopleMerged'>;
}

/** Collects what is recorded. */
export function personFacts(record: DatedRecord<PersonEvent>): PersonFacts {
  const facts: PersonFacts = { aliases: [] };
  for (const entry of activeEntries(record)) collect(facts, entry);
  return facts;
}

function collect(facts: PersonFacts, entry: EntryOf<PersonEvent['type']>): void {
  switch (entry.type) {
    case 'PersonRecorded':
      facts.recorded = entry;
      return;
    case 'PersonNamed':
      facts.aliases.push(entry);
      return;
    case 'PeopleMerged':
      facts.merged = entry;
      return;
    default:
      entry satisfies never;
  }
}

/** A person is recorded, until the record turns out to be of somebody recorded before. */
function personMilestones(facts: PersonFacts): Milestone<PersonStatus>[] {
  const steps: Milestone<PersonStatus>[] = [];
  if (facts.recorded) steps.push({ ...milestone('recorded' as const, facts.recorded), always: true });
  if (facts.merged) steps.push(milestone('merged', facts.merged));
  return steps;
}

/** How the status of a person's record follows from its entries. */
export const personStatusModel = statusModel<PersonStatus, PersonEvent>({
  of: 'person',
  timeless: ['PersonRecorded', 'PersonNamed'],
  steps: ['PersonRecorded', 'PeopleMerged'],
  milestones: (record) => personMilestones(personFacts(record)),
});
