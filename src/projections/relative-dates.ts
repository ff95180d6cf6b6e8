import { addDuration, isEdtf } from '../kernel/edtf.js';
import type { DateResolver, EntryRef, LedgerRecord, RelativeDate } from '../kernel/record.js';
import { effective } from '../kernel/record.js';

/** Gives another record as it is known; undefined when there is none. */
export type RecordLoader = (kind: string, id: string) => LedgerRecord | undefined;

/**
 * Works out dates that are told by their distance from another entry: from that entry's own date, or in turn from the
 * one that it leans on. Undefined where nothing is known: no such entry, a void one, no date, or a circle.
 * `asked` is told of every entry that an answer rests on, so that the answer can be worked out again when it changes.
 */
export function relativeDates(load: RecordLoader, asked: (ref: EntryRef) => void = () => undefined): DateResolver {
  const resolve = (relative: RelativeDate, way: readonly string[]): string | undefined => {
    const { to } = relative;
    const step = `${to.kind} ${to.id} ${to.event ?? ''}`;
    if (way.includes(step)) return undefined;
    asked(to);
    const record = load(to.kind, to.id);
    const entries = record ? effective(record) : [];
    const target = to.event === undefined ? entries[0] : entries.find(({ id }) => id === to.event);
    if (!target || target.voided) return undefined;
    const { date, relativeDate } = target.data.act;
    const base = date ?? (relativeDate && resolve(relativeDate, [...way, step]));
    return base === undefined ? undefined : shifted(base, relative);
  };
  return (relative) => resolve(relative, []);
}

/** Without a distance, only the side is known: from that date on, or until it. */
function shifted(base: string, { direction, offset }: RelativeDate): string | undefined {
  if (offset !== undefined) return addDuration(base, offset, direction === 'after' ? 1 : -1);
  const ends = base.split('/');
  const edge = (direction === 'after' ? ends.at(-1) : ends[0]) ?? '';
  if (edge === '' || edge === '..') return undefined;
  const open = direction === 'after' ? `${edge}/..` : `../${edge}`;
  return isEdtf(open) ? open : undefined;
}
