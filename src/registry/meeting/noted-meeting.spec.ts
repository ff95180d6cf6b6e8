import type { DatedRecord } from '../../kernel/dated.js';
import type { LedgerRecord } from '../../kernel/entry.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, given, otherId } from '../../../test/fixtures/given-when-then.fixtures.js';
import type { MeetingEvent } from './meeting.js';
import { meetingKind } from './meeting.kind.js';
import type { SeriesEvent } from './meeting-series.js';
import { meetingSeriesKind } from './meeting-series.kind.js';
import { noteOf, seriesOf } from './noted-meeting.js';

const SERIES = otherId(50);
const series = {
  ...given(meetingSeriesKind, [
    'SeriesAgreed',
    { title: { en: 'Fair' }, form: 'round-table', recurrence: 'FREQ=YEARLY' },
  ]),
  id: SERIES,
};
const plan: GivenEvent = [
  'MeetingPlanned',
  { title: { en: 'Fair' }, form: 'round-table', series: SERIES, planned: '2023-05-20' },
  { date: '2023-01-10' },
];
const meeting = given(meetingKind, plan);

const note = (of: LedgerRecord, record: DatedRecord) =>
  noteOf(of as LedgerRecord<SeriesEvent>, record as DatedRecord<MeetingEvent>);

describe('what a series notes of its meetings', () => {
  it.each<[string, GivenEvent[], object]>([
    ['planned', [], { planned: '2023-05-20', act: { date: '2023-01-10' } }],
    ['in-progress', [['MeetingStarted', {}, { date: '2023-01-20' }]], { act: { date: '2023-01-20' } }],
    ['held', [['MeetingHeld', {}, { date: '2023-01-20' }]], { act: { date: '2023-01-20' } }],
    ['postponed', [['MeetingPostponed', { to: '2023-06' }]], { planned: '2023-06' }],
    ['planned', [['MeetingPostponed'], ['MeetingRescheduled', { planned: '2023-07-01' }]], { planned: '2023-07-01' }],
    ['cancelled', [['MeetingCancelled']], { planned: '2023-05-20' }],
  ])('%s', (stage, steps, details) => {
    const noted = note(series, and(meetingKind, meeting, ...steps));
    expect(noted).toMatchObject({ type: 'MeetingNoted', data: { meeting: meeting.id, stage, ...details } });
  });

  it('says it once, and again when something has changed', () => {
    const { act, ...data } = note(series, meeting)!.data;
    const knowing = and(meetingSeriesKind, series, ['MeetingNoted', data, act]);
    expect(note(knowing, meeting)).toBeUndefined();
    const corrected: GivenEvent = ['EntryCorrected', { corrects: entryId(1), changes: { planned: '2023-05-21' } }];
    expect(note(knowing, and(meetingKind, meeting, corrected))?.data.planned).toBe('2023-05-21');
    const voided = and(meetingKind, meeting, ['EntryVoided', { voids: entryId(1) }]);
    expect(note(knowing, voided)?.data).toMatchObject({ meeting: meeting.id, stage: 'left' });
    expect(note(series, voided)).toBeUndefined();
  });

  it('lets a meeting go that was corrected to be of another series', () => {
    const other = otherId(51);
    const moved = and(meetingKind, meeting, ['EntryCorrected', { corrects: entryId(1), changes: { series: other } }]);
    expect(seriesOf(moved)).toEqual([SERIES, other]);
    const { act, ...data } = note(series, meeting)!.data;
    expect(note(and(meetingSeriesKind, series, ['MeetingNoted', data, act]), moved)?.data.stage).toBe('left');
    expect(note({ ...series, id: other }, moved)?.data.stage).toBe('planned');
  });
});
