import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type Database from 'better-sqlite3';
import { StoreRefused } from '../../event-store/port.js';
import { EVENTS_FILE, openForReading } from '../../event-store/sqlite/database.js';
import { openSqliteStore } from '../../event-store/sqlite/sqlite-event-store.js';
import { digestOf } from '../../kernel/personal.js';
import { ExportFailed, leadsToRoot } from '../export/parts.js';
import { type Hashed, signedTreeOf } from '../export/signed-tree-of.js';

/** Says beside the events what a backup holds. */
export const MANIFEST_FILE = 'backup.json';

/** What stands in the manifest. */
export interface Manifest {
  readonly format: 1;
  readonly ledger: string;
  /** RFC 3339, UTC. */
  readonly madeAt: string;
  /** Entries of the ledger. */
  readonly entries: number;
  readonly disclosures: number;
  /** SHA-256 of the events file, in hexadecimal. */
  readonly sha256: string;
}

/** What a folder with events holds. */
export interface Contents {
  readonly entries: number;
  readonly disclosures: number;
  /** Entries that a signed checkpoint covers; 0 where nothing was signed yet. */
  readonly signed: number;
  /** What is wrong, each in one line; none where all is good. */
  readonly faults: readonly string[];
}

/** The manifest of a backup. @throws StoreRefused when there is none that this program reads */
export function readManifest(folder: string): Manifest {
  const file = join(folder, MANIFEST_FILE);
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Partial<Manifest>;
    if (manifest.format === 1 && typeof manifest.sha256 === 'string') return manifest as Manifest;
  } catch {
    // Reported below.
  }
  throw new StoreRefused(`${folder} holds no backup of this program: there is no ${MANIFEST_FILE} that it reads`);
}

/** SHA-256 of a file, in hexadecimal. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Reads all that a folder holds: whether the file is whole, whether each text is that of its digest, and whether the entries
 * are those that were signed.
 * @throws StoreRefused when there is no ledger to read
 */
export async function contentsOf(folder: string, ledger: string, onHashed: Hashed): Promise<Contents> {
  const database = openForReading(folder);
  const faults: string[] = [];
  let disclosures = 0;
  try {
    faults.push(...faultsOfFile(database));
    for (const { digest, text } of database
      .prepare<[], { digest: string; text: string }>('SELECT digest, text FROM disclosure')
      .iterate()) {
      disclosures += 1;
      if (digestOf(text) !== digest) faults.push(`the text behind the digest ${digest} is another one`);
    }
  } finally {
    database.close();
  }
  return { disclosures, ...(await signedEntries(folder, ledger, onHashed, faults)) };
}

function faultsOfFile(database: Database.Database): string[] {
  const found = database.pragma('integrity_check(10)') as { integrity_check: string }[];
  const broken = found.map(({ integrity_check: line }) => line).filter((line) => line !== 'ok');
  return broken.map((line) => `${EVENTS_FILE} is damaged: ${line}`);
}

async function signedEntries(
  folder: string,
  ledger: string,
  onHashed: Hashed,
  faults: readonly string[],
): Promise<Omit<Contents, 'disclosures'>> {
  const store = openSqliteStore({ folder, ledger, readOnly: true });
  try {
    let entries = 0;
    for await (const { events } of store.readAll()) entries += events.length;
    try {
      const signed = await signedTreeOf(store, { folder, ledger }, onHashed);
      const { size, root } = signed.checkpoint;
      const isRight = leadsToRoot({ tree: signed.tree, size, root });
      signed.close();
      const other = `the entries lead to another root than the one that was signed for ${size} entries`;
      return { entries, signed: size, faults: isRight ? faults : [...faults, other] };
    } catch (error) {
      if (!(error instanceof ExportFailed)) throw error;
      const isNew = error.message.startsWith('no checkpoint');
      return { entries, signed: 0, faults: isNew ? faults : [...faults, error.message] };
    }
  } finally {
    await store.close();
  }
}
