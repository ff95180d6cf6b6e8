import type { ObjectSchema } from '../../kernel/schema-parts.js';
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
import type { JsonSchema } from '../../kernel/fields.js';
import { AMOUNT_KINDS } from './undertaking.commands.js';

/** A sum of money that an entry states. */
export const STATED_AMOUNT = object({
  ...ENTRY_FIELDS,
  kind: oneOf(...AMOUNT_KINDS),
  money: MONEY,
  contradicted: about('Another source gives another sum.', FLAG),
});

/**
 * What the view of an undertaking of some kind tells: what is told of every one (see `undertakingView`), and what the
 * kind adds, always or where it was told.
 */
export function undertakingAnswer(
  stages: readonly string[],
  always: Record<string, JsonSchema>,
  sometimes: Record<string, JsonSchema> = {},
): ObjectSchema {
  return object(
    {
      title: NAMES,
      topics: TOPICS,
      steps: list(object({ ...ENTRY_FIELDS, stage: oneOf(...stages) }, { reason: PERSONAL })),
      amounts: list(STATED_AMOUNT),
      ...always,
    },
    sometimes,
  );
}
