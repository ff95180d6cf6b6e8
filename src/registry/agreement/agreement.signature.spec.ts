import type { Around, GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import {
  and,
  entryId,
  given,
  otherId,
  TODAY,
  viewOn,
  withDates,
} from '../../../test/fixtures/given-when-then.fixtures.js';
import { partyKind } from '../party/party.kind.js';
import { projectKind } from '../project/project.kind.js';
import { OpenForSignature, SignAgreement } from './agreement.commands.js';
import { agreementKind } from './agreement.kind.js';
import {
  A,
  adopted,
  agreement,
  allSigned,
  announced,
  B,
  NEW_TEXT,
  opened,
  parties,
  PERSON_A,
  PERSON_B,
  signed,
  statusOn,
  STRANGER,
  TEXT,
  whenAgreement as when,
  among,
} from '../../../test/fixtures/agreement.fixtures.js';

const PROJECT = otherId(21);
const open = agreement(announced(), adopted(), opened());
const body = { party: A, representative: PERSON_A, text: TEXT };
const NO_MANDATE = [{ rule: 'signed-under-a-valid-mandate', pointer: '/representative' }];
const UNDETERMINED = [{ rule: 'mandate-cannot-be-determined', pointer: '/representative' }];

/** Party A with a mandate of its person for this term, and what came after. */
const mandated = (term: object, ...more: GivenEvent[]): Pick<Around, 'records'> =>
  among(['party', { ...given(partyKind, ['MandateGiven', { person: PERSON_A, ...term }], ...more), id: A }]);

describe('a signature', () => {
  it('is given for a party by its representative over the current text', () => {
    const { events, refused, warned, record } = when(SignAgreement, body, open);
    expect({ refused, warned }).toEqual({ refused: [], warned: [] });
    expect(events).toMatchObject([{ type: 'AgreementSigned', data: body }]);
    expect(statusOn(record).status).toBe('partly-signed');
    const other = { party: B, representative: PERSON_B, text: TEXT };
    expect(statusOn(when(SignAgreement, other, record).record).status).toBe('signed');
  });

  it.each(['agreed', 'will', 'ready-to', 'claims'])('is nothing that is stated as "%s"', (modality) => {
    for (const recording of ['live', 'historical'])
      expect(when(SignAgreement, { ...body, modality, recording }, open).refused).toEqual([
        { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
      ]);
  });

  it('is never that of a party that the agreement does not name', () => {
    const stranger = { ...body, party: STRANGER, recording: 'historical' };
    expect(when(SignAgreement, stranger, open).refused).toEqual([
      { rule: 'signed-by-a-named-party', pointer: '/party' },
    ]);
  });

  it('is given once per party', () => {
    const once = and(agreementKind, open, signed(A));
    expect(when(SignAgreement, { ...body, recording: 'historical' }, once).refused).toEqual([
      { rule: 'signed-once-per-party', pointer: '/party' },
    ]);
  });

  it.each([
    ['announced', [announced()], ['text-adopted', 'signed-while-open'], ['text-adopted']],
    ['draft', [announced(), adopted()], ['signed-while-open'], []],
    [
      'abandoned',
      [announced(), adopted(), opened(), ['AgreementAbandoned'] as const],
      ['signed-while-open'],
      ['signed-while-open'],
    ],
  ])(
    'is refused live while %s; when historical it is kept, and warned of where it is odd',
    (_status, events, live, odd) => {
      const record = agreement(...events);
      expect(when(SignAgreement, body, record).refused.map(({ rule }) => rule)).toEqual(live);
      const kept = when(SignAgreement, { ...body, recording: 'historical', date: TODAY }, record);
      expect(kept.refused).toEqual([]);
      expect(kept.warned.map(({ rule }) => rule)).toEqual(odd);
    },
  );

  it.each([
    ['/party', { representative: PERSON_A, text: TEXT }],
    ['/representative', { ...body, representative: 'nobody' }],
    ['/text', { ...body, text: 'the text' }],
    ['/date', { ...body, date: '2023-02-30' }],
  ])('is refused with a bad %s before anything is decided', (pointer, bad) => {
    expect(when(SignAgreement, bad, open).invalid).toEqual([pointer]);
  });
});

describe('a new text', () => {
  const first = agreement(announced(), adopted(), opened(), signed(A));
  const adoptedAgain = and(agreementKind, first, adopted(NEW_TEXT));
  const reopened = and(agreementKind, adoptedAgain, opened());

  it('voids what was signed before, and is opened again', () => {
    expect(statusOn(adoptedAgain).status).toBe('draft');
    expect(viewOn(agreementKind, adoptedAgain, TODAY)).toMatchObject({
      parties: [{ signed: null }, { signed: null }],
      voidSignatures: [{ entry: entryId(4), party: A, text: TEXT }],
    });
    expect(statusOn(and(agreementKind, reopened, signed(A, {}, NEW_TEXT))).status).toBe('partly-signed');
  });

  it('is the only one that can be signed', () => {
    expect(when(SignAgreement, body, reopened).refused).toEqual([
      { rule: 'signed-over-the-current-text', pointer: '/text' },
    ]);
    expect(when(SignAgreement, { ...body, text: NEW_TEXT }, reopened).refused).toEqual([]);
  });

  it('lets an old signature under the old text be recorded, even after one under the new', () => {
    const twice = and(agreementKind, reopened, signed(A, {}, NEW_TEXT));
    const old = when(SignAgreement, { ...body, recording: 'historical', date: TODAY }, twice);
    expect(old).toMatchObject({ refused: [], warned: [{ rule: 'signed-over-the-current-text', pointer: '/text' }] });
    expect(viewOn(agreementKind, old.record, TODAY)).toMatchObject({ voidSignatures: [{}, { entry: entryId(8) }] });
    expect(statusOn(old.record).status).toBe('partly-signed');
  });

  it('voids nothing when it turns out to be the older one', () => {
    const dated = agreement(...allSigned('2022-02-01', '2022-03-01'));
    const late = and(agreementKind, dated, adopted(NEW_TEXT, { date: '2021-12-01', recording: 'historical' }));
    expect(statusOn(late).status).toBe('signed');
  });

  it('gives a signature back that stood before the text itself was recorded', () => {
    const odd = agreement(announced(), signed(A, { recording: 'historical' }), adopted(TEXT));
    expect(statusOn(odd).status).toBe('partly-signed');
    expect(statusOn(agreement(announced(), signed(A, {}, NEW_TEXT), adopted(TEXT))).status).toBe('draft');
  });

  it('does not give back what an earlier change of text voided', () => {
    const back = and(agreementKind, adoptedAgain, adopted(TEXT));
    expect(statusOn(back).status).toBe('draft');
  });
});

describe('the current text', () => {
  it('is the same for the answer and for the command where its day is relative to another record', () => {
    const project = {
      ...given(projectKind, ['ProjectProposed', { title: { en: 'P' }, parties: [A] }, { date: '2022-01-01' }]),
      id: PROJECT,
    };
    const relativeDate = { to: { kind: 'project', id: PROJECT }, direction: 'after' as const, offset: 'P1M' };
    const records = among(['project', project]);
    const record = withDates(
      agreementKind,
      agreement(announced(), adopted(TEXT, { date: '2022-05-01' }), adopted(NEW_TEXT, { relativeDate, date: null })),
      records.records,
    );
    expect(viewOn(agreementKind, record, TODAY)).toMatchObject({
      texts: [
        { sha256: NEW_TEXT, current: false },
        { sha256: TEXT, current: true },
      ],
    });
    const opening = (text: string) => when(OpenForSignature, { text }, record, records);
    expect(opening(TEXT).refused).toEqual([]);
    expect(opening(NEW_TEXT).refused).toEqual([{ rule: 'signed-over-the-current-text', pointer: '/text' }]);
  });
});

describe('the mandate of who signs', () => {
  const sign = (context: Partial<Around>, more: object = {}) =>
    when(SignAgreement, { ...body, ...more }, open, context);

  it.each([
    ['nobody gave one', among()],
    [
      'another party gave one',
      among(['party', { ...given(partyKind, ['MandateGiven', { person: PERSON_A, from: '2020' }]), id: B }]),
    ],
    [
      'somebody else has one',
      among(['party', { ...given(partyKind, ['MandateGiven', { person: PERSON_B, from: '2020' }]), id: A }]),
    ],
    ['it begins later', mandated({ from: '2023-02-01' })],
    ['its term is over', mandated({ from: '2020-01-01', to: '2023-01-30' })],
    ['it was ended', mandated({ from: '2020-01-01' }, ['MandateEnded', { mandate: entryId(1), to: '2023-01-30' }])],
    ['it was ended, nobody said when', mandated({ from: '2020-01-01' }, ['MandateEnded', { mandate: entryId(1) }])],
    ['it was voided', mandated({ from: '2020-01-01' }, ['EntryVoided', { voids: entryId(1), reason: 'Wrong person' }])],
  ])('does not do when %s', (_why, context) => {
    expect(sign(context).refused).toEqual(NO_MANDATE);
    expect(sign(context, { recording: 'historical', date: TODAY })).toMatchObject({ refused: [], warned: NO_MANDATE });
  });

  it.each([
    ['2022-05-31', NO_MANDATE, []],
    ['2022-06-01', [], []],
    ['2022-12-31', [], []],
    ['2023-01-01', NO_MANDATE, []],
    ['2022-12', [], []],
    ['2022', [], UNDETERMINED],
    ['XXXX-10-18', [], UNDETERMINED],
    ['2022-10-18~', [], UNDETERMINED],
    ['2022-12-30/2023-01-02', [], UNDETERMINED],
  ])('is held against the day of the signature: %s', (date, refused, warned) => {
    const undated = agreement(announced(), adopted(), opened());
    const term = mandated({ from: '2022-06-01', to: '2022-12-31' });
    expect(when(SignAgreement, { ...body, date }, undated, term)).toMatchObject({ refused, warned });
  });

  it.each([
    ['whose beginning nobody stated', {}],
    ['that began some day this month', { from: '2023-01' }],
    ['that ends some day this year', { from: '2020', to: '2023' }],
  ])('leaves one %s doubtful', (_which, term) => {
    expect(sign(mandated(term), { date: '2023-01-15' })).toMatchObject({ refused: [], warned: UNDETERMINED });
  });

  it('is doubtful for a historical signature of which no day is stated, and for a relative one', () => {
    expect(sign(parties(), { recording: 'historical' }).warned).toEqual(UNDETERMINED);
    const relativeDate = { to: { kind: 'person', id: PERSON_A }, direction: 'after', offset: 'P2M' };
    expect(sign(parties(), { relativeDate }).warned).toEqual(UNDETERMINED);
  });

  it('is one of several: the valid one is enough', () => {
    const again = mandated({ from: '2020', to: '2021' }, ['MandateGiven', { person: PERSON_A, from: '2022-01-01' }]);
    expect(sign(again)).toMatchObject({ refused: [], warned: [] });
  });
});
