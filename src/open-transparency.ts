import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { EventStore } from './event-store/port.js';
import { StoreRefused } from './event-store/port.js';
import type { Notices } from './notices.js';
import type { Settings } from './settings.js';
import { BadSetting, OWN_KEY, SIGN_NOTHING } from './settings.js';
import { KeyRefused, makeKeyFile, readKeyFile } from './transparency/log/key-file.js';
import { OriginRefused, TransparencyLog } from './transparency/log/transparency-log.js';

/** The key in the data folder of an instance that has its own. */
const KEY_FILE = 'signing-key.pem';

/** Opens the transparency log that the settings name. @throws BadSetting, StoreRefused */
export async function openTransparency(
  settings: Settings,
  store: EventStore,
  notices: Notices,
): Promise<TransparencyLog> {
  const { dataDir: folder, ledgerName: ledger, origin } = settings;
  try {
    return await TransparencyLog.open({
      folder,
      ledger,
      store,
      usualOrigin: `cooperation-ledger/${ledger}`,
      ...(origin === undefined ? {} : { origin }),
      ...keyOption(await signingKey(settings, store)),
      log: (message) => notices.warn(message),
      onAlarm: (reason) => {
        if (reason === undefined) notices.info('the log is the one that was signed');
        else notices.error(reason);
      },
      onRefused: (error) => notices.refused(new StoreRefused(asSetting(error).message, { cause: error })),
    });
  } catch (error) {
    throw error instanceof KeyRefused ? asSetting(error) : error;
  }
}

/**
 * The file of the key that the settings name; undefined where nothing is to be signed. On the embedded store there is one
 * signer, the only process, so it needs no setting; on a server exactly one instance is to be given the key.
 */
export function keyFileOf({ signingKey, eventStoreUrl, dataDir }: Settings): string | undefined {
  const named = signingKey ?? (eventStoreUrl === undefined ? OWN_KEY : SIGN_NOTHING);
  if (named === SIGN_NOTHING) return undefined;
  return named === OWN_KEY ? join(dataDir, KEY_FILE) : named;
}

async function signingKey(settings: Settings, store: EventStore): Promise<KeyObject | undefined> {
  const file = keyFileOf(settings);
  if (file === undefined) return undefined;
  const key = readKeyFile(file);
  if (key) return key;
  const isOwn = file === join(settings.dataDir, KEY_FILE);
  if (isOwn && (await store.notes()).length === 0) return makeKeyFile(file);
  throw new KeyRefused(
    `there is no file ${file}: put the key back from its copy, or make one with openssl genpkey -algorithm ed25519 for a ` +
      `ledger that has signed nothing yet; ${SIGN_NOTHING} starts without signing`,
  );
}

function keyOption(key: KeyObject | undefined): { key?: KeyObject } {
  return key === undefined ? {} : { key };
}

function asSetting(error: KeyRefused): BadSetting {
  return new BadSetting(error instanceof OriginRefused ? 'LEDGER_ORIGIN:' : 'LEDGER_SIGNING_KEY:', error.message);
}
