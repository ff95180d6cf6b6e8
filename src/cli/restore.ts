import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StoreRefused } from '../event-store/port.js';
import { EVENTS_FILE } from '../event-store/sqlite/database.js';
import { makeFolder, syncPath } from '../runtime/sync-path.js';
import { readSettings } from '../settings.js';
import { contentsOf, hashOfFile, type Manifest, readManifest } from './backup/backup-check.js';
import { withBar } from './progress.js';
import { BadUsage, readArguments } from './usage.js';

/**
 * `restore DIR`: puts a backup into DATA_DIR, which has no ledger yet, once it has been checked; `--check` checks it and
 * changes nothing. Exit code 1 where the backup is not good: then nothing is restored.
 */
export async function restore(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { values, positionals } = readArguments(args, { check: { type: 'boolean', default: false } });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new BadUsage('restore takes one DIR, which backup has made');
  const { dataDir, ledgerName } = readSettings(env);
  const manifest = readManifest(folder);
  const target = join(dataDir, EVENTS_FILE);
  if (!values.check) refuseUsed(target, manifest, ledgerName);
  if (!(await isGood(folder, manifest)) || values.check) return;
  makeFolder(dataDir);
  const partial = `${target}.partial`;
  copyFileSync(join(folder, EVENTS_FILE), partial);
  await syncPath(partial);
  // A restore that is cut short leaves no part of a ledger under its name.
  renameSync(partial, target);
  await syncPath(dataDir);
  console.log(`restored into ${resolve(dataDir)}; the views are made at the next start`);
  console.log('put the signing key back before that (LEDGER_SIGNING_KEY, or signing-key.pem in DATA_DIR)');
}

/** @throws StoreRefused */
function refuseUsed(target: string, { ledger }: Manifest, wanted: string): void {
  if (existsSync(target)) throw new StoreRefused(`DATA_DIR holds a ledger already: ${target}`);
  if (ledger !== wanted) throw new StoreRefused(`LEDGER_NAME is ${wanted}, and the backup is of ${ledger}`);
}

async function isGood(folder: string, manifest: Manifest): Promise<boolean> {
  const isSame = (await hashOfFile(join(folder, EVENTS_FILE))) === manifest.sha256;
  const { entries, signed, disclosures, faults } = await withBar('checking', 'entries', (onHashed) =>
    contentsOf(folder, manifest.ledger, onHashed),
  );
  const found = [
    ...(isSame ? [] : [`${EVENTS_FILE} is not the file that was backed up`]),
    ...(entries === manifest.entries ? [] : [`it holds ${entries} entries, and was made with ${manifest.entries}`]),
    ...faults,
  ];
  for (const fault of found) console.error(`NOT GOOD: ${fault}`);
  if (found.length > 0) process.exitCode = 1;
  else {
    console.log(
      `good: a backup of ${manifest.ledger} of ${manifest.madeAt}, with ${entries} entries, ${signed} of them signed, and ` +
        `${disclosures} texts`,
    );
  }
  return found.length === 0;
}
