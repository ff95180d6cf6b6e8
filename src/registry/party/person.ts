import type { Details } from '../../kernel/decider.js';
import type { DateResolver, EffectiveEntry, LedgerEvent, LedgerRecord } from '../../kernel/record.js';
import { standing } from '../../kernel/record.js';
import type { Milestone } from '../../kernel/status.js';
import { milestone } from '../../kernel/status.js';
import type { MergePerson, NamePerson, RecordPerson } from './person.commands.js';

export const PERSON_STATUSES = ['recorded', 'merged'] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

export type PersonEvent =
  | LedgerEvent<'PersonRecorded', Details<RecordPerson>>
  | LedgerEvent<'PersonNamed', Details<NamePerson>>
  | LedgerEvent<'PeopleMerged', Details<MergePerson>>;

type Told<T extends PersonEvent['type']> = EffectiveEntry<Extract<PersonEvent, { type: T }>>;

/** What is recorded of a person, by what counts today; the names themselves are sealed. */
export interface PersonFacts {
  recorded?: Told<'PersonRecorded'>;
  aliases: Told<'PersonNamed'>[];
  merged?: Told<'PeopleMerged'>;
}

/** Collects what is recorded. */
export function personFacts(record: LedgerRecord<PersonEvent>): PersonFacts {
  const facts: PersonFacts = { aliases: [] };
  for (const entry of standing(record)) collect(facts, entry);
  return facts;
}

function collect(facts: PersonFacts, entry: Told<PersonEvent['type']>): void {
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
export function personMilestones(facts: PersonFacts, resolve?: DateResolver): Milestone<PersonStatus>[] {
  const steps: Milestone<PersonStatus>[] = [];
  if (facts.recorded) steps.push({ ...milestone('recorded' as const, facts.recorded, resolve), always: true });
  if (facts.merged) steps.push(milestone('merged', facts.merged, resolve));
  return steps;
}
