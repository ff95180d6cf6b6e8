import { hash } from 'node:crypto';
import type { Checkpoint } from '../checkpoint.js';
import { TILE_WIDTH } from '../tiles.js';
import { Beginnings } from './beginnings.js';
import type { Entry } from './exported-entry.js';
import { readEntry } from './exported-entry.js';
import { SignedTree } from './signed-tree.js';
import { CannotCheck, NotGood } from './verdict.js';

/** Which entries of the signed tree are looked at. */
export interface Scope {
  /** Entries from this place up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  /** Whether not all of these are there, only those of some streams. */
  readonly hasGaps: boolean;
  /** Whether the streams are there from their beginnings: otherwise the first revision that comes may be any. */
  readonly hasBeginnings: boolean;
  /** Every stream's name begins with this. */
  readonly prefix: string;
  /** `<kind>/<id>` of the record that they are about; null where they are about none. */
  readonly record: string | null;
}

/**
 * Checks a history as it comes, piece by piece: hashes of the signed tree, each before the entries that it proves, entries
 * in order, and behind an entry the texts that its digests stand for. The first piece that is not good throws.
 *
 * Memory grows with the number of streams, whose revisions are counted, and by 32 bytes for every 256 entries.
 */
export class History {
  private readonly tree: SignedTree;
  private readonly beginnings: Beginnings;
  /** The place that comes next. */
  private next: number;
  private lastBlock = -1;
  /** What a text may stand behind: the entry that came last, and nothing since. */
  private lastEntry: Buffer | undefined;
  private readonly lastDigests = new Set<string>();
  entries = 0;
  disclosures = 0;

  /**
   * @param revisions by stream: the revision that came last. Where a history goes on from another, that one's
   * @throws CannotCheck or NotGood when the older checkpoints do not fit in, or the tree is too large to count
   */
  constructor(
    checkpoint: Checkpoint,
    olds: readonly Checkpoint[],
    private readonly scope: Scope,
    private readonly revisions = new Map<string, number>(),
  ) {
    const size = Number(checkpoint.size);
    if (!Number.isSafeInteger(size)) throw new CannotCheck('a tree of more than 2^53 entries cannot be checked here');
    this.beginnings = new Beginnings(olds, size);
    this.tree = new SignedTree(size, checkpoint.root, (tile, bytes) => this.beginnings.take(tile, bytes));
    this.next = scope.from;
  }

  get streams(): number {
    return this.revisions.size;
  }

  /** The place of the first entry that did not come yet; undefined where that cannot be determined, or none is missing. */
  get missing(): number | undefined {
    return this.scope.hasGaps || this.next >= this.scope.to ? undefined : this.next;
  }

  /** Takes hashes in. @throws NotGood */
  hashes(level: number, index: number, bytes: Buffer): void {
    const { width } = this.tree.add(level, index, bytes);
    this.lastEntry = undefined;
    if (level > 0 || width < TILE_WIDTH) return;
    if (this.missing !== undefined && index * TILE_WIDTH > this.missing) {
      throw this.notThere(this.missing, `the hashes of the entries from ${index * TILE_WIDTH} on stand`);
    }
    if (index <= this.lastBlock) throw new NotGood({ rule: 'hashes', message: `the hashes 0/${index} come too late` });
    this.lastBlock = index;
  }

  /** Takes an entry in. @throws NotGood */
  entry(bytes: Buffer): void {
    const entry = readEntry(bytes);
    const place = this.scope.hasGaps ? this.placeOf(entry) : this.next;
    const isSigned = place < this.scope.to ? this.tree.isLeaf(place, bytes) : undefined;
    if (isSigned === undefined) throw this.notCovered(place, entry);
    if (!isSigned) throw this.notSigned(place, entry);
    if (entry?.index !== place) {
      throw new NotGood({
        rule: 'entry-malformed',
        message: `entry ${place} was signed so, but is not written as an entry has to be`,
        index: place,
      });
    }
    this.follow(entry);
    this.next = place + 1;
    this.lastEntry = bytes;
    this.lastDigests.clear();
    this.entries += 1;
  }

  /** Takes in the text behind a digest of the entry that came last (RFC 9901, section 4.2.3). @throws NotGood */
  disclosure(digest: string, text: string): void {
    const bad = (why: string): NotGood => new NotGood({ rule: 'disclosure', message: why, index: this.next - 1 });
    if (hash('sha256', text, 'base64url') !== digest) throw bad(`the text behind ${digest} has another digest`);
    if (!isDisclosure(text)) throw bad(`behind ${digest} stands no salt, name and value`);
    if (!this.lastEntry) throw bad(`the text behind ${digest} stands behind no entry`);
    // In canonical JSON a quote inside a string has a backslash before it, so these letters are members and nothing else.
    if (!this.lastEntry.includes(`{"sealed":"${digest}"}`) && !this.lastEntry.includes(`"digest":"${digest}"`)) {
      throw this.misplaced(digest);
    }
    if (this.lastDigests.has(digest)) throw bad(`the text behind ${digest} stands there twice`);
    this.lastDigests.add(digest);
    this.disclosures += 1;
  }

  /** The text may have been put there, or the entry that it stood behind was taken away: the next one. */
  private misplaced(digest: string): NotGood {
    const { next, scope, missing } = this;
    const message = `the entry before has no digest ${digest}: its text was put there, or its entry is missing`;
    const where =
      missing === undefined ? { index: next - 1 } : { between: [Math.max(next - 1, scope.from), next + 1] as const };
    return new NotGood({ rule: 'disclosure', message, ...where });
  }

  /** Nothing more comes. @throws NotGood when something is missing, CannotCheck */
  end(): void {
    if (!this.tree.isProved)
      throw new NotGood({ rule: 'hashes', message: 'the hashes that make the root are missing' });
    if (this.missing !== undefined) throw this.notThere(this.missing, 'the end stands');
    this.requireRecord();
    this.beginnings.end();
  }

  /** A stream is named `<ledger>.<word>-<id>`. The word need not be the kind, and one id has one stream. */
  private requireRecord(): void {
    const { record, prefix } = this.scope;
    if (record === null) return;
    const id = record.slice(record.indexOf('/') + 1);
    const isOfRecord = (stream: string): boolean => stream.slice(stream.indexOf('-', prefix.length) + 1) === id;
    if ([...this.revisions.keys()].some(isOfRecord)) return;
    throw new NotGood({ rule: 'form', message: `the file is said to be about ${record}, and has no entry of that` });
  }

  /** Where an entry says that it stands, where entries may be left out. */
  private placeOf(entry: Entry | undefined): number {
    if (entry === undefined) throw new NotGood({ rule: 'form', message: 'what stands there is no entry' });
    if (entry.index >= this.next) return entry.index;
    const message = `entry ${entry.index} comes behind entry ${this.next - 1}`;
    throw new NotGood({ rule: 'entry-added', message, ...entry });
  }

  /** Holds a stream's name and revisions to the rules. */
  private follow({ index, stream, revision }: Entry): void {
    const bad = (message: string): NotGood => new NotGood({ rule: 'revision', message, index, stream, revision });
    const last = this.revisions.get(stream);
    const first = this.scope.hasBeginnings ? 0 : revision;
    const expected = last === undefined ? first : last + 1;
    if (revision !== expected)
      throw bad(`revision ${revision} of ${stream} stands where revision ${expected} has to be`);
    if (last === undefined && !stream.startsWith(this.scope.prefix)) throw bad(`${stream} is no stream of this ledger`);
    this.revisions.set(stream, revision);
  }

  private notCovered(place: number, entry: Entry | undefined): NotGood {
    const isBeyond = place >= this.scope.to;
    if (!isBeyond && entry !== undefined && entry.index !== place) return this.notSigned(place, entry);
    const message = isBeyond ? `entry ${place} is not covered` : `no hashes came before entry ${place} that prove it`;
    return new NotGood({ rule: isBeyond ? 'entry-added' : 'hashes', message, ...entry, index: place });
  }

  private notSigned(place: number, entry: Entry | undefined): NotGood {
    if (entry !== undefined && entry.index > place) return this.notThere(place, `entry ${entry.index} stands`);
    if (entry !== undefined && entry.index < place) {
      const message = `entry ${entry.index} stands where entry ${place} has to be`;
      return new NotGood({ rule: 'entry-added', message, ...entry, index: place });
    }
    const message = `entry ${place} is not the one that was signed`;
    return new NotGood({ rule: 'entry-changed', message, ...entry, index: place });
  }

  /** @param instead what stands there, with that word */
  private notThere(place: number, instead: string): NotGood {
    const message = `entry ${place} is missing: ${instead} at its place`;
    return new NotGood({ rule: 'entry-missing', message, index: place });
  }
}

/** Base64url of the JSON array of a salt, a name and a value, which can be read in one way only. */
function isDisclosure(text: string): boolean {
  const json = Buffer.from(text, 'base64url');
  if (json.toString('base64url') !== text) return false;
  try {
    const parts: unknown = JSON.parse(json.toString());
    // Of members with one name the last is left, a number is written in its shortest form, and bytes that are no text are lost.
    if (Buffer.compare(Buffer.from(JSON.stringify(parts)), json) !== 0) return false;
    return Array.isArray(parts) && parts.length === 3 && typeof parts[0] === 'string' && typeof parts[1] === 'string';
  } catch {
    return false;
  }
}
