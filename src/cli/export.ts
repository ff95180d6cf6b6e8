import { errorMessage } from '../runtime/error-message.js';
import { syncPath } from '../runtime/sync-path.js';
import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openEvents } from '../open-events.js';
import { readSettings } from '../settings.js';
import { parseCheckpoint } from '../transparency/checkpoint.js';
import { parseNote } from '../transparency/note.js';
import { type Exported, exportLines, type LineCounts } from './export/export-lines.js';
import { ExportFailed, leadsToRoot, type Part, type Place, recordAndOthers, stretch } from './export/parts.js';
import { exportOf, type SignedTreeOf, signedTreeOf } from './export/signed-tree-of.js';
import { OutgoingCheck } from './export/outgoing-check.js';
import { progressBar, withBar } from './progress.js';
import { BadUsage, readOptions } from './usage.js';
import { shown } from './verify/shown.js';

interface Options {
  readonly out: string;
  readonly record?: string;
  readonly from?: number;
  readonly to?: number;
  readonly checkpoint: readonly string[];
  /** Without the texts behind the digests. */
  readonly isBare: boolean;
}

/**
 * `export --out FILE`: writes the ledger, a stretch of it, or a record with what it refers to into a file that an auditor
 * can check without us. Nothing is locked: a server may run meanwhile.
 */
export async function exportForAuditors(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const options = readExportOptions(args);
  const settings = readSettings(env);
  const olds = await Promise.all(options.checkpoint.map(sizeOfCheckpoint));
  const store = await openEvents(settings, { readOnly: true });
  let signed: SignedTreeOf | undefined;
  try {
    const { dataDir: folder, ledgerName: ledger, timeZone } = settings;
    // There is something to show where the tree has to be made first.
    signed = await withBar('hashing the log', 'entries', (onHashed) =>
      signedTreeOf(store, { folder, ledger }, onHashed),
    );
    const { size, root } = signed.checkpoint;
    const place: Place = { store, tree: signed.tree, size, root, ledger, timeZone };
    const part = await partOf(place, options);
    const counts = { entries: 0, disclosures: 0, hashes: 0 };
    const unsigned = await countUnsigned(place);
    const whole = exportOf(place, signed, part, { olds, unsigned });
    const exported = options.isBare ? { ...whole, disclosures: () => Promise.resolve(new Map()) } : whole;
    const check = new OutgoingCheck(size, root);
    await write(options.out, exported, counts, check);
    report(options.out, part, place, counts, check);
    reportUnsigned(unsigned);
  } catch (error) {
    if (!(error instanceof ExportFailed)) throw error;
    console.error(shown(error.message));
    process.exitCode = 1;
  } finally {
    signed?.close();
    await store.close();
  }
}

/** @throws BadUsage */
function readExportOptions(args: readonly string[]): Options {
  const { out, record, from, to, checkpoint, ...more } = readOptions(args, {
    out: { type: 'string' },
    record: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    checkpoint: { type: 'string', multiple: true, default: [] },
    'without-disclosures': { type: 'boolean', default: false },
  });
  if (out === undefined) throw new BadUsage('export takes --out FILE');
  if (record !== undefined && (from ?? to) !== undefined) {
    throw new BadUsage('export takes --record, or --from and --to, and not both');
  }
  return {
    out,
    record,
    from: count('--from', from),
    to: count('--to', to),
    checkpoint,
    isBare: more['without-disclosures'],
  };
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  throw new BadUsage(`${name} takes a place in the log, counted from 0`);
}

/** @throws BadUsage for a file that is no checkpoint */
async function sizeOfCheckpoint(file: string): Promise<number> {
  try {
    return Number(parseCheckpoint(parseNote(await readFile(file)).text).size);
  } catch (error) {
    throw new BadUsage(`${file} is no checkpoint: ${errorMessage(error)}`);
  }
}

async function partOf(place: Place, { record, from = 0, to = place.size }: Options): Promise<Part> {
  if (record !== undefined) return recordAndOthers(place, record);
  if (from <= to && to <= place.size) return stretch(place, from, to);
  throw new ExportFailed(
    `the signed checkpoint covers ${place.size} entries: --from and --to lie within that, in order`,
  );
}

/** Writes beside the file, and gives it its name when all of it is on disk. */
async function write(file: string, exported: Exported, counts: LineCounts, check: OutgoingCheck): Promise<void> {
  const partial = `${file}.partial`;
  const { from, to, record } = exported.header;
  const bar = progressBar('exporting', 'entries');
  try {
    if (record === null && from < to) bar.start(to - from, 0);
    const lines = Readable.from(withProgress(exportLines(exported, counts, check), () => bar.update(counts.entries)));
    await pipeline(lines, createWriteStream(partial, { flush: true }));
    await rename(partial, file);
    await syncPath(dirname(resolve(file)));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    if (bar.isActive) bar.stop();
  }
}

async function* withProgress(lines: AsyncIterable<Buffer>, onLine: () => void): AsyncGenerator<Buffer> {
  for await (const line of lines) {
    onLine();
    yield line;
  }
}

/** A store that was changed gives a file all the same: what is not as it was signed is for the auditor to see. */
function report(
  file: string,
  { from, to, record }: Part,
  place: Place,
  counts: LineCounts,
  check: OutgoingCheck,
): void {
  const { entries, disclosures } = counts;
  console.log(`exported ${entries} of ${place.size} signed entries and ${disclosures} disclosures into ${file}`);
  const isCut = record === null && entries < to - from;
  const fault =
    check.fault ??
    (leadsToRoot(place) ? undefined : 'the entries in the store lead to another root than the one that was signed') ??
    (isCut ? `the store has only ${entries} of the ${to - from} entries that were signed` : undefined);
  if (fault === undefined) return;
  console.error(shown(`ALARM: ${fault}; the file is not good`));
  process.exitCode = 1;
}

/** How many entries the newest checkpoint does not cover. */
async function countUnsigned({ store, tree, size }: Place): Promise<number> {
  let unsigned = 0;
  for await (const { events } of store.readAll(tree.positionOf(size - 1))) unsigned += events.length;
  return unsigned;
}

/** What is not signed is in no export, and nothing is proved about it. */
function reportUnsigned(unsigned: number): void {
  if (unsigned === 0) return;
  const [what, are, them] = unsigned === 1 ? ['entry', 'is', 'it'] : ['entries', 'are', 'them'];
  console.log(
    `${unsigned} more ${what} ${are} recorded and not yet signed: not in the file, and nothing is proved about ${them}`,
  );
}
