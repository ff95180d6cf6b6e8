import { command, recordKind } from '../../kernel/kind.js';
import { activeEntries } from '../../kernel/dated.js';
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
  commands: [
    command(ProposeProject, {
      path: '',
      title: 'Record that a project was proposed',
      events: ['ProjectProposed'],
      decide: decide.propose,
    }),
    command(HoldNegotiationRound, {
      path: 'negotiation-rounds',
      title: 'Record a negotiation round and its outcome',
      events: ['NegotiationRoundHeld'],
      decide: decide.holdRound,
    }),
    command(AgreeProject, {
      path: 'agreement',
      title: 'Record that the parties agreed on the project',
      events: ['ProjectAgreed'],
      decide: decide.agree,
    }),
    command(StartImplementation, {
      path: 'implementation',
      title: 'Record that work on the project began',
      events: ['ImplementationStarted'],
      decide: decide.start,
    }),
    command(SuspendProject, {
      path: 'suspension',
      title: 'Suspend the project',
      events: ['ProjectSuspended'],
      decide: decide.suspend,
    }),
    command(ResumeProject, {
      path: 'resumption',
      title: 'Resume a suspended project',
      events: ['ProjectResumed'],
      decide: decide.resume,
    }),
    command(CompleteProject, {
      path: 'completion',
      title: 'Record that the project was completed',
      events: ['ProjectCompleted'],
      decide: decide.complete,
    }),
    command(DeclineProject, {
      path: 'refusal',
      title: 'Record that the project was declined',
      events: ['ProjectDeclined'],
      decide: decide.decline,
    }),
    command(WithdrawProject, {
      path: 'withdrawal',
      title: 'Withdraw the project before it is completed',
      events: ['ProjectWithdrawn'],
      decide: decide.withdraw,
    }),
    command(LapseProject, {
      path: 'lapse',
      title: 'Record that the project came to nothing',
      events: ['ProjectLapsed'],
      decide: decide.lapse,
    }),
    command(JoinProject, {
      path: 'parties',
      title: 'Record that a party joined the project',
      events: ['PartyJoinedProject'],
      decide: decide.join,
    }),
    command(LeaveProject, {
      path: 'departures',
      title: 'Record that a party left the project',
      events: ['PartyLeftProject'],
      decide: decide.leave,
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
    const dates = [...activeEntries(record).map(({ date }) => date), proposed?.data.expected, agreed?.data.expected];
    return {
      title: proposed?.data.title,
      parties: [...new Set(named.filter((party) => party !== undefined))],
      topics: proposed?.data.topics ?? [],
      dates: dates.filter((date) => typeof date === 'string'),
      words: proposed?.data.place === undefined ? [] : [proposed.data.place],
    };
  },
});
