import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import {
  and,
  entryId,
  given,
  looking,
  otherId,
  TODAY,
  viewOn,
  when,
} from '../../../test/fixtures/given-when-then.fixtures.js';
import { documentOn } from '../document.js';
import { facetsOf } from '../found-by.js';
import { EndBelonging, StateBelonging } from './party.commands.js';
import { partyKind } from './party.kind.js';

const WHOLE = otherId(1);
const TOP = otherId(2);
const enterprise: GivenEvent = ['PartyRecorded', { form: 'enterprise', names: { en: 'P' } }];
const party = given(partyKind, enterprise);
const body = { to: WHOLE, role: 'plant' };
const other = (id: string, ...events: GivenEvent[]) =>
  ['party', { ...given(partyKind, enterprise, ...events), id }] as const;
const BELONGING = entryId(2);

describe('belonging to another party', () => {
  it('is shown from a day to a day, and found by for as long', () => {
    const { refused, events, record } = when(
      partyKind,
      StateBelonging,
      { ...body, from: '2020', until: '2022-06-30' },
      party,
      looking(other(WHOLE)),
    );
    expect({ refused, events }).toMatchObject({ refused: [], events: [{ type: 'BelongingStated', data: body }] });
    const valid = (day: string) =>
      (viewOn(partyKind, record, day) as { belongsTo: { valid: string }[] }).belongsTo[0]?.valid;
    expect(['2019-12-31', '2020-05-01', '2021-01-01', '2022-06-30', '2022-07-01'].map(valid)).toEqual([
      'no',
      'possible',
      'certain',
      'certain',
      'no',
    ]);
    expect(documentOn(partyKind, record, '2021-01-01').holdsFor).toEqual({ from: '2020-12-31', to: '2022-06-30' });
    expect(facetsOf(partyKind, record).ties).toEqual([
      { name: 'belongs', to: WHOLE, from: '2020-01-01', until: '2022-06-30' },
    ]);
  });

  it('ends once, on its day or on one that nobody knows', () => {
    const stated = and(partyKind, party, ['BelongingStated', body]);
    const ended = when(partyKind, EndBelonging, { belonging: BELONGING, until: '2021' }, stated);
    expect(ended.events).toMatchObject([{ type: 'BelongingEnded' }]);
    expect(facetsOf(partyKind, ended.record).ties).toMatchObject([{ from: null, until: '2021-12-31' }]);
    const unknown = and(partyKind, stated, ['BelongingEnded', { belonging: BELONGING }]);
    expect(facetsOf(partyKind, unknown).ties).toMatchObject([{ from: null, until: TODAY }]);
    const again = { belonging: BELONGING, until: '2021' };
    const twice = [{ rule: 'belonging-ended-once', pointer: '/belonging' }];
    expect(when(partyKind, EndBelonging, again, unknown).refused).toEqual(twice);
    expect(when(partyKind, EndBelonging, { ...again, recording: 'historical' }, unknown).warned).toEqual(twice);
    const stranger = { belonging: entryId(1), recording: 'historical' };
    expect(when(partyKind, EndBelonging, stranger, stated).refused).toEqual([
      { rule: 'belonging-exists', pointer: '/belonging' },
    ]);
    const undone = and(partyKind, stated, ['EntryVoided', { voids: BELONGING }]);
    expect([viewOn(partyKind, undone, TODAY), facetsOf(partyKind, undone).ties]).toMatchObject([{ belongsTo: [] }, []]);
  });

  it('does not end before it begins: refused live, warned of when historical', () => {
    const broken = [{ rule: 'belonging-in-order', pointer: '/until' }];
    const backwards = { ...body, from: '2022', until: '2021' };
    expect(when(partyKind, StateBelonging, backwards, party).refused).toEqual(broken);
    expect(when(partyKind, StateBelonging, { ...backwards, recording: 'historical' }, party).warned).toEqual(broken);
    const stated = and(partyKind, party, ['BelongingStated', { ...body, from: '2022' }]);
    expect(when(partyKind, EndBelonging, { belonging: BELONGING, until: '2021' }, stated).refused).toEqual(broken);
  });

  it.each([
    ['itself', { ...body, to: party.id }],
    ['what belongs to it', body],
    ['what belongs to it by another one', { ...body, to: TOP }],
  ])('is never to %s, historical or not', (_which, asked) => {
    const around = {
      ...looking(
        other(WHOLE, ['BelongingStated', { to: party.id, role: 'other' }]),
        other(TOP, ['BelongingStated', { to: WHOLE, role: 'other' }]),
        ['party', party],
      ),
      found: { 'farther-up': [TOP, WHOLE, party.id] },
    };
    for (const recording of ['live', 'historical'])
      expect(when(partyKind, StateBelonging, { ...asked, recording }, party, around).refused).toEqual([
        { rule: 'belongs-without-a-circle', pointer: '/to' },
      ]);
  });

  it('is no intention, and nothing of a party that was merged', () => {
    expect(when(partyKind, StateBelonging, { ...body, modality: 'will' }, party).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
    const merged = and(partyKind, party, ['PartiesMerged', { into: TOP }]);
    expect(when(partyKind, StateBelonging, body, merged).refused).toEqual([{ rule: 'party-not-merged', pointer: '' }]);
  });
});
