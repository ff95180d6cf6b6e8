import * as fc from 'fast-check';
import {
  A,
  adopted,
  agreement,
  allSigned,
  announced,
  B,
  NEW_TEXT,
  ruled,
  signed,
  statusOn,
  whenAgreement,
} from '../../../test/fixtures/agreement.fixtures.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { dayAfter, endOf, startOf } from '../../kernel/edtf.js';
import type { StatusOn } from '../../kernel/status.js';
import { statusesOf } from '../document.js';
import { SuspendAgreement } from './agreement.commands.js';
import { agreementKind } from './agreement.kind.js';

const BEGUN = [announced({}, { modality: 'will', date: '2021-01-01' }), adopted(undefined, { date: '2021-02-01' })];
const IN_FORCE = [
  ...BEGUN,
  ...allSigned('2021-04-01', '2021-05-01').filter(([type]) => type === 'AgreementSigned'),
  ruled('on-last-signature', {}, { date: '2021-05-02' }),
];

const read = ({ status, possible }: StatusOn): readonly string[] => (possible.length > 0 ? possible : [status]);
const on = (events: readonly GivenEvent[], ...days: string[]) =>
  days.map((day) => [...read(statusOn(agreement(...events), day))].sort());

describe('while it is open whether something has taken the place of what was stated before', () => {
  it('a text leaves possible what was the case over the old one', () => {
    const days = ['2021-12-31', '2022-01-01', '2022-06-01', '2022-12-31'];
    expect(on([...IN_FORCE, adopted(NEW_TEXT, { date: '2022' })], ...days)).toEqual([
      ['in-force'],
      ['draft', 'in-force'],
      ['draft', 'in-force'],
      ['draft'],
    ]);
  });

  it('a draft stays a draft', () => {
    const events = [...BEGUN, adopted(NEW_TEXT, { date: '2022' })];
    expect(statusOn(agreement(...events), '2022-06-01')).toMatchObject({ status: 'draft', certainty: 'certain' });
    expect(statusOn(agreement(...events), '2022-06-01').since).toEqual({
      earliest: '2021-02-01',
      latest: '2021-02-01',
    });
  });

  it('a rule leaves possible the force that the old one gave', () => {
    const later = ruled('on-fixed-date', { on: '2023-01-10' }, { date: '2022' });
    expect(on([...IN_FORCE, later], '2022-06-01', '2022-12-31', '2023-01-10')).toEqual([
      ['in-force', 'signed'],
      ['signed'],
      ['in-force'],
    ]);
  });

  it('an act of some day in a stretch is held against the status of each', () => {
    const events = [
      ...IN_FORCE.slice(0, -1),
      ruled('on-fixed-date', { on: '2022-03-01', until: '2022-04-30' }, { date: '2021-06-01' }),
      ruled('on-fixed-date', { on: '2022-12-01' }, { date: '2022-09-01' }),
    ];
    expect(on(events, '2022-01-01', '2022-04-01', '2022-06-30')).toEqual([['signed'], ['in-force'], ['expired']]);
    const suspended = { reason: 'A dispute.', date: '2022-01/2022-06' };
    expect(whenAgreement(SuspendAgreement, suspended, agreement(...events)).refused).toEqual([]);
  });

  /** What may follow; a first rule counts whenever it was stated, so here there is always one before. */
  const LATER: ((date: string) => GivenEvent)[] = [
    (date) => adopted(NEW_TEXT, { date }),
    (date) => signed(A, { date }, NEW_TEXT),
    (date) => signed(B, { date }, NEW_TEXT),
    (date) => ruled('on-fixed-date', { on: '2022-07-01' }, { date }),
    (date) => ruled('on-last-signature', { until: '2022-08' }, { date }),
  ];
  const DATES = ['2022', '2022-03', '2022-06', '2022-06-15', '2022-06/2022-09', '2021-12'];
  const STEP = fc.record({
    what: fc.constantFrom(...LATER),
    date: fc.constantFrom(...DATES),
    at: fc.nat({ max: 400 }),
  });

  it('the possible statuses hold that of every order of days that the dates allow', () => {
    fc.assert(
      fc.property(fc.array(STEP, { minLength: 1, maxLength: 4 }), (steps) => {
        let last = '2021-06-01';
        const days = steps.map(({ date, at }) => {
          const { earliest } = startOf(date);
          let day = earliest! > last ? earliest! : last;
          for (let n = 0; n < at && day < endOf(date).latest!; n += 1) day = dayAfter(day);
          last = day;
          return day;
        });
        fc.pre(steps.every(({ date }, place) => days[place]! <= endOf(date).latest!));
        const vague = agreement(...IN_FORCE, ...steps.map(({ what, date }) => what(date)));
        const exact = agreement(...IN_FORCE, ...steps.map(({ what }, place) => what(days[place]!)));
        const stretches = statusesOf(agreementKind, vague);
        for (const day of [
          '2021-12-15',
          '2022-01-01',
          '2022-03-20',
          '2022-06-16',
          '2022-08-01',
          '2022-12-31',
          ...days,
        ]) {
          const possible = statusOn(vague, day);
          expect([day, read(possible)]).toEqual([day, expect.arrayContaining([...read(statusOn(exact, day))])]);
          const { status } = stretches.find(({ from, to }) => (from ?? day) <= day && day <= (to ?? day))!;
          expect([day, status]).toEqual([day, possible.status]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
