import { command, recordKind } from '../../kernel/kind.js';
import { namesOfActing } from '../party/acting-parties.js';
import { projectAnswer } from './project.schema.js';
import {
  AgreeProject,
  CompleteProject,
  DeclineProject,
  HoldNegotiationRound,
  JoinProject,
  LapseProject,
  LeaveProject,
  ProposeProject,
  ResumeProject,
  StartImplementation,
  SuspendProject,
  WithdrawProject,
} from './project.commands.js';
import * as decide from './project.decide.js';
import { projectExamples } from './project.examples.js';
import { PROJECT_STATUSES, projectFacts, projectStatusModel } from './project.js';
import { PROJECT_LIFE_CYCLE } from './project.life-cycle.js';
import { projectView } from './project.view.js';

export const projectKind = recordKind({
  name: 'project',
  category: 'project',
  resource: 'projects',
  summaryName: 'projects',
  about: 'A cooperation project: something that parties want to do together, and what became of it.',
  begins: ['ProjectProposed'],
  statuses: PROJECT_STATUSES,
  endings: ['completed', 'declined', 'withdrawn', 'lapsed'],
  goesOnIn: ['in-implementation'],
  lifeCycle: PROJECT_LIFE_CYCLE,
  commands: [
    command(ProposeProject, {
      path: '',
      events: ['ProjectProposed'],
      decide: decide.propose,
    }),
    command(HoldNegotiationRound, {
      path: 'negotiation-rounds',
      events: ['NegotiationRoundHeld'],
      decide: decide.holdRound,
      asksViews: namesOfActing,
    }),
    command(AgreeProject, {
      path: 'agreement',
      events: ['ProjectAgreed'],
      decide: decide.agree,
    }),
    command(StartImplementation, {
      path: 'implementation',
      events: ['ImplementationStarted'],
      decide: decide.start,
    }),
    command(SuspendProject, {
      path: 'suspension',
      events: ['ProjectSuspended'],
      decide: decide.suspend,
    }),
    command(ResumeProject, {
      path: 'resumption',
      events: ['ProjectResumed'],
      decide: decide.resume,
    }),
    command(CompleteProject, {
      path: 'completion',
      events: ['ProjectCompleted'],
      decide: decide.complete,
    }),
    command(DeclineProject, {
      path: 'refusal',
      events: ['ProjectDeclined'],
      decide: decide.decline,
      asksViews: namesOfActing,
    }),
    command(WithdrawProject, {
      path: 'withdrawal',
      events: ['ProjectWithdrawn'],
      decide: decide.withdraw,
      asksViews: namesOfActing,
    }),
    command(LapseProject, {
      path: 'lapse',
      events: ['ProjectLapsed'],
      decide: decide.lapse,
    }),
    command(JoinProject, {
      path: 'parties',
      events: ['PartyJoinedProject'],
      decide: decide.join,
      asksViews: namesOfActing,
    }),
    command(LeaveProject, {
      path: 'departures',
      events: ['PartyLeftProject'],
      decide: decide.leave,
      asksViews: namesOfActing,
    }),
  ],
  examples: projectExamples,
  statusModel: projectStatusModel,
  view: projectView,
  answer: projectAnswer,
  facets(record) {
    const { proposed, parties, agreed, steps } = projectFacts(record);
    const named = [
      ...parties.map(({ party }) => party),
      proposed?.data.proposedBy,
      ...steps.map(({ data }) => (data as { by?: string }).by),
    ];
    return {
      title: proposed?.data.title,
      parties: [...new Set(named.filter((party) => party !== undefined))],
      topics: proposed?.data.topics ?? [],
      dates: [
        ['expected', proposed?.data.expected],
        ['expected', agreed?.data.expected],
      ],
      words: proposed?.data.place === undefined ? [] : [proposed.data.place],
    };
  },
});
