import Database from 'better-sqlite3';
import type { EventStore, StoredEvent } from '../../event-store/port.js';
import { errorMessage } from '../../runtime/error-message.js';
import type { RecordRow } from '../write/entry-rows.js';
import type { Views } from '../write/views-file.js';
import type { Difference, TableRows } from './difference.js';
import { differencesIn } from './difference.js';
import type { IndexedEvent, Rest } from './fresh-views.js';
import { FreshViews } from './fresh-views.js';
import type { StoredRecord } from './stored-record.js';
import { KEY_COLUMNS, StoredRecords } from './stored-record.js';

/** How often a record is read again that has grown meanwhile. */
const TRIES = 5;

/** Makes the views of single records again from their events, and compares them with those in use. */
export class RecordCheck {
  readonly stored: StoredRecords;
  private readonly fresh: FreshViews;
  private readonly made: StoredRecords;
  private readonly ledger: string;

  /** @param pastUpTo records of so many events are compared with what the views hold of their past too; it takes longest */
  constructor(
    private readonly store: Pick<EventStore, 'read' | 'disclosures'>,
    { database, settings }: Pick<Views, 'database' | 'settings'>,
    private readonly pastUpTo: number,
    private readonly rest: Rest,
  ) {
    this.ledger = settings.ledger;
    this.stored = new StoredRecords(database, settings.ledger);
    this.fresh = new FreshViews(store, settings);
    this.made = new StoredRecords(this.fresh.database, settings.ledger);
  }

  close(): void {
    this.fresh.close();
  }

  /**
   * How what the views hold of a record differs from what its events come to; nothing where both agree, and where the record
   * is in the views no more. @throws StoreUnavailable
   */
  async check(row: RecordRow): Promise<Difference[]> {
    try {
      const [events, stored] = await this.readBoth(row);
      return stored ? await this.compare(events, stored) : [];
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return [differenceOf(row, 'entry', `not to be read: ${errorMessage(error)}`, 'what the events come to')];
    }
  }

  private isWithPast({ revision }: RecordRow): boolean {
    return revision < this.pastUpTo;
  }

  /** The events of a record, and what the views hold of it then: no more than these. */
  private async readBoth(row: RecordRow): Promise<[StoredEvent[], StoredRecord | undefined]> {
    const stream = `${this.ledger}.${row.category}-${row.id}`;
    for (let tries = TRIES; ; tries -= 1) {
      const events = await this.store.read(stream);
      const stored = this.stored.read(row, this.isWithPast(row));
      const last = events.at(-1)?.revision ?? -1;
      if (!stored || stored.row.revision <= last || tries === 0) return [events, stored];
    }
  }

  private async compare(events: readonly StoredEvent[], stored: StoredRecord): Promise<Difference[]> {
    const placed = this.placed(events, stored);
    if ('table' in placed) return [placed];
    const versions = this.isWithPast(stored.row) ? stored.versions : undefined;
    const row = await this.fresh.make({ events: placed, others: stored.others, versions }, this.rest);
    return row ? this.differences(stored, row) : [differenceOf(stored.row, 'record', 'a record', 'nothing')];
  }

  /** The events that the views know, with the places that they have there; or what is wrong with these. */
  private placed(events: readonly StoredEvent[], { row, places }: StoredRecord): IndexedEvent[] | Difference {
    const last = [...places.keys()].reduce((most, revision) => Math.max(most, revision), row.revision);
    const placed: IndexedEvent[] = [];
    for (const event of events) {
      if (event.revision > last) break;
      const index = places.get(event.revision);
      const should = `revision ${event.revision} (${event.type})`;
      if (index === undefined) return differenceOf(row, 'entry', 'nothing', should);
      if (index <= (placed.at(-1)?.index ?? -1))
        return differenceOf(row, 'entry', `${should} as event ${index}`, 'places in the order of the revisions');
      placed.push({ index, event });
    }
    return placed;
  }

  private differences(stored: StoredRecord, row: RecordRow): Difference[] {
    const made = this.made.read(row, this.isWithPast(row));
    const of = (table: string, { columns, rows }: TableRows, should: TableRows | undefined) =>
      differencesIn({ columns, rows }, should?.rows ?? []).map((each) => ({ record: nameOf(row), table, ...each }));
    const keys = this.made.keys();
    return [
      ...[...stored.tables].flatMap(([table, rows]) => of(table, rows, made?.tables.get(table))),
      ...of('parked_event', stored.parked, made?.parked),
      ...of(
        'command_key',
        { columns: KEY_COLUMNS, rows: this.stored.keys(keys) },
        { columns: KEY_COLUMNS, rows: keys },
      ),
    ];
  }
}

function differenceOf(row: RecordRow, table: string, stands: string, should: string): Difference {
  return { record: nameOf(row), table, stands, should };
}

function nameOf({ kind, id }: RecordRow): string {
  return `${kind}/${id}`;
}

/** What somebody wrote into the views may be of any form: no JSON, for example, or no page of a database. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof Database.SqliteError) return error.code.startsWith('SQLITE_CORRUPT');
  return error instanceof SyntaxError || error instanceof TypeError;
}
