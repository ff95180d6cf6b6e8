import { errorMessage } from '../../runtime/error-message.js';
import { type OpenedFile, openedFile, whatBecameOf } from '../../runtime/opened-files.js';
import { makeFolder } from '../../runtime/sync-path.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreFull, StoreRefused } from '../port.js';

/** The file that holds events and disclosures, in the data folder. */
export const EVENTS_FILE = 'events.db';

/** A file of its own, so that holding it says "one process writes here" and keeps no reader of the events waiting. */
const LOCK_FILE = 'writer.lock';

/** Says in the file's header whose file it is (SQLite's application_id): "CLed". */
export const APPLICATION_ID = 0x434c6564;

/** The newest format that this program reads and writes (SQLite's user_version). */
export const FORMAT = 1;

/** How long SQLite waits for a lock that another process holds for a moment, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/** The same while opening, where somebody is to learn soon that the file is held by another program. */
const OPEN_TIMEOUT_MS = 1000;

/**
 * Streams have numbers, so that the index over (stream, revision) stays small: with names in it a group of 64 appends
 * wrote more than twice as many pages. The triggers make the file itself refuse a change of history.
 */
const SCHEMA = `
  CREATE TABLE stream (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE event (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream INTEGER NOT NULL REFERENCES stream (id),
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TABLE disclosure (
    digest TEXT PRIMARY KEY,
    text TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
  CREATE TRIGGER event_unchanged BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/** Came to files of format 1 later than the rest: a version that does not know it leaves it alone. */
const NOTES = `
  CREATE TABLE IF NOT EXISTS note (
    ledger TEXT NOT NULL,
    revision INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (ledger, revision)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS note_stays BEFORE DELETE ON note
    BEGIN SELECT RAISE(ABORT, 'a note is never deleted'); END;
  CREATE TRIGGER IF NOT EXISTS note_unchanged BEFORE UPDATE ON note
    BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END;
`;

/** What a connection must run with; each value is read back, since SQLite passes over what it cannot do in silence. */
const WRITER_PRAGMAS: readonly (readonly [name: string, value: string | number])[] = [
  ['busy_timeout', BUSY_TIMEOUT_MS],
  ['cell_size_check', 1],
  ['trusted_schema', 0],
  ['recursive_triggers', 1],
  ['foreign_keys', 1],
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  // Only macOS heeds these: there a plain fsync leaves data in the drive's cache.
  ['fullfsync', 1],
  ['checkpoint_fullfsync', 1],
  // SQLite's own checkpoint hides its errors; the writer runs checkpoints itself and sees them.
  ['wal_autocheckpoint', 0],
];

const READER_PRAGMAS = WRITER_PRAGMAS.slice(0, 3);

/** The right to write in a folder, held until released or until the process ends, however it ends. */
export interface WriterLock {
  /** The file that is locked: while its path leads to another one, or to none, somebody else can take the lock. */
  readonly file: OpenedFile;
  /** The folder that it lies in. */
  readonly folder: OpenedFile;
  release(): void;
}

/**
 * Makes the folder if need be and takes its writer lock: an open exclusive transaction on a file of its own. The
 * operating system drops it with the process, so there is no stale lock to clean up.
 * @throws StoreRefused when another process writes there, or when the folder cannot be written, StoreFull
 */
export function lockFolder(folder: string): WriterLock {
  return takeLock(
    folder,
    LOCK_FILE,
    `another process writes in the data folder ${folder}: stop that process, or choose another folder`,
  );
}

/**
 * The same by another file of the folder, for work that only one process may do at a time beside the one that writes.
 * @param held what is said where another process has it
 * @throws StoreRefused, with the cause SQLITE_BUSY where another process has it
 */
export function takeLock(folder: string, name: string, held: string): WriterLock {
  try {
    makeFolder(folder);
  } catch (error) {
    throw notWritable(folder, error);
  }
  let lock: Database.Database | undefined;
  let file: OpenedFile;
  let place: OpenedFile;
  const path = join(folder, name);
  try {
    place = openedFile(folder);
    lock = new Database(path, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    file = openedFile(path);
  } catch (error) {
    lock?.close();
    if (sqliteCode(error).startsWith('SQLITE_BUSY')) {
      throw new StoreRefused(held, { cause: error });
    }
    throw notWritable(folder, error);
  }
  const open = lock;
  const release = (): void => void open.close();
  const lost = whatBecameOf([place]);
  if (lost === undefined) return { file, folder: place, release };
  release();
  throw new StoreRefused(`${lost} while it was opened: start again`);
}

/**
 * Opens the events file of a folder whose writer lock is held, makes its tables if it is new, and checks that every
 * promise about durability holds on this connection.
 * @throws StoreRefused when the file is not ours, is newer than this program, or a pragma does not take
 */
export function openForWriting(folder: string): Database.Database {
  return opened(
    folder,
    () => new Database(join(folder, EVENTS_FILE), { timeout: OPEN_TIMEOUT_MS }),
    (database) => {
      const found = checkFormat(database, folder);
      makeDurable(database, folder);
      // SQLite opens a file that it may not write for reading, and says so only now.
      database.exec('BEGIN; CREATE TABLE probe (a); ROLLBACK');
      if (found === 'new') database.transaction(() => database.exec(SCHEMA)).immediate();
      if (!hasNotes(database)) database.transaction(() => database.exec(NOTES)).immediate();
    },
  );
}

/**
 * Opens the events file of a folder for reading only, beside a writer or without one.
 * @throws StoreRefused when there is no ledger in the folder, or none that this program can read
 */
export function openForReading(folder: string): Database.Database {
  const file = join(folder, EVENTS_FILE);
  if (!existsSync(file)) throw noLedger(folder);
  const open = () => new Database(file, { readonly: true, timeout: OPEN_TIMEOUT_MS });
  return opened(folder, open, (database) => {
    if (checkFormat(database, folder) === 'new') throw noLedger(folder);
    applyPragmas(database, READER_PRAGMAS, folder);
  });
}

/**
 * The files of a folder that hold what was acknowledged: to be called right after `openForWriting`. What is committed lies
 * in the write-ahead log beside the file until it is folded in.
 */
export function filesOfEvents(folder: string): OpenedFile[] {
  const file = join(folder, EVENTS_FILE);
  return [openedFile(file), openedFile(`${file}-wal`)];
}

/** Whether the file has its table of notes: not before a version that knows it has opened the file for writing. */
export function hasNotes(database: Database.Database): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'note'").get() !== undefined;
}

/**
 * Sets every pragma that durability and integrity rest on, and reads each back.
 * @throws StoreRefused naming the first that does not take, as on a file system that cannot share memory
 */
export function makeDurable(database: Database.Database, folder: string): void {
  applyPragmas(database, WRITER_PRAGMAS, folder);
}

/**
 * SQLite's result code of an error, such as `SQLITE_FULL`; empty when the error is none of SQLite's. Known by its shape,
 * not its class: where the driver's code is loaded twice in a process, its native half keeps the class of the first.
 */
export function sqliteCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : '';
}

function opened(
  folder: string,
  open: () => Database.Database,
  prepare: (database: Database.Database) => void,
): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = open();
    prepare(database);
    return database;
  } catch (error) {
    const readOnly = database?.readonly ?? true;
    database?.close();
    throw openError(folder, error, readOnly);
  }
}

function openError(folder: string, error: unknown, readOnly: boolean): unknown {
  const code = sqliteCode(error);
  if (code === '') return error;
  if (code.startsWith('SQLITE_BUSY')) {
    return new StoreRefused(`another program holds ${join(folder, EVENTS_FILE)} locked: stop it`, { cause: error });
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new StoreRefused(`${join(folder, EVENTS_FILE)} is damaged or no ledger: restore it from a backup`, {
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_CANTOPEN') && readOnly) return noLedger(folder, error);
  return notWritable(folder, error);
}

function noLedger(folder: string, cause?: unknown): StoreRefused {
  return new StoreRefused(`there is no ledger to read in ${folder}: check the data folder's name and rights`, {
    cause,
  });
}

/** What is said of an error of the disk, which is as it is, and of any other: it is the rights then that help. */
function notWritable(folder: string, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) {
    return new StoreFull(`no room to open the ledger in ${folder}`, { cause });
  }
  if (/^(SQLITE_IOERR|EIO)/.test(code)) return cause;
  return new StoreRefused(
    `the data folder ${folder} cannot be written (${errorMessage(cause)}): give this user the right to write there, or choose another folder`,
    { cause },
  );
}

/** Looks at the file's header before anything is changed in it. */
function checkFormat(database: Database.Database, folder: string): 'new' | 'ours' {
  const file = join(folder, EVENTS_FILE);
  const application = Number(database.pragma('application_id', { simple: true }));
  const format = Number(database.pragma('user_version', { simple: true }));
  const tables = database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (application === 0 && format === 0 && tables === 0) return 'new';
  if (application !== APPLICATION_ID) {
    throw new StoreRefused(`${file} is a database of another program: choose another data folder`);
  }
  if (format > FORMAT) {
    throw new StoreRefused(
      `${file} has format ${format} and this program knows ${FORMAT}: start the newer version that wrote it`,
    );
  }
  return 'ours';
}

function applyPragmas(database: Database.Database, pragmas: typeof WRITER_PRAGMAS, folder: string): void {
  for (const [name, value] of pragmas) {
    database.pragma(`${name} = ${value}`);
    const actual: unknown = database.pragma(name, { simple: true });
    if (actual !== value) {
      throw new StoreRefused(
        `SQLite runs with ${name} = ${String(actual)} instead of ${value} in ${folder}: choose a folder on a local disk`,
      );
    }
  }
}
