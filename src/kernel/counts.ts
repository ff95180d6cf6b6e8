import type { Limits } from './limits.js';
import { checkSides, isEmpty, LIMITS, lowerOf, readLimits, upperOf } from './limits.js';

/**
 * How many of something, as it was stated: exactly (min equals max), at least (min alone), more than (moreThan), at most (max
 * alone), less than (lessThan), a range, or about any of these. The unit is a word of the source's domain ("enterprise") or '%'.
 */
export interface Count extends Limits<number> {
  readonly approximate?: boolean;
  readonly unit: string;
}

/** Undefined for a good count, else the rule it breaks. Only percentages may have a fraction. */
export function checkCount(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'A count is an object with a unit and a limit.';
  const { approximate, unit, ...others } = value as Record<string, unknown>;
  if (typeof unit !== 'string' || unit.trim() === '') return 'A count names its unit.';
  const bounds = LIMITS.map((name) => others[name]).filter((bound) => bound !== undefined);
  if (bounds.length === 0) return `A count gives one of ${LIMITS.join(', ')}, or one for each side.`;
  const faults = [...bounds.map((bound) => checkBound(bound, unit)), checkSides(others)];
  const fault = faults.find((each) => each !== undefined) ?? checkOrder(others, unit);
  if (fault !== undefined) return fault;
  if (approximate !== undefined && typeof approximate !== 'boolean') return "A count's approximate is true or false.";
  return undefined;
}

/** The count as a reader writes it, without its unit unless that is %: '25', '≥30', '>400', '<5', '≈10–12 %'. */
export function readCount({ approximate, unit, ...limits }: Count): string {
  const about = approximate === true ? '≈' : '';
  const percent = unit === '%' ? ' %' : '';
  return about + readLimits(limits) + percent;
}

function checkBound(bound: unknown, unit: string): string | undefined {
  if (typeof bound !== 'number' || !(bound >= 0 && bound <= Number.MAX_SAFE_INTEGER)) {
    return `A count's bounds are numbers from 0 to ${Number.MAX_SAFE_INTEGER}.`;
  }
  return unit === '%' || Number.isInteger(bound)
    ? undefined
    : "A count's bounds are whole numbers unless the unit is %.";
}

/** A number has to lie between the limits; a whole one where only such are counted. */
function checkOrder(limits: Limits<number>, unit: string): string | undefined {
  if (limits.lessThan === 0) return 'Nothing is less than 0.';
  const [lower, upper] = [lowerOf(limits), upperOf(limits)];
  if (!lower || !upper) return undefined;
  const step = unit === '%' ? 0 : 1;
  const fewest = lower.isIncluded ? lower.at : lower.at + step;
  const most = upper.isIncluded ? upper.at : upper.at - step;
  const isPossible = fewest <= most && (step === 1 || !isEmpty(lower, upper));
  return isPossible ? undefined : "A count's lower limit leaves room below its upper one.";
}
