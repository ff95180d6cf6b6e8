/**
 * How many of something, as it was stated: exactly (min equals max), at least (min alone), at most (max alone), a range,
 * or about any of these. The unit is a word of the source's domain ("enterprise") or '%'.
 */
export interface Count {
  readonly min?: number;
  readonly max?: number;
  readonly approximate?: boolean;
  readonly unit: string;
}

/** Undefined for a good count, else the rule it breaks. Only percentages may have a fraction. */
export function checkCount(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'A count is an object with a unit, and min, max or both.';
  const { min, max, approximate, unit } = value as Record<string, unknown>;
  if (typeof unit !== 'string' || unit.trim() === '') return 'A count names its unit.';
  if (min === undefined && max === undefined) return 'A count gives min, max or both.';
  for (const bound of [min, max]) {
    const fault = bound === undefined ? undefined : checkBound(bound, unit);
    if (fault !== undefined) return fault;
  }
  if (min !== undefined && max !== undefined && (min as number) > (max as number))
    return "A count's min is at most its max.";
  if (approximate !== undefined && typeof approximate !== 'boolean') return "A count's approximate is true or false.";
  return undefined;
}

/** The count as a reader writes it, without its unit unless that is %: '25', '≥30', '≤5', '≈10–12 %'. */
export function readCount({ min, max, approximate, unit }: Count): string {
  const about = approximate === true ? '≈' : '';
  const percent = unit === '%' ? ' %' : '';
  return about + readBounds(min, max) + percent;
}

function checkBound(bound: unknown, unit: string): string | undefined {
  if (typeof bound !== 'number' || !(bound >= 0 && bound <= Number.MAX_SAFE_INTEGER)) {
    return `A count's bounds are numbers from 0 to ${Number.MAX_SAFE_INTEGER}.`;
  }
  return unit === '%' || Number.isInteger(bound)
    ? undefined
    : "A count's bounds are whole numbers unless the unit is %.";
}

function readBounds(min: number | undefined, max: number | undefined): string {
  if (max === undefined) return min === undefined ? '' : `≥${min}`;
  if (min === undefined) return `≤${max}`;
  return min === max ? String(min) : `${min}–${max}`;
}
