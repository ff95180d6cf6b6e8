import { generateKeyPairSync } from 'node:crypto';
import { signCheckpoint } from './checkpoint.js';
import { flipped, givenLeaves, hashAtOf } from '../../test/fixtures/tree.fixtures.js';
import { ed25519Signer, formatVerifierKey, NoteError, parseVerifierKey } from './note.js';
import { openProof, parseProof, ProofError } from '../../test/fixtures/proof.fixtures.js';
import { formatProof } from './proof.js';
import { inclusionProof, rootOf } from './tree.js';

const ORIGIN = 'ledger.example/log';
const SIZE = 11;
const LEAVES = givenLeaves(SIZE);
const HASH_AT = hashAtOf(LEAVES);
const { privateKey } = generateKeyPairSync('ed25519');
const KEY = parseVerifierKey(formatVerifierKey(ORIGIN, privateKey));
const CHECKPOINT = signCheckpoint({ origin: ORIGIN, size: BigInt(SIZE), root: rootOf(SIZE, HASH_AT) }, [
  ed25519Signer(ORIGIN, privateKey),
]);

const proofOf = (index: number): string =>
  formatProof({ index: BigInt(index), hashes: inclusionProof(index, SIZE, HASH_AT), checkpoint: CHECKPOINT });

describe('a proof in a file', () => {
  it('holds for every entry of a log', () => {
    for (const [index, leaf] of LEAVES.entries()) {
      const opened = openProof(proofOf(index), leaf, ORIGIN, [KEY]);
      expect([opened.index, opened.checkpoint.size]).toEqual([BigInt(index), BigInt(SIZE)]);
    }
  });

  it('has the lines of the specification', () => {
    const lines = proofOf(10).split('\n');
    expect(lines.slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 10']);
    expect(lines.slice(2, 5).map((line) => line.length)).toEqual([44, 44, 0]);
    expect(lines.slice(5).join('\n')).toBe(CHECKPOINT);
  });

  it('of the only entry has no hashes', () => {
    const [leaf] = LEAVES;
    const only = signCheckpoint({ origin: ORIGIN, size: 1n, root: leaf! }, [ed25519Signer(ORIGIN, privateKey)]);
    const proof = formatProof({ index: 0n, hashes: [], checkpoint: only });
    expect(openProof(proof, leaf!, ORIGIN, [KEY]).index).toBe(0n);
  });

  it('may say more in base64, which is passed over', () => {
    const extra = proofOf(3).replace('index', 'extra YWdl\nindex');
    expect(openProof(extra, LEAVES[3]!, ORIGIN, [KEY]).index).toBe(3n);
  });

  it('does not hold for another entry, index, hash, key or origin', () => {
    const proof = proofOf(3);
    const other = parseVerifierKey(formatVerifierKey(ORIGIN, generateKeyPairSync('ed25519').privateKey));
    const { hashes } = parseProof(proof);
    const changed = formatProof({ index: 3n, hashes: hashes.with(0, flipped(hashes[0]!, 5)), checkpoint: CHECKPOINT });
    expect(() => openProof(proof, LEAVES[4]!, ORIGIN, [KEY])).toThrow(ProofError);
    expect(() => openProof(proof.replace('index 3', 'index 2'), LEAVES[3]!, ORIGIN, [KEY])).toThrow(ProofError);
    expect(() => openProof(changed, LEAVES[3]!, ORIGIN, [KEY])).toThrow(ProofError);
    expect(() => openProof(proof, LEAVES[3]!, ORIGIN, [other])).toThrow(NoteError);
    expect(() => openProof(proof, LEAVES[3]!, 'other.example', [KEY])).toThrow('the checkpoint is of');
    expect(() => openProof(proof.replace('\n11\n', '\n12\n'), LEAVES[3]!, ORIGIN, [KEY])).toThrow(NoteError);
  });

  it.each([
    ['nothing', (): string => ''],
    ['another version', (proof: string): string => proof.replace('@v1', '@v2')],
    ['no index', (proof: string): string => proof.replace('index 3\n', '')],
    ['an index with a zero before it', (proof: string): string => proof.replace('index 3', 'index 03')],
    ['a negative index', (proof: string): string => proof.replace('index 3', 'index -3')],
    ['more that is not base64', (proof: string): string => proof.replace('index', 'extra ?\nindex')],
    ['two lines of more', (proof: string): string => proof.replace('index', 'extra YWdl\nextra YWdl\nindex')],
    ['a hash that is too short', (proof: string): string => proof.replace('index 3\n', 'index 3\nYWdl\n')],
    ['no empty line', (proof: string): string => proof.replaceAll('\n\n', '\n')],
  ])('is refused with %s', (_what, spoil) => {
    expect(() => parseProof(spoil(proofOf(3)))).toThrow(ProofError);
  });
});
