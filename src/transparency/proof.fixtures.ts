import { decodeBase64 } from './base64.js';
import type { Checkpoint } from './checkpoint.js';
import { openCheckpoint } from './checkpoint.js';
import { HASH_BYTES, verifyInclusion } from './merkle.js';
import type { NoteVerifier } from './note.js';
import { HEADER, type LogProof } from './proof.js';

/** The proof is malformed or does not hold. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
}

/** Reads the text of a proof without checking whether it holds. @throws ProofError */
export function parseProof(text: string): LogProof {
  const end = text.indexOf('\n\n');
  if (end < 0) throw new ProofError('a proof is followed by an empty line and a checkpoint');
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) throw new ProofError(`a proof begins with ${HEADER}`);
  const [indexLine = '', ...hashes] = isExtra(lines[0]) ? lines.slice(1) : lines;
  const [, index] = /^index (0|[1-9][0-9]{0,19})$/.exec(indexLine) ?? [];
  if (index === undefined) throw new ProofError('a proof names the index of the entry');
  return { index: BigInt(index), hashes: hashes.map(parseHash), checkpoint: text.slice(end + 2) };
}

/**
 * Checks that a proof holds ("Verifying a tlog proof").
 * @param leaf hash of the entry, which the verifier made itself
 * @param origin of the log
 * @param keys the log's own keys, one of which has to have signed the checkpoint
 * @returns where the entry stands, and the checkpoint that says so
 * @throws ProofError, CheckpointError or NoteError when it is malformed or does not hold
 */
export function openProof(
  text: string,
  leaf: Uint8Array,
  origin: string,
  keys: readonly NoteVerifier[],
): { index: bigint; checkpoint: Checkpoint } {
  const { index, hashes, checkpoint: note } = parseProof(text);
  const checkpoint = openCheckpoint(Buffer.from(note), origin, keys);
  if (!verifyInclusion(index, checkpoint.size, leaf, hashes, checkpoint.root)) {
    throw new ProofError('the hashes do not lead from the entry to the root of the checkpoint');
  }
  return { index, checkpoint };
}

function isExtra(line: string | undefined): boolean {
  return line?.startsWith('extra ') === true && decodeBase64(line.slice('extra '.length)) !== undefined;
}

function parseHash(line: string): Buffer {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_BYTES) throw new ProofError('a hash is 32 bytes in base64');
  return hash;
}
