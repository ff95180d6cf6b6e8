import type { DatedRecord } from '../../kernel/dated.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import * as commands from './agreement.commands.js';
import type { AgreementEvent, AgreementStatus } from './agreement.js';
import { requestUnderWay } from './agreement.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  agreement,
  allSigned,
  IN,
  registered,
  requested,
  statusOn,
  whenAgreement as when,
} from '../../../test/fixtures/agreement.fixtures.js';
import { registeredAs } from './registration.js';

const OPEN: AgreementStatus[] = ['announced', 'draft', 'open-for-signature', 'partly-signed'];

describe('registration', () => {
  const { RegisterAgreement } = commands;

  /** The record after the journal has answered the request that is under way. */
  function numbered(record: DatedRecord, number: number): DatedRecord {
    const asked = requestUnderWay(record as DatedRecord<AgreementEvent>);
    if (!asked) throw new Error('Nothing was asked for.');
    const { type, data } = registeredAs(number, asked);
    const { act, ...details } = data;
    return and(agreementKind, record, [type, details, act]);
  }

  it.each(['signed', 'in-force'] as const)('is asked for while %s, and that changes nothing yet', (status) => {
    const body = { region: A, date: '2023-01-31', formerNumber: '12-с' };
    const { events, refused, record } = when(RegisterAgreement, body, IN[status]);
    expect(refused).toEqual([]);
    expect(events).toMatchObject([
      { type: 'RegistrationRequested', data: { region: A, year: 2023, formerNumber: '12-с' } },
    ]);
    expect(events[0]?.data).not.toHaveProperty('number');
    expect(statusOn(record).status).toBe(status);
  });

  it.each([
    ['signed', 'registered'],
    ['in-force', 'in-force'],
  ] as const)('makes what was %s %s by the number that the journal gives', (status, then) => {
    const body = { region: A, date: '2023-01-31', formerNumber: '12-с' };
    const record = numbered(when(RegisterAgreement, body, IN[status]).record, 7);
    const details = { region: A, year: 2023, number: 7, formerNumber: '12-с', request: record.entries.at(-2)?.id };
    expect(record.entries.at(-1)).toMatchObject({
      type: 'AgreementRegistered',
      data: { ...details, act: { date: '2023-01-31', modality: 'fact' } },
    });
    expect(statusOn(record).status).toBe(then);
    expect(viewOn(agreementKind, record, '2023-01-31')).toMatchObject({ registration: { region: A, number: 7 } });
  });

  it('keeps the warnings with the request, which was judged, and not a second time with the number', () => {
    const { record } = when(RegisterAgreement, { region: A, recording: 'historical' }, IN.draft);
    const asked = requestUnderWay(record as DatedRecord<AgreementEvent>)!;
    asked.data.act.warnings = [{ rule: 'registered-after-signed', detail: 'It is draft.' }];
    expect(registeredAs(1, asked).data.act).toMatchObject({ recording: 'historical' });
    expect(registeredAs(1, asked).data.act).not.toHaveProperty('warnings');
  });

  it('is asked for once at a time: a second journal waits for the answer of the first', () => {
    const asked = agreement(...allSigned(), requested());
    const underWay = [{ rule: 'registration-under-way', pointer: '' }];
    expect(when(RegisterAgreement, { region: A }, asked).refused).toEqual(underWay);
    expect(when(RegisterAgreement, { region: A, recording: 'historical' }, asked).refused).toEqual(underWay);
    const answered = when(RegisterAgreement, { region: A, recording: 'historical' }, numbered(asked, 1));
    expect(answered.refused).toEqual([{ rule: 'registered-once', pointer: '' }]);
  });

  it.each(OPEN)('is refused live while %s, as not every party has signed', (status) => {
    const broken = [
      { rule: 'registered-after-every-signature', pointer: '' },
      { rule: 'registered-after-signed', pointer: '' },
    ];
    expect(when(RegisterAgreement, { region: A }, IN[status]).refused).toEqual(broken);
    const kept = when(RegisterAgreement, { region: A, recording: 'historical', formerNumber: '12-с' }, IN[status]);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ data: { formerNumber: '12-с' } }] });
  });

  it.each(['suspended', 'terminated', 'expired', 'annulled'] as const)('is refused live while %s', (status) => {
    const broken = [{ rule: 'registered-after-signed', pointer: '' }];
    expect(when(RegisterAgreement, { region: A }, IN[status]).refused).toEqual(broken);
    expect(when(RegisterAgreement, { region: A, recording: 'historical' }, IN[status]).warned).toEqual(broken);
  });

  it('happens once, in the journal of a region that takes part', () => {
    expect(when(RegisterAgreement, { region: A, recording: 'historical' }, IN.registered).refused).toEqual([
      { rule: 'registered-once', pointer: '' },
    ]);
    expect(when(RegisterAgreement, { region: 'RU-MO', recording: 'historical' }, IN.signed).refused).toEqual([
      { rule: 'region-takes-part', pointer: '/region' },
    ]);
  });

  it.each([
    ['2021-12-31', 2021],
    ['2021', 2021],
    ['XXXX-10-18', 2023],
    [undefined, 2023],
  ])('dated %s belongs to the journal of %d', (date, year) => {
    const { events } = when(RegisterAgreement, { region: A, date, recording: 'historical' }, IN.signed);
    expect(events).toMatchObject([{ data: { year } }]);
  });

  const voids = (n: number): GivenEvent => ['EntryVoided', { voids: entryId(n), reason: 'Wrong region' }];

  it.each([
    ['the request before it was answered', agreement(...allSigned(), requested(), voids(6))],
    ['the request after it was answered', and(agreementKind, IN.registered, voids(6))],
    ['the number', and(agreementKind, IN.registered, voids(7))],
    ['both', and(agreementKind, IN.registered, voids(6), voids(7))],
    ['a number from before requests were recorded', agreement(...allSigned(), registered(), voids(6))],
    [
      'the request, and then its answer came',
      agreement(...allSigned(), requested(), voids(6), registered({}, { request: entryId(6) })),
    ],
  ])('may be asked for again once this is void: %s', (_, record) => {
    expect(statusOn(record).status).toBe('signed');
    expect(viewOn(agreementKind, record, '2023-01-31')).toMatchObject({ registration: null });
    expect(requestUnderWay(record as DatedRecord<AgreementEvent>)).toBeUndefined();
    const again = when(RegisterAgreement, { region: A }, record);
    expect(again.refused).toEqual([]);
    expect(statusOn(numbered(again.record, 1)).status).toBe('registered');
  });

  it('comes back with the void of its void', () => {
    const asked = agreement(...allSigned(), requested(), voids(6), voids(7));
    expect(requestUnderWay(asked as DatedRecord<AgreementEvent>)?.id).toBe(entryId(6));
    expect(statusOn(and(agreementKind, IN.registered, voids(6), voids(8))).status).toBe('registered');
  });
});

describe('publication', () => {
  it('happens once', () => {
    const published = and(agreementKind, IN.signed, ['AgreementPublished']);
    expect(when(commands.PublishAgreement, { recording: 'historical' }, published).refused).toEqual([
      { rule: 'published-once', pointer: '' },
    ]);
  });
});
