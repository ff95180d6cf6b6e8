import { statusOf } from '../document.js';
import { and, entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
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
    expect(facetsOf(kind, record).dates).toEqual(['2022-10-18', '2023-01']);

    const broken = [{ rule: 'ended-while-agreed', pointer: '' }];
    expect(when(kind, 'EndSeries', {}, record).refused).toEqual(broken);
    expect(when(kind, 'EndSeries', { recording: 'historical' }, record).warned).toEqual(broken);
    const voided = when(kind, 'VoidEntry', { voids: entryId(2), reason: 'mistaken' }, record).record;
    expect(statusOf(kind, voided, TODAY).status).toBe('agreed');
    expect(when(kind, 'EndSeries', {}, voided).refused).toEqual([]);
  });
});

describe('the next meeting of a series', () => {
  const seriesWith = (fields: object = {}) => ({
    ...given(kind, ['SeriesAgreed', { ...SERIES, ...fields }]),
    id: otherId(50),
  });
  const series = seriesWith();
  const planned = given(meetingKind, ['MeetingPlanned', { ...SERIES, series: series.id }]);
  const heldOn = (date: string | null, options: GivenOptions = {}) =>
    and(meetingKind, planned, ['MeetingHeld', {}, { date, ...options }]);

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

  it('lies ahead of the day on which an old meeting is entered', () => {
    const held = heldOn('2019-10-18', { recording: 'historical', recordedOn: '2023-01-31' });
    expect(nextMeetingOf(series, held)?.planned).toBe('2023-10-18');
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
