import {
  ACTED_AS,
  DATE,
  NAMES,
  PERSONAL,
  RECORD_ID,
  ENTRY_FIELDS,
  TOPICS,
  WORDS,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { ROUND_OUTCOMES } from './project.commands.js';

const STEPS = [
  'ProjectAgreed',
  'ImplementationStarted',
  'ProjectSuspended',
  'ProjectResumed',
  'ProjectCompleted',
  'ProjectDeclined',
  'ProjectWithdrawn',
  'ProjectLapsed',
] as const;

/** What the view of a project tells. */
export const projectAnswer = object({
  title: NAMES,
  topics: TOPICS,
  place: orNull(WORDS),
  description: orNull(PERSONAL),
  expected: orNull(DATE),
  proposed: orNull(object({ ...ENTRY_FIELDS, by: orNull(RECORD_ID) })),
  parties: list(
    object({
      party: RECORD_ID,
      joined: orNull(object(ENTRY_FIELDS)),
      left: orNull(object({ ...ENTRY_FIELDS, reason: orNull(PERSONAL) })),
    }),
  ),
  rounds: list(
    object(
      {
        ...ENTRY_FIELDS,
        parties: list(RECORD_ID),
        outcome: oneOf(...ROUND_OUTCOMES),
        place: orNull(WORDS),
        summary: orNull(PERSONAL),
      },
      ACTED_AS,
    ),
  ),
  steps: list(
    object(
      { ...ENTRY_FIELDS, type: oneOf(...STEPS) },
      { by: RECORD_ID, reason: PERSONAL, result: PERSONAL, ...ACTED_AS },
    ),
  ),
});
export type ProjectAnswer = Static<typeof projectAnswer>;
