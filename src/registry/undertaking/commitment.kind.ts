import { statusOn } from '../../kernel/status-model.js';
import { command, needed, recordKind } from '../../kernel/kind.js';
import { changeDates } from '../../kernel/status.js';
import type { CommitmentAnswer } from './commitment.schema.js';
import { commitmentAnswer } from './commitment.schema.js';
import { amountsOf } from './amounts.js';
import { AdvanceCommitment, COMMITMENT_STATUSES, RecordCommitment } from './commitment.commands.js';
import { recordCommitment } from './commitment.decide.js';
import { COMMITMENT, commitmentStatusModel, datesOfDue, dueBy, overdueFrom, overdueOn } from './commitment.js';
import { stagesBeforeLast, stepsOf } from './undertaking.kind.js';
import { commitmentExamples } from './undertaking.examples.js';
import { undertakingFacts } from './undertaking.js';
import { undertakingFacets, undertakingView } from './undertaking.view.js';

export const commitmentKind = recordKind({
  name: 'commitment',
  category: 'undertaking',
  resource: 'commitments',
  summaryName: 'commitments',
  about: 'A commitment: who will do what for whom, by when.',
  begins: [COMMITMENT.begins],
  statuses: COMMITMENT_STATUSES,
  endings: ['fulfilled', 'withdrawn'],
  goesOnIn: ['made', 'partly-fulfilled'],
  lifeCycle: { AdvanceCommitment: stagesBeforeLast(COMMITMENT) },
  commands: [
    command(RecordCommitment, {
      path: '',
      events: [COMMITMENT.begins],
      decide: recordCommitment,
    }),
    ...stepsOf(COMMITMENT, AdvanceCommitment),
  ],
  examples: commitmentExamples,
  statusModel: commitmentStatusModel,
  view(record) {
    const facts = undertakingFacts(COMMITMENT, record);
    const stated = needed(facts.begun).data;
    const { by, due, calendar, description, for: beneficiaries = [] } = stated;
    const last = dueBy(stated);
    return {
      ...undertakingView(facts, amountsOf(facts)),
      by,
      for: beneficiaries,
      due: due ?? null,
      ...(calendar === undefined ? {} : { calendar }),
      dueBy: last?.days ?? null,
      ...(last?.unknownYears.length ? { calendarMissing: last.unknownYears } : {}),
      overdue: overdueOn(stated, statusOn(commitmentStatusModel, record.whole, record.day), record.day),
      description,
    } satisfies CommitmentAnswer;
  },
  answer: commitmentAnswer,
  changeDates(record) {
    const { begun } = undertakingFacts(COMMITMENT, record);
    return [...changeDates(commitmentStatusModel.milestones(record)), ...overdueFrom(begun?.data ?? {})];
  },
  facets(record) {
    const facts = undertakingFacts(COMMITMENT, record);
    const { by, for: beneficiaries = [] } = facts.begun?.data ?? {};
    return { ...undertakingFacets(facts, [by, ...beneficiaries]), dates: datesOfDue(facts.begun?.data ?? {}) };
  },
});
