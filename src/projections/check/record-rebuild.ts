import type { EventStore } from '../../event-store/port.js';
import type { RecordKind } from '../../kernel/kind.js';
import { streamOf } from '../../registry/envelope.js';
import { readRecord } from '../write/stream-reading.js';
import { countAgain } from '../write/tally-sums.js';
import type { Views } from '../write/views-file.js';
import type { IndexedEvent } from './fresh-views.js';
import { FreshViews } from './fresh-views.js';
import { StoredRecords } from './stored-record.js';

/** Tables whose rows belong to a stream. */
const OF_STREAMS = ['command_key', 'parked_event'];

/**
 * Makes the views of one record again from the log, in place of whatever they hold of it. The log is read from its beginning,
 * since only there it stands which place an event has in the ledger; `read` does that beside everything else, and `write`
 * reads the rest of it.
 */
export class RecordRebuild {
  private readonly stream: string;
  private readonly stored: StoredRecords;
  private readonly events: IndexedEvent[] = [];
  private position: string | undefined;
  private index = 0;

  constructor(
    private readonly store: Pick<EventStore, 'readAll' | 'disclosures'>,
    private readonly views: Pick<Views, 'database' | 'settings'>,
    private readonly kind: RecordKind,
    private readonly id: string,
  ) {
    const { database, settings } = views;
    this.stream = streamOf(settings.ledger, kind, id);
    this.stored = new StoredRecords(database, settings.ledger);
  }

  /** Reads the log from where it was up to what the views show. @throws StoreUnavailable */
  async read(): Promise<void> {
    const shown = this.stored.shown();
    if (this.index >= shown) return;
    for await (const { events, position } of this.store.readAll(this.position)) {
      for (const event of events) {
        if (event.stream === this.stream) this.events.push({ index: this.index, event });
        this.index += 1;
      }
      this.position = position;
      if (this.index >= shown) return;
    }
  }

  /**
   * Writes the record; nobody else may write the views meanwhile. @returns the number of its events; undefined where the log
   * has no such record, and the views have none then. @throws StoreUnavailable
   */
  async write(): Promise<number | undefined> {
    await this.read();
    const { database, settings } = this.views;
    const shown = this.stored.shown();
    const events = this.events.filter(({ index }) => index < shown);
    const known = this.stored.find(this.kind.category, this.id);
    const read = readRecord(
      settings.ledger,
      events.map(({ event }) => event),
      settings.timeZone,
    );
    const others = read ? this.stored.othersOf(read.record) : [];
    const fresh = new FreshViews(this.store, settings);
    try {
      const row = await fresh.make({ events, others, versions: this.stored.versions() }, () => Promise.resolve());
      database
        .transaction(() => {
          this.remove(events, [known?.seq, row?.seq]);
          this.copy(fresh, row?.seq);
          for (const kind of new Set([this.kind.name, known?.kind, row?.kind]))
            if (kind !== undefined) countAgain(database, kind);
        })
        .immediate();
      return row?.kind === this.kind.name ? events.length : undefined;
    } finally {
      fresh.close();
    }
  }

  /** Whatever the views hold of the stream, under the numbers that the record has or should have. */
  private remove(events: readonly IndexedEvent[], seqs: readonly (number | undefined)[]): void {
    const { database } = this.views;
    for (const { name, record } of this.stored.tables)
      for (const seq of seqs) database.prepare(`DELETE FROM ${name} WHERE ${record} = ?`).run(seq);
    for (const table of OF_STREAMS) database.prepare(`DELETE FROM ${table} WHERE stream = ?`).run(this.stream);
    const removeEntry = database.prepare('DELETE FROM entry WHERE idx = ?');
    for (const { index } of events) removeEntry.run(index);
  }

  private copy({ database: from }: FreshViews, seq: number | undefined): void {
    const copy = (table: string, where: string, value: unknown): void => {
      const rows = from.prepare<[unknown], unknown[]>(`SELECT * FROM ${table} WHERE ${where} = ?`).raw().all(value);
      const places = rows[0]?.map(() => '?').join(', ') ?? '';
      for (const row of rows) this.views.database.prepare(`INSERT INTO ${table} VALUES (${places})`).run(row);
    };
    if (seq !== undefined) for (const { name, record } of this.stored.tables) copy(name, record, seq);
    for (const table of OF_STREAMS) copy(table, 'stream', this.stream);
  }
}

/** Counts the records of a kind again, for its totals. */
export function rebuildTotals({ database }: Pick<Views, 'database'>, kind: string): Promise<void> {
  database.transaction(() => countAgain(database, kind)).immediate();
  return Promise.resolve();
}
