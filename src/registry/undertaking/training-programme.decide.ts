import type { Decision } from '../../kernel/decider.js';
import type { RecordTrainingProgramme } from './training-programme.commands.js';
import type { TrainingProgrammeRecorded } from './training-programme.js';
import { TRAINING_PROGRAMME } from './training-programme.js';
import { begin } from './undertaking.decide.js';

/** A programme may be proposed in any way; it is agreed by agreeing, and runs only once it runs. */
export function recordTrainingProgramme(command: RecordTrainingProgramme): Decision<TrainingProgrammeRecorded> {
  return begin(TRAINING_PROGRAMME, command, 'training-is-proposed');
}
