import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import type { Disclosure } from '../../kernel/personal.js';
import { type OpenedFile, watchFiles, whatBecameOf } from '../../runtime/opened-files.js';
import {
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type LogBatch,
  type NewEvent,
  type Note,
  type OrderedAppend,
  StoreRefused,
  StoreUnavailable,
  type StoredEvent,
} from '../port.js';
import { type OnDamagedText, TextCheck } from '../text-check.js';
import { filesOfEvents, lockFolder, openForReading, openForWriting, sqliteCode } from './database.js';
import { GroupWriter } from './group-writer.js';
import { LogReader } from './log-reader.js';
import { NoteBook } from './note-table.js';

/** Events per batch at most, unless the options say otherwise. */
const BATCH_SIZE = 2000;

/** How often a reading process looks whether the writing one has added something, in milliseconds. */
const POLL_MS = 100;

/** sysexits(3) EX_IOERR: the disk failed. */
const EXIT_IO_ERROR = 74;

export interface SqliteStoreOptions {
  /** Data folder; made when it is missing. */
  readonly folder: string;
  /** Name of the ledger: a folder may hold several. */
  readonly ledger: string;
  /** Opens beside a writing process, takes no lock and writes nothing. */
  readonly readOnly?: boolean;
  /** How many events a batch holds at most; 2,000 when not given. */
  readonly batchSize?: number;
  /**
   * Called once, when the disk fails under a commit, or the files of the store are removed, moved or replaced; by default
   * one line goes to stderr and the process exits with 74.
   */
  readonly onFatal?: (error: Error) => void;
  readonly onDamagedText?: OnDamagedText;
}

/** What a store works on; `release` gives back whatever opening took. */
interface OpenDatabase {
  readonly database: Database.Database;
  /** The files that are written, with the lock's; none where nothing is. */
  readonly files?: readonly OpenedFile[];
  readonly release?: () => void;
}

/**
 * Opens the embedded store in a folder.
 * @throws StoreRefused when the folder cannot be used, another process writes in it, or its format is newer
 */
export function openSqliteStore(options: SqliteStoreOptions): SqliteEventStore {
  const { folder, ledger, readOnly = false } = options;
  if (ledger === '' || ledger.includes('.')) {
    throw new StoreRefused(`"${ledger}" cannot name a ledger: a name has at least one character and no dot`);
  }
  if (readOnly) return new SqliteEventStore({ database: openForReading(folder) }, options);
  const lock = lockFolder(folder);
  const release = (): void => lock.release();
  try {
    const database = openForWriting(folder);
    const files = [lock.file, ...filesOfEvents(folder)];
    // The folder is still the one that was locked, so these files are those that were opened in it.
    const lost = whatBecameOf([lock.folder, lock.file]);
    if (lost === undefined) return new SqliteEventStore({ database, files, release }, options);
    database.close();
    throw new StoreRefused(`${lost} while it was opened: start again`);
  } catch (error) {
    release();
    throw error;
  }
}

/** The store port on one SQLite file: group commit, an fsync before every answer, one writing process per folder. */
export class SqliteEventStore implements EventStore {
  /** Without the folder: views that are moved together with it stay good. */
  readonly address = 'sqlite';
  private readonly database: Database.Database;
  private readonly release: () => void;
  private readonly prefix: string;
  private readonly batchSize: number;
  private readonly reader: LogReader;
  private readonly writer: GroupWriter | undefined;
  private readonly noteBook: NoteBook;
  private readonly texts: TextCheck;
  private readonly wakers = new Set<() => void>();
  private readonly endWatch: () => void;
  private isClosed = false;

  constructor({ database, files = [], release = () => undefined }: OpenDatabase, options: SqliteStoreOptions) {
    this.database = database;
    this.release = release;
    this.prefix = `${options.ledger}.`;
    this.batchSize = options.batchSize ?? BATCH_SIZE;
    this.reader = new LogReader(database, options.ledger);
    this.noteBook = new NoteBook(database, options.ledger);
    this.texts = new TextCheck(options.onDamagedText);
    this.writer = database.readonly
      ? undefined
      : new GroupWriter(
          database,
          files,
          () => {
            this.wake();
          },
          options.onFatal ?? endProcess,
        );
    this.endWatch = watchFiles(files, () => this.writer?.lookAtFiles());
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    disclosures: readonly Disclosure[] = [],
  ): Promise<AppendResult> {
    if (!this.writer) return Promise.reject(new StoreRefused('the store was opened for reading only'));
    if (!stream.startsWith(this.prefix)) {
      return Promise.reject(
        new RangeError(`stream ${stream} lies outside the ledger: no ${this.prefix} before its name`),
      );
    }
    return this.writer.append(stream, expected, events, disclosures);
  }

  /** All of them fall into one transaction, which writes them in their order. */
  async appendInOrder(appends: readonly OrderedAppend[]): Promise<AppendResult[]> {
    const begun = appends.map(({ stream, expected, events, disclosures }) =>
      this.append(stream, expected, events, disclosures),
    );
    await Promise.allSettled(begun);
    return Promise.all(begun);
  }

  async read(stream: string, from = 0, most = Number.MAX_SAFE_INTEGER): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (;;) {
      const page = this.query(() => this.reader.streamPage(stream, from + events.length, most - events.length));
      if (events.length === 0 && !page.more) return page.events;
      for (const event of page.events) events.push(event);
      if (!page.more || events.length >= most) return events;
      await nextTurn();
    }
  }

  async *readAll(after?: string, most = this.batchSize): AsyncIterable<LogBatch> {
    let position = this.startOf(after);
    const end = this.query(() => this.reader.end());
    while (position < end) {
      const page = this.query(() => this.reader.page(position, Math.min(this.batchSize, most), end));
      position = Number(page.position);
      if (page.events.length > 0) yield page;
      // Other work gets its turn between two pages, however fast the reader is.
      await nextTurn();
    }
  }

  async *subscribeAll(after: string | undefined, signal: AbortSignal): AsyncIterable<LogBatch> {
    let position = this.startOf(after);
    let reportedCaughtUp = false;
    while (!signal.aborted) {
      const page = this.query(() => this.reader.page(position, this.batchSize));
      position = Number(page.position);
      if (page.events.length > 0 || (page.caughtUp && !reportedCaughtUp)) {
        reportedCaughtUp = page.caughtUp;
        yield page;
        if (!page.caughtUp) await nextTurn();
      } else if (page.caughtUp) {
        await this.news(signal);
      } else {
        await nextTurn();
      }
    }
  }

  head(): Promise<string | undefined> {
    return atOnce(() => this.query(() => this.reader.head())?.toString());
  }

  fraction(position: string): Promise<number> {
    return atOnce(() => {
      const head = this.query(() => this.reader.head());
      return head ? Math.min(Number(position) / head, 1) : 1;
    });
  }

  comparePositions(a: string, b: string): number {
    return Number(a) - Number(b);
  }

  isPosition(text: string): boolean {
    return /^(0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text));
  }

  disclosures(digests: readonly string[]): Promise<Map<string, Disclosure>> {
    return atOnce(() => this.texts.held(this.query(() => this.reader.texts(digests))));
  }

  damagedTexts(): string[] {
    return this.texts.digests();
  }

  /** They are written with their events, or not at all. */
  takeBack(): Promise<void> {
    return Promise.resolve();
  }

  appendNote(expected: ExpectedRevision, text: string): Promise<void> {
    return atOnce(() => {
      if (!this.writer) throw new StoreRefused('the store was opened for reading only');
      this.writer.alone(() => this.noteBook.add(expected, text));
    });
  }

  notes(from = 0): Promise<Note[]> {
    return atOnce(() => this.query(() => this.noteBook.from(from)));
  }

  close(): Promise<void> {
    return atOnce(() => {
      if (this.isClosed) return;
      this.isClosed = true;
      this.endWatch();
      try {
        this.writer?.close();
      } finally {
        this.wake();
        this.database.close();
        this.release();
      }
    });
  }

  private startOf(after: string | undefined): number {
    if (after === undefined) return 0;
    if (!this.isPosition(after)) throw new RangeError(`"${after}" is no position of this store`);
    return Number(after);
  }

  /** Runs a query; what SQLite has against it becomes the port's own error. */
  private query<T>(run: () => T): T {
    if (this.isClosed) throw new StoreUnavailable('the store is closed');
    try {
      return run();
    } catch (error) {
      const code = sqliteCode(error);
      if (code === '') throw error;
      throw new StoreUnavailable(`the event store cannot be read now (${code})`, 1, { cause: error });
    }
  }

  /** Resolves at the next commit (a reading process looks again after a while), at the store's end, or on abort. */
  private news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.writer
        ? undefined
        : setTimeout(() => {
            done();
          }, POLL_MS);
      const done = (): void => {
        clearTimeout(timer);
        this.wakers.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.wakers.add(done);
      signal.addEventListener('abort', done);
    });
  }

  private wake(): void {
    for (const waker of [...this.wakers]) waker();
  }
}

/** Runs something without waiting, and tells its result or error as a port method does: in a promise. */
function atOnce<T>(run: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(run());
  });
}

function endProcess(error: Error): void {
  process.stderr.write(`${error.message}; the process ends\n`);
  process.exit(EXIT_IO_ERROR);
}
