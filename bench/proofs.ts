import { TreeLog } from '../src/transparency/log/tree-log.js';
import { HASH_BYTES, verifyConsistency, verifyInclusion } from '../src/transparency/merkle.js';
import { consistencyProof, inclusionProof, rootOf } from '../src/transparency/tree.js';
import { LEDGER } from './make-ledger.js';
import { type BenchRow, compare, type Effort, interleave, spreadOf } from './report.js';

const PAIRS = 9;

/** Proofs made and verified in one round. */
const PROOFS = 2_000;

/** Something that the tree proves. */
interface Provable {
  make(): Uint8Array[];
  isProvedBy(proof: readonly Uint8Array[]): boolean;
}

/** Making proofs out of the tree of a data folder, beside verifying them. */
export async function benchProofs(folder: string, { quick }: Effort): Promise<BenchRow[]> {
  const tree = TreeLog.openToRead({ folder, ledger: LEDGER, store: 'sqlite' });
  if (!tree) throw new Error('there is no tree of this ledger');
  try {
    const { size, hashAt } = tree;
    const root = rootOf(size, hashAt);
    const place = (turn: number): number => 1 + ((turn * 104_729) % (size - 1));
    const inclusion = (index: number): Provable => {
      const leaf = hashAt(0, index);
      return {
        make: () => inclusionProof(index, size, hashAt),
        isProvedBy: (proof) => verifyInclusion(BigInt(index), BigInt(size), leaf, proof, root),
      };
    };
    const consistency = (from: number): Provable => {
      const old = rootOf(from, hashAt);
      return {
        make: () => consistencyProof(from, size, hashAt),
        isProvedBy: (proof) => verifyConsistency(BigInt(from), BigInt(size), old, root, proof),
      };
    };
    const rows: BenchRow[] = [];
    for (const [what, about] of Object.entries({ inclusion, consistency })) {
      const provable = Array.from({ length: PROOFS }, (_, turn) => about(place(turn)));
      const proofs = provable.map((each) => each.make());
      const figures = await interleave(
        quick ? 3 : PAIRS,
        () => Promise.resolve(timed(() => provable.every((each) => each.make().length > 0))),
        () => Promise.resolve(timed(() => provable.every((each, turn) => each.isProvedBy(proofs[turn] ?? [])))),
      );
      const { median, most } = spreadOf(proofs.map(({ length }) => length * HASH_BYTES));
      rows.push({
        name: `a proof of ${what}, ${size.toLocaleString('en')} events`,
        ...compare(figures, Number),
        unit: 'µs',
        beside: 'verifying it',
        note:
          `Out of the tree in its file, at places all over the log. Half of them have at most ${median} bytes, and none ` +
          `has more than ${most}. Looking up the hashes limits it`,
      });
    }
    return rows;
  } finally {
    tree.close();
  }
}

/** Microseconds that one of them took. @throws Error when one does not hold */
function timed(doAll: () => boolean): number {
  const start = process.hrtime.bigint();
  if (!doAll()) throw new Error('a proof does not hold');
  return Number(process.hrtime.bigint() - start) / 1e3 / PROOFS;
}
