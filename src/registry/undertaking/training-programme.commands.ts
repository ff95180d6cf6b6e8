import type { Count } from '../../kernel/counts.js';
import { Choice, Counted, RefersToMany, Titled, Topics } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import { ActFields } from '../../kernel/act-fields.js';
import { ReasonedFields } from './undertaking.commands.js';

/** The stages of a training programme, in the order of its life. */
export const TRAINING_PROGRAMME_STATUSES = ['proposed', 'agreed', 'running', 'done', 'dropped'] as const;
export type TrainingProgrammeStatus = (typeof TRAINING_PROGRAMME_STATUSES)[number];

/** Training was proposed, agreed on, or is under way. */
export class RecordTrainingProgramme extends ActFields {
  @Titled()
  title!: Names;

  @RefersToMany('party', { optional: true, min: 1 })
  parties?: string[];

  @Titled({ optional: true })
  subject?: Names;

  @Counted({ optional: true })
  trainees?: Count;

  @Topics()
  topics?: string[];

  @Choice(TRAINING_PROGRAMME_STATUSES, { optional: true })
  stage?: TrainingProgrammeStatus;
}

/** A training programme is agreed on, begins, is done, or is dropped. */
export class AdvanceTrainingProgramme extends ReasonedFields {
  @Choice(TRAINING_PROGRAMME_STATUSES)
  to!: TrainingProgrammeStatus;
}
