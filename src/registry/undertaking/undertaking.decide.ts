import { isWhollyBefore } from '../../kernel/edtf.js';
import type { Decide, Decision, Details, Violation, StatedAct } from '../../kernel/decider.js';
import { decision, ensureCompletedAct, ensure, recorded, ensureIfLive } from '../../kernel/decider.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { Modality } from '../../kernel/modality.js';
import { statusOn } from '../../kernel/status-model.js';
import type { Advance, StateAmount } from './undertaking.commands.js';
import type { Beginning, LifeCycle, UndertakingStep } from './undertaking.js';
import { undertakingStatusModel } from './undertaking.js';

type Outcome = Decision<UndertakingStep>;

/**
 * A beginning tells the stage in which the undertaking is recorded: the first one may be an intention as far as the kind
 * allows it, a later one was reached by what was done.
 * @param rule names the kind's rule about how its first stage may be stated
 */
export function begin<B extends Beginning, C extends StatedAct & { stage?: B['data']['stage'] }>(
  cycle: LifeCycle<B>,
  command: C,
  rule: string,
): Decision<LedgerEvent<B['type'], Details<C> & { stage: B['data']['stage'] }>> {
  const stage = command.stage ?? cycle.first;
  const isIntention = stage === cycle.first || (cycle.intended ?? []).includes(stage);
  const [usual = 'fact'] = isIntention ? cycle.begunAs : doneAs(cycle, stage);
  const event = recorded(cycle.begins, { ...command, stage }, usual);
  return decision(
    isIntention
      ? ensureModality(cycle, command.modality ?? usual, rule)
      : ensureCompletedAct(command, doneAs(cycle, stage)),
    event as LedgerEvent<B['type'], Details<C> & { stage: B['data']['stage'] }>,
  );
}

function ensureModality<B extends Beginning>(cycle: LifeCycle<B>, modality: Modality, rule: string): Violation[] {
  return ensure(
    cycle.begunAs.includes(modality),
    rule,
    '/modality',
    `A ${cycle.of} is recorded as what is ${cycle.begunAs.join(', ')}; what is stated as "${modality}" is a claim.`,
  );
}

/** One step of the life cycle at a time, by what was done, and not before the step that it follows. */
export function advance<B extends Beginning>(cycle: LifeCycle<B>): Decide<Advance, UndertakingStep> {
  const model = undertakingStatusModel<UndertakingStep, B>(cycle);
  return (command, record, { act }): Outcome => {
    const { status, since } = statusOn(model, record.whole, record.day);
    const next = followers(cycle, status);
    return decision(
      [
        ...ensureCompletedAct(command, doneAs(cycle, command.to)),
        ...ensureIfLive(
          next.includes(command.to),
          'advanced-step-by-step',
          '/to',
          `A ${cycle.of} that is ${status} goes on to ${next.length === 0 ? 'nothing else' : next.join(' or ')}.`,
        ),
        ...ensureIfLive(
          since === null || !isWhollyBefore(act.when, since),
          'advanced-in-order',
          '/date',
          `The ${cycle.of} has been ${status} since a later day.`,
        ),
      ],
      recorded('UndertakingAdvanced', command),
    );
  };
}

function followers<B extends Beginning>(cycle: LifeCycle<B>, status: string): readonly string[] {
  return (cycle.next as Readonly<Record<string, readonly string[]>>)[status] ?? [];
}

function doneAs<B extends Beginning>(cycle: LifeCycle<B>, stage: string): readonly Modality[] {
  return (cycle.agreed as readonly string[]).includes(stage) ? ['fact', 'agreed'] : ['fact'];
}

/** Money that will come is promised; what is granted, paid, accounted for or reclaimed has been, or is claimed to have been. */
export function stateAmount(command: StateAmount): Outcome {
  const promised = command.kind === 'promised';
  return decision(
    promised ? [] : ensureCompletedAct(command, ['fact', 'agreed', 'claims']),
    recorded('AmountStated', command, promised ? 'will' : 'fact'),
  );
}
