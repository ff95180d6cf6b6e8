import type { DatedRecord } from '../../kernel/dated.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, given, otherId, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import * as commands from './agreement.commands.js';
import type { AgreementEvent, AgreementStatus } from './agreement.js';
import { requestUnderWay } from './agreement.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  agreement,
  allSigned,
  amended,
  amendmentSigned,
  among,
  B,
  IN,
  registered,
  requested,
  ruled,
  statusOn,
  whenAgreement as when,
} from '../../../test/fixtures/agreement.fixtures.js';
import { journalKind } from '../journal/journal.kind.js';
import { CorrectEntry } from '../record-maintenance.js';
import { sameAsQuestion } from '../party/merger.js';
import { partyKind } from '../party/party.kind.js';
import { registeredAs } from './registration.js';

/** The region in which the second party is seated. */
const SEAT = 'RU-KYA';
const plant = { form: 'enterprise', names: { en: 'Plant' }, region: SEAT };
const SEATED = among(['party', { ...given(partyKind, ['PartyRecorded', plant]), id: B }]);

const OPEN: AgreementStatus[] = ['announced', 'draft', 'open-for-signature', 'partly-signed'];

describe('registration', () => {
  const { RegisterAgreement } = commands;

  /** The record after the journal has answered the request that is under way. */
  function numbered(record: DatedRecord, number: number): DatedRecord {
    const asked = requestUnderWay(record as DatedRecord<AgreementEvent>);
    if (!asked) throw new Error('Nothing was asked for.');
    const { type, data } = registeredAs({ number }, asked);
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
    expect(registeredAs({ number: 1 }, asked).data.act).toMatchObject({ recording: 'historical' });
    expect(registeredAs({ number: 1 }, asked).data.act).not.toHaveProperty('warnings');
  });

  it('is asked for once at a time: a second journal waits for the answer of the first', () => {
    const asked = agreement(...allSigned(), requested());
    const underWay = [{ rule: 'registration-under-way', pointer: '' }];
    expect(when(RegisterAgreement, { region: A }, asked).refused).toEqual(underWay);
    expect(when(RegisterAgreement, { region: A, recording: 'historical' }, asked).refused).toEqual(underWay);
    const answered = when(RegisterAgreement, { region: A, recording: 'historical' }, numbered(asked, 1));
    expect(answered.refused).toEqual([{ rule: 'registered-once', pointer: '' }]);
    expect(when(RegisterAgreement, { region: SEAT }, numbered(asked, 1), SEATED)).toMatchObject({ refused: [] });
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

describe('registration in several journals', () => {
  const inBoth = [registered({ date: '2022-05-01' }), registered({ date: '2022-06-01' }, { region: SEAT })];
  const signedIn2022 = allSigned('2022-02-01', '2022-03-01');

  it('shows each, and the last one as the one that counts', () => {
    const record = agreement(...signedIn2022, ...inBoth);
    expect(viewOn(agreementKind, record, '2023-01-31')).toMatchObject({
      registration: { region: SEAT },
      registrations: [
        { region: A, date: '2022-05-01', writtenAs: '1', subject: 'agreement' },
        { region: SEAT, date: '2022-06-01' },
      ],
    });
    expect(statusOn(record)).toMatchObject({ status: 'registered', since: { earliest: '2022-05-01' } });
  });

  it.each([
    ['the last one', {}, '2022-06-01'],
    ['the one that the rule names', { registeredIn: A }, '2022-05-01'],
  ])('lets it enter into force on %s', (_which, details, since) => {
    const record = agreement(...signedIn2022, ruled('on-registration', details, { date: '2022-03-01' }), ...inBoth);
    expect(statusOn(record)).toMatchObject({ status: 'in-force', since: { earliest: since } });
  });

  it('waits for the journal that the rule names, whichever other has it', () => {
    const rule = ruled('on-registration', { registeredIn: SEAT }, { date: '2022-03-01' });
    const record = agreement(...signedIn2022, rule, inBoth[0]!);
    expect(statusOn(record).status).toBe('registered');
    expect(viewOn(agreementKind, record, '2023-01-31')).toMatchObject({ force: { registeredIn: SEAT } });
  });

  it.each([
    [{ entersIntoForce: 'on-publication', registeredIn: A }, 'registered-in-with-registration'],
    [{ entersIntoForce: 'on-registration', registeredIn: 'RU-MO' }, 'region-takes-part'],
  ])('names in a rule only what can count: %p', (body, rule) => {
    expect(when(commands.SetForceRule, body, IN.signed).refused).toEqual([{ rule, pointer: '/registeredIn' }]);
  });
});

describe('registration of what changes or ends an agreement', () => {
  const { RegisterAgreement } = commands;
  const registers = entryId(8);
  const line = (record: DatedRecord, body: object = {}) =>
    when(RegisterAgreement, { region: A, registers, ...body }, record);
  const agreed = [...[A, B].map((party) => amendmentSigned(registers, party))];

  it.each([
    ['an amendment', and(agreementKind, IN.registered, amended(), ...agreed), 'amendment'],
    [
      'an extension',
      and(
        agreementKind,
        IN.registered,
        amended({ until: '2030' }),
        ...agreed,
        ruled('on-last-signature', { until: '2025' }),
      ),
      'extension',
    ],
    ['a termination', and(agreementKind, IN.registered, ['AgreementTerminated']), 'ending'],
    ['an annulment', and(agreementKind, IN.registered, ['AgreementAnnulled']), 'ending'],
  ])('asks for a line of its own: %s', (_what, record, subject) => {
    const outcome = line(record);
    expect(outcome).toMatchObject({ refused: [], warned: [], events: [{ data: { region: A, registers, subject } }] });
    const asked = requestUnderWay(outcome.record as DatedRecord<AgreementEvent>)!;
    const { act, ...details } = registeredAs({ number: 2 }, asked).data;
    const numbered = and(agreementKind, outcome.record, ['AgreementRegistered', details, act]);
    expect(viewOn(agreementKind, numbered, '2023-01-31')).toMatchObject({
      registration: { number: 1 },
      registrations: [
        { number: 1, subject: 'agreement' },
        { number: 2, subject, registers },
      ],
    });
    expect(line(numbered).refused).toEqual([{ rule: 'registered-once', pointer: '/registers' }]);
  });

  it('is refused for what is no change, and live for an amendment that is not agreed on', () => {
    expect(line(IN.registered, { registers: entryId(1), recording: 'historical' }).refused).toEqual([
      { rule: 'registers-a-change', pointer: '/registers' },
    ]);
    const broken = [{ rule: 'amendment-registered-once-agreed', pointer: '/registers' }];
    const open = and(agreementKind, IN.registered, amended());
    expect(line(open).refused).toEqual(broken);
    expect(line(open, { recording: 'historical' })).toMatchObject({ refused: [], warned: broken });
  });

  it('is odd where the agreement itself is not registered', () => {
    const record = and(
      agreementKind,
      IN.signed,
      amended(),
      ...[A, B].map((party) => amendmentSigned(entryId(6), party)),
    );
    expect(line(record, { registers: entryId(6) }).warned).toEqual([
      { rule: 'registered-where-the-agreement-is', pointer: '/region' },
    ]);
  });
});

describe('a party that was merged', () => {
  const FIRM = otherId(7);
  const party = (id: string, data: object, ...more: GivenEvent[]) =>
    [
      'party',
      { ...given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: 'P' }, ...data }], ...more), id },
    ] as const;
  const around = {
    ...among(party(B, { region: SEAT }, ['PartiesMerged', { into: FIRM }]), party(FIRM, { region: 'RU-KLU' })),
    found: { [sameAsQuestion(B)]: [B, FIRM] },
  };

  it.each([SEAT, 'RU-KLU'])('has a seat of its own, and that of the party that it is now: %s', (region) => {
    expect(when(commands.RegisterAgreement, { region }, IN.signed, around).refused).toEqual([]);
    const rule = { entersIntoForce: 'on-registration', registeredIn: region };
    expect(when(commands.SetForceRule, rule, IN.signed, around).refused).toEqual([]);
  });

  it('has no other', () => {
    expect(when(commands.RegisterAgreement, { region: 'RU-TA' }, IN.signed, around).refused).toEqual([
      { rule: 'region-takes-part', pointer: '/region' },
    ]);
  });
});

describe('a request that the journal has answered', () => {
  it('is not corrected: nobody would see it; the registration is', () => {
    const asked = and(agreementKind, IN.signed, requested());
    const request = asked.entries.at(-1)!.id;
    const answered = and(agreementKind, asked, [
      'AgreementRegistered',
      { region: A, year: 2023, number: 1, request },
      { date: '2023-01-31' },
    ]);
    const correct = (corrects: string) =>
      when(CorrectEntry, { corrects, reason: 'Misread.', changes: { date: '2023-01-30' } }, answered);
    expect(correct(request).refused).toEqual([{ rule: 'registration-corrected-itself', pointer: '/changes' }]);
    expect(correct(answered.entries.at(-1)!.id).refused).toEqual([]);
  });
});

describe('a journal that is entered as it stood', () => {
  const { RegisterAgreement } = commands;
  const REGION_OLD = 'RU-ULY.1998';
  const withLine = (details: object) =>
    among([
      'registration-journal',
      and(journalKind, { id: REGION_OLD, entries: [] }, [
        'RegistrationNumberAssigned',
        { agreement: B, region: A, year: 1998, ...details },
      ]),
    ]);
  const old = { region: A, date: '1998-05-06', recording: 'historical' };
  const record = agreement(...allSigned('1998-02-01', '1998-03-01'));

  it('takes the number and the day that stood there', () => {
    const body = { ...old, formerNumber: '17/98' };
    const {
      events,
      warned,
      record: asked,
    } = when(RegisterAgreement, body, record, withLine({ formerNumber: '16/98' }));
    expect(warned).toEqual([]);
    expect(events).toMatchObject([{ data: { year: 1998, formerNumber: '17/98', act: { date: '1998-05-06' } } }]);
    const request = requestUnderWay(asked as DatedRecord<AgreementEvent>)!;
    const { act, ...details } = registeredAs({}, request).data;
    const entered = and(agreementKind, asked, ['AgreementRegistered', details, act]);
    expect(viewOn(agreementKind, entered, '2023-01-31')).toMatchObject({
      registration: { number: null, writtenAs: '17/98', formerNumber: '17/98', date: '1998-05-06' },
    });
  });

  it('takes no live lines', () => {
    const { refused } = when(
      RegisterAgreement,
      { region: A, date: '1998-05-06' },
      record,
      withLine({ formerNumber: '1' }),
    );
    expect(refused).toEqual([{ rule: 'journal-as-it-stood', pointer: '/region' }]);
    expect(when(RegisterAgreement, { region: A, date: '1998-05-06' }, record, withLine({ number: 1 })).refused).toEqual(
      [],
    );
  });

  it('warns of a number that stands there twice, and of one that nobody states', () => {
    const around = withLine({ formerNumber: '17/98' });
    expect(when(RegisterAgreement, { ...old, formerNumber: '17/98' }, record, around).warned).toEqual([
      { rule: 'number-stands-once', pointer: '/formerNumber' },
    ]);
    expect(when(RegisterAgreement, old, record, around).warned).toEqual([
      { rule: 'former-number-stated', pointer: '/formerNumber' },
    ]);
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
