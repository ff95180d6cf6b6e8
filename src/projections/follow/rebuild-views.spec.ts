import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventStore, StoredEvent } from '../../event-store/port.js';
import { openSqliteStore } from '../../event-store/sqlite/sqlite-event-store.js';
import { digestsIn } from '../../kernel/personal.js';
import { kindNamed } from '../../registry/registry.js';
import { appendMixedLog } from '../../../test/fixtures/mixed-log.fixtures.js';
import { GivenLedger, LEDGER } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { Projector } from './projector.js';
import { dump, rebuild } from './rebuild-views.js';
import { VersionMaker } from '../write/version-maker.js';
import { beginRebuilt, letRead, openViews } from '../write/views-file.js';

const DAY = '2023-02-01';
const PARTY = kindNamed('party')!;

/** Threads run today's sources, a few records at once, so that each of them has several turns. */
const FROM_SOURCE = pathToFileURL(join(__dirname, '..', '..', '..', 'test', 'support', 'run-from-source.mjs')).href;
const THREADS = { threads: 2, recordsAtOnce: 3, execArgv: ['--import', FROM_SOURCE] };

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
  await appendMixedLog(ledger);
});
afterEach(() => ledger.remove());

/** What a rebuild makes of the ledger now. */
async function rebuilt(options: Partial<typeof THREADS> = {}): Promise<string[]> {
  await rebuild(ledger.store, ledger.settings, undefined, { ...THREADS, ...options });
  const views = openViews(ledger.settings);
  try {
    return [...dump(views)];
  } finally {
    views.close();
  }
}

/** What the runner makes of the ledger from nothing, one transaction for so many events. */
async function followed(events: number): Promise<string[]> {
  const empty = await GivenLedger.make();
  try {
    // The runner is live before the first event comes, so each is projected as it would be beside requests.
    return await empty.withViews(
      async (_views, runner, file) => {
        while (!runner.state().caughtUp) await new Promise((resolve) => setTimeout(resolve, 2));
        for await (const batch of ledger.store.readAll()) {
          // Ten at a time in one group of the store, so that the runner finds stretches of more than one event.
          for (let from = 0; from < batch.events.length; from += 10) {
            const group = batch.events.slice(from, from + 10);
            const texts = await ledger.store.disclosures(
              digestsIn(group.map(({ data }) => JSON.parse(data) as object)),
            );
            const of = ({ data }: StoredEvent) => [...texts.values()].filter(({ digest }) => data.includes(digest));
            await Promise.all(
              group.map((event) => empty.store.append(event.stream, event.revision - 1, [event], of(event))),
            );
          }
        }
        await runner.waitFor((await empty.store.head())!, 20_000);
        await runner.versions.waitFor(runner.state().index - 1, 20_000);
        expect(runner.state().parked).toBe(3);
        return [...dump(file)];
      },
      { liveEvents: events },
    );
  } finally {
    await empty.remove();
  }
}

test('rebuilt views equal those made event by event, in stretches of any length, or filled at once', async () => {
  const filled = await ledger.withViews((_views, _runner, file) => [...dump(file)]);
  expect(filled.filter((line) => line.startsWith('document ')).length).toBeGreaterThan(20);
  expect(filled.filter((line) => line.startsWith('date_dependency ')).length).toBeGreaterThan(5);
  expect(filled.filter((line) => line.startsWith('document ') && line.includes('Орлова')).length).toBe(1);
  expect(await followed(1)).toEqual(filled);
  expect(await followed(7)).toEqual(filled);
  expect(await rebuilt()).toEqual(filled);
});

test('stretches cut by the store in other places come to the same', async () => {
  const filled = await ledger.withViews((_views, _runner, file) => [...dump(file)]);
  const inSmallBatches = openSqliteStore({ folder: ledger.folder, ledger: LEDGER, readOnly: true, batchSize: 3 });
  const views = beginRebuilt(ledger.settings);
  try {
    const projector = new Projector(inSmallBatches, views);
    for await (const { events, position } of inSmallBatches.readAll()) {
      for (const event of events) await projector.apply([event], event.position);
      await projector.apply([], position);
    }
    while (projector.checkpoint.filling) await projector.renderPending(2);
    const versions = new VersionMaker(ledger.store, views);
    while (await versions.advance(4, projector.checkpoint.events));
    expect([...dump(views)]).toEqual(filled);
  } finally {
    views.close();
    await inSmallBatches.close();
  }
});

test('a server keeps its views during and after a rebuild; the next start takes the new ones and goes on', async () => {
  const steps: string[] = [];
  await ledger.withViews(async (models, runner, file) => {
    const before = [...dump(file)];
    const result = await rebuild(ledger.store, ledger.settings, ({ phase }) => steps.push(phase), THREADS);
    expect(result).toMatchObject({ parked: 3, file: expect.stringMatching(/views-000002\.db$/) as string });
    expect([...dump(file)]).toEqual(before);
    const id = await ledger.party({ en: 'Late' });
    await runner.waitFor((await ledger.store.head())!, 10_000);
    expect((await models.now(DAY).document(PARTY, id))?.status).toBe('recorded');
  });
  expect(new Set(steps)).toEqual(new Set(['reading', 'showing', 'past']));
  await ledger.withViews(async (models, runner, { file }) => {
    expect(file).toMatch(/views-000002\.db$/);
    expect(runner.state().index).toBeGreaterThan(40);
    expect(await models.now(DAY).list(PARTY, { text: 'late' }, undefined, 5)).toMatchObject({ items: [{}] });
  });
  const files = (await readdir(ledger.folder)).filter((name) => name.startsWith('views'));
  expect(files).toEqual(['views-000002.db']);
});

test('a rebuild that was killed half-way leaves the old views in use, and the next one ends equal', async () => {
  const filled = await ledger.withViews((_views, _runner, file) => [...dump(file)]);
  const killed = beginRebuilt(ledger.settings);
  const projector = new Projector(ledger.store, killed);
  for await (const { events } of ledger.store.readAll())
    await projector.apply(events.slice(0, 20), events[19]!.position);
  letRead(killed);
  await projector.renderPending(2);
  // The process dies here: the file is half full, beside a write-ahead log, and was never put in place.
  expect((await readdir(ledger.folder)).filter((name) => name.includes('partial'))).toHaveLength(3);
  await ledger.withViews((_views, _runner, { file }) => expect(file).toMatch(/views-000001\.db$/));
  expect(await rebuilt()).toEqual(filled);
  killed.close();
});

test('one thread or several, with many records at once or one, come to the same, in one file', async () => {
  const filled = await ledger.withViews((_views, _runner, file) => [...dump(file)]);
  expect(await rebuilt({ threads: 1, recordsAtOnce: 1 })).toEqual(filled);
  expect(await rebuilt({ threads: 3, recordsAtOnce: 250 })).toEqual(filled);
  const { file } = await rebuild(ledger.store, ledger.settings, undefined, THREADS);
  const others = (await readdir(ledger.folder)).filter((name) => name.startsWith('views') && !file.endsWith(name));
  expect(others.filter((name) => !/^views-\d{6}\.db$/.test(name))).toEqual([]);
});

test('an empty ledger is rebuilt, too', async () => {
  const empty = await GivenLedger.make();
  try {
    const result = await rebuild(empty.store, empty.settings, undefined, THREADS);
    expect(result).toMatchObject({ events: 0, records: 0, parked: 0 });
    await empty.withViews((_views, runner, { file }) => {
      expect(file).toBe(result.file);
      expect(runner.state().error).toBeUndefined();
    });
  } finally {
    await empty.remove();
  }
});

test('a rebuild whose threads fail, or whose store does, ends with the reason and leaves the old views in use', async () => {
  const filled = await ledger.withViews((_views, _runner, file) => [...dump(file)]);
  // Without the hooks that read TypeScript, a thread cannot load its module.
  const withoutHooks = { ...THREADS, execArgv: [] };
  await expect(rebuild(ledger.store, ledger.settings, undefined, withoutHooks)).rejects.toThrow(/render-thread/);
  const store = Object.create(ledger.store, {
    disclosures: { value: () => Promise.reject(new Error('the side store is away')) },
  }) as EventStore;
  await expect(rebuild(store, ledger.settings, undefined, THREADS)).rejects.toThrow('the side store is away');
  await ledger.withViews((_views, _runner, { file }) => expect(file).toMatch(/views-000001\.db$/));
  expect(await rebuilt()).toEqual(filled);
});

test('filling that was interrupted is finished by the next start', async () => {
  const views = openViews(ledger.settings);
  const projector = new Projector(ledger.store, views);
  for await (const { events } of ledger.store.readAll())
    await projector.apply(events.slice(0, 20), events[19]!.position);
  await projector.renderPending(2);
  views.close();
  const finished = await ledger.withViews((_views, _runner, file) => [...dump(file)]);
  expect(finished).toEqual(await rebuilt());
});
