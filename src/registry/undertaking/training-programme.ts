import type { Details } from '../../kernel/decider.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { MODALITIES } from '../../kernel/modality.js';
import type { RecordTrainingProgramme, TrainingProgrammeStatus } from './training-programme.commands.js';
import type { LifeCycle, UndertakingStep } from './undertaking.js';
import { undertakingStatusModel } from './undertaking.js';

export type TrainingProgrammeRecorded = LedgerEvent<
  'TrainingProgrammeRecorded',
  Details<RecordTrainingProgramme> & { stage: TrainingProgrammeStatus }
>;
export type TrainingProgrammeEvent = TrainingProgrammeRecorded | UndertakingStep;

/** A proposal binds nobody, so it may be stated as anything; a programme is dropped at any time until it is done. */
export const TRAINING_PROGRAMME: LifeCycle<TrainingProgrammeRecorded> = {
  of: 'training programme',
  begins: 'TrainingProgrammeRecorded',
  first: 'proposed',
  next: {
    proposed: ['agreed', 'dropped'],
    agreed: ['running', 'dropped'],
    running: ['done', 'dropped'],
    done: [],
    dropped: [],
  },
  begunAs: MODALITIES,
  agreed: ['agreed', 'dropped'],
};

export const trainingProgrammeStatusModel = undertakingStatusModel<TrainingProgrammeEvent, TrainingProgrammeRecorded>(
  TRAINING_PROGRAMME,
);
