import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { syncFile, syncFolder } from '../../runtime/sync-path.js';
import { VIEW_FORMAT } from './view-format.js';
import { VIEW_SCHEMA } from './view-schema.js';

/** Says in the file's header whose file it is (SQLite's application_id): "CVws". */
const APPLICATION_ID = 0x43567773;

const NAME = /^views-(\d{6})\.db$/;
const PARTIAL = 'views-rebuilt.partial';
const PAGE_CACHE_KIB = 64 * 1024;

/** Pages that wait in the write-ahead log of a rebuild: what is written to one of them again meanwhile is copied once. */
const PAGES_BEHIND = 16_384;

/** Where the views lie and whose they are. */
export interface ViewsSettings {
  /** Data folder; made when it is missing. */
  readonly folder: string;
  readonly ledger: string;
  /** IANA name; days in the views are days there. */
  readonly timeZone: string;
  /** Address of the store that the views follow: places in the log of one store mean nothing in another. */
  readonly store: string;
  /** Called with one sentence when views have to be made again. */
  readonly log?: (message: string) => void;
}

/** An open file of views. */
export interface Views {
  readonly database: Database.Database;
  readonly file: string;
  readonly settings: ViewsSettings;
  close(): void;
}

/**
 * Opens the newest views of a data folder. Each making of the views is a file of its own (`views-000001.db`, …), so that
 * a rebuild never touches the file, or the write-ahead log, of a server that is running. Views of another ledger, time
 * zone or format, and damaged ones, are left behind and new ones begun, which the runner fills from the log.
 * The caller is the only process that writes in the folder.
 */
export function openViews(settings: ViewsSettings): Views {
  mkdirSync(settings.folder, { recursive: true });
  const newest = generations(settings.folder).at(-1);
  if (newest === undefined) return create(settings, join(settings.folder, nameOf(1)));
  const file = join(settings.folder, nameOf(newest));
  const opened = tryOpen(file, settings);
  if (typeof opened === 'string') {
    settings.log?.(`the views in ${file} are ${opened}: they are made again from the log`);
    return create(settings, join(settings.folder, nameOf(newest + 1)));
  }
  for (const older of generations(settings.folder)) if (older < newest) removeDatabase(settings.folder, nameOf(older));
  return opened;
}

/**
 * Opens the newest views of a data folder for reading only, beside a program that writes them.
 * @returns why that cannot be done, where there are none, or views of another ledger, time zone or format
 */
export function readViews(settings: ViewsSettings): Views | string {
  const newest = existsSync(settings.folder) ? generations(settings.folder).at(-1) : undefined;
  if (newest === undefined) return `there are no views in ${settings.folder}`;
  const file = join(settings.folder, nameOf(newest));
  const database = new Database(file, { readonly: true });
  const fault = faultOf(database, settings);
  if (fault === undefined) return { database, file, settings, close: () => void database.close() };
  database.close();
  return `the views in ${file} are ${fault}`;
}

/** Begins a file beside the views in use; `publish` makes it the newest. What a killed rebuild left is removed. */
export function beginRebuilt(settings: ViewsSettings): Views {
  mkdirSync(settings.folder, { recursive: true });
  removeDatabase(settings.folder, PARTIAL);
  const file = join(settings.folder, PARTIAL);
  const views = create(settings, file, ['journal_mode = OFF', 'synchronous = OFF', 'locking_mode = EXCLUSIVE']);
  return views;
}

/** Lets others read the file of rebuilt views from now on, while it is written. */
export function letRead({ database, file }: Views): void {
  database.pragma('locking_mode = NORMAL');
  setJournal(database, file, 'wal');
  database.pragma(`wal_autocheckpoint = ${PAGES_BEHIND}`);
}

/** Closes rebuilt views, makes them durable, and puts them in place in one step: a rename. Gives the new file's name. */
export function publish(views: Views): string {
  const { folder } = views.settings;
  // Everything stands in the one file again, and nobody else has it open.
  setJournal(views.database, views.file, 'delete');
  views.close();
  syncFile(views.file);
  const file = join(folder, nameOf((generations(folder).at(-1) ?? 0) + 1));
  renameSync(views.file, file);
  syncFolder(folder);
  return file;
}

function setJournal(database: Database.Database, file: string, mode: 'wal' | 'delete'): void {
  const set = database.pragma(`journal_mode = ${mode}`, { simple: true });
  if (set !== mode) throw new Error(`${file} could not be given the journal mode ${mode}: it stays ${String(set)}`);
}

/** Empties views of a log that was moved to another store; the runner fills them again. */
export function emptyViews({ database, settings }: Views, address: string): void {
  database.transaction(() => {
    const tables = database
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck();
    for (const table of tables.all()) database.exec(`DROP TABLE "${table}"`);
    makeTables(database, { ...settings, store: address });
  })();
}

/** Address of the store that the views were made from. */
export function addressOf({ database }: Views): string | undefined {
  return database.prepare<[], string>("SELECT value FROM meta WHERE name = 'store'").pluck().get();
}

/** The log is the same by another address, such as that of a cluster that got a further node. */
export function noteAddress({ database }: Views, address: string): void {
  database.prepare<[string]>("UPDATE meta SET value = ? WHERE name = 'store'").run(address);
}

function tryOpen(file: string, settings: ViewsSettings): Views | string {
  let database: Database.Database | undefined;
  try {
    database = new Database(file);
    const fault = faultOf(database, settings);
    // SQLite opens a file that it may not write for reading, and says so only now.
    database.exec('BEGIN; CREATE TABLE probe (a); ROLLBACK');
    if (fault === undefined) return viewsOn(database, file, settings);
    database.close();
    return fault;
  } catch (error) {
    database?.close();
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) throw error;
    return `damaged (${error.code})`;
  }
}

function faultOf(database: Database.Database, { ledger, timeZone }: ViewsSettings): string | undefined {
  const application = database.pragma('application_id', { simple: true });
  if (application !== APPLICATION_ID) return 'of another format';
  const meta = new Map(database.prepare<[], [string, string]>('SELECT name, value FROM meta').raw().all());
  if (meta.get('format') !== VIEW_FORMAT) return 'of another format';
  if (meta.get('ledger') !== ledger) return `of another ledger (${meta.get('ledger')})`;
  if (meta.get('time_zone') !== timeZone) return `of another time zone (${meta.get('time_zone')})`;
  return undefined;
}

function create(settings: ViewsSettings, file: string, pragmas: readonly string[] = []): Views {
  const database = new Database(file);
  for (const pragma of pragmas) database.pragma(pragma);
  database.transaction(() => makeTables(database, settings))();
  return viewsOn(database, file, settings, pragmas.length === 0);
}

function makeTables(database: Database.Database, { ledger, timeZone, store }: ViewsSettings): void {
  database.exec(VIEW_SCHEMA);
  const add = database.prepare<[string, string]>('INSERT INTO meta (name, value) VALUES (?, ?)');
  add.run('format', VIEW_FORMAT);
  add.run('ledger', ledger);
  add.run('time_zone', timeZone);
  add.run('store', store);
  database.pragma(`application_id = ${APPLICATION_ID}`);
}

/** The log is the truth: what a power cut takes from the end of the views is projected again. */
function viewsOn(database: Database.Database, file: string, settings: ViewsSettings, shared = true): Views {
  if (shared) {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
  }
  database.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
  database.pragma('trusted_schema = 0');
  return { database, file, settings, close: () => void database.close() };
}

function generations(folder: string): number[] {
  const numbers = readdirSync(folder).map((name) => NAME.exec(name)?.[1]);
  return numbers
    .filter((text) => text !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function nameOf(generation: number): string {
  return `views-${String(generation).padStart(6, '0')}.db`;
}

function removeDatabase(folder: string, name: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(join(folder, `${name}${suffix}`), { force: true });
}
