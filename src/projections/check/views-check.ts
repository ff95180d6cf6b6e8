import type { EventStore } from '../../event-store/port.js';
import { KINDS } from '../../registry/registry.js';
import { TALLY_COLUMNS, talliesOf } from '../write/tally-sums.js';
import type { Views } from '../write/views-file.js';
import type { Difference } from './difference.js';
import { differencesIn } from './difference.js';
import type { Rest } from './fresh-views.js';
import { LogCheck } from './log-check.js';
import { RecordCheck } from './record-check.js';

/** Is called with what a check finds, and for every record that it has come through. */
export interface CheckNews {
  /** The log has an event that the views do not know in its place. */
  onLog(difference: Difference): void;
  /** What was found in a record, or in the totals of a kind (`totals/<kind>`); none where all is as it should be. */
  onChecked(record: string, differences: readonly Difference[]): void;
}

export interface CheckOptions {
  /** Records of so many events are compared with what the views hold of their past too. */
  readonly pastUpTo: number;
  readonly rest: Rest;
}

/**
 * Compares the views with the log: whether they know every event, whether all that they hold of each record is what its
 * events come to, and whether the totals are those of the records. A round that was interrupted goes on where it was.
 */
export class ViewsCheck {
  private readonly database: Views['database'];
  private readonly records: RecordCheck;
  private log: LogCheck;
  private hasLog = false;
  private last = -1;
  private count = 0;

  constructor(
    private readonly store: Pick<EventStore, 'read' | 'readAll' | 'disclosures'>,
    private readonly views: Pick<Views, 'database' | 'settings'>,
    private readonly options: CheckOptions,
  ) {
    this.database = views.database;
    this.records = new RecordCheck(store, views, options.pastUpTo, options.rest);
    this.log = new LogCheck(store, views, options.rest);
  }

  close(): void {
    this.records.close();
  }

  /** Events of the log, and records, that this round has come through. */
  get done(): { events: number; records: number } {
    return { events: this.log.done, records: this.count };
  }

  /** Number of records that there are. */
  get total(): number {
    return this.records.stored.count();
  }

  /** Whether the views are being filled, so that there is nothing to compare yet. */
  areFilling(): boolean {
    return this.records.stored.areFilling();
  }

  /** Goes through everything once, or on from where it was interrupted. @throws StoreUnavailable */
  async round(news: CheckNews): Promise<void> {
    if (!this.hasLog) await this.log.finish((difference) => news.onLog(difference));
    this.hasLog = true;
    for (let row = this.next(); row; row = this.next()) {
      const differences = await this.records.check(row);
      this.last = row.seq;
      this.count += 1;
      news.onChecked(`${row.kind}/${row.id}`, differences);
    }
    for (const { name } of KINDS) {
      const differences = this.totals(name);
      news.onChecked(`totals/${name}`, differences);
      await this.options.rest();
    }
    this.begin();
  }

  /** Checks one record, whatever round is under way. @returns undefined where the views hold no such record */
  async record(category: string, id: string): Promise<Difference[] | undefined> {
    const row = this.records.stored.find(category, id);
    return row && this.records.check(row);
  }

  /** The next round begins at the beginning. */
  private begin(): void {
    this.log = new LogCheck(this.store, this.views, this.options.rest);
    this.hasLog = false;
    this.last = -1;
    this.count = 0;
  }

  private next() {
    return this.records.stored.after(this.last);
  }

  private totals(kind: string): Difference[] {
    const { rows, should } = talliesOf(this.database, kind);
    const record = `totals/${kind}`;
    return differencesIn({ columns: TALLY_COLUMNS, rows }, should).map((each) => ({ record, table: 'tally', ...each }));
  }
}
