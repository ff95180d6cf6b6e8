import { COUNT, NAMES, RECORD_ID, list, orNull } from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { TRAINING_PROGRAMME_STATUSES } from './training-programme.commands.js';
import { undertakingAnswer } from './undertaking.schema.js';

/** What the view of a training programme tells. */
export const trainingProgrammeAnswer = undertakingAnswer(TRAINING_PROGRAMME_STATUSES, {
  parties: list(RECORD_ID),
  subject: orNull(NAMES),
  trainees: orNull(COUNT),
});
export type TrainingProgrammeAnswer = Static<typeof trainingProgrammeAnswer>;
