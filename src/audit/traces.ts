import type { Disclosure, Sealed } from '../kernel/personal.js';
import { isSealed } from '../kernel/personal.js';
import type { PlacedStep } from './audited.js';
import { asJson } from './audited.js';
import { partsOf } from './items.js';

/** An event at which the answer may have changed. */
export type Step = PlacedStep;

/** What was there before the last event that changed it. */
export interface Before {
  value: unknown;
  /** Id of the event that had set it; null where it was set before all that was replayed. */
  setBy: string | null;
}

/** What is known of a value in an answer, and of each of its parts, while a record is replayed. */
export interface Trace {
  /** Plain JSON, personal values in clear or `{ "erased": true }`. */
  readonly value: unknown;
  /** The same as the registry gave it, personal values still sealed. */
  readonly given: unknown;
  /** The step with which it became what it is; null where it was there before the first. */
  readonly setBy: Step | null;
  /** Null where there was nothing before. */
  readonly before: Before | null;
  /** By the keys of the parts (`partsOf`), in their order. */
  readonly parts: ReadonlyMap<string, Trace>;
}

/**
 * Follows a value from step to step: what differs from what was known was set by the step, and the rest stays. Most of an
 * answer stays at every step, which is found by comparing it as it is given; only what differs is opened and copied.
 */
export class Tracer {
  private readonly opened = new Map<string, unknown>();

  constructor(private readonly disclosures: ReadonlyMap<string, Disclosure>) {}

  /** The trace of a value after one more step, by the one that was known before it. */
  traced(given: unknown, known: Trace | undefined, step: Step | null): Trace {
    if (known && isAlike(given, known.given)) return known;
    const before = known ? { value: known.value, setBy: known.setBy?.event ?? null } : null;
    const value = isSealed(given) ? this.open(given) : given;
    if (typeof value !== 'object' || value === null) {
      return known && known.value === value ? known : { value, given, setBy: step, before, parts: new Map() };
    }
    const parts = new Map(
      partsOf(value, (item) => asJson(item, this.disclosures)).map(
        ({ key, value: part }) => [key, this.traced(part, known?.parts.get(key), step)] as const,
      ),
    );
    if (known && isMadeOf(parts, Array.isArray(value), known)) return known;
    const values = [...parts].map(([key, part]) => [key, part.value] as const);
    return {
      value: Array.isArray(value) ? values.map(([, part]) => part) : Object.fromEntries(values),
      given,
      setBy: step,
      before,
      parts,
    };
  }

  private open(seal: Sealed): unknown {
    if (!this.opened.has(seal.sealed)) this.opened.set(seal.sealed, asJson<unknown>(seal, this.disclosures));
    return this.opened.get(seal.sealed);
  }
}

/** Whether a known value has these parts: an object in whatever order they are written, a list in this one. */
function isMadeOf(parts: Trace['parts'], isList: boolean, known: Trace): boolean {
  if (typeof known.value !== 'object' || known.value === null || Array.isArray(known.value) !== isList) return false;
  if (parts.size !== known.parts.size) return false;
  if (!isList) return [...parts].every(([key, part]) => known.parts.get(key) === part);
  const before = [...known.parts.values()];
  return [...parts.values()].every((part, place) => before[place] === part);
}

/** Whether two values are written the same, but for the order of fields. */
export function isAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, place) => isAlike(item, b[place]));
  }
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => isAlike(one[name], other[name]));
}

/** What stood before where a value, or a part of it, has become another one. */
export function replacedIn({ before, parts }: Trace): unknown[] {
  return [before?.value, ...[...parts.values()].flatMap(replacedIn)];
}

/** The steps that set a value or a part of it; null among them for what was there before the first. */
export function stepsIn({ setBy, parts }: Trace, found = new Set<Step | null>()): Set<Step | null> {
  found.add(setBy);
  for (const part of parts.values()) stepsIn(part, found);
  return found;
}
