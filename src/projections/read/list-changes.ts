import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordKind } from '../../kernel/kind.js';
import type { StoredDocument } from '../write/document-bytes.js';
import { writeCursor } from './cursor.js';
import { pageOf, type ListRow } from './list-query.js';
import type { BadCursor, ChangesPage, ListChange, ListFilters, RecordBrief } from './query-types.js';
import type { ReadModel } from './read-model.js';

/** Rows that are compared before other work gets its turn. */
const AT_ONCE = 200;

/**
 * What a list had become from one point to another: which records appeared in it, left it, ended, or are told of
 * otherwise. In the order in which the records were begun; a page ends when it is full.
 * @param models what was so at the first point and at the second
 */
export async function listChanges(
  models: readonly [from: ReadModel, to: ReadModel],
  kind: RecordKind,
  filters: ListFilters,
  cursor: string | undefined,
  limit: number,
): Promise<ChangesPage | BadCursor> {
  const items: ListChange[] = [];
  let next = cursor;
  for (;;) {
    const [before, after] = models.map((model) =>
      pageOf(filters, next, AT_ONCE, (last, most) => model.rows(kind, filters, last, most)),
    );
    if (!before || !after || 'fault' in before || 'fault' in after) return { fault: 'bad-cursor' };
    // Beyond the end of the shorter of two full pages the other one is not known.
    const end = Math.min(lastOf(before), lastOf(after));
    for (const record of inOrder(before.items, after.items).filter((place) => place <= end)) {
      const change = await compare(models, kind, record, [before.items, after.items]);
      if (!change) continue;
      items.push(change);
      if (items.length === limit) return { items, next: writeCursor(record) };
    }
    if (end === Infinity) return { items };
    next = writeCursor(end);
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
  [from, to]: readonly [ReadModel, ReadModel],
  kind: RecordKind,
  record: number,
  [before, after]: readonly [readonly ListRow[], readonly ListRow[]],
): Promise<ListChange | undefined> {
  const was = before.find((row) => row.record === record);
  const is = after.find((row) => row.record === record);
  const id = (is ?? was)?.id ?? '';
  if (was && is && isSame(await Promise.all([from.document(kind, id), to.document(kind, id)]))) return undefined;
  const [earlier, later] = [from.brief(kind, id), to.brief(kind, id)];
  const hasEnded = !isOver(kind, earlier) && isOver(kind, later);
  const change = was ? (is ? (hasEnded ? 'ended' : 'changed') : 'left') : 'appeared';
  return { change, before: earlier, after: later };
}

/** Whether two answers tell the same, but for the days for which they hold. */
function isSame([a, b]: readonly [StoredDocument | undefined, StoredDocument | undefined]): boolean {
  return a?.bytes.equals(b?.bytes ?? Buffer.alloc(0)) === true || withoutHoldsFor(a) === withoutHoldsFor(b);
}

function withoutHoldsFor(document: StoredDocument | undefined): string {
  const body = JSON.parse(document?.bytes.toString('utf8') ?? '{}') as Record<string, unknown>;
  return JSON.stringify({ ...body, holdsFor: null });
}

/** Whether a record's life is over; one that was voided is told of no longer. */
function isOver({ endings }: RecordKind, record: RecordBrief | null): boolean {
  const status = record?.status ?? '';
  return status === 'voided' || endings.includes(status);
}
