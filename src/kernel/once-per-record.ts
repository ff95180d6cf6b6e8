import type { DateResolver, LedgerRecord } from './record.js';

/**
 * Makes a fold of a record once for as long as the record stays the same: a status, its reasons and its turning days all
 * ask for the same facts. Records never change, and what a fold gives must not be changed by whoever asks for it.
 */
export function oncePerRecord<R extends LedgerRecord, T>(
  fold: (record: R, resolve?: DateResolver) => T,
): (record: R, resolve?: DateResolver) => T {
  const known = new WeakMap<R, { resolve: DateResolver | undefined; value: T }>();
  return (record, resolve) => {
    const before = known.get(record);
    if (before && before.resolve === resolve) return before.value;
    const value = fold(record, resolve);
    known.set(record, { resolve, value });
    return value;
  };
}
