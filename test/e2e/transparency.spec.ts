import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStoreAt, readStoreAddress } from '../../src/event-store/address.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { openCheckpoint } from '../../src/transparency/checkpoint.js';
import { followKeys } from '../../src/transparency/key-notes.js';
import { leafBytes } from '../../src/transparency/leaf.js';
import { leafHash, verifyConsistency, verifyInclusion } from '../../src/transparency/merkle.js';
import { parseVerifierKey } from '../../src/transparency/note.js';
import { openProof } from '../fixtures/proof.fixtures.js';
import { tilesOf } from '../fixtures/tiles.fixtures.js';
import { decodeEntries, hashAtFrom, tilePath } from '../../src/transparency/tiles.js';
import { RootBuilder, rootOf } from '../../src/transparency/tree.js';
import { type StandIn, startStandIn } from '../support/eventstoredb/stand-in.js';
import { MAIN, type Program, startProgram } from '../support/program.js';
import { type ReceiptBody, bodyOf, recorded, refusalOf } from '../support/recording.js';
import { EMBEDDED, storedLog } from '../support/stored-log.js';

const CLI = join(MAIN, '..', 'cli', 'ledger.js');
const PARTY = { form: 'fund', names: { ru: 'Фонд' } };

interface Keys {
  origin: string;
  keys: { key: string; note: string }[];
}
interface Proof {
  index: number;
  leafHash: string;
  size: number;
  proof: string[];
  checkpoint: string;
}

let folder: string;
const programs: Program[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-transparency-'));
});

afterEach(async () => {
  for (const program of programs.splice(0)) await program.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

async function start(env: Record<string, string> = {}): Promise<Program> {
  const program = await startProgram({ DATA_DIR: folder, ...EMBEDDED, ...env });
  programs.push(program);
  return program;
}

/** How a process ends that is not to go on, and what it says on each stream. */
async function ended(
  file: string,
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (text.includes('listening on')) child.kill('SIGTERM');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

async function keysOf(program: Program): Promise<Keys> {
  for (;;) {
    const answer = await program.get('/v1/log/keys');
    if (answer.status === 200) return bodyOf<Keys>(answer);
    await sleep(50);
  }
}

/** The checkpoint of a program once it covers so many entries, checked by the log's own keys. */
async function checkpointAt(program: Program, size: number): Promise<{ note: string; size: number; root: Uint8Array }> {
  const { origin, keys } = await keysOf(program);
  const trusted = followKeys(
    keys.map(({ note }) => note),
    keys[0]!.key,
  );
  for (;;) {
    const { text: note } = await program.request('GET', '/v1/log/checkpoint');
    const checkpoint = openCheckpoint(Buffer.from(note), origin, trusted);
    if (checkpoint.size >= BigInt(size) && checkpoint.extensions?.length === 0) {
      return { note, size: Number(checkpoint.size), root: checkpoint.root };
    }
    await sleep(50);
  }
}

function rootOfLog(events: readonly StoredEvent[]): Uint8Array {
  const tree = new RootBuilder();
  for (const [index, event] of events.entries()) tree.append(leafHash(leafBytes({ ...event, index })));
  return tree.root();
}

async function bytesAt(program: Program, path: string): Promise<Buffer> {
  const answer = await fetch(`${program.url}/v1/log/${path}`);
  expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'application/octet-stream']);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  return Buffer.from(await answer.arrayBuffer());
}

const hashes = (proof: readonly string[]): Buffer[] => proof.map((text) => Buffer.from(text, 'base64'));

describe('The transparency log', () => {
  it('signs from the first start, and gives every write a receipt that can be checked without it', async () => {
    const program = await start();
    const empty = await checkpointAt(program, 0);
    expect(empty.note.split('\n').slice(0, 4)).toEqual(['cooperation-ledger/ledger', '0', expect.any(String), '']);
    expect((await stat(join(folder, 'signing-key.pem'))).mode & 0o777).toBe(0o600);
    const { answer } = await recorded(program, '/v1/parties', PARTY);
    const before = await checkpointAt(program, 1);
    const { links, events } = bodyOf<ReceiptBody>(answer);
    const receipt = bodyOf<Proof & { id: string; entry: string }>(await program.get(links?.receipt ?? ''));
    expect(receipt.id).toBe(events.at(-1)?.id);
    const { origin, keys } = await keysOf(program);
    const trusted = [parseVerifierKey(keys[0]!.key)];
    const { size, root } = openCheckpoint(Buffer.from(receipt.checkpoint), origin, trusted);
    const leaf = leafHash(Buffer.from(receipt.entry));
    expect(verifyInclusion(BigInt(receipt.index), size, leaf, hashes(receipt.proof), root)).toBe(true);
    expect(JSON.parse(receipt.entry)).toMatchObject({ id: receipt.id, index: receipt.index, type: 'PartyRecorded' });

    for (let count = 0; count < 4; count += 1) await recorded(program, '/v1/parties', PARTY);
    const after = await checkpointAt(program, 5);
    expect(after.root).toEqual(rootOfLog(await storedLog(program)));
    const { proof } = bodyOf<Proof>(await program.get(`/v1/log/consistency?from=${before.size}&to=${after.size}`));
    expect(verifyConsistency(BigInt(before.size), BigInt(after.size), before.root, after.root, hashes(proof))).toBe(
      true,
    );
    const { text } = await program.get(links?.receipt ?? '', { accept: 'text/plain' });
    expect(openProof(text, leaf, origin, trusted)).toMatchObject({ index: 0n });
  });

  it('serves tiles from which all of it can be made again', async () => {
    const program = await start();
    for (let count = 0; count < 300; count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => recorded(program, '/v1/parties', PARTY)));
    }
    const { size, root } = await checkpointAt(program, 300);
    const tiles = new Map<string, Buffer>();
    for (const tile of tilesOf(size)) tiles.set(tilePath(tile), await bytesAt(program, tilePath(tile)));
    expect(
      rootOf(
        size,
        hashAtFrom(size, (tile) => tiles.get(tilePath(tile))!),
      ),
    ).toEqual(root);
    const entries = [
      ...decodeEntries(await bytesAt(program, 'tile/entries/000'), 256),
      ...decodeEntries(await bytesAt(program, `tile/entries/001.p/${size - 256}`), size - 256),
    ];
    expect(entries).toEqual((await storedLog(program)).map((event, index) => leafBytes({ ...event, index })));
  }, 120_000);

  it('says what is on the way, and what is not there', async () => {
    const program = await start();
    await checkpointAt(program, 0);
    const { answer } = await recorded(program, '/v1/parties', PARTY);
    const { links } = bodyOf<ReceiptBody>(answer);
    // A checkpoint may come just now, but not each time.
    let early = await program.get(links?.receipt ?? '');
    while (early.status === 200) {
      const again = await recorded(program, '/v1/parties', PARTY);
      early = await program.get(bodyOf<ReceiptBody>(again.answer).links?.receipt ?? '');
    }
    expect(refusalOf(early).slice(0, 2)).toEqual([404, 'pending']);
    expect(early.headers.get('retry-after')).toBe('2');
    for (const path of [
      'proof/999',
      'proof/18446744073709551615',
      'receipts/no-such',
      'tile/0/003',
      'tile/0/x',
      'consistency?from=1&to=999',
    ]) {
      expect([path, ...refusalOf(await program.get(`/v1/log/${path}`)).slice(0, 2)]).toEqual([path, 404, 'not-found']);
    }
    for (const path of [
      'proof/-1',
      'proof/1e3',
      'consistency',
      'consistency?from=0',
      'consistency?from=1.5',
      'consistency?from=3&to=2',
    ]) {
      expect([path, ...refusalOf(await program.get(`/v1/log/${path}`)).slice(0, 2)]).toEqual([
        path,
        400,
        'invalid-parameter',
      ]);
    }
  });

  it('is one, whatever instance is asked, and whichever signs', async () => {
    const server: StandIn = await startStandIn();
    try {
      const file = join(folder, 'key.pem');
      const { privateKey } = generateKeyPairSync('ed25519');
      await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
      const instance = (name: string, env: Record<string, string> = {}): Promise<Program> =>
        start({ EVENT_STORE_URL: server.url, LEDGER_NAME: 'shared', DATA_DIR: join(folder, name), ...env });
      // Two that sign are one too many, and yet do no harm.
      const all = await Promise.all([
        instance('a', { LEDGER_SIGNING_KEY: file }),
        instance('b', { LEDGER_SIGNING_KEY: file }),
        instance('c'),
      ]);
      for (let round = 0; round < 12; round += 1) {
        await Promise.all(all.map((program) => recorded(program, '/v1/parties', PARTY)));
        await sleep(200);
      }
      const checkpoints = await Promise.all(all.map((program) => checkpointAt(program, 36)));
      expect(new Set(checkpoints.map(({ note }) => note)).size).toBe(1);
      const { root } = checkpoints[0]!;
      for (const program of all) {
        const { proof, leafHash: leaf, index } = bodyOf<Proof>(await program.get('/v1/log/proof/7'));
        expect(verifyInclusion(BigInt(index), 36n, Buffer.from(leaf, 'base64'), hashes(proof), root)).toBe(true);
      }
      const log = await storedLog(all[0]);
      const store = await openStoreAt(readStoreAddress(server.url), { ledger: 'shared' });
      const notes = await store.notes();
      await store.close();
      const { origin, keys } = await keysOf(all[2]);
      const sizes: number[] = [];
      for (const { text } of notes) {
        const checkpoint = openCheckpoint(Buffer.from(text), origin, [parseVerifierKey(keys[0]!.key)]);
        expect(checkpoint.root).toEqual(rootOfLog(log.slice(0, Number(checkpoint.size))));
        sizes.push(Number(checkpoint.size));
      }
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      expect(sizes.length).toBeGreaterThan(2);
    } finally {
      for (const program of programs.splice(0)) await program.stop('SIGKILL');
      await server.kill();
    }
  }, 120_000);
});

describe('A log that is not the one that was signed', () => {
  it('is refused with an alarm after a start, until somebody decides otherwise', async () => {
    let program = await start();
    await recorded(program, '/v1/parties', PARTY);
    await checkpointAt(program, 1);
    await program.stop();
    await copyFile(join(folder, 'events.db'), join(folder, 'backup'));
    program = await start();
    const { id } = await recorded(program, '/v1/parties', PARTY);
    await checkpointAt(program, 2);
    await program.stop();
    await copyFile(join(folder, 'backup'), join(folder, 'events.db'));
    // Without views it is the tree alone that knows better.
    for (const name of await readdir(folder)) if (name.startsWith('views-')) await rm(join(folder, name));

    program = await start();
    while ((await program.request('GET', '/health/ready')).status !== 503) await sleep(20);
    while (!/"level":50.*ALARM: /.test(program.stderr())) await sleep(50);
    const health = bodyOf<{ status: string; log: { alarm: string } }>(await program.request('GET', '/health/ready'));
    expect(health).toMatchObject({ status: 'refused', log: { alarm: expect.stringMatching(/^ALARM: /) } });
    const refused = await program.post('/v1/parties', PARTY);
    expect(refusalOf(refused).slice(0, 2)).toEqual([503, 'log-refused']);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await storedLog(program)).toHaveLength(1);
    await program.stop();

    for (const name of await readdir(folder)) if (name.startsWith('tree.db')) await rm(join(folder, name));
    program = await start();
    await recorded(program, '/v1/parties', PARTY);
    await checkpointAt(program, 2);
    expect((await program.get(`/v1/parties/${id}`)).status).toBe(404);
    expect((await program.get('/health/ready')).status).toBe(200);
  }, 120_000);
});

describe('The signing key', () => {
  const given = async (name: string, type: 'ed25519' | 'ed448', mode = 0o600): Promise<string> => {
    const file = join(folder, name);
    const { privateKey } = type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await chmod(file, mode);
    return file;
  };

  const refused = async (env: Record<string, string>, line: RegExp): Promise<void> => {
    const { code, out, err } = await ended(MAIN, [], env);
    expect(err).toMatch(line);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([78, '']);
  };

  it('is refused with exit code 78 and one line where it cannot be used', async () => {
    const own = await given('own.pem', 'ed25519');
    await refused(
      { LEDGER_SIGNING_KEY: await given('open.pem', 'ed25519', 0o640) },
      /^LEDGER_SIGNING_KEY: \S+ may be read by others .*: chmod 600/,
    );
    await refused(
      { LEDGER_SIGNING_KEY: await given('other.pem', 'ed448') },
      /^LEDGER_SIGNING_KEY: \S+ holds no Ed25519 private key/,
    );
    await writeFile(join(folder, 'none.pem'), 'not a key', { mode: 0o600 });
    await refused({ LEDGER_SIGNING_KEY: join(folder, 'none.pem') }, /^LEDGER_SIGNING_KEY: \S+ holds no Ed25519/);
    await refused(
      { LEDGER_SIGNING_KEY: join(folder, 'missing.pem') },
      /^LEDGER_SIGNING_KEY: there is no file \S+missing\.pem/,
    );

    const program = await start({ LEDGER_SIGNING_KEY: own, LEDGER_ORIGIN: 'ledger.example/register' });
    await checkpointAt(program, 0);
    await program.stop();
    await refused(
      { LEDGER_SIGNING_KEY: await given('new.pem', 'ed25519') },
      /^LEDGER_SIGNING_KEY: the key ledger\.example\/register\+\S+ has never signed/,
    );
    await refused({}, /^LEDGER_SIGNING_KEY: there is no file \S+signing-key\.pem: put the key back/);
    await refused(
      { LEDGER_SIGNING_KEY: own, LEDGER_ORIGIN: 'ledger.example/other' },
      /^LEDGER_ORIGIN: this ledger's checkpoints are those of ledger\.example\/register/,
    );

    // Without it the ledger can still be used: what is recorded then is not signed.
    const silent = await start({ LEDGER_SIGNING_KEY: 'none' });
    await recorded(silent, '/v1/parties', PARTY);
    expect((await checkpointAt(silent, 0)).size).toBe(0);
    expect(existsSync(join(folder, 'signing-key.pem'))).toBe(false);
  }, 120_000);

  it('is made where an instance on a server is set to have its own, for a ledger that has signed nothing', async () => {
    const server: StandIn = await startStandIn();
    try {
      const instance = { EVENT_STORE_URL: server.url, LEDGER_SIGNING_KEY: 'own' };
      const program = await start({ ...instance, DATA_DIR: join(folder, 'signer') });
      await recorded(program, '/v1/parties', PARTY);
      await checkpointAt(program, 1);
      await program.stop();
      const key = join(folder, 'signer', 'signing-key.pem');
      expect((await stat(key)).mode & 0o777).toBe(0o600);
      const again = await start({ ...instance, DATA_DIR: join(folder, 'signer') });
      await again.stop();
      await refused({ ...instance, DATA_DIR: join(folder, 'other') }, /signing-key\.pem: put the key back/);
    } finally {
      await server.kill();
    }
  }, 60_000);

  it('gives way to another by the verb rotate-key, and whoever trusts the old one can follow', async () => {
    let program = await start();
    await recorded(program, '/v1/parties', PARTY);
    const before = await checkpointAt(program, 1);
    const [first] = (await keysOf(program)).keys;
    const file = join(folder, 'next.pem');
    const running = await ended(CLI, ['rotate-key', '--new', file], {});
    expect([running.code, running.err]).toEqual([
      78,
      expect.stringMatching(/^another process writes in the data folder/),
    ]);
    await program.stop();
    expect((await ended(CLI, ['rotate-key'], {})).code).toBe(64);
    const rotated = await ended(CLI, ['rotate-key', '--new', file], {});
    expect([rotated.code, rotated.err]).toEqual([0, '']);
    const [next] = rotated.out.split('\n');
    expect(rotated.out).toContain('behind the first 1 entries');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await ended(CLI, ['rotate-key', '--new', file], {})).err).toMatch(
      /^the key \S+ has signed for this ledger already/,
    );
    await refused({}, /^LEDGER_SIGNING_KEY: the key \S+ was replaced by \S+: give the file of that one/);

    program = await start({ LEDGER_SIGNING_KEY: file });
    await recorded(program, '/v1/parties', PARTY);
    const after = await checkpointAt(program, 2);
    const { origin, keys } = await keysOf(program);
    expect(keys.map(({ key }) => key)).toEqual([first?.key, next]);
    expect(openCheckpoint(Buffer.from(after.note), origin, [parseVerifierKey(next ?? '')]).size).toBe(2n);
    expect(() => openCheckpoint(Buffer.from(after.note), origin, [parseVerifierKey(first!.key)])).toThrow(
      'no known key',
    );
    const notes = keys.map(({ note }) => note);
    expect(followKeys(notes, first!.key)).toHaveLength(2);
    const { proof } = bodyOf<Proof>(await program.get('/v1/log/consistency?from=1&to=2'));
    expect(verifyConsistency(1n, 2n, before.root, after.root, hashes(proof))).toBe(true);
    expect(await readFile(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  }, 120_000);
});
