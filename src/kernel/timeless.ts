const TYPES = new Set<string>();

/** Notes that entries of these types tell what is so, not what happened: status models say it of their kinds. */
export function noteTimeless(types: readonly string[]): void {
  for (const type of types) TYPES.add(type);
}

/** Whether entries of the type tell what is so, not what happened: their dates are no days of the thing's life. */
export function isTimeless(type: string): boolean {
  return TYPES.has(type);
}
