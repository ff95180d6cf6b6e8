import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecordKind } from '../../kernel/kind.js';
import type { StoredDocument } from '../write/document-bytes.js';
import type { BitemporalPoint } from './bitemporal-points.js';
import { readCursor, writeCursor } from './cursor.js';
import type { ListRow } from './list-query.js';
import type { BadCursor, ChangesPage, ListChange, ListFilters, RecordBrief } from './query-types.js';
import type { ReadModel } from './read-model.js';
import type { ReadModels } from './read-models.js';

/** Records that are compared before other work gets its turn. */
const AT_ONCE = 200;

/**
 * What a list had become from one point to another: which records appeared in it, left it, ended, or are shown
 * otherwise. In the order in which the records were begun; a page ends when it is full. Only what may have changed between
 * the two is looked at.
 */
export async function listChanges(
  models: ReadModels,
  points: readonly [from: BitemporalPoint, to: BitemporalPoint],
  kind: RecordKind,
  filters: ListFilters,
  cursor: string | undefined,
  limit: number,
): Promise<ChangesPage | BadCursor> {
  const after = cursor === undefined ? -1 : readCursor(cursor);
  if (after === undefined) return { fault: 'bad-cursor' };
  const [from, to] = [models.at(points[0], filters.basis), models.at(points[1], filters.basis)];
  const candidates = models.between.find(points, kind, filters, after);
  const items: ListChange[] = [];
  for (let done = 0; done < candidates.length; done += AT_ONCE) {
    const records = candidates.slice(done, done + AT_ONCE);
    const before = from.rowsAmong(kind, filters, records);
    const now = to.rowsAmong(kind, filters, records);
    for (const record of records) {
      const change = await compare([from, to], kind, before.get(record), now.get(record));
      if (!change) continue;
      items.push(change);
      if (items.length === limit) return { items, next: writeCursor(record) };
    }
    await nextTurn();
  }
  return { items };
}

async function compare(
  [from, to]: readonly [ReadModel, ReadModel],
  kind: RecordKind,
  was: ListRow | undefined,
  is: ListRow | undefined,
): Promise<ListChange | undefined> {
  const id = (is ?? was)?.id;
  if (id === undefined) return undefined;
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

/** Whether a record's life is over; one that was voided is shown no longer. */
function isOver({ endings }: RecordKind, record: RecordBrief | null): boolean {
  const status = record?.status ?? '';
  return status === 'voided' || endings.includes(status);
}
