import type { DatedRecord } from '../../kernel/dated.js';
import { bodyOn } from '../document.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, otherId, TODAY, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  adopted,
  agreement,
  allSigned,
  B,
  NEW_TEXT,
  opened,
  ruled,
  signed,
  statusOn,
  STRANGER,
} from '../../../test/fixtures/agreement.fixtures.js';

const inForce = agreement(...allSigned('2022-02-01', '2022-03-01'), ruled('on-last-signature'));
const SIGNATURE_A = entryId(4);
const SIGNATURE_B = entryId(5);

const correct = (corrects: string, changes: object): GivenEvent => [
  'EntryCorrected',
  { corrects, reason: 'Misread', changes },
];
const makeVoid = (voids: string): GivenEvent => ['EntryVoided', { voids, reason: 'Mistaken' }];
const inForceAnd = (...events: GivenEvent[]): DatedRecord => and(agreementKind, inForce, ...events);

describe('a correction', () => {
  it('of a date moves the status', () => {
    const record = inForceAnd(correct(SIGNATURE_B, { date: '2022-04-01' }));
    expect(statusOn(record, '2022-03-01').status).toBe('partly-signed');
    expect(statusOn(record, '2022-04-01').status).toBe('in-force');
  });

  it('of who signed takes the signature from one party and gives it to the other', () => {
    const record = inForceAnd(correct(SIGNATURE_B, { party: A }));
    expect(statusOn(record).status).toBe('partly-signed');
    expect(viewOn(agreementKind, record, TODAY)).toMatchObject({
      parties: [
        { party: A, signed: { entry: SIGNATURE_A } },
        { party: B, signed: null },
      ],
      voidSignatures: [{ entry: SIGNATURE_B }],
    });
  });

  it.each([{ party: STRANGER }, { text: NEW_TEXT }, { modality: 'will' }, { modality: 'agreed' }])(
    'to %j leaves no signature',
    (changes) => {
      const record = inForceAnd(correct(SIGNATURE_A, changes));
      expect(statusOn(record).status).toBe('partly-signed');
      expect(statusOn(record, '2022-02-01').status).toBe('open-for-signature');
    },
  );

  it('of an ending to an intention leaves none', () => {
    const ended = inForceAnd(['AgreementTerminated', {}, { date: '2022-06-01' }]);
    expect(statusOn(and(agreementKind, ended, correct(entryId(7), { modality: 'will' }))).status).toBe('in-force');
    expect(statusOn(and(agreementKind, ended, correct(entryId(7), { modality: 'agreed' }))).status).toBe('terminated');
  });

  it('of the parties asks for the signatures of those', () => {
    expect(statusOn(inForceAnd(correct(entryId(1), { parties: [A, B, STRANGER] }))).status).toBe('partly-signed');
    expect(statusOn(inForceAnd(correct(entryId(1), { parties: [A, STRANGER] }))).status).toBe('partly-signed');
  });

  it('of the text’s hash leaves signatures over another text void', () => {
    const record = inForceAnd(correct(entryId(2), { sha256: NEW_TEXT }));
    expect(statusOn(record).status).toBe('open-for-signature');
    const all = and(
      agreementKind,
      record,
      correct(SIGNATURE_A, { text: NEW_TEXT }),
      correct(SIGNATURE_B, { text: NEW_TEXT }),
    );
    expect(statusOn(all).status).toBe('in-force');
  });

  it('of the rule of entry into force takes force away, or gives it', () => {
    const record = inForceAnd(correct(entryId(6), { entersIntoForce: 'on-registration' }));
    expect(statusOn(record).status).toBe('signed');
    expect(statusOn(and(agreementKind, record, makeVoid(entryId(7)))).status).toBe('in-force');
  });
});

describe('a void', () => {
  it('of a signature lets it be given again', () => {
    const record = inForceAnd(makeVoid(SIGNATURE_B));
    expect(statusOn(record).status).toBe('partly-signed');
    expect(statusOn(and(agreementKind, record, signed(B, { date: '2022-05-01' })), '2022-05-01').status).toBe(
      'in-force',
    );
  });

  it('of a text gives the older text its signatures back', () => {
    const half = agreement(...allSigned('2022-02-01', '2022-03-01').slice(0, 4), adopted(NEW_TEXT), opened());
    expect(statusOn(half).status).toBe('open-for-signature');
    const back = and(agreementKind, half, makeVoid(entryId(5)));
    expect(statusOn(back).status).toBe('partly-signed');
    expect(viewOn(agreementKind, back, TODAY)).toMatchObject({ voidSignatures: [] });
  });

  it('of a termination puts the agreement in force again, and the void of that void ends it again', () => {
    const ended = inForceAnd(['AgreementTerminated', {}, { date: '2022-06-01' }]);
    const back = and(agreementKind, ended, makeVoid(entryId(7)));
    expect(statusOn(back).status).toBe('in-force');
    const again = and(agreementKind, back, makeVoid(entryId(8)));
    expect(statusOn(again)).toMatchObject({ status: 'terminated', basis: [entryId(7)] });
    expect(statusOn(and(agreementKind, again, makeVoid(entryId(9)))).status).toBe('in-force');
  });

  it('of a suspension leaves its resumption without effect', () => {
    const future = agreement(
      ...allSigned('2022-02-01', '2022-03-01'),
      ruled('on-fixed-date', { on: '2023-06-01' }),
      ['AgreementSuspended', {}, { date: '2022-06-01' }],
      ['AgreementResumed', {}, { date: '2022-07-01' }],
    );
    expect(statusOn(and(agreementKind, future, makeVoid(entryId(7)))).status).toBe('signed');
  });

  it('of the announcement voids the record, which stays readable', () => {
    const record = inForceAnd(makeVoid(entryId(1)));
    expect(statusOn(record)).toEqual({
      status: 'voided',
      certainty: 'certain',
      possible: [],
      since: null,
      basis: [entryId(7)],
    });
    expect(bodyOn(agreementKind, record, TODAY)).toMatchObject({
      status: 'voided',
      basis: [{ entry: entryId(7), type: 'EntryVoided' }],
      title: { en: 'On cooperation' },
      parties: [{ party: A }, { party: B }],
      voided: [{ entry: entryId(1), by: entryId(7) }],
    });
  });
});

describe('a second source', () => {
  const attested = (details: object): DatedRecord =>
    inForceAnd(['EntryAttested', { attests: SIGNATURE_B, ...details }, { source: { id: otherId(8) } }]);

  it.each([{ agrees: true }, { agrees: true, happened: '2022-03' }])('that tells %j changes nothing', (details) => {
    const record = attested(details);
    expect(statusOn(record)).toEqual(statusOn(inForce));
    expect(bodyOn(agreementKind, record, TODAY)).toMatchObject({
      contradictions: [],
      attestations: [{ entry: SIGNATURE_B, agrees: true, source: { id: otherId(8) } }],
    });
  });

  it.each([{ agrees: false }, { agrees: false, happened: '2022-03-05' }, { agrees: true, happened: '2022-03-05' }])(
    'that tells %j makes the status possible, and both are kept',
    (details) => {
      const record = attested(details);
      expect(statusOn(record)).toMatchObject({ status: 'in-force', certainty: 'possible' });
      expect(bodyOn(agreementKind, record, TODAY)).toMatchObject({
        contradictions: [
          {
            entry: SIGNATURE_B,
            stated: '2022-03-01',
            attestation: entryId(7),
            attested: details.happened ?? null,
            source: { id: otherId(8) },
          },
        ],
      });
    },
  );

  it('that puts a signature earlier makes the days between possible only', () => {
    const record = attested({ agrees: false, happened: '2022-02-20' });
    expect(statusOn(record, '2022-02-19')).toMatchObject({ status: 'partly-signed', certainty: 'certain' });
    expect(statusOn(record, '2022-02-20')).toMatchObject({ status: 'partly-signed', certainty: 'possible' });
    expect(agreementKind.changeDates(record)).toContain('2022-02-20');
  });

  it('counts no longer once its attestation is voided', () => {
    const record = attested({ agrees: false });
    expect(statusOn(and(agreementKind, record, makeVoid(entryId(7)))).certainty).toBe('certain');
  });

  it('that doubts what is over does not make doubtful what is certain', () => {
    const record = inForceAnd([
      'EntryAttested',
      { attests: entryId(2), agrees: false },
      { source: { id: otherId(8) } },
    ]);
    expect(statusOn(record).certainty).toBe('certain');
    expect(statusOn(record, '2022-01-11').certainty).toBe('possible');
  });

  it('that contradicts the term leaves the expiry possible', () => {
    const short = agreement(
      ...allSigned('2022-02-01', '2022-03-01'),
      ruled('on-last-signature', { until: '2022-12-31' }),
      ['EntryAttested', { attests: entryId(6), agrees: false }, { source: { id: otherId(8) } }],
    );
    expect(statusOn(short)).toMatchObject({ status: 'expired', certainty: 'possible' });
  });
});
