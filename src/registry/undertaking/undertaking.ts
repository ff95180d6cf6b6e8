import type { Details } from '../../kernel/decider.js';
import type { Day } from '../../kernel/edtf.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { Modality } from '../../kernel/modality.js';
import type { StatusModel } from '../../kernel/status-model.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Names } from '../../kernel/names.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone, stepTaken } from '../../kernel/status.js';
import type { Advance, StateAmount } from './undertaking.commands.js';

/** The event that begins an undertaking of some kind, with the stage in which it is recorded. */
export type Beginning = LedgerEvent<string, { stage: string; title: Names; topics?: string[] }>;

/** What goes on in an undertaking of any kind. */
export type UndertakingStep =
  LedgerEvent<'UndertakingAdvanced', Details<Advance>> | LedgerEvent<'AmountStated', Details<StateAmount>>;

/** The stages of one kind of undertaking and the way between them. */
export interface LifeCycle<B extends Beginning> {
  /** What goes this way, as a sentence calls it. */
  readonly of: string;
  /** Type of the event that begins it. */
  readonly begins: B['type'];
  readonly first: B['data']['stage'];
  /** The stages that may follow each. */
  readonly next: Readonly<Record<B['data']['stage'], readonly B['data']['stage'][]>>;
  /** As what the first stage may be stated; the usual modality comes first. */
  readonly begunAs: readonly Modality[];
  /** Stages beside the first one that are a mere intention, and may be stated like it. */
  readonly intended?: readonly B['data']['stage'][];
  /** The stages that parties reach by agreeing; every other one is reached only by what was done. */
  readonly agreed: readonly B['data']['stage'][];
}

type Step<T extends UndertakingStep['type']> = DatedEntry<Extract<UndertakingStep, { type: T }>>;

/** What has happened to an undertaking, by what counts today. */
export interface UndertakingFacts<B extends Beginning> {
  begun?: DatedEntry<B>;
  advanced: Step<'UndertakingAdvanced'>[];
  amounts: Step<'AmountStated'>[];
}

/** Collects what is the same in every kind; entries of a kind's own are left to that kind. */
export function undertakingFacts<B extends Beginning>(cycle: LifeCycle<B>, record: DatedRecord): UndertakingFacts<B> {
  const facts: UndertakingFacts<B> = { advanced: [], amounts: [] };
  for (const entry of activeEntries(record)) {
    if (entry.type === cycle.begins) facts.begun = entry as unknown as DatedEntry<B>;
    else if (entry.type === 'UndertakingAdvanced') facts.advanced.push(entry as unknown as Step<'UndertakingAdvanced'>);
    else if (entry.type === 'AmountStated') facts.amounts.push(entry as unknown as Step<'AmountStated'>);
  }
  return facts;
}

/** The stages in the order in which they were reached. */
function undertakingMilestones<B extends Beginning>({ begun, advanced }: UndertakingFacts<B>): Milestone<string>[] {
  const steps = advanced.map((entry) => stepTaken(entry.data.to, entry));
  return oneAfterAnother(inOrder(begun ? [milestone<string>(begun.data.stage, begun), ...steps] : steps));
}

/**
 * A stage is reached no earlier than the one before it: a step of "2022" after one of May 2022 was not taken in March. Of a
 * step that breaks the life cycle nobody knows that it came after.
 */
function oneAfterAnother(milestones: readonly Milestone<string>[]): Milestone<string>[] {
  let since: Day | null = null;
  return milestones.map((next) => {
    const { earliest, latest } = next.when;
    if (
      !next.outOfOrder &&
      since !== null &&
      (earliest === null || earliest < since) &&
      (latest === null || since <= latest)
    ) {
      return { ...next, when: { earliest: since, latest } };
    }
    since = earliest ?? since;
    return next;
  });
}

/** How the status of an undertaking of a kind follows from its entries. */
export function undertakingStatusModel<E extends LedgerEvent, B extends Beginning = Beginning>(
  cycle: LifeCycle<B>,
): StatusModel<string, E> {
  const model = statusModel<string, LedgerEvent>({
    of: cycle.of,
    steps: [cycle.begins, 'UndertakingAdvanced'],
    milestones: (record) => undertakingMilestones(undertakingFacts(cycle, record)),
  });
  // A kind has events of its own beside those that every undertaking has.
  return model as unknown as StatusModel<string, E>;
}
