import Database from 'better-sqlite3';
import { Audit } from '../audit/index.js';
import type { EventStore } from '../event-store/port.js';
import type { StatusBasis } from '../kernel/status.js';
import type { ReadModel } from '../projections/index.js';
import { LogPlaces, ReadModels, RecordHistory } from '../projections/index.js';
import type { BitemporalPoint } from '../projections/index.js';

/** What a thread needs to read the same views as the rest of the program. */
export interface ReaderSettings {
  /** File of the views. */
  readonly file: string;
  readonly folder: string;
  readonly ledger: string;
  readonly timeZone: string;
  /** Address of the store. */
  readonly store: string;
}

/** The views and the log, for reading only: what questions are answered from. */
export class Reader {
  readonly history: RecordHistory;
  readonly audit: Audit;
  readonly models: ReadModels;

  /** @throws SqliteError when the file of views cannot be opened */
  constructor(settings: ReaderSettings, store: Pick<EventStore, 'read' | 'disclosures'>) {
    const { file, ledger, timeZone } = settings;
    const database = new Database(file, { readonly: true });
    database.pragma('trusted_schema = 0');
    const views = { database, settings };
    this.models = new ReadModels(views, store);
    this.history = new RecordHistory(store, views);
    this.audit = new Audit({ store, places: new LogPlaces(views), ledger, timeZone });
  }

  /** What was so at a point, or is so on the day that it is; by which status things are filtered and counted. */
  at(point: BitemporalPoint | undefined, today: string, basis?: StatusBasis): ReadModel {
    return point ? this.models.at(point, basis) : this.models.now(today, basis);
  }
}
