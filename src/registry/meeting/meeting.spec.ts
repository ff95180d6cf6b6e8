import { statusOf } from '../document.js';
import {
  entryId,
  given,
  looking,
  otherId,
  TODAY,
  viewOn,
  when,
} from '../../../test/fixtures/given-when-then.fixtures.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { meetingKind } from './meeting.kind.js';
import { meetingSeriesKind } from './meeting-series.kind.js';
import { facetsOf } from '../found-by.js';

const kind = meetingKind;
const MEETING = { title: { en: 'Round table' }, form: 'round-table', parties: ['RU-ULY', 'RU-MO'] };
const SHA = 'a'.repeat(64);

const planned: GivenEvent = ['MeetingPlanned', MEETING, { modality: 'will' }];
const HISTORY: Record<string, GivenEvent[]> = {
  planned: [planned],
  'in-progress': [planned, ['MeetingStarted']],
  held: [planned, ['MeetingStarted'], ['MeetingHeld']],
  postponed: [planned, ['MeetingPostponed']],
  cancelled: [planned, ['MeetingCancelled']],
};
const STATUSES = Object.keys(HISTORY);

const meetingThatIs = (status: string) => given(kind, ...HISTORY[status]!);

describe('a meeting comes on record', () => {
  it.each([
    [undefined, 'MeetingPlanned', 'will', 'planned'],
    ['planned', 'MeetingPlanned', 'will', 'planned'],
    ['in-progress', 'MeetingStarted', 'fact', 'in-progress'],
    ['held', 'MeetingHeld', 'fact', 'held'],
  ])('with the stage %s by %s', (stage, type, modality, status) => {
    const { events, refused, record } = when(kind, 'PlanMeeting', { ...MEETING, ...(stage && { stage }) });
    expect(refused).toEqual([]);
    expect(events).toEqual([
      { type, data: { ...MEETING, act: { modality, date: null, recording: 'live', source: null } } },
    ]);
    expect(statusOf(kind, record, TODAY)).toMatchObject({ status, certainty: 'certain' });
    expect(viewOn(kind, record, TODAY)).toMatchObject({
      ...MEETING,
      planned: null,
      statusChanges: [{ type, entry: entryId(1) }],
    });
  });

  it('keeps the modality of a plan that is less than a will', () => {
    const { events } = when(kind, 'PlanMeeting', { ...MEETING, modality: 'may' });
    expect(events[0]?.data.act.modality).toBe('may');
  });

  it.each(['in-progress', 'held'])('refuses an intention as %s, historical or not', (stage) => {
    for (const recording of ['live', 'historical']) {
      for (const modality of ['will', 'agreed', 'claims']) {
        expect(when(kind, 'PlanMeeting', { ...MEETING, stage, modality, recording }).refused).toEqual([
          { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
        ]);
      }
    }
  });

  it('takes a date without a year as it is', () => {
    const days = 'XXXX-12-10/XXXX-12-12';
    const { record } = when(kind, 'PlanMeeting', { ...MEETING, planned: days });
    expect(viewOn(kind, record, TODAY)).toMatchObject({ planned: days });
    expect(facetsOf(kind, record).dates).toEqual([{ fact: 'planned', date: days }]);
  });

  it.each([
    [{ title: {} }, '/title'],
    [{ form: 'party' }, '/form'],
    [{ stage: 'over' }, '/stage'],
    [{ planned: '2023-02-29' }, '/planned'],
    [{ regions: ['RU-XXX'] }, '/regions'],
    [{ organisers: ['nobody'] }, '/organisers'],
    [{ rooms: 2 }, '/rooms'],
  ])('refuses the fields %j', (fields, pointer) => {
    expect(when(kind, 'PlanMeeting', { ...MEETING, ...fields }).invalid).toEqual([pointer]);
  });

  it('is not planned for a series that has ended', () => {
    const series = given(meetingSeriesKind, ['SeriesAgreed', { ...MEETING, recurrence: 'FREQ=YEARLY' }]);
    const ended = given(meetingSeriesKind, ['SeriesAgreed'], ['SeriesEnded']);
    const body = { ...MEETING, series: series.id };
    expect(when(kind, 'PlanMeeting', body, undefined, looking(['meeting-series', series])).refused).toEqual([]);
    const context = looking(['meeting-series', ended]);
    const broken = [{ rule: 'series-not-ended', pointer: '/series' }];
    expect(when(kind, 'PlanMeeting', body, undefined, context).refused).toEqual(broken);
    expect(when(kind, 'PlanMeeting', { ...body, recording: 'historical' }, undefined, context).warned).toEqual(broken);
    expect(when(kind, 'PlanMeeting', { ...body, stage: 'held' }, undefined, context).refused).toEqual([]);
  });
});

describe('organisers and supporters that are named later', () => {
  const body = { organisers: [otherId(1), 'RU-ULY'], supportedBy: [otherId(2)] };
  const planned: GivenEvent = ['MeetingPlanned', { ...MEETING, organisers: ['RU-ULY'] }, { date: '2022-05-01' }];

  it('stand beside those of the plan, on every day, and the meeting is found by them', () => {
    const { refused, record } = when(kind, 'NameOrganisers', body, given(kind, planned));
    expect(refused).toEqual([]);
    for (const day of ['2022-05-01', TODAY])
      expect(viewOn(kind, record, day)).toMatchObject({
        organisers: ['RU-ULY', otherId(1)],
        supportedBy: [otherId(2)],
      });
    expect(facetsOf(kind, record).parties).toEqual(expect.arrayContaining([otherId(1), otherId(2)]));
  });

  it('are some at least', () => {
    expect(when(kind, 'NameOrganisers', {}, given(kind, planned)).refused).toEqual([
      { rule: 'organisers-or-supporters-named', pointer: '/organisers' },
    ]);
  });
});

describe('the life cycle', () => {
  const SESSION = { title: { en: 'Session' } };
  const steps: [command: string, body: object, allowed: string[], rule: string, after: string | undefined][] = [
    ['StartMeeting', {}, ['planned'], 'started-from-planned', 'in-progress'],
    ['HoldMeeting', {}, ['planned', 'in-progress'], 'held-from-planned-or-in-progress', 'held'],
    ['PostponeMeeting', {}, ['planned'], 'postponed-from-planned', 'postponed'],
    ['RescheduleMeeting', { planned: '2023-05' }, ['postponed'], 'rescheduled-from-postponed', 'planned'],
    ['CancelMeeting', {}, ['planned', 'postponed'], 'cancelled-before-begun', 'cancelled'],
    ['AddSession', SESSION, ['planned', 'in-progress', 'postponed'], 'session-planned-before-held', undefined],
    [
      'NameOrganisers',
      { organisers: ['RU-MO'] },
      ['planned', 'postponed', 'in-progress', 'held'],
      'organisers-unless-cancelled',
      undefined,
    ],
    [
      'AddSession',
      { ...SESSION, stage: 'held' },
      ['planned', 'in-progress', 'held'],
      'session-held-unless-put-off',
      undefined,
    ],
    ['RecordParticipants', { parties: ['RU-MO'] }, ['in-progress', 'held'], 'took-part-once-begun', undefined],
    [
      'RecordParticipants',
      { parties: ['RU-MO'], modality: 'will' },
      ['planned', 'postponed', 'in-progress', 'held'],
      'participants-unless-cancelled',
      undefined,
    ],
    ['GivePresentation', { title: { en: 'Tools' } }, ['in-progress', 'held'], 'presented-once-begun', undefined],
    ['TakeDecision', { title: { en: 'Go on' } }, ['in-progress', 'held'], 'decided-once-begun', undefined],
    ['AdoptMinutes', { sha256: SHA }, ['in-progress', 'held'], 'minutes-once-begun', undefined],
  ];
  const cases = steps.flatMap(([command, body, allowed, rule, after]) =>
    STATUSES.map((status) => ({ command, body, status, allowed: allowed.includes(status), rule, after })),
  );

  it.each(cases.filter(({ allowed }) => allowed))(
    '$command $body while $status',
    ({ command, body, status, after }) => {
      const { refused, events, record } = when(kind, command, body, meetingThatIs(status));
      expect(refused).toEqual([]);
      expect(events).toHaveLength(1);
      expect(statusOf(kind, record, TODAY)).toMatchObject({ status: after ?? status, certainty: 'certain' });
    },
  );

  it.each(cases.filter(({ allowed }) => !allowed))(
    'no $command $body while $status',
    ({ command, body, status, rule }) => {
      const live = when(kind, command, body, meetingThatIs(status));
      expect(live.refused).toEqual([{ rule, pointer: '' }]);
      expect(live.events).toEqual([]);
      const old = when(kind, command, { ...body, recording: 'historical' }, meetingThatIs(status));
      expect(old.refused).toEqual([]);
      expect(old.warned).toContainEqual({ rule, pointer: '' });
      expect(old.events).toHaveLength(1);
    },
  );

  it.each([
    ['StartMeeting', {}, 'planned', ['will', 'agreed']],
    ['HoldMeeting', {}, 'in-progress', ['will', 'agreed', 'ready-to']],
    ['PostponeMeeting', {}, 'planned', ['may', 'will']],
    ['RescheduleMeeting', { planned: '2023-05' }, 'postponed', ['may', 'hopes', 'interested']],
    ['CancelMeeting', {}, 'planned', ['may', 'will']],
    ['AddSession', { ...SESSION, stage: 'held' }, 'in-progress', ['will', 'agreed']],
    ['GivePresentation', { title: { en: 'Tools' } }, 'held', ['will', 'agreed']],
    ['TakeDecision', { title: { en: 'Go on' } }, 'held', ['will', 'ready-to']],
    ['AdoptMinutes', { sha256: SHA }, 'held', ['will']],
  ] as const)('%s %j while %s is not taken by %j', (command, body, status, modalities) => {
    for (const modality of modalities) {
      for (const recording of ['live', 'historical']) {
        expect(when(kind, command, { ...body, modality, recording }, meetingThatIs(status)).refused).toEqual([
          { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
        ]);
      }
    }
  });

  it('plans again as an intention, and tells for when', () => {
    const { record: postponed } = when(kind, 'PostponeMeeting', { to: '2023' }, meetingThatIs('planned'));
    expect(viewOn(kind, postponed, TODAY)).toMatchObject({ planned: '2023' });
    const { record, events } = when(kind, 'RescheduleMeeting', { planned: '2023-05-12' }, postponed);
    expect(events[0]?.data.act.modality).toBe('will');
    expect(viewOn(kind, record, TODAY)).toMatchObject({
      planned: '2023-05-12',
      statusChanges: [
        { type: 'MeetingPlanned' },
        { type: 'MeetingPostponed', to: '2023' },
        { type: 'MeetingRescheduled', planned: '2023-05-12' },
      ],
    });
    expect(when(kind, 'HoldMeeting', {}, record).refused).toEqual([]);
  });

  it('keeps what the meeting came to, and why it was put off or cancelled, with the step', () => {
    const held = when(kind, 'HoldMeeting', { date: '2023-01-30', summary: 'Contacts' }, meetingThatIs('planned'));
    expect(viewOn(kind, held.record, TODAY)).toMatchObject({
      statusChanges: [{}, { date: '2023-01-30', summary: 'Contacts' }],
    });
    const off = when(kind, 'PostponeMeeting', { reason: 'illness' }, meetingThatIs('planned'));
    const { record } = when(kind, 'CancelMeeting', { reason: 'no interest' }, off.record);
    expect(viewOn(kind, record, TODAY)).toMatchObject({
      statusChanges: [{}, { to: null, reason: 'illness' }, { reason: 'no interest' }],
    });
  });

  it('has no day while it is put off without one', () => {
    const record = given(kind, ['MeetingPlanned', { ...MEETING, planned: '2023-02' }], ['MeetingPostponed']);
    expect(viewOn(kind, record, TODAY)).toMatchObject({ planned: null });
    expect(facetsOf(kind, record).dates).toEqual([{ fact: 'planned', date: '2023-02' }]);
  });
});

describe('an act dated back', () => {
  const began = given(kind, ['MeetingStarted', MEETING, { date: '2022-06-01' }]);
  const late = given(
    kind,
    ['MeetingPlanned', MEETING, { modality: 'will', date: '2021-01-01' }],
    ['MeetingStarted', {}, { date: '2022-06-01' }],
  );
  const put = given(
    kind,
    ['MeetingPlanned', MEETING, { modality: 'will', date: '2021-01-01' }],
    ['MeetingPostponed', {}, { date: '2022-06-01' }],
  );
  const talk = { title: { en: 'Tools' } };

  it.each([
    ['HoldMeeting', {}, began, 'held-from-planned-or-in-progress'],
    ['HoldMeeting', {}, late, 'held-from-planned-or-in-progress'],
    ['RescheduleMeeting', { planned: '2023-05' }, put, 'rescheduled-from-postponed'],
    ['CancelMeeting', {}, put, 'cancelled-before-begun'],
    ['GivePresentation', talk, late, 'presented-once-begun'],
    ['TakeDecision', talk, late, 'decided-once-begun'],
    ['AddSession', { ...talk, stage: 'held' }, began, 'session-held-unless-put-off'],
  ] as const)('is held against the life cycle of its own day: %s %j', (command, body, record, rule) => {
    const date = '2022-05-31';
    const broken = [{ rule, pointer: '/date' }];
    expect(when(kind, command, { ...body, date }, record)).toMatchObject({ refused: broken, events: [] });
    const kept = when(kind, command, { ...body, date, recording: 'historical' }, record);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ data: { act: { date } } }] });
    for (const fits of [{}, { date: '2022-06-01' }, { date: '2022' }]) {
      expect(when(kind, command, { ...body, ...fits }, record)).toMatchObject({ refused: [], warned: [] });
    }
  });
});

describe('the status by dates', () => {
  const record = given(
    kind,
    ['MeetingPlanned', MEETING, { date: '2022-09-01' }],
    ['MeetingHeld', {}, { date: '2022-11' }],
  );

  it('is certain before and after, and open in the month in which the meeting was held', () => {
    expect(statusOf(kind, record, '2022-10-31')).toMatchObject({ status: 'planned', certainty: 'certain' });
    expect(statusOf(kind, record, '2022-11-15')).toMatchObject({
      status: 'undetermined',
      certainty: 'undetermined',
      possible: ['planned', 'held'],
    });
    expect(statusOf(kind, record, '2022-11-30')).toMatchObject({ status: 'held', certainty: 'certain' });
    expect(kind.changeDates(record)).toEqual(['2022-09-01', '2022-09-01', '2022-11-01', '2022-11-30']);
  });

  it('does not turn a plan into a meeting when its day has passed', () => {
    const passed = given(kind, ['MeetingPlanned', { ...MEETING, planned: '2022-10-18' }, { date: '2022-09-01' }]);
    expect(statusOf(kind, passed, '2030-01-01')).toMatchObject({ status: 'planned', certainty: 'certain' });
  });

  it('leaves the day of holding open where a date has no year', () => {
    const yearless = given(
      kind,
      ['MeetingPlanned', MEETING, { date: '2022' }],
      ['MeetingHeld', {}, { date: 'XXXX-11-09' }],
    );
    expect(statusOf(kind, yearless, '2023-01-15')).toMatchObject({ possible: ['planned', 'held'] });
    expect(statusOf(kind, yearless, TODAY)).toMatchObject({ status: 'held', certainty: 'certain' });
  });

  it('keeps held last, however late or oddly other steps are recorded', () => {
    const odd = given(
      kind,
      ['MeetingHeld', MEETING, { date: '2022-11-09' }],
      ['MeetingStarted', {}, { recording: 'historical', date: 'XXXX-11-09' }],
      ['MeetingPostponed', {}, { recording: 'historical', date: '2022-12-01' }],
    );
    expect(statusOf(kind, odd, TODAY)).toMatchObject({ status: 'held', basis: [entryId(1)] });
  });

  it('says so when a second source contradicts the day', () => {
    const doubted = when(
      kind,
      'AttestEntry',
      { attests: entryId(2), agrees: true, happened: '2022-10-18', source: { id: otherId(1) } },
      record,
    );
    expect(statusOf(kind, doubted.record, TODAY)).toMatchObject({ status: 'held', certainty: 'possible' });
  });

  it('follows corrections and voids', () => {
    const reason = 'misread';
    const corrected = when(
      kind,
      'CorrectEntry',
      { corrects: entryId(2), reason, changes: { date: '2022-10-18' } },
      record,
    ).record;
    expect(statusOf(kind, corrected, '2022-10-18')).toMatchObject({ status: 'held', certainty: 'certain' });
    const voided = when(kind, 'VoidEntry', { voids: entryId(2), reason }, record).record;
    expect(statusOf(kind, voided, TODAY)).toMatchObject({ status: 'planned', basis: [entryId(1)] });
    expect(when(kind, 'HoldMeeting', {}, voided).refused).toEqual([]);
  });
});

it('takes its details from the entry that began it, whatever a later step is corrected to', () => {
  const changes = { title: { en: 'Visit' }, form: 'site-visit' };
  const { record } = when(
    kind,
    'CorrectEntry',
    { corrects: entryId(3), reason: 'mistaken', changes },
    meetingThatIs('held'),
  );
  expect(viewOn(kind, record, TODAY)).toMatchObject(MEETING);
});

describe('a meeting that is held before its day', () => {
  const next = given(kind, ['MeetingPlanned', { ...MEETING, planned: '2027-05' }]);
  const odd = [{ rule: 'held-before-planned', pointer: '/date' }];

  it.each(['HoldMeeting', 'StartMeeting'])('is warned of by %s', (command) => {
    expect(when(kind, command, {}, next)).toMatchObject({ refused: [], warned: odd });
    expect(when(kind, command, { date: '2022-05-20' }, next)).toMatchObject({ refused: [], warned: odd });
  });

  it('may have been planned for the very day, or for no day', () => {
    const today = given(kind, ['MeetingPlanned', { ...MEETING, planned: TODAY.slice(0, 7) }]);
    expect(when(kind, 'HoldMeeting', {}, today).warned).toEqual([]);
    expect(when(kind, 'HoldMeeting', {}, meetingThatIs('planned')).warned).toEqual([]);
  });
});
