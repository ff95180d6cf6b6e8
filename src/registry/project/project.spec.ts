import type { StatusOn } from '../../kernel/status.js';
import { statusOf } from '../document.js';
import type { Outcome } from '../../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import * as commands from './project.commands.js';
import { projectKind } from './project.kind.js';
import { facetsOf } from '../found-by.js';

const A = otherId(1);
const B = otherId(2);
const C = otherId(3);
const proposal = { title: { ru: 'Техпарк', en: 'Technopark' }, parties: [A, B] };
const round = { parties: [A, B], outcome: 'continued' };
const proposed = given(projectKind, ['ProjectProposed', proposal]);

describe('proposing a project', () => {
  it.each(['fact', 'agreed', 'will', 'ready-to', 'interested', 'may', 'hopes', 'claims'])(
    'keeps what was said as "%s"',
    (modality) => {
      const { events } = when(projectKind, commands.ProposeProject, { ...proposal, modality });
      expect(events).toMatchObject([{ type: 'ProjectProposed', data: { ...proposal, act: { modality } } }]);
    },
  );

  it.each([
    ['/title', { ...proposal, title: undefined }],
    ['/parties', { ...proposal, parties: [] }],
    ['/parties', { ...proposal, parties: [A, A] }],
    ['/proposedBy', { ...proposal, proposedBy: 'somebody' }],
    ['/expected', { ...proposal, expected: 'soon' }],
    ['/budget', { ...proposal, budget: 1 }],
  ])('refuses a bad %s before anything is decided', (pointer, body) => {
    expect(when(projectKind, commands.ProposeProject, body).invalid).toEqual([pointer]);
  });
});

it('is proposed by one of its parties, as far as they are named', () => {
  const by = (proposedBy: string): Outcome => when(projectKind, commands.ProposeProject, { ...proposal, proposedBy });
  expect(by(A)).toMatchObject({ refused: [], warned: [] });
  expect(by(C)).toMatchObject({ refused: [], warned: [{ rule: 'proposed-by-a-party', pointer: '/proposedBy' }] });
});

describe('a negotiation round', () => {
  const hold = (body: object, record = proposed): Outcome =>
    when(projectKind, commands.HoldNegotiationRound, body, record);

  it.each(['live', 'historical'])('is held between parties of the project only (%s)', (recording) => {
    expect(hold({ ...round, parties: [A, C], recording }).refused).toEqual([
      { rule: 'round-between-its-parties', pointer: '/parties' },
    ]);
  });

  it('lets in a party that joined', () => {
    const joined = when(projectKind, commands.JoinProject, { party: C }, proposed).record;
    expect(hold({ ...round, parties: [A, C] }, joined).refused).toEqual([]);
  });

  it('has two parties at least: refused live, kept with a warning when historical', () => {
    const broken = [{ rule: 'round-between-two-parties', pointer: '/parties' }];
    expect(hold({ ...round, parties: [A] })).toMatchObject({ refused: broken, events: [] });
    const kept = hold({ ...round, parties: [A], recording: 'historical' });
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ type: 'NegotiationRoundHeld' }] });
  });

  it('is held without those who left: refused live, kept with a warning when historical', () => {
    const left = when(projectKind, commands.LeaveProject, { party: B }, proposed).record;
    const broken = [{ rule: 'round-without-those-who-left', pointer: '/parties' }];
    expect(hold(round, left)).toMatchObject({ refused: broken, events: [] });
    expect(hold({ ...round, recording: 'historical' }, left)).toMatchObject({ refused: [], warned: broken });
  });

  it('has one of three outcomes', () => {
    expect(hold({ ...round, outcome: 'success' }).invalid).toEqual(['/outcome']);
    for (const outcome of commands.ROUND_OUTCOMES) {
      expect(hold({ ...round, outcome }).events).toMatchObject([{ data: { outcome } }]);
    }
  });
});

describe('the parties of a project', () => {
  it.each(['live', 'historical'])('join once (%s)', (recording) => {
    const again = when(projectKind, commands.JoinProject, { party: A, recording }, proposed);
    expect(again.refused).toEqual([{ rule: 'joined-once', pointer: '/party' }]);
  });

  it.each(['live', 'historical'])('leave only where they take part (%s)', (recording) => {
    const stranger = when(projectKind, commands.LeaveProject, { party: C, recording }, proposed);
    expect(stranger.refused).toEqual([{ rule: 'only-a-party-leaves', pointer: '/party' }]);
  });

  it('may come back', () => {
    const left = when(projectKind, commands.LeaveProject, { party: B }, proposed).record;
    const { record, refused } = when(projectKind, commands.JoinProject, { party: B }, left);
    expect(refused).toEqual([]);
    expect(viewOn(projectKind, record, TODAY)).toMatchObject({
      parties: [
        { party: A, joined: null, left: null },
        { party: B, joined: null, left: { entry: entryId(2) } },
        { party: B, joined: { entry: entryId(3) }, left: null },
      ],
    });
  });

  it('do not all leave: refused live, kept with a warning when historical', () => {
    const alone = given(projectKind, ['ProjectProposed', { ...proposal, parties: [A] }]);
    const broken = [{ rule: 'one-party-remains', pointer: '/party' }];
    expect(when(projectKind, commands.LeaveProject, { party: A }, alone)).toMatchObject({ refused: broken });
    const kept = when(projectKind, commands.LeaveProject, { party: A, recording: 'historical' }, alone);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ type: 'PartyLeftProject' }] });
  });

  it.each([commands.DeclineProject, commands.WithdrawProject])(
    'are who ends it (%p): refused live, kept with a warning when historical',
    (command) => {
      const broken = [{ rule: 'ended-by-its-party', pointer: '/by' }];
      expect(when(projectKind, command, { by: C }, proposed)).toMatchObject({ refused: broken, events: [] });
      expect(when(projectKind, command, { by: C, recording: 'historical' }, proposed)).toMatchObject({
        warned: broken,
      });
    },
  );

  it('count in who proposed it among those who may end it', () => {
    const byC = given(projectKind, ['ProjectProposed', { ...proposal, proposedBy: C }]);
    expect(when(projectKind, commands.WithdrawProject, { by: C }, byC).refused).toEqual([]);
  });
});

describe('the status by dates', () => {
  const dated = given(
    projectKind,
    ['ProjectProposed', proposal, { date: '2022-06-01' }],
    ['NegotiationRoundHeld', round, { date: '2022-08' }],
    ['ProjectAgreed', {}, { date: '2022-10-05' }],
  );
  const on = (day: string, record = dated): StatusOn => statusOf(projectKind, record, day);

  it('is certain where the dates tell', () => {
    expect(on('2022-06-01')).toMatchObject({ status: 'proposed', certainty: 'certain', basis: [entryId(1)] });
    expect(on('2022-09-01')).toMatchObject({ status: 'under-negotiation', certainty: 'certain' });
    expect(on('2022-10-04').status).toBe('under-negotiation');
    expect(on('2022-10-05')).toMatchObject({ status: 'agreed', basis: [entryId(3)] });
  });

  it('is undetermined between the days of an imprecise date, and turns on them', () => {
    expect(on('2022-08-15')).toMatchObject({
      status: 'undetermined',
      certainty: 'undetermined',
      possible: ['proposed', 'under-negotiation'],
    });
    expect(projectKind.changeDates(dated)).toEqual(expect.arrayContaining(['2022-06-01', '2022-08-01', '2022-08-31']));
  });

  it('is only possible where another source contradicts the date, or the date is a guess', () => {
    const attested = { attests: entryId(3), agrees: true, happened: '2022-11-05' };
    expect(on(TODAY, and(projectKind, dated, ['EntryAttested', attested]))).toMatchObject({
      status: 'agreed',
      certainty: 'possible',
    });
    const guessed = given(projectKind, ['ProjectProposed', proposal, { date: '2022-06~' }]);
    expect(on(TODAY, guessed)).toMatchObject({ status: 'proposed', certainty: 'possible' });
  });

  it('takes facts in the order in which they happened, however late they are recorded', () => {
    const late = given(
      projectKind,
      ['ProjectProposed', proposal, { date: '2022-01-10' }],
      ['ImplementationStarted', {}, { date: '2022-09-01', recording: 'historical' }],
      ['ProjectAgreed', {}, { date: '2022-05-01', recording: 'historical' }],
    );
    expect(on('2022-06-01', late).status).toBe('agreed');
    expect(on(TODAY, late).status).toBe('in-implementation');
  });

  it('follows corrections and voids', () => {
    const corrected = when(
      projectKind,
      'CorrectEntry',
      { corrects: entryId(3), reason: 'Misread.', changes: { date: '2022-11-05' } },
      dated,
    ).record;
    expect(on('2022-10-05', corrected).status).toBe('under-negotiation');
    expect(on('2022-11-05', corrected).status).toBe('agreed');
    const voided = when(projectKind, 'VoidEntry', { voids: entryId(3), reason: 'Another project.' }, dated).record;
    expect(on(TODAY, voided).status).toBe('under-negotiation');
    const gone = when(projectKind, 'VoidEntry', { voids: entryId(1), reason: 'No project.' }, dated).record;
    expect(on(TODAY, gone).status).toBe('voided');
  });

  it('does not take a step that a correction turned into an intention', () => {
    const agreed = given(
      projectKind,
      ['ProjectProposed', proposal],
      ['NegotiationRoundHeld', round],
      ['ProjectAgreed'],
    );
    expect(on(TODAY, agreed).status).toBe('agreed');
    const correction = { corrects: entryId(3), reason: 'Only hoped for.', changes: { modality: 'hopes' } };
    const corrected = when(projectKind, 'CorrectEntry', correction, agreed).record;
    expect(on(TODAY, corrected).status).toBe('under-negotiation');
  });
});

it('is found by every party named in it, its topics, and dates that were and are to be', () => {
  const begun = given(
    projectKind,
    ['ProjectProposed', { ...proposal, proposedBy: 'RU-ULY', topics: ['clusters'], expected: '2025', place: 'DAAZ' }],
    ['PartyJoinedProject', { party: C }, { date: '2022-07' }],
    ['NegotiationRoundHeld', round, { date: 'XXXX-10-18' }],
    ['ProjectAgreed', { expected: '2026' }],
  );
  expect(facetsOf(projectKind, begun)).toEqual({
    title: proposal.title,
    parties: [A, B, C, 'RU-ULY'],
    topics: ['clusters'],
    dates: [
      { fact: 'PartyJoinedProject', date: '2022-07' },
      { fact: 'NegotiationRoundHeld', date: 'XXXX-10-18' },
      { fact: 'expected', date: '2025' },
      { fact: 'expected', date: '2026' },
    ],
    words: ['DAAZ'],
  });
  expect(viewOn(projectKind, begun, TODAY)).toMatchObject({
    title: proposal.title,
    expected: '2026',
    proposed: { by: 'RU-ULY' },
    rounds: [{ entry: entryId(3), ...round }],
    steps: [{ entry: entryId(4), type: 'ProjectAgreed' }],
  });
});
