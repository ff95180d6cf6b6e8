import fc from 'fast-check';
import { agreementLives } from '../../../test/fixtures/agreement-lives.fixtures.js';
import { agreement, statusOn } from '../../../test/fixtures/agreement.fixtures.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { entryId, otherId } from '../../../test/fixtures/given-when-then.fixtures.js';
import { dayAfterDays, SlowAgreement } from '../../../test/fixtures/slow-agreement-model.fixtures.js';
import type { AgreementStatus } from './agreement.js';

/** The last day on which the two are compared; the working days of Russia are known until then. */
const HORIZON = '2026-12-31';
/** Days between those that are compared beside the changes. */
const FROM_TIME_TO_TIME = 61;

/** Days around each change that the model sees, and others, with its status. */
function comparedDays(acts: readonly GivenEvent[]): [day: string, status: AgreementStatus][] {
  const all = [...SlowAgreement.lived(acts, HORIZON).statuses];
  const changes = all.flatMap(([, status], n) => (n > 0 && all[n - 1]?.[1] !== status ? [n - 1, n, n + 1] : []));
  return all.filter((_, n) => n % FROM_TIME_TO_TIME === 0 || changes.includes(n));
}

const [A, B, C] = [otherId(1), otherId(2), otherId(3)];

const act = (day: string, type: string, data: object = {}): GivenEvent => [type, data, { date: day }];
const sign = (day: string, party: string, data: object = {}): GivenEvent =>
  act(day, 'AgreementSigned', { party, ...data });
const subjectTo = { subjectTo: 'ratification' };
const ratify = (day: string, party: string): GivenEvent => act(day, 'ConsentGiven', { party, form: 'ratification' });

/** An agreement of parties that is open for signature since 3 January 2022, with a rule of force. */
const open = (parties: string[], rule: object = { entersIntoForce: 'on-last-signature' }): GivenEvent[] => [
  ['AgreementAnnounced', { parties }, { date: '2022-01-01', modality: 'will' }],
  act('2022-01-02', 'TextAdopted', { sha256: 'a'.repeat(64) }),
  act('2022-01-03', 'OpenedForSignature'),
  act('2022-01-03', 'ForceRuleSet', rule),
];
/** The same of two parties, in force from the day on which both sign, with a term. */
const inForceFrom = (day: string, term?: object): GivenEvent[] => [
  ...open([A, B]),
  ...(term ? [act('2022-01-03', 'TermSet', term)] : []),
  sign(day, A),
  sign(day, B),
];

/** What the program and the model say of days. */
function onDays(acts: readonly GivenEvent[], days: readonly string[]): { program: string[]; model: string[] } {
  const record = agreement(...acts);
  const { statuses } = SlowAgreement.lived(acts, HORIZON);
  return {
    program: days.map((day) => statusOn(record, day).status),
    model: days.map((day) => statuses.get(day) ?? 'none'),
  };
}

/** Expects of both the statuses on these days. */
function expectOnDays(acts: readonly GivenEvent[], expected: Record<string, AgreementStatus>): void {
  const statuses = Object.values(expected);
  expect(onDays(acts, Object.keys(expected))).toEqual({ program: statuses, model: statuses });
}

/** Expects of both that an agreement in force expires at the end of this day. */
function expectLastDay(acts: readonly GivenEvent[], day: string): void {
  expectOnDays(acts, { [day]: 'in-force', [dayAfterDays(day, 1)]: 'expired' });
}

describe('random lives of agreements', () => {
  it('have the status that a model says, which goes through the rules day by day', () => {
    fc.assert(
      fc.property(agreementLives, (acts) => {
        const expected = comparedDays(acts);
        const record = agreement(...acts);
        expect(expected.map(([day]) => [day, statusOn(record, day).status])).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

describe('terms, counted by hand by articles 191 to 194 of the Civil Code', () => {
  const fromSignature = (duration: string, more: object = {}): object => ({
    duration,
    countedFrom: 'last-signature',
    ...more,
  });

  it.each([
    ['a year from 15 March ends with 15 March', '2022-03-15', 'P1Y', '2023-03-15'],
    ['a month from 31 January ends with the last day of February', '2022-01-31', 'P1M', '2022-02-28'],
    ['a month from 31 January of a leap year', '2024-01-31', 'P1M', '2024-02-29'],
    ['a month from 28 February ends with 28 March', '2022-02-28', 'P1M', '2022-03-28'],
    ['a year from 29 February ends with 28 February', '2024-02-29', 'P1Y', '2025-02-28'],
    ['half a year from 31 August ends with the last day of February', '2022-08-31', 'P6M', '2023-02-28'],
    ['a quarter from 30 November ends with the last day of February', '2022-11-30', 'P3M', '2023-02-28'],
    ['half a month is 15 days', '2022-02-20', 'P15D', '2022-03-07'],
    ['two weeks from a Wednesday end with a Wednesday', '2022-02-16', 'P2W', '2022-03-02'],
    ['a month and a half: the month first', '2022-01-31', 'P1M15D', '2022-03-15'],
  ])('%s', (_name, signed, duration, lastDay) => {
    expectLastDay(inForceFrom(signed, fromSignature(duration)), lastDay);
  });

  it.each([
    ['a year whose first day is 15 March ends with 14 March', '2022-03-15', 'P1Y', '2023-03-14'],
    ['a month whose first day is 1 March ends with 31 March', '2022-03-01', 'P1M', '2022-03-31'],
    ['a month whose first day is 31 January ends with February', '2022-01-31', 'P1M', '2022-02-28'],
    ['a week whose first day is a Wednesday ends with a Tuesday', '2022-02-16', 'P1W', '2022-02-22'],
  ])('%s', (_name, signed, duration, lastDay) => {
    expectLastDay(inForceFrom(signed, fromSignature(duration, { firstDayCounts: true })), lastDay);
  });

  it('a term does not move to a working day: 14 May 2023 is a Sunday', () => {
    expectLastDay(inForceFrom('2023-04-14', fromSignature('P1M')), '2023-05-14');
  });

  it('a term from a fixed date, or from entry into force', () => {
    const fixed = { duration: 'P1Y', countedFrom: 'fixed-date', from: '2022-07-01' };
    expectLastDay(inForceFrom('2022-02-01', fixed), '2023-07-01');
    const rule = { entersIntoForce: 'on-last-signature', offset: { duration: 'P30D' } };
    const acts = [...open([A, B], rule), sign('2022-03-01', A), sign('2022-03-01', B)];
    const term = act('2022-03-01', 'TermSet', { duration: 'P1Y', countedFrom: 'entry-into-force' });
    expectLastDay([...acts, term], '2023-03-31');
  });

  it('an option lengthens the term each time that it is used, from the first beginning', () => {
    const term = fromSignature('P1M', { extension: { period: 'P1M', times: 2 } });
    const acts = inForceFrom('2022-01-31', term);
    expectLastDay([...acts, act('2022-02-10', 'TermExtended')], '2022-03-31');
    const twice = [act('2022-02-10', 'TermExtended'), act('2022-03-10', 'TermExtended')];
    expectLastDay([...acts, ...twice], '2022-04-30');
  });
});

describe('tacit renewal, by hand', () => {
  const renewed = (more: object = {}): object => ({
    duration: 'P1M',
    countedFrom: 'last-signature',
    renewal: { period: 'P1M', calendar: 'none', ...more },
  });
  const object = (day: string, received?: string): GivenEvent =>
    act(day, 'RenewalObjected', { party: A, ...(received === undefined ? {} : { received }) });

  it('is counted from the first beginning: 31 January and two months is 31 March', () => {
    const acts = inForceFrom('2022-01-31', renewed());
    expectLastDay([...acts, object('2022-03-10')], '2022-03-31');
    expectOnDays(acts, { '2022-02-28': 'in-force', '2022-03-01': 'in-force', '2026-12-31': 'in-force' });
  });

  it('goes on with the day after a last day that is stated: half a year after 30 June ends with the year', () => {
    const term = { until: '2022-06-30', renewal: { period: 'P6M', limit: 1, calendar: 'none' } };
    expectLastDay(inForceFrom('2022-02-01', term), '2022-12-31');
  });

  it('ends by itself after as many renewals as the agreement says', () => {
    expectLastDay(inForceFrom('2022-01-31', renewed({ limit: 2 })), '2022-04-30');
  });

  it('an option lengthens the period in which it is used and those behind it: the ones before keep their last days', () => {
    const acts = inForceFrom('2022-01-31', { ...renewed(), extension: { period: 'P1M', times: 2 } });
    const used = act('2022-03-10', 'TermExtended');
    expectLastDay([...acts, object('2022-02-28')], '2022-02-28');
    expectLastDay([...acts, used, object('2022-03-11')], '2022-04-30');
    expectLastDay([...acts, used, object('2022-05-01')], '2022-05-31');
    expectLastDay([...acts, used, act('2022-05-31', 'TermExtended'), object('2022-06-01')], '2022-06-30');
  });

  it('an objection on the last day counts, one a day later for the renewal after', () => {
    const acts = inForceFrom('2022-03-15', renewed({ notice: 'P10D' }));
    expectLastDay([...acts, object('2022-04-05')], '2022-04-15');
    expectLastDay([...acts, object('2022-04-06')], '2022-05-15');
  });

  it('an objection counts from when it was received, where the agreement says so', () => {
    const acts = inForceFrom('2022-03-15', renewed({ notice: 'P10D', noticeBy: 'received' }));
    expectLastDay([...acts, object('2022-04-04', '2022-04-05')], '2022-04-15');
    expectLastDay([...acts, object('2022-04-04', '2022-04-06')], '2022-05-15');
  });

  it('the last day to object moves to the next working day: 29 April to 1 May 2023 are days off', () => {
    const acts = (notice: string, calendar: string): GivenEvent[] =>
      inForceFrom('2023-04-09', renewed({ notice, calendar }));
    expectLastDay([...acts('P10D', 'RU'), object('2023-05-02')], '2023-05-09');
    expectLastDay([...acts('P10D', 'RU'), object('2023-05-03')], '2023-06-09');
    expectLastDay([...acts('P10D', 'none'), object('2023-05-02')], '2023-06-09');
    expectLastDay([...acts('P11D', 'RU'), object('2023-04-28')], '2023-05-09');
    expectLastDay([...acts('P11D', 'RU'), object('2023-04-29')], '2023-06-09');
  });
});

describe('entry into force, by hand', () => {
  it('waits for the last signature, an offset and a day that the agreement names', () => {
    const rule = (more: object): object => ({ entersIntoForce: 'on-last-signature', ...more });
    const signed = [sign('2022-02-01', A), sign('2022-03-15', B)];
    const inForce = (day: string): Record<string, AgreementStatus> => ({
      [dayAfterDays(day, -1)]: day === '2022-03-15' ? 'partly-signed' : 'signed',
      [day]: 'in-force',
    });
    expectOnDays([...open([A, B], rule({})), ...signed], inForce('2022-03-15'));
    expectOnDays([...open([A, B], rule({ offset: { duration: 'P30D' } })), ...signed], inForce('2022-04-14'));
    expectOnDays([...open([A, B], rule({ offset: { monthStart: 1 } })), ...signed], inForce('2022-04-01'));
    const both = rule({ offset: { duration: 'P1M', monthStart: 2 } });
    expectOnDays([...open([A, B], both), ...signed], inForce('2022-06-01'));
    expectOnDays([...open([A, B], rule({ notBefore: '2022-05-09' })), ...signed], inForce('2022-05-09'));
    const fixed = { entersIntoForce: 'on-fixed-date', on: '2022-03-20' };
    expectOnDays([...open([A, B], fixed), ...signed], inForce('2022-03-20'));
    expectOnDays([...open([A, B], { ...fixed, on: '2022-03-01' }), ...signed], inForce('2022-03-15'));
  });

  it('waits for what signatures are subject to', () => {
    const acts = [...open([A, B]), sign('2022-02-01', A, subjectTo), sign('2022-02-02', B), ratify('2022-05-05', A)];
    expectOnDays(acts, { '2022-02-02': 'signed', '2022-05-04': 'signed', '2022-05-05': 'in-force' });
  });

  it('waits for so many, or named ones, and accessions where they count', () => {
    const rule = (consents: object): object => ({ entersIntoForce: 'on-last-signature', consents });
    const signed = [sign('2022-02-01', A), sign('2022-02-05', B)];
    expectOnDays([...open([A, B, C], rule({ count: 2 })), ...signed], {
      '2022-02-04': 'partly-signed',
      '2022-02-05': 'in-force',
    });
    expectOnDays([...open([A, B, C], rule({ parties: [A] })), ...signed], { '2022-02-01': 'in-force' });
    const subject = [sign('2022-02-01', A), sign('2022-02-05', B, subjectTo)];
    const joined = act('2022-02-20', 'PartyAcceded', { party: C });
    expectOnDays([...open([A, B], rule({ count: 2, accessionsCount: true })), ...subject, joined], {
      '2022-02-19': 'signed',
      '2022-02-20': 'in-force',
    });
  });
});

describe('endings, by hand', () => {
  const inForce = inForceFrom('2022-02-01');

  it('a termination with notice, and its taking back', () => {
    const notice = act('2022-03-01', 'AgreementTerminated', { effective: '2022-06-01' });
    expectOnDays([...inForce, notice], { '2022-05-31': 'in-force', '2022-06-01': 'terminated' });
    const back = act('2022-05-31', 'TerminationTakenBack', { termination: entryId(7) });
    expectOnDays([...inForce, notice, back], { '2022-06-01': 'in-force', '2026-12-31': 'in-force' });
  });

  it('a withdrawal ends it for all when fewer than two are left, or than the agreement says', () => {
    const leave = (day: string, party: string, effective: string): GivenEvent =>
      act(day, 'PartyWithdrew', { party, effective });
    const all = (parties: string[], endsBelow?: number): GivenEvent[] => [
      ...open(parties, { entersIntoForce: 'on-last-signature', ...(endsBelow ? { endsBelow } : {}) }),
      ...parties.map((party) => sign('2022-02-01', party)),
    ];
    const first = leave('2022-03-01', A, '2022-04-01');
    const second = leave('2022-03-05', B, '2022-05-01');
    expectOnDays([...all([A, B]), first], { '2022-03-31': 'in-force', '2022-04-01': 'terminated' });
    const three = [...all([A, B, C]), first, second];
    expectOnDays(three, { '2022-04-30': 'in-force', '2022-05-01': 'terminated' });
    expectOnDays([...all([A, B, C], 3), first], { '2022-03-31': 'in-force', '2022-04-01': 'terminated' });
    expectOnDays([...all([A, B], 1), first], { '2022-04-01': 'in-force', '2026-12-31': 'in-force' });
  });

  it('suspended, resumed, annulled; the term goes on meanwhile', () => {
    const halted = [...inForceFrom('2022-02-01', { until: '2022-08-31' }), act('2022-03-01', 'AgreementSuspended')];
    expectOnDays([...halted, act('2022-04-01', 'AgreementResumed')], {
      '2022-03-31': 'suspended',
      '2022-04-01': 'in-force',
      '2022-09-01': 'expired',
    });
    expectOnDays([...halted, act('2022-10-01', 'AgreementAnnulled')], {
      '2022-08-31': 'suspended',
      '2022-09-01': 'expired',
      '2022-10-01': 'annulled',
    });
  });
});

describe('what the model found', () => {
  it('a term from the last signature needed begins with the last of those whose consents force waits for', () => {
    const rule = { entersIntoForce: 'on-last-signature', consents: { count: 2 } };
    const acts = [
      ...open([A, B, C], rule),
      act('2022-01-03', 'TermSet', { duration: 'P1Y', countedFrom: 'last-signature' }),
      sign('2022-02-01', A),
      sign('2022-02-05', B),
    ];
    expectLastDay(acts, '2023-02-05');
    expectLastDay([...acts, sign('2022-12-01', C)], '2023-02-05');
    const named = { entersIntoForce: 'on-last-signature', consents: { parties: [A] } };
    expectLastDay([...open([A, B], named), ...acts.slice(4, 6)], '2023-02-01');
  });

  it('the last term that was stated counts, in whichever command', () => {
    const term = act('2022-01-04', 'TermSet', { until: '2022-12-31' });
    const rule = act('2022-01-05', 'ForceRuleSet', { entersIntoForce: 'on-last-signature', until: '2022-06-30' });
    const signed = [sign('2022-02-01', A), sign('2022-02-01', B)];
    expectLastDay([...open([A, B]), term, rule, ...signed], '2022-06-30');
    const without = act('2022-01-06', 'ForceRuleSet', { entersIntoForce: 'on-last-signature' });
    expectLastDay([...open([A, B]), term, rule, without, ...signed], '2022-12-31');
  });

  it('a successor stands where the rule of force names its predecessor', () => {
    const rule = {
      entersIntoForce: 'on-last-signature',
      consents: { parties: [A] },
      offset: { duration: 'P30D' },
    };
    const succeeded = act('2022-02-10', 'PartySucceeded', { party: A, successor: C });
    const acts = [...open([A, B], rule), sign('2022-02-01', A), sign('2022-02-02', B), succeeded];
    expectOnDays(acts, { '2022-03-02': 'signed', '2022-03-03': 'in-force' });
  });

  it('a withdrawal that was declared stands for the successor too', () => {
    const leave = act('2022-03-01', 'PartyWithdrew', { party: A, effective: '2022-06-01' });
    const succeeded = act('2022-04-01', 'PartySucceeded', { party: A, successor: C });
    const acts = [...inForceFrom('2022-02-01'), leave, succeeded];
    expectOnDays(acts, { '2022-05-31': 'in-force', '2022-06-01': 'terminated' });
  });

  it('a new text voids the consents under the old one as it voids the signatures', () => {
    const rule = { entersIntoForce: 'on-last-signature', consents: { count: 1 }, notBefore: '2022-06-01' };
    const acts = [
      ...open([A, B], rule),
      sign('2022-02-01', A, subjectTo),
      ratify('2022-02-10', A),
      act('2022-03-01', 'TextAdopted', { sha256: 'b'.repeat(64) }),
    ];
    expectOnDays(acts, { '2022-03-01': 'draft', '2022-06-01': 'draft' });
  });

  it('a notice does not end what has expired, or was annulled or given up, before it takes effect', () => {
    const notice = act('2022-03-01', 'AgreementTerminated', { effective: '2022-09-01' });
    const withdrawal = act('2022-03-01', 'PartyWithdrew', { party: A, effective: '2022-09-01' });
    const termed = inForceFrom('2022-02-01', { until: '2022-06-30' });
    for (const declared of [notice, withdrawal]) {
      expectOnDays([...termed, declared], { '2022-07-01': 'expired', '2022-09-01': 'expired' });
      const annulled = [...inForceFrom('2022-02-01'), declared, act('2022-03-01', 'AgreementAnnulled')];
      expectOnDays(annulled, { '2022-03-01': 'annulled', '2022-09-01': 'annulled' });
    }
  });

  it('what ended on one day is annulled where that is recorded last', () => {
    const left = [...inForceFrom('2022-02-01'), act('2022-03-01', 'PartyWithdrew', { party: A })];
    expectOnDays([...left, act('2022-03-01', 'AgreementAnnulled')], { '2022-03-01': 'annulled' });
  });

  it('objections and extensions go with the term under which they were made', () => {
    const renewal = { period: 'P1Y', calendar: 'none' };
    const acts = inForceFrom('2022-02-01', { until: '2022-12-31', renewal, extension: { period: 'P1Y' } });
    const again = act('2022-06-01', 'TermSet', { until: '2023-12-31', renewal, extension: { period: 'P1Y' } });
    const objected = act('2022-05-01', 'RenewalObjected', { party: A });
    expectOnDays([...acts, objected, again], { '2023-01-01': 'in-force', '2024-01-01': 'in-force' });
    const last = act('2022-06-01', 'TermSet', { until: '2023-12-31', extension: { period: 'P1Y' } });
    expectLastDay([...acts, act('2022-05-01', 'TermExtended'), last], '2023-12-31');
  });
});

describe('what the model found in amendments', () => {
  const amended = (day: string, until: string): GivenEvent => act(day, 'AmendmentAdopted', { until });
  const agreed = (day: string, amendment: number, ...parties: string[]): GivenEvent[] =>
    parties.map((party) => act(day, 'AmendmentSigned', { amendment: entryId(amendment), party }));
  const acts = inForceFrom('2022-02-01', { until: '2022-12-31' });

  it('one that all have signed stays agreed on when a party joins later, succeeds, or takes its withdrawal back', () => {
    const changed = [...acts, amended('2022-06-01', '2023-12-31'), ...agreed('2022-06-01', 8, A, B)];
    expectLastDay([...changed, act('2022-09-01', 'PartyAcceded', { party: C })], '2023-12-31');
    expectLastDay([...changed, act('2022-09-01', 'PartySucceeded', { party: A, successor: C })], '2023-12-31');
    const leaving = [
      ...acts,
      act('2022-05-01', 'PartyAcceded', { party: C }),
      act('2022-05-02', 'PartyWithdrew', { party: A, effective: '2022-11-01' }),
      amended('2022-06-01', '2023-12-31'),
      ...agreed('2022-06-01', 10, B, C),
      act('2022-07-01', 'TerminationTakenBack', { termination: entryId(9) }),
    ];
    expectLastDay(leaving, '2023-12-31');
  });

  it('one that is not agreed on needs a party that joins meanwhile', () => {
    const open = [...acts, amended('2022-06-01', '2023-12-31'), ...agreed('2022-06-01', 8, A)];
    const joined = [...open, act('2022-07-01', 'PartyAcceded', { party: C }), ...agreed('2022-08-01', 8, B)];
    expectLastDay(joined, '2022-12-31');
    expectLastDay([...joined, ...agreed('2022-09-01', 8, C)], '2023-12-31');
  });

  it('the last term that was agreed on counts, where it was set after the amendment', () => {
    const changed = [...acts, amended('2022-06-01', '2023-12-31'), ...agreed('2022-06-01', 8, A, B)];
    expectLastDay([...changed, act('2022-07-01', 'TermSet', { until: '2023-06-30' })], '2023-06-30');
  });

  it('objections and extensions before it went with the last day that it has changed', () => {
    const extended = inForceFrom('2022-02-01', { until: '2022-12-31', extension: { period: 'P1Y' } });
    const changed = [amended('2022-06-01', '2023-06-30'), ...agreed('2022-06-01', 9, A, B)];
    expectLastDay([...extended, act('2022-05-01', 'TermExtended'), ...changed], '2023-06-30');
    const renewed = inForceFrom('2022-02-01', { until: '2022-12-31', renewal: { period: 'P1Y', calendar: 'none' } });
    const objected = act('2022-05-01', 'RenewalObjected', { party: A });
    expectOnDays([...renewed, objected, ...changed], { '2023-01-01': 'in-force', '2023-07-01': 'in-force' });
  });
});
