import type { DatedRecord } from '../../kernel/dated.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, given, otherId, TODAY, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { EndMandate, GiveMandate } from './party.commands.js';
import { mandateOf } from './mandate.js';
import { partyKind } from './party.kind.js';

const PERSON = otherId(5);
const party = given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: 'OAT' } }]);
const MANDATE = entryId(2);

const mandated = (term: object, ...more: GivenEvent[]): DatedRecord =>
  and(partyKind, party, ['MandateGiven', { person: PERSON, ...term }], ...more);
const ended = (details: object, date: string | null = null): GivenEvent => [
  'MandateEnded',
  { mandate: MANDATE, ...details },
  { date },
];
const onDay = (record: DatedRecord | undefined, day: string, person = PERSON): string =>
  mandateOf([person], [record], { earliest: day, latest: day });

describe('a mandate on a day', () => {
  it.each([
    [{ from: '2022-03-01', to: '2022-06-30' }, '2022-02-28', 'no'],
    [{ from: '2022-03-01', to: '2022-06-30' }, '2022-03-01', 'certain'],
    [{ from: '2022-03-01', to: '2022-06-30' }, '2022-06-30', 'certain'],
    [{ from: '2022-03-01', to: '2022-06-30' }, '2022-07-01', 'no'],
    [{ from: '2022-03-01' }, '2099-01-01', 'certain'],
    [{ from: '2022-03' }, '2022-03-15', 'possible'],
    [{ from: '2022-03' }, '2022-03-31', 'certain'],
    [{ from: '2022-03', to: '2022' }, '2022-04-01', 'possible'],
    [{ from: '2022-03', to: '2022' }, '2023-01-01', 'no'],
    [{ to: '2022-06-30' }, '2022-06-30', 'possible'],
    [{ to: '2022-06-30' }, '2022-07-01', 'no'],
    [{}, '2022-06-30', 'possible'],
    [{ from: 'XXXX-10-18' }, '2022-10-19', 'possible'],
    [{ from: '2022-03-01/..' }, '2022-03-01', 'certain'],
  ])('%j on %s: %s', (term, day, holds) => {
    expect(onDay(mandated(term), day)).toBe(holds);
  });

  it.each([
    ['with its day', [ended({ to: '2022-06-30' })], '2022-06-30', 'certain'],
    ['with its day', [ended({ to: '2022-06-30' })], '2022-07-01', 'no'],
    ['on the day of the act', [ended({}, '2022-06-30')], '2022-06-30', 'certain'],
    ['on the day of the act', [ended({}, '2022-06-30')], '2022-07-01', 'no'],
    ['nobody said when, before it was recorded', [ended({})], '2023-01-30', 'possible'],
    ['nobody said when, since it was recorded', [ended({})], TODAY, 'no'],
    ['that was voided', [ended({ to: '2022-06-30' }), ['EntryVoided', { voids: entryId(3) }]], '2022-07-01', 'certain'],
  ] as [string, GivenEvent[], string, string][])('that was ended, %s', (_how, more, day, holds) => {
    expect(onDay(mandated({ from: '2022-01-01' }, ...more), day)).toBe(holds);
  });

  it('is not prolonged by an ending that is stated for later', () => {
    const record = mandated({ from: '2022-01-01', to: '2022-03-31' }, ended({ to: '2022-06-30' }));
    expect(onDay(record, '2022-04-01')).toBe('no');
    const untold = mandated({ from: '2022-01-01', to: '2022-03-31' }, ended({}));
    expect(onDay(untold, '2022-04-01')).toBe('no');
  });

  it('is that person’s and that party’s', () => {
    expect(onDay(mandated({ from: '2022' }), TODAY, otherId(6))).toBe('no');
    expect(onDay(party, TODAY)).toBe('no');
    expect(onDay(undefined, TODAY)).toBe('no');
  });

  it('counts no longer when it was voided, and as corrected when it was corrected', () => {
    const record = mandated({ from: '2022-03-01' });
    expect(onDay(and(partyKind, record, ['EntryVoided', { voids: MANDATE }]), TODAY)).toBe('no');
    const later = and(partyKind, record, ['EntryCorrected', { corrects: MANDATE, changes: { from: '2022-05-01' } }]);
    expect(onDay(later, '2022-04-30')).toBe('no');
  });

  it('over several days is certain only when it covers them all', () => {
    const record = mandated({ from: '2022-03-01', to: '2022-06-30' });
    const during = (earliest: string | null, latest: string | null) =>
      mandateOf([PERSON], [record], { earliest, latest });
    expect(during('2022-03-01', '2022-06-30')).toBe('certain');
    expect(during('2022-02-28', '2022-06-30')).toBe('possible');
    expect(during('2022-03-01', '2022-07-01')).toBe('possible');
    expect(during('2022-01-01', '2022-02-28')).toBe('no');
    expect(during(null, TODAY)).toBe('possible');
    expect(during(null, null)).toBe('possible');
  });
});

describe('giving a mandate', () => {
  it('records who may act for the party, and in which capacity', () => {
    const body = { person: PERSON, capacity: 'Director', from: '2022-03-01', to: '2024' };
    expect(when(partyKind, GiveMandate, body, party).events).toMatchObject([{ type: 'MandateGiven', data: body }]);
  });

  it.each([
    [
      { from: '2022-03-01', to: '2022-02-28' },
      { rule: 'mandate-in-order', pointer: '/to' },
    ],
    [
      { from: '2022', to: '2021-12' },
      { rule: 'mandate-in-order', pointer: '/to' },
    ],
    [{ modality: 'will' }, { rule: 'an-intention-is-not-an-act', pointer: '/modality' }],
  ])('refuses %j', (body, broken) => {
    for (const recording of ['live', 'historical'])
      expect(when(partyKind, GiveMandate, { person: PERSON, ...body, recording }, party).refused).toEqual([broken]);
  });

  it('takes a term of one day', () => {
    const body = { person: PERSON, from: '2022-03-01', to: '2022-03-01' };
    expect(when(partyKind, GiveMandate, body, party).refused).toEqual([]);
  });
});

describe('ending a mandate', () => {
  const record = mandated({ from: '2022-03-01' });

  it('names the mandate', () => {
    const body = { mandate: MANDATE, to: '2022-06-30' };
    expect(when(partyKind, EndMandate, body, record).events).toMatchObject([{ type: 'MandateEnded', data: body }]);
    expect(when(partyKind, EndMandate, { mandate: entryId(1), recording: 'historical' }, record).refused).toEqual([
      { rule: 'mandate-exists', pointer: '/mandate' },
    ]);
  });

  it.each([
    [{ mandate: MANDATE, to: '2022-02-28' }, record, { rule: 'mandate-in-order', pointer: '/to' }],
    [{ mandate: MANDATE, date: '2022-02-28' }, record, { rule: 'mandate-in-order', pointer: '/to' }],
    [
      { mandate: MANDATE, to: '2022-09-30' },
      and(partyKind, record, ended({ to: '2022-06-30' })),
      { rule: 'mandate-ended-once', pointer: '/mandate' },
    ],
  ])('refuses %j live, and warns when historical', (body, before, broken) => {
    expect(when(partyKind, EndMandate, body, before).refused).toEqual([broken]);
    expect(when(partyKind, EndMandate, { ...body, recording: 'historical' }, before)).toMatchObject({
      refused: [],
      warned: [broken],
    });
  });

  it('takes no intention', () => {
    expect(when(partyKind, EndMandate, { mandate: MANDATE, modality: 'will' }, record).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
  });
});
