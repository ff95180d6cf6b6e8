import type { DatedRecord } from '../../kernel/dated.js';
import { documentOn } from '../document.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, otherId, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import {
  AnnounceAgreement,
  SetForceRule,
  SignAgreement,
  TakeBackTermination,
  TerminateAgreement,
} from './agreement.commands.js';
import {
  AccedeToAgreement,
  ApplyProvisionally,
  EndProvisionalApplication,
  GiveConsent,
  RecordAllSigned,
  StateStatus,
  SucceedParty,
  WithdrawFromAgreement,
} from './agreement.consent-commands.js';
import type { AgreementAnswer } from './agreement.schema.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  adopted,
  agreement,
  announced,
  B,
  NEW_TEXT,
  opened,
  ruled,
  statusOn,
  STRANGER,
  TEXT,
  whenAgreement as when,
} from '../../../test/fixtures/agreement.fixtures.js';

const C = 'RU-KLU';
const D = 'RU-TA';
const by = otherId(11);
const signed = (party: string, date: string, details = {}): GivenEvent => [
  'AgreementSigned',
  { party, representative: by, text: TEXT, ...details },
  { date },
];
const begun = (...parties: string[]): GivenEvent[] => [
  announced({ parties }, { date: '1900-01-10' }),
  adopted(TEXT, { date: '1900-01-11' }),
  opened({ date: '1900-01-12' }),
];
const consent = (party: string, date: string, form = 'ratification'): GivenEvent => [
  'ConsentGiven',
  { party, form },
  { date },
];
const on = (record: DatedRecord, ...days: string[]): string[] => days.map((day) => statusOn(record, day).status);
const viewed = (record: DatedRecord, day = '2023-01-31'): AgreementAnswer =>
  viewOn(agreementKind, record, day) as AgreementAnswer;
const day = (text: string): object => ({ earliest: text, latest: text });

describe('consent and force (rule 14)', () => {
  it('waits for ratification of a signature that is subject to it', () => {
    const record = agreement(
      ...begun(A, B),
      signed(A, '1901-02-01', { subjectTo: 'ratification' }),
      signed(B, '1901-03-01'),
      ruled('on-last-signature', {}, { date: '1901-03-01' }),
      consent(A, '1903-05-01'),
    );
    expect(on(record, '1901-03-01', '1903-04-30', '1903-05-01')).toEqual(['signed', 'signed', 'in-force']);
    expect(statusOn(record, '1903-05-01').basis).toEqual([entryId(6), entryId(4), entryId(7), entryId(5)]);
    expect(viewed(record).parties[0]).toMatchObject({
      signed: { subjectTo: 'ratification' },
      consent: { form: 'ratification', date: '1903-05-01' },
    });
  });

  it('needs so many consents, whosever they are; those that come later bind their own party from their own day', () => {
    const record = agreement(
      ...begun(A, B, C),
      signed(A, '1901-02-01'),
      signed(B, '1901-03-01'),
      ruled('on-fixed-date', { on: '1902-01-01', consents: { count: 2 } }, { date: '1901-03-01' }),
      signed(C, '1950-06-01'),
    );
    expect(on(record, '1901-12-31', '1902-01-01', '1930-01-01', '1960-01-01')).toEqual([
      'partly-signed',
      'in-force',
      'in-force',
      'in-force',
    ]);
    expect(viewed(record).parties.map(({ boundFrom }) => boundFrom)).toEqual([
      day('1902-01-01'),
      day('1902-01-01'),
      day('1950-06-01'),
    ]);
  });

  it('needs the consents of named parties, and of so many', () => {
    const rule = ruled('on-last-signature', { consents: { count: 2, parties: [C] } }, { date: '1901-01-01' });
    const two = [...begun(A, B, C), signed(A, '1901-02-01'), signed(B, '1901-03-01'), rule];
    expect(on(agreement(...two), '2020-01-01')).toEqual(['partly-signed']);
    const all = agreement(...two, signed(C, '1902-04-01'));
    expect(on(all, '1902-03-31', '1902-04-01')).toEqual(['partly-signed', 'in-force']);
  });

  it.each([
    [{ duration: 'P30D' }, '1901-03-31'],
    [{ monthStart: 1 }, '1901-04-01'],
    [{ duration: 'P30D', monthStart: 1 }, '1901-04-01'],
    [{ duration: 'P3M', monthStart: 2 }, '1901-08-01'],
  ])('begins with an offset of %j after the last of them on %s', (offset, first) => {
    const record = agreement(
      ...begun(A, B),
      signed(A, '1901-02-01'),
      signed(B, '1901-03-01'),
      ruled('on-last-signature', { offset }, { date: '1901-03-01' }),
    );
    expect(viewed(record).force?.since).toEqual(day(first));
    expect(on(record, '1901-03-30', first)).toEqual(['signed', 'in-force']);
  });

  it('does not begin before the day that the agreement names', () => {
    const rule = (details: object): GivenEvent => ruled('on-last-signature', details, { date: '1901-03-01' });
    const both = [...begun(A, B), signed(A, '1901-02-01'), signed(B, '1901-03-01')];
    expect(viewed(agreement(...both, rule({ notBefore: '1902-01-01' }))).force?.since).toEqual(day('1902-01-01'));
    expect(viewed(agreement(...both, rule({ notBefore: '1900-06-01' }))).force?.since).toEqual(day('1901-03-01'));
  });

  it('is as vague as the consent that is the n-th', () => {
    const record = agreement(
      ...begun(A, B, C),
      signed(A, '1901-02-01'),
      signed(B, '1901'),
      signed(C, '1902-05-01'),
      ruled('on-last-signature', { consents: { count: 2 } }, { date: '1901-01-01' }),
    );
    expect(viewed(record).force?.since).toEqual({ earliest: '1901-02-01', latest: '1901-12-31' });
    expect(statusOn(record, '1901-06-01').possible).toEqual(expect.arrayContaining(['partly-signed', 'in-force']));
  });

  it('is not undone by a party that accedes, which is bound from its own day plus the offset', () => {
    const record = agreement(
      ...begun(A, B),
      signed(A, '1901-02-01'),
      signed(B, '1901-03-01'),
      ruled('on-last-signature', { offset: { duration: 'P30D' } }, { date: '1901-03-01' }),
      ['PartyAcceded', { party: C }, { date: '1950-06-01' }],
    );
    expect(on(record, '1901-03-31', '1949-01-01', '1960-01-01')).toEqual(['in-force', 'in-force', 'in-force']);
    expect(viewed(record).parties.map(({ party, boundFrom }) => [party, boundFrom])).toEqual([
      [A, day('1901-03-31')],
      [B, day('1901-03-31')],
      [C, day('1950-07-01')],
    ]);
    expect(viewed(record, '1940-01-01').parties).toHaveLength(2);
  });

  it('counts accessions where the agreement says so', () => {
    const rule = (accessionsCount: boolean): GivenEvent =>
      ruled('on-last-signature', { consents: { count: 3, accessionsCount } }, { date: '1901-01-01' });
    const three = [...begun(A, B), signed(A, '1901-02-01'), signed(B, '1901-03-01')];
    const accession: GivenEvent = ['PartyAcceded', { party: C }, { date: '1905-01-01' }];
    expect(on(agreement(...three, rule(true), accession), '1904-12-31', '1905-01-01')).toEqual(['signed', 'in-force']);
    expect(on(agreement(...three, rule(false), accession), '1905-01-01')).toEqual(['signed']);
  });

  it('stays with a successor, which keeps the day of whom it follows', () => {
    const record = agreement(
      ...begun(A, B),
      signed(A, '1901-02-01'),
      signed(B, '1901-03-01'),
      ruled('on-last-signature', {}, { date: '1901-03-01' }),
      ['PartySucceeded', { party: B, successor: D }, { date: '1992-01-01' }],
    );
    expect(on(record, '1901-03-01', '1993-01-01')).toEqual(['in-force', 'in-force']);
    expect(viewed(record).parties[1]).toMatchObject({ party: D, boundFrom: day('1901-03-01'), succeeds: { party: B } });
    expect(viewed(record, '1991-12-31').parties[1]).not.toHaveProperty('succeeds');
  });
});

describe('withdrawal (rule 13)', () => {
  const three = agreement(
    ...begun(A, B, C),
    signed(A, '1901-02-01'),
    signed(B, '1901-03-01'),
    signed(C, '1901-03-01'),
    ruled('on-last-signature', {}, { date: '1901-03-01' }),
  );
  const leaves = (party: string, date: string, effective?: string): GivenEvent => [
    'PartyWithdrew',
    effective === undefined ? { party } : { party, effective },
    { date },
  ];

  it('ends the agreement for the party that leaves, and for all when fewer than two are left', () => {
    const one = and(agreementKind, three, leaves(C, '1950-01-01', '1950-12-31'));
    expect(on(one, '1951-01-01')).toEqual(['in-force']);
    expect(viewed(one).parties[2]).toMatchObject({ leavesOn: day('1950-12-31') });
    const two = and(agreementKind, one, leaves(A, '1960-01-01'));
    expect(on(two, '1959-12-31', '1960-01-01')).toEqual(['in-force', 'terminated']);
    expect(statusOn(two, '1960-01-01').basis).toEqual([entryId(8), entryId(9)]);
  });

  it('ends it for all below the number that the agreement says', () => {
    const record = agreement(
      ...begun(A, B, C),
      signed(A, '1901-02-01'),
      signed(B, '1901-03-01'),
      signed(C, '1901-03-01'),
      ruled('on-last-signature', { endsBelow: 3 }, { date: '1901-03-01' }),
      leaves(C, '1950-01-01'),
    );
    expect(on(record, '1949-12-31', '1950-01-01')).toEqual(['in-force', 'terminated']);
  });

  it('is taken back before it takes effect', () => {
    const declared = and(agreementKind, three, leaves(C, '2023-01-01', '2023-12-31'));
    const { refused, record } = when(TakeBackTermination, { termination: entryId(8) }, declared);
    expect(refused).toEqual([]);
    expect(viewed(record).parties[2]?.leavesOn).toBeUndefined();
  });

  it('is declared once, by a party, and takes effect no earlier', () => {
    const declared = and(agreementKind, three, leaves(C, '2023-01-01', '2023-12-31'));
    expect(when(WithdrawFromAgreement, { party: C }, declared).refused).toEqual([
      { rule: 'withdraws-once', pointer: '/party' },
    ]);
    expect(when(WithdrawFromAgreement, { party: STRANGER }, three).refused).toEqual([
      { rule: 'declared-by-a-named-party', pointer: '/party' },
    ]);
    const early = { party: C, date: '2023-01-10', effective: '2022' };
    expect(when(WithdrawFromAgreement, early, three).refused).toEqual([
      { rule: 'effective-once-declared', pointer: '/effective' },
    ]);
  });

  it('leaves the amendments to those who stay', () => {
    const record = and(agreementKind, three, leaves(C, '1950-01-01'), [
      'AmendmentAdopted',
      { sha256: 'c'.repeat(64) },
      { date: '1960-01-01' },
    ]);
    expect(viewed(record).amendments[0]?.needs).toEqual([A, B]);
  });
});

describe('provisional application', () => {
  const signedOnly = [...begun(A, B), signed(A, '1901-02-01')];
  const applied: GivenEvent = [
    'ProvisionalApplicationAgreed',
    { from: '1901-02-10', until: '1901-12-31' },
    { date: '1901-02-02' },
  ];

  it('has days of its own, is not force, and ends with it', () => {
    const record = agreement(...signedOnly, applied);
    expect(on(record, '1901-06-01')).toEqual(['partly-signed']);
    expect(viewed(record).provisional).toMatchObject({ from: day('1901-02-10'), to: day('1902-01-01') });
    const inForce = and(
      agreementKind,
      record,
      signed(B, '1901-07-01'),
      ruled('on-last-signature', {}, { date: '1901-07-01' }),
    );
    expect(viewed(inForce).provisional).toMatchObject({ to: day('1901-07-01') });
    const ended = and(agreementKind, record, ['ProvisionalApplicationEnded', {}, { date: '1901-05-01' }]);
    expect(viewed(ended).provisional).toMatchObject({ to: day('1901-05-01') });
  });

  it('is agreed once before force, and ended where there is one', () => {
    const record = agreement(...signedOnly);
    expect(when(ApplyProvisionally, {}, record).refused).toEqual([]);
    expect(when(EndProvisionalApplication, {}, record).refused).toEqual([
      { rule: 'provisional-application-to-end', pointer: '' },
    ]);
    const twice = agreement(...signedOnly, applied);
    expect(when(ApplyProvisionally, {}, twice).refused).toEqual([{ rule: 'applied-provisionally-once', pointer: '' }]);
    expect(when(ApplyProvisionally, { from: '2024', until: '2023' }, record).refused).toEqual([
      { rule: 'term-in-order', pointer: '/until' },
    ]);
  });
});

describe('old papers (rule 21)', () => {
  const old = { recording: 'historical' };

  it('may give a signature without a person and a text', () => {
    const record = agreement(announced({ parties: [A, B] }, { date: '1900' }));
    const { refused, warned, record: after } = when(SignAgreement, { party: A, date: '1901-02-01', ...old }, record);
    expect([refused, warned]).toEqual([[], []]);
    expect(statusOn(after).status).toBe('partly-signed');
    expect(when(SignAgreement, { party: A }, record).refused.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['signed-by-a-representative', 'signed-over-a-text']),
    );
  });

  it('may say that all have signed, in one act', () => {
    const record = agreement(announced({ parties: [A, B] }, { date: '1900' }));
    const all = { date: '1901-02-01', ...old };
    const { refused, record: after } = when(RecordAllSigned, all, record);
    expect(refused).toEqual([]);
    expect(on(after, '1901-01-31', '1901-02-01')).toEqual(['announced', 'signed']);
    const inForce = and(agreementKind, after, ruled('on-last-signature', {}, { date: '1901-02-01' }));
    expect(on(inForce, '1901-02-01')).toEqual(['in-force']);
    expect(when(RecordAllSigned, {}, record).refused).toEqual([
      { rule: 'said-of-old-signatures', pointer: '/recording' },
    ]);
  });

  it('may name one party, or none', () => {
    const begin = (parties: string[], details = {}): object[] =>
      when(AnnounceAgreement, { title: { en: 'T' }, parties, ...details }).refused;
    expect(begin([A])).toEqual([{ rule: 'between-two-parties', pointer: '/parties' }]);
    expect(begin([A], old)).toEqual([]);
    expect(begin([], old)).toEqual([]);
    const nobody = agreement(announced({ parties: [] }, { date: '1900' }), ['SignedByAll', {}, { date: '1901-01-01' }]);
    expect(on(nobody, '1901-01-01')).toEqual(['signed']);
  });
});

describe('a status that an old register states (rule 15)', () => {
  const stated = (status: string, date: string | null): GivenEvent => [
    'StatusStated',
    { status },
    { date, recording: 'historical' },
  ];
  const bodyOn = (record: DatedRecord, day = '2023-01-31'): object => documentOn(agreementKind, record, day).body;
  const old = agreement(
    announced({ parties: [A, B] }, { date: '1900', recording: 'historical' }),
    signed(A, '1901-02-01'),
  );

  it('is shown as the register states it, beside what follows from the acts', () => {
    const record = and(agreementKind, old, stated('in-force', '1950-01-01'));
    expect(on(record, '1949-12-31', '1950-01-01', '2023-01-31')).toEqual(['partly-signed', 'in-force', 'in-force']);
    expect(bodyOn(record)).toMatchObject({
      status: 'in-force',
      certainty: 'certain',
      statusBasis: 'as-registered',
      computedStatus: { status: 'partly-signed', certainty: 'certain', possible: [] },
    });
    expect(bodyOn(record, '1949-12-31')).not.toHaveProperty('statusBasis');
    expect(statusOn(record).basis).toEqual([entryId(3)]);
  });

  it('leaves both possible where nobody says since when the register states it', () => {
    const record = and(agreementKind, old, stated('in-force', null));
    expect(statusOn(record)).toMatchObject({ status: 'in-force', certainty: 'certain' });
    expect(statusOn(record, '1950-01-01')).toMatchObject({
      status: 'undetermined',
      possible: ['partly-signed', 'in-force'],
    });
  });

  it('is the last one stated, until a live act leads on', () => {
    const record = and(agreementKind, old, stated('in-force', '1950-01-01'), stated('expired', '1990-01-01'));
    expect(on(record, '1960-01-01', '1991-01-01')).toEqual(['in-force', 'expired']);
    const signedSince = and(agreementKind, record, signed(B, '2023-01-10'));
    expect(on(signedSince, '2023-01-09', '2023-01-10')).toEqual(['expired', 'signed']);
    expect(bodyOn(signedSince)).not.toHaveProperty('statusBasis');
  });

  it('is what commands are held against', () => {
    const record = and(agreementKind, old, stated('in-force', '1950-01-01'));
    expect(when(TerminateAgreement, {}, record).refused).toEqual([]);
    expect(when(SignAgreement, { party: B, representative: by, text: TEXT }, record).refused).not.toEqual([]);
  });

  it('is only of an old register, and warned of once where the acts come to something else', () => {
    expect(when(StateStatus, { status: 'in-force' }, old).refused).toEqual([
      { rule: 'stated-by-an-old-register', pointer: '/recording' },
    ]);
    const historical = { recording: 'historical' };
    expect(when(StateStatus, { status: 'in-force', ...historical }, old)).toMatchObject({
      refused: [],
      warned: [{ rule: 'status-as-computed', pointer: '/status' }],
    });
    expect(when(StateStatus, { status: 'partly-signed', ...historical }, old).warned).toEqual([]);
  });
});

describe('what is refused', () => {
  const record = agreement(...begun(A, B), signed(A, '1901-02-01', { subjectTo: 'ratification' }));

  it.each([
    [{ consents: {} }, 'consents-needed', '/consents'],
    [{ consents: { parties: [STRANGER] } }, 'consents-of-its-parties', '/consents/parties'],
    [{ consents: { count: 3 } }, 'consents-that-can-be-given', '/consents/count'],
    [{ offset: {} }, 'offset-given', '/offset'],
  ])('a rule of force %j by %s', (body, rule, pointer) => {
    expect(when(SetForceRule, { entersIntoForce: 'on-last-signature', ...body }, record).refused).toEqual([
      { rule, pointer },
    ]);
  });

  it('a consent is given again over a new text', () => {
    const again = and(
      agreementKind,
      agreement(...begun(A, B), signed(A, '1901-02-01', { subjectTo: 'ratification' }), consent(A, '1901-05-01')),
      adopted(NEW_TEXT, { date: '1902-01-01' }),
      opened({ date: '1902-01-02' }),
      signed(A, '1902-02-01', { subjectTo: 'ratification', text: NEW_TEXT }),
    );
    const { refused } = when(GiveConsent, { party: A, form: 'ratification', date: '1902-03-01' }, again);
    expect(refused).toEqual([]);
  });

  it('a consent to no signature that is subject to it, before it, or twice', () => {
    const form = 'approval';
    expect(when(GiveConsent, { party: B, form }, record).refused).toEqual([
      { rule: 'consent-to-a-signature', pointer: '/party' },
    ]);
    expect(when(GiveConsent, { party: A, form, date: '1900-06-01' }, record).refused.map(({ rule }) => rule)).toContain(
      'consent-after-signature',
    );
    const given = and(agreementKind, record, consent(A, '1902-01-01'));
    expect(when(GiveConsent, { party: A, form }, given).refused).toEqual([
      { rule: 'consent-given-once', pointer: '/party' },
    ]);
  });

  it('an accession or succession of who is a party already', () => {
    const all = and(agreementKind, record, signed(B, '1901-03-01'));
    expect(when(AccedeToAgreement, { party: B }, all).refused).toEqual([
      { rule: 'accedes-from-outside', pointer: '/party' },
    ]);
    expect(when(SucceedParty, { party: A, successor: B }, all).refused).toEqual([
      { rule: 'succeeds-from-outside', pointer: '/successor' },
    ]);
  });

  it('a certificate of a signature on paper', () => {
    const body = { party: B, representative: by, text: TEXT, form: 'paper', certificate: '01' };
    expect(when(SignAgreement, body, record).refused.map(({ rule }) => rule)).toContain('electronic-signature');
  });
});
