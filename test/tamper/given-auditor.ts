import { generateKeyPairSync } from 'node:crypto';
import { formatVerifierKey } from '../../src/transparency/note.js';
import type { Finding, Verdict } from '../../src/transparency/verify/verdict.js';
import { verify } from '../../src/transparency/verify/verify-history.js';
import {
  eventOf,
  fileOf,
  historyOf,
  keyNoteOf,
  noteOf,
  ORIGIN,
  PLACES,
  SIZE,
  treeOf,
  type Event,
  type Stretch,
} from './given-history.js';

export const EVENTS = PLACES.map((number) => eventOf(number));

const { privateKey: KEY } = generateKeyPairSync('ed25519');
const KEY_NOTE = keyNoteOf(KEY);
export const HISTORY = historyOf(EVENTS);
const TREE = treeOf(HISTORY).hashAt;

const NOTE = noteOf(SIZE, TREE, KEY);

/** The file as it ought to be, of everything or of a stretch. */
export function linesOf(stretch?: Stretch): string[] {
  return fileOf(HISTORY, TREE, NOTE, KEY_NOTE, stretch);
}

/** Sizes of the checkpoints that the auditor has from earlier visits. */
export const KEPT: readonly number[] = [400, SIZE];

const TRUST = {
  key: formatVerifierKey(ORIGIN, KEY),
  checkpoints: KEPT.map((size) => ({ name: `of ${size}`, note: Buffer.from(noteOf(size, TREE, KEY)) })),
};

/** What the auditor says of a file. */
export function verdictOf(lines: readonly string[]): Promise<Verdict> {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  // eslint-disable-next-line @typescript-eslint/require-await -- a file is read asynchronously
  return verify(async function* () {
    yield bytes;
  }, TRUST);
}

/** What the auditor finds in a file; undefined when it passes. */
export async function findingIn(lines: readonly string[]): Promise<Finding | undefined> {
  const verdict = await verdictOf(lines);
  if (verdict.verdict === 'unchecked') throw new Error(verdict.reason);
  return verdict.verdict === 'good' ? undefined : verdict.finding;
}

/** The file of another history that the ledger's own key signs. */
export function signedAgain(events: readonly Event[], stretch?: Stretch): string[] {
  const history = historyOf(events);
  const tree = treeOf(history).hashAt;
  return fileOf(history, tree, noteOf(history.length, tree, KEY), KEY_NOTE, stretch);
}
