import type { Constructor } from '../../kernel/fields.js';
import { and, TODAY, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import * as commands from './agreement.commands.js';
import type { AgreementStatus } from './agreement.js';
import { AGREEMENT_STATUSES } from './agreement.life-cycle.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  agreement,
  allSigned,
  AMENDMENT,
  amended,
  ANNOUNCEMENT,
  announced,
  adopted,
  B,
  IN,
  NEW_TEXT,
  PERSON_B,
  registered,
  ruled,
  statusOn,
  STRANGER,
  TEXT,
  whenAgreement as when,
} from '../../../test/fixtures/agreement.fixtures.js';

interface Step {
  command: Constructor;
  body: object;
  event: string;
  from: AgreementStatus[];
  rule: string;
  /** The status that it leads to; undefined where it changes none. */
  to?: AgreementStatus;
}

const OPEN: AgreementStatus[] = ['announced', 'draft', 'open-for-signature', 'partly-signed'];
const SIGNED: AgreementStatus[] = ['signed', 'registered', 'in-force'];

const ENDINGS: Constructor[] = [commands.TerminateAgreement, commands.AnnulAgreement];

/** The life cycle as docs/domain.md has it; signatures and registration have tables of their own. */
const STEPS: Step[] = [
  {
    command: commands.AdoptText,
    body: { sha256: NEW_TEXT },
    event: 'TextAdopted',
    from: OPEN,
    rule: 'text-adopted-before-signed',
    to: 'draft',
  },
  {
    command: commands.OpenForSignature,
    body: {},
    event: 'OpenedForSignature',
    from: ['draft'],
    rule: 'opened-from-draft',
    to: 'open-for-signature',
  },
  {
    command: commands.SetForceRule,
    body: { entersIntoForce: 'on-publication' },
    event: 'ForceRuleSet',
    from: [...OPEN, 'signed', 'registered'],
    rule: 'force-rule-set-before-force',
  },
  {
    command: commands.SetTerm,
    body: { until: '2030' },
    event: 'TermSet',
    from: [...OPEN, 'signed', 'registered', 'in-force'],
    rule: 'term-set-before-its-end',
  },
  {
    command: commands.PublishAgreement,
    body: { place: 'The official gazette' },
    event: 'AgreementPublished',
    from: SIGNED,
    rule: 'published-after-signed',
  },
  {
    command: commands.SuspendAgreement,
    body: { reason: 'No money.' },
    event: 'AgreementSuspended',
    from: ['in-force'],
    rule: 'suspended-while-in-force',
    to: 'suspended',
  },
  {
    command: commands.ResumeAgreement,
    body: {},
    event: 'AgreementResumed',
    from: ['suspended'],
    rule: 'resumed-while-suspended',
    to: 'in-force',
  },
  {
    command: commands.TerminateAgreement,
    body: {},
    event: 'AgreementTerminated',
    from: [...SIGNED, 'suspended'],
    rule: 'terminated-after-signed',
    to: 'terminated',
  },
  {
    command: commands.AnnulAgreement,
    body: {},
    event: 'AgreementAnnulled',
    from: [...SIGNED, 'suspended', 'terminated', 'expired'],
    rule: 'annulled-after-signed',
    to: 'annulled',
  },
  {
    command: commands.AbandonAgreement,
    body: {},
    event: 'AgreementAbandoned',
    from: [...OPEN, 'signed', 'registered'],
    rule: 'abandoned-before-force',
    to: 'abandoned',
  },
  {
    command: commands.AdoptAmendment,
    body: { sha256: AMENDMENT },
    event: 'AmendmentAdopted',
    from: [...SIGNED, 'suspended'],
    rule: 'amended-after-signed',
  },
];

const each = (allowed: boolean): [string, AgreementStatus, Step][] =>
  STEPS.flatMap((step) =>
    AGREEMENT_STATUSES.filter((status) => step.from.includes(status) === allowed).map(
      (status): [string, AgreementStatus, Step] => [step.command.name, status, step],
    ),
  );

describe('the life cycle', () => {
  it.each(AGREEMENT_STATUSES)('reaches %s', (status) => {
    expect(statusOn(IN[status])).toMatchObject({ status, certainty: 'certain' });
  });

  it.each(each(true))('lets %s happen while %s', (_name, status, { command, body, event, to }) => {
    const { events, refused, warned, record } = when(command, body, IN[status]);
    // What ends before it was in force is odd, and allowed (rule 8).
    const isOdd = ENDINGS.includes(command) && ['signed', 'registered'].includes(status);
    const odd = isOdd ? [{ rule: 'ended-without-force', pointer: '' }] : [];
    expect({ refused, warned }).toEqual({ refused: [], warned: odd });
    expect(events).toMatchObject([{ type: event, data: body }]);
    expect(statusOn(record).status).toBe(to ?? status);
  });

  it.each(each(false))('refuses %s live while %s, and warns when historical', (_name, status, step) => {
    const broken = [{ rule: step.rule, pointer: '' }];
    expect(when(step.command, step.body, IN[status])).toMatchObject({ refused: broken, events: [] });
    const kept = when(step.command, { ...step.body, recording: 'historical' }, IN[status]);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ type: step.event }] });
  });

  it.each(STEPS.map((step): [string, Step] => [step.command.name, step]))(
    'takes no intention for %s, not even a historical one',
    (_name, { command, body, from }) => {
      for (const recording of ['live', 'historical']) {
        const said = when(command, { ...body, modality: 'will', recording }, IN[from[0]!]);
        expect(said.refused).toEqual([{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }]);
      }
    },
  );

  it('goes from suspended back to where the suspension came from, again and again', () => {
    const twice = and(agreementKind, IN.suspended, ['AgreementResumed'], ['AgreementSuspended']);
    expect(statusOn(twice).status).toBe('suspended');
    expect(statusOn(and(agreementKind, twice, ['AgreementResumed'])).status).toBe('in-force');
  });

  it('goes from suspended into force no sooner than the agreement enters into it, however early it was resumed', () => {
    const record = agreement(
      ...allSigned('2022-02-01', '2022-03-01'),
      ruled('on-fixed-date', { on: '2022-06-01' }),
      ['AgreementSuspended', {}, { date: '2022-03-10', recording: 'historical' }],
      ['AgreementResumed', {}, { date: '2022-04-10', recording: 'historical' }],
    );
    const days = ['2022-03-09', '2022-03-10', '2022-04-10', '2022-05-31', '2022-06-01'];
    expect(days.map((day) => statusOn(record, day).status)).toEqual([
      'signed',
      'suspended',
      'suspended',
      'suspended',
      'in-force',
    ]);
  });

  it('is in force again on the very day of a suspension that was taken back', () => {
    const onOneDay = [
      ['AgreementSuspended', {}, { date: '2022-04-10' }],
      ['AgreementResumed', {}, { date: '2022-04-10' }],
    ] as const;
    const record = agreement(...allSigned('2022-02-01', '2022-03-01'), ruled('on-last-signature'), ...onOneDay);
    expect(statusOn(record, '2022-04-10')).toMatchObject({ status: 'in-force', certainty: 'certain' });
    const before = ['AgreementSuspended', {}, { date: '2022-05-01' }] as const;
    const unordered = agreement(
      ...allSigned('2022-02-01', '2022-03-01'),
      ruled('on-last-signature'),
      before,
      ...onOneDay,
    );
    expect(['2022-04-10', '2022-05-01'].map((day) => statusOn(unordered, day).status)).toEqual([
      'in-force',
      'suspended',
    ]);
  });

  it('leads nowhere when resumed without a suspension', () => {
    expect(statusOn(and(agreementKind, IN.registered, ['AgreementResumed'])).status).toBe('registered');
    expect(statusOn(and(agreementKind, IN.announced, ['AgreementResumed'])).status).toBe('announced');
    const early = agreement(...allSigned('2022-02-01', '2022-03-01'), registered({ date: '2022-05-01' }), [
      'AgreementResumed',
      {},
      { date: '2022-03-20', recording: 'historical' },
    ]);
    expect(statusOn(early, '2022-04-01').status).toBe('signed');
  });

  it('keeps an agreement ended, whatever an old register states for later', () => {
    const odd = and(agreementKind, IN.terminated, ['AgreementResumed', {}, { recording: 'historical' }]);
    expect(statusOn(odd).status).toBe('terminated');
    expect(statusOn(and(agreementKind, odd, ['AgreementSuspended'])).status).toBe('terminated');
  });

  it('keeps an agreement that ended without ever having been in force', () => {
    const { record, warned } = when(
      commands.TerminateAgreement,
      { recording: 'historical', date: '2021' },
      agreement(announced({}, { date: '2020', recording: 'historical' })),
    );
    expect(warned).toEqual([{ rule: 'terminated-after-signed', pointer: '' }]);
    expect(statusOn(record).status).toBe('terminated');
  });
});

describe('an announcement', () => {
  it('is an intention unless stated otherwise, with just what was said', () => {
    const body = { ...ANNOUNCEMENT, topics: ['import substitution'], expected: '2023', amendedBy: [A] };
    expect(when(commands.AnnounceAgreement, body).events).toEqual([
      {
        type: 'AgreementAnnounced',
        data: { ...body, act: { modality: 'will', date: null, recording: 'live', source: null } },
      },
    ]);
  });

  it.each(['fact', 'agreed', 'will', 'hopes'])('never is a signature, not even stated as %s', (modality) => {
    const { record } = when(commands.AnnounceAgreement, { ...ANNOUNCEMENT, modality, expected: '2022-12-01' });
    expect(statusOn(record).status).toBe('announced');
    expect(statusOn(record, '2099-01-01').status).toBe('announced');
    const ruledToo = and(agreementKind, record, ruled('on-fixed-date', { on: '2022-12-01' }));
    expect(statusOn(ruledToo, '2099-01-01').status).toBe('announced');
  });

  it('lets nobody but its parties amend', () => {
    const { refused } = when(commands.AnnounceAgreement, {
      ...ANNOUNCEMENT,
      amendedBy: [STRANGER],
      recording: 'historical',
    });
    expect(refused).toEqual([{ rule: 'amended-by-its-parties', pointer: '/amendedBy' }]);
  });

  it.each([
    ['/parties', { ...ANNOUNCEMENT, parties: A }],
    ['/parties', { ...ANNOUNCEMENT, parties: [A, A] }],
    ['/parties', { ...ANNOUNCEMENT, parties: [A, 'nobody'] }],
    ['/title', { parties: [A, B] }],
    ['/expected', { ...ANNOUNCEMENT, expected: '2023-02-29' }],
    ['/amendedBy', { ...ANNOUNCEMENT, amendedBy: [] }],
    ['/signed', { ...ANNOUNCEMENT, signed: true }],
  ])('refuses a bad %s before anything is decided', (pointer, body) => {
    expect(when(commands.AnnounceAgreement, body).invalid).toEqual([pointer]);
  });
});

describe('the day of a live act', () => {
  const dated = agreement(...allSigned('2022-02-01', '2022-03-01'), ruled('on-last-signature'));

  it.each([
    [commands.SuspendAgreement, {}, '2022-02-28', 'suspended-while-in-force'],
    [commands.TerminateAgreement, {}, '2022-02-28', 'terminated-after-signed'],
    [commands.PublishAgreement, {}, '2022-02-28', 'published-after-signed'],
    [commands.RegisterAgreement, { region: A }, '2022-02-28', 'registered-after-signed'],
    [commands.AdoptAmendment, { sha256: AMENDMENT }, '2022-02', 'amended-after-signed'],
  ])('is held against the life cycle too: %p', (command, body, date, rule) => {
    expect(when(command, { ...body, date }, dated).refused).toEqual([{ rule, pointer: '/date' }]);
    expect(when(command, { ...body, date, recording: 'historical' }, dated)).toMatchObject({
      refused: [],
      warned: [{ rule, pointer: '/date' }],
    });
    expect(when(command, { ...body, date: '2022-03-01' }, dated)).toMatchObject({ refused: [], warned: [] });
  });

  it('is not done before the agreement was announced', () => {
    const record = agreement(announced({}, { modality: 'will', date: '2022-01-10' }));
    const early = { sha256: TEXT, date: '2022-01-09' };
    const broken = [{ rule: 'text-adopted-before-signed', pointer: '/date' }];
    expect(when(commands.AdoptText, early, record)).toMatchObject({ refused: broken, events: [] });
    expect(when(commands.AdoptText, { ...early, recording: 'historical' }, record)).toMatchObject({ warned: broken });
    expect(when(commands.AdoptText, { ...early, date: '2022-01' }, record)).toMatchObject({ refused: [], warned: [] });
  });

  it('is not held against it where dates leave the status of that day open', () => {
    expect(when(commands.SuspendAgreement, { date: '2022-06-01' }, IN['in-force'])).toMatchObject({ refused: [] });
  });

  it('makes a live act doubtful, not forbidden, where today’s status cannot be determined', () => {
    const vague = agreement(...allSigned('2022-02-01', '2022-03-01'), ruled('on-fixed-date', { on: '2023' }));
    expect(statusOn(vague)).toMatchObject({ status: 'undetermined', possible: ['signed', 'in-force'] });
    expect(when(commands.SuspendAgreement, {}, vague)).toMatchObject({
      refused: [],
      warned: [{ rule: 'status-cannot-be-determined', pointer: '' }],
    });
    expect(when(commands.ResumeAgreement, {}, vague).refused).toEqual([
      { rule: 'resumed-while-suspended', pointer: '' },
    ]);
  });
});

describe('an undated text', () => {
  it('makes nothing of a memorandum before it was announced', () => {
    const record = agreement(announced({}, { modality: 'will', date: '2022-05-01' }), adopted());
    expect(statusOn(record, '1990-01-01')).toMatchObject({ status: 'not-begun', certainty: 'certain' });
    expect(statusOn(record, '2022-05-01')).toMatchObject({ possible: ['announced', 'draft'] });
    expect(statusOn(record)).toMatchObject({ status: 'draft', certainty: 'certain' });
  });
});

describe('texts', () => {
  it('differ from the current one', () => {
    expect(when(commands.AdoptText, { sha256: TEXT, recording: 'historical' }, IN.draft).refused).toEqual([
      { rule: 'text-differs', pointer: '/sha256' },
    ]);
  });

  it('are opened by their hash, the current one only', () => {
    const body = { text: NEW_TEXT };
    expect(when(commands.OpenForSignature, body, IN.draft).refused).toEqual([
      { rule: 'signed-over-the-current-text', pointer: '/text' },
    ]);
    expect(when(commands.OpenForSignature, { text: TEXT }, IN.draft).refused).toEqual([]);
  });

  it('follow each other: one that is older than the current one comes from an old register', () => {
    const draft = agreement(announced(), adopted(TEXT, { date: '2022-03-01' }));
    const older = { sha256: NEW_TEXT, date: '2022-02-28' };
    const broken = [{ rule: 'text-adopted-in-order', pointer: '/date' }];
    expect(when(commands.AdoptText, older, draft).refused).toEqual(broken);
    const { warned, record } = when(commands.AdoptText, { ...older, recording: 'historical' }, draft);
    expect(warned).toEqual(broken);
    expect(viewOn(agreementKind, record, TODAY)).toMatchObject({
      texts: [
        { sha256: NEW_TEXT, current: false },
        { sha256: TEXT, current: true },
      ],
    });
  });
});

describe('signing an amendment', () => {
  it.each(AGREEMENT_STATUSES)('keeps to the life cycle while %s', (status) => {
    const record = and(agreementKind, IN[status], amended());
    const amendment = record.entries.at(-1)!.id;
    const body = { amendment, party: B, representative: PERSON_B, text: AMENDMENT };
    const allowed = [...SIGNED, 'suspended'].includes(status);
    const broken = allowed ? [] : [{ rule: 'amended-after-signed', pointer: '' }];
    expect(when(commands.SignAmendment, body, record).refused).toEqual(broken);
    expect(when(commands.SignAmendment, { ...body, recording: 'historical', date: TODAY }, record)).toMatchObject({
      refused: [],
      warned: broken,
    });
  });
});
