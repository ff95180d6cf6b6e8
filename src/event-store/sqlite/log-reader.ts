import type Database from 'better-sqlite3';
import type { LogBatch, StoredEvent } from '../port.js';
import { bytesOfNoText } from '../stored-texts.js';

/** Positions looked at by one query: short enough that a page of large events stays small. */
const WINDOW = 250;

/** A page is full at this many characters of data and metadata, however few its events. */
const PAGE_CHARACTERS = 8_000_000;

/** Revisions of one stream read by one query. */
const STREAM_PAGE = 1000;

/** Is read in place of bytes that are no UTF-8. */
const REPLACEMENT = '\ufffd';

const COLUMNS = 'e.position, s.name, e.revision, e.id, e.type, e.data, e.metadata';

type Row = [position: number, stream: string, revision: number, id: string, type: string, data: string, meta: string];

/**
 * The reading side of the embedded store: short queries only, each finished before anything else runs, since a
 * transaction left open would keep the write-ahead log from shrinking.
 */
export class LogReader {
  private readonly range: readonly [from: string, before: string];
  private readonly selectWindow: Database.Statement<[number, number, string, string], Row>;
  private readonly selectStream: Database.Statement<[string, number, number], Row>;
  private readonly selectBytes: Database.Statement<[number], { data: Buffer; metadata: Buffer }>;
  private readonly selectNext: Database.Statement<[number], number | null>;
  private readonly selectEnd: Database.Statement<[], number | null>;
  private readonly selectHead: Database.Statement<[string, string], number>;
  private readonly selectDisclosures: Database.Statement<[string], [string, string]>;

  constructor(database: Database.Database, ledger: string) {
    // "/" is the character after ".", so this range holds exactly the names that begin with "<ledger>.".
    this.range = [`${ledger}.`, `${ledger}/`];
    // CROSS JOIN keeps the order of the tables: along the log, never along the streams.
    const log = 'FROM event e CROSS JOIN stream s ON s.id = e.stream';
    const ours = 's.name >= ? AND s.name < ?';
    this.selectWindow = database
      .prepare<[number, number, string, string], Row>(
        `SELECT ${COLUMNS} ${log} WHERE e.position > ? AND e.position <= ? AND ${ours} ORDER BY e.position`,
      )
      .raw();
    this.selectStream = database
      .prepare<[string, number, number], Row>(
        `SELECT ${COLUMNS} FROM stream s CROSS JOIN event e ON e.stream = s.id WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
      )
      .raw();
    this.selectBytes = database.prepare<[number], { data: Buffer; metadata: Buffer }>(
      'SELECT CAST(data AS BLOB) AS data, CAST(metadata AS BLOB) AS metadata FROM event WHERE position = ?',
    );
    this.selectNext = database
      .prepare<[number], number | null>('SELECT min(position) FROM event WHERE position > ?')
      .pluck();
    this.selectEnd = database.prepare<[], number | null>('SELECT max(position) FROM event').pluck();
    this.selectHead = database
      .prepare<[string, string], number>(`SELECT e.position ${log} WHERE ${ours} ORDER BY e.position DESC LIMIT 1`)
      .pluck();
    this.selectDisclosures = database
      .prepare<[string], [string, string]>(
        'SELECT d.digest, d.text FROM json_each(?) asked CROSS JOIN disclosure d ON d.digest = asked.value',
      )
      .raw();
  }

  /** Up to 1,000 events of a stream from a revision on, or up to `most`; fewer only at its end. */
  streamPage(stream: string, from: number, most = STREAM_PAGE): { events: StoredEvent[]; more: boolean } {
    const size = Math.min(most, STREAM_PAGE);
    const events = this.selectStream.all(stream, from, size).map(this.eventOf);
    return { events, more: events.length === size };
  }

  /** Up to `size` events of the ledger after a position and up to `until`; fewer where the log ends or they are large. */
  page(after: number, size: number, until = Number.MAX_SAFE_INTEGER): LogBatch {
    const end = this.end();
    const last = Math.min(end, until);
    const events: StoredEvent[] = [];
    let characters = 0;
    let position = after;
    while (position < last && events.length < size && characters < PAGE_CHARACTERS) {
      const next = Math.min(position + Math.min(WINDOW, size - events.length), last);
      const rows = this.selectWindow.all(position, next, ...this.range);
      for (const row of rows) {
        events.push(this.eventOf(row));
        characters += row[5].length + row[6].length;
      }
      // Somebody who wrote into the file may have left a hole that no walk through it comes to the end of.
      position = rows.length > 0 ? next : Math.min((this.selectNext.get(next) ?? last + 1) - 1, last);
    }
    return { events, position: String(position), caughtUp: position >= end };
  }

  /** The last position of the whole file, whichever ledger it belongs to; 0 in an empty one. */
  end(): number {
    return this.selectEnd.get() ?? 0;
  }

  /** The position of the ledger's last event. */
  head(): number | undefined {
    return this.selectHead.get(...this.range);
  }

  /** The texts that are there, with their digests. */
  texts(digests: readonly string[]): [digest: string, text: string][] {
    return this.selectDisclosures.all(JSON.stringify(digests));
  }

  private readonly eventOf = ([position, stream, revision, id, type, data, metadata]: Row): StoredEvent => {
    const event = { position: String(position), stream, revision, id, type, data, metadata };
    // Either that letter, or what SQLite's text has instead of bytes that are none.
    const isDoubtful = data.includes(REPLACEMENT) || metadata.includes(REPLACEMENT);
    const stored = isDoubtful ? this.selectBytes.get(position) : undefined;
    return stored ? { ...event, ...bytesOfNoText(stored) } : event;
  };
}
