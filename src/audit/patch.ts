import type { Operation, Pointer } from 'rfc6902';
import { createPatch } from 'rfc6902';

/** Up to this length, lists are compared by the library, which finds the fewest steps in quadratic time and deep recursion. */
const SHORT_LIST = 50;

/** One step of JSON Patch (RFC 6902). */
export type PatchStep = Operation;

/** The steps that lead from one JSON value to another (RFC 6902). What lies below the root is changed where it differs. */
export function patchBetween(from: unknown, to: unknown): PatchStep[] {
  return createPatch(from, to, (a: unknown, b: unknown, pointer) => {
    if (!Array.isArray(a) || !Array.isArray(b)) return undefined;
    return Math.max(a.length, b.length) <= SHORT_LIST ? undefined : betweenLists(a, b, pointer);
  });
}

/** Leaves what is the same at both ends, and takes the middle out and puts the other in, or changes it item by item. */
function betweenLists(from: readonly unknown[], to: readonly unknown[], pointer: Pointer): PatchStep[] {
  const [before, after] = [from, to].map((list) => list.map((item) => JSON.stringify(item)));
  if (!before || !after) return [];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const path = pointer.toString();
  const removed = from.slice(head, from.length - tail);
  const added = to.slice(head, to.length - tail);
  if (removed.length === added.length) {
    return removed.flatMap((item, place) =>
      patchBetween(item, added[place]).map((step) => ({ ...step, path: `${path}/${head + place}${step.path}` })),
    );
  }
  return [
    ...removed.map((): PatchStep => ({ op: 'remove', path: `${path}/${head}` })),
    ...added.map((value, place): PatchStep => ({ op: 'add', path: `${path}/${head + place}`, value })),
  ];
}
