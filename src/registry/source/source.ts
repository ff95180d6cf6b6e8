import type { Details } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { milestone } from '../../kernel/status.js';
import type { RegisterSource, RetractSource } from './source.commands.js';

export const SOURCE_STATUSES = ['registered', 'retracted'] as const;
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

export type SourceEvent =
  LedgerEvent<'SourceRegistered', Details<RegisterSource>> | LedgerEvent<'SourceRetracted', Details<RetractSource>>;

type EntryOf<T extends SourceEvent['type']> = DatedEntry<Extract<SourceEvent, { type: T }>>;

/** What is recorded of a source, by what counts today. */
export interface SourceFacts {
  registered?: EntryOf<'SourceRegistered'>;
  retracted?: EntryOf<'SourceRetracted'>;
}

/** Collects what is recorded. */
export function sourceFacts(record: DatedRecord<SourceEvent>): SourceFacts {
  const facts: SourceFacts = {};
  for (const entry of activeEntries(record)) collect(facts, entry);
  return facts;
}

function collect(facts: SourceFacts, entry: EntryOf<SourceEvent['type']>): void {
  switch (entry.type) {
    case 'SourceRegistered':
      facts.registered = entry;
      return;
    case 'SourceRetracted':
      facts.retracted = entry;
      return;
    default:
      entry satisfies never;
  }
}

/** A source is registered, until its publisher takes it back. */
function sourceMilestones(facts: SourceFacts): Milestone<SourceStatus>[] {
  const steps: Milestone<SourceStatus>[] = [];
  if (facts.registered) steps.push({ ...milestone('registered' as const, facts.registered), always: true });
  if (facts.retracted) steps.push(milestone('retracted', facts.retracted));
  return steps;
}

/** How the status of a source follows from its entries. */
export const sourceStatusModel = statusModel<SourceStatus, SourceEvent>({
  of: 'source',
  timeless: ['SourceRegistered'],
  steps: ['SourceRegistered', 'SourceRetracted'],
  milestones: (record) => sourceMilestones(sourceFacts(record)),
});
