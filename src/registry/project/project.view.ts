import type { EffectiveEntry, LedgerRecord } from '../../kernel/record.js';
import type { Personal } from '../../kernel/personal.js';
import type { ProjectEvent } from './project.js';
import { projectFacts } from './project.js';

/** What is told of a project beside its status. */
export function projectView(record: LedgerRecord<ProjectEvent>): object {
  const { proposed, parties, rounds, agreed, steps } = projectFacts(record);
  const { title, topics, proposedBy, place, description, expected } = proposed?.data ?? {};
  return {
    title,
    topics: topics ?? [],
    place: place ?? null,
    description: description ?? null,
    expected: agreed?.data.expected ?? expected ?? null,
    proposed: proposed ? { ...told(proposed), by: proposedBy ?? null } : null,
    parties: parties.map(({ party, joined, left }) => ({
      party,
      joined: joined ? told(joined) : null,
      left: left ? { ...told(left), reason: left.data.reason ?? null } : null,
    })),
    rounds: rounds.map((round) => ({
      ...told(round),
      parties: round.data.parties,
      outcome: round.data.outcome,
      place: round.data.place ?? null,
      summary: round.data.summary ?? null,
    })),
    steps: steps
      .filter(({ type }) => type !== 'ProjectProposed' && type !== 'NegotiationRoundHeld')
      .map((step) => {
        const { by, reason, result } = step.data as { by?: string; reason?: Personal; result?: Personal };
        return { ...told(step), type: step.type, by, reason, result };
      }),
  };
}

function told(entry: EffectiveEntry): { entry: string; date: string | null; modality: string; source: unknown } {
  const { date, modality, source } = entry.data.act;
  return { entry: entry.id, date, modality, source };
}
