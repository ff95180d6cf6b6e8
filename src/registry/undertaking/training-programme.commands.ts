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
  @Titled({ about: 'Title of the programme.' })
  title!: Names;

  @RefersToMany('party', { optional: true, min: 1, about: 'The parties that train or have their people trained.' })
  parties?: string[];

  @Titled({ optional: true, about: 'What is taught.' })
  subject?: Names;

  @Counted({ optional: true, about: 'How many are to be trained, as told.' })
  trainees?: Count;

  @Topics()
  topics?: string[];

  @Choice(TRAINING_PROGRAMME_STATUSES, {
    optional: true,
    about: 'The stage in which it is recorded; proposed when absent.',
  })
  stage?: TrainingProgrammeStatus;
}

/** A training programme is agreed on, begins, is done, or is dropped. */
export class AdvanceTrainingProgramme extends ReasonedFields {
  @Choice(TRAINING_PROGRAMME_STATUSES, { about: 'The stage that it has come to.' })
  to!: TrainingProgrammeStatus;
}
