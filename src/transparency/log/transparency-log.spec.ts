import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openCheckpoint } from '../checkpoint.js';
import { leafBytes } from '../leaf.js';
import { EMPTY_ROOT, leafHash, verifyConsistency, verifyInclusion } from '../merkle.js';
import { followKeys, openKeyNote, signKeyNote } from '../key-notes.js';
import { parseVerifierKey } from '../note.js';
import { tilesOf } from '../../../test/fixtures/tiles.fixtures.js';
import { decodeEntries, hashAtFrom } from '../tiles.js';
import { rootOf } from '../tree.js';
import {
  GivenStores,
  ORIGIN,
  append,
  everything,
  rootOfEvents,
  signed,
  stopped,
  until,
} from '../../../test/fixtures/tree-store.fixtures.js';
import { KeyRefused } from './key-file.js';
import { NotSigned } from './proofs.js';
import { OriginRefused } from './transparency-log.js';
import { TREE_FILE } from './tree-file.js';

const given = new GivenStores();
let folder: string;
let key: KeyObject;

beforeEach(async () => {
  folder = await given.folder();
  key = generateKeyPairSync('ed25519').privateKey;
});
afterEach(() => given.clear());

/** What a call throws. */
function refusalOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    return error;
  }
}

const { alarmed } = given;

describe('TransparencyLog', () => {
  it('signs an empty log, then what is recorded, each checkpoint stored before it is handed out', async () => {
    const store = given.store(folder);
    const log = await given.log(folder, store, key);
    expect(() => log.proofs.checkpoint()).toThrow(NotSigned);
    await signed(log, 0);
    const empty = log.proofs.checkpoint();
    expect(empty.note.split('\n').slice(0, 3)).toEqual([ORIGIN, '0', Buffer.from(EMPTY_ROOT).toString('base64')]);
    await append(store, 5);
    await signed(log, 5);
    const events = await everything(store);
    const [vkey = ''] = log.checkpoints.keys();
    const notes = await store.notes();
    for (const [index, { text }] of notes.entries()) {
      const checkpoint = openCheckpoint(Buffer.from(text), ORIGIN, [parseVerifierKey(vkey)]);
      expect(checkpoint.root).toEqual(rootOfEvents(events.slice(0, Number(checkpoint.size))));
      expect(checkpoint.extensions).toEqual(index === 0 ? [`key ${vkey}`] : []);
    }
    expect(log.proofs.checkpoint().note).toBe(notes.at(-1)?.text);
    expect(given.alarms).toEqual([]);
  });

  it('signs what was recorded last before it ends', async () => {
    const store = given.store(folder);
    const log = await given.log(folder, store, key, { lookMs: 60_000 });
    await append(store, 250);
    await log.stop();
    expect(log.checkpoints.last).toMatchObject({ size: 250 });
    expect((await store.notes()).at(-1)?.text.split('\n')[1]).toBe('250');
  });

  it('ends without a key, or with nothing new, as before', async () => {
    const store = given.store(folder);
    await append(store, 5);
    const other = await given.log(folder, store);
    await other.stop();
    expect(await store.notes()).toEqual([]);
    const log = await given.log(folder, store, key);
    await signed(log, 5);
    const before = (await store.notes()).length;
    await log.stop();
    expect(await store.notes()).toHaveLength(before);
  });

  it('proves what it has signed, and says of the rest whether it is on the way', async () => {
    const store = given.store(folder);
    await append(store, 300);
    const log = await given.log(folder, store, key);
    await signed(log, 300);
    const events = await everything(store);
    const { root } = log.proofs.checkpoint();
    for (const index of [0, 1, 255, 256, 299]) {
      const leaf = leafHash(leafBytes({ ...events[index]!, index }));
      const { proof, leafHash: given, size } = log.proofs.inclusion(index);
      expect(given).toEqual(leaf);
      expect(verifyInclusion(BigInt(index), BigInt(size), leaf, proof, root)).toBe(true);
      const receipt = await log.proofs.receipt(events[index]!.id);
      expect(receipt).toMatchObject({ index, size: 300, entry: leafBytes({ ...events[index]!, index }) });
    }
    const older = rootOfEvents(events.slice(0, 77));
    expect(verifyConsistency(77n, 300n, older, root, log.proofs.consistency(77).proof)).toBe(true);
    expect(log.proofs.consistency(77, 200)).toMatchObject({ from: 77, to: 200 });

    await log.stop();
    await append(store, 2);
    const later = await given.log(folder, store);
    await until(() => later.state().size === 302);
    for (const ask of [() => later.proofs.inclusion(301), () => later.proofs.consistency(1, 302)]) {
      expect(refusalOf(ask)).toMatchObject({ pending: true });
    }
    await expect(later.proofs.tile({ level: 0, index: 1, width: 46 })).rejects.toMatchObject({ pending: true });
    const [newest] = (await everything(store)).slice(-1);
    await expect(later.proofs.receipt(newest!.id)).rejects.toMatchObject({ pending: true });
    for (const ask of [() => later.proofs.inclusion(302), () => later.proofs.consistency(1, 303)]) {
      expect(refusalOf(ask)).toMatchObject({ pending: false });
    }
    await expect(later.proofs.tile({ level: 0, index: 9, width: 256 })).rejects.toMatchObject({ pending: false });
    await expect(later.proofs.receipt('no such id')).rejects.toMatchObject({ pending: false });
  });

  it('serves tiles from which the signed root follows, and bundles of the entries themselves', async () => {
    const store = given.store(folder);
    await append(store, 300);
    const log = await given.log(folder, store, key);
    await signed(log, 300);
    const tiles = new Map<string, Buffer>();
    for (const tile of tilesOf(300)) tiles.set(JSON.stringify(tile), await log.proofs.tile(tile));
    const hashAt = hashAtFrom(300, (tile) => tiles.get(JSON.stringify(tile))!);
    expect(rootOf(300, hashAt)).toEqual(log.proofs.checkpoint().root);
    const entries = [
      ...decodeEntries(await log.proofs.tile({ level: 'entries', index: 0, width: 256 }), 256),
      ...decodeEntries(await log.proofs.tile({ level: 'entries', index: 1, width: 44 }), 44),
    ];
    const events = await everything(store);
    expect(entries).toEqual(events.map((event, index) => leafBytes({ ...event, index })));
    // A width that was current once stays good for ever.
    expect(await log.proofs.tile({ level: 0, index: 0, width: 10 })).toHaveLength(320);
  });

  it('says which entry no bundle can hold, and goes on', async () => {
    const store = given.store(folder);
    await append(store, 1);
    await append(store, 1, JSON.stringify('x'.repeat(70_000)));
    const log = await given.log(folder, store, key);
    await signed(log, 2);
    await expect(log.proofs.tile({ level: 'entries', index: 0, width: 2 })).rejects.toThrow(/^Entry 1 has 70\d+ bytes/);
    expect(log.proofs.inclusion(1)).toMatchObject({ size: 2 });
    await append(store, 1);
    await signed(log, 3);
  });

  it('goes on after a restart, and signs nothing where nothing is new', async () => {
    let store = given.store(folder);
    let log = await given.log(folder, store, key);
    await append(store, 3);
    await signed(log, 3);
    await stopped(log, store);
    store = given.store(folder);
    const notes = await store.notes();
    log = await given.log(folder, store, key);
    await signed(log, 3);
    await until(() => log.state().compared === 3);
    expect(await store.notes()).toEqual(notes);
    await append(store, 1);
    await signed(log, 4);
    expect(given.alarms).toEqual([]);
  });

  it('makes the same tree again where its file is gone', async () => {
    const store = given.store(folder);
    let log = await given.log(folder, store, key);
    await append(store, 4);
    await signed(log, 4);
    await log.stop();
    await rm(join(folder, TREE_FILE));
    log = await given.log(folder, store, key);
    await signed(log, 4);
    await append(store, 1);
    await signed(log, 5);
  });
});

describe('The key and name of a log', () => {
  it('are refused where they are not those that have signed', async () => {
    const store = given.store(folder);
    const log = await given.log(folder, store, key, { origin: 'ledger.example/first' });
    await signed(log, 0);
    await log.stop();
    const other = generateKeyPairSync('ed25519').privateKey;
    await expect(given.log(folder, store, other)).rejects.toThrow(KeyRefused);
    await expect(given.log(folder, store, other)).rejects.toThrow('has never signed for this ledger');
    await expect(given.log(folder, store, key, { origin: 'ledger.example/other' })).rejects.toThrow(OriginRefused);
    const again = await given.log(folder, store, key);
    await signed(again, 0);
    expect(again.checkpoints.origin).toBe('ledger.example/first');
  });

  it('can change from key to key, each signed for by the one before it', async () => {
    const store = given.store(folder);
    let log = await given.log(folder, store, key);
    await append(store, 2);
    await signed(log, 2);
    const { last } = log.checkpoints;
    const [first = ''] = log.checkpoints.keys();
    await log.stop();
    const next = generateKeyPairSync('ed25519').privateKey;
    const head = { origin: ORIGIN, size: 2n, root: last!.root };
    await store.appendNote(last!.revision, signKeyNote(head, next, key));
    await expect(given.log(folder, store, key)).rejects.toThrow('was replaced by');
    log = await given.log(folder, store, next);
    await append(store, 1);
    await signed(log, 3);
    const [, second = ''] = log.checkpoints.keys();
    const notes = log.checkpoints.notesOfKeys();
    expect(followKeys(notes, first)).toHaveLength(2);
    expect(followKeys(notes, second)).toHaveLength(1);
    const trusted = followKeys(notes, first);
    expect(openCheckpoint(Buffer.from(log.proofs.checkpoint().note), ORIGIN, trusted).size).toBe(3n);
    expect(() => followKeys(notes, notes.join())).toThrow('has never signed');
    expect(() => openKeyNote(signKeyNote(head, next), first)).toThrow('no known key has signed');
    expect(given.alarms).toEqual([]);
  });

  it('end an instance whose key is replaced while it runs', async () => {
    const store = given.store(folder);
    const log = await given.log(folder, store, key);
    await signed(log, 0);
    const { last } = log.checkpoints;
    const next = generateKeyPairSync('ed25519').privateKey;
    await store.appendNote(last!.revision, signKeyNote({ origin: ORIGIN, size: 0n, root: last!.root }, next, key));
    await until(() => given.refused.length > 0);
    expect(given.refused[0]?.message).toMatch(/was replaced by/);
    const notes = await store.notes();
    await append(store, 1);
    await until(() => log.state().size === 1);
    expect(await store.notes()).toEqual(notes);
  });

  it('are refused where a key was named by nobody who had signed before', async () => {
    const store = given.store(folder);
    const log = await given.log(folder, store, key);
    await signed(log, 0);
    const { last } = log.checkpoints;
    await log.stop();
    const stranger = generateKeyPairSync('ed25519').privateKey;
    await store.appendNote(last!.revision, signKeyNote({ origin: ORIGIN, size: 0n, root: last!.root }, stranger));
    await given.log(folder, store, key);
    await alarmed(/none of this log's \(no known key has signed/);
  });
});
