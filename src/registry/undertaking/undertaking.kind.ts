import type { Constructor } from '../../kernel/fields.js';
import type { CommandSpec } from '../../kernel/kind.js';
import { command } from '../../kernel/kind.js';
import type { Advance } from './undertaking.commands.js';
import { StateAmount } from './undertaking.commands.js';
import { advance, stateAmount } from './undertaking.decide.js';
import type { Beginning, LifeCycle } from './undertaking.js';

/** The stages from which an undertaking can still come to another one. */
export function stagesBeforeLast<B extends Beginning>({ next }: LifeCycle<B>): string[] {
  return Object.entries<readonly string[]>(next).flatMap(([stage, following]) => (following.length > 0 ? [stage] : []));
}

/** The commands that every kind of undertaking has; its own class names the stages that it can be advanced to. */
export function stepsOf<B extends Beginning>(cycle: LifeCycle<B>, advancement: Constructor<Advance>): CommandSpec[] {
  return [
    command(advancement, {
      path: 'advancements',
      events: ['UndertakingAdvanced'],
      decide: advance(cycle),
    }),
    command(StateAmount, {
      path: 'amounts',
      events: ['AmountStated'],
      decide: stateAmount,
    }),
  ];
}
