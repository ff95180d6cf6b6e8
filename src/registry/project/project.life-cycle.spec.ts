import type { Constructor } from '../../kernel/fields.js';
import type { DatedRecord } from '../../kernel/dated.js';
import { statusOf } from '../document.js';
import { and, entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import * as commands from './project.commands.js';
import type { ProjectStatus } from './project.js';
import { PROJECT_STATUSES } from './project.js';
import { projectKind } from './project.kind.js';

const A = otherId(1);
const B = otherId(2);
const C = otherId(3);
const proposal = { title: { ru: 'Техпарк', en: 'Technopark' }, parties: [A, B] };
const round = { parties: [A, B], outcome: 'continued' };

const proposed = given(projectKind, ['ProjectProposed', proposal]);
const negotiated = and(projectKind, proposed, ['NegotiationRoundHeld', round]);
const agreed = and(projectKind, negotiated, ['ProjectAgreed']);
const implemented = and(projectKind, agreed, ['ImplementationStarted']);

/** A project in each status, reached by allowed steps. */
const IN: Record<ProjectStatus, DatedRecord> = {
  proposed,
  'under-negotiation': negotiated,
  agreed,
  'in-implementation': implemented,
  completed: and(projectKind, implemented, ['ProjectCompleted']),
  suspended: and(projectKind, implemented, ['ProjectSuspended']),
  declined: and(projectKind, proposed, ['ProjectDeclined']),
  withdrawn: and(projectKind, proposed, ['ProjectWithdrawn']),
  lapsed: and(projectKind, proposed, ['ProjectLapsed']),
};

interface Step {
  command: Constructor;
  body: object;
  event: string;
  from: ProjectStatus[];
  rule: string;
  /** The status that it leads to; undefined where it changes none. */
  to?: ProjectStatus;
}

const OPEN: ProjectStatus[] = ['proposed', 'under-negotiation', 'agreed', 'in-implementation', 'suspended'];

/** The life cycle as docs/domain.md has it. */
const STEPS: Step[] = [
  {
    command: commands.HoldNegotiationRound,
    body: round,
    event: 'NegotiationRoundHeld',
    from: ['proposed', 'under-negotiation'],
    rule: 'round-before-agreed',
    to: 'under-negotiation',
  },
  {
    command: commands.AgreeProject,
    body: {},
    event: 'ProjectAgreed',
    from: ['under-negotiation'],
    rule: 'agreed-after-negotiation',
    to: 'agreed',
  },
  {
    command: commands.StartImplementation,
    body: {},
    event: 'ImplementationStarted',
    from: ['agreed'],
    rule: 'started-after-agreed',
    to: 'in-implementation',
  },
  {
    command: commands.CompleteProject,
    body: { result: 'It works.' },
    event: 'ProjectCompleted',
    from: ['in-implementation'],
    rule: 'completed-from-implementation',
    to: 'completed',
  },
  {
    command: commands.SuspendProject,
    body: { reason: 'No money.' },
    event: 'ProjectSuspended',
    from: ['under-negotiation', 'agreed', 'in-implementation'],
    rule: 'suspended-while-under-way',
    to: 'suspended',
  },
  {
    command: commands.ResumeProject,
    body: {},
    event: 'ProjectResumed',
    from: ['suspended'],
    rule: 'resumed-while-suspended',
    to: 'in-implementation',
  },
  {
    command: commands.DeclineProject,
    body: { by: B },
    event: 'ProjectDeclined',
    from: ['proposed', 'under-negotiation'],
    rule: 'declined-before-agreed',
    to: 'declined',
  },
  {
    command: commands.WithdrawProject,
    body: { by: A },
    event: 'ProjectWithdrawn',
    from: OPEN,
    rule: 'withdrawn-while-open',
    to: 'withdrawn',
  },
  {
    command: commands.LapseProject,
    body: {},
    event: 'ProjectLapsed',
    from: ['proposed', 'under-negotiation', 'agreed', 'suspended'],
    rule: 'lapsed-while-not-worked-on',
    to: 'lapsed',
  },
  {
    command: commands.JoinProject,
    body: { party: C },
    event: 'PartyJoinedProject',
    from: OPEN,
    rule: 'parties-change-while-open',
  },
  {
    command: commands.LeaveProject,
    body: { party: B },
    event: 'PartyLeftProject',
    from: OPEN,
    rule: 'parties-change-while-open',
  },
];

const statusNow = (record: DatedRecord): string => statusOf(projectKind, record, TODAY).status;

const each = (allowed: boolean): [string, ProjectStatus, Step][] =>
  STEPS.flatMap((step) =>
    PROJECT_STATUSES.filter((status) => step.from.includes(status) === allowed).map(
      (status): [string, ProjectStatus, Step] => [step.command.name, status, step],
    ),
  );

describe('the life cycle', () => {
  it.each(PROJECT_STATUSES)('reaches %s', (status) => {
    expect(statusNow(IN[status])).toBe(status);
  });

  it.each(each(true))('lets %s happen while %s', (_name, status, { command, body, event, to }) => {
    const { events, refused, warned, record } = when(projectKind, command, body, IN[status]);
    expect({ refused, warned }).toEqual({ refused: [], warned: [] });
    expect(events).toMatchObject([{ type: event, data: body }]);
    expect(statusNow(record)).toBe(to ?? status);
  });

  it.each(each(false))('refuses %s live while %s, and warns when historical', (_name, status, step) => {
    const broken = [{ rule: step.rule, pointer: '' }];
    expect(when(projectKind, step.command, step.body, IN[status])).toMatchObject({ refused: broken, events: [] });
    const kept = when(projectKind, step.command, { ...step.body, recording: 'historical' }, IN[status]);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ type: step.event }] });
  });

  it.each(STEPS.map((step): [string, Step] => [step.command.name, step]))(
    'takes no intention for %s, not even a historical one',
    (_name, { command, body, from }) => {
      for (const recording of ['live', 'historical']) {
        const said = when(projectKind, command, { ...body, modality: 'will', recording }, IN[from[0]!]);
        expect(said.refused).toEqual([{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }]);
      }
    },
  );

  it.each([commands.HoldNegotiationRound, commands.StartImplementation, commands.CompleteProject])(
    'takes %p for done only as a fact: that it was agreed on does not do it',
    (command) => {
      const step = STEPS.find((candidate) => candidate.command === command)!;
      const said = when(projectKind, command, { ...step.body, modality: 'agreed' }, IN[step.from[0]!]);
      expect(said.refused).toEqual([{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }]);
    },
  );

  it.each(['under-negotiation', 'agreed', 'in-implementation'] as const)(
    'resumes to %s what was suspended there',
    (status) => {
      const suspended = when(projectKind, commands.SuspendProject, {}, IN[status]).record;
      expect(statusNow(suspended)).toBe('suspended');
      expect(statusNow(when(projectKind, commands.ResumeProject, {}, suspended).record)).toBe(status);
    },
  );

  it('can be suspended and resumed again and again', () => {
    const twice = and(projectKind, agreed, ['ProjectSuspended'], ['ProjectResumed'], ['ProjectSuspended']);
    expect(statusNow(twice)).toBe('suspended');
    expect(statusNow(and(projectKind, twice, ['ProjectResumed']))).toBe('agreed');
  });

  it('is not taken back by a round that an old register puts after the agreement', () => {
    const { record } = when(projectKind, commands.HoldNegotiationRound, { ...round, recording: 'historical' }, agreed);
    expect(statusNow(record)).toBe('agreed');
    expect(viewOn(projectKind, record, TODAY)).toMatchObject({ rounds: [{}, { entry: entryId(4) }] });
  });

  it('is not taken back by a proposal that an old register puts after the first round', () => {
    const odd = given(
      projectKind,
      ['ProjectProposed', proposal, { date: '2022-12' }],
      ['NegotiationRoundHeld', round, { date: '2022-10', recording: 'historical' }],
    );
    expect(statusNow(odd)).toBe('under-negotiation');
  });
});

describe('an act dated back', () => {
  const begun = given(projectKind, ['ProjectProposed', proposal, { date: '2020-01-01' }]);
  const talked = and(projectKind, begun, ['NegotiationRoundHeld', round, { date: '2021-01-01' }]);
  const settled = and(projectKind, talked, ['ProjectAgreed', {}, { date: '2021-06-01' }]);
  const halted = and(projectKind, settled, ['ProjectSuspended', {}, { date: '2022-01-01' }]);

  it.each<[Constructor, object, DatedRecord, string, string]>([
    [commands.StartImplementation, {}, settled, '2021-03-01', 'started-after-agreed'],
    [commands.ResumeProject, {}, halted, '2021-07-01', 'resumed-while-suspended'],
    [commands.AgreeProject, {}, talked, '2020-06-01', 'agreed-after-negotiation'],
    [commands.HoldNegotiationRound, round, begun, '2019-01-01', 'round-before-agreed'],
    [commands.WithdrawProject, { by: A }, begun, '2019-01-01', 'withdrawn-while-open'],
    [commands.WithdrawProject, { by: A }, settled, '2021-03-01', 'withdrawn-while-open'],
    [commands.LapseProject, {}, halted, '2021-07-01', 'lapsed-while-not-worked-on'],
    [commands.JoinProject, { party: C }, begun, '2019-12', 'parties-change-while-open'],
  ])('is held against the life cycle of its own day: %p', (command, body, record, date, rule) => {
    const broken = [{ rule, pointer: '/date' }];
    expect(when(projectKind, command, { ...body, date }, record)).toMatchObject({ refused: broken, events: [] });
    const kept = when(projectKind, command, { ...body, date, recording: 'historical' }, record);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ data: { act: { date } } }] });
    for (const fits of [{}, { date: '2022-01' }, { date: '20XX' }]) {
      expect(when(projectKind, command, { ...body, ...fits }, record)).toMatchObject({ refused: [], warned: [] });
    }
  });

  it('may be a round before the first one on record', () => {
    const before = { ...round, date: '2020-06-01' };
    expect(when(projectKind, commands.HoldNegotiationRound, before, talked)).toMatchObject({ refused: [], warned: [] });
  });

  it('fits where some day of its date does', () => {
    const record = and(
      projectKind,
      talked,
      ['ProjectSuspended', {}, { date: '2021-12-01' }],
      ['ProjectResumed', {}, { date: '2022-06-01' }],
    );
    const held = (date: string) => when(projectKind, commands.HoldNegotiationRound, { ...round, date }, record).refused;
    expect(held('2021')).toEqual([]);
    expect(held('2021-12')).toEqual([{ rule: 'round-before-agreed', pointer: '/date' }]);
  });
});
