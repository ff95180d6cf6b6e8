import {
  FLAG,
  MONEY,
  NAMES,
  PERSONAL,
  ENTRY_FIELDS,
  TOPICS,
  about,
  list,
  object,
  oneOf,
} from '../../kernel/schema-parts.js';
import type { ObjectOf, Properties } from '../../kernel/schema-types.js';
import { AMOUNT_KINDS } from './undertaking.commands.js';

/** A sum of money, as an entry states it. */
export const STATED_AMOUNT = object({
  ...ENTRY_FIELDS,
  kind: oneOf(...AMOUNT_KINDS),
  money: MONEY,
  contradicted: about('Another source gives a sum that contradicts it.', FLAG),
});

/** What is said of every undertaking (see `undertakingView`), whatever its stages are called. */
function common(stages: readonly string[]) {
  return {
    title: NAMES,
    topics: TOPICS,
    steps: list(object({ ...ENTRY_FIELDS, stage: oneOf(...stages) }, { reason: PERSONAL })),
    amounts: list(STATED_AMOUNT),
  };
}
export type UndertakingAnswer = ObjectOf<ReturnType<typeof common>>;

/**
 * What the view of an undertaking of some kind says: what it says of every one, and what the kind adds, always or where it
 * was stated.
 */
export function undertakingAnswer<A extends Properties, S extends Properties = Record<never, never>>(
  stages: readonly string[],
  always: A,
  sometimes?: S,
) {
  return object({ ...common(stages), ...always }, sometimes);
}
