import { randomInt } from 'node:crypto';
import type { Checkpoint } from '../checkpoint.js';
import { leafHash, verifyConsistency, verifyInclusion } from '../merkle.js';
import { decodeEntries, TileError, TILE_WIDTH, tileWidth } from '../tiles.js';
import { History } from './history.js';
import type { LiveLog, NamedKeys } from './live-log.js';
import { neededTiles, type Span, tileOfBlock } from './needed-tiles.js';
import type { SignedHeads, Trust } from './trust.js';
import { openHeads } from './trust.js';
import type { SaidHealth, Verdict } from './verdict.js';
import { CannotCheck, NotGood } from './verdict.js';

export interface LiveOptions extends Trust {
  /** Is called now and then with how many entries have been good, and how many there will be. */
  readonly onProgress?: (entries: number, of: number) => void;
}

/** Largest range that node gives random numbers of. */
const MOST_RANDOM = 2 ** 47;

/** What was good of a log at the last look. */
export interface SoFar {
  readonly size: number;
  /** By stream: the last revision. */
  readonly revisions: ReadonlyMap<string, number>;
}

/**
 * Checks a running ledger: that it raises no alarm itself, its newest checkpoint, that older ones are beginnings of it, every entry since the largest of
 * these (or since the beginning), and the proofs that it gives to others.
 *
 * Roots are made from tiles here. The server's own proofs are asked for too and have to hold, but nothing rests on them.
 * @param soFar of the last look, whose checkpoint is among those that were kept
 */
export async function verifyLive(
  log: LiveLog,
  options: LiveOptions = {},
  soFar?: SoFar,
): Promise<{ verdict: Verdict; soFar?: SoFar }> {
  try {
    return await lookAt(log, options, soFar).catch((error: unknown) => {
      // The key may have been replaced between two answers: then the next look finds it so.
      if (!(error instanceof NotGood) || error.finding.rule !== 'signature') throw error;
      return lookAt(log, options, soFar);
    });
  } catch (error) {
    if (error instanceof NotGood) return { verdict: { verdict: 'not-good', finding: error.finding } };
    if (error instanceof CannotCheck) return { verdict: { verdict: 'unchecked', reason: error.message } };
    throw error;
  }
}

async function lookAt(
  log: LiveLog,
  options: LiveOptions,
  soFar: SoFar | undefined,
): Promise<{ verdict: Verdict; soFar: SoFar }> {
  const health = await log.health();
  const { keys, note, heads } = await log.askAgainWhile(
    ({ heads: { newest, olds } }) => olds.some(({ size }) => size > newest.size),
    async () => {
      const keys = await log.keys();
      const note = (await log.checkpoint()).toString();
      return { keys, note, heads: openHeads(keys.origin, { checkpoint: note, keyNotes: keys.keyNotes }, options) };
    },
  );
  return new Look(log, keys, heads, options).verdict(note, health, soFar);
}

/** One look at a log, whose newest checkpoint stays the same meanwhile. */
class Look {
  private readonly newest: Checkpoint;
  private readonly size: number;
  /** What is before this place was checked when the largest of the older checkpoints was kept. */
  private readonly from: number;
  /** Older checkpoints, and those that name keys: all of them are beginnings. */
  private readonly beginnings: readonly Checkpoint[];
  /** Hashes of the last entry and of one at random, for which the server's proofs are asked. */
  private readonly probes = new Map<number, Uint8Array>();

  constructor(
    private readonly log: LiveLog,
    private readonly keys: NamedKeys,
    private readonly heads: SignedHeads,
    private readonly options: LiveOptions,
  ) {
    this.newest = heads.newest;
    this.size = Number(heads.newest.size);
    this.beginnings = [...heads.olds, ...heads.named.filter((head) => head.size > 0n)];
    this.from = Math.max(0, ...heads.olds.map((old) => Number(old.size)));
  }

  async verdict(
    note: string,
    health: SaidHealth,
    before: SoFar | undefined,
  ): Promise<{ verdict: Verdict; soFar: SoFar }> {
    const { size, from, newest, heads } = this;
    const known = before?.size === from ? before.revisions : undefined;
    const revisions = new Map(known);
    const hasBeginnings = from === 0 || known !== undefined;
    const scope = { from, to: size, hasGaps: false, hasBeginnings, prefix: '', record: null };
    const history = new History(newest, this.beginnings, scope, revisions);
    await this.take(history);
    history.end();
    for (const old of heads.olds) await this.checkConsistency(old);
    for (const [index, leaf] of this.probes) await this.checkInclusion(index, leaf);
    const verdict: Verdict = {
      verdict: 'good',
      checkpoint: newest,
      note,
      signedBy: heads.signedBy,
      keyIsGiven: heads.keyIsGiven,
      keyIsReplaced: heads.keyIsReplaced,
      entries: history.entries,
      streams: history.streams,
      disclosures: history.disclosures,
      beginnings: heads.olds.map((old) => Number(old.size)),
      health,
    };
    return { verdict, soFar: { size, revisions } };
  }

  /** Fetches hashes and entries, each hash before what it proves. */
  private async take(history: History): Promise<void> {
    const { size, from, log } = this;
    const olds = this.beginnings.map((old) => Number(old.size));
    const span: Span = [Math.floor(from / TILE_WIDTH), Math.ceil(size / TILE_WIDTH)];
    const { above, blocks } = neededTiles(size, from < size ? [span] : [], olds);
    for (const tile of above) history.hashes(Number(tile.level), tile.index, await log.hashes(tile));
    const random = from < size ? from + randomInt(Math.min(size - from, MOST_RANDOM)) : 0;
    for (const block of blocks) {
      const tile = tileOfBlock(block, size);
      const [hashes, entries] = await Promise.all([tile && log.hashes(tile), this.entriesOf(block)]);
      if (hashes) history.hashes(0, block, hashes);
      for (const [index, entry] of entries) {
        history.entry(entry);
        if (index === random || index === size - 1) this.probes.set(index, leafHash(entry));
      }
      this.options.onProgress?.(history.entries, size - from);
    }
  }

  /** The new entries of a block, with their places. */
  private async entriesOf(block: number): Promise<[index: number, entry: Buffer][]> {
    const start = block * TILE_WIDTH;
    const width = tileWidth('entries', block, this.size);
    if (start + width <= this.from) return [];
    const bundle = await this.log.entries(block, width);
    if (!bundle)
      throw new CannotCheck(`the server does not give the entries from ${start} on, only their hashes: use an export`);
    try {
      const entries = decodeEntries(bundle, width).map((entry, i): [number, Buffer] => [start + i, entry]);
      return entries.filter(([index]) => index >= this.from);
    } catch (error) {
      if (!(error instanceof TileError)) throw error;
      throw new NotGood({ rule: 'form', message: error.message, between: [start, start + width] });
    }
  }

  private async checkConsistency(old: Checkpoint): Promise<void> {
    const { newest, size } = this;
    const answer = await this.log.consistency(Number(old.size), size);
    this.openAnswer(answer.checkpoint);
    const isGood =
      answer.from === Number(old.size) &&
      answer.to === size &&
      verifyConsistency(old.size, newest.size, old.root, newest.root, answer.proof);
    if (isGood) return;
    throw new NotGood({
      rule: 'proof',
      message: `the server's own proof from ${old.size} to ${size} entries does not hold`,
      between: [Number(old.size), size],
    });
  }

  private async checkInclusion(index: number, leaf: Uint8Array): Promise<void> {
    const answer = await this.log.inclusion(index, this.size);
    const head = this.openAnswer(answer.checkpoint);
    const isGood =
      answer.index === index &&
      answer.size === Number(head.size) &&
      verifyInclusion(BigInt(index), head.size, leaf, answer.proof, head.root);
    if (isGood) return;
    throw new NotGood({ rule: 'proof', message: `the server's own proof of entry ${index} does not hold`, index });
  }

  /** The checkpoint beside a proof: the one of this look, or a newer one. @throws NotGood */
  private openAnswer(note: string): Checkpoint {
    const { origin, keyNotes } = this.keys;
    const { newest: head } = openHeads(origin, { checkpoint: note, keyNotes }, { key: this.options.key });
    const isSame = head.size === this.newest.size && Buffer.compare(head.root, this.newest.root) === 0;
    if (isSame || head.size > this.newest.size) return head;
    throw new NotGood({ rule: 'proof', message: 'beside a proof stands a checkpoint that contradicts the newest one' });
  }
}
