import { addDuration, isEdtf } from './edtf.js';
import type { EffectiveEntry } from './effective.js';
import { effectiveEntries, effectiveEntry } from './effective.js';
import type { Act, EntryRef, LedgerRecord, RelativeDate } from './entry.js';

/** Gives another record as it is known; undefined when there is none. */
export type RecordSource = (kind: string, id: string) => LedgerRecord | undefined;

/** Stands for records among which none is known: relative dates come to nothing. */
export const NO_RECORDS: RecordSource = () => undefined;

/** Records as they are known, with one of them as it is in hand. */
export function recordsWith(kind: string, record: LedgerRecord, records: RecordSource): RecordSource {
  return (name, id) => (name === kind && id === record.id ? record : records(name, id));
}

/** What is known of an entry on which dates depend: its own date, and the entry that this one depends on in turn. */
interface Resolved {
  date: string | undefined;
  dependsOn: EntryRef | undefined;
}

/**
 * Resolves relative dates among records that stay as they are meanwhile. Each entry is resolved once, however many dates
 * depend on it: a chain costs its length, and no deep calls.
 */
export class RelativeDates {
  private readonly known = new Map<string, Resolved>();

  constructor(readonly records: RecordSource) {}

  /**
   * The date (EDTF) that a relative date comes to: from the date of the entry that it names, or in turn from the one that
   * that entry's date depends on. Undefined where nothing is known: no such entry, a void one, no date, or a circle.
   * @param onDependency is called with every entry that the answer depends on, so that it can be worked out again
   * @param reported entries that it was called with before, and so with all that they depend on
   */
  resolve(
    relative: RelativeDate,
    onDependency: (ref: EntryRef) => void = () => undefined,
    reported = new Set<string>(),
  ): string | undefined {
    this.resolveChain(relative.to);
    for (let to: EntryRef | undefined = relative.to; to && !reported.has(stepOf(to));) {
      onDependency(to);
      reported.add(stepOf(to));
      to = this.known.get(stepOf(to))?.dependsOn;
    }
    const base = this.known.get(stepOf(relative.to))?.date;
    return base === undefined ? undefined : shifted(base, relative);
  }

  /** Goes from an entry to what its date depends on, until one is known, and back. In a circle none is. */
  private resolveChain(first: EntryRef): void {
    const way: { step: string; relative: RelativeDate }[] = [];
    const passed = new Set<string>();
    let date: string | undefined;
    for (let to = first; ;) {
      const step = stepOf(to);
      const known = this.known.get(step);
      if (known || passed.has(step)) {
        date = known?.date;
        break;
      }
      passed.add(step);
      const act: Act | undefined = this.actOf(to);
      const { date: stated, relativeDate } = act ?? {};
      if (typeof stated === 'string' || !relativeDate) {
        date = stated ?? undefined;
        this.known.set(step, { date, dependsOn: undefined });
        break;
      }
      way.push({ step, relative: relativeDate });
      to = relativeDate.to;
    }
    for (const { step, relative } of way.reverse()) {
      date = date === undefined ? undefined : shifted(date, relative);
      this.known.set(step, { date, dependsOn: relative.to });
    }
  }

  /** Whether the date that a relative date comes to would depend on itself, by however many entries in between. */
  isCircular(relative: RelativeDate): boolean {
    const passed = new Set<string>();
    for (let to: EntryRef | undefined = relative.to; to;) {
      if (passed.has(stepOf(to))) return true;
      passed.add(stepOf(to));
      const act: Act | undefined = this.actOf(to);
      to = typeof act?.date === 'string' ? undefined : act?.relativeDate?.to;
    }
    return false;
  }

  /** Whether an entry would arise from itself, by however many entries in between, as far as they are known. */
  arisesFromItself(entry: EntryRef): boolean {
    const start = this.entryOf(entry)?.id;
    const passed = new Set<string>();
    for (let at = this.entryOf(entry); at && !passed.has(at.id);) {
      passed.add(at.id);
      const from: EntryRef | undefined = at.data.act.arisesFrom;
      at = from && this.entryOf(from);
      if (at?.id === start) return at !== undefined;
    }
    return false;
  }

  private actOf(ref: EntryRef): Act | undefined {
    return this.entryOf(ref)?.data.act;
  }

  private entryOf({ kind, id, event }: EntryRef): EffectiveEntry | undefined {
    const record = this.records(kind, id);
    const entry = record && (event === undefined ? effectiveEntries(record)[0] : effectiveEntry(record, event));
    return entry?.voided ? undefined : entry;
  }
}

function stepOf({ kind, id, event }: EntryRef): string {
  return `${kind} ${id} ${event ?? ''}`;
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
