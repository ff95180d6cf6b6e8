import {
  DATE,
  NAMES,
  PERSONAL,
  RECORD_ID,
  TOLD,
  TOPICS,
  WORDS,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/answer-schema.js';
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
];

/** What the view of a project tells. */
export const projectAnswer = object({
  title: NAMES,
  topics: TOPICS,
  place: orNull(WORDS),
  description: orNull(PERSONAL),
  expected: orNull(DATE),
  proposed: orNull(object({ ...TOLD, by: orNull(RECORD_ID) })),
  parties: list(
    object({
      party: RECORD_ID,
      joined: orNull(object(TOLD)),
      left: orNull(object({ ...TOLD, reason: orNull(PERSONAL) })),
    }),
  ),
  rounds: list(
    object({
      ...TOLD,
      parties: list(RECORD_ID),
      outcome: oneOf(...ROUND_OUTCOMES),
      place: orNull(WORDS),
      summary: orNull(PERSONAL),
    }),
  ),
  steps: list(object({ ...TOLD, type: oneOf(...STEPS) }, { by: RECORD_ID, reason: PERSONAL, result: PERSONAL })),
});
