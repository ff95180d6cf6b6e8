import type { Details } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries, oncePerRecord } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, stepTaken } from '../../kernel/status.js';
import type {
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

/** The steps of a project, in the order of its life, then the ways out of it. */
export const PROJECT_STATUSES = [
  'proposed',
  'under-negotiation',
  'agreed',
  'in-implementation',
  'completed',
  'suspended',
  'declined',
  'withdrawn',
  'lapsed',
] as const;
export type ProjectStatus = (typeof PROJECT_STATUSES)[number];

export type ProjectEvent =
  | LedgerEvent<'ProjectProposed', Details<ProposeProject>>
  | LedgerEvent<'NegotiationRoundHeld', Details<HoldNegotiationRound>>
  | LedgerEvent<'ProjectAgreed', Details<AgreeProject>>
  | LedgerEvent<'ImplementationStarted', Details<StartImplementation>>
  | LedgerEvent<'ProjectSuspended', Details<SuspendProject>>
  | LedgerEvent<'ProjectResumed', Details<ResumeProject>>
  | LedgerEvent<'ProjectCompleted', Details<CompleteProject>>
  | LedgerEvent<'ProjectDeclined', Details<DeclineProject>>
  | LedgerEvent<'ProjectWithdrawn', Details<WithdrawProject>>
  | LedgerEvent<'ProjectLapsed', Details<LapseProject>>
  | LedgerEvent<'PartyJoinedProject', Details<JoinProject>>
  | LedgerEvent<'PartyLeftProject', Details<LeaveProject>>;

type EntryOf<T extends ProjectEvent['type']> = DatedEntry<Extract<ProjectEvent, { type: T }>>;

/** A party of the project, with the entries by which it joined later and left; those named in the proposal have none. */
export interface Participation {
  party: string;
  joined?: EntryOf<'PartyJoinedProject'>;
  left?: EntryOf<'PartyLeftProject'>;
}

/** Types of the events that may move the life cycle. */
export type Step = Exclude<ProjectEvent['type'], 'PartyJoinedProject' | 'PartyLeftProject'>;

/** What has happened to a project, by what counts today. */
export interface ProjectFacts {
  proposed?: EntryOf<'ProjectProposed'>;
  parties: Participation[];
  rounds: EntryOf<'NegotiationRoundHeld'>[];
  agreed?: EntryOf<'ProjectAgreed'>;
  /** What may move the life cycle, as recorded: the proposal and the rounds too. */
  steps: EntryOf<Step>[];
}

/** Collects the dated facts. */
export const projectFacts = oncePerRecord((record: DatedRecord<ProjectEvent>): ProjectFacts => {
  const facts: ProjectFacts = { parties: [], rounds: [], steps: [] };
  for (const entry of activeEntries(record)) collect(facts, entry);
  return facts;
});

function collect(facts: ProjectFacts, entry: EntryOf<ProjectEvent['type']>): void {
  switch (entry.type) {
    case 'PartyJoinedProject':
      facts.parties.push({ party: entry.data.party, joined: entry });
      return;
    case 'PartyLeftProject': {
      const participation = facts.parties.find(({ party, left }) => party === entry.data.party && left === undefined);
      if (participation) participation.left = entry;
      return;
    }
    case 'ProjectProposed':
      facts.proposed = entry;
      facts.parties.push(...entry.data.parties.map((party) => ({ party })));
      break;
    case 'NegotiationRoundHeld':
      facts.rounds.push(entry);
      break;
    case 'ProjectAgreed':
      facts.agreed = entry;
      break;
    case 'ImplementationStarted':
    case 'ProjectSuspended':
    case 'ProjectResumed':
    case 'ProjectCompleted':
    case 'ProjectDeclined':
    case 'ProjectWithdrawn':
    case 'ProjectLapsed':
      break;
    default:
      entry satisfies never;
  }
  facts.steps.push(entry);
}

/** The parties that take part now. */
export function currentParties(facts: ProjectFacts): string[] {
  return facts.parties.filter(({ left }) => left === undefined).map(({ party }) => party);
}

/** The status that a step leads to; a resumption leads back to the one before the suspension. */
const LEADS_TO = {
  ProjectProposed: 'proposed',
  NegotiationRoundHeld: 'under-negotiation',
  ProjectAgreed: 'agreed',
  ImplementationStarted: 'in-implementation',
  ProjectSuspended: 'suspended',
  ProjectResumed: 'resumed',
  ProjectCompleted: 'completed',
  ProjectDeclined: 'declined',
  ProjectWithdrawn: 'withdrawn',
  ProjectLapsed: 'lapsed',
} as const satisfies Record<Step, ProjectStatus | 'resumed'>;

/**
 * The life of a project, in order. A proposal and a round only begin something: a round held after the project was
 * agreed, as old registers have it, is a fact of its history and takes nothing back.
 */
function projectMilestones(facts: ProjectFacts): Milestone<ProjectStatus>[] {
  const life: Milestone<ProjectStatus>[] = [];
  let beforeSuspension: ProjectStatus = 'proposed';
  for (const step of inOrder(facts.steps.map((entry) => stepTaken(LEADS_TO[entry.type], entry)))) {
    const status: ProjectStatus = step.status === 'resumed' ? beforeSuspension : step.status;
    const current: ProjectStatus | undefined = life.at(-1)?.status;
    if (status === 'proposed' && step.status !== 'resumed' && current !== undefined) continue;
    if (step.status === 'under-negotiation' && current !== undefined && current !== 'proposed') continue;
    if (status !== 'suspended') beforeSuspension = status;
    life.push({ ...step, status });
  }
  return life;
}

/** How the status of a project follows from its entries. */
export const projectStatusModel = statusModel<ProjectStatus, ProjectEvent>({
  of: 'project',
  steps: Object.keys(LEADS_TO) as Step[],
  milestones: (record) => projectMilestones(projectFacts(record)),
});
