import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EVENTS_FILE, openForReading } from '../event-store/sqlite/database.js';
import { makeFolder, syncPath } from '../runtime/sync-path.js';
import { readSettings } from '../settings.js';
import { contentsOf, hashOfFile, type Manifest, MANIFEST_FILE } from './backup/backup-check.js';
import { withBar } from './progress.js';
import { BadUsage, readArguments } from './usage.js';

/**
 * `backup DIR`: copies the events and the texts behind them, as they are at one moment, into an empty folder, and checks
 * the copy. A server may run meanwhile. Views and trees are made again from it; the signing key is not in it.
 */
export async function backUp(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const [folder, ...more] = readArguments(args, {}).positionals;
  if (folder === undefined || more.length > 0) throw new BadUsage('backup takes one DIR, an empty folder or a new one');
  const { dataDir, eventStoreUrl, ledgerName: ledger } = readSettings(env);
  if (eventStoreUrl !== undefined) {
    throw new BadUsage('backup copies the embedded store; an EventStoreDB has its own way, and the verb copy');
  }
  makeEmpty(folder);
  const partial = join(folder, `${EVENTS_FILE}.partial`);
  const events = join(folder, EVENTS_FILE);
  try {
    copyEvents(dataDir, partial);
    await syncPath(partial);
    renameSync(partial, events);
    const { faults, entries, disclosures, signed } = await withBar('checking the copy', 'entries', (onHashed) =>
      contentsOf(folder, ledger, onHashed),
    );
    const madeAt = new Date().toISOString();
    const manifest: Manifest = { format: 1, ledger, madeAt, entries, disclosures, sha256: await hashOfFile(events) };
    const file = join(folder, MANIFEST_FILE);
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await syncPath(file);
    await syncPath(folder);
    console.log(
      `backed up ${entries} entries (${signed} of them signed) and ${disclosures} texts into ${resolve(folder)}`,
    );
    console.log('not in it: the signing key, and the views, which are made again from it');
    for (const fault of faults) console.error(`ALARM: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  } catch (error) {
    for (const name of [partial, events]) rmSync(name, { force: true });
    throw error;
  }
}

/** @throws BadUsage for a folder that holds something */
function makeEmpty(folder: string): void {
  makeFolder(folder, 0o700);
  if (readdirSync(folder).length > 0) throw new BadUsage(`${folder} is not empty: each backup has a folder of its own`);
}

/** One statement reads one state of the file, whatever is written meanwhile, and leaves behind what was deleted. */
function copyEvents(dataDir: string, file: string): void {
  const database = openForReading(dataDir);
  try {
    database.prepare('VACUUM INTO ?').run(file);
  } finally {
    database.close();
  }
}
