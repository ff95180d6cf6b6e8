import type { DatedRecord } from '../../kernel/dated.js';
import { needed } from '../../kernel/kind.js';
import type { Personal } from '../../kernel/personal.js';
import { entryFields } from '../entry-fields.js';
import type { ProjectEvent } from './project.js';
import { projectFacts } from './project.js';
import type { ProjectAnswer } from './project.schema.js';

/** What steps of different types say of themselves. */
interface StepDetails {
  by?: string;
  reason?: Personal;
  result?: Personal;
  actedAs?: string[];
}

/** What an answer says of a project beside its status. */
export function projectView(record: DatedRecord<ProjectEvent>) {
  const { proposed: proposal, parties, rounds, agreed, steps } = projectFacts(record);
  const proposed = needed(proposal);
  const { title, topics, proposedBy, place, description, expected } = proposed.data;
  return {
    title,
    topics: topics ?? [],
    place: place ?? null,
    description: description ?? null,
    expected: agreed?.data.expected ?? expected ?? null,
    proposed: { ...entryFields(proposed), by: proposedBy ?? null },
    parties: parties.map(({ party, joined, left }) => ({
      party,
      joined: joined ? entryFields(joined) : null,
      left: left ? { ...entryFields(left), reason: left.data.reason ?? null } : null,
    })),
    rounds: rounds.map((round) => ({
      ...entryFields(round),
      parties: round.data.parties,
      outcome: round.data.outcome,
      place: round.data.place ?? null,
      summary: round.data.summary ?? null,
      actedAs: round.data.actedAs,
    })),
    steps: steps
      .filter((step) => step.type !== 'ProjectProposed' && step.type !== 'NegotiationRoundHeld')
      .map((step) => {
        const { by, reason, result, actedAs } = step.data as StepDetails;
        return { ...entryFields(step), type: step.type, by, reason, result, actedAs };
      }),
  } satisfies ProjectAnswer;
}
