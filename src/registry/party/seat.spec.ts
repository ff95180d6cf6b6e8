import { given, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { facetsOf } from '../found-by.js';
import { LocateParty, RecordParty } from './party.commands.js';
import { partyKind } from './party.kind.js';

const body = { form: 'enterprise', names: { en: 'P' } };
const seat = { country: 'DE' };

describe('where a party is seated', () => {
  it('is a country, with its names', () => {
    const { record, refused } = when(partyKind, RecordParty, { ...body, ...seat });
    expect(refused).toEqual([]);
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({
      country: { code: 'DE', names: { ru: 'Германия', en: 'Germany' } },
      region: null,
      municipality: null,
    });
    expect(facetsOf(partyKind, record).countries).toEqual(['DE']);
  });

  it('is Russia where its region says so', () => {
    const { record } = when(partyKind, RecordParty, { ...body, region: 'RU-MO', municipality: 'Саранск' });
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({ country: { code: 'RU' }, municipality: 'Саранск' });
    expect(facetsOf(partyKind, record)).toMatchObject({ countries: ['RU'], words: ['Саранск'] });
    const region = { ...given(partyKind), id: 'RU-KYA' };
    expect(viewOn(partyKind, region, TODAY)).toMatchObject({ country: { code: 'RU' } });
  });

  it('is unknown where nobody said so', () => {
    const { record } = when(partyKind, RecordParty, body);
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({ country: null, municipality: null });
    expect(facetsOf(partyKind, record)).toMatchObject({ countries: [], words: [] });
  });

  it.each([
    [{ country: 'DE', region: 'RU-MO' }, 'country-of-its-region', '/country'],
    [{ country: 'RU', municipality: 'Саранск' }, 'municipality-within-a-region', '/region'],
  ])('is refused as %j, historical or not', (where, rule, pointer) => {
    for (const recording of ['live', 'historical'])
      expect(when(partyKind, RecordParty, { ...body, ...where, recording }).refused).toEqual([{ rule, pointer }]);
  });

  it.each(['XX', 'de', 'DEU', 7])('is no country %p', (country) => {
    expect(when(partyKind, RecordParty, { ...body, country }).invalid).toEqual(['/country']);
  });

  it('may be said otherwise by a text, right or wrong', () => {
    const party = given(partyKind, ['PartyRecorded', body]);
    const { refused, record } = when(partyKind, LocateParty, { country: 'DE', region: 'RU-TA' }, party);
    expect(refused).toEqual([]);
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({ locations: [{ country: 'DE', region: 'RU-TA' }] });
    expect(when(partyKind, LocateParty, {}, party).refused).toEqual([{ rule: 'region-or-place', pointer: '/region' }]);
    expect(when(partyKind, LocateParty, { place: 'Works', municipality: 'Саранск' }, party).refused).toEqual([
      { rule: 'municipality-within-a-region', pointer: '/region' },
    ]);
  });
});
