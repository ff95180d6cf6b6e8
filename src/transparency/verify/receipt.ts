import { decodeBase64 } from '../base64.js';
import type { Checkpoint } from '../checkpoint.js';
import { HASH_BYTES, leafHash, verifyInclusion } from '../merkle.js';
import { readEntry } from './exported-entry.js';
import { readOneWay } from './one-reading.js';
import { openAlone, type Trust } from './trust.js';
import { CannotCheck, type Finding, type Good, NotGood, type Verdict } from './verdict.js';

/** What a server gives to whoever has recorded something (`/v1/log/receipts/{event}`), one object of JSON. */
export interface Receipt {
  /** Of the event. */
  readonly id: string;
  /** The entry: its bytes, which are JSON in UTF-8, as a text. */
  readonly entry: string;
  /** Place of the entry in the log, from 0. */
  readonly index: number;
  /** Hashes in base64. */
  readonly leafHash: string;
  /** Entries that the checkpoint covers. */
  readonly size: number;
  /** The inclusion proof of RFC 9162, section 2.1.3. */
  readonly proof: readonly string[];
  /** The signed note. */
  readonly checkpoint: string;
}

const MEMBERS = ['checkpoint', 'entry', 'id', 'index', 'leafHash', 'proof', 'size'];

/** Whether bytes are those of a receipt, and not of an export, which has several lines, or of anything else. */
export function isReceipt(bytes: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'object' && value !== null && 'entry' in value && 'proof' in value;
  } catch {
    return false;
  }
}

/**
 * Checks a receipt: that the key which was given has signed its checkpoint, and that the entry in it stands where it says in the
 * tree of that checkpoint. A kept checkpoint of the same size has to have the same root; about one of another size a receipt
 * shows nothing, and so it then could not be checked.
 */
export function verifyReceipt(bytes: Buffer, trust: Trust = {}): Verdict {
  try {
    return check(formed(bytes), trust);
  } catch (error) {
    if (error instanceof NotGood) return { verdict: 'not-good', finding: error.finding };
    if (error instanceof CannotCheck) return { verdict: 'unchecked', reason: error.message };
    throw error;
  }
}

/** @throws NotGood, CannotCheck */
function check(receipt: Receipt, trust: Trust): Good {
  const { index, size } = receipt;
  const { newest: checkpoint, signedBy, olds } = openAlone(receipt.checkpoint, trust);
  if (checkpoint.size !== BigInt(size)) throw bad('form', `the receipt names another size than its checkpoint`);
  const bytes = Buffer.from(receipt.entry);
  const leaf = leafHash(bytes);
  if (Buffer.compare(leaf, hashIn(receipt.leafHash)) !== 0)
    throw bad('entry-changed', 'the entry has another hash than the receipt names', index);
  if (!verifyInclusion(BigInt(index), checkpoint.size, leaf, receipt.proof.map(hashIn), checkpoint.root))
    throw bad('proof', `the hashes do not lead from entry ${index} to the root that was signed`, index);
  const entry = readEntry(bytes);
  const { id } = (entry ? JSON.parse(receipt.entry) : {}) as { readonly id?: string };
  if (entry?.index !== index || id !== receipt.id)
    throw bad('entry-malformed', `entry ${index} was signed so, but is not that of the receipt`, index);
  compare(checkpoint, olds);
  const words = `entry ${index} (revision ${entry.revision} of ${entry.stream})`;
  return {
    verdict: 'good',
    checkpoint,
    note: receipt.checkpoint,
    signedBy,
    keyIsGiven: true,
    keyIsReplaced: false,
    entries: 1,
    part: { kind: 'receipt', words },
    streams: 1,
    disclosures: 0,
    beginnings: olds.map((old) => Number(old.size)),
  };
}

/** Between two sizes there is a proof of consistency to be made, for which a receipt has not the hashes. */
function compare({ size, root }: Checkpoint, olds: readonly Checkpoint[]): void {
  if (olds.some((old) => old.size === size && Buffer.compare(old.root, root) !== 0)) {
    const message = `the checkpoint of ${size} entries that you keep has another root: two histories were signed`;
    throw new NotGood({ rule: 'not-a-prefix', message, between: [0, Number(size)] });
  }
  const other = olds.find((old) => old.size !== size);
  if (!other) return;
  throw new CannotCheck(
    `the receipt by itself is good, but it does not show that the checkpoints of ${size} and ${other.size} entries are of ` +
      'one history. Keep its checkpoint (--save, without --checkpoint), and verify an export with both',
  );
}

/** @throws NotGood for what no server gives */
function formed(bytes: Buffer): Receipt {
  const value = readOneWay(bytes);
  if (typeof value !== 'object' || value === null) throw bad('form', 'the receipt can be read in more than one way');
  const { id, entry, index, leafHash, size, proof, checkpoint } = value as Partial<Receipt>;
  const isGood =
    Object.keys(value).sort().join() === MEMBERS.join() &&
    [id, entry, leafHash, checkpoint].every(isText) &&
    [index, size].every((count) => Number.isSafeInteger(count) && (count ?? -1) >= 0) &&
    Array.isArray(proof) &&
    proof.every((hash) => typeof hash === 'string');
  if (!isGood) throw bad('form', 'the receipt is not written as it has to be');
  return value as Receipt;
}

/** Half of a surrogate pair has no UTF-8: as bytes it would become another letter. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}

function hashIn(text: string): Buffer {
  const bytes = decodeBase64(text);
  if (bytes?.length !== HASH_BYTES) throw bad('form', 'a hash in a receipt is 32 bytes in base64');
  return bytes;
}

function bad(rule: Finding['rule'], message: string, index?: number): NotGood {
  return new NotGood({ rule, message, ...(index === undefined ? {} : { index }) });
}
