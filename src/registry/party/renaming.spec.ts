import { and, entryId, given, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { bodyOn, documentOn } from '../document.js';
import { facetsOf } from '../found-by.js';
import { NameParty } from './party.commands.js';
import { partyKind } from './party.kind.js';

const party = given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { ru: 'ВАЗ', en: 'VAZ' } }]);
const avtovaz = { names: { ru: 'АВТОВАЗ' }, renamed: true };

describe('a renaming', () => {
  it('gives the party its name from its day on, and keeps those before with their days', () => {
    const { events, refused, record } = when(partyKind, NameParty, { ...avtovaz, date: '1993-01-05' }, party);
    expect({ refused, events }).toMatchObject({ refused: [], events: [{ type: 'PartyRenamed', data: avtovaz }] });
    const again = and(partyKind, record, ['PartyRenamed', { names: { ru: 'ЛАДА' } }, { date: '2020' }]);
    expect(viewOn(partyKind, again, '1993-01-04')).toMatchObject({ names: { ru: 'ВАЗ', en: 'VAZ' } });
    expect(viewOn(partyKind, again, '1993-01-05')).toMatchObject({ names: { ru: 'АВТОВАЗ' } });
    expect(viewOn(partyKind, again, TODAY)).toMatchObject({
      names: { ru: 'ЛАДА' },
      aliases: [],
      namesByDay: [
        { entry: entryId(1), names: { ru: 'ВАЗ', en: 'VAZ' }, from: null, until: '1993-01-05' },
        { entry: entryId(2), names: { ru: 'АВТОВАЗ' }, from: '1993-01-05', until: '2020' },
        { entry: entryId(3), names: { ru: 'ЛАДА' }, from: '2020', until: null },
      ],
    });
    expect(documentOn(partyKind, again, '2000-01-01').holdsFor).toEqual({ from: '1993-01-05', to: '2019-12-31' });
    expect(facetsOf(partyKind, again)).toMatchObject({
      title: { ru: 'ЛАДА' },
      aliases: [{ en: 'VAZ' }, { ru: 'АВТОВАЗ' }, { ru: 'ЛАДА' }],
    });
  });

  it('that is recorded late, of an earlier day, changes the names of the days between', () => {
    const late = and(
      partyKind,
      party,
      ['PartyRenamed', { names: { en: 'Lada' } }, { date: '2020-01-01' }],
      ['PartyRenamed', { names: { en: 'Avtovaz' } }, { date: '1993-01-05' }],
    );
    expect(viewOn(partyKind, late, '2000-01-01')).toMatchObject({ names: { en: 'Avtovaz' } });
    expect(viewOn(partyKind, late, TODAY)).toMatchObject({ names: { en: 'Lada' } });
  });

  it('that was voided renames nothing', () => {
    const renamed = and(partyKind, party, ['PartyRenamed', avtovaz, { date: '1993' }]);
    const voided = and(partyKind, renamed, ['EntryVoided', { voids: entryId(2), reason: 'r' }]);
    const { names, namesByDay } = bodyOn(partyKind, voided, TODAY) as unknown as Record<string, unknown>;
    expect([names, namesByDay]).toEqual([{ ru: 'ВАЗ', en: 'VAZ' }, undefined]);
  });

  it('needs its day, though no old register is asked for one that it has not', () => {
    const broken = [{ rule: 'renamed-on-a-day', pointer: '/date' }];
    expect(when(partyKind, NameParty, avtovaz, party).refused).toEqual(broken);
    const old = when(partyKind, NameParty, { ...avtovaz, recording: 'historical' }, party);
    expect(old).toMatchObject({ refused: [], warned: broken });
  });

  it('is no intention', () => {
    const body = { ...avtovaz, date: '1993', modality: 'will' };
    expect(when(partyKind, NameParty, body, party).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
  });

  it.each([
    ['PartyRenamed', { ...avtovaz }, { renamed: false }],
    ['PartyNamed', { names: avtovaz.names }, { renamed: true }],
  ])('and another name stay what they are: %s', (type, data, changes) => {
    const named = and(partyKind, party, [type, data, { date: '1993' }]);
    const asked = { corrects: entryId(2), reason: 'r', changes };
    expect(when(partyKind, 'CorrectEntry', asked, named).refused).toEqual([
      { rule: 'renaming-stays-one', pointer: '/changes/renamed' },
    ]);
    const name = { corrects: entryId(2), reason: 'r', changes: { names: { ru: 'АвтоВАЗ' } } };
    expect(when(partyKind, 'CorrectEntry', name, named).refused).toEqual([]);
  });

  it('of a sole trader is as sealed as the name before', () => {
    const trader = given(partyKind, ['PartyRecorded', { form: 'sole-trader', names: { sealed: 'a' } }]);
    const renamed = and(partyKind, trader, ['PartyRenamed', { names: { sealed: 'b' } }, { date: '2020' }]);
    expect(viewOn(partyKind, renamed, TODAY)).toMatchObject({ names: { sealed: 'b' } });
    expect(facetsOf(partyKind, renamed)).toMatchObject({ title: { sealed: 'b' } });
  });
});
