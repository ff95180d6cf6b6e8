import { statusOn } from '../../kernel/status-model.js';
import { statusOf } from '../document.js';
import type { RecordKind } from '../../kernel/kind.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { clusterKind } from './cluster.kind.js';
import { commitmentKind } from './commitment.kind.js';
import { siteKind } from './site.kind.js';
import { supportMeasureKind } from './support-measure.kind.js';
import { trainingProgrammeKind } from './training-programme.kind.js';
import { facetsOf } from '../found-by.js';

const title = { en: 'Something undertaken' };
const [somebody, another] = [otherId(1), otherId(2)];

interface Way {
  kind: RecordKind;
  begins: string;
  body: object;
  advance: string;
  /** Every step that a live entry may take; all others are forbidden. */
  steps: readonly (readonly [from: string, to: string])[];
}

const WAYS: readonly Way[] = [
  {
    kind: commitmentKind,
    begins: 'CommitmentRecorded',
    body: { title, by: somebody },
    advance: 'AdvanceCommitment',
    steps: [
      ['made', 'partly-fulfilled'],
      ['made', 'fulfilled'],
      ['made', 'withdrawn'],
      ['partly-fulfilled', 'fulfilled'],
      ['partly-fulfilled', 'withdrawn'],
    ],
  },
  {
    kind: supportMeasureKind,
    begins: 'SupportMeasureRecorded',
    body: { title, form: 'subsidy', recipient: somebody, grantedBy: another },
    advance: 'AdvanceSupportMeasure',
    steps: [
      ['announced', 'granted'],
      ['granted', 'paid'],
      ['paid', 'reported'],
      ['paid', 'reclaimed'],
      ['reported', 'reclaimed'],
    ],
  },
  {
    kind: trainingProgrammeKind,
    begins: 'TrainingProgrammeRecorded',
    body: { title },
    advance: 'AdvanceTrainingProgramme',
    steps: [
      ['proposed', 'agreed'],
      ['proposed', 'dropped'],
      ['agreed', 'running'],
      ['agreed', 'dropped'],
      ['running', 'done'],
      ['running', 'dropped'],
    ],
  },
  {
    kind: clusterKind,
    begins: 'ClusterRecorded',
    body: { title },
    advance: 'AdvanceCluster',
    steps: [
      ['being-organised', 'established'],
      ['being-organised', 'dissolved'],
      ['established', 'dissolved'],
    ],
  },
  {
    kind: siteKind,
    begins: 'SiteRecorded',
    body: { title, form: 'site' },
    advance: 'AdvanceSite',
    steps: [
      ['recorded', 'planned'],
      ['recorded', 'operating'],
      ['recorded', 'closed'],
      ['recorded', 'dropped'],
      ['planned', 'operating'],
      ['planned', 'dropped'],
      ['operating', 'closed'],
    ],
  },
];

const FORBIDDEN = { rule: 'advanced-step-by-step', pointer: '/to' };

describe.each(WAYS)('the life cycle of a $kind.name', ({ kind, begins, body, advance, steps }) => {
  const recordedIn = (stage: string): GivenEvent => [begins, { ...body, stage }];
  const pairs = kind.statuses.flatMap((from) => kind.statuses.map((to) => [from, to] as const));
  const isAllowed = ([from, to]: readonly [string, string]): boolean => steps.some(([a, b]) => a === from && b === to);

  it.each(pairs.filter(isAllowed))('goes from %s to %s', (from, to) => {
    const { refused, warned, events, record } = when(kind, advance, { to }, given(kind, recordedIn(from)));

    expect({ refused, warned }).toEqual({ refused: [], warned: [] });
    expect(events).toMatchObject([{ type: 'UndertakingAdvanced', data: { to, act: { modality: 'fact' } } }]);
    expect(statusOf(kind, record, TODAY)).toMatchObject({ status: to, certainty: 'certain' });
  });

  it.each(pairs.filter((pair) => !isAllowed(pair)))(
    'does not go from %s to %s, unless an old register says so',
    (from, to) => {
      const record = given(kind, recordedIn(from));
      const live = when(kind, advance, { to }, record);
      expect(live.refused).toEqual([FORBIDDEN]);
      expect(live.events).toEqual([]);

      const old = when(kind, advance, { to, recording: 'historical' }, record);
      expect(old).toMatchObject({ refused: [], warned: [FORBIDDEN] });
      expect(statusOf(kind, old.record, TODAY)).toMatchObject({ status: to, certainty: 'certain' });
    },
  );

  const [first = ''] = kind.statuses;
  const [, second = ''] = steps[0] ?? [];

  it.each(['will', 'ready-to', 'interested', 'may', 'hopes', 'claims'])(
    'is not moved on by what is stated as "%s", old or new',
    (modality) => {
      const record = given(kind, recordedIn(first));
      const expected = [{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }];
      expect(when(kind, advance, { to: second, modality }, record).refused).toEqual(expected);
      expect(when(kind, advance, { to: second, modality, recording: 'historical' }, record).refused).toEqual(expected);
    },
  );

  it('takes no step before the day of the one before, unless an old register says so', () => {
    const record = given(kind, [begins, { ...body, stage: first }, { date: '2022-05-10' }]);
    const early = { to: second, date: '2022-04' };
    expect(when(kind, advance, early, record).refused).toEqual([{ rule: 'advanced-in-order', pointer: '/date' }]);

    const old = when(kind, advance, { ...early, recording: 'historical' }, record);
    expect(old).toMatchObject({ refused: [], warned: [{ rule: 'advanced-in-order', pointer: '/date' }] });
    expect(statusOf(kind, old.record, TODAY).status).toBe(first);
    expect(when(kind, advance, { to: second, date: '2022-05' }, record).refused).toEqual([]);
  });

  it('tells the stage of each day by dates as precise as they are', () => {
    const record = given(
      kind,
      [begins, { ...body, stage: first }, { date: '2022-03-10' }],
      ['UndertakingAdvanced', { to: second }, { date: '2022' }],
    );
    const stage = (day: string): string => statusOf(kind, record, day).status;

    expect(statusOf(kind, record, '2022-03-09')).toMatchObject({ status: 'not-begun', possible: [] });
    expect(statusOf(kind, record, '2022-06-01')).toMatchObject({
      status: 'undetermined',
      certainty: 'undetermined',
      possible: [first, second],
    });
    expect([stage('2022-12-30'), stage('2022-12-31')]).toEqual(['undetermined', second]);
    expect(kind.changeDates(record)).toEqual(expect.arrayContaining(['2022-03-10', '2022-12-31']));
  });

  it('leaves the stage only possible where its date is approximate', () => {
    const record = given(kind, [begins, { ...body, stage: first }, { date: '2022-03~' }]);
    expect(statusOf(kind, record, TODAY)).toMatchObject({ status: first, certainty: 'possible', possible: [] });
    // Nobody tells how far an approximate date may be off.
    for (const [day, status] of [
      ['2022-02-28', 'not-begun'],
      ['2022-03-31', first],
    ] as const) {
      expect(statusOf(kind, record, day)).toMatchObject({ status, certainty: 'possible' });
      expect(new Set(statusOf(kind, record, day).possible)).toEqual(new Set(['not-begun', first]));
    }
  });

  it('cannot tell which of two steps came last where one that breaks the order has no day', () => {
    const record = given(
      kind,
      [begins, { ...body, stage: first }, { date: '2020-01-10' }],
      ['UndertakingAdvanced', { to: second }, { date: '2022-03-10' }],
    );
    const again = { to: first, date: '2022', recording: 'historical' };
    const broken = when(kind, advance, again, record);
    expect(broken.warned).not.toEqual([]);
    expect(statusOf(kind, broken.record, TODAY)).toMatchObject({ status: 'undetermined', possible: [second, first] });
    const dated = when(kind, advance, { ...again, date: '2022-03-11' }, record).record;
    expect(statusOf(kind, dated, TODAY)).toMatchObject({ status: first, certainty: 'certain' });
  });

  it('follows corrections and voids', () => {
    const record = given(kind, recordedIn(first), ['UndertakingAdvanced', { to: second }, { date: '2022-03-10' }]);
    const advanced = entryId(2);
    const basis = { reason: 'A slip of the pen' };

    const corrected = when(
      kind,
      'CorrectEntry',
      { corrects: advanced, changes: { date: '2022-09-10' }, ...basis },
      record,
    );
    expect(statusOf(kind, corrected.record, '2022-08-01').possible).not.toContain(second);
    expect(statusOf(kind, record, '2022-08-01').status).toBe(second);

    const voided = when(kind, 'VoidEntry', { voids: advanced, ...basis }, record);
    expect(statusOf(kind, voided.record, TODAY)).toMatchObject({ status: first, certainty: 'certain' });
    expect(when(kind, advance, { to: second }, voided.record).refused).toEqual([]);
  });

  it('knows its own stages only', () => {
    const record = given(kind, recordedIn(first));
    expect(when(kind, advance, { to: 'finished' }, record).invalid).toEqual(['/to']);
    expect(when(kind, advance, {}, record).invalid).toEqual(['/to']);
    expect(when(kind, advance, { to: second, stage: first }, record).invalid).toEqual(['/stage']);
  });

  it('shows its steps with their reasons', () => {
    const record = given(kind, recordedIn(first));
    const next = when(kind, advance, { to: second, date: '2023-01-10', reason: 'So it was decided' }, record);
    expect(viewOn(kind, next.record, TODAY)).toMatchObject({
      title,
      topics: [],
      amounts: [],
      steps: [
        { stage: first, date: null },
        { stage: second, date: '2023-01-10', modality: 'fact', source: null, reason: 'So it was decided' },
      ],
    });
  });

  it('tells nothing of a beginning that is void', () => {
    const record = given(kind, recordedIn(first), ['EntryVoided', { voids: entryId(1) }]);
    expect(statusOn(kind.statusModel, record, TODAY)).toMatchObject({ status: 'undetermined', possible: [] });
    expect(facetsOf(kind, record)).toMatchObject({ parties: [], dates: [] });
  });
});

it('tells the kinds of one category apart by the event that begins them', () => {
  const beginnings = WAYS.flatMap(({ kind }) => kind.begins);
  expect(new Set(beginnings).size).toBe(WAYS.length);
  expect(new Set(WAYS.map(({ kind }) => kind.category))).toEqual(new Set(['undertaking']));
});
