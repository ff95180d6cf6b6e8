import { generateKeyPairSync, hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportLines } from '../src/cli/export/export-lines.js';
import { stretch } from '../src/cli/export/parts.js';
import { exportOf, signedTreeOf } from '../src/cli/export/signed-tree-of.js';
import { openSqliteStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { TransparencyLog } from '../src/transparency/log/transparency-log.js';
import { linesOf } from '../src/transparency/verify/lines.js';
import { verify } from '../src/transparency/verify/verify-history.js';
import { LEDGER, makeLedger } from './make-ledger.js';
import { benchProofs } from './proofs.js';
import { type BenchRow, compare, type Effort, interleave, perSecond } from './report.js';

/** The program itself reads files so. */
const AT_ONCE = { highWaterMark: 256 * 1024 };

/** Proofs in a large ledger, made for it and removed afterwards, and verifying an export of it. */
export async function benchVerify(effort: Effort): Promise<BenchRow[]> {
  const { quick, events } = effort;
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  try {
    await makeLedger(folder, events);
    await signAll(folder, events);
    const proofs = await benchProofs(folder, effort);
    const file = join(folder, 'export.jsonl');
    await exportAll(folder, file);
    const bytes = (await stat(file)).size;
    const figures = await interleave(
      quick ? 1 : 5,
      () => timed(events, () => verifyAll(file, events)),
      () => timed(events, () => parseAndHash(file)),
    );
    return [
      ...proofs,
      {
        name: `verifying an export, ${events.toLocaleString('en')} events`,
        ...compare(figures, Number),
        unit: 'events/s',
        beside: 'JSON.parse and crypto.hash of every line of the file',
        target: { atLeast: 0.5 },
        note:
          `${Math.round(bytes / events)} bytes of the file an event, disclosures and hashes of the tree included. One ` +
          'processor core limits it: three tenths of its time tell byte by byte that entries are canonical JSON, a quarter ' +
          'goes into two SHA-256 hashes an event (the leaf, and a node above it), a seventh into disclosures',
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Lets the program build its tree over the ledger, and sign it. */
async function signAll(folder: string, events: number): Promise<void> {
  const store = openSqliteStore({ folder, ledger: LEDGER });
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const log = await TransparencyLog.open({ folder, ledger: LEDGER, store, usualOrigin: `bench/${LEDGER}`, key });
  try {
    log.start();
    while (log.state().signed !== events) await sleep(100);
  } finally {
    await log.stop();
    await store.close();
  }
}

async function exportAll(folder: string, file: string): Promise<void> {
  const store = openSqliteStore({ folder, ledger: LEDGER, readOnly: true });
  const signed = await signedTreeOf(store, { folder, ledger: LEDGER }, () => undefined);
  try {
    const { size, root } = signed.checkpoint;
    const place = { store, tree: signed.tree, size, root, ledger: LEDGER, timeZone: 'UTC' };
    const exported = exportOf(place, signed, stretch(place, 0, size));
    await pipeline(exportLines(exported, { entries: 0, disclosures: 0, hashes: 0 }), createWriteStream(file));
  } finally {
    signed.close();
    await store.close();
  }
}

async function verifyAll(file: string, events: number): Promise<void> {
  const verdict = await verify(() => createReadStream(file, AT_ONCE));
  if (verdict.verdict !== 'good' || verdict.entries !== events) throw new Error('the export is not good');
}

async function parseAndHash(file: string): Promise<void> {
  for await (const lines of linesOf(createReadStream(file, AT_ONCE))) {
    for (const line of lines) {
      JSON.parse(line.toString());
      hash('sha256', line);
    }
  }
}

/** Gives how many of the events were dealt with in a second. */
async function timed(events: number, work: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return perSecond(events, process.hrtime.bigint() - start);
}
