import { setImmediate } from 'node:timers/promises';
import {
  type AllStreamSubscription,
  END,
  type EventStoreDBClient,
  eventTypeFilter,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { Clients, diaryOf, event, newStream } from './official-client.js';
import { type StandIn, startStandIn } from './stand-in.js';

const clients = new Clients();
let server: StandIn;
let client: EventStoreDBClient;

beforeEach(async () => {
  server = await startStandIn();
  client = clients.connect(server.url);
});

afterEach(async () => {
  await clients.dispose();
  await server.kill();
});

it('tells confirmation, the backlog, caughtUp once, then what is appended', async () => {
  const stream = newStream();
  await client.appendToStream(stream, [event(1), event(2)]);
  const diary = diaryOf(client.subscribeToStream(stream));
  await diary.until((entries) => entries.includes('caughtUp'));
  await client.appendToStream(stream, event(3));
  await client.appendToStream(stream, event(4));
  await diary.until((entries) => entries.includes('4'));
  expect(diary.entries).toEqual(['confirmation', '1', '2', 'caughtUp', '3', '4']);
});

it('begins behind the revision or position given: subscriptions are exclusive', async () => {
  const stream = newStream('mine');
  const { position } = await client.appendToStream(stream, event(1));
  await client.appendToStream(stream, event(2));
  const byRevision = diaryOf(client.subscribeToStream(stream, { fromRevision: 0n }));
  const filter = streamNameFilter({ prefixes: ['mine.'] });
  const byPosition = diaryOf(client.subscribeToAll({ fromPosition: position!, filter }));
  const fromEnd = diaryOf(client.subscribeToAll({ fromPosition: END, filter }));
  for (const diary of [byRevision, byPosition, fromEnd]) await diary.until((entries) => entries.includes('caughtUp'));
  expect(byRevision.entries).toEqual(['confirmation', '2', 'caughtUp']);
  expect(byPosition.entries).toEqual(['confirmation', '2', 'caughtUp']);
  expect(fromEnd.entries).toEqual(['confirmation', 'caughtUp']);
});

it('from START on a missing stream gives no caughtUp until the first event', async () => {
  const stream = newStream();
  const diary = diaryOf(client.subscribeToStream(stream, { fromRevision: START }));
  await diary.until((entries) => entries.includes('confirmation'));
  const other = diaryOf(client.subscribeToAll());
  await other.until((entries) => entries.includes('caughtUp'));
  expect(diary.entries).toEqual(['confirmation']);
  await client.appendToStream(stream, event(1));
  await diary.until((entries) => entries.includes('caughtUp'));
  expect(diary.entries).toEqual(['confirmation', '1', 'caughtUp']);
});

it('filters $all by stream prefix, stream regex, event type prefix and event type regex', async () => {
  await client.appendToStream(newStream('mine'), event(1));
  await client.appendToStream(newStream('other'), event(2));
  server.appendForeign(newStream('mine'), 'Foreign', Buffer.from('not json'));
  const seen = async (options: Parameters<typeof client.subscribeToAll>[0]): Promise<readonly string[]> => {
    const diary = diaryOf(client.subscribeToAll(options));
    await diary.until((entries) => entries.includes('caughtUp'));
    return diary.entries.slice(1, -1);
  };
  expect(await seen({ filter: streamNameFilter({ prefixes: ['mine.', 'nobody.'] }) })).toEqual(['1', 'undefined']);
  expect(await seen({ filter: streamNameFilter({ regex: '^other' }) })).toEqual(['2']);
  expect(await seen({ filter: eventTypeFilter({ prefixes: ['Count'] }) })).toEqual(['1', '2']);
  expect(await seen({ filter: eventTypeFilter({ regex: '^[^$C]' }) })).toEqual(['undefined']);
  expect((await seen({})).length).toBe(server.events().length);
});

it('filtered $all: a checkpoint every checkpointInterval × 32 events, matching or not, behind the head', async () => {
  const checkpoints: Position[] = [];
  for (let n = 0; n < 4; n += 1) {
    await client.appendToStream(
      newStream('other'),
      Array.from({ length: 50 }, (_, m) => event(m)),
    );
  }
  const filter = streamNameFilter({
    prefixes: ['mine.'],
    checkpointInterval: 2,
    checkpointReached: (_: AllStreamSubscription, position: Position) => void checkpoints.push(position),
  });
  const diary = diaryOf(client.subscribeToAll({ filter }));
  await diary.until((entries) => entries.includes('caughtUp'));
  const records = server.events();
  expect(checkpoints.map(({ commit }) => records.findIndex(({ position }) => position === commit) + 1)).toEqual(
    Array.from({ length: Math.floor((records.length - 1) / 64) }, (_, n) => (n + 1) * 64),
  );
  expect(checkpoints.length).toBe(3);
  expect(checkpoints.at(-1)!.commit).toBeLessThan(records.at(-1)!.position);
});

it('unsubscribe gives end, then close', async () => {
  const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['mine.'] }) });
  const diary = diaryOf(subscription);
  await diary.until((entries) => entries.includes('caughtUp'));
  await subscription.unsubscribe();
  await diary.until((entries) => entries.includes('close'));
  expect(diary.entries).toEqual(['confirmation', 'caughtUp', 'end', 'close']);
});

it.each([
  ['killed: UnavailableError 14', (node: StandIn) => node.kill(), 'error 14', 'unavailable', ''],
  [
    'stopped in order: UnknownError 13',
    (node: StandIn) => node.stop(),
    'error 13',
    'unknown',
    'RST_STREAM with code 0',
  ],
])(
  'a subscription dies by one error, then neither end nor close, and never reconnects (%s)',
  async (_, go, entry, type, text) => {
    const stream = newStream('mine');
    await client.appendToStream(stream, event(1));
    const diary = diaryOf(client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['mine.'] }) }));
    await diary.until((entries) => entries.includes('caughtUp'));
    await go(server);
    await diary.until((entries) => entries.includes(entry));
    expect(diary.errors[0]).toMatchObject({ type });
    expect(diary.errors[0]!.message).toContain(text);

    await server.restart();
    const fresh = clients.connect(server.url);
    const later = diaryOf(fresh.subscribeToAll({ filter: streamNameFilter({ prefixes: ['mine.'] }) }));
    await fresh.appendToStream(stream, event(2));
    await later.until((entries) => entries.includes('2'));
    await setImmediate();
    expect(diary.entries).toEqual(['confirmation', '1', 'caughtUp', entry]);
  },
);

it('for await over a subscription throws when the server goes', async () => {
  const subscription = client.subscribeToAll();
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const resolved of subscription) {
      seen.push(resolved.event?.type);
      if (server.running) await server.kill();
    }
  })();
  await expect(reading).rejects.toMatchObject({ code: 14 });
  expect(seen).toContain('$UserCreated');
});

it('loses nothing while events are appended during the backlog', async () => {
  const stream = newStream('mine');
  const appends = (async () => {
    for (let n = 0; n < 200; n += 1) await client.appendToStream(stream, event(n));
  })();
  const diaries = [1, 2, 3].map(() =>
    diaryOf(client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['mine.'] }) })),
  );
  await appends;
  for (const diary of diaries) {
    await diary.until((entries) => entries.includes('199'));
    const numbers = diary.entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
    expect(numbers).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(diary.entries.filter((entry) => entry === 'caughtUp')).toHaveLength(1);
  }
});

it('a log that came back shorter is empty behind the position seen, and new events below it are not given out', async () => {
  const stream = newStream('mine');
  const first = await client.appendToStream(stream, event(1));
  const second = await client.appendToStream(stream, event(2));
  await server.truncate(second.position!.commit);
  const fresh = clients.connect(server.url);
  const diary = diaryOf(fresh.subscribeToAll({ fromPosition: first.position! }));
  await diary.until((entries) => entries.includes('caughtUp'));
  expect(diary.entries).not.toContain('2');
  expect(server.events().some(({ position }) => position === first.position!.commit)).toBe(true);
  expect((await fresh.appendToStream(stream, event(3), { expectedRevision: 0n })).nextExpectedRevision).toBe(1n);

  const far = { commit: second.position!.commit + 100_000n, prepare: second.position!.commit + 100_000n };
  const beyond = diaryOf(fresh.subscribeToAll({ fromPosition: far }));
  await beyond.until((entries) => entries.includes('caughtUp'));
  await fresh.appendToStream(stream, event(4));
  await diary.until((entries) => entries.includes('4'));
  expect(beyond.entries).toEqual(['confirmation', 'caughtUp']);
});
