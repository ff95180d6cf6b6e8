import { addDuration, isEdtf } from './edtf.js';
import { effectiveEntries } from './effective.js';
import type { EntryRef, LedgerRecord, RelativeDate } from './entry.js';

/** Gives another record as it is known; undefined when there is none. */
export type RecordSource = (kind: string, id: string) => LedgerRecord | undefined;

/** Stands for records among which none is known: relative dates come to nothing. */
export const NO_RECORDS: RecordSource = () => undefined;

/**
 * The date (EDTF) that a relative date comes to: from the date of the entry that it names, or in turn from the one that
 * that entry's date depends on. Undefined where nothing is known: no such entry, a void one, no date, or a circle.
 * @param onDependency is told of every entry that the answer depends on, so that it can be worked out again
 */
export function resolveRelativeDate(
  relative: RelativeDate,
  records: RecordSource,
  onDependency: (ref: EntryRef) => void = () => undefined,
): string | undefined {
  return resolve(relative, records, onDependency, []);
}

function resolve(
  relative: RelativeDate,
  records: RecordSource,
  onDependency: (ref: EntryRef) => void,
  way: readonly string[],
): string | undefined {
  const { to } = relative;
  const step = `${to.kind} ${to.id} ${to.event ?? ''}`;
  if (way.includes(step)) return undefined;
  onDependency(to);
  const record = records(to.kind, to.id);
  const entries = record ? effectiveEntries(record) : [];
  const target = to.event === undefined ? entries[0] : entries.find(({ id }) => id === to.event);
  if (!target || target.voided) return undefined;
  const { date, relativeDate } = target.data.act;
  const base = date ?? (relativeDate && resolve(relativeDate, records, onDependency, [...way, step]));
  return base === undefined ? undefined : shifted(base, relative);
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

/**
 * The entries of other records that the dates of a record's entries depend on, or depended on before they were corrected:
 * whoever works these dates out has to know the records that they stand in, and what the dates there depend on.
 */
export function dateDependenciesOf({ entries }: LedgerRecord): Map<string, EntryRef[]> {
  const dependencies = new Map<string, EntryRef[]>();
  const add = (event: string, date: RelativeDate | null | undefined): void => {
    if (date) dependencies.set(event, [...(dependencies.get(event) ?? []), date.to]);
  };
  for (const { id, type, data } of entries) {
    add(id, data.act.relativeDate);
    const { corrects, changes } = data as { corrects?: string; changes?: { relativeDate?: RelativeDate | null } };
    if (type === 'EntryCorrected' && corrects !== undefined) add(corrects, changes?.relativeDate);
  }
  return dependencies;
}
