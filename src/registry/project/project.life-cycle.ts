import type { ProjectStatus } from './project.js';

/** Statuses before the parties have agreed. */
const BEFORE_AGREED: readonly ProjectStatus[] = ['proposed', 'under-negotiation'];
/** Statuses before work has begun. */
const BEFORE_WORK: readonly ProjectStatus[] = [...BEFORE_AGREED, 'agreed'];
/** Statuses of a project that has not ended. */
const OPEN: readonly ProjectStatus[] = [...BEFORE_WORK, 'in-implementation', 'suspended'];

/** The statuses of a project in which each of its commands is possible as a live entry. */
export const PROJECT_LIFE_CYCLE = {
  HoldNegotiationRound: BEFORE_AGREED,
  AgreeProject: ['under-negotiation'],
  StartImplementation: ['agreed'],
  SuspendProject: ['under-negotiation', 'agreed', 'in-implementation'],
  ResumeProject: ['suspended'],
  CompleteProject: ['in-implementation'],
  DeclineProject: BEFORE_AGREED,
  WithdrawProject: OPEN,
  LapseProject: [...BEFORE_WORK, 'suspended'],
  JoinProject: OPEN,
  LeaveProject: OPEN,
} satisfies Record<string, readonly ProjectStatus[]>;
