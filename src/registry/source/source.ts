import type { Details } from '../../kernel/decider.js';
import type { DateResolver, EffectiveEntry, LedgerEvent, LedgerRecord } from '../../kernel/record.js';
import { standing } from '../../kernel/record.js';
import type { Milestone } from '../../kernel/status.js';
import { milestone } from '../../kernel/status.js';
import type { RegisterSource, RetractSource } from './source.commands.js';

export const SOURCE_STATUSES = ['registered', 'retracted'] as const;
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

export type SourceEvent =
  LedgerEvent<'SourceRegistered', Details<RegisterSource>> | LedgerEvent<'SourceRetracted', Details<RetractSource>>;

type Told<T extends SourceEvent['type']> = EffectiveEntry<Extract<SourceEvent, { type: T }>>;

/** What is recorded of a source, by what counts today. */
export interface SourceFacts {
  registered?: Told<'SourceRegistered'>;
  retracted?: Told<'SourceRetracted'>;
}

/** Collects what is recorded. */
export function sourceFacts(record: LedgerRecord<SourceEvent>): SourceFacts {
  const facts: SourceFacts = {};
  for (const entry of standing(record)) collect(facts, entry);
  return facts;
}

function collect(facts: SourceFacts, entry: Told<SourceEvent['type']>): void {
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
export function sourceMilestones(facts: SourceFacts, resolve?: DateResolver): Milestone<SourceStatus>[] {
  const steps: Milestone<SourceStatus>[] = [];
  if (facts.registered) steps.push({ ...milestone('registered' as const, facts.registered, resolve), always: true });
  if (facts.retracted) steps.push(milestone('retracted', facts.retracted, resolve));
  return steps;
}
