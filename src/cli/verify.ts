import { errorMessage } from '../runtime/error-message.js';
import { createReadStream } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { today } from '../kernel/edtf.js';
import { BadSetting, readSettings } from '../settings.js';
import { LiveLog } from '../transparency/verify/live-log.js';
import { isReceipt, verifyReceipt } from '../transparency/verify/receipt.js';
import type { KeptCheckpoint, Trust } from '../transparency/verify/trust.js';
import type { Good, Verdict } from '../transparency/verify/verdict.js';
import { type SoFar, verifyLive } from '../transparency/verify/verify-live.js';
import { verify } from '../transparency/verify/verify-history.js';
import { progressBar, withBar } from './progress.js';
import { BadUsage, readArguments } from './usage.js';
import { exitCodeOf, inWords, replayInWords } from './verify/verdict-words.js';

const MEGABYTE = 1_000_000;

/** A larger file is no receipt: the longest entry of a server's log is about a megabyte, in base64 and quoted. */
const MOST_OF_RECEIPT = 4 * MEGABYTE;

/** How often a running ledger is looked at, in seconds. */
const USUAL_PAUSE = '10';

const OPTIONS = {
  checkpoint: { type: 'string', multiple: true, default: [] as string[] },
  key: { type: 'string' },
  save: { type: 'string' },
  replay: { type: 'boolean', default: false },
  live: { type: 'string' },
  follow: { type: 'boolean', default: false },
  every: { type: 'string', default: USUAL_PAUSE },
} as const;

/**
 * `verify FILE` and `verify --live URL`: says whether a history is the one that was signed, or a receipt one of an entry in
 * it. Exit code 0 when it is, 1 when it is not, 2 when that could not be determined.
 */
export async function verifyHistory(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { values, positionals } = readArguments(args, OPTIONS);
  const [file, ...more] = positionals;
  const isLive = values.live !== undefined;
  if (more.length > 0 || (file === undefined) !== isLive) {
    throw new BadUsage('verify takes one FILE, an export or a receipt, or --live and the address of a server');
  }
  if (isLive && values.replay) throw new BadUsage('--replay takes a file');
  if (!isLive && values.follow) throw new BadUsage('--follow goes with --live');
  const pause = secondsIn(values.every);
  if (isLive && !URL.canParse(values.live ?? '')) {
    throw new BadUsage('--live takes the address of a server, such as http://127.0.0.1:3000');
  }
  try {
    const trust = await readTrust(values.checkpoint, values.key);
    const receipt = file === undefined ? undefined : await receiptFrom(file);
    if (receipt && values.replay) throw new BadUsage('--replay takes an export, and this is a receipt');
    if (receipt) await report(verifyReceipt(receipt, trust), values.save);
    else if (file !== undefined) await verifyFile(file, trust, values, env);
    else await verifyServer(values.live ?? '', trust, { ...values, pause });
  } catch (error) {
    if (error instanceof BadSetting || error instanceof BadUsage) throw error;
    // Whatever went wrong, it says nothing about the history.
    await report({ verdict: 'unchecked', reason: errorMessage(error) });
  }
}

async function readTrust(checkpoints: readonly string[], key: string | undefined): Promise<Trust> {
  const kept = checkpoints.map(async (name): Promise<KeptCheckpoint> => ({ name, note: await readFile(name) }));
  // A verifier key has two pluses at least, and the name of a file need not; so it can be given either way.
  const text = key === undefined || key.split('+').length > 2 ? key : readFile(key, 'utf8');
  // All at once: a file that cannot be read while another is waited for would end the process.
  const [found, ...notes] = await Promise.all([text, ...kept]);
  return { key: found, checkpoints: notes };
}

/** The bytes of a file that is a receipt. What comes through a pipe can be read once, and is taken for an export. */
async function receiptFrom(file: string): Promise<Buffer | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true || found.size > MOST_OF_RECEIPT) return undefined;
  const bytes = await readFile(file);
  return isReceipt(bytes) ? bytes : undefined;
}

async function verifyFile(
  file: string,
  trust: Trust,
  options: { readonly save?: string; readonly replay: boolean },
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const bar = progressBar('verifying', 'MB');
  const found = await stat(file).catch(() => undefined);
  const isReadOnce = found?.isFile() === false;
  if (isReadOnce && options.replay) throw new BadUsage('--replay takes a file, which is read more than once');
  bar.start(Math.ceil((found?.size ?? 0) / MEGABYTE), 0);
  const verdict = await verify(() => createReadStream(file, { highWaterMark: 256 * 1024 }), {
    ...trust,
    isReadOnce,
    onProgress: (bytes) => bar.update(Math.ceil(bytes / MEGABYTE)),
  });
  bar.stop();
  await report(verdict, options.save);
  if (options.replay && verdict.verdict === 'good') await replayFile(file, verdict, env);
}

async function replayFile(file: string, { entries }: Good, env: NodeJS.ProcessEnv): Promise<void> {
  const { timeZone } = readSettings(env);
  // Folding needs the whole program, and verifying none of it.
  const { replay } = await import('./verify/replay-export.js');
  const day = today(timeZone, new Date());
  const replayed = await withBar('replaying', 'entries', (onProgress) =>
    replay({ file, timeZone, day, entries, onProgress }),
  );
  console.log(replayInWords(replayed));
  if (replayed.faultCount > 0) process.exitCode = 1;
}

/** Looks once, or again and again until something is not good. */
async function verifyServer(
  url: string,
  trust: Trust,
  { save, follow, pause }: { readonly save?: string; readonly follow: boolean; readonly pause: number },
): Promise<void> {
  const log = new LiveLog(url);
  let kept = trust.checkpoints ?? [];
  let known: SoFar | undefined;
  for (;;) {
    const bar = progressBar('verifying', 'entries');
    const { verdict, soFar } = await verifyLive(
      log,
      {
        ...trust,
        checkpoints: kept,
        onProgress: (entries, of) => {
          if (!bar.isActive && of > 0) bar.start(of, 0);
          bar.update(entries);
        },
      },
      known,
    );
    if (bar.isActive) bar.stop();
    // While it is followed, that nothing is new is no news.
    if (known === undefined || verdict.verdict !== 'good' || verdict.entries > 0) await report(verdict, save);
    if (!follow || verdict.verdict === 'not-good') return;
    if (verdict.verdict === 'good' && verdict.checkpoint.size > 0n) {
      known = soFar;
      kept = [{ name: 'the checkpoint of the last look', note: Buffer.from(verdict.note) }];
    }
    await sleep(pause * 1000);
  }
}

/** Prints a verdict, and keeps its checkpoint when it is good. */
async function report(verdict: Verdict, save?: string): Promise<void> {
  console.log(inWords(verdict));
  process.exitCode = exitCodeOf(verdict);
  if (verdict.verdict !== 'good' || save === undefined) return;
  await writeFile(`${save}.partial`, verdict.note, { flush: true });
  await rename(`${save}.partial`, save);
  console.log(`  kept         the checkpoint of ${verdict.checkpoint.size} entries in ${save}`);
}

function secondsIn(text: string): number {
  const seconds = Number(text);
  if (text !== '' && seconds >= 1 && seconds <= 86_400) return seconds;
  throw new BadUsage('--every takes seconds, from 1 to 86400');
}
