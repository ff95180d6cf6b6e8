import { LRUCache } from 'lru-cache';
import { digestsIn } from '../../kernel/personal.js';
import type { LedgerRecord } from '../../kernel/entry.js';
import { kindNamed } from '../../registry/registry.js';
import { RelativeDates, type RecordSource } from '../../kernel/relative-dates.js';
import type { RenderedRecord } from './rendered-record.js';
import { renderRecord } from './rendered-record.js';
import type { RecordRow } from './entry-rows.js';
import type { ViewWriter } from './view-writer.js';

/** Decoded entries that are kept in memory: some tens of megabytes. */
const REMEMBERED_ENTRIES = 20_000;

/** Records as they are with a stretch of the log that the views do not hold yet, by category and id. */
export type Grown = Map<string, { row: RecordRow; record: LedgerRecord }>;

/** A record with what is rendered of it, before personal values are put in. */
export interface RecordToWrite {
  row: RecordRow;
  record: LedgerRecord;
  rendered: RenderedRecord;
}

/** Loads records from the views and renders them. */
export class RecordRenderer {
  private readonly records = new LRUCache<number, LedgerRecord>({
    maxSize: REMEMBERED_ENTRIES,
    sizeCalculation: ({ entries }) => entries.length + 1,
  });

  constructor(private readonly views: Pick<ViewWriter, 'record' | 'entries'>) {}

  /** Renders records with what has come to them; `keep` says whether they are likely to be asked for again. */
  renderAll(rows: readonly RecordRow[], grown: Grown, keep: boolean): RecordToWrite[] {
    const source: RecordSource = (name, id) => this.loadNamed(name, id, grown);
    const dates = new RelativeDates(source);
    return rows.map((row) => {
      const kind = kindNamed(row.kind);
      const record = grown.get(`${row.category}-${row.id}`)?.record ?? this.load(row, keep);
      const rendered = kind ? renderRecord(kind, record, source, { dates }) : { fault: `unknown kind: ${row.kind}` };
      return { row, record, rendered };
    });
  }

  load({ seq, id }: RecordRow, keep: boolean): LedgerRecord {
    const known = this.records.get(seq);
    if (known) return known;
    const record = { id, entries: this.views.entries(seq) };
    if (keep) this.records.set(seq, record);
    return record;
  }

  /** Notes a record as the views hold it now. */
  keep({ seq }: RecordRow, record: LedgerRecord): void {
    this.records.set(seq, record);
  }

  /** A record on which dates of others depend is kept: it may be asked for again. */
  private loadNamed(name: string, id: string, grown: Grown): LedgerRecord | undefined {
    const category = kindNamed(name)?.category;
    if (category === undefined) return undefined;
    const came = grown.get(`${category}-${id}`);
    if (came) return came.row.kind === name ? came.record : undefined;
    const row = this.views.record(category, id);
    return row?.kind === name ? this.load(row, true) : undefined;
  }
}

/** Digests of all personal values in these records, each once. */
export function digestsOf(toWrite: readonly RecordToWrite[]): string[] {
  const digests = new Set<string>();
  for (const { record } of toWrite)
    for (const { data } of record.entries) for (const digest of digestsIn(data)) digests.add(digest);
  return [...digests];
}
