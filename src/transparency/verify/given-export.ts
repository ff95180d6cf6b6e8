import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportLines } from '../../cli/export/export-lines.js';
import type { PlacedEvent } from '../../cli/export/placed-event.js';
import { digestOf, type Disclosure } from '../../kernel/personal.js';
import { signCheckpoint } from '../checkpoint.js';
import { signKeyNote } from '../key-notes.js';
import { leafBytes } from '../leaf.js';
import { leafHash } from '../merkle.js';
import { ed25519Signer, formatVerifierKey } from '../note.js';
import { TILE_WIDTH } from '../tiles.js';
import type { HashAt } from '../tree.js';
import { RootBuilder } from '../tree.js';
import type { Span } from './needed-tiles.js';
import type { Trust } from './trust.js';
import type { Verdict } from './verdict.js';
import { verify } from './verify.js';

/** Name of the ledger in these tests, and of its log. */
export const LEDGER = 'ledger';
export const ORIGIN = 'cooperation-ledger/ledger';

/** Every seventh event says something personal, and every event carries the digest of its request. */
const PERSONAL_EACH = 7;

const STREAMS = 5;

/** What is disclosed of an event, always the same for the same number. */
export function disclosureOf(name: string, number: number): Disclosure {
  const text = Buffer.from(JSON.stringify([`salt of ${name} ${number} `, name, `value ${number}`])).toString(
    'base64url',
  );
  return { digest: digestOf(text), text };
}

/** So many events over some streams, always the same. */
export function givenEvents(count: number): PlacedEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const person = index % PERSONAL_EACH === 0 ? { person: { sealed: disclosureOf('name', index).digest } } : {};
    return {
      index,
      stream: `${LEDGER}.party-${index % STREAMS}`,
      revision: Math.floor(index / STREAMS),
      id: `event-${index}`,
      type: 'PartyNamed',
      data: JSON.stringify({ number: index, ...person }),
      metadata: JSON.stringify({ actor: 'registrar', digest: disclosureOf('request', index).digest }),
      position: String(index + 1),
    };
  });
}

/** Every disclosure that stands behind these events. */
export function givenDisclosures(events: readonly PlacedEvent[]): Map<string, Disclosure> {
  const all = events.flatMap(({ index }) => [disclosureOf('name', index), disclosureOf('request', index)]);
  return new Map(all.map((disclosure) => [disclosure.digest, disclosure]));
}

/** A log over events, with the key that signs for it. */
export interface GivenLog {
  readonly key: KeyObject;
  /** Verifier key. */
  readonly publicKey: string;
  /** The first checkpoint, which names the key. */
  readonly keyNote: string;
  readonly hashAt: HashAt;
  readonly size: number;
  root(size: number): Uint8Array;
  /** A signed checkpoint of that many entries. */
  note(size: number): string;
}

/** The log of entries. */
export function givenLog(entries: readonly Uint8Array[], key: KeyObject = newKey(), keySize = 1): GivenLog {
  const hashes = new Map<string, Uint8Array>();
  const roots: Uint8Array[] = [];
  const tree = new RootBuilder((level, index, hash) => hashes.set(`${level}/${index}`, hash));
  roots.push(tree.root());
  for (const entry of entries) {
    tree.append(leafHash(entry));
    roots.push(tree.root());
  }
  const hashAt: HashAt = (level, index) => hashes.get(`${level}/${index}`)!;
  const root = (size: number): Uint8Array => roots[size]!;
  const headAt = (size: number) => ({ origin: ORIGIN, size: BigInt(size), root: root(size) });
  return {
    key,
    publicKey: formatVerifierKey(ORIGIN, key),
    keyNote: signKeyNote(headAt(Math.min(keySize, entries.length)), key),
    hashAt,
    size: entries.length,
    root,
    note: (size) => signCheckpoint(headAt(size), [ed25519Signer(ORIGIN, key)]),
  };
}

export function newKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** What of a log an export has. */
export interface Part {
  readonly from?: number;
  readonly to?: number;
  readonly record?: string;
  readonly olds?: readonly number[];
  readonly keyNotes?: readonly string[];
}

/** The lines of an export, as the program writes them. */
export async function givenExport(events: readonly PlacedEvent[], log: GivenLog, part: Part = {}): Promise<string[]> {
  const { from = 0, to = log.size, record = null, olds = [], keyNotes = [log.keyNote] } = part;
  const header = {
    format: 'cooperation-ledger-export/1' as const,
    ledger: LEDGER,
    origin: ORIGIN,
    checkpoint: log.note(log.size),
    keyNotes,
    size: log.size,
    from,
    to,
    record,
  };
  const disclosures = givenDisclosures(events);
  const exported = {
    header,
    hashAt: log.hashAt,
    blocks: events.map(({ index }): Span => [Math.floor(index / TILE_WIDTH), Math.floor(index / TILE_WIDTH) + 1]),
    events: batchesOf(events),
    olds,
    disclosures: () => Promise.resolve(disclosures),
  };
  const chunks: Buffer[] = [];
  for await (const chunk of exportLines(exported, { entries: 0, disclosures: 0, hashes: 0 })) chunks.push(chunk);
  return Buffer.concat(chunks).toString().slice(0, -1).split('\n');
}

/** The bytes of events as entries. */
export function entriesOf(events: readonly PlacedEvent[]): Buffer[] {
  return events.map(leafBytes);
}

/** Checks lines as a file. */
export function verifyLines(lines: readonly string[], trust: Trust = {}): Promise<Verdict> {
  return verifyText(lines.map((line) => `${line}\n`).join(''), trust);
}

/** Checks a text as a file that comes in pieces. */
export function verifyText(text: string | Buffer, trust: Trust = {}, piece = 64 * 1024): Promise<Verdict> {
  const bytes = Buffer.from(text);
  return verify(() => piecesOf(bytes, piece), trust);
}

// eslint-disable-next-line @typescript-eslint/require-await -- a file is read asynchronously
async function* piecesOf(bytes: Buffer, piece: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

// eslint-disable-next-line @typescript-eslint/require-await -- a store is read asynchronously
async function* batchesOf(events: readonly PlacedEvent[]): AsyncGenerator<readonly PlacedEvent[]> {
  for (let at = 0; at < events.length; at += 100) yield events.slice(at, at + 100);
}
