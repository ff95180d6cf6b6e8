import { command, needed, recordKind } from '../../kernel/kind.js';
import { eachName } from '../../kernel/names.js';
import type { TrainingProgrammeAnswer } from './training-programme.schema.js';
import { trainingProgrammeAnswer } from './training-programme.schema.js';
import { amountsOf } from './amounts.js';
import {
  AdvanceTrainingProgramme,
  RecordTrainingProgramme,
  TRAINING_PROGRAMME_STATUSES,
} from './training-programme.commands.js';
import { recordTrainingProgramme } from './training-programme.decide.js';
import { TRAINING_PROGRAMME, trainingProgrammeStatusModel } from './training-programme.js';
import { stagesBeforeLast, stepsOf } from './undertaking.kind.js';
import { trainingProgrammeExamples } from './undertaking.examples.js';
import { undertakingFacts } from './undertaking.js';
import { undertakingFacets, undertakingView } from './undertaking.view.js';

export const trainingProgrammeKind = recordKind({
  name: 'training-programme',
  category: 'undertaking',
  resource: 'training-programmes',
  summaryName: 'trainingProgrammes',
  about: 'A training programme: what is taught, by and for whom.',
  begins: [TRAINING_PROGRAMME.begins],
  statuses: TRAINING_PROGRAMME_STATUSES,
  endings: ['done', 'dropped'],
  goesOnIn: ['running'],
  lifeCycle: { AdvanceTrainingProgramme: stagesBeforeLast(TRAINING_PROGRAMME) },
  commands: [
    command(RecordTrainingProgramme, {
      path: '',
      events: [TRAINING_PROGRAMME.begins],
      decide: recordTrainingProgramme,
    }),
    ...stepsOf(TRAINING_PROGRAMME, AdvanceTrainingProgramme),
  ],
  examples: trainingProgrammeExamples,
  statusModel: trainingProgrammeStatusModel,
  view(record) {
    const facts = undertakingFacts(TRAINING_PROGRAMME, record);
    const { parties = [], subject, trainees } = needed(facts.begun).data;
    return {
      ...undertakingView(facts, amountsOf(facts)),
      parties,
      subject: subject ?? null,
      trainees: trainees ?? null,
    } satisfies TrainingProgrammeAnswer;
  },
  answer: trainingProgrammeAnswer,
  facets(record) {
    const facts = undertakingFacts(TRAINING_PROGRAMME, record);
    const { parties = [], subject = {} } = facts.begun?.data ?? {};
    return { ...undertakingFacets(facts, parties), words: eachName(subject) };
  },
});
