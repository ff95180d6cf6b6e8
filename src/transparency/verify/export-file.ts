import { decodeBase64 } from '../base64.js';
import type { Checkpoint } from '../checkpoint.js';
import { isCanonical, NOWHERE, skipLetters } from './canonical.js';
import { History } from './history.js';
import type { Trust } from './trust.js';
import { openHeads } from './trust.js';
import type { Good, Part } from './verdict.js';
import { CannotCheck, NotGood } from './verdict.js';

/*
 * The file for auditors: lines of canonical JSON (RFC 8785), each ending in a newline. docs/verify.md describes them.
 *
 *     {"checkpoint":"…","format":"cooperation-ledger-export/2","from":0,"keyNotes":["…"],"ledger":"…",…}
 *     {"hashes":{"index":0,"level":1,"tile":"…"}}                hashes above the leaves, the highest first
 *     {"hashes":{"index":0,"level":0,"tile":"…"}}                hashes of 256 entries, before the first of these
 *     {"data":…,"id":"…","index":0,…}                            an entry, the very bytes that are hashed
 *     {"disclosure":{"digest":"…","text":"…"}}                   a text behind a digest of the entry before
 *     {"end":{"disclosures":0,"entries":1,"hashes":2}}
 */

/** Names the form of the file; another one is not guessed at. */
export const EXPORT_FORMAT = 'cooperation-ledger-export/2';

/** Members of the first line. */
const HEADER_MEMBERS = 10;

/** First line of the file. */
export interface ExportHeader {
  readonly format: typeof EXPORT_FORMAT;
  readonly ledger: string;
  readonly origin: string;
  /** The signed note that everything in the file is proved by. */
  readonly checkpoint: string;
  /** The checkpoints that name the ledger's keys, in their order (key-notes.ts). */
  readonly keyNotes: readonly string[];
  /** Entries of the tree. */
  readonly size: number;
  /** Entries of the file: from this place up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  /** The record that the file is about, `<kind>/<id>`, and then only some streams are in it; null for every entry. */
  readonly record: string | null;
  /** Entries that were recorded when the file was made, and the checkpoint does not cover: as the file says, and nobody signed. */
  readonly unsigned: number;
}

/** `<kind>/<id>`: nothing that has to be written in another way where it is shown. */
const RECORD = /^[a-z]+(?:-[a-z]+)*\/[\w.~-]+$/;

const ENTRY_BEGINS = Buffer.from('{"data');

const HASHES = /^\{"hashes":\{"index":(0|[1-9]\d{0,15}),"level":(\d|[1-5]\d|6[0-3]),"tile":"([\w+/=]+)"\}\}$/;
const DISCLOSURE = /^\{"disclosure":\{"digest":"([\w-]{43})","text":"([\w-]+)"\}\}$/;
const END = /^\{"end":\{"disclosures":(\d+),"entries":(\d+),"hashes":(\d+)\}\}$/;

/** Reads a file line by line and checks it. Everything here throws NotGood or CannotCheck at the first reason to. */
export class ExportReader {
  /** What was opened with the first line. */
  private opened: Opened | undefined;
  private hashes = 0;
  private isOver = false;

  constructor(private readonly trust: Trust) {}

  /** The signed trees that the entries have to lead to; none where entries are left out of the file. */
  get heads(): readonly Checkpoint[] {
    return this.opened?.heads ?? [];
  }

  /** Whether the first line was that of an export. */
  get isOpened(): boolean {
    return this.opened !== undefined;
  }

  get entries(): number {
    return this.opened?.history.entries ?? 0;
  }

  /** Takes the next line, without its newline. */
  line(bytes: Buffer): void {
    if (this.isOver) throw new NotGood({ rule: 'form', message: 'something stands behind the end' });
    if (!this.opened) this.opened = this.open(bytes);
    else if (isEntryLine(bytes)) this.opened.history.entry(bytes);
    else this.otherLine(bytes.toString('latin1'), this.opened.history);
  }

  /** The file is over. @param rest what stood behind the last newline */
  end(rest: Uint8Array): Good {
    if (!this.opened) throw new CannotCheck('the file is empty, or no export');
    const { history, good } = this.opened;
    if (!this.isOver || rest.length > 0) {
      const index = history.missing;
      const where = index === undefined ? '' : ` before entry ${index}`;
      throw new NotGood({
        rule: 'form',
        message: `the file is cut off${where}`,
        ...(index === undefined ? {} : { index }),
      });
    }
    history.end();
    const { entries, streams, disclosures } = history;
    return { ...good, entries, streams, disclosures };
  }

  private open(bytes: Buffer): Opened {
    const header = readHeader(bytes);
    const { ledger, origin, size, from, to, record } = header;
    const {
      newest: checkpoint,
      signedBy,
      keyIsGiven,
      keyIsReplaced,
      olds,
      named,
    } = openHeads(origin, header, this.trust);
    if (checkpoint.size !== BigInt(size) || from > to || to > size) {
      throw new NotGood({ rule: 'form', message: 'the numbers in the first line are not those of the checkpoint' });
    }
    const isWhole = record === null && from === 0 && to === size;
    // Hashes for the checkpoints that name keys are at hand where all hashes are.
    const beginnings = [...olds, ...(isWhole ? named.filter((head) => head.size > 0n) : [])];
    const hasGaps = record !== null;
    const scope = { from, to, hasGaps, hasBeginnings: hasGaps || from === 0, prefix: `${ledger}.`, record };
    const history = new History(checkpoint, beginnings, scope);
    const good = {
      verdict: 'good' as const,
      checkpoint,
      note: header.checkpoint,
      signedBy,
      keyIsGiven,
      keyIsReplaced,
      beginnings: olds.map((old) => Number(old.size)),
      unsigned: header.unsigned,
      ...(isWhole ? {} : { part: partOf(header) }),
    };
    return { heads: isWhole ? [checkpoint, ...beginnings] : [], history, good };
  }

  private otherLine(line: string, history: History): void {
    const [, index, level, tile] = HASHES.exec(line) ?? [];
    if (index !== undefined) {
      const bytes = decodeBase64(tile ?? '');
      if (!bytes) throw new NotGood({ rule: 'form', message: 'hashes are written in base64' });
      history.hashes(Number(level), Number(index), bytes);
      this.hashes += 1;
      return;
    }
    const [, digest, text] = DISCLOSURE.exec(line) ?? [];
    if (digest !== undefined) {
      history.disclosure(digest, text ?? '');
      return;
    }
    const [, ...counts] = END.exec(line) ?? [];
    if (counts.length === 0) throw new NotGood({ rule: 'form', message: 'no export has such a line' });
    const { disclosures, entries } = history;
    if (counts.join() !== [disclosures, entries, this.hashes].join()) {
      throw new NotGood({
        rule: 'form',
        message: 'the last line counts other lines than there are',
        ...(history.missing === undefined ? {} : { index: history.missing }),
      });
    }
    this.isOver = true;
  }
}

/** What the first line said. */
interface Opened {
  readonly history: History;
  readonly heads: readonly Checkpoint[];
  readonly good: Omit<Good, 'entries' | 'streams' | 'disclosures'>;
}

function partOf({ from, to, record }: ExportHeader): Part {
  if (record !== null) return { kind: 'record', words: `the record ${record} and those that it refers to` };
  return { kind: 'stretch', words: from === to ? 'no entries' : `entries ${from} to ${to - 1}` };
}

/** Whether a line is that of an entry, by how it begins. */
export function isEntryLine(bytes: Buffer): boolean {
  return skipLetters(bytes, 0, ENTRY_BEGINS) !== NOWHERE;
}

/** @throws CannotCheck for a file that is none of ours, NotGood for a first line that is not as it has to be */
function readHeader(bytes: Buffer): ExportHeader {
  let header: Partial<ExportHeader> | undefined;
  try {
    header = JSON.parse(bytes.toString()) as Partial<ExportHeader>;
  } catch {
    header = undefined;
  }
  if (header?.format !== EXPORT_FORMAT) throw new CannotCheck(`the first line is not that of ${EXPORT_FORMAT}`);
  const { checkpoint, from, keyNotes, ledger, origin, record, size, to, unsigned } = header;
  const isGood =
    isCanonical(bytes) &&
    Object.keys(header).length === HEADER_MEMBERS &&
    [checkpoint, ledger, origin].every((text) => typeof text === 'string') &&
    [from, to, size, unsigned].every((count) => Number.isSafeInteger(count) && (count ?? -1) >= 0) &&
    Array.isArray(keyNotes) &&
    keyNotes.every((note) => typeof note === 'string') &&
    (record === null || (typeof record === 'string' && RECORD.test(record)));
  if (!isGood) throw new NotGood({ rule: 'form', message: 'the first line is not written as it has to be' });
  return header as ExportHeader;
}
