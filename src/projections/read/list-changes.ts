import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordKind } from '../../kernel/kind.js';
import { pageOf, type ListRow } from './list-query.js';
import type { BadCursor, ChangesPage, ListChange, ListFilters, Moment, RecordBrief } from '../types.js';
import type { PastViews } from './past-views.js';

/** Rows that are compared before other work gets its turn. */
const AT_ONCE = 200;

/**
 * What a list had become from one moment to another: which records appeared in it, left it, ended, or are told of
 * otherwise. In the order in which the records were begun; a page ends when it is full.
 */
export async function listChanges(
  past: PastViews,
  kind: RecordKind,
  filters: ListFilters,
  [from, to]: readonly [Moment, Moment],
  cursor: string | undefined,
  limit: number,
): Promise<ChangesPage | BadCursor> {
  const items: ListChange[] = [];
  let next = cursor;
  for (;;) {
    const [before, after] = [from, to].map((moment) =>
      pageOf(filters, next, AT_ONCE, (last, most) => past.rows(kind.name, filters, moment, last, most)),
    );
    if (!before || !after || 'fault' in before || 'fault' in after) return { fault: 'bad-cursor' };
    // Beyond the end of the shorter of two full pages the other one is not known.
    const end = Math.min(lastOf(before), lastOf(after));
    for (const record of inOrder(before.items, after.items).filter((place) => place <= end)) {
      const change = await compare(past, kind, record, [before.items, after.items], [from, to]);
      if (!change) continue;
      items.push(change);
      if (items.length === limit) return { items, next: past.cursorAfter(record) };
    }
    if (end === Infinity) return { items };
    next = past.cursorAfter(end);
    await nextTurn();
  }
}

function lastOf({ items, next }: { items: readonly ListRow[]; next?: string }): number {
  return next === undefined ? Infinity : (items.at(-1)?.record ?? Infinity);
}

function inOrder(before: readonly ListRow[], after: readonly ListRow[]): number[] {
  return [...new Set([...before, ...after].map(({ record }) => record))].sort((a, b) => a - b);
}

async function compare(
  past: PastViews,
  kind: RecordKind,
  record: number,
  [before, after]: readonly [readonly ListRow[], readonly ListRow[]],
  [from, to]: readonly [Moment, Moment],
): Promise<ListChange | undefined> {
  const was = before.find((row) => row.record === record);
  const is = after.find((row) => row.record === record);
  const id = (is ?? was)?.id ?? '';
  if (was && is && (await past.isSame(kind, id, from, to))) return undefined;
  const [earlier, later] = [past.briefAt(kind.name, id, from), past.briefAt(kind.name, id, to)];
  const hasEnded = !isOver(kind, earlier) && isOver(kind, later);
  const change = was ? (is ? (hasEnded ? 'ended' : 'changed') : 'left') : 'appeared';
  return { change, before: earlier, after: later };
}

/** Whether a record's life is over; one that was voided is told of no longer. */
function isOver({ endings }: RecordKind, record: RecordBrief | null): boolean {
  const status = record?.status ?? '';
  return status === 'voided' || endings.includes(status);
}
