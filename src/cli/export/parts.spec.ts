import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { EVENTS_FILE } from '../../event-store/sqlite/database.js';
import { GivenLedger, LEDGER, ZONE } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { TransparencyLog } from '../../transparency/log/transparency-log.js';
import { TREE_FILE } from '../../transparency/log/tree-file.js';
import { TreeLog } from '../../transparency/log/tree-log.js';
import type { PlacedEvent } from './placed-event.js';
import { ExportFailed, leadsToRoot, type Place, recordAndOthers } from './parts.js';
import { signedTreeOf } from './signed-tree-of.js';

const { privateKey: KEY } = generateKeyPairSync('ed25519');

let given: GivenLedger;
let source: string;
let agreement: string;

/** Entries 0 to 6: a source, an agreement that rests on it, a party, and more about each of the first two. */
beforeEach(async () => {
  given = await GivenLedger.make();
  source = randomUUID();
  await given.tell('source', source, 'SourceRegistered', { title: { en: 'News' }, language: 'en', sha256: 'a' });
  agreement = await given.agreement('On castings', ['RU-MO'], { source: { id: source, paragraph: 1 } });
  await given.party({ en: 'Works' });
  for (const reason of ['Misread', 'Misprinted']) {
    await given.tell('agreement', agreement, 'EntryAnnotated', { text: { sealed: reason } });
    await given.tell('source', source, 'EntryAnnotated', { text: { sealed: reason } });
  }
  await sign(7);
});

afterEach(async () => {
  await given.remove();
});

/** Has the log hashed and signed, as a server does. */
async function sign(entries: number): Promise<void> {
  const { folder, store } = given;
  const log = await TransparencyLog.open({ folder, ledger: LEDGER, store, usualOrigin: 'test', key: KEY, lookMs: 20 });
  log.start();
  while (log.state().signed !== entries) await sleep(10);
  await log.stop();
}

/** Somebody who may write the file changes it. */
function change(sql: string): void {
  const database = new Database(join(given.folder, EVENTS_FILE));
  database.exec('DROP TRIGGER IF EXISTS event_stays; DROP TRIGGER IF EXISTS event_unchanged');
  database.exec(sql);
  database.close();
}

async function withPlace<T>(use: (place: Place) => Promise<T>): Promise<T> {
  const { folder, store } = given;
  const signed = await signedTreeOf(store, { folder, ledger: LEDGER }, () => undefined);
  try {
    const { size, root } = signed.checkpoint;
    return await use({ store, tree: signed.tree, size, root, ledger: LEDGER, timeZone: ZONE });
  } finally {
    signed.close();
  }
}

/** The places of the entries that an export of the agreement has. */
function places(): Promise<number[]> {
  return withPlace(async (place) => {
    const found: PlacedEvent[] = [];
    for await (const events of (await recordAndOthers(place, `agreement/${agreement}`)).events) found.push(...events);
    return found.map(({ index }) => index);
  });
}

async function refusal(): Promise<string> {
  const error: unknown = await places().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExportFailed);
  return (error as ExportFailed).message;
}

describe('a record and those that it refers to', () => {
  it('are every entry that the signed tree has of them, and none behind it', async () => {
    expect(await places()).toEqual([0, 1, 3, 4, 5, 6]);
    await given.tell('agreement', agreement, 'EntryAnnotated', { text: { sealed: 'Later' } });
    expect(await places()).toEqual([0, 1, 3, 4, 5, 6]);
  });

  it('are placed by stream and revision: another program may use an id again', async () => {
    const { id, stream, revision, position, ...again } = (await given.store.read(given.streamOf('source', source)))[1]!;
    expect([stream, revision, position]).not.toContain(undefined);
    await given.append(given.streamOf('agreement', agreement), [{ id, ...again }]);
    await sign(8);
    expect(await places()).toEqual([0, 1, 3, 4, 5, 6, 7]);
  });

  it.each([
    ['the end of the record', 'position = 6', 'entry 5 (revision 2 of test.agreement-'],
    ['an entry in the midst of it', 'position = 4', 'entry 3 (revision 1 of test.agreement-'],
    ['all of the record', 'position IN (2, 4, 6)', 'entry 1 (revision 0 of test.agreement-'],
    ['the end of what it refers to', 'position = 7', 'entry 6 (revision 2 of test.source-'],
    ['all of what it refers to', 'position IN (1, 5, 7)', 'entry 0 (revision 0 of test.source-'],
  ])('are not exported where the store lost %s', async (_what, lost, named) => {
    change(`DELETE FROM event WHERE ${lost}`);
    expect(await refusal()).toMatch(`ALARM: ${named}`);
    expect(await refusal()).toMatch('is missing in the store');
  });

  it('are exported where the store lost an entry of another record', async () => {
    change('DELETE FROM event WHERE position = 3');
    expect(await places()).toEqual([0, 1, 3, 4, 5, 6]);
  });

  it('are not exported where an entry of them was changed', async () => {
    change(`UPDATE event SET data = replace(data, 'Misread', 'Misheard') WHERE position = 5`);
    expect(await refusal()).toMatch('ALARM: entry 4 (revision 1 of test.source-');
    expect(await refusal()).toMatch('is another one in the store');
  });

  it('are not exported where an entry was put among them', async () => {
    change("INSERT INTO event SELECT 0, stream, 3, 'added', type, data, metadata FROM event WHERE position = 6");
    expect(await refusal()).toMatch('ALARM: added (revision 3 of test.agreement-');
  });

  it('are not exported where the tree was made again from a store that lost something', async () => {
    change('DELETE FROM event WHERE position = 7');
    rmSync(join(given.folder, TREE_FILE));
    expect(await refusal()).toMatch('the store holds 6 entries, and the signed checkpoint covers 7');
    await given.party({ en: 'Fund' });
    expect(await refusal()).toMatch('lead to another root than the one that was signed');
    expect(await withPlace((place) => Promise.resolve(leadsToRoot(place)))).toBe(false);

    const tree = TreeLog.open({ folder: given.folder, ledger: LEDGER, store: given.store.address });
    for await (const { events } of given.store.readAll()) tree.append(events);
    tree.close();
    expect(await refusal()).toMatch('lead to another root than the one that was signed');
  });

  it('are not there where nobody recorded them', async () => {
    agreement = randomUUID();
    expect(await refusal()).toBe(`there is no agreement ${agreement}`);
  });
});
