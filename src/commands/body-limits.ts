import { type Constructor, fieldsOf } from '../kernel/fields.js';
import { pointerStep } from '../kernel/json-pointer.js';
import type { FieldError } from './problem.js';

/** Unknown fields of one object that are named one by one. */
const MOST_NAMED = 20;

/**
 * What there is too much of in a body: lists that are too long, and objects with many fields that nobody knows. It is found
 * by counting, before any value is looked at: what is looked at takes time with the square of a list's length.
 */
export function tooMuchIn(type: Constructor, body: object, at: string): FieldError[] {
  const fields = new Map(fieldsOf(type).map((field) => [field.name, field]));
  const given = Object.entries(body) as [string, unknown][];
  const unknown = given.filter(([name]) => !fields.has(name)).length;
  const faults: FieldError[] = [];
  if (unknown > MOST_NAMED)
    faults.push({ pointer: at, rule: 'unknown-field', detail: `${unknown} fields are none of this request` });
  for (const [name, value] of given) {
    const { limits, nested } = fields.get(name) ?? {};
    const pointer = `${at}${pointerStep(name)}`;
    const most = limits?.maxItems ?? Infinity;
    if (Array.isArray(value) && value.length > most)
      faults.push({ pointer, rule: 'too-many-items', detail: `${name} must contain no more than ${most} elements` });
    else if (nested)
      for (const [index, item] of [value].flat<unknown[]>().entries())
        if (typeof item === 'object' && item !== null)
          faults.push(...tooMuchIn(nested(), item, Array.isArray(value) ? `${pointer}/${index}` : pointer));
  }
  return faults;
}
