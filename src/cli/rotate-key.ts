import { openEvents } from '../open-events.js';
import { keyFileOf } from '../open-transparency.js';
import { readSettings } from '../settings.js';
import { CheckpointStore } from '../transparency/log/checkpoint-store.js';
import { KeyRefused, makeKeyFile, readKeyFile } from '../transparency/log/key-file.js';
import { rotateKey } from '../transparency/log/signer.js';
import { BadUsage, readOptions } from './usage.js';

/**
 * `rotate-key --new FILE`: has the key in a file, which is made where it is missing, sign for the ledger from now on. Both
 * keys sign for the change, so whoever trusts the old one can follow.
 */
export async function rotateSigningKey(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { new: file } = readOptions(args, { new: { type: 'string' } });
  if (file === undefined) throw new BadUsage('rotate-key takes --new: the file of the key that is to sign from now on');
  const settings = readSettings(env);
  const oldFile = keyFileOf(settings);
  const before = oldFile === undefined ? undefined : readKeyFile(oldFile);
  if (!before) {
    throw new KeyRefused(`LEDGER_SIGNING_KEY: the old key has to sign too; there is no file ${oldFile ?? 'named'}`);
  }
  const store = await openEvents(settings);
  try {
    const after = readKeyFile(file) ?? makeKeyFile(file);
    const { key, origin, size } = await rotateKey(store, new CheckpointStore(store), before, after);
    console.log(`${key}\nsigns for ${origin} from now on, behind the first ${size} entries`);
    console.log(`Start the instance that signs with LEDGER_SIGNING_KEY=${file}, and tell the auditors of the new key.`);
  } finally {
    await store.close();
  }
}
