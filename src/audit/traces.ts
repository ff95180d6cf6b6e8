import { partsOf } from './items.js';

/** An event at which the answer may have changed. */
export interface Step {
  index: number;
  event: string;
  recordedOn: string;
}

/** What was there before the last event that changed it. */
export interface Before {
  value: unknown;
  /** Id of the event that had set it; null where it was set before all that was replayed. */
  set: string | null;
}

/** What is known of a value in an answer, and of each of its parts, while a record is replayed. */
export interface Trace {
  readonly value: unknown;
  /** JSON of the value. */
  readonly text: string;
  /** The step with which it became what it is; null where it was there before the first. */
  readonly set: Step | null;
  /** Null where there was nothing before. */
  readonly before: Before | null;
  /** By the keys of the parts (`partsOf`). */
  readonly parts: ReadonlyMap<string, Trace>;
}

/** The trace of a value after one more step: what differs from what was `known` was set by it, and the rest stays. */
export function traced(value: unknown, known: Trace | undefined, step: Step | null): Trace {
  const text = JSON.stringify(value);
  if (known?.text === text) return known;
  const parts = new Map(
    partsOf(value).map(({ key, value: part }) => [key, traced(part, known?.parts.get(key), step)] as const),
  );
  if (known && !Array.isArray(value) && isSame(parts, known.parts)) return known;
  return {
    value,
    text,
    set: step,
    before: known ? { value: known.value, set: known.set?.event ?? null } : null,
    parts,
  };
}

/** Whether an object has the parts that were known, in whatever order they are written. */
function isSame(parts: Trace['parts'], known: Trace['parts']): boolean {
  return parts.size > 0 && parts.size === known.size && [...parts].every(([key, trace]) => known.get(key) === trace);
}

/** The steps that set a value or a part of it; null among them for what was there before the first. */
export function stepsIn({ set, parts }: Trace): Set<Step | null> {
  return new Set([set, ...[...parts.values()].flatMap((part) => [...stepsIn(part)])]);
}
