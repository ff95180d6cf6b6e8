import type { DatedRecord } from '../../kernel/dated.js';
import { and, entryId, TODAY, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import { AdoptAmendment, SignAmendment } from './agreement.commands.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  agreement,
  allSigned,
  AMENDMENT,
  amended,
  amendmentSigned,
  announced,
  B,
  parties,
  PERSON_A,
  PERSON_B,
  ruled,
  statusOn,
  STRANGER,
  TEXT,
  whenAgreement as when,
} from '../../../test/fixtures/agreement.fixtures.js';

const inForce = agreement(
  ...allSigned('2022-02-01', '2022-03-01'),
  ruled('on-last-signature', { until: '2023-12-31' }),
);
const first = entryId(7);
const extended = and(agreementKind, inForce, amended({ until: '2025-12-31' }, { date: '2022-06-01' }));
const both = [
  amendmentSigned(first, A, { date: '2022-06-02' }),
  amendmentSigned(first, B, { date: '2022-06-03' }),
] as const;
const body = { amendment: first, party: A, representative: PERSON_A, text: AMENDMENT };

const untilOf = (record: DatedRecord): unknown =>
  (viewOn(agreementKind, record, TODAY) as { force: { until: string } }).force.until;
const amendmentsOf = (record: DatedRecord): unknown =>
  (viewOn(agreementKind, record, TODAY) as { amendments: unknown }).amendments;

describe('an amendment', () => {
  it('is adopted as a text of its own, and moves no status', () => {
    const { events, record } = when(AdoptAmendment, { sha256: AMENDMENT, title: { ru: 'Изменение 1' } }, inForce);
    expect(events).toMatchObject([{ type: 'AmendmentAdopted', data: { sha256: AMENDMENT } }]);
    expect(statusOn(record).status).toBe('in-force');
    expect(amendmentsOf(record)).toMatchObject([{ kind: 'amendment', needs: [A, B], signedBy: [], agreed: null }]);
  });

  it.each([
    ['2024-01-01', 'extension'],
    ['2024', 'extension'],
    ['2023-12-31', 'amendment'],
    ['2023', 'amendment'],
    ['2023-06-30', 'amendment'],
  ])('that ends the term on %s is an %s', (until, kind) => {
    const record = and(agreementKind, inForce, amended({ until }, { date: '2022-06-01' }));
    expect(amendmentsOf(record)).toMatchObject([{ kind }]);
    expect(amendmentsOf(and(agreementKind, record, ...both))).toMatchObject([{ kind }]);
  });

  it('is an extension of the term that stood before it, not of a later one', () => {
    const record = and(
      agreementKind,
      and(agreementKind, extended, ...both),
      amended({ until: '2024-06-30' }, { date: '2022-08-01' }),
      amendmentSigned(entryId(10), A, { date: '2022-08-02' }),
      amendmentSigned(entryId(10), B, { date: '2022-08-03' }),
      amended({ until: '2025-01-31' }, { date: '2022-09-01' }),
    );
    expect(amendmentsOf(record)).toMatchObject([{ kind: 'extension' }, { kind: 'amendment' }, { kind: 'extension' }]);
  });

  it('that sets a term where there was none is no extension', () => {
    const endless = agreement(...allSigned('2022-02-01', '2022-03-01'), ruled('on-last-signature'));
    expect(amendmentsOf(and(agreementKind, endless, amended({ until: '2024' })))).toMatchObject([
      { kind: 'amendment' },
    ]);
  });

  it('is agreed by the last signature that it needs: every party’s', () => {
    const half = and(agreementKind, extended, both[0]);
    expect(amendmentsOf(half)).toMatchObject([{ kind: 'extension', signedBy: [A], agreed: null }]);
    expect(amendmentsOf(and(agreementKind, half, both[1]))).toMatchObject([
      { signedBy: [A, B], agreed: { earliest: '2022-06-03', latest: '2022-06-03' } },
    ]);
  });

  it('changes nothing while half of it is signed', () => {
    const half = and(agreementKind, extended, both[0]);
    expect(untilOf(half)).toBe('2023-12-31');
    expect(statusOn(half, '2024-01-01').status).toBe('expired');
  });

  it('extends the term once everybody signed', () => {
    const record = and(agreementKind, extended, ...both);
    expect(untilOf(record)).toBe('2025-12-31');
    expect(statusOn(record, '2024-01-01').status).toBe('in-force');
    expect(statusOn(record, '2025-12-31').status).toBe('in-force');
    expect(statusOn(record, '2026-01-01')).toMatchObject({
      status: 'expired',
      basis: [first, entryId(8), entryId(9)],
    });
  });

  it('extends by the one that was agreed last, however late an older one is recorded', () => {
    const late = and(
      agreementKind,
      and(agreementKind, extended, ...both),
      amended({ until: '2024-06-30' }, { date: '2022-04-01' }),
      amendmentSigned(entryId(10), A, { date: '2022-04-02' }),
      amendmentSigned(entryId(10), B, { date: '2022-04-03' }),
    );
    expect(untilOf(late)).toBe('2025-12-31');
  });

  it('extends an agreement that had no term of its own', () => {
    const endless = agreement(...allSigned('2022-02-01', '2022-03-01'), ruled('on-last-signature'));
    const record = and(agreementKind, endless, amended({ until: '2023-01-10' }, { date: '2022-06-01' }), ...both);
    expect(statusOn(record).status).toBe('expired');
  });

  it('needs only the parties that the agreement names for it', () => {
    const record = agreement(
      announced({ amendedBy: [A] }),
      ...allSigned('2022-02-01', '2022-03-01').slice(1),
      ruled('on-last-signature', { until: '2023-12-31' }),
      amended({ until: '2025-12-31' }, { date: '2022-06-01' }),
      both[0],
    );
    expect(amendmentsOf(record)).toMatchObject([{ needs: [A], agreed: { latest: '2022-06-02' } }]);
    expect(untilOf(record)).toBe('2025-12-31');
  });

  it('counts no signature of another party, over another text, or corrected to an intention', () => {
    const signed = and(agreementKind, extended, ...both);
    for (const changes of [{ party: STRANGER }, { text: TEXT }, { modality: 'will' }]) {
      const record = and(agreementKind, signed, ['EntryCorrected', { corrects: entryId(9), reason: 'Read', changes }]);
      expect(amendmentsOf(record)).toMatchObject([{ signedBy: [A], agreed: null }]);
    }
  });

  it('is taken back by voiding it, or a signature under it', () => {
    const signed = and(agreementKind, extended, ...both);
    for (const voids of [first, entryId(8)])
      expect(untilOf(and(agreementKind, signed, ['EntryVoided', { voids, reason: 'Mistaken' }]))).toBe('2023-12-31');
  });
});

describe('a signature under an amendment', () => {
  it('is recorded as it was given', () => {
    const { events, refused, warned } = when(SignAmendment, body, extended);
    expect({ refused, warned }).toEqual({ refused: [], warned: [] });
    expect(events).toMatchObject([{ type: 'AmendmentSigned', data: body }]);
  });

  it.each([
    [{ amendment: entryId(2) }, 'amendment-exists', '/amendment'],
    [{ party: STRANGER }, 'signed-by-a-named-party', '/party'],
    [{ text: TEXT }, 'signed-over-the-current-text', '/text'],
    [{ modality: 'will' }, 'an-intention-is-not-an-act', '/modality'],
    [{ modality: 'agreed' }, 'an-intention-is-not-an-act', '/modality'],
  ])('with %j is refused, historical or not', (change, rule, pointer) => {
    const context = { records: () => parties().records('party', A) };
    for (const recording of ['live', 'historical'])
      expect(when(SignAmendment, { ...body, ...change, recording, date: TODAY }, extended, context).refused).toEqual([
        { rule, pointer },
      ]);
  });

  it('is not given before the amendment was adopted: refused live, kept with a warning when historical', () => {
    const broken = [{ rule: 'amendment-signed-once-adopted', pointer: '/date' }];
    const early = { ...body, date: '2022-05-31' };
    expect(when(SignAmendment, early, extended)).toMatchObject({ refused: broken, events: [] });
    const kept = when(SignAmendment, { ...early, recording: 'historical' }, extended);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ type: 'AmendmentSigned' }] });
    for (const date of ['2022-06-01', '2022']) {
      expect(when(SignAmendment, { ...body, date }, extended)).toMatchObject({ refused: [], warned: [] });
    }
  });

  it('is given once per party', () => {
    expect(when(SignAmendment, body, and(agreementKind, extended, both[0])).refused).toEqual([
      { rule: 'signed-once-per-party', pointer: '/party' },
    ]);
  });

  it('needs a mandate of that party, like one under the agreement', () => {
    const broken = [{ rule: 'signed-under-a-valid-mandate', pointer: '/representative' }];
    const other = { ...body, representative: PERSON_B };
    expect(when(SignAmendment, other, extended).refused).toEqual(broken);
    expect(when(SignAmendment, body, extended, parties({ from: '2020', to: '2023-01-30' })).refused).toEqual(broken);
    expect(when(SignAmendment, { ...other, recording: 'historical', date: TODAY }, extended).warned).toEqual(broken);
  });

  it('under a voided amendment is none', () => {
    const voided = and(agreementKind, extended, ['EntryVoided', { voids: first, reason: 'Mistaken' }]);
    expect(when(SignAmendment, body, voided).refused).toEqual([{ rule: 'amendment-exists', pointer: '/amendment' }]);
  });
});

describe('an amendment that ends the term early', () => {
  const shortened = (until: string, date: string): DatedRecord =>
    and(
      agreementKind,
      inForce,
      amended({ until }, { date }),
      amendmentSigned(first, A, { date }),
      amendmentSigned(first, B, { date }),
    );
  const statusesOn = (record: DatedRecord, ...days: string[]): string[] =>
    days.map((day) => statusOn(record, day).status);

  it.each([
    ['before the agreement was in force', '2022-02-15'],
    ['before the amendment itself', '2022-05-31'],
  ])('is refused live where the term would end %s, and warned of in an old register', (_name, until) => {
    const asked = { sha256: AMENDMENT, until, date: '2022-06-01' };
    const expected = [{ rule: 'term-in-order', pointer: '/until' }];
    expect(when(AdoptAmendment, asked, inForce).refused).toEqual(expected);
    expect(when(AdoptAmendment, { ...asked, recording: 'historical' }, inForce)).toMatchObject({
      refused: [],
      warned: expected,
    });
  });

  it('takes nothing from the days before it was agreed on', () => {
    for (const until of ['2021-12-31', '2022-04-30']) {
      expect(statusesOn(shortened(until, '2022-06-01'), '2022-03-01', '2022-05-15', '2022-06-01')).toEqual([
        'in-force',
        'in-force',
        'expired',
      ]);
    }
  });
});

describe('an amendment out of an old register', () => {
  const old = { recording: 'historical' } as const;

  it('needs no text, and its signatures no person and no text', () => {
    const { refused, warned, record } = when(AdoptAmendment, { date: '2022-06-01', ...old }, inForce);
    expect([refused, warned]).toEqual([[], []]);
    expect(amendmentsOf(record)).toMatchObject([{ sha256: null, agreed: null }]);
    const signedByA = when(SignAmendment, { amendment: first, party: A, date: '2022-06-02', ...old }, record);
    const signedByB = when(SignAmendment, { amendment: first, party: B, date: '2022-06-03', ...old }, signedByA.record);
    expect([signedByA.refused, signedByA.warned, signedByB.refused, signedByB.warned]).toEqual([[], [], [], []]);
    expect(amendmentsOf(signedByB.record)).toMatchObject([{ signedBy: [A, B], agreed: { latest: '2022-06-03' } }]);
  });

  it('is nothing odd where the agreement ended later; one from after its end is', () => {
    const ended = and(agreementKind, inForce, ['AgreementTerminated', {}, { date: '2022-10-01' }]);
    const adopt = (date: string, options: object): ReturnType<typeof when> =>
      when(AdoptAmendment, { date, sha256: AMENDMENT, ...options }, ended);
    const broken = [{ rule: 'amended-after-signed', pointer: '' }];
    expect(adopt('2022-06-01', old)).toMatchObject({ refused: [], warned: [] });
    expect(adopt('2022-11-01', old)).toMatchObject({ refused: [], warned: broken });
    expect(adopt('2022-06-01', {}).refused).toEqual(broken);
  });

  it('may be known by its text alone, also by one whose adoption is recorded later', () => {
    const signature = { party: A, text: AMENDMENT, date: '2022-06-02' };
    expect(when(SignAmendment, { ...signature, representative: PERSON_A }, inForce, parties()).refused).toEqual([
      { rule: 'amendment-adopted', pointer: '/text' },
    ]);
    const early = when(SignAmendment, { ...signature, ...old }, inForce);
    expect(early).toMatchObject({ refused: [], warned: [{ rule: 'amendment-adopted', pointer: '/text' }] });
    expect(amendmentsOf(early.record)).toEqual([]);
    const adopted = and(agreementKind, early.record, amended({}, { date: '2022-06-01' }));
    expect(amendmentsOf(adopted)).toMatchObject([{ signedBy: [A] }]);
  });

  it('is refused live without a text, and signed live only as it is named', () => {
    expect(when(AdoptAmendment, {}, inForce).refused).toEqual([{ rule: 'amendment-has-a-text', pointer: '/sha256' }]);
    expect(when(SignAmendment, { party: A }, extended, parties()).refused).toEqual([
      { rule: 'amendment-adopted', pointer: '/amendment' },
      { rule: 'signed-by-a-representative', pointer: '/representative' },
      { rule: 'signed-over-a-text', pointer: '/text' },
    ]);
  });
});
