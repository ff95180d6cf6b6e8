import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The tree over the log, in the data folder of each instance. */
export const TREE_FILE = 'tree.db';

/** Says in the file's header whose file it is (SQLite's application_id): "CTre". */
const APPLICATION_ID = 0x43547265;

/** Shape of the tree; a file of another shape is made again from the log (SQLite's user_version). */
const FORMAT = 1;

const PAGE_CACHE_KIB = 16 * 1024;

/**
 * Leaves are found by their events' ids through `key`, the first 52 bits of SHA-256 of the id: ids have 36 characters, and
 * an index over them would be as large as the rest. A row of `subtrees` has the hashes of the complete subtrees of 2 to 256
 * hashes over 256 of a level (see tree-log.ts). `key_note` has the notes that name a key, `meta` what else is remembered.
 */
const SCHEMA = `
  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE leaf (
    idx INTEGER PRIMARY KEY,
    key INTEGER NOT NULL,
    hash BLOB NOT NULL,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    position TEXT NOT NULL
  ) STRICT;
  CREATE INDEX leaf_by_key ON leaf (key);
  CREATE TABLE subtrees (
    place INTEGER PRIMARY KEY,
    hashes BLOB NOT NULL
  ) STRICT;
  CREATE TABLE key_note (
    revision INTEGER PRIMARY KEY,
    text TEXT NOT NULL
  ) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};
`;

/** Where the tree lies and whose it is. */
export interface TreeSettings {
  /** Data folder; made when it is missing. */
  readonly folder: string;
  readonly ledger: string;
  /** Address of the store that the tree follows: positions of one store mean nothing in another. */
  readonly store: string;
  /** Called with one sentence when the tree has to be made again. */
  readonly log?: (message: string) => void;
}

/**
 * Opens the tree of a data folder. One of another ledger or format, or a damaged one, is left behind for a new one, which
 * the log fills. One that followed another store is filled from the start too, but keeps what it remembers of signed checkpoints.
 * The caller is the only process that writes in the folder.
 */
export function openTreeFile(settings: TreeSettings): Database.Database {
  mkdirSync(settings.folder, { recursive: true });
  const file = join(settings.folder, TREE_FILE);
  const fault = existsSync(file) ? faultOf(file, settings) : undefined;
  if (fault !== undefined) {
    settings.log?.(`the tree in ${file} is ${fault}: it is made again from the log`);
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  }
  const database = new Database(file);
  prepare(database, settings);
  return database;
}

/** Opens the tree of a data folder for reading, beside a process that writes it; undefined where it is of no use. */
export function openTreeFileToRead(settings: Omit<TreeSettings, 'log'>): Database.Database | undefined {
  const file = join(settings.folder, TREE_FILE);
  if (!existsSync(file) || faultOf(file, settings) !== undefined) return undefined;
  const database = new Database(file, { readonly: true });
  const isBegun = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() !== undefined;
  if (isBegun && valueOf(database, 'store') === settings.store) return database;
  database.close();
  return undefined;
}

function valueOf(database: Database.Database, name: string): string | undefined {
  return database.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck().get(name);
}

function faultOf(file: string, { ledger }: Omit<TreeSettings, 'log'>): string | undefined {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { readonly: true });
    const tables = database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
    // A first start that was cut short.
    if (tables === 0) return undefined;
    const application = database.pragma('application_id', { simple: true });
    const format = database.pragma('user_version', { simple: true });
    if (application !== APPLICATION_ID || format !== FORMAT) return 'of another format';
    const found = valueOf(database, 'ledger');
    return found === ledger ? undefined : `of another ledger (${found})`;
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) throw error;
    return `damaged (${error.code})`;
  } finally {
    database?.close();
  }
}

/** The log is the truth: what a power cut takes from the end of the tree is hashed again. */
function prepare(database: Database.Database, { folder, ledger, store, log }: TreeSettings): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
  database.pragma('trusted_schema = 0');
  // Every event touches a page of the index somewhere: folded in rarely, such a page is written once for many of them.
  database.pragma('wal_autocheckpoint = 8000');
  // SQLite opens a file that it may not write for reading, and says so only now.
  database.exec('BEGIN; CREATE TABLE probe (a); ROLLBACK');
  database.transaction(() => {
    const tables = database.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
    if (tables === 0) database.exec(SCHEMA);
    const known = valueOf(database, 'store');
    if (known === store) return;
    if (known !== undefined) {
      log?.(`the tree in ${join(folder, TREE_FILE)} follows another store (${known}): it is made again from the log`);
      database.exec('DELETE FROM leaf; DELETE FROM subtrees');
    }
    const set = database.prepare<[string, string]>('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
    set.run('ledger', ledger);
    set.run('store', store);
  })();
}
