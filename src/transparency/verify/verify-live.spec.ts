import { signCheckpoint } from '../checkpoint.js';
import { signKeyNote } from '../key-notes.js';
import { ed25519Signer } from '../note.js';
import { encodeEntries, MAX_ENTRY_BYTES } from '../tiles.js';
import { entriesOf, givenEvents, givenLog, newKey, ORIGIN } from '../../../test/fixtures/export.fixtures.js';
import { GivenServer, honest, type Said } from '../../../test/fixtures/log-server.fixtures.js';
import { LiveLog } from './live-log.js';
import { type LiveOptions, type SoFar, verifyLive } from './verify-live.js';

const EVENTS = givenEvents(1500);
const ENTRIES = entriesOf(EVENTS);
const LOG = givenLog(ENTRIES.slice(0, 1000));
const LATER = givenLog(ENTRIES, LOG.key);
const OTHER_ENTRIES = entriesOf(EVENTS.map((event) => (event.index === 640 ? { ...event, type: 'Forged' } : event)));
const OTHER = givenLog(OTHER_ENTRIES.slice(0, 1000), LOG.key);
const TRUTH = honest(LOG, ENTRIES);

const kept = (size: number, log = LOG) => ({ name: 'old', note: Buffer.from(log.note(size)) });
const TRUST: LiveOptions = { key: LOG.publicKey, checkpoints: [kept(700)] };

let server: GivenServer;
beforeEach(async () => {
  server = await GivenServer.start(TRUTH);
});
afterEach(async () => {
  await server.stop();
});
const look = async (options: LiveOptions = TRUST, soFar?: SoFar) =>
  verifyLive(new LiveLog(server.url, 1), options, soFar);
const verdict = async (options: LiveOptions = TRUST) => (await look(options)).verdict;

describe('what a server says of itself at /health/ready', () => {
  const health = (said: object) => ({ ...TRUTH, health: () => said });

  it.each([
    ['views', { status: 'refused', views: { alarm: 'ALARM: the log no longer holds' }, log: {} }],
    ['log', { status: 'refused', views: {}, log: { alarm: 'ALARM: the log no longer holds' } }],
    ['server', { status: 'ready', views: {}, log: {}, alarm: 'ALARM: the log no longer holds' }],
  ])('is not good with an alarm of the %s, whatever is signed', async (_, said) => {
    server.said = { ...health(said), checkpoint: () => 'none' };
    const finding = { rule: 'alarm', message: 'the server itself says: ALARM: the log no longer holds' };
    expect(await verdict()).toEqual({ verdict: 'not-good', finding });
  });

  it.each([
    [
      { status: 'ready', views: { index: 1007 }, log: { size: 1003, signed: 1000 } },
      { isReported: true, unsigned: 7 },
    ],
    [
      { status: 'ready', views: { index: 900 }, log: { size: 1000, signed: 1000 } },
      { isReported: true, unsigned: 0 },
    ],
    [
      { status: 'ready', views: null, log: 'none' },
      { isReported: true, unsigned: 0 },
    ],
    [
      { type: '/problems/not-found', status: 404 },
      { isReported: false, unsigned: 0 },
    ],
    [{}, { isReported: false, unsigned: 0 }],
  ])('is reported where it is no alarm: %j', async (said, reported) => {
    server.said = health(said);
    expect(await verdict()).toMatchObject({ verdict: 'good', health: reported });
  });

  it('is said to be missing where nobody may ask', async () => {
    expect(await verdict()).toMatchObject({ verdict: 'good', health: { isReported: false } });
  });
});

describe('an honest server', () => {
  it('is good from its beginning', async () => {
    expect(await verdict({})).toMatchObject({
      verdict: 'good',
      entries: 1000,
      streams: 5,
      keyIsGiven: false,
      note: LOG.note(1000),
      beginnings: [],
    });
    expect(server.asked).toContain('tile/entries/000');
    expect(server.asked).toContain('proof/999');
  });

  it.each([1, 255, 256, 257, 512, 700, 999, 1000])('is good beside a checkpoint of %i entries', async (size) => {
    const checkpoints = [kept(size)];
    expect(await verdict({ ...TRUST, checkpoints })).toMatchObject({ verdict: 'good', entries: 1000 - size });
    expect(server.asked).toContain(`consistency?from=${size}&to=1000`);
  });

  it('is asked only for what is new', async () => {
    await verdict();
    expect(server.asked.filter((path) => path.startsWith('tile/entries/'))).toEqual([
      'tile/entries/002',
      'tile/entries/003.p/232',
    ]);
  });

  it('is good while it grows, with the streams of the look before', async () => {
    const first = await look({ key: LOG.publicKey });
    server.said = honest(LATER, ENTRIES);
    const checkpoints = [kept(1000)];
    const second = await look({ key: LOG.publicKey, checkpoints }, first.soFar);
    expect(second).toMatchObject({ verdict: { verdict: 'good', entries: 500, streams: 5 }, soFar: { size: 1500 } });
    const third = await look({ key: LOG.publicKey, checkpoints: [kept(1500, LATER)] }, second.soFar);
    expect(third).toMatchObject({ verdict: { verdict: 'good', entries: 0 } });
  });

  it('is good when it grows within a look', async () => {
    const later = honest(LATER, ENTRIES);
    server.said = { ...TRUTH, inclusion: (index) => later.inclusion(index) };
    expect(await verdict()).toMatchObject({ verdict: 'good' });
  });

  it('is good when another instance behind its address is behind for a moment', async () => {
    const before = honest(givenLog(ENTRIES.slice(0, 900), LOG.key), ENTRIES);
    let asked = 0;
    const lagging = <T>(now: () => T, then: () => T): T => ((asked += 1) % 3 === 0 ? now() : then());
    server.said = {
      ...TRUTH,
      tile: (path) =>
        lagging(
          () => TRUTH.tile(path),
          () => undefined,
        ),
      inclusion: (index) =>
        lagging(
          () => TRUTH.inclusion(index),
          () => before.inclusion(0),
        ),
    };
    expect(await verdict()).toMatchObject({ verdict: 'good' });
  });

  it('is good when its checkpoint is older than the one that is kept, for a moment', async () => {
    const before = honest(givenLog(ENTRIES.slice(0, 900), LOG.key), ENTRIES);
    server.said = {
      ...before,
      checkpoint: () => {
        server.said = TRUTH;
        return before.checkpoint();
      },
    };
    expect(await verdict({ ...TRUST, checkpoints: [kept(1000)] })).toMatchObject({ verdict: 'good' });
  });

  it('is good before anything was recorded', async () => {
    server.said = honest(givenLog([], LOG.key), []);
    expect(await verdict({})).toMatchObject({ verdict: 'good', entries: 0 });
  });

  it('is good when its key is replaced within a look', async () => {
    const key = newKey();
    const successor = givenLog(ENTRIES.slice(0, 1000), key);
    const note = signKeyNote({ origin: ORIGIN, size: 1000n, root: LOG.root(1000) }, key, LOG.key);
    const after = { ...honest(successor, ENTRIES), keyNotes: () => [LOG.keyNote, note] };
    server.said = {
      ...after,
      keyNotes: () => {
        server.said = after;
        return [LOG.keyNote];
      },
    };
    expect(await verdict()).toMatchObject({ verdict: 'good', signedBy: successor.publicKey });
  });
});

/** Another checkpoint that the ledger's own key signs. */
const signed = (size: number, root: Uint8Array, origin = ORIGIN, name = origin): string =>
  signCheckpoint({ origin, size: BigInt(size), root }, [ed25519Signer(name, LOG.key)]);
const changed = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.map((byte, i) => (i === bytes.length - 40 ? byte ^ 1 : byte)));
const tile = (path: string, change: (bytes: Buffer) => Buffer | undefined): Partial<Said> => ({
  tile: (asked) => (asked === path ? change(TRUTH.tile(asked)!) : TRUTH.tile(asked)),
});
const proofs = (change: (proof: string[]) => string[]): Partial<Said> => ({
  inclusion: (index) => changedProof(TRUTH.inclusion(index), change),
});
const consistencies = (change: (proof: string[]) => string[]): Partial<Said> => ({
  consistency: (from, to) => changedProof(TRUTH.consistency(from, to), change),
});
const changedProof = (answer: object, change: (proof: string[]) => string[]): object => ({
  ...answer,
  proof: change((answer as { proof: string[] }).proof),
});
const HASH = Buffer.alloc(32, 1).toString('base64');

const LIES: readonly (readonly [what: string, lie: Partial<Said>, rule: string])[] = [
  [
    'another root, without a signature for it',
    { checkpoint: () => LOG.note(1000).replace(/\n.{43}=\n/, `\n${HASH}\n`) },
    'signature',
  ],
  ['another root, with its own signature', { checkpoint: () => signed(1000, OTHER.root(1000)) }, 'root'],
  ['another root for the size of the kept checkpoint', { checkpoint: () => signed(700, OTHER.root(700)) }, 'root'],
  ['a checkpoint of no entries', honest(givenLog([], LOG.key), []), 'not-a-prefix'],
  ['a size beyond the log', { checkpoint: () => signed(1001, LOG.root(1000)) }, 'hashes'],
  ['a size far beyond the log', { checkpoint: () => signed(2 ** 40, LOG.root(1000)) }, 'hashes'],
  ['a smaller size with the newest root', { checkpoint: () => signed(999, LOG.root(1000)) }, 'root'],
  ['an old checkpoint as the newest', honest(givenLog(ENTRIES.slice(0, 600), LOG.key), ENTRIES), 'not-a-prefix'],
  ['another history, signed by its own key', honest(OTHER, OTHER_ENTRIES), 'not-a-prefix'],
  [
    'another history behind the checkpoint of this one',
    { ...honest(OTHER, OTHER_ENTRIES), checkpoint: () => LOG.note(1000) },
    'root',
  ],
  [
    'a checkpoint of another log',
    { checkpoint: () => signed(1000, LOG.root(1000), 'cooperation-ledger/other') },
    'signature',
  ],
  [
    'a checkpoint of another log, signed with the name and key of this one',
    { checkpoint: () => signed(1000, LOG.root(1000), 'cooperation-ledger/other', ORIGIN) },
    'signature',
  ],
  ['a checkpoint that somebody else signed', honest(givenLog(ENTRIES.slice(0, 1000)), ENTRIES), 'signature'],
  ['a checkpoint that is none', { checkpoint: () => 'x' }, 'signature'],
  ['keys without a chain', { keyNotes: () => [] }, 'signature'],
  [
    'a new key that the old one did not name',
    { keyNotes: () => [LOG.keyNote, signKeyNote({ origin: ORIGIN, size: 1n, root: LOG.root(1) }, newKey())] },
    'signature',
  ],
  [
    'a key that was named for another history',
    { keyNotes: () => [signKeyNote({ origin: ORIGIN, size: 650n, root: OTHER.root(650) }, LOG.key)] },
    'not-a-prefix',
  ],
  ['a checkpoint without end', { checkpoint: () => Buffer.alloc(20_000_000, 0x61) }, 'form'],
  ['a full tile of leaves with a bit changed', tile('tile/0/002', changed), 'hashes'],
  ['the partial tile of leaves with a bit changed', tile('tile/0/003.p/232', changed), 'root'],
  ['a tile above with a bit changed', tile('tile/1/000.p/3', changed), 'root'],
  ['a tile that is too short', tile('tile/0/002', (bytes) => bytes.subarray(32)), 'hashes'],
  ['a tile that is too long', tile('tile/0/002', (bytes) => Buffer.concat([bytes, bytes])), 'hashes'],
  ['no tile', tile('tile/0/002', () => undefined), 'hashes'],
  ['an entry with a bit changed', tile('tile/entries/002', changed), 'entry-changed'],
  [
    'other entries',
    { tile: (path) => (path.includes('entries') ? honest(LOG, [...ENTRIES].reverse()) : TRUTH).tile(path) },
    'entry-missing',
  ],
  ['entries of another place', tile('tile/entries/002', () => TRUTH.tile('tile/entries/001')!), 'entry-added'],
  ['entries that lack one', tile('tile/entries/003.p/232', () => encodeEntries(ENTRIES.slice(768, 999))), 'form'],
  ['entries that have one more', tile('tile/entries/003.p/232', () => encodeEntries(ENTRIES.slice(768, 1001))), 'form'],
  ['entries that are cut off', tile('tile/entries/002', (bytes) => bytes.subarray(0, -1)), 'form'],
  ['a proof of another entry', { inclusion: (index) => ({ ...TRUTH.inclusion(index - 1), index }) }, 'proof'],
  ['a proof that says it is of another entry', { inclusion: (index) => TRUTH.inclusion(index - 1) }, 'proof'],
  ['a proof of another size', { inclusion: (index) => ({ ...TRUTH.inclusion(index), size: 999 }) }, 'proof'],
  ['a proof with a hash too many', proofs((proof) => [...proof, HASH]), 'proof'],
  ['a proof with a hash too few', proofs((proof) => proof.slice(1)), 'proof'],
  ['a proof without hashes', proofs(() => []), 'proof'],
  ['a proof with a hash changed', proofs((proof) => proof.with(0, HASH)), 'proof'],
  ['a proof that is none', { inclusion: () => ({ proof: 'yes' }) }, 'proof'],
  [
    'a proof with an older checkpoint',
    { inclusion: (index) => ({ ...TRUTH.inclusion(index), checkpoint: LOG.note(999) }) },
    'proof',
  ],
  [
    'a proof with a checkpoint of another history',
    { inclusion: (index) => honest(OTHER, OTHER_ENTRIES).inclusion(index) },
    'proof',
  ],
  [
    'consistency from nothing',
    { consistency: (_from, to) => ({ ...TRUTH.consistency(1, to), from: 0, proof: [] }) },
    'proof',
  ],
  ['consistency from another size', { consistency: (_from, to) => TRUTH.consistency(699, to) }, 'proof'],
  [
    'consistency of another size, called this one',
    { consistency: (from, to) => ({ ...TRUTH.consistency(699, to), from }) },
    'proof',
  ],
  ['consistency to another size', { consistency: (from) => TRUTH.consistency(from, 999) }, 'proof'],
  ['consistency with a hash too many', consistencies((proof) => [...proof, HASH]), 'proof'],
  ['consistency with a hash too few', consistencies((proof) => proof.slice(0, -1)), 'proof'],
  ['consistency without hashes', consistencies(() => []), 'proof'],
];

describe('a lying server', () => {
  it.each(LIES)('is refused: %s', async (_what, lie, rule) => {
    server.said = { ...TRUTH, ...lie };
    expect(await verdict()).toMatchObject({ verdict: 'not-good', finding: { rule } });
  });

  it('is refused when an entry of the new ones leaves a hole in a stream', async () => {
    const events = EVENTS.map((event) => (event.index < 1200 ? event : { ...event, revision: event.revision + 1 }));
    const entries = entriesOf(events);
    const first = await look({ key: LOG.publicKey });
    server.said = honest(givenLog(entries, LOG.key), entries);
    const { verdict: second } = await look({ key: LOG.publicKey, checkpoints: [kept(1000)] }, first.soFar);
    expect(second).toMatchObject({ verdict: 'not-good', finding: { rule: 'revision', index: 1200 } });
  });
});

describe('a server that cannot be checked', () => {
  it('does not answer', async () => {
    await server.stop();
    expect(await verdict()).toMatchObject({ verdict: 'unchecked' });
    server = await GivenServer.start(TRUTH);
  });

  it.each([301, 429, 500, 503])('answers with %i', async (status) => {
    server.status = status;
    expect(await verdict()).toMatchObject({ verdict: 'unchecked' });
  });

  it('says why it refuses', async () => {
    server.status = 503;
    server.problem = { detail: 'ALARM: entry 7 is missing' };
    expect(await verdict()).toMatchObject({ reason: 'the server answers keys with 503: ALARM: entry 7 is missing' });
  });

  it('is no ledger', async () => {
    server.status = 404;
    expect(await verdict()).toMatchObject({ verdict: 'unchecked' });
  });

  it('has hashes of entries that are too long to be served', async () => {
    const long = { ...EVENTS[10]!, data: JSON.stringify('x'.repeat(MAX_ENTRY_BYTES)) };
    const entries = entriesOf(EVENTS.slice(0, 20).with(10, long));
    const said = honest(givenLog(entries, LOG.key), entries);
    server.said = { ...said, tile: (path) => (path.includes('entries') ? undefined : said.tile(path)) };
    expect(await verdict({ key: LOG.publicKey })).toEqual({
      verdict: 'unchecked',
      reason: 'the server does not give the entries from 0 on, only their hashes: use an export',
    });
  });
});
