import { statusOf } from '../document.js';
import { and, entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { meetingKind } from './meeting.kind.js';
import { facetsOf } from '../found-by.js';

/**
 * One mission reported by two texts: the first, written while it goes on, describes its first day and a visit that is still
 * to come; the second says that the visit was held. Neither gives a year, and neither describes the last day.
 */
const kind = meetingKind;
const [one, two] = [otherId(1), otherId(2)];
const [feal, obninsk] = [otherId(11), otherId(12)];
const by = (id: string, paragraph: number) => ({ source: { id, paragraph } });

const begun = given(
  kind,
  [
    'MeetingStarted',
    {
      title: { en: 'Trade and economic mission' },
      form: 'trade-mission',
      parties: ['RU-KLU', 'RU-KYA'],
      regions: ['RU-KYA'],
      planned: 'XXXX-12-10/XXXX-12-12',
    },
    { date: 'XXXX-12-10', ...by(one, 1) },
  ],
  [
    'SessionPlanned',
    { title: { en: 'Visit of Zheleznogorsk' }, planned: 'XXXX-12-11', region: 'RU-KYA' },
    { modality: 'will', ...by(one, 6) },
  ],
  ['SessionHeld', { title: { en: 'Business incubator' }, region: 'RU-KYA' }, { date: 'XXXX-12-10', ...by(one, 2) }],
  ['ParticipantsRecorded', { parties: [feal, obninsk], role: 'delegation' }, by(one, 3)],
);
const [visit, incubator] = [entryId(2), entryId(3)];
const COUNTED = { role: 'delegation', count: { min: 10, max: 10, unit: 'company' }, source: { id: two, paragraph: 1 } };

interface View {
  programme: { session: string; day: string | null; status: string }[];
}
const programmeOf = (record: typeof begun) => (viewOn(kind, record, TODAY) as View).programme;

describe('a mission reported by two texts', () => {
  const counted = when(kind, 'RecordParticipants', COUNTED, begun).record;
  const firstText = when(
    kind,
    'HoldSession',
    { session: visit, date: 'XXXX-12-11', source: { id: two, paragraph: 2 } },
    counted,
  );

  it('shows for each session who planned it and who says that it was held', () => {
    expect(firstText.refused).toEqual([]);
    expect(programmeOf(counted)).toMatchObject([
      { session: incubator, status: 'held', planned: null },
      { session: visit, status: 'planned', held: null },
    ]);
    expect(programmeOf(firstText.record)).toEqual([
      {
        session: incubator,
        title: { en: 'Business incubator' },
        day: 'XXXX-12-10',
        place: null,
        region: 'RU-KYA',
        parties: [],
        status: 'held',
        certainty: 'certain',
        possible: [],
        planned: null,
        held: { entry: incubator, date: 'XXXX-12-10', modality: 'fact', source: { id: one, paragraph: 2 } },
      },
      {
        session: visit,
        title: { en: 'Visit of Zheleznogorsk' },
        day: 'XXXX-12-11',
        place: null,
        region: 'RU-KYA',
        parties: [],
        status: 'held',
        certainty: 'certain',
        possible: [],
        planned: {
          entry: visit,
          date: null,
          modality: 'will',
          source: { id: one, paragraph: 6 },
          planned: 'XXXX-12-11',
        },
        held: { entry: entryId(6), date: 'XXXX-12-11', modality: 'fact', source: { id: two, paragraph: 2 } },
      },
    ]);
  });

  it('has no event on the last day, and no year', () => {
    expect(programmeOf(firstText.record).map(({ day }) => day)).toEqual(['XXXX-12-10', 'XXXX-12-11']);
    expect(facetsOf(kind, firstText.record).dates).toEqual([
      { fact: 'MeetingStarted', date: 'XXXX-12-10' },
      { fact: 'SessionHeld', date: 'XXXX-12-11' },
      { fact: 'planned', date: 'XXXX-12-10/XXXX-12-12' },
    ]);
  });

  it('counts ten companies of which two are named, though both texts name them', () => {
    const attested = when(
      kind,
      'AttestEntry',
      { attests: entryId(4), agrees: true, source: { id: two, paragraph: 3 } },
      firstText.record,
    ).record;
    expect(viewOn(kind, attested, TODAY)).toMatchObject({
      participants: {
        named: [{ party: feal }, { party: obninsk }],
        people: [],
        counts: [{ entry: entryId(5), count: COUNTED.count, named: 2, source: COUNTED.source }],
      },
    });
  });

  it('is held itself only when that is recorded', () => {
    expect(statusOf(kind, firstText.record, TODAY)).toMatchObject({ status: 'in-progress' });
    const { record, refused } = when(kind, 'HoldMeeting', { source: { id: two } }, firstText.record);
    expect(refused).toEqual([]);
    expect(statusOf(kind, record, TODAY)).toMatchObject({ status: 'held', certainty: 'certain' });
  });

  it('lets a session that was planned be held after the mission was recorded as held', () => {
    const over = and(kind, begun, ['MeetingHeld', {}, by(two, 1)]);
    expect(programmeOf(over)).toMatchObject([{ status: 'held' }, { session: visit, status: 'planned' }]);
    expect(when(kind, 'HoldSession', { session: visit }, over).refused).toEqual([]);
  });
});

describe('sessions', () => {
  it('are held once, by the id of the entry that planned them', () => {
    const { record } = when(kind, 'HoldSession', { session: visit }, begun);
    for (const session of [visit, incubator]) {
      const broken = [{ rule: 'session-held-once', pointer: '/session' }];
      expect(when(kind, 'HoldSession', { session }, record).refused).toEqual(broken);
      const again = when(kind, 'HoldSession', { session, date: '2020-01-01', recording: 'historical' }, record);
      expect(again).toMatchObject({ refused: [], warned: broken });
      expect(programmeOf(again.record)).toEqual(programmeOf(record));
    }
    for (const recording of ['live', 'historical']) {
      for (const session of [entryId(1), otherId(9)]) {
        expect(when(kind, 'HoldSession', { session, recording }, record).refused).toEqual([
          { rule: 'session-exists', pointer: '/session' },
        ]);
      }
    }
    expect(when(kind, 'HoldSession', { session: 'the visit' }, record).invalid).toEqual(['/session']);
  });

  it('are held by what happened, not by what somebody will do', () => {
    expect(when(kind, 'HoldSession', { session: visit, modality: 'will' }, begun).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
  });

  it.each(['MeetingPostponed', 'MeetingCancelled'])('are not held after %s', (type) => {
    const meeting = { title: { en: 'Visit' }, form: 'site-visit' };
    const record = given(kind, ['MeetingPlanned', meeting], ['SessionPlanned', { title: { en: 'Plant' } }], [type]);
    const broken = { rule: 'session-held-unless-put-off', pointer: '' };
    expect(when(kind, 'HoldSession', { session: entryId(2) }, record).refused).toEqual([broken]);
    const old = when(kind, 'HoldSession', { session: entryId(2), recording: 'historical' }, record);
    expect([old.refused, old.warned]).toEqual([[], [broken]]);
    expect(programmeOf(old.record)).toMatchObject([{ status: 'held' }]);
  });

  it('show that a meeting has begun though nobody has recorded that', () => {
    const record = given(kind, ['MeetingPlanned', { title: { en: 'Visit' }, form: 'site-visit' }]);
    const { warned, record: after } = when(kind, 'AddSession', { title: { en: 'Plant' }, stage: 'held' }, record);
    expect(warned).toEqual([{ rule: 'meeting-seems-to-have-begun', pointer: '' }]);
    expect(statusOf(kind, after, TODAY).status).toBe('planned');
  });

  it('can be held again in the record when the holding was void', () => {
    const held = when(kind, 'HoldSession', { session: visit }, begun).record;
    const voided = when(kind, 'VoidEntry', { voids: entryId(5), reason: 'another visit' }, held).record;
    expect(programmeOf(voided)).toMatchObject([{ session: incubator }, { session: visit, status: 'planned' }]);
    expect(when(kind, 'HoldSession', { session: visit }, voided).refused).toEqual([]);
  });

  it('have a status on each day by their own dates', () => {
    const record = given(
      kind,
      ['MeetingStarted', { title: { en: 'Visit' }, form: 'site-visit' }, { date: '2022-11-08' }],
      ['SessionPlanned', { title: { en: 'Plant' }, planned: '2022-11-09' }, { modality: 'will', date: '2022-11-08' }],
      ['SessionHeld', { session: entryId(2) }, { date: '2022-11-09/2022-11-10' }],
    );
    const on = (day: string) => (viewOn(kind, record, day) as View).programme;
    expect(on('2022-11-08')).toMatchObject([{ status: 'planned', certainty: 'certain' }]);
    expect(on('2022-11-09')).toMatchObject([{ status: 'undetermined' }]);
    expect(on('2022-11-10')).toMatchObject([{ status: 'held', certainty: 'certain' }]);
    expect(kind.changeDates(record)).toEqual(expect.arrayContaining(['2022-11-09', '2022-11-10']));
  });

  it.each([
    ['with years', undefined, ['2023-01-02', '2022-12-31', '2022-12-30'], ['2022-12-30', '2022-12-31', '2023-01-02']],
    ['without', undefined, ['XXXX-12-11', 'XXXX-12-10', 'XXXX-11-30'], ['XXXX-11-30', 'XXXX-12-10', 'XXXX-12-11']],
    ['side by side', undefined, ['XXXX-12-11', '2022-12-12', '2022-12-10'], ['2022-12-10', 'XXXX-12-11', '2022-12-12']],
    ['with none last', undefined, [undefined, 'XXXX', '2022-12-10'], ['2022-12-10', null, 'XXXX']],
    ['over New Year', 'XXXX-12-30/XXXX-01-03', ['XXXX-01-02', 'XXXX-12-30'], ['XXXX-12-30', 'XXXX-01-02']],
  ])('stand by day: %s', (_, planned, days, ordered) => {
    const record = given(
      kind,
      ['MeetingPlanned', { title: { en: 'Mission' }, form: 'trade-mission', planned }],
      ...days.map((day) => ['SessionPlanned', { title: { en: 'Session' }, planned: day }] as const),
    );
    expect(programmeOf(record).map(({ day }) => day)).toEqual(ordered);
  });
});
