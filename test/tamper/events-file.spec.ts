import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { exportLines } from '../../src/cli/export/export-lines.js';
import { OutgoingCheck } from '../../src/cli/export/outgoing-check.js';
import { stretch } from '../../src/cli/export/parts.js';
import { exportOf, type SignedTreeOf, signedTreeOf } from '../../src/cli/export/signed-tree-of.js';
import { EVENTS_FILE } from '../../src/event-store/sqlite/database.js';
import { openSqliteStore, type SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { leafBytes } from '../../src/transparency/leaf.js';
import { leafHash } from '../../src/transparency/merkle.js';
import { formatVerifierKey } from '../../src/transparency/note.js';
import type { HashAt } from '../../src/transparency/tree.js';
import { TransparencyLog } from '../../src/transparency/log/transparency-log.js';
import type { Finding } from '../../src/transparency/verify/verdict.js';
import { verify } from '../../src/transparency/verify/verify-history.js';
import { eventOf, isTried, LEDGER, noteOf, ORIGIN, PLACES, SIZE, treeOf, TRIED } from './given-history.js';

/*
 * Every way of changing a history of 1,000 entries, in the SQLite file itself, by somebody who may write there: at some
 * places, or in the whole matrix at every one. The program then exports what it finds around that place, and the whole, and
 * nothing passes: neither the auditor, nor whoever made the file.
 */

/** Two thousand files each in the whole matrix: two minutes on a busy machine. */
jest.setTimeout(600_000);

const { privateKey: KEY } = generateKeyPairSync('ed25519');
const BACKWARDS = PLACES.toReversed();

/** A row of the table of events. */
interface Row {
  readonly position: number;
  readonly stream: number;
  readonly name: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

let folder: string;
let store: SqliteEventStore;
let signed: SignedTreeOf;
let hashAt: HashAt;
let database: Database.Database;
let rows: Row[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-tamper-'));
  let writing = openSqliteStore({ folder, ledger: LEDGER });
  await writing.appendInOrder(
    PLACES.map((number) => {
      const { stream, type } = eventOf(number);
      const event = { id: `event-${number}`, type, data: `{"number":${number}}`, metadata: '{"schema":1}' };
      return { stream, expected: Math.floor(number / 5) - 1, events: [event] };
    }),
  );
  await writing.close();
  database = new Database(join(folder, EVENTS_FILE));
  database.pragma('synchronous = OFF');
  database.exec('DROP TRIGGER event_stays; DROP TRIGGER event_unchanged');
  // Positions may have holes between them: there is room for what is put in.
  database.exec('UPDATE event SET position = -2 * position; UPDATE event SET position = -position');
  rows = database
    .prepare<[], Row>('SELECT e.*, s.name FROM event e JOIN stream s ON s.id = e.stream ORDER BY e.position')
    .all();

  writing = openSqliteStore({ folder, ledger: LEDGER });
  const log = await TransparencyLog.open({ folder, ledger: LEDGER, store: writing, usualOrigin: ORIGIN, key: KEY });
  log.start();
  while (log.state().signed !== SIZE) await sleep(20);
  await log.stop();
  await writing.close();
  store = openSqliteStore({ folder, ledger: LEDGER, readOnly: true, batchSize: 50 });
  signed = await signedTreeOf(store, { folder, ledger: LEDGER }, () => undefined);
  hashAt = once(signed.tree.hashAt);
});

afterAll(async () => {
  database.close();
  signed.close();
  await store.close();
  await rm(folder, { recursive: true });
});

function exportedOf([from, to]: readonly [number, number], tree: HashAt) {
  const { root } = signed.checkpoint;
  const place = { store, tree: signed.tree, size: SIZE, root, ledger: LEDGER, timeZone: 'UTC' };
  return { ...exportOf(place, signed, stretch(place, from, to), { olds: [SIZE] }), hashAt: tree };
}

/** What was wrong to the program that made the last export. */
let fault: string | undefined;

/** What an auditor who kept the checkpoint finds in an export from one place to another; undefined when it passes. */
async function findingIn(part: readonly [number, number], checkpoint = signed.checkpoint.note, tree = hashAt) {
  const exported = exportedOf(part, tree);
  const changed = { ...exported, header: { ...exported.header, checkpoint } };
  const check = new OutgoingCheck(SIZE, signed.checkpoint.root);
  const verdict = await verify(() => exportLines(changed, { entries: 0, disclosures: 0, hashes: 0 }, check), {
    key: formatVerifierKey(ORIGIN, KEY),
    checkpoints: [{ name: 'kept', note: Buffer.from(signed.checkpoint.note) }],
  });
  fault = check.fault;
  if (verdict.verdict === 'unchecked') throw new Error(verdict.reason);
  return verdict.verdict === 'good' ? undefined : verdict.finding;
}

/** Reads each hash from the file of the tree once. */
function once(read: HashAt): HashAt {
  const known = new Map<string, Uint8Array>();
  return (level, index) => {
    const hash = known.get(`${level} ${index}`) ?? read(level, index);
    known.set(`${level} ${index}`, hash);
    return hash;
  };
}

const ALL = [0, SIZE] as const;

/** What is exported to see a change at a place: a few entries around it, or everything. */
function partsWith(place: number): (readonly [number, number])[] {
  const around = [Math.max(place - 2, 0), Math.min(place + 3, SIZE)] as const;
  return isTried(place, 50) ? [around, ALL] : [around];
}

const rowAt = (place: number): Row => rows[place]!;

const run = (sql: string, ...values: (string | number)[]): void => void database.prepare(sql).run(...values);

const put = ({ position, stream, revision, id, type, data, metadata }: Row): void =>
  run('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)', position, stream, revision, id, type, data, metadata);

/** Changes the file at every place, looks, and makes it as it was. */
async function everywhere(
  change: (row: Row, place: number) => void,
  restore: (row: Row, place: number) => void,
  rule: Finding['rule'],
  places: readonly number[] = TRIED,
): Promise<void> {
  for (const place of places) {
    change(rowAt(place), place);
    for (const part of partsWith(place)) {
      const { rule: found, index } = (await findingIn(part)) ?? {};
      expect({ part, found, index }).toEqual({ part, found: rule, index: place });
      expect({ part, fault }).toEqual({ part, fault: expect.stringMatching(`^entry ${place} in the store `) });
    }
    restore(rowAt(place), place);
  }
  expect(await findingIn(ALL)).toBeUndefined();
}

const setPosition = (from: number, to: number): void =>
  run('UPDATE event SET position = ? WHERE position = ?', to, from);

const swap = (place: number): void => {
  const [one, other] = [rowAt(place).position, rowAt(place + 1).position];
  setPosition(one, -1);
  setPosition(other, one);
  setPosition(-1, other);
};

it('passes as it is', async () => {
  expect(rows.map(({ id }) => id)).toEqual(PLACES.map((number) => `event-${number}`));
  expect(await findingIn(ALL)).toBeUndefined();
  expect(fault).toBeUndefined();
});

it('is reported to whoever makes the file where the tree was changed: by the entry, or by the hashes', async () => {
  const faultWith = async (level: number, index: number): Promise<string | undefined> => {
    const tree: HashAt = (...asked) => (asked.join() === [level, index].join() ? Buffer.alloc(32) : hashAt(...asked));
    const check = new OutgoingCheck(SIZE, signed.checkpoint.root);
    const lines = exportLines(exportedOf(ALL, tree), { entries: 0, disclosures: 0, hashes: 0 }, check);
    while ((await lines.next()).done !== true);
    return check.fault;
  };
  for (const place of [0, 300, 767, 768, 999]) {
    expect(await faultWith(0, place)).toMatch(`entry ${place} in the store (revision ${Math.floor(place / 5)} of `);
  }
  expect(await faultWith(8, 1)).toMatch(
    /^the hashes do not lead to the root .* the tree in the data folder was changed$/,
  );
});

it('names an entry that was edited', async () => {
  const set = (position: number, data: string): void =>
    run('UPDATE event SET data = ? WHERE position = ?', data, position);
  await everywhere(
    ({ position }) => set(position, '{"number":-1}'),
    ({ position, data }) => set(position, data),
    'entry-changed',
  );
});

it('names an entry that was deleted, for the next one takes its place', async () => {
  const remove = ({ position }: Row): void => run('DELETE FROM event WHERE position = ?', position);
  await everywhere(remove, put, 'entry-changed', TRIED.slice(0, -1));
});

it('names an entry that was put in', async () => {
  await everywhere(
    (row, place) => put({ ...row, position: row.position - 1, revision: SIZE + place }),
    ({ position }) => run('DELETE FROM event WHERE position = ?', position - 1),
    'entry-changed',
  );
});

it('names the first of two entries that were swapped', async () => {
  const change = (_row: Row, place: number): void => swap(place);
  await everywhere(change, change, 'entry-changed', TRIED.slice(0, -1));
});

it('names the first entry of an end that was cut off', async () => {
  for (const place of BACKWARDS) {
    run('DELETE FROM event WHERE position = ?', rowAt(place).position);
    for (const part of partsWith(place)) {
      expect({ part, ...(await findingIn(part)) }).toMatchObject({ part, rule: 'entry-missing', index: place });
    }
  }
  rows.forEach(put);
  expect(await findingIn(ALL)).toBeUndefined();
});

it('is another history from any entry on, though the key has signed it', async () => {
  const tree = treeOf(rows.map((row, index) => ({ hash: leafHash(leafBytes({ ...row, stream: row.name, index })) })));
  for (const place of BACKWARDS) {
    const forged = { ...rowAt(place), type: 'ClaimForged' };
    run('UPDATE event SET type = ? WHERE position = ?', forged.type, forged.position);
    tree.put(place, leafHash(leafBytes({ ...forged, stream: forged.name, index: place })));
    for (const part of partsWith(place)) {
      const finding = await findingIn(part, noteOf(SIZE, tree.hashAt, KEY), tree.hashAt);
      expect({ part, ...finding }).toMatchObject({ part, rule: 'not-a-prefix', between: [0, SIZE] });
    }
  }
});
