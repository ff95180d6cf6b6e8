import { SCHEMA } from '../../registry/envelope.js';
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '../../event-store/port.js';
import type { LogNews } from '../../follow/log-follower.js';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger, LEDGER } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { Projector } from './projector.js';
import { dump } from './rebuild-views.js';
import { ProjectionRunner } from './projection-runner.js';
import { ParkedEvents } from '../read/parked-events.js';
import { ReadModels } from '../read/read-models.js';
import { RecordHistory } from '../read/record-history.js';
import { ViewsBehind } from './runner-state.js';
import type { Views, ViewsSettings } from '../write/views-file.js';
import { openViews } from '../write/views-file.js';

const DAY = '2023-02-01';
const PARTY = kindNamed('party')!;
let ledger: GivenLedger;
let closing: (() => Promise<void> | void)[];

beforeEach(async () => {
  closing = [];
  ledger = await GivenLedger.make();
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  await ledger.remove();
});

/** Views that are closed, and a runner that is stopped, whatever becomes of the test. */
function opened(settings: ViewsSettings = ledger.settings): Views {
  const views = openViews(settings);
  closing.push(() => views.close());
  return views;
}

function started(store: EventStore, views: Views, onNews?: (news: LogNews) => void): ProjectionRunner {
  const runner = new ProjectionRunner(store, views, { onNews });
  closing.push(() => runner.stop());
  runner.start();
  return runner;
}

async function answer(models: ReadModels, kind: string, id: string, day = DAY) {
  const stored = await models.now(day).document(kindNamed(kind)!, id);
  return stored && (JSON.parse(stored.bytes.toString('utf8')) as Record<string, unknown>);
}

test('what is recorded can be asked for once its position is reached', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(async (models, runner) => {
    expect(await answer(models, 'party', id)).toMatchObject({ id, status: 'recorded', revision: 0 });
    await ledger.tell('party', id, 'PartyNamed', { names: { en: 'MW' } });
    await runner.waitFor((await ledger.store.head())!, 10_000);
    expect((await models.now(DAY).document(PARTY, id))?.etag).toMatch(/^"1\.[0-9a-f]{16}"$/);
    expect(runner.state()).toMatchObject({ index: 2, lag: 0, caughtUp: true, parked: 0 });
  });
});

test('a position that is not reached in time is refused, and so are waiters at the end', async () => {
  await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(async (_views, runner) => {
    await expect(runner.waitFor('999', 20)).rejects.toThrow(ViewsBehind);
    const waiting = expect(runner.waitFor('999', 10_000)).rejects.toThrow(ViewsBehind);
    await runner.stop();
    await waiting;
  });
});

test('a restart goes on from the checkpoint and repeats nothing', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(() => undefined);
  await ledger.tell('party', id, 'PartyNamed', { names: { en: 'MW' } });
  const live = await ledger.withViews(async (models, runner, file) => {
    expect(runner.state().index).toBe(2);
    expect((await answer(models, 'party', id))?.aliases).toHaveLength(1);
    return [...dump(file)];
  });
  expect(live.filter((line) => line.startsWith('entry '))).toHaveLength(2);
  expect((await readdir(ledger.folder)).filter((name) => name.endsWith('.db') && name.startsWith('views'))).toEqual([
    'views-000001.db',
  ]);
});

test('views that lost their tail, as after a power cut, are brought up again to the same', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(() => undefined);
  const older = await mkdtemp(join(tmpdir(), 'views-'));
  try {
    await copyFile(join(ledger.folder, 'views-000001.db'), join(older, 'views-000001.db'));
    await ledger.tell('party', id, 'PartyNamed', { names: { en: 'MW' } });
    await ledger.agreement('Gears', [id, 'RU-KYA']);
    const whole = await ledger.withViews((_views, _runner, file) => [...dump(file)]);
    await copyFile(join(older, 'views-000001.db'), join(ledger.folder, 'views-000001.db'));
    expect(await ledger.withViews((_views, _runner, file) => [...dump(file)])).toEqual(whole);
  } finally {
    await rm(older, { recursive: true });
  }
});

test('a transaction that fails leaves neither views nor checkpoint changed', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  const before = await ledger.withViews((_views, _runner, file) => [...dump(file)]);
  await ledger.tell('party', id, 'PartyNamed', { names: { en: 'MW' } });
  const file = opened();
  // The checkpoint is the last thing written: refusing it is dying just before the commit.
  file.database.exec("CREATE TEMP TRIGGER die BEFORE UPDATE ON main.checkpoint BEGIN SELECT RAISE(ABORT, 'died'); END");
  const events = await ledger.store.read(ledger.streamOf('party', id), 1);
  await expect(new Projector(ledger.store, file).apply(events, '2')).rejects.toThrow('died');
  expect([...dump(file)]).toEqual(before);
});

test('totals count once what was written at the second try', async () => {
  await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(() => undefined);
  const id = await ledger.party({ en: 'Gear Works' });
  const file = opened();
  const projector = new Projector(ledger.store, file);
  const events = await ledger.store.read(ledger.streamOf('party', id));
  // Totals are written last but for the checkpoint: what they count is known by then.
  file.database.exec("CREATE TEMP TRIGGER die BEFORE INSERT ON main.tally BEGIN SELECT RAISE(ABORT, 'died'); END");
  await expect(projector.apply(events, '2')).rejects.toThrow('died');
  file.database.exec('DROP TRIGGER die');
  await projector.apply(events, '2');
  expect(new ReadModels(file, ledger.store).now(DAY).summary().parties).toMatchObject({
    total: 2,
    byStatus: { recorded: 2 },
  });
});

test('what fails is tried again and reported meanwhile', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  const file = opened();
  file.database.exec(
    "CREATE TEMP TRIGGER die BEFORE UPDATE ON main.checkpoint BEGIN SELECT RAISE(ABORT, 'no luck'); END",
  );
  const runner = started(ledger.store, file);
  while (runner.state().error === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(runner.state()).toMatchObject({ error: 'no luck', caughtUp: false, index: 0 });
  file.database.exec('DROP TRIGGER die');
  await runner.waitFor((await ledger.store.head())!, 10_000);
  expect(runner.state().error).toBeUndefined();
  expect(await answer(new ReadModels(file, ledger.store), 'party', id)).toMatchObject({ status: 'recorded' });
});

test('events that cannot be read are parked, counted and shown in history; other work goes on', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  const stream = ledger.streamOf('party', id);
  await ledger.tell('party', id, 'PartyNamed', { names: { en: 'Later' } }, { schema: 99 });
  await ledger.tell('party', id, 'AgreementSigned', {});
  await ledger.append(stream, [{ id: randomUUID(), type: 'PartyNamed', data: '{"act"', metadata: 'none' }]);
  await ledger.append(`${LEDGER}.nowhere`, [{ id: randomUUID(), type: 'Odd', data: '{}', metadata: '{}' }]);
  await ledger.tell('agreement', randomUUID(), 'AgreementSigned', {});
  await ledger.tell('party', id, 'PartyNamed', { names: { en: 'MW' } });
  await ledger.tell('party', id, 'PartyNamed', { names: { en: 'Earlier' } }, { schema: 0 });

  await ledger.withViews(async (models, runner, file) => {
    expect(runner.state()).toMatchObject({ index: 8, parked: 6, caughtUp: true });
    expect(new ParkedEvents(file).list(10).map(({ revision, reason }) => [revision, reason])).toEqual([
      [1, 'schema 99 is later than 2'],
      [2, 'unknown type for a party: AgreementSigned'],
      [3, 'malformed metadata'],
      [0, 'no stream of a record'],
      [0, 'begins no record: AgreementSigned'],
      [5, 'schema 0 is older than 2'],
    ]);
    expect((await answer(models, 'party', id))?.aliases).toHaveLength(1);
    expect((await models.now(DAY).document(PARTY, id))?.revision).toBe(5);

    const histories = new RecordHistory(ledger.store, file);
    const history = (await histories.page(PARTY, id, { after: 0, limit: 100 }))?.entries;
    const middle = await histories.page(PARTY, id, { after: 1, limit: 2 });
    expect(middle).toEqual({ entries: history?.slice(1, 3), next: 3 });
    expect(await histories.page(PARTY, id, { after: 4, limit: 2 })).toEqual({ entries: history?.slice(4) });
    expect(history?.map(({ index, revision, parked }) => [index, revision, parked !== undefined])).toEqual([
      [0, 0, false],
      [1, 1, true],
      [2, 2, true],
      [3, 3, true],
      [6, 4, false],
      [7, 5, true],
    ]);
    expect(history?.[3]?.raw).toEqual({ data: '{"act"', metadata: 'none' });
    expect(history?.[4]).toMatchObject({ actor: 'local', data: { names: { en: 'MW' } } });
    expect(await histories.page(kindNamed('person')!, id, { after: 0, limit: 100 })).toBeUndefined();
  });
});

test('an event that cannot be read raises the revision that a change has to name', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  await ledger.tell('party', id, 'PartyNamed', { names: { en: 'Later' } }, { schema: 99 });
  await ledger.withViews(async (models, runner) => {
    expect(await models.now(DAY).document(PARTY, id)).toMatchObject({
      etag: expect.stringMatching(/^"1\./),
      revision: 1,
    });
    await ledger.append(ledger.streamOf('party', id), [{ id: randomUUID(), type: 'Odd', data: '{}', metadata: '{}' }]);
    await runner.waitFor((await ledger.store.head())!, 10_000);
    expect(await models.now(DAY).document(PARTY, id)).toMatchObject({
      etag: expect.stringMatching(/^"2\./),
      revision: 2,
    });
  });
});

test('a record that a kind cannot show is parked with the reason, and shown again once it can be', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  const bad = randomUUID();
  // A text of a broken writer: half of a surrogate pair, which canonical JSON cannot carry.
  const data = {
    form: 'enterprise',
    names: { en: '\ud800' },
    act: { modality: 'fact', date: null, recording: 'live', source: null },
  };
  const metadata = { schema: SCHEMA, recordedAt: '2023-01-31T09:00:00.000Z', actor: 'local', key: 'k' };
  const event = {
    id: randomUUID(),
    type: 'PartyRecorded',
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
  };
  await ledger.append(ledger.streamOf('party', bad), [event]);
  await ledger.withViews(async (models, runner, file) => {
    expect(await answer(models, 'party', id)).toBeDefined();
    expect(await models.now(DAY).document(PARTY, bad)).toBeUndefined();
    expect(new ParkedEvents(file).reasonOf(kindNamed('party')!, bad)).toMatch(/surrogate/i);
    expect(runner.state().parked).toBe(1);

    const correction = { corrects: event.id, reason: 'broken text', changes: { names: { en: 'Corrected' } } };
    await ledger.tell('party', bad, 'EntryCorrected', correction);
    await runner.waitFor((await ledger.store.head())!, 10_000);
    expect(await answer(models, 'party', bad)).toMatchObject({ names: { en: 'Corrected' } });
    expect(runner.state().parked).toBe(0);
  });
});

test('a region’s record may begin with whatever is recorded of it first', async () => {
  await ledger.tell('party', 'RU-KYA', 'PartyNamed', { names: { en: 'Yenisei land' } });
  await ledger.withViews(async (models) => {
    expect(await answer(models, 'party', 'RU-KYA')).toMatchObject({ kind: 'party', revision: 0 });
    expect(await answer(models, 'party', 'RU-KLU')).toMatchObject({ revision: -1, names: { en: 'Kaluga Oblast' } });
    expect((await models.now(DAY).document(PARTY, 'RU-KLU'))?.etag).toMatch(/^"-1\./);
  });
});

test('views of another time zone are made again', async () => {
  await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(() => undefined);
  const elsewhere = { ...ledger.settings, timeZone: 'Asia/Krasnoyarsk' };
  const file = opened(elsewhere);
  expect(file.file).toMatch(/views-000002\.db$/);
  expect(ledger.said).toEqual([expect.stringMatching(/of another time zone \(Europe\/Moscow\)/)]);
});

test('views of which an answer has changed since are made again', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  await ledger.withViews((_models, _runner, { database }) => {
    database.exec("UPDATE meta SET value = 'of yesterday' WHERE name = 'format'");
  });
  await ledger.withViews(async (models, _runner, { file }) => {
    expect(file).toMatch(/views-000002\.db$/);
    expect(await answer(models, 'party', id)).toMatchObject({ status: 'recorded' });
  });
  expect(ledger.said).toEqual([expect.stringMatching(/of another format/)]);
});

test('a log that lacks what the views have shown is refused with an alarm, until it is whole again', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  const other = await GivenLedger.make();
  closing.push(() => other.remove());
  await other.party({ en: 'Another' });
  const views = opened();
  const runner = started(ledger.store, views);
  await runner.waitFor((await ledger.store.head())!, 10_000);
  await runner.stop();

  const news: LogNews['news'][] = [];
  const refused = started(other.store, views, (heard) => news.push(heard.news));
  while (refused.refusal() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(refused.state()).toMatchObject({ alarm: expect.stringMatching(/ALARM.*no longer holds/) as string });
  expect(refused.state()).toMatchObject({ following: false, caughtUp: false });
  expect(await answer(new ReadModels(views, ledger.store), 'party', id)).toMatchObject({ status: 'recorded' });
  await refused.stop();
  expect(news).toEqual(['alarm']);

  const whole = started(ledger.store, views);
  while (!whole.state().caughtUp) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(whole.refusal()).toBeUndefined();
});

test('views of a log that was moved are kept where its places are the same, and made again where they are not', async () => {
  const id = await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(() => undefined);
  const known = (await ledger.store.head())!;
  const at = (address: string, moved: boolean): EventStore =>
    new Proxy(ledger.store, {
      get(store, name) {
        if (name === 'address') return address;
        if (name === 'read' && moved) {
          return async (...asked: Parameters<EventStore['read']>) =>
            (await store.read(...asked)).map((event) => ({ ...event, position: 'elsewhere' }));
        }
        const part: unknown = Reflect.get(store, name);
        return typeof part === 'function' ? (part.bind(store) as unknown) : part;
      },
    });
  const views = opened();
  const follow = async (store: EventStore): Promise<void> => {
    const runner = started(store, views);
    await runner.waitFor(known, 10_000);
    while (!runner.state().caughtUp) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(runner.refusal()).toBeUndefined();
    await runner.stop();
  };
  await follow(at('eventstoredb one', false));
  expect(ledger.said).toEqual([]);
  await follow(at('eventstoredb two', true));
  expect(ledger.said).toEqual([expect.stringMatching(/was moved to another store/)]);
  expect(await answer(new ReadModels(views, ledger.store), 'party', id)).toMatchObject({ status: 'recorded' });
});

test('a record without what its status comes from is parked, and stops nothing else', async () => {
  const id = randomUUID();
  await ledger.tell('commitment', id, 'CommitmentRecorded', { title: { en: 'Odd' } });
  const other = await ledger.party({ en: 'Machine Works' });
  await ledger.withViews(async (models, runner, file) => {
    expect(new ParkedEvents(file).reasonOf(kindNamed('commitment')!, id)).toMatch(/cannot be/);
    expect(await answer(models, 'party', other)).toMatchObject({ status: 'recorded' });
    expect(runner.state()).toMatchObject({ caughtUp: true, parked: 1 });
  });
});
