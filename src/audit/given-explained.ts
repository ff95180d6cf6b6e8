/** Support for the tests of explanations. */
import type { FieldExplained } from './explain.js';

/** What is explained with its items and parts, at any depth. */
export function toldIn(fields: readonly FieldExplained[]): FieldExplained[] {
  return fields.flatMap((each) => [each, ...toldIn(each.items ?? []), ...toldIn(each.parts ?? [])]);
}
