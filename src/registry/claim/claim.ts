import type { Details } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries, isVoided } from '../../kernel/dated.js';
import type { LedgerEvent, SourcePlace } from '../../kernel/entry.js';
import type { Static } from '../../kernel/schema-types.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone } from '../../kernel/status.js';
import type { RecordClaim, RetractClaim } from './claim.commands.js';
import type { figureAnswer } from './claim.schema.js';

export const CLAIM_STATUSES = ['recorded', 'retracted'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

export type ClaimEvent =
  LedgerEvent<'ClaimRecorded', Details<RecordClaim>> | LedgerEvent<'ClaimRetracted', Details<RetractClaim>>;

type EntryOf<T extends ClaimEvent['type']> = DatedEntry<Extract<ClaimEvent, { type: T }>>;

/** What is recorded of a claim, by what counts today. */
export interface ClaimFacts {
  recorded?: EntryOf<'ClaimRecorded'>;
  retracted?: EntryOf<'ClaimRetracted'>;
}

/** Collects what is recorded. */
export function claimFacts(record: DatedRecord<ClaimEvent>): ClaimFacts {
  const facts: ClaimFacts = {};
  for (const entry of activeEntries(record)) collect(facts, entry);
  return facts;
}

function collect(facts: ClaimFacts, entry: EntryOf<ClaimEvent['type']>): void {
  switch (entry.type) {
    case 'ClaimRecorded':
      facts.recorded = entry;
      return;
    case 'ClaimRetracted':
      facts.retracted = entry;
      return;
    default:
      entry satisfies never;
  }
}

/** A claim stands from when it was made until it is taken back. */
function claimMilestones(facts: ClaimFacts): Milestone<ClaimStatus>[] {
  const steps: Milestone<ClaimStatus>[] = [];
  if (facts.recorded) steps.push(milestone('recorded', facts.recorded));
  if (facts.retracted) steps.push(milestone('retracted', facts.retracted));
  return inOrder(steps);
}

/** How the status of a claim follows from its entries. */
export const claimStatusModel = statusModel<ClaimStatus, ClaimEvent>({
  of: 'claim',
  steps: ['ClaimRecorded', 'ClaimRetracted'],
  milestones: (record) => claimMilestones(claimFacts(record)),
});

/**
 * A reported figure, to be shown beside what is registered. It never makes a record of what it counts. The words of its
 * source stand in the claim itself, as figures are kept where nothing is erased.
 */
export type Figure = Static<typeof figureAnswer>;

/** The figure that a claim reports; undefined for a statement, and for a claim that is void or was taken back. */
export function figureOf(record: DatedRecord<ClaimEvent>): Figure | undefined {
  const { recorded, retracted } = claimFacts(record);
  if (isVoided(record) || recorded?.data.figure === undefined || retracted) return undefined;
  const { figure, regions, act } = recorded.data;
  return {
    claim: record.id,
    regions: regions ?? [],
    parties: partiesOf(recorded),
    what: figure.what,
    status: figure.status ?? null,
    count: figure.count,
    date: act.date,
    source: act.source && withoutWords(act.source),
    modality: act.modality,
  };
}

function withoutWords({ quotation: _quotation, ...place }: SourcePlace): Omit<SourcePlace, 'quotation'> {
  return place;
}

/** The parties that a claim names: those it is about, and the one for which it was made. */
export function partiesOf({ data }: EntryOf<'ClaimRecorded'>): string[] {
  const named = [...(data.about ?? []), ...(data.onBehalfOf === undefined ? [] : [data.onBehalfOf])];
  return [...new Set(named)];
}
