import type { DatedRecord } from '../../kernel/dated.js';
import { documentsOf } from '../document.js';
import { otherId, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, TODAY } from '../../../test/fixtures/given-when-then.fixtures.js';
import { PublishAgreement, SetForceRule, SignAgreement } from './agreement.commands.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  adopted,
  agreement,
  allSigned,
  announced,
  B,
  opened,
  PERSON_B,
  registered,
  ruled,
  signed,
  statusOn,
  TEXT,
  whenAgreement as when,
} from '../../../test/fixtures/agreement.fixtures.js';
import { facetsOf } from '../found-by.js';

const SIGNED = allSigned('2022-02-01', '2022-03-01');
const published = (date: string): GivenEvent => ['AgreementPublished', {}, { date }];

/** The status on each of these days. */
const on = (record: DatedRecord, ...days: string[]): string[] => days.map((day) => statusOn(record, day).status);

describe('entry into force', () => {
  it('on the last signature, whoever gave it', () => {
    const record = agreement(...SIGNED, ruled('on-last-signature'));
    expect(on(record, '2022-01-31', '2022-02-01', '2022-02-28', '2022-03-01')).toEqual([
      'open-for-signature',
      'partly-signed',
      'partly-signed',
      'in-force',
    ]);
    expect(statusOn(record)).toMatchObject({
      since: { earliest: '2022-03-01', latest: '2022-03-01' },
      basis: [entryId(6), entryId(4), entryId(5)],
    });
    expect(on(agreement(...allSigned('2022-03-01', '2022-02-01'), ruled('on-last-signature')), '2022-02-28')).toEqual([
      'partly-signed',
    ]);
  });

  it('on a fixed date to come', () => {
    const record = agreement(...SIGNED, ruled('on-fixed-date', { on: '2023-06-01' }));
    expect(on(record, '2022-03-01', TODAY, '2023-05-31', '2023-06-01')).toEqual([
      'signed',
      'signed',
      'signed',
      'in-force',
    ]);
  });

  it('not before every party has signed, though the fixed date has passed', () => {
    const record = agreement(...SIGNED, ruled('on-fixed-date', { on: '2022-01-15' }));
    expect(on(record, '2022-01-15', '2022-02-28', '2022-03-01')).toEqual([
      'open-for-signature',
      'partly-signed',
      'in-force',
    ]);
    const half = agreement(...SIGNED.slice(0, 4), ruled('on-fixed-date', { on: '2022-01-15' }));
    expect(on(half, TODAY, '2099-01-01')).toEqual(['partly-signed', 'partly-signed']);
  });

  it('on registration', () => {
    const rule = ruled('on-registration');
    expect(on(agreement(...SIGNED, rule), TODAY)).toEqual(['signed']);
    const record = agreement(...SIGNED, rule, registered({ date: '2022-04-01' }));
    expect(on(record, '2022-03-31', '2022-04-01')).toEqual(['signed', 'in-force']);
  });

  it('on publication', () => {
    const rule = ruled('on-publication');
    expect(on(agreement(...SIGNED, rule, registered({ date: '2022-04-01' })), TODAY)).toEqual(['registered']);
    const record = agreement(...SIGNED, rule, published('2022-05-01'));
    expect(on(record, '2022-04-30', '2022-05-01')).toEqual(['signed', 'in-force']);
  });

  it.each([
    ['on-registration', registered({ date: '2022-02-15', recording: 'historical' })],
    ['on-publication', published('2022-02-15')],
  ])('%s, but on the last signature where that came later', (rule, event) => {
    const record = agreement(...SIGNED, ruled(rule), event);
    expect(on(record, '2022-03-01')).toEqual(['in-force']);
    expect(on(record, '2022-02-28')).not.toEqual(['in-force']);
  });

  it.each(['on-registration', 'on-publication'])('%s does not come about by a signature alone', (rule) => {
    expect(on(agreement(...SIGNED, ruled(rule)), '2099-01-01')).toEqual(['signed']);
  });

  it('needs a rule of its own', () => {
    expect(on(agreement(...SIGNED), '2099-01-01')).toEqual(['signed']);
  });

  it('goes by the rule that was set last, however late an older one is recorded', () => {
    const record = agreement(
      ...SIGNED,
      ruled('on-fixed-date', { on: '2099-01-01' }, { date: '2022-03-05' }),
      ruled('on-last-signature', {}, { date: '2022-01-01', recording: 'historical' }),
    );
    expect(on(record, TODAY)).toEqual(['signed']);
  });

  it('is undetermined between the days that an imprecise date leaves open', () => {
    const record = agreement(...SIGNED, ruled('on-fixed-date', { on: '2023-06' }));
    expect(statusOn(record, '2023-05-31')).toMatchObject({ status: 'signed', certainty: 'certain' });
    expect(statusOn(record, '2023-06-01')).toMatchObject({
      status: 'undetermined',
      certainty: 'undetermined',
      possible: ['signed', 'in-force'],
    });
    expect(statusOn(record, '2023-06-30')).toMatchObject({ status: 'in-force', certainty: 'certain' });
  });

  it('is undetermined between imprecise signatures', () => {
    const record = agreement(...allSigned('2022-02-01', '2022-03'), ruled('on-last-signature'));
    expect(statusOn(record, '2022-03-10')).toMatchObject({
      possible: ['partly-signed', 'signed', 'in-force'],
      status: 'undetermined',
    });
    expect(on(record, '2022-03-31')).toEqual(['in-force']);
  });

  it('is possible by each source where two state a signature', () => {
    const record = and(
      agreementKind,
      agreement(
        ...allSigned('2022-02-01', '2022-08-10'),
        ruled('on-last-signature'),
        registered({ date: '2022-07-01' }),
      ),
      ['EntryAttested', { attests: entryId(5), agrees: false, happened: '2022-05-10' }, { source: { id: otherId(8) } }],
    );
    expect(record.entries[4]).toMatchObject({ type: 'AgreementSigned', data: { act: { date: '2022-08-10' } } });
    const onDay = (day: string): unknown => {
      const { status, certainty, possible } = statusOn(record, day);
      return [status, certainty, possible];
    };
    expect(onDay('2022-05-09')).toEqual(['partly-signed', 'certain', []]);
    expect(onDay('2022-05-10')).toEqual(['partly-signed', 'possible', ['partly-signed', 'signed', 'in-force']]);
    expect(onDay('2022-07-15')).toEqual(['registered', 'possible', ['registered', 'in-force']]);
    expect(onDay('2022-08-10')).toEqual(['in-force', 'possible', []]);
  });

  it('is no more than possible by an approximate date', () => {
    const rule = agreement(...SIGNED, ruled('on-fixed-date', { on: '2022-06-01~' }));
    expect(statusOn(rule, '2022-07-01')).toMatchObject({ status: 'in-force', certainty: 'possible' });
    const hand = agreement(...allSigned('2022-02-01', '2022-03-01?'), ruled('on-last-signature'));
    expect(statusOn(hand)).toMatchObject({ status: 'in-force', certainty: 'possible' });
  });
});

describe('the term', () => {
  const inForce = (until: string, ...more: GivenEvent[]): DatedRecord =>
    agreement(...SIGNED, ruled('on-last-signature', { until }), ...more);

  it('ends on its last day: expired on the day after', () => {
    expect(on(inForce('2022-12-31'), '2022-12-31', '2023-01-01')).toEqual(['in-force', 'expired']);
  });

  it('is undetermined while its last day is imprecise', () => {
    const record = inForce('2022-12');
    expect(on(record, '2022-12-01', '2022-12-02', '2023-01-01')).toEqual(['in-force', 'undetermined', 'expired']);
    expect(statusOn(inForce('2022-12-31~'), '2023-01-10')).toMatchObject({ status: 'expired', certainty: 'possible' });
  });

  it('has no end on the calendar’s last day', () => {
    const record = inForce('9999-12-31');
    expect(on(record, '9999-12-31')).toEqual(['in-force']);
    expect(documentsOf(agreementKind, record)).toHaveLength(1);
    expect(on(inForce('9999'), '9999-01-01')).toEqual(['in-force']);
  });

  it('ends nothing that was never in force', () => {
    const record = agreement(...SIGNED, ruled('on-registration', { until: '2022-12-31' }));
    expect(on(record, '2023-06-01')).toEqual(['signed']);
  });

  it('does not expire before the last signature, though it was over by then', () => {
    const record = agreement(...SIGNED, ruled('on-last-signature', { until: '2022-02-15' }));
    expect(on(record, '2022-02-20', '2022-03-01')).toEqual(['partly-signed', 'expired']);
  });

  it('that ends before the last signature is refused live, and warned of in an old register', () => {
    const record = agreement(...SIGNED);
    const body = { entersIntoForce: 'on-last-signature', until: '2022-02-15' };
    const expected = [{ rule: 'term-in-order', pointer: '/until' }];
    expect(when(SetForceRule, body, record).refused).toEqual(expected);
    expect(when(SetForceRule, { ...body, recording: 'historical' }, record)).toMatchObject({
      refused: [],
      warned: expected,
    });
  });

  it('runs on while suspended, and ends a suspended agreement', () => {
    const record = inForce('2022-12-31', ['AgreementSuspended', {}, { date: '2022-06-01' }]);
    expect(on(record, '2022-05-31', '2022-12-31', '2023-01-01')).toEqual(['in-force', 'suspended', 'expired']);
    const resumed = and(agreementKind, record, ['AgreementResumed', {}, { date: '2022-07-01' }]);
    expect(on(resumed, '2022-06-30', '2022-07-01', '2023-01-01')).toEqual(['suspended', 'in-force', 'expired']);
  });

  it('does not expire after a termination', () => {
    const record = inForce('2022-12-31', ['AgreementTerminated', {}, { date: '2022-06-01' }]);
    expect(on(record, '2022-05-31', '2022-06-01', '2023-01-01')).toEqual(['in-force', 'terminated', 'terminated']);
  });

  it('was over before an annulment that came after it', () => {
    const record = inForce('2022-12-31', ['AgreementAnnulled', {}, { date: '2023-01-20' }]);
    expect(on(record, '2022-12-31', '2023-01-19', '2023-01-20')).toEqual(['in-force', 'expired', 'annulled']);
  });
});

describe('setting the rule', () => {
  const draft = agreement(announced(), adopted());

  it.each([
    [{ entersIntoForce: 'on-fixed-date' }, 'fixed-date-given', '/on'],
    [{ entersIntoForce: 'on-last-signature', on: '2023-06-01' }, 'fixed-date-only', '/on'],
    [{ entersIntoForce: 'on-fixed-date', on: '2023-06-01', until: '2023-05-31' }, 'term-in-order', '/until'],
    [{ entersIntoForce: 'on-fixed-date', on: '2023', until: '2022' }, 'term-in-order', '/until'],
  ])('refuses %j', (body, rule, pointer) => {
    expect(when(SetForceRule, { ...body, recording: 'historical' }, draft).refused).toEqual([{ rule, pointer }]);
  });

  it.each([
    { entersIntoForce: 'on-fixed-date', on: '2023-06-01', until: '2023-06-01' },
    { entersIntoForce: 'on-fixed-date', on: '2023-06', until: '2023' },
    { entersIntoForce: 'on-registration', until: '2025-12-31' },
  ])('takes %j', (body) => {
    expect(when(SetForceRule, body, draft)).toMatchObject({ refused: [], warned: [], events: [{ data: body }] });
  });

  it.each([
    ['/entersIntoForce', { entersIntoForce: 'at-once' }],
    ['/on', { entersIntoForce: 'on-fixed-date', on: 'soon' }],
    ['/until', { entersIntoForce: 'on-last-signature', until: '2023-13' }],
  ])('refuses a bad %s before anything is decided', (pointer, body) => {
    expect(when(SetForceRule, body, draft).invalid).toEqual([pointer]);
  });

  it('warns of no force on the day of the last signature', () => {
    const rule = { entersIntoForce: 'on-fixed-date', on: '2022-03-01' };
    expect(when(SetForceRule, rule, agreement(...SIGNED))).toMatchObject({ refused: [], warned: [] });
    const dayBefore = { ...rule, on: '2022-02-28' };
    expect(when(SetForceRule, dayBefore, agreement(...SIGNED)).warned).toHaveLength(1);
  });

  it('warns of force before the signatures, in whichever order they are recorded', () => {
    const rule = { entersIntoForce: 'on-fixed-date', on: '2022-01-15' };
    expect(when(SetForceRule, rule, agreement(...SIGNED))).toMatchObject({
      refused: [],
      warned: [{ rule: 'in-force-before-signature', pointer: '/on' }],
    });
    const open = agreement(announced(), adopted(), opened(), signed(A), ruled('on-fixed-date', { on: '2022-01-15' }));
    const last = { party: B, representative: PERSON_B, text: TEXT };
    expect(when(SignAgreement, last, open)).toMatchObject({
      refused: [],
      warned: [{ rule: 'in-force-before-signature', pointer: '/date' }],
    });
  });
});

describe('documents', () => {
  const record = agreement(...SIGNED, ruled('on-fixed-date', { on: '2023-06', until: '2025-12-31' }));

  it('change on the days on which the status does, and cover every day once', () => {
    const documents = documentsOf(agreementKind, record);
    expect(documents.map(({ holdsFor: { from, to }, status }) => [from, to, status])).toEqual([
      [TODAY, '2023-05-31', 'signed'],
      ['2023-06-01', '2023-06-29', 'undetermined'],
      ['2023-06-30', '2025-12-31', 'in-force'],
      ['2026-01-01', null, 'expired'],
    ]);
  });

  it('are one for an agreement that no day will change', () => {
    const ended = and(agreementKind, record, ['AgreementTerminated', {}, { date: TODAY }]);
    const statuses = documentsOf(agreementKind, ended).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['terminated']));
  });

  it('tell the status of each of their days', () => {
    for (const {
      holdsFor: { from, to },
      status,
    } of documentsOf(agreementKind, record))
      for (const day of [from, to])
        if (day !== null) expect({ day, status: statusOn(record, day).status }).toEqual({ day, status });
  });

  it('show when it was published and registered', () => {
    const shown = and(agreementKind, record, registered({ date: '2022-04-01' }));
    const { record: both } = when(PublishAgreement, { place: 'Gazette 7', date: '2022-05-01' }, shown);
    expect(viewOn(agreementKind, both, TODAY)).toMatchObject({
      registration: { region: A, year: 2023, number: 1, date: '2022-04-01' },
      publication: { place: 'Gazette 7', date: '2022-05-01' },
    });
    expect(facetsOf(agreementKind, both)).toMatchObject({
      parties: [A, B],
      dates: expect.arrayContaining([
        { fact: 'AgreementRegistered', date: '2022-04-01' },
        { fact: 'AgreementPublished', date: '2022-05-01' },
        { fact: 'on', date: '2023-06' },
        { fact: 'until', date: '2025-12-31' },
      ]) as unknown,
    });
  });
});

describe('force as old registers state it (rule 8)', () => {
  const fixed = { entersIntoForce: 'on-fixed-date', on: '1902-01-01', recording: 'historical' };
  const odd = [{ rule: 'in-force-without-signatures', pointer: '/on' }];

  it('is kept with a warning where not every party has signed', () => {
    const half = agreement(...SIGNED.slice(0, 4));
    expect(when(SetForceRule, fixed, half)).toMatchObject({ refused: [], warned: odd });
    expect(statusOn(when(SetForceRule, fixed, half).record, TODAY).status).toBe('partly-signed');
  });

  it('is not odd on a day to come', () => {
    const half = agreement(...SIGNED.slice(0, 4));
    expect(when(SetForceRule, { entersIntoForce: 'on-fixed-date', on: '2099-01-01' }, half).warned).toEqual([]);
  });
});
