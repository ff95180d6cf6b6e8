import { errorMessage } from '../../runtime/error-message.js';
import { syncFolder } from '../../runtime/sync-path.js';
import type { KeyObject } from 'node:crypto';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreRefused } from '../../event-store/port.js';

/** A key file, or the key in it, cannot be used; the message says what to correct. */
export class KeyRefused extends StoreRefused {
  override name = 'KeyRefused';
}

/** Bits of a file's mode that let others than its owner read or change it. */
const OTHERS = 0o077;

/**
 * Reads a private key for signing checkpoints: Ed25519, PKCS#8 in PEM, as `openssl genpkey -algorithm ed25519` makes it.
 * @returns undefined where there is no such file
 * @throws KeyRefused for a file that others may read, for what is no key, and for a key of another algorithm
 */
export function readKeyFile(file: string): KeyObject | undefined {
  const pem = contentOf(file);
  if (pem === undefined) return undefined;
  // Windows has no such modes.
  if (process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0) {
    throw new KeyRefused(`${file} may be read by others than its owner: chmod 600 ${file}`);
  }
  const key = privateKeyIn(pem);
  if (key?.asymmetricKeyType !== 'ed25519') {
    throw new KeyRefused(`${file} holds no Ed25519 private key in PEM (PKCS#8, without a passphrase)`);
  }
  return key;
}

/**
 * Makes a new key and writes it into a new file that only its owner may read, durably.
 * @throws KeyRefused where there is a file already, or the folder cannot be written
 */
export function makeKeyFile(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      writeSync(descriptor, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    syncFolder(dirname(file));
  } catch (error) {
    throw new KeyRefused(`${file} cannot be written (${errorMessage(error)})`);
  }
  return privateKey;
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new KeyRefused(`${file} cannot be read (${errorMessage(error)})`);
  }
}

function privateKeyIn(pem: Buffer): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
