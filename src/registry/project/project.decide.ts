import type { Context, Decision, Violation, State } from '../../kernel/decider.js';
import {
  decision,
  warnIf,
  ensureStatus,
  ensureCompletedAct,
  ensure,
  ensureNextStep,
  recorded,
  ensureIfLive,
  stateBy,
} from '../../kernel/decider.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import { ensureActedAsSame, underNamedIds } from '../party/acting-parties.js';
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
import type { ProjectEvent, ProjectFacts, ProjectStatus } from './project.js';
import { currentParties, projectFacts, projectStatusModel } from './project.js';
import { PROJECT_LIFE_CYCLE as LIFE_CYCLE } from './project.life-cycle.js';

type Project = RecordOnDay<ProjectEvent>;
type Outcome = Decision<ProjectEvent>;

/** A proposal begins the record: of something that parties want, however firmly they say so. */
export function propose(command: ProposeProject): Outcome {
  const { proposedBy, parties } = command;
  return decision(
    warnIf(
      proposedBy !== undefined && !parties.includes(proposedBy),
      'proposed-by-a-party',
      '/proposedBy',
      'Who proposed the project is not named among its parties.',
    ),
    recorded('ProjectProposed', command),
  );
}

/** A round is held between parties of the project, two at least, before they have agreed. */
export function holdRound(asked: HoldNegotiationRound, record: Project, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const ever = facts.parties.map(({ party }) => party);
  const current = currentParties(facts);
  const command = underNamedIds(asked, ever, context);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensureActedAsSame(command, context),
      ...ensure(
        command.parties.every((party) => ever.includes(party)),
        'round-between-its-parties',
        '/parties',
        'Only parties of the project take part in a round; let the others join it first.',
      ),
      ...ensureIfLive(
        command.parties.every((party) => !ever.includes(party) || current.includes(party)),
        'round-without-those-who-left',
        '/parties',
        'A party of this round has left the project.',
      ),
      ...ensureIfLive(
        command.parties.length >= 2,
        'round-between-two-parties',
        '/parties',
        'A round names two parties.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.HoldNegotiationRound, 'round-before-agreed', 'A negotiation round'),
    ],
    recorded('NegotiationRoundHeld', command),
  );
}

/** What is agreed has been negotiated. */
export function agree(command: AgreeProject, record: Project, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureNextStep(state, LIFE_CYCLE.AgreeProject, 'agreed-after-negotiation', 'Agreeing on it'),
    ],
    recorded('ProjectAgreed', command),
  );
}

/** Work begins on what has been agreed; that it is going to begin is a claim. */
export function start(command: StartImplementation, record: Project, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensureNextStep(state, LIFE_CYCLE.StartImplementation, 'started-after-agreed', 'Starting work'),
    ],
    recorded('ImplementationStarted', command),
  );
}

/** What is under way can be suspended; a mere proposal is withdrawn or lapses instead. */
export function suspend(command: SuspendProject, record: Project, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureNextStep(state, LIFE_CYCLE.SuspendProject, 'suspended-while-under-way', 'Suspension'),
    ],
    recorded('ProjectSuspended', command),
  );
}

export function resume(command: ResumeProject, record: Project, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureNextStep(state, LIFE_CYCLE.ResumeProject, 'resumed-while-suspended', 'Resumption'),
    ],
    recorded('ProjectResumed', command),
  );
}

/** Only what is being worked on is completed, and only in fact. */
export function complete(command: CompleteProject, record: Project, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensureNextStep(state, LIFE_CYCLE.CompleteProject, 'completed-from-implementation', 'Completion'),
    ],
    recorded('ProjectCompleted', command),
  );
}

/** A party declines what it has not agreed to yet. */
export function decline(asked: DeclineProject, record: Project, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = underNamedIds(asked, participants(facts), context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureActedAsSame(command, context),
      ...ensureParticipant(command.by, facts),
      ...ensureNextStep(state, LIFE_CYCLE.DeclineProject, 'declined-before-agreed', 'A refusal'),
    ],
    recorded('ProjectDeclined', command),
  );
}

/** A project is withdrawn before it is completed, be it proposed, worked on or suspended. */
export function withdraw(asked: WithdrawProject, record: Project, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = underNamedIds(asked, participants(facts), context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureActedAsSame(command, context),
      ...ensureParticipant(command.by, facts),
      ...ensureNextStep(state, LIFE_CYCLE.WithdrawProject, 'withdrawn-while-open', 'Withdrawal'),
    ],
    recorded('ProjectWithdrawn', command),
  );
}

/** A project lapses before work has begun, or where it was suspended; nobody lets lapse what is worked on. */
export function lapse(command: LapseProject, record: Project, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureNextStep(state, LIFE_CYCLE.LapseProject, 'lapsed-while-not-worked-on', 'A lapse'),
    ],
    recorded('ProjectLapsed', command),
  );
}

/** A party joins once, while the project is open; "interested in joining" is a claim. */
export function join(asked: JoinProject, record: Project, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const current = currentParties(facts);
  const command = underNamedIds(asked, current, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureActedAsSame(command, context),
      ...ensure(
        !current.includes(command.party),
        'joined-once',
        '/party',
        'This party takes part in the project already.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.JoinProject, 'parties-change-while-open', 'Joining'),
    ],
    recorded('PartyJoinedProject', command),
  );
}

/** A party that takes part may leave; the last one withdraws the project instead. */
export function leave(asked: LeaveProject, record: Project, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const current = currentParties(facts);
  const command = underNamedIds(asked, current, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureActedAsSame(command, context),
      ...ensure(
        current.includes(command.party),
        'only-a-party-leaves',
        '/party',
        'This party takes no part in the project.',
      ),
      ...ensureIfLive(
        current.some((party) => party !== command.party),
        'one-party-remains',
        '/party',
        'No party would remain; the project is withdrawn or lapses instead.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.LeaveProject, 'parties-change-while-open', 'Leaving'),
    ],
    recorded('PartyLeftProject', command),
  );
}

function stateOf(record: Project, context: Context): { facts: ProjectFacts; state: State<ProjectStatus> } {
  const facts = projectFacts(record);
  return { facts, state: stateBy(projectStatusModel, record, context) };
}

/** Those who take part, and whoever proposed the project. */
function participants(facts: ProjectFacts): string[] {
  const proposedBy = facts.proposed?.data.proposedBy;
  return [...(proposedBy === undefined ? [] : [proposedBy]), ...currentParties(facts)];
}

/** Whoever proposed the project or takes part in it may say no to it. */
function ensureParticipant(by: string | undefined, facts: ProjectFacts): Violation[] {
  return ensureIfLive(
    by === undefined || participants(facts).includes(by),
    'ended-by-its-party',
    '/by',
    'This is no party of the project.',
  );
}
