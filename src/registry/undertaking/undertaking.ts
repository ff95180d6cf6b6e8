import type { Details } from '../../kernel/decider.js';
import type { Bounds, Day } from '../../kernel/edtf.js';
import type { Modality } from '../../kernel/modality.js';
import type { Names } from '../../kernel/names.js';
import type { DateResolver, EffectiveEntry, LedgerEvent, LedgerRecord } from '../../kernel/record.js';
import { standing } from '../../kernel/record.js';
import type { Milestone, StatusOn } from '../../kernel/status.js';
import { inOrder, milestone, statusAt, stepTaken } from '../../kernel/status.js';
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
  /** As what the first stage may be told; the usual modality comes first. */
  readonly begunAs: readonly Modality[];
  /** The stages that parties reach by agreeing; every other one is reached only by what was done. */
  readonly agreed: readonly B['data']['stage'][];
}

type Step<T extends UndertakingStep['type']> = EffectiveEntry<Extract<UndertakingStep, { type: T }>>;

/** What has happened to an undertaking, by what counts today. */
export interface UndertakingFacts<B extends Beginning> {
  begun?: EffectiveEntry<B>;
  advanced: Step<'UndertakingAdvanced'>[];
  amounts: Step<'AmountStated'>[];
}

/** Collects what is the same in every kind; entries of a kind's own are left to that kind. */
export function undertakingFacts<B extends Beginning>(cycle: LifeCycle<B>, record: LedgerRecord): UndertakingFacts<B> {
  const facts: UndertakingFacts<B> = { advanced: [], amounts: [] };
  for (const entry of standing(record)) {
    if (entry.type === cycle.begins) facts.begun = entry as unknown as EffectiveEntry<B>;
    else if (entry.type === 'UndertakingAdvanced') facts.advanced.push(entry as unknown as Step<'UndertakingAdvanced'>);
    else if (entry.type === 'AmountStated') facts.amounts.push(entry as unknown as Step<'AmountStated'>);
  }
  return facts;
}

/** The stages in the order in which they were reached. */
export function undertakingMilestones<B extends Beginning>(
  { begun, advanced }: UndertakingFacts<B>,
  resolve?: DateResolver,
): Milestone<string>[] {
  const steps = advanced.map((entry) => stepTaken(entry.data.to, entry, resolve));
  return oneAfterAnother(inOrder(begun ? [milestone<string>(begun.data.stage, begun, resolve), ...steps] : steps));
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

/** The stage on a day. */
export function undertakingStatusOn<B extends Beginning>(
  cycle: LifeCycle<B>,
  record: LedgerRecord,
  day: Day,
  resolve?: DateResolver,
): StatusOn {
  return statusAt(undertakingMilestones(undertakingFacts(cycle, record), resolve), day);
}

/** Whether everything about one date lies before everything about another. */
export function isWhollyBefore(a: Bounds, b: Bounds): boolean {
  return a.latest !== null && b.earliest !== null && a.latest < b.earliest;
}
