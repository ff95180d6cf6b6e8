import type { LedgerRecord } from '../../kernel/entry.js';
import { RelativeDates } from '../../kernel/relative-dates.js';
import { kindNamed } from '../../registry/registry.js';
import { ViewWriter } from '../write/view-writer.js';
import type { Views } from '../write/views-file.js';

/** Records on whose dates others depend, as the views know them: they may be a little behind the log. */
export class DateDependencies {
  private readonly rows: Pick<ViewWriter, 'record' | 'recordAt' | 'entries' | 'dependents'>;

  constructor({ database }: Pick<Views, 'database'>) {
    this.rows = new ViewWriter(database);
  }

  /** A record, to work out dates that depend on it. */
  readonly record = (kind: string, id: string): LedgerRecord | undefined => {
    const category = kindNamed(kind)?.category;
    const row = category === undefined ? undefined : this.rows.record(category, id);
    return row?.kind === kind ? { id, entries: this.rows.entries(row.seq) } : undefined;
  };

  /** Resolves dates among all of them, one as it would be: each is read once. */
  datesWith(kind: string, record: LedgerRecord): RelativeDates {
    const read = new Map<string, LedgerRecord | undefined>([[`${kind} ${record.id}`, record]]);
    return new RelativeDates((name, id) => {
      const key = `${name} ${id}`;
      if (!read.has(key)) read.set(key, this.record(name, id));
      return read.get(key);
    });
  }

  /** The records whose dates depend on entries of a record. */
  dependents(kind: string, id: string): { kind: string; id: string }[] {
    return this.rows.dependents(kind, id).flatMap((seq) => {
      const row = this.rows.recordAt(seq);
      return row ? [{ kind: row.kind, id: row.id }] : [];
    });
  }
}
