import Database from 'better-sqlite3';
import type { EventStore, StoredEvent } from '../../event-store/port.js';
import type { Entry } from '../../kernel/entry.js';
import { readMetadata } from '../../registry/envelope.js';
import type { KeyRow } from '../write/command-key-rows.js';
import { noteKey } from '../write/command-key-rows.js';
import type { RecordRow } from '../write/entry-rows.js';
import { digestsOf, RecordRenderer } from '../write/record-renderer.js';
import { rowsOf } from '../write/rendered-record.js';
import { readRecord } from '../write/stream-reading.js';
import { VersionMaker } from '../write/version-maker.js';
import { VIEW_SCHEMA } from '../write/view-schema.js';
import { ViewWriter } from '../write/view-writer.js';
import type { ViewsSettings } from '../write/views-file.js';
import { recordTables } from './compared-tables.js';

/** Entries whose versions are made in one piece, and the longest that a piece takes, in milliseconds. */
const AT_ONCE = 50;
const LONGEST_PIECE_MS = 5;

/** Is awaited after each piece of work; whoever checks beside other work rests there. */
export type Rest = () => Promise<void>;

/** An event with its number in the ledger. */
export interface IndexedEvent {
  readonly index: number;
  readonly event: StoredEvent;
}

/** A record on which dates of another one depend, with its entries and their numbers in the ledger. */
export interface OtherRecord {
  readonly row: RecordRow;
  readonly entries: readonly { readonly index: number; readonly entry: Entry; readonly data: string }[];
}

/** Of what the views of one record are made. */
export interface RecordHistory {
  /** All events of its stream that are taken in, in order. */
  readonly events: readonly IndexedEvent[];
  readonly others: readonly OtherRecord[];
  /** Number of the ledger's events that have their versions; none are made when undefined. */
  readonly versions: number | undefined;
}

/** Views in memory that hold one record, made from its events as the views in use are. */
export class FreshViews {
  readonly database = new Database(':memory:');
  private readonly writer: ViewWriter;
  private readonly emptying: string;

  constructor(
    private readonly store: Pick<EventStore, 'disclosures'>,
    private readonly settings: Pick<ViewsSettings, 'ledger' | 'timeZone'>,
  ) {
    this.database.exec(VIEW_SCHEMA);
    this.database.exec('UPDATE checkpoint SET filling = 0');
    this.writer = new ViewWriter(this.database);
    const tables = [...recordTables(this.database).map(({ name }) => name), 'command_key', 'parked_event'];
    this.emptying = `${tables.map((table) => `DELETE FROM ${table};`).join('')} UPDATE versions_made SET events = 0`;
  }

  close(): void {
    this.database.close();
  }

  /** Makes the views of a record in place of those of the last one; undefined where no event of it begins a record. */
  async make({ events, others, versions = 0 }: RecordHistory, rest: Rest): Promise<RecordRow | undefined> {
    this.database.exec(this.emptying);
    const own = this.takeIn(events);
    if (!own) return undefined;
    const all = [own, ...others];
    this.addEntries(all, 0, versions);
    await this.makeVersions(versions, rest);
    this.addEntries(all, versions, Infinity);
    const toWrite = new RecordRenderer(this.writer).renderAll([own.row], new Map(), false);
    const disclosures = await this.store.disclosures(digestsOf(toWrite));
    for (const { row, rendered } of toWrite) this.writer.saveRendered(row, rowsOf(rendered, disclosures));
    this.writer.dropTallies();
    await rest();
    return own.row;
  }

  /** Reads the stream; its keys and parked events are written at once. */
  private takeIn(events: readonly IndexedEvent[]): OtherRecord | undefined {
    const { ledger, timeZone } = this.settings;
    const read = readRecord(
      ledger,
      events.map(({ event }) => event),
      timeZone,
    );
    const keys = new Map<string, KeyRow>();
    const places = new Map(events.map((each) => [each.event.revision, each]));
    for (const { index, event } of events) {
      const metadata = readMetadata(event);
      if (metadata) noteKey(event, metadata, index, keys);
      const reason = read?.parked.get(event.revision);
      if (reason !== undefined) this.writer.park({ ...event, index, reason });
    }
    for (const { actor, key, stream, index, first, last } of keys.values())
      this.writer.saveKey(actor, key, stream, index, first, last);
    if (!read) return undefined;
    const entries = read.record.entries.flatMap((entry) => {
      const place = places.get(entry.revision);
      return place ? [{ index: place.index, entry, data: place.event.data }] : [];
    });
    const { category, name: kind } = read.kind;
    const row = { seq: entries[0]?.index ?? 0, category, id: read.record.id, kind, revision: read.revision };
    return { row, entries };
  }

  private addEntries(records: readonly OtherRecord[], from: number, until: number): void {
    for (const { row, entries } of records) {
      if (row.seq < until) this.writer.saveRecord(row, true);
      for (const { index, entry, data } of entries)
        if (index >= from && index < until) this.writer.addEntry(index, row.seq, entry, data);
    }
  }

  private async makeVersions(until: number, rest: Rest): Promise<void> {
    if (until === 0) return;
    const maker = new VersionMaker(this.store, { database: this.database });
    while (await maker.advance(AT_ONCE, until, LONGEST_PIECE_MS)) await rest();
  }
}
