import { command, needed, recordKind } from '../../kernel/kind.js';
import { entryFields } from '../entry-fields.js';
import { tiesOfMerger } from './merger.js';
import type { PersonAnswer } from './person.schema.js';
import { personAnswer } from './person.schema.js';
import { MergePerson, NamePerson, RecordPerson } from './person.commands.js';
import { merge, name, record } from './person.decide.js';
import { personExamples } from './party.examples.js';
import { PERSON_STATUSES, personFacts, personStatusModel } from './person.js';

export const personKind = recordKind({
  name: 'person',
  category: 'party',
  resource: 'people',
  summaryName: 'people',
  about: 'A person who speaks or acts for a party. The names can be erased; the record stays.',
  begins: ['PersonRecorded'],
  statuses: PERSON_STATUSES,
  endings: ['merged'],
  lifeCycle: { NamePerson: ['recorded'], MergePerson: ['recorded'] },
  commands: [
    command(RecordPerson, { path: '', events: ['PersonRecorded'], decide: record }),
    command(NamePerson, { path: 'names', events: ['PersonNamed'], decide: name }),
    command(MergePerson, {
      path: 'merger',
      events: ['PeopleMerged'],
      decide: merge,
    }),
  ],
  examples: personExamples,
  statusModel: personStatusModel,
  view(person) {
    const { recorded, aliases, merged } = personFacts(person);
    return {
      name: needed(recorded).data.name,
      aliases: aliases.map(({ id, data }) => ({ entry: id, name: data.name, source: data.act.source })),
      mergedInto: merged?.data.into ?? null,
      merger: merged ? { ...entryFields(merged), reason: merged.data.reason } : undefined,
    } satisfies PersonAnswer;
  },
  answer: personAnswer,
  facets(person) {
    const { recorded, aliases, merged } = personFacts(person);
    return {
      title: recorded?.data.name,
      aliases: aliases.map(({ data }) => data.name),
      parties: [],
      ...(merged ? { ties: tiesOfMerger(merged) } : {}),
    };
  },
});
