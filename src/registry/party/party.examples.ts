import type { KindExamples } from '../../kernel/kind.js';
import { DEMO } from '../example-ids.js';

export const partyExamples: KindExamples = {
  record: DEMO.avtovaz,
  records: { EndBelonging: DEMO.daaz },
  commands: {
    RecordParty: {
      form: 'enterprise',
      names: { ru: 'Завод', en: 'Plant' },
      region: DEMO.mordovia,
      municipality: 'Саранск',
    },
    NameParty: { names: { en: 'The car maker of Togliatti' } },
    IdentifyParty: { inn: '7707083893' },
    LocateParty: { region: 'RU-SAM', place: 'Togliatti' },
    GiveMandate: { person: DEMO.presidentOfAvtovaz, capacity: 'President', from: '2024-01-01' },
    EndMandate: { mandate: '@entry:MandateGiven', to: '2024-12-31' },
    StateBelonging: { to: DEMO.kamaz, role: 'group-member', from: '2020' },
    EndBelonging: { belonging: '@entry:BelongingStated', until: '2022' },
    MergeParty: { into: DEMO.kamaz, reason: 'Two records of one company.' },
  },
};

export const personExamples: KindExamples = {
  record: DEMO.minister,
  commands: {
    RecordPerson: { name: { ru: 'Анна Петрова', en: 'Anna Petrova' } },
    NamePerson: { name: { en: 'Maksim Ermakov' } },
    MergePerson: { into: DEMO.namesake },
  },
};
