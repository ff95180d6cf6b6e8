import type { DatedRecord } from '../../kernel/dated.js';
import { plusDays } from '../../kernel/day.js';
import { type Bounds, boundsOf, type Day, isEdtf } from '../../kernel/edtf.js';
import type { RecordKind } from '../../kernel/kind.js';

/** What an EDTF date begins with: most texts need no parser to be known as none. */
const LIKE_A_DATE = /^[\dX.-]/;

/**
 * The days on which the answer about a record may change without a new entry, as far as its last entry and its dates as they
 * are now tell: with those of the entries before, at least every day on which it does. Some on which it does not are among
 * them.
 */
export function turningDaysOf(kind: RecordKind, record: DatedRecord): Set<Day> {
  const days = new Set(kind.changeDates(record));
  const add = (day: Day | null | undefined): void => {
    if (day) days.add(day);
  };
  const addBounds = ({ earliest, latest }: Bounds): void => {
    // A term ends, and a deadline has passed, on the day after.
    for (const day of [earliest, latest]) if (day !== null) [day, plusDays(day, 1)].forEach(add);
  };
  const last = record.entries.at(-1);
  add(last?.recordedOn);
  for (const text of textsIn(last?.data)) if (LIKE_A_DATE.test(text) && isEdtf(text)) addBounds(boundsOf(text));
  for (const { data, when } of record.dated) if (data.act.relativeDate) addBounds(when);
  return days;
}

function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* textsIn(part);
}
