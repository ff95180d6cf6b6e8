import type { Day } from '../kernel/edtf.js';
import { dayBefore } from '../kernel/edtf.js';
import type { RecordKind } from '../kernel/kind.js';
import type { DateResolver, LedgerRecord } from '../kernel/record.js';
import { statusesOf } from '../registry/document.js';

/** A status in short. */
export interface StatusBrief {
  status: string;
  certainty: string;
  possible: string[];
}

/** Days, inclusive, of which two readings of a record tell different statuses; null for open. */
export interface DaysApart {
  days: { from: Day | null; to: Day | null };
  told: StatusBrief;
  mended: StatusBrief;
}

/** Whether a mend would have changed nothing. */
export function isSame({ told, mended }: Pick<DaysApart, 'told' | 'mended'>): boolean {
  return JSON.stringify(told) === JSON.stringify(mended);
}

/** The days of which a record tells another status than it would with a mend, by the same dates of other records. */
export function daysApart(
  kind: RecordKind,
  known: LedgerRecord,
  mended: LedgerRecord,
  resolve: DateResolver,
): DaysApart[] {
  const [told, right] = [statusesOf(kind, known, resolve), statusesOf(kind, mended, resolve)];
  const turns = [...new Set([...told, ...right].map(({ from }) => from ?? ''))].sort();
  return turns.flatMap((turn, place) => {
    const [one, other] = [told, right].map((statuses) => statuses.findLast(({ from }) => (from ?? '') <= turn));
    if (!one || !other) return [];
    const pair = { told: briefOf(one), mended: briefOf(other) };
    if (isSame(pair)) return [];
    const next = turns[place + 1];
    return [{ days: { from: turn === '' ? null : turn, to: next === undefined ? null : dayBefore(next) }, ...pair }];
  });
}

/** A status without its reasons. @throws TypeError where what somebody else wrote into the log lacks it */
export function briefOf({ status, certainty, possible }: StatusBrief): StatusBrief {
  if (typeof status !== 'string') throw new TypeError('there is no status');
  return { status, certainty, possible };
}
