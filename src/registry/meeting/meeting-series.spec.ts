import { statusOf } from '../document.js';
import {
  and,
  entryId,
  given,
  looking,
  otherId,
  TODAY,
  viewOn,
  when,
} from '../../../test/fixtures/given-when-then.fixtures.js';
import type { GivenOptions } from '../../../test/fixtures/given-when-then.fixtures.js';
import { meetingKind } from './meeting.kind.js';
import { meetingSeriesKind } from './meeting-series.kind.js';
import { nextMeetingOf } from './next-meeting.js';
import { facetsOf } from '../found-by.js';

const kind = meetingSeriesKind;
const SERIES = {
  title: { en: 'Procurement meetings' },
  form: 'procurement-meeting',
  recurrence: 'FREQ=YEARLY',
  organisers: [otherId(1)],
  parties: ['RU-ULY', otherId(2)],
  topics: ['procurement'],
};

describe('a series of meetings', () => {
  it('is agreed on, and has no occurrence of its own', () => {
    const { events, record } = when(kind, 'AgreeSeries', SERIES);
    expect(events).toEqual([
      {
        type: 'SeriesAgreed',
        data: { ...SERIES, act: { modality: 'agreed', date: null, recording: 'live', source: null } },
      },
    ]);
    expect(statusOf(kind, record, TODAY)).toMatchObject({ status: 'agreed', certainty: 'certain' });
    expect(viewOn(kind, record, TODAY)).toMatchObject({ ...SERIES, anchor: null, next: null, ending: null });
    expect(facetsOf(kind, record)).toEqual({
      title: SERIES.title,
      form: 'procurement-meeting',
      parties: [otherId(1), 'RU-ULY', otherId(2)],
      topics: ['procurement'],
      dates: [],
      words: [],
    });
  });

  it('is not made by an intention', () => {
    for (const modality of ['will', 'hopes', 'ready-to', 'claims']) {
      for (const recording of ['live', 'historical']) {
        expect(when(kind, 'AgreeSeries', { ...SERIES, modality, recording }).refused).toEqual([
          { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
        ]);
      }
    }
    expect(when(kind, 'AgreeSeries', { ...SERIES, modality: 'fact' }).refused).toEqual([]);
  });

  it.each([
    [{ recurrence: 'every year' }, '/recurrence'],
    [{ recurrence: 'FREQ=HOURLY' }, '/recurrence'],
    [{ anchor: '2022-02-30' }, '/anchor'],
    [{ form: 'party' }, '/form'],
  ])('refuses %j', (fields, pointer) => {
    expect(when(kind, 'AgreeSeries', { ...SERIES, ...fields }).invalid).toEqual([pointer]);
  });

  it('ends once, by something done', () => {
    const series = given(kind, ['SeriesAgreed', SERIES, { date: '2022-10-18' }]);
    expect(when(kind, 'EndSeries', { modality: 'may' }, series).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
    const { record } = when(kind, 'EndSeries', { date: '2023-01', reason: 'no buyers' }, series);
    expect(statusOf(kind, record, '2022-12-31')).toMatchObject({ status: 'agreed', certainty: 'certain' });
    expect(statusOf(kind, record, '2023-01-15')).toMatchObject({
      status: 'undetermined',
      possible: ['agreed', 'ended'],
    });
    expect(statusOf(kind, record, TODAY)).toMatchObject({ status: 'ended', certainty: 'certain' });
    expect(kind.changeDates(record)).toEqual(['2022-10-18', '2022-10-18', '2023-01-01', TODAY]);
    expect(viewOn(kind, record, TODAY)).toMatchObject({ ending: { entry: entryId(2), date: '2023-01' } });
    expect(facetsOf(kind, record).dates).toEqual([
      { fact: 'SeriesAgreed', date: '2022-10-18' },
      { fact: 'SeriesEnded', date: '2023-01' },
    ]);

    const broken = [{ rule: 'ended-while-agreed', pointer: '' }];
    expect(when(kind, 'EndSeries', {}, record).refused).toEqual(broken);
    expect(when(kind, 'EndSeries', { recording: 'historical' }, record).warned).toEqual(broken);
    const voided = when(kind, 'VoidEntry', { voids: entryId(2), reason: 'mistaken' }, record).record;
    expect(statusOf(kind, voided, TODAY).status).toBe('agreed');
    expect(when(kind, 'EndSeries', {}, voided).refused).toEqual([]);
  });
});

describe('a rule that comes to no other day when counted from its anchor', () => {
  it.each([
    ['FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29', '2025-05-20'],
    ['FREQ=MONTHLY;INTERVAL=12;BYMONTH=2', '2025-03-20'],
    ['FREQ=YEARLY;UNTIL=20200101', '2025-05-20'],
  ])('is refused: %s from %s', (recurrence, anchor) => {
    expect(when(kind, 'AgreeSeries', { ...SERIES, recurrence, anchor }).refused).toEqual([
      { rule: 'recurs-after-its-first-day', pointer: '/recurrence' },
    ]);
    expect(when(kind, 'AgreeSeries', { ...SERIES, recurrence, anchor: '2025' }).refused).toEqual([]);
  });

  it('is taken where it says itself that it gives one meeting', () => {
    const once = { ...SERIES, recurrence: 'FREQ=YEARLY;COUNT=1', anchor: '2025-05-20' };
    expect(when(kind, 'AgreeSeries', once).refused).toEqual([]);
  });
});

describe('the next meeting of a series', () => {
  const seriesWith = (fields: object = {}) => ({
    ...given(kind, ['SeriesAgreed', { ...SERIES, ...fields }]),
    id: otherId(50),
  });
  const series = seriesWith();
  const planned = given(meetingKind, ['MeetingPlanned', { ...SERIES, series: series.id }]);
  /** It was recorded on the very day, where that is one. */
  const heldOn = (date: string | null, options: GivenOptions = {}) =>
    and(meetingKind, planned, [
      'MeetingHeld',
      {},
      { date, ...(/^\d{4}-\d\d-\d\d$/.test(date ?? '') ? { recordedOn: date! } : {}), ...options },
    ]);

  it('is planned when one was held, by the rule', () => {
    const held = heldOn('2022-10-18');
    const { recurrence: _recurrence, ...others } = SERIES;
    expect(nextMeetingOf(series, held)).toEqual({
      planned: '2023-10-18',
      details: {
        ...others,
        planned: '2023-10-18',
        series: series.id,
        act: {
          modality: 'will',
          date: null,
          recording: 'live',
          source: null,
          arisesFrom: { kind: 'meeting', id: held.id, event: entryId(2) },
        },
      },
    });
  });

  it('gives an event with which a planned meeting begins', () => {
    const { act, ...details } = nextMeetingOf(series, heldOn('2022-10-18'))!.details;
    const next = given(meetingKind, ['MeetingPlanned', details, act]);
    expect(statusOf(meetingKind, next, TODAY).status).toBe('planned');
    expect(viewOn(meetingKind, next, TODAY)).toMatchObject({ planned: '2023-10-18', series: series.id });
  });

  it('comes after a meeting that is known only as held', () => {
    const held = given(meetingKind, ['MeetingHeld', { ...SERIES, series: series.id }, { date: '2022-10-18' }]);
    expect(nextMeetingOf(series, held)?.planned).toBe('2023-10-18');
  });

  it.each([
    ['counted from the anchor', { recurrence: 'FREQ=YEARLY', anchor: '2020-10-01' }, '2022-10-18', '2023-10-01'],
    ['every second year', { recurrence: 'FREQ=YEARLY;INTERVAL=2', anchor: '2020-10-01' }, '2021-10-18', '2022-10-01'],
    ['strictly after', { recurrence: 'FREQ=MONTHLY', anchor: '2022-01-18' }, '2022-10-18', '2022-11-18'],
    ['up to a count', { recurrence: 'FREQ=YEARLY;COUNT=3', anchor: '2020-10-18' }, '2021-10-20', '2022-10-18'],
    ['no further', { recurrence: 'FREQ=YEARLY;COUNT=3', anchor: '2020-10-18' }, '2022-10-18', undefined],
    ['not past its end', { recurrence: 'FREQ=YEARLY;UNTIL=20230101' }, '2022-10-18', undefined],
    ['from no vague anchor', { recurrence: 'FREQ=YEARLY', anchor: 'XXXX-09-01' }, '2022-10-18', '2023-10-18'],
    ['counting from no vague anchor', { recurrence: 'COUNT=3;FREQ=YEARLY', anchor: '2022' }, '2022-10-18', undefined],
  ])('is %s', (_, fields, date, day) => {
    expect(nextMeetingOf(seriesWith(fields), heldOn(date))?.planned).toBe(day);
  });

  it('lies ahead of the day on which an old meeting is entered, as historical or live', () => {
    for (const recording of ['historical', 'live'] as const) {
      const held = heldOn('2019-10-18', { recording, recordedOn: '2023-01-31' });
      expect(nextMeetingOf(series, held)?.planned).toBe('2023-10-18');
    }
  });

  it('is another than the one that was held, though it was held early', () => {
    const early = given(
      meetingKind,
      ['MeetingPlanned', { ...SERIES, series: series.id, planned: '2022-10-25' }],
      ['MeetingHeld', {}, { date: '2022-10-18', recordedOn: '2022-10-18' }],
    );
    const yearly = seriesWith({ anchor: '2020-10-25' });
    expect(nextMeetingOf(yearly, early)?.planned).toBe('2023-10-25');
  });

  it('is held where the series is, or where the last one was, by its organisers', () => {
    const atPlant = given(
      meetingKind,
      ['MeetingPlanned', { ...SERIES, organisers: undefined, place: 'Plant', series: series.id }],
      ['OrganisersNamed', { organisers: [otherId(7)] }],
      ['MeetingHeld', {}, { date: '2022-10-18', recordedOn: '2022-10-18' }],
    );
    const bare = seriesWith({ organisers: undefined });
    expect(nextMeetingOf(bare, atPlant)?.details).toMatchObject({ place: 'Plant', organisers: [otherId(7)] });
    const details = nextMeetingOf(seriesWith({ place: 'Hall' }), atPlant)?.details;
    expect(details).toMatchObject({ place: 'Hall', organisers: [otherId(1)] });
  });

  it('is organised and supported by those whom the series names later, too', () => {
    const series = seriesWith({ anchor: '2020-10-18' });
    const named = when(kind, 'NameOrganisers', { organisers: [otherId(7)], supportedBy: [otherId(8)] }, series);
    expect([named.refused, named.warned]).toEqual([[], []]);
    for (const day of ['2022-10-18', TODAY])
      expect(viewOn(kind, named.record, day)).toMatchObject({
        organisers: [otherId(1), otherId(7)],
        supportedBy: [otherId(8)],
      });
    expect(facetsOf(kind, named.record).parties).toEqual([otherId(1), otherId(7), otherId(8), 'RU-ULY', otherId(2)]);
    const last = given(
      meetingKind,
      ['MeetingPlanned', { ...SERIES, organisers: undefined, series: series.id }],
      ['MeetingHeld', {}, { date: '2022-10-18', recordedOn: '2022-10-18' }],
    );
    const next = { organisers: [otherId(1), otherId(7)], supportedBy: [otherId(8)] };
    expect(nextMeetingOf(named.record, last)?.details).toMatchObject(next);
    expect(when(kind, 'NameOrganisers', {}, series).refused).toEqual([
      { rule: 'organisers-or-supporters-named', pointer: '/organisers' },
    ]);
    const ended = when(kind, 'EndSeries', {}, named.record).record;
    expect(when(kind, 'NameOrganisers', { supportedBy: [otherId(9)] }, ended).refused).toEqual([]);
  });

  const noted = (details: object, date: string | null = null): [string, object, GivenOptions] => [
    'MeetingNoted',
    { meeting: otherId(60), ...details },
    { date },
  ];

  it.each([
    [{ planned: '2023-10-18', stage: 'planned' }, undefined],
    [{ planned: '2023-11', stage: 'postponed' }, undefined],
    [{ planned: '2023-10-18', stage: 'cancelled' }, undefined],
    [{ stage: 'planned' }, undefined],
    [{ planned: 'XXXX-10-18', stage: 'planned' }, undefined],
    [{ planned: '2023-10-18', stage: 'left' }, '2023-10-18'],
    [{ planned: '2024-10-18', stage: 'planned' }, '2023-10-18'],
    [{ planned: '2022-10-01', stage: 'planned' }, '2023-10-18'],
    [{ planned: '2023-10-18', stage: 'held' }, '2023-10-18'],
    [{ stage: 'cancelled' }, '2023-10-18'],
  ])('is planned where no other stands for that occurrence: %j', (details, day) => {
    const known = and(kind, series, noted(details));
    expect(nextMeetingOf({ ...known, id: series.id }, heldOn('2022-10-18'))?.planned).toBe(day);
  });

  it('passes over years without 29 February, and the series says so', () => {
    const leap = heldOn('2020-02-29', { recordedOn: '2020-02-29' });
    expect(nextMeetingOf(series, leap)?.planned).toBe('2024-02-29');
    const known = and(kind, series, noted({ planned: '2020-02-29', stage: 'held' }, '2020-02-29'));
    expect(viewOn(kind, known, TODAY)).toMatchObject({ skips: 'years-without-29-february' });
    const { warned, record } = when(kind, 'AgreeSeries', { ...SERIES, anchor: '2020-02-29' });
    expect(warned).toEqual([{ rule: 'some-occurrences-skipped', pointer: '/recurrence' }]);
    expect(viewOn(kind, record, TODAY)).toMatchObject({ skips: 'years-without-29-february' });
    expect(viewOn(kind, series, TODAY)).toMatchObject({ skips: null });
  });

  it('is named by the series, the first that is still to come on the day', () => {
    const known = and(
      kind,
      given(kind, ['SeriesAgreed', SERIES, { date: '2020-01-01' }]),
      noted({ planned: '2022-10-18', stage: 'planned' }, '2021-10-18'),
      noted({ meeting: otherId(61), planned: '2023-10-18', stage: 'planned' }, '2021-10-19'),
    );
    const next = (day: string): unknown => (viewOn(kind, known, day) as { next: unknown }).next;
    expect(next('2021-10-17')).toBeNull();
    expect(next('2022-10-18')).toEqual({ meeting: otherId(60), planned: '2022-10-18' });
    expect(next('2022-10-19')).toEqual({ meeting: otherId(61), planned: '2023-10-18' });
    expect(next('2023-10-19')).toBeNull();
    expect(kind.changeDates(known)).toEqual(expect.arrayContaining(['2022-10-19', '2023-10-19']));
    const held = and(kind, known, noted({ planned: '2022-10-18', stage: 'held' }, '2022-10-10'));
    expect(viewOn(kind, held, '2022-10-10')).toMatchObject({ next: { meeting: otherId(61) } });
  });

  it('is warned of where somebody plans it once more', () => {
    const known = { ...and(kind, series, noted({ planned: '2023-10-18', stage: 'planned' })), id: series.id };
    const around = looking(['meeting-series', known], ['party', { id: otherId(1), entries: [] }]);
    const body = { title: SERIES.title, form: SERIES.form, series: series.id };
    const plan = (day: string) => when(meetingKind, 'PlanMeeting', { ...body, planned: day }, undefined, around);
    expect(plan('2023-10-18').warned).toEqual([{ rule: 'occurrence-planned-once', pointer: '/planned' }]);
    expect(plan('2023-10-19').warned).toEqual([]);
  });

  it('is noted by the ledger, and nobody corrects or voids the note', () => {
    const known = and(kind, series, noted({ planned: '2023-10-18', stage: 'planned' }));
    const reason = 'Misread.';
    const changes = { date: '2022' };
    for (const [command, body, pointer] of [
      ['VoidEntry', { voids: entryId(2), reason }, '/voids'],
      ['CorrectEntry', { corrects: entryId(2), reason, changes }, '/corrects'],
    ] as const)
      expect(when(kind, command, body, known).refused).toEqual([{ rule: 'entry-not-of-the-ledger', pointer }]);
  });

  it.each([null, 'XXXX-10-18', '2022-10', '2022-10-18~', '2022-10-18/2022-10-19'])(
    'is not planned after %s',
    (date) => {
      expect(nextMeetingOf(series, heldOn(date))).toBeUndefined();
      expect(nextMeetingOf(seriesWith({ anchor: '2020-10-18' }), heldOn(date))).toBeUndefined();
    },
  );

  it('is not planned while a second source contradicts the day, nor after the holding was voided', () => {
    const held = heldOn('2022-10-18');
    const attestation = { attests: entryId(2), agrees: false, source: { id: otherId(3) } };
    expect(nextMeetingOf(series, when(meetingKind, 'AttestEntry', attestation, held).record)).toBeUndefined();
    const voiding = { voids: entryId(2), reason: 'mistaken' };
    expect(nextMeetingOf(series, when(meetingKind, 'VoidEntry', voiding, held).record)).toBeUndefined();
  });

  it('is not planned in a series that has ended or is void, of another series, or before one was held', () => {
    const held = heldOn('2022-10-18');
    expect(nextMeetingOf(and(kind, series, ['SeriesEnded']), held)).toBeUndefined();
    const voided = when(kind, 'VoidEntry', { voids: entryId(1), reason: 'mistaken' }, series).record;
    expect(nextMeetingOf(voided, held)).toBeUndefined();
    expect(nextMeetingOf({ ...series, id: otherId(9) }, held)).toBeUndefined();
    expect(nextMeetingOf(series, planned)).toBeUndefined();
  });
});
