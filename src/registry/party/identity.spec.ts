import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, given, looking, otherId, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { facetsOf } from '../found-by.js';
import { IdentifyParty, RecordParty } from './party.commands.js';
import { holdersOf } from './party.decide.js';
import { partyKind } from './party.kind.js';

const OTHER = otherId(1);
const INN = '7707083893';
const OGRN = '1027700132195';
const enterprise = { form: 'enterprise', names: { en: 'Plant' } };

/** Another party is recorded with these numbers, and the views give it for the number that is asked about. */
const another = (numbers: object, asked: string, ...more: GivenEvent[]) => ({
  ...looking(['party', { ...given(partyKind, ['PartyRecorded', { ...enterprise, ...numbers }], ...more), id: OTHER }]),
  found: { [asked]: [OTHER] },
});

describe('the same registration number twice', () => {
  it.each([
    ['inn', { inn: INN }, { inn: INN }],
    ['inn', { inn: INN }, { inn: INN, kpp: '770701001' }],
    ['inn', { inn: INN, kpp: '770701001' }, { inn: INN, kpp: '770701001' }],
    ['ogrn', { ogrn: OGRN }, { ogrn: OGRN }],
  ])('is warned of, and names the other record: %s of %j beside %j', (scheme, own, theirs) => {
    const pointer = `/${scheme}`;
    const rule = 'identifier-of-another-record';
    const around = another(theirs, scheme);
    for (const recording of ['live', 'historical']) {
      const { refused, warned, events } = when(
        partyKind,
        RecordParty,
        { ...enterprise, ...own, recording },
        undefined,
        around,
      );
      expect({ refused, warned }).toEqual({ refused: [], warned: [{ rule, pointer }] });
      expect(events).toMatchObject([{ data: { act: { warnings: [{ detail: expect.stringContaining(OTHER) }] } } }]);
    }
    const identified = when(partyKind, IdentifyParty, own, given(partyKind, ['PartyRecorded', enterprise]), around);
    expect(identified.warned).toEqual([{ rule, pointer }]);
  });

  it.each([
    ['with another KPP', { inn: INN, kpp: '771501001' }, another({ inn: INN, kpp: '770701001' }, 'inn')],
    [
      'of a record that was voided',
      { inn: INN },
      another({ inn: INN }, 'inn', ['EntryVoided', { voids: entryId(1), reason: 'r' }]),
    ],
    [
      'of a record that was merged into this one',
      { inn: INN },
      another({ inn: INN }, 'inn', ['PartiesMerged', { into: given(partyKind).id }]),
    ],
  ])('is not odd %s', (_which, own, around) => {
    const party = given(partyKind, ['PartyRecorded', enterprise]);
    expect(when(partyKind, IdentifyParty, own, party, around)).toMatchObject({ refused: [], warned: [] });
  });

  it('is no news to a correction of something else, and is to one of the number', () => {
    const party = given(partyKind, ['PartyRecorded', { ...enterprise, inn: '7736207543' }]);
    const corrected = { corrects: entryId(1), reason: 'r', changes: { inn: INN } };
    expect(when(partyKind, 'CorrectEntry', corrected, party, another({ inn: INN }, 'inn')).warned).toEqual([
      { rule: 'identifier-of-another-record', pointer: '/changes/inn' },
    ]);
  });

  it('is asked for by the number in clear, and never repeated where it is a person’s', () => {
    expect(holdersOf({ inn: INN, ogrn: OGRN })).toEqual({
      inn: { ask: 'identifier', kind: 'party', scheme: 'inn', value: INN },
      ogrn: { ask: 'identifier', kind: 'party', scheme: 'ogrn', value: OGRN },
    });
    expect(holdersOf({ inn: { sealed: 'x' } })).toEqual({});
  });
});

it('a party is found by each number that it had', () => {
  const party = given(partyKind, ['PartyRecorded', { ...enterprise, inn: INN }]);
  const identified = and(partyKind, party, ['PartyIdentified', { ogrn: OGRN, kpp: '770701001' }]);
  expect(facetsOf(partyKind, identified).identifiers).toEqual([
    { scheme: 'inn', value: INN },
    { scheme: 'ogrn', value: OGRN },
    { scheme: 'kpp', value: '770701001' },
  ]);
});

it('a region is of the form region, on record by a mandate alone', () => {
  const region = { ...given(partyKind, ['MandateGiven', { person: otherId(2) }]), id: 'RU-KYA' };
  expect(facetsOf(partyKind, region)).toMatchObject({ form: 'region', regions: ['RU-KYA'] });
});
