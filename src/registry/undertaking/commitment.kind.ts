import { command, recordKind } from '../../kernel/kind.js';
import { statusAt, turningDays } from '../../kernel/status.js';
import { commitmentAnswer } from './commitment.answer.js';
import { amountsOf } from './amounts.js';
import { AdvanceCommitment, COMMITMENT_STATUSES, RecordCommitment } from './commitment.commands.js';
import { recordCommitment } from './commitment.decide.js';
import type { CommitmentEvent } from './commitment.js';
import { COMMITMENT, overdueFrom, overdueOn } from './commitment.js';
import { stepsOf } from './undertaking.kind.js';
import { undertakingFacts, undertakingMilestones } from './undertaking.js';
import { commitmentExamples } from './undertaking.examples.js';
import { undertakingFacets, undertakingView } from './undertaking.view.js';

export const commitmentKind = recordKind<CommitmentEvent>({
  name: 'commitment',
  category: 'undertaking',
  resource: 'commitments',
  summaryName: 'commitments',
  about: 'A commitment: who will do what for whom, by when.',
  begins: [COMMITMENT.begins],
  statuses: COMMITMENT_STATUSES,
  endings: ['fulfilled', 'withdrawn'],
  commands: [
    command(RecordCommitment, {
      path: '',
      title: 'Record a commitment',
      events: [COMMITMENT.begins],
      decide: recordCommitment,
    }),
    ...stepsOf(COMMITMENT, AdvanceCommitment),
  ],
  examples: commitmentExamples,
  milestones: (record, resolve) => undertakingMilestones(undertakingFacts(COMMITMENT, record), resolve),
  view(record, day, resolve) {
    const facts = undertakingFacts(COMMITMENT, record);
    const { by, due, description, for: beneficiaries = [] } = facts.begun?.data ?? {};
    return {
      ...undertakingView(facts, amountsOf(facts), resolve),
      by,
      for: beneficiaries,
      due: due ?? null,
      overdue: overdueOn(due, statusAt(undertakingMilestones(facts, resolve), day), day),
      description,
    };
  },
  answer: commitmentAnswer,
  turningDays(record, resolve) {
    const facts = undertakingFacts(COMMITMENT, record);
    return [...turningDays(undertakingMilestones(facts, resolve)), ...overdueFrom(facts.begun?.data.due)];
  },
  facets(record) {
    const facts = undertakingFacts(COMMITMENT, record);
    const { by, due, for: beneficiaries = [] } = facts.begun?.data ?? {};
    const facets = undertakingFacets(facts, record, [by, ...beneficiaries]);
    return due === undefined ? facets : { ...facets, dates: [...facets.dates, due] };
  },
});
