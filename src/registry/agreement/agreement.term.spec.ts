import type { DatedRecord } from '../../kernel/dated.js';
import { documentsOf } from '../document.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import { ExtendTerm, ObjectToRenewal, SetTerm, TakeBackTermination, TerminateAgreement } from './agreement.commands.js';
import type { AgreementAnswer } from './agreement.schema.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  agreement,
  allSigned,
  amended,
  amendmentSigned,
  B,
  IN,
  ruled,
  statusOn,
  STRANGER,
  whenAgreement as when,
} from '../../../test/fixtures/agreement.fixtures.js';

const SIGNED = allSigned('2019-12-20', '2019-12-31');
const IN_FORCE = [...SIGNED, ruled('on-last-signature', {}, { date: '2019-12-31' })];
const term = (details: object): GivenEvent => ['TermSet', details, { date: '2019-12-31' }];
const objected = (date: string | null, details = {}): GivenEvent => [
  'RenewalObjected',
  { party: A, ...details },
  { date },
];
const extended = (date: string): GivenEvent => ['TermExtended', { by: A }, { date }];
const terminated = (date: string, effective?: string): GivenEvent => [
  'AgreementTerminated',
  effective === undefined ? {} : { effective },
  { date },
];

/** The status on each of these days. */
const on = (record: DatedRecord, ...days: string[]): string[] => days.map((day) => statusOn(record, day).status);
const viewed = (record: DatedRecord, day = '2023-01-31'): AgreementAnswer =>
  viewOn(agreementKind, record, day) as AgreementAnswer;
const day = (text: string): object => ({ earliest: text, latest: text });

describe('a term (rule 11)', () => {
  it.each([
    ['last-signature', {}, '2022-12-31'],
    ['entry-into-force', {}, '2023-01-01'],
    ['fixed-date', { from: '2020-03-01' }, '2023-03-01'],
    ['fixed-date', { from: '2020-03-01', firstDayCounts: true }, '2023-02-28'],
  ])('of three years from %s %j ends with %s', (countedFrom, details, last) => {
    const record = agreement(
      ...SIGNED,
      ruled('on-fixed-date', { on: '2020-01-01' }, { date: '2019-12-31' }),
      term({ duration: 'P3Y', countedFrom, ...details }),
    );
    const after = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
    expect(on(record, '2020-03-01', last, after)).toEqual(['in-force', 'in-force', 'expired']);
    expect(viewed(record).term).toMatchObject({ lastDay: day(last), renewals: [], more: false });
  });

  it('says until when the answer of today holds', () => {
    const record = agreement(...IN_FORCE, term({ duration: 'P9Y', countedFrom: 'last-signature' }));
    expect(documentsOf(agreementKind, record).map(({ holdsFor }) => holdsFor.to)).toEqual(['2028-12-31', null]);
  });

  it('has no end while nobody can tell when it began', () => {
    const record = agreement(
      ...SIGNED,
      ruled('on-registration'),
      term({ duration: 'P3Y', countedFrom: 'entry-into-force' }),
    );
    expect(on(record, '2999-01-01')).toEqual(['signed']);
    expect(viewed(record).term?.lastDay).toEqual({ earliest: null, latest: null });
  });

  it('ends as vaguely as it began', () => {
    const record = agreement(
      ...allSigned('2019-05', '2019-06'),
      ruled('on-last-signature', {}, { date: '2019-06' }),
      term({ duration: 'P1Y', countedFrom: 'last-signature' }),
    );
    expect(on(record, '2020-06-01', '2020-06-15', '2020-07-01')).toEqual(['in-force', 'undetermined', 'expired']);
    expect(statusOn(record, '2020-06-15').possible).toEqual(['in-force', 'expired']);
  });

  it('is replaced by what an amendment says, and lengthened by an option that is used', () => {
    const own = term({ duration: 'P1Y', countedFrom: 'last-signature', extension: { period: 'P6M', times: 2 } });
    const record = agreement(...IN_FORCE, own);
    expect(on(record, '2020-12-31', '2021-01-01')).toEqual(['in-force', 'expired']);
    const longer = and(agreementKind, record, extended('2020-11-01'));
    expect(on(longer, '2021-06-30', '2021-07-01')).toEqual(['in-force', 'expired']);
    const number = longer.entries.length;
    const again = and(
      agreementKind,
      longer,
      amended({ until: '2022-01-31' }, { date: '2021-01-01' }),
      amendmentSigned(entryId(number + 1), A, { date: '2021-01-01' }),
      amendmentSigned(entryId(number + 1), B, { date: '2021-01-01' }),
    );
    expect(viewed(again).amendments).toMatchObject([{ kind: 'extension' }]);
  });
});

describe('tacit renewal (rule 12)', () => {
  const RENEWED = { duration: 'P1Y', countedFrom: 'last-signature', renewal: { period: 'P1Y', notice: 'P1M' } };

  it('goes on until a party objects in time, each period counted from the first beginning', () => {
    const record = agreement(...IN_FORCE, term(RENEWED));
    expect(on(record, '2020-12-31', '2021-01-01', '2500-01-01')).toEqual(['in-force', 'in-force', 'in-force']);
    expect(viewed(record).term).toMatchObject({ lastDay: null, more: true });
    expect(viewed(record).term?.renewals.slice(0, 2)).toEqual([
      { follows: day('2020-12-31'), objectBy: day('2020-11-30'), lastDay: day('2021-12-31'), calendarMissing: [2020] },
      { follows: day('2021-12-31'), objectBy: day('2021-11-30'), lastDay: day('2022-12-31'), calendarMissing: [2021] },
    ]);
    expect(viewed(record).term?.renewals[3]).not.toHaveProperty('calendarMissing');
  });

  it.each([
    ['2020-11-30', '2020-12-31'],
    ['2020-12-01', '2021-12-31'],
    ['2022-06-01', '2022-12-31'],
    ['2022-12-30', '2023-12-31'],
  ])('ends after an objection of %s with %s', (date, last) => {
    const record = agreement(...IN_FORCE, term(RENEWED), objected(date));
    const after = `${Number(last.slice(0, 4)) + 1}-01-01`;
    expect(on(record, last, after)).toEqual(['in-force', 'expired']);
    expect(statusOn(record, after).basis).toContain(entryId(8));
    expect(viewed(record).term?.lastDay).toEqual(day(last));
  });

  it('is objected to by the working day on which the last day for it falls', () => {
    // 30 November 2024 is a Saturday.
    const record = agreement(...IN_FORCE, term(RENEWED));
    const deadlines = viewed(record).term?.renewals.map(({ objectBy }) => objectBy.latest);
    expect(deadlines).toContain('2024-12-02');
    const kept = agreement(...IN_FORCE, term({ ...RENEWED, renewal: { ...RENEWED.renewal, calendar: 'none' } }));
    expect(viewed(kept).term?.renewals.map(({ objectBy }) => objectBy.latest)).toContain('2024-11-30');
  });

  it('counts periods of a month from the first beginning', () => {
    const monthly = { duration: 'P1M', countedFrom: 'fixed-date', from: '2020-01-31', renewal: { period: 'P1M' } };
    const record = agreement(...IN_FORCE, term(monthly));
    expect(
      viewed(record)
        .term?.renewals.slice(0, 3)
        .map(({ lastDay }) => lastDay.latest),
    ).toEqual(['2020-03-31', '2020-04-30', '2020-05-31']);
  });

  it('counts an objection from when it was received, where the agreement says so', () => {
    const received = term({ ...RENEWED, renewal: { ...RENEWED.renewal, noticeBy: 'received' } });
    const late = agreement(...IN_FORCE, received, objected('2020-11-20', { received: '2020-12-05' }));
    expect(on(late, '2021-01-01', '2022-01-01')).toEqual(['in-force', 'expired']);
    const unknown = agreement(...IN_FORCE, received, objected('2020-11-20'));
    expect(statusOn(unknown, '2021-01-01').possible).toEqual(['in-force', 'expired']);
  });

  it('ends by itself where the number of renewals is limited', () => {
    const limited = term({ ...RENEWED, renewal: { ...RENEWED.renewal, limit: 2 } });
    const record = agreement(...IN_FORCE, limited);
    expect(on(record, '2022-12-31', '2023-01-01')).toEqual(['in-force', 'expired']);
    expect(viewed(record).term).toMatchObject({ more: false, lastDay: day('2022-12-31') });
    expect(viewed(record).term?.renewals).toHaveLength(2);
  });

  it('of a last day goes on with the day after it', () => {
    const record = agreement(
      ...IN_FORCE,
      term({ until: '2021-02-28', renewal: { period: 'P1M' } }),
      objected('2021-03-15'),
    );
    expect(on(record, '2021-03-31', '2021-04-01')).toEqual(['in-force', 'expired']);
  });

  it('of an old agreement is worked out at once', () => {
    const old = term({ duration: 'P1M', countedFrom: 'fixed-date', from: '0101-01-31', renewal: { period: 'P1M' } });
    const record = agreement(...IN_FORCE, old, objected('2022-06-15'));
    expect(on(record, '2022-06-30', '2022-07-01')).toEqual(['in-force', 'expired']);
  });

  it('is as vague as its beginning', () => {
    const record = agreement(
      ...allSigned('2019-05', '2019-06'),
      ruled('on-last-signature', {}, { date: '2019-06' }),
      term(RENEWED),
      objected('2021-01-15'),
    );
    expect(on(record, '2020-12-31', '2021-06-15', '2023-01-01')).toEqual(['in-force', 'undetermined', 'expired']);
  });
});

describe('setting a term', () => {
  const refused = (body: object): object[] => when(SetTerm, body, IN.signed).refused;
  it.each([
    [{}, 'one-end-of-term', '/duration'],
    [{ until: '2030', duration: 'P1Y', countedFrom: 'last-signature' }, 'one-end-of-term', '/until'],
    [{ duration: 'P1Y' }, 'duration-counted-from', '/countedFrom'],
    [{ until: '2030', firstDayCounts: true }, 'duration-counted-from', '/firstDayCounts'],
    [{ duration: 'P1Y', countedFrom: 'fixed-date' }, 'fixed-date-given', '/from'],
    [{ duration: 'P1Y', countedFrom: 'last-signature', from: '2023' }, 'fixed-date-given', '/from'],
    [{ duration: 'P0Y', countedFrom: 'last-signature' }, 'some-days', '/duration'],
    [{ until: '2030', renewal: { period: 'P0D' } }, 'some-days', '/renewal/period'],
    [{ until: '2030', extension: { period: 'P0M' } }, 'some-days', '/extension/period'],
    [{ until: '1999' }, 'term-in-order', '/until'],
  ])('%j is refused by %s', (body, rule, pointer) => {
    const record = agreement(...SIGNED);
    expect(when(SetTerm, body, record).refused).toEqual([{ rule, pointer }]);
  });

  it('is odd where the notice is longer than the period', () => {
    const body = { until: '2030', renewal: { period: 'P1M', notice: 'P1Y' } };
    expect(refused(body)).toEqual([]);
    expect(when(SetTerm, body, IN.signed).warned).toEqual([
      { rule: 'notice-within-period', pointer: '/renewal/notice' },
    ]);
  });
});

describe('an option to extend, and an objection', () => {
  const own = { duration: 'P9Y', countedFrom: 'last-signature', renewal: { period: 'P1Y', notice: 'P1M' } };

  it('are only what the agreement provides for', () => {
    const record = agreement(...IN_FORCE);
    expect(when(ExtendTerm, { by: A }, record).refused).toEqual([{ rule: 'option-to-extend-left', pointer: '' }]);
    expect(when(ObjectToRenewal, { party: A }, record).refused).toEqual([
      { rule: 'renewal-to-object-to', pointer: '' },
    ]);
  });

  it('are of its parties', () => {
    const record = agreement(...IN_FORCE, term({ ...own, extension: { period: 'P1Y' } }));
    const by = STRANGER;
    const strange = { rule: 'declared-by-a-named-party' };
    expect(when(ExtendTerm, { by }, record).refused).toEqual([{ ...strange, pointer: '/by' }]);
    expect(when(ObjectToRenewal, { party: by }, record).refused).toEqual([{ ...strange, pointer: '/party' }]);
    expect(when(ExtendTerm, {}, record).refused).toEqual([]);
  });

  it('are used as often as it says', () => {
    const twice = term({ ...own, extension: { period: 'P1Y', times: 2 } });
    const once = and(agreementKind, agreement(...IN_FORCE, twice), extended('2020-06-01'));
    expect(when(ExtendTerm, {}, once).refused).toEqual([]);
    const used = and(agreementKind, once, extended('2020-07-01'));
    expect(when(ExtendTerm, {}, used).refused).toEqual([{ rule: 'option-to-extend-left', pointer: '' }]);
  });

  it('that come too late for a renewal are warned of', () => {
    const record = agreement(...IN_FORCE, term({ ...own, duration: 'P3Y' }));
    const late = { rule: 'objection-in-time', pointer: '/date' };
    expect(when(ObjectToRenewal, { party: A, date: '2022-11-30' }, record).warned).toEqual([]);
    expect(when(ObjectToRenewal, { party: A, date: '2022-12-15' }, record).warned).toEqual([late]);
    expect(when(ObjectToRenewal, { party: A, date: '2022-11-01', received: '2022-12-15' }, record).warned).toEqual([
      late,
    ]);
    expect(when(ObjectToRenewal, { party: A, date: '2023-01-15' }, record).warned).toEqual([]);
  });
});

describe('an option to extend a term that is renewed', () => {
  const own = {
    duration: 'P1Y',
    countedFrom: 'last-signature',
    renewal: { period: 'P1Y', calendar: 'none' },
    extension: { period: 'P6M' },
  };
  const listed = (used: string): unknown =>
    viewed(and(agreementKind, agreement(...IN_FORCE, term(own)), extended(used)))
      .term?.renewals.slice(0, 3)
      .map(({ follows, lastDay }) => [follows, lastDay].map(({ earliest, latest }) => [earliest, latest]));

  it('lengthens the period in which it is used, and is counted in all that follow', () => {
    expect(listed('2022-05-01')).toEqual([
      [
        ['2020-12-31', '2020-12-31'],
        ['2021-12-31', '2021-12-31'],
      ],
      [
        ['2021-12-31', '2021-12-31'],
        ['2023-06-30', '2023-06-30'],
      ],
      [
        ['2023-06-30', '2023-06-30'],
        ['2024-06-30', '2024-06-30'],
      ],
    ]);
  });

  it('lengthens one or the other where it is not known in which it was used', () => {
    expect(listed('2021-11/2022-02')).toEqual([
      [
        ['2020-12-31', '2020-12-31'],
        ['2021-12-31', '2022-06-30'],
      ],
      [
        ['2021-12-31', '2022-06-30'],
        ['2023-06-30', '2023-06-30'],
      ],
      [
        ['2023-06-30', '2023-06-30'],
        ['2024-06-30', '2024-06-30'],
      ],
    ]);
  });
});

describe('a termination with notice (rule 13)', () => {
  it('ends on the day on which it takes effect, and is in force until then', () => {
    const record = agreement(...IN_FORCE, terminated('2022-03-01', '2022-12-31'));
    expect(on(record, '2022-03-01', '2022-12-30', '2022-12-31')).toEqual(['in-force', 'in-force', 'terminated']);
    expect(viewed(record, '2022-06-01')).toMatchObject({ endsOn: day('2022-12-31') });
    expect(viewed(record, '2022-02-01')).toMatchObject({ endsOn: null, statusChanges: [] });
  });

  it('is taken back before it takes effect, and only once', () => {
    const record = agreement(...IN_FORCE, terminated('2023-01-01', '2023-06-30'));
    const termination = entryId(7);
    const { refused, record: after } = when(TakeBackTermination, { termination }, record);
    expect(refused).toEqual([]);
    expect(on(after, '2023-12-31')).toEqual(['in-force']);
    expect(viewed(after)).toMatchObject({ endsOn: null, statusChanges: [{ takenBackBy: entryId(8) }] });
    const gone = { rule: 'termination-to-take-back', pointer: '/termination' };
    expect(when(TakeBackTermination, { termination }, after).refused).toEqual([gone]);
    expect(when(TakeBackTermination, { termination: entryId(1) }, record).refused).toEqual([gone]);
    expect(when(TerminateAgreement, {}, after).refused).toEqual([]);
  });

  it('is not taken back once it has taken effect', () => {
    const record = agreement(...IN_FORCE, terminated('2022-01-01', '2022-06-30'));
    const late = when(TakeBackTermination, { termination: entryId(7) }, record);
    expect(late.refused.map(({ rule }) => rule)).toContain('taken-back-before-effect');
    expect(on(record, '2022-12-31')).toEqual(['terminated']);
  });

  it('takes effect no earlier than it is declared, and is declared once', () => {
    const early = { date: '2022-06-01', effective: '2022-05-31' };
    const record = agreement(...IN_FORCE);
    expect(when(TerminateAgreement, early, record).refused).toEqual([
      { rule: 'effective-once-declared', pointer: '/effective' },
    ]);
    const declared = agreement(...IN_FORCE, terminated('2023-01-01', '2023-06-30'));
    expect(when(TerminateAgreement, {}, declared).refused).toEqual([{ rule: 'terminated-once', pointer: '' }]);
    expect(when(TerminateAgreement, { effective: '2023-06-30' }, record)).toMatchObject({ refused: [], warned: [] });
  });

  it('is as vague as the day on which it takes effect', () => {
    const record = agreement(...IN_FORCE, terminated('2022-01-01', '2022'));
    expect(on(record, '2021-12-31', '2022-06-01', '2023-01-01')).toEqual(['in-force', 'undetermined', 'terminated']);
  });
});
