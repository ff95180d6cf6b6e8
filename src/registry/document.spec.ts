import { meetingKind } from './meeting/meeting.kind.js';
import * as fc from 'fast-check';
import { dayAfter, dayBefore, isDay } from '../kernel/edtf.js';
import type { RelativeDate } from '../kernel/entry.js';
import { agreementKind } from './agreement/agreement.kind.js';
import { bodyOn, documentOn, documentsOf, statusesOf, statusOf } from './document.js';
import type { GivenEvent } from '../../test/fixtures/given-when-then.fixtures.js';
import {
  and,
  entryId,
  given,
  otherId,
  RECORD_ID,
  TODAY,
  withDates,
} from '../../test/fixtures/given-when-then.fixtures.js';

const [A, B] = ['RU-ULY', 'RU-MO'];
const announced: GivenEvent = ['AgreementAnnounced', { title: { en: 'On cooperation' }, parties: [A, B] }];
const signed = (party: string, date: string): GivenEvent => [
  'AgreementSigned',
  { party, representative: otherId(1), text: 'a'.repeat(64) },
  { date },
];
const inForce = (on: string, until: string) =>
  given(agreementKind, announced, signed(A, '2022-02-01'), signed(B, '2022-03-01'), [
    'ForceRuleSet',
    { entersIntoForce: 'on-fixed-date', on, until },
  ]);

describe('the documents of a record', () => {
  const year = fc.integer({ min: 2022, max: 2026 });
  const month = fc.integer({ min: 1, max: 12 }).map((m) => String(m).padStart(2, '0'));
  const date = fc.oneof(
    fc.tuple(year, month).map(([y, m]) => `${y}-${m}`),
    fc.tuple(year, month).map(([y, m]) => `${y}-${m}-15`),
    year.map(String),
    fc.constant('XXXX-10-18'),
  );

  it('cover every day once, and tell on each the status of that day', () => {
    fc.assert(
      fc.property(date, date, (on, until) => {
        const record = inForce(on, until);
        const documents = documentsOf(agreementKind, record);
        const [earliest] = documents;
        expect(earliest!.holdsFor.from === null || earliest!.holdsFor.from <= TODAY).toBe(true);
        expect(documents.at(-1)?.holdsFor.to).toBeNull();
        documents.slice(1).forEach(({ holdsFor: { from } }, index) => {
          expect(from).toBe(dayAfter(documents[index]!.holdsFor.to!));
        });
        for (const {
          holdsFor: { from, to },
          status,
        } of documents)
          for (const day of [from ?? TODAY, to ?? '2099-12-31'])
            expect({ day, status: statusOf(agreementKind, record, day).status }).toEqual({ day, status });
      }),
      { numRuns: 50 },
    );
  });

  it('of any day say truly for how long they hold', () => {
    fc.assert(
      fc.property(date, date, date, (announcedOn, signedOn, asked) => {
        const record = given(
          agreementKind,
          [announced[0], announced[1], { date: announcedOn }],
          signed(A, signedOn),
          signed(B, '2023-01-05'),
        );
        const day = isDay(asked) ? asked : '2022-07-01';
        const { holdsFor, body } = documentOn(agreementKind, record, day);
        const { from, to } = holdsFor;
        const within = [from, to, dayAfter(from ?? dayBefore(day)), dayBefore(to ?? dayAfter(day))];
        for (const each of within.filter((one) => one !== null))
          if ((from ?? each) <= each && each <= (to ?? each))
            expect([each, bodyOn(agreementKind, record, each)]).toEqual([each, body]);
      }),
    );
  });

  it('begin with the one that holds since the last entry', () => {
    const documents = documentsOf(agreementKind, inForce('2023-06-01', '2024-12-31'));
    expect(documents.map(({ holdsFor: { from, to }, status }) => [from, to, status])).toEqual([
      [TODAY, '2023-05-31', 'signed'],
      ['2023-06-01', '2024-12-31', 'in-force'],
      ['2025-01-01', null, 'expired'],
    ]);
  });

  it('are one where no day changes anything', () => {
    expect(documentsOf(agreementKind, given(agreementKind, announced))).toHaveLength(1);
  });
});

describe('the answer about a record', () => {
  it('tells what the status rests on, its sources, and the way to it', () => {
    const record = given(
      agreementKind,
      [announced[0], announced[1], { date: '2022-11', modality: 'will', source: { id: otherId(7), paragraph: 2 } }],
      ['EntryAttested', { attests: entryId(1), agrees: true }, { source: { id: otherId(8) }, date: null }],
    );
    expect(bodyOn(agreementKind, record, TODAY)).toMatchObject({
      kind: 'agreement',
      id: RECORD_ID,
      status: 'announced',
      certainty: 'certain',
      possible: [],
      since: { earliest: '2022-11-01', latest: '2022-11-30' },
      basis: [{ entry: entryId(1), type: 'AgreementAnnounced', date: '2022-11', modality: 'will' }],
      sources: [otherId(7), otherId(8)],
      arisesFrom: null,
      warnings: [],
      recorded: { by: 'local' },
      revision: 1,
      links: { self: `/v1/agreements/${RECORD_ID}`, history: `/v1/agreements/${RECORD_ID}/history` },
    });
  });

  it('on an earlier day tells no later acts, and names them', () => {
    const record = given(
      agreementKind,
      [announced[0], announced[1], { date: '2022-01-10' }],
      signed(A, '2022-02-01'),
      signed(B, '2022-03'),
    );
    const parties = (day: string): unknown =>
      (bodyOn(agreementKind, record, day) as object as { parties: unknown }).parties;
    expect(parties('2022-01-31')).toEqual([
      { party: A, signed: null },
      { party: B, signed: null },
    ]);
    expect(parties('2022-02-01')).toMatchObject([{ signed: { date: '2022-02-01' } }, { signed: null }]);
    const late = { entry: entryId(3), type: 'AgreementSigned', date: '2022-03' };
    const when = { earliest: '2022-03-01', latest: '2022-03-31' };
    expect(bodyOn(agreementKind, record, '2022-02-28')).toMatchObject({
      status: 'partly-signed',
      pending: [{ ...late, when }],
      possiblyPending: [],
    });
    expect(bodyOn(agreementKind, record, '2022-03-15')).toMatchObject({
      status: 'undetermined',
      possible: ['partly-signed', 'signed'],
      parties: [{ party: A }, { party: B, signed: { date: '2022-03' } }],
      pending: [],
      possiblyPending: [{ ...late, when }],
    });
    expect(bodyOn(agreementKind, record, '2022-01-09')).toMatchObject({
      status: 'not-begun',
      certainty: 'certain',
      possible: [],
      since: null,
      title: { en: 'On cooperation' },
      pending: [{ type: 'AgreementAnnounced' }, { type: 'AgreementSigned' }, { type: 'AgreementSigned' }],
    });
    expect(bodyOn(agreementKind, record, TODAY)).toMatchObject({ status: 'signed', pending: [], possiblyPending: [] });
  });

  it('on an earlier day knows nothing of what replaced an act later (found: a later text made a draft an announcement)', () => {
    const text = (sha256: string, date: string): GivenEvent => ['TextAdopted', { sha256 }, { date }];
    const once = given(
      agreementKind,
      [announced[0], announced[1], { date: '2022-01-10' }],
      text('a'.repeat(64), '2022-01-12'),
    );
    const twice = and(agreementKind, once, text('b'.repeat(64), '2022-01-20'));
    expect(statusOf(agreementKind, twice, '2022-01-15')).toEqual(statusOf(agreementKind, once, '2022-01-15'));
    expect(bodyOn(agreementKind, twice, '2022-01-15')).toMatchObject({
      status: 'draft',
      texts: [{ sha256: 'a'.repeat(64), current: true }],
    });
  });

  it('shows warnings beside the entries that have them', () => {
    const warning = { rule: 'suspended-while-in-force', detail: 'It is announced.' };
    const record = given(agreementKind, announced, [
      'AgreementSuspended',
      {},
      { recording: 'historical', warnings: [warning] },
    ]);
    expect(bodyOn(agreementKind, record, TODAY)).toMatchObject({ warnings: [{ entry: entryId(2), ...warning }] });
  });

  it('works relative dates out, and says so when nothing is known', () => {
    const relativeDate: RelativeDate = { to: { kind: 'meeting', id: otherId(3) }, direction: 'after', offset: 'P2M' };
    const record = given(agreementKind, announced, ['AgreementAbandoned', {}, { relativeDate }]);
    expect(bodyOn(agreementKind, record, TODAY)).toMatchObject({
      relativeDates: [{ entry: entryId(2), ...relativeDate, resolved: null }],
    });
    const meeting = given(meetingKind, [
      'MeetingHeld',
      { title: { en: 'Visit' }, form: 'site-visit' },
      { date: '2022-10-05' },
    ]);
    const among = withDates(agreementKind, record, () => meeting);
    expect(bodyOn(agreementKind, among, TODAY)).toMatchObject({
      status: 'abandoned',
      certainty: 'possible',
      since: { earliest: '2022-12-01', latest: '2022-12-31' },
      relativeDates: [{ resolved: '2022-12~' }],
    });
  });

  it('bears a record of which nothing is known', () => {
    const void1 = and(agreementKind, given(agreementKind, announced), ['EntryVoided', { voids: entryId(1) }]);
    expect(documentsOf(agreementKind, void1)).toMatchObject([
      { holdsFor: { from: TODAY, to: null }, status: 'voided' },
    ]);
  });

  it('says of a voided record that it is void, from the day on which it would have begun', () => {
    const dated1: GivenEvent = ['AgreementAnnounced', announced[1], { date: '2022-03-05' }];
    const voided = and(agreementKind, given(agreementKind, dated1), ['EntryVoided', { voids: entryId(1) }]);
    const on = (day: string): unknown => bodyOn(agreementKind, voided, day).status;
    expect([on('2022-03-04'), on('2022-03-05'), on(TODAY)]).toEqual(['not-begun', 'voided', 'voided']);
    expect(statusesOf(agreementKind, voided)).toMatchObject([
      { from: null, to: '2022-03-04', status: 'not-begun' },
      { from: '2022-03-05', to: null, status: 'voided' },
    ]);
  });

  it('does not say since when a record is void whose beginning has a vague date', () => {
    const vague: GivenEvent = ['AgreementAnnounced', announced[1], { date: '2022-03' }];
    const voided = and(agreementKind, given(agreementKind, vague), ['EntryVoided', { voids: entryId(1) }]);
    expect(bodyOn(agreementKind, voided, '2022-03-10')).toMatchObject({
      status: 'undetermined',
      possible: ['not-begun', 'voided'],
    });
    expect(bodyOn(agreementKind, voided, TODAY)).toMatchObject({ status: 'voided', certainty: 'certain' });
  });
});

it('shows the remarks with which entries were recorded, of those that had happened', () => {
  const record = given(
    agreementKind,
    [announced[0], announced[1], { date: '2022-01-01', remark: 'By telephone.' }],
    ['TextAdopted', { sha256: 'a'.repeat(64) }, { date: '2022-02-01', remark: 'A copy.' }],
    ['OpenedForSignature', {}, { date: '2022-02-01' }],
  );
  const remarks = (day: string): unknown => bodyOn(agreementKind, record, day).remarks;
  expect(remarks('2022-01-01')).toEqual([{ entry: entryId(1), text: 'By telephone.' }]);
  expect(remarks(TODAY)).toEqual([
    { entry: entryId(1), text: 'By telephone.' },
    { entry: entryId(2), text: 'A copy.' },
  ]);
});
