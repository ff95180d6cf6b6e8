/*
 * Proofs that can be kept in a file: https://c2sp.org/tlog-proof. An inclusion proof and the signed checkpoint that it leads
 * to, which show without asking anybody that an entry stands in the log:
 *
 *     c2sp.org/tlog-proof@v1
 *     extra <base64, of which nothing is said here>      (may be left out)
 *     index <index of the entry>
 *     <a hash of the proof in base64>                    (none, one or many)
 *
 *     <the checkpoint>
 */

/** First line of every proof. */
export const HEADER = 'c2sp.org/tlog-proof@v1';

export interface LogProof {
  readonly index: bigint;
  /** As `inclusionProof` gives them. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
}

/** The text of a proof ("Format"). */
export function formatProof({ index, hashes, checkpoint }: LogProof): string {
  const lines = [HEADER, `index ${index.toString()}`, ...hashes.map((hash) => Buffer.from(hash).toString('base64'))];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}
