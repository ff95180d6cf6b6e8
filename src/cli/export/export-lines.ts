import type { Disclosure } from '../../kernel/personal.js';
import { leafBytes } from '../../transparency/leaf.js';
import { TILE_WIDTH, tileBytes, type Tile } from '../../transparency/tiles.js';
import type { HashAt } from '../../transparency/tree.js';
import type { ExportHeader } from '../../transparency/verify/export-file.js';
import { neededTiles, type Span, tileOfBlock } from '../../transparency/verify/needed-tiles.js';
import { digestsOf } from '../copy/events.js';
import type { OutgoingCheck } from './outgoing-check.js';
import type { PlacedEvent } from './placed-event.js';

/** What an export is made of. */
export interface Exported {
  readonly header: ExportHeader;
  /** Complete subtrees of the tree that the checkpoint signs. */
  readonly hashAt: HashAt;
  /** Blocks of 256 entries in which the exported events lie. */
  readonly blocks: readonly Span[];
  /** The events, by index. */
  readonly events: AsyncIterable<readonly PlacedEvent[]>;
  /** Sizes of older trees, which the hashes are to prove to be beginnings of this one. */
  readonly olds: readonly number[];
  /** The disclosures that still exist behind these digests. */
  disclosures(digests: readonly string[]): Promise<ReadonlyMap<string, Disclosure>>;
}

/** How many lines of each sort an export has. */
export interface LineCounts {
  entries: number;
  disclosures: number;
  hashes: number;
}

/**
 * The lines of an export, each with its newline, in the order in which every one is proved by those before it; what stands
 * in it is said in transparency/verify/export-file.ts. `counts` goes along with what was given out,
 * and `check` sees all of it.
 */
export async function* exportLines(
  exported: Exported,
  counts: LineCounts,
  check?: OutgoingCheck,
): AsyncGenerator<Buffer> {
  const { header, hashAt, events } = exported;
  const hashesLine = (tile: Tile): Buffer => {
    const bytes = tileBytes(tile, hashAt);
    check?.hashes(tile, bytes);
    counts.hashes += 1;
    return lineOf({ hashes: { index: tile.index, level: tile.level, tile: bytes.toString('base64') } });
  };
  yield lineOf(inOrder(header));
  const { above, blocks } = neededTiles(header.size, exported.blocks, exported.olds);
  for (const tile of above) yield hashesLine(tile);
  const waiting = blocks[Symbol.iterator]();
  let block = waiting.next();
  /** The hashes of the next blocks, up to that in which an entry lies. */
  const hashesUpTo = (last: number): Buffer[] => {
    const lines: Buffer[] = [];
    for (; block.done !== true && block.value <= last; block = waiting.next()) {
      const tile = tileOfBlock(block.value, header.size);
      if (tile) lines.push(hashesLine(tile));
    }
    return lines;
  };
  for await (const batch of events) {
    const digests = batch.map(digestsOf);
    const found = await exported.disclosures([...new Set(digests.flat())]);
    const lines: Buffer[] = [];
    batch.forEach((event, i) => {
      const bytes = leafBytes(event);
      lines.push(...hashesUpTo(Math.floor(event.index / TILE_WIDTH)), bytes, NEWLINE);
      check?.entry(event, bytes);
      counts.entries += 1;
      for (const digest of new Set(digests[i])) {
        const disclosure = found.get(digest);
        if (!disclosure) continue;
        check?.text(event, disclosure);
        lines.push(lineOf({ disclosure: { digest, text: disclosure.text } }));
        counts.disclosures += 1;
      }
    });
    yield Buffer.concat(lines);
  }
  yield Buffer.concat(hashesUpTo(Infinity));
  const { disclosures, entries, hashes } = counts;
  yield lineOf({ end: { disclosures, entries, hashes } });
}

const NEWLINE = Buffer.from('\n');

/** The members in the order of RFC 8785, which JSON.stringify keeps. */
function inOrder(header: ExportHeader): ExportHeader {
  const { checkpoint, format, from, keyNotes, ledger, origin, record, size, to, unsigned } = header;
  return { checkpoint, format, from, keyNotes, ledger, origin, record, size, to, unsigned };
}

function lineOf(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
