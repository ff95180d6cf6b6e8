import { Problem } from '../commands/problem.js';

/** What is wrong with a cursor that this ledger did not give. */
export const NOT_A_CURSOR = 'is not a valid cursor for this list';

/** @throws Problem */
export function badCursor(): never {
  const fault = { pointer: '?cursor', rule: 'cursor', detail: NOT_A_CURSOR };
  throw new Problem('invalid-parameter', `?cursor ${fault.detail}`, [fault]);
}

/** @throws Problem */
export function missing(kind: string, id: string): never {
  throw new Problem('not-found', `There is no ${kind} with the id ${id}.`);
}
