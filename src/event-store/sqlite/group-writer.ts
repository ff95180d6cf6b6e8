import { errorMessage } from '../../runtime/error-message.js';
import { type OpenedFile, whatBecameOf } from '../../runtime/opened-files.js';
import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { Disclosure } from '../../kernel/personal.js';
import {
  type AppendResult,
  type ExpectedRevision,
  type NewEvent,
  StoreFull,
  StoreUnavailable,
  WrongExpectedRevision,
} from '../port.js';
import { sqliteCode } from './database.js';

/** How many streams' last revisions are kept in memory (a few megabytes); the others are looked up when written to. */
const REMEMBERED_STREAMS = 50_000;

/** Pages in the write-ahead log from which on a checkpoint pays: SQLite's own measure. */
const CHECKPOINT_PAGES = 1000;

/** Appends after which the length of the write-ahead log is looked at; asking after each would cost as much as writing. */
const CHECKPOINT_LOOK = 100;

interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  readonly disclosures: readonly Disclosure[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
  outcome: AppendResult | Error;
}

/** Where a stream ends: its number in the file (0 while it has none) and its last revision. */
interface StreamEnd {
  id: number;
  last: number;
}

/** Why a group was undone; without a culprit it was no single append's fault. */
interface Failure {
  readonly error: unknown;
  readonly culprit?: PendingAppend;
}

const DISK_FULL = 'the disk of the event store is full';
const CANNOT_WRITE = 'the event store cannot be written now';

const UNDECIDED = new Error('not decided yet');

/**
 * The writing side of the embedded store. Appends that arrive in one turn of the event loop share one transaction and
 * one fsync; each is answered for itself, and only after the commit. The caller holds the folder's writer lock, so what
 * this object remembers of streams is the truth. After each commit, before it is answered, the paths of the files are looked
 * at: where one leads to another file or to none, another process may write there, and nothing is acknowledged any more.
 */
export class GroupWriter {
  private pending: PendingAppend[] = [];
  private appendsSinceLook = 0;
  private closed: StoreUnavailable | undefined;
  private readonly ends = new LRUCache<string, StreamEnd>({ max: REMEMBERED_STREAMS });
  private readonly begin: Database.Statement;
  private readonly commit: Database.Statement;
  private readonly rollback: Database.Statement;
  private readonly findEnd: Database.Statement<[string], [number, number | null]>;
  private readonly addStream: Database.Statement<[string]>;
  private readonly addEvent: Database.Statement<[number, number, string, string, string | Buffer, string | Buffer]>;
  private readonly addDisclosure: Database.Statement<[string, string]>;
  private readonly findIds: Database.Statement<[number, number, number], [string, number]>;
  private readonly findLast: Database.Statement<[], number | null>;
  private readonly walState: Database.Statement<[], [number, number, number]>;
  private readonly checkpoint: Database.Statement<[], [number, number, number]>;

  /**
   * @param files what the database and the lock lie in, as they were opened
   * @param onCommit called after each commit that added events
   * @param onFatal called once, when the disk failed or the files are not in place any more: what is durable is no longer
   *   known, so the process has to end
   */
  constructor(
    private readonly database: Database.Database,
    private readonly files: readonly OpenedFile[],
    private readonly onCommit: () => void,
    private readonly onFatal: (error: Error) => void,
  ) {
    this.begin = database.prepare('BEGIN IMMEDIATE');
    this.commit = database.prepare('COMMIT');
    this.rollback = database.prepare('ROLLBACK');
    this.findEnd = database
      .prepare<[string], [number, number | null]>(
        'SELECT id, (SELECT max(revision) FROM event WHERE stream = stream.id) FROM stream WHERE name = ?',
      )
      .raw();
    this.addStream = database.prepare('INSERT INTO stream (name) VALUES (?)');
    // What is text stays as it is; bytes that are none become a text of these very bytes.
    this.addEvent = database.prepare(
      'INSERT INTO event (stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT))',
    );
    this.addDisclosure = database.prepare(
      'INSERT INTO disclosure (digest, text) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING',
    );
    this.findIds = database
      .prepare<[number, number, number], [string, number]>(
        'SELECT id, position FROM event WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision',
      )
      .raw();
    this.findLast = database.prepare<[], number | null>('SELECT max(position) FROM event').pluck();
    this.walState = database.prepare<[], [number, number, number]>('PRAGMA wal_checkpoint(NOOP)').raw();
    this.checkpoint = database.prepare<[], [number, number, number]>('PRAGMA wal_checkpoint(PASSIVE)').raw();
  }

  /** Queues one append; settles when the group that it falls into has been committed or refused. */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    disclosures: readonly Disclosure[],
  ): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(this.closed);
        return;
      }
      if (this.pending.length === 0) setImmediate(this.flush);
      this.pending.push({ stream, expected, events, disclosures, resolve, reject, outcome: UNDECIDED });
    });
  }

  /**
   * Runs something else that writes in a transaction of its own, at once; returns when it is durable.
   * @throws StoreUnavailable, StoreFull, and what `work` throws: nothing of it is kept then
   */
  alone<T>(work: () => T): T {
    if (this.closed) throw this.closed;
    try {
      this.begin.run();
      const result = work();
      this.commit.run();
      const lost = this.lookAtFiles();
      if (lost) throw lost;
      return result;
    } catch (error) {
      if (this.database.inTransaction) this.rollback.run();
      if (isDiskFailure(error)) throw this.die(error);
      if (sqliteCode(error) === 'SQLITE_FULL') throw new StoreFull(DISK_FULL, { cause: error });
      if (sqliteCode(error).startsWith('SQLITE_BUSY')) throw new StoreUnavailable(CANNOT_WRITE, 1, { cause: error });
      throw error;
    }
  }

  /** Ends the writing where a path does not lead to the file that is written any more. @returns why nothing is written */
  lookAtFiles(): StoreUnavailable | undefined {
    if (this.closed) return this.closed;
    const lost = whatBecameOf(this.files);
    if (lost === undefined) return undefined;
    const error = this.end(`the storage was changed under the running program: ${lost}`);
    this.saveFromLostLog();
    return error;
  }

  /** Writes what is pending, then refuses further appends and folds the write-ahead log into the file. */
  close(): void {
    this.flush();
    this.lookAtFiles();
    if (this.closed) return;
    this.closed = new StoreUnavailable('the store is closed');
    try {
      this.database.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      // A full disk keeps the log beside the file, and the next open goes on from there.
      if (isDiskFailure(error)) this.die(error);
      else if (sqliteCode(error) !== 'SQLITE_FULL') throw error;
    }
  }

  private readonly flush = (): void => {
    const group = this.pending;
    this.pending = [];
    if (group.length === 0) return;
    let rest = this.closed ? answerAll(group, this.closed) : group;
    while (rest.length > 0) {
      const failure = this.writeTogether(rest);
      if (!failure) break;
      rest = this.share(failure, rest);
    }
    this.refuseLost(group);
    let written = false;
    for (const { outcome, resolve, reject } of group) {
      if (outcome instanceof Error) reject(outcome);
      else {
        resolve(outcome);
        written = true;
      }
    }
    if (!written) return;
    this.onCommit();
    this.appendsSinceLook += group.length;
    if (this.appendsSinceLook >= CHECKPOINT_LOOK) {
      this.appendsSinceLook = 0;
      // After the answers have gone out.
      setImmediate(this.checkpointIfLong);
    }
  };

  /**
   * One transaction over all of the appends. An append that SQLite itself refuses undoes the transaction: the others are
   * then written again without it, which spares every ordinary group a savepoint per append.
   */
  private writeTogether(appends: readonly PendingAppend[]): Failure | undefined {
    let current: PendingAppend | undefined;
    try {
      this.begin.run();
      for (const append of appends) {
        current = append;
        append.outcome = this.write(append);
      }
      current = undefined;
      this.commit.run();
      return undefined;
    } catch (error) {
      for (const { stream } of appends) this.ends.delete(stream);
      try {
        if (this.database.inTransaction) this.rollback.run();
      } catch (rollbackError) {
        return { error: rollbackError };
      }
      return { error, culprit: current };
    }
  }

  /** Gives every append that a failure concerns its answer; returns those that are to be tried again. */
  private share(failure: Failure, appends: PendingAppend[]): PendingAppend[] {
    const { error, culprit } = failure;
    if (isDiskFailure(error)) {
      return answerAll(appends, this.die(error));
    }
    if (sqliteCode(error) === 'SQLITE_FULL') {
      return answerAll(appends, new StoreFull(DISK_FULL, { cause: error }));
    }
    if (!culprit) {
      return answerAll(appends, new StoreUnavailable(CANNOT_WRITE, 1, { cause: error }));
    }
    culprit.outcome = new Error(`the append to ${culprit.stream} cannot be written: ${errorMessage(error)}`, {
      cause: error,
    });
    return appends.filter((append) => append !== culprit);
  }

  /**
   * Where the write-ahead log alone was removed, what was acknowledged is folded into the file, which is still the one that
   * this process has locked: without the log, the next start would not find it.
   */
  private saveFromLostLog(): void {
    if (whatBecameOf(this.files.filter(({ path }) => !path.endsWith('-wal'))) !== undefined) return;
    try {
      this.checkpoint.get();
    } catch {
      // A disk that cannot be written: the process ends with what there is.
    }
  }

  /** What was committed into files that are not in place is not acknowledged: at its path it may not be. */
  private refuseLost(group: readonly PendingAppend[]): void {
    if (group.every(({ outcome }) => outcome instanceof Error)) return;
    const lost = this.lookAtFiles();
    if (lost) answerAll(group, lost);
  }

  private write(append: PendingAppend): AppendResult | WrongExpectedRevision {
    const { stream, expected, events, disclosures } = append;
    const end = this.endOf(stream);
    if (end.last !== expected) {
      return this.firstResult(end, append) ?? new WrongExpectedRevision(stream, expected, end.last);
    }
    for (const { digest, text } of disclosures) this.addDisclosure.run(digest, text);
    if (events.length === 0) return this.emptyResult(expected);
    if (end.id === 0) end.id = Number(this.addStream.run(stream).lastInsertRowid);
    let position: number | bigint = 0;
    let revision = expected;
    for (const { id, type, data, metadata, dataBytes, metadataBytes } of events) {
      revision += 1;
      const storedData = dataBytes ? Buffer.from(dataBytes) : data;
      const storedMetadata = metadataBytes ? Buffer.from(metadataBytes) : metadata;
      position = this.addEvent.run(end.id, revision, id, type, storedData, storedMetadata).lastInsertRowid;
    }
    end.last = revision;
    return { firstRevision: expected + 1, lastRevision: revision, position: String(position) };
  }

  private endOf(stream: string): StreamEnd {
    let end = this.ends.get(stream);
    if (!end) {
      const [id, last] = this.findEnd.get(stream) ?? [0, null];
      end = { id, last: last ?? -1 };
      this.ends.set(stream, end);
    }
    return end;
  }

  /** The result of an append that is already there under the same ids at the same place, if this one repeats it. */
  private firstResult(end: StreamEnd, { expected, events }: PendingAppend): AppendResult | undefined {
    const lastRevision = expected + events.length;
    if (events.length === 0 || lastRevision > end.last) return undefined;
    const stored = this.findIds.all(end.id, expected + 1, lastRevision);
    const same = stored.length === events.length && events.every((event, index) => stored[index]?.[0] === event.id);
    const last = stored.at(-1);
    return same && last ? { firstRevision: expected + 1, lastRevision, position: String(last[1]) } : undefined;
  }

  private emptyResult(expected: ExpectedRevision): AppendResult {
    const position = String(this.findLast.get() ?? 0);
    return { firstRevision: expected + 1, lastRevision: expected, position };
  }

  private readonly checkpointIfLong = (): void => {
    if (this.closed) return;
    try {
      const [, logged, folded] = this.walState.get() ?? [0, 0, 0];
      if (logged - folded >= CHECKPOINT_PAGES) this.checkpoint.get();
    } catch (error) {
      // A full disk is no failure here: the log keeps what it has, and appends are answered for themselves.
      if (isDiskFailure(error)) this.die(error);
    }
  };

  /**
   * After a failed write or fsync the kernel may have dropped the pages and report success the next time, so nothing may
   * be acknowledged any more: only a fresh start reads back what the disk holds.
   */
  private die(cause: unknown): StoreUnavailable {
    return this.end(`the disk of the event store failed: ${errorMessage(cause)}`, cause);
  }

  private end(reason: string, cause?: unknown): StoreUnavailable {
    this.closed = new StoreUnavailable(reason, 1, { cause });
    this.onFatal(this.closed);
    return this.closed;
  }
}

function isDiskFailure(error: unknown): boolean {
  return sqliteCode(error).startsWith('SQLITE_IOERR');
}

function answerAll(appends: readonly PendingAppend[], outcome: Error): PendingAppend[] {
  for (const append of appends) append.outcome = outcome;
  return [];
}
