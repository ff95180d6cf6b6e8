import type { Checkpoint } from '../checkpoint.js';

/** Rules that a history can break. */
export type Rule =
  /** A line is not one that an export has, or not where it has to be. */
  | 'form'
  /** The checkpoint is not signed by a known key. */
  | 'signature'
  /** The hashes do not lead to the signed root. */
  | 'root'
  /** Hashes of the tree are not those that were signed, or are missing. */
  | 'hashes'
  /** An older checkpoint is not a beginning of this history. */
  | 'not-a-prefix'
  /** At the place of an entry stands something else with its number. */
  | 'entry-changed'
  /** An entry that was signed is not there. */
  | 'entry-missing'
  /** There is an entry where none was signed. */
  | 'entry-added'
  /** The entry was signed so, but is not written as an entry has to be. */
  | 'entry-malformed'
  /** The revisions of a stream have a hole, or one comes twice. */
  | 'revision'
  /** A text is not the one behind a digest, or behind none of the entry before it. */
  | 'disclosure'
  /** A server's proof does not hold. */
  | 'proof'
  /** The server itself says that its log is not the one that it has shown or signed. */
  | 'alarm';

/** The first thing that is not as it has to be. */
export interface Finding {
  readonly rule: Rule;
  /** One sentence for whoever reads the verdict. */
  readonly message: string;
  /** Place in the log of the entry that is meant, from 0. */
  readonly index?: number;
  readonly stream?: string;
  readonly revision?: number;
  /** Line of the file, from 1. */
  readonly line?: number;
  /** Where no single entry can be named: it is one of those from the first of these up to, not including, the second. */
  readonly between?: readonly [from: number, to: number];
}

/** What was looked at where it is not everything. */
export interface Part {
  /**
   * `stretch`: every entry from one place to another. `record`: entries of some streams, each from its beginning; that these
   * are all of the record's and of those that it refers to is what the file says of itself, and nobody has signed that.
   * `receipt`: one entry.
   */
  readonly kind: 'stretch' | 'record' | 'receipt';
  readonly words: string;
}

/** A history that holds. */
export interface Good {
  readonly verdict: 'good';
  readonly checkpoint: Checkpoint;
  /** The same as it was signed: what is worth keeping. */
  readonly note: string;
  /** The verifier key that signed it. */
  readonly signedBy: string;
  /** Whether a key was given, from which a chain leads to this one; otherwise the history names its own keys. */
  readonly keyIsGiven: boolean;
  /** Whether the key that was given has been replaced by the one that signs now. */
  readonly keyIsReplaced: boolean;
  readonly entries: number;
  /** What was looked at of the ledger; undefined where it was everything. */
  readonly part?: Part;
  readonly streams: number;
  readonly disclosures: number;
  /** Sizes of the older checkpoints that are beginnings of this history. */
  readonly beginnings: readonly number[];
  /** Entries that were recorded and not yet signed when a file was made, as the file says; undefined of a running ledger. */
  readonly unsigned?: number;
  /** What a running ledger says of itself; undefined of a file. */
  readonly health?: SaidHealth;
}

/** What a server says of itself at /health/ready, where it raises no alarm. */
export interface SaidHealth {
  /** It did answer there. */
  readonly isReported: boolean;
  /** Entries that it has recorded, and its checkpoint does not cover. */
  readonly unsigned: number;
}

export type Verdict =
  | Good
  | { readonly verdict: 'not-good'; readonly finding: Finding }
  | { readonly verdict: 'unchecked'; readonly reason: string };

/** The history is not good. */
export class NotGood extends Error {
  override readonly name = 'NotGood';

  constructor(readonly finding: Finding) {
    super(finding.message);
  }
}

/** It cannot be determined whether the history is good. */
export class CannotCheck extends Error {
  override readonly name = 'CannotCheck';
}
