import { randomUUID } from 'node:crypto';
import { type Cluster, startCluster } from '../../../test/support/eventstoredb/cluster.js';
import { startProxy, type Proxy } from '../../../test/support/eventstoredb/proxy.js';
import { type StandIn, startStandIn } from '../../../test/support/eventstoredb/stand-in.js';
import { makeCertificates } from '../../../test/support/eventstoredb/tls.js';
import { seal } from '../../kernel/personal.js';
import { everything, follow, idsOf, newEvent, newEvents } from '../../../test/contract/contract-support.js';
import { type Following, type LogBatch, StoreRefused, StoreUnavailable, type StoredEvent } from '../port.js';
import { ClientHolder } from './client-holder.js';
import { type EventStoreDbEventStore, type EventStoreDbOptions, openEventStoreDb } from './eventstoredb-event-store.js';

let server: StandIn;
const opened: { close(): Promise<void> }[] = [];
const streamOf = (): string => `ledger.agreement-${randomUUID()}`;

async function open(options: Partial<EventStoreDbOptions> = {}): Promise<EventStoreDbEventStore> {
  const store = await openEventStoreDb({ url: server.url, ledger: 'ledger', ...options });
  opened.push(store);
  return store;
}

/** Follows the log until the test ends; `until` waits for so many events. */
function watch(
  store: EventStoreDbEventStore,
  onFollowing?: (change: Following) => void,
): { seen: StoredEvent[]; until: (count: number) => Promise<void> } {
  const seen: StoredEvent[] = [];
  const abort = new AbortController();
  let wake = (): void => undefined;
  const take = (batch: LogBatch): boolean => {
    seen.push(...batch.events);
    wake();
    return abort.signal.aborted;
  };
  const done = follow(store, undefined, take, onFollowing).catch(() => undefined);
  opened.unshift({ close: () => (abort.abort(), Promise.race([done, Promise.resolve()])) });
  const until = async (count: number): Promise<void> => {
    while (seen.length < count) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { seen, until };
}

beforeEach(async () => {
  server = await startStandIn();
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  await server.kill();
});

describe('A server that fails', () => {
  it.each(['kill', 'stop'] as const)('%s and back: an append waits for it, the subscription goes on', async (how) => {
    const changes: boolean[] = [];
    const store = await open();
    const stream = streamOf();
    const events = newEvents(3);
    const log = watch(store, ({ following }) => {
      if (following !== (changes.at(-1) ?? true)) changes.push(following);
    });
    await store.append(stream, -1, events.slice(0, 1));
    await log.until(1);
    await server[how]();
    const pending = store.append(stream, 0, events.slice(1, 2));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.restart();
    await expect(pending).resolves.toMatchObject({ lastRevision: 1 });
    await store.append(stream, 1, events.slice(2));
    await log.until(3);
    expect(idsOf(log.seen)).toEqual(idsOf(events));
    expect(changes).toEqual([false, true]);
  });

  it('gone: every call ends as unavailable within the time limit, and says when to come again', async () => {
    const store = await open({ timeLimit: 400 });
    await server.kill();
    const calls = [
      () => store.append(streamOf(), -1, newEvents(1)),
      () => store.read(streamOf()),
      () => store.head(),
      () => everything(store),
      () => store.disclosures([seal('name', 'x').disclosure.digest]),
    ];
    for (const call of calls) {
      const failed = call();
      await expect(failed).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(failed).rejects.toMatchObject({ retryAfter: 2 });
    }
    // Disclosures and events share one limit: here the former have used it up.
    const both = store.append(streamOf(), -1, newEvents(1), [seal('name', 'x').disclosure]);
    await expect(both).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(open({ timeLimit: 200 })).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('frozen: an append ends within the limit; sent again after the thaw, it is there once', async () => {
    const store = await open({ timeLimit: 600 });
    const log = watch(store);
    const stream = streamOf();
    const [first, second] = [newEvent(), newEvent()];
    await store.append(stream, -1, [first]);
    server.freeze();
    await expect(store.append(stream, 0, [second])).rejects.toBeInstanceOf(StoreUnavailable);
    server.thaw();
    await expect(store.append(stream, 0, [second])).resolves.toMatchObject({ firstRevision: 1, lastRevision: 1 });
    expect(idsOf(await store.read(stream))).toEqual([first.id, second.id]);
    await log.until(2);
    expect(idsOf(log.seen)).toEqual([first.id, second.id]);
  });

  it.each(['connection-reset', 'silence'] as const)(
    'an answer lost by %s is settled, the event there once',
    async (how) => {
      const store = await open({ timeLimit: 4000 });
      const stream = streamOf();
      const events = newEvents(2);
      await store.append(stream, -1, newEvents(1));
      server.cutResponse(how);
      await expect(store.append(stream, 0, events)).resolves.toMatchObject({ firstRevision: 1, lastRevision: 2 });
      expect(idsOf(await store.read(stream, 1))).toEqual(idsOf(events));
    },
  );

  it.each(['unavailable', 'deadline', 'not-ready', 'unknown-2-exception-by-handler'] as const)(
    'an append that meets %s, applied or not, is there once',
    async (error) => {
      const store = await open();
      for (const applied of [true, false]) {
        server.failNext({ method: 'append', error, applied, times: 2 });
        const stream = streamOf();
        const events = newEvents(2);
        await store.append(stream, -1, events);
        expect(idsOf(await store.read(stream))).toEqual(idsOf(events));
      }
    },
  );

  it('a client whose appends keep failing gives way to a fresh one', async () => {
    const store = await open();
    const holder = ClientHolder.acquire(server.url);
    const { client } = holder;
    await store.append(streamOf(), -1, newEvents(1));
    // A client that is as young as a second is not replaced.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    server.failNext({ method: 'append', error: 'unknown-2-exception-by-handler', times: 4 });
    await store.append(streamOf(), -1, newEvents(1));
    expect(holder.client).not.toBe(client);
    await holder.release();
  });

  it('a rejected look-up of server features, which a client keeps for good, keeps no append from going on', async () => {
    const store = await open();
    await server.kill();
    await server.restart();
    server.stuckFeatures(1000);
    await expect(store.append(streamOf(), -1, newEvents(1))).resolves.toMatchObject({ lastRevision: 0 });
  });

  it('a log that comes back shorter is refused with an alarm', async () => {
    const store = await open();
    const stream = streamOf();
    await store.append(stream, -1, newEvents(1));
    const { position } = await store.append(stream, 0, newEvents(1));
    await server.truncate(BigInt(position.split(':')[0] ?? ''));
    await expect(everything(store, position)).rejects.toThrow(StoreRefused);
    await expect(everything(store, position)).rejects.toThrow('ALARM');
    expect(await store.head()).not.toBe(position);
  });
});

describe('A cluster', () => {
  let cluster: Cluster;

  beforeEach(async () => {
    cluster = await startCluster(3, { electionMs: 300 });
  });

  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await cluster.close();
  });

  it.each(['kill', 'stop', 'freeze'] as const)('that loses its leader (%s) goes on through another', async (how) => {
    const store = await open({ url: cluster.url });
    const log = watch(store);
    const stream = streamOf();
    const events = newEvents(4);
    await store.append(stream, -1, events.slice(0, 1));
    const lost = await cluster.loseLeader(how);
    await store.append(stream, 0, events.slice(1, 3));
    expect(idsOf(await store.read(stream))).toEqual(idsOf(events.slice(0, 3)));
    await store.append(stream, 2, events.slice(3));
    if (how === 'freeze') await cluster.recover();
    await log.until(4);
    expect(idsOf(log.seen)).toEqual(idsOf(events));
    expect(lost).not.toBe(cluster.leader);
  });

  it('that has lost its quorum refuses writes, and takes them once when it is back', async () => {
    const store = await open({ url: cluster.url, timeLimit: 1500 });
    const stream = streamOf();
    await store.append(stream, -1, newEvents(1));
    await cluster.loseQuorum();
    const event = newEvent();
    await expect(store.append(stream, 0, [event])).rejects.toBeInstanceOf(StoreUnavailable);
    await cluster.recover();
    await store.append(stream, 0, [event]);
    expect(idsOf(await store.read(stream, 1))).toEqual([event.id]);
  });

  it('is found from one follower too', async () => {
    const [follower] = cluster.followers;
    const store = await open({ url: follower!.url });
    await expect(store.append(streamOf(), -1, newEvents(1))).resolves.toMatchObject({ lastRevision: 0 });
  });
});

describe('A bad line', () => {
  let line: Proxy;

  beforeEach(async () => {
    line = await startProxy(server.port);
  });

  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await line.close();
  });

  it.each(['delay', 'cut', 'halfOpen'] as const)('%s: nothing is lost and nothing is there twice', async (fault) => {
    const store = await open({ url: server.url.replace(String(server.port), String(line.port)) });
    const log = watch(store);
    const stream = streamOf();
    const events = newEvents(3);
    await store.append(stream, -1, events.slice(0, 1));
    await log.until(1);
    if (fault === 'delay') line.delay(100);
    else line[fault]();
    const pending = store.append(stream, 0, events.slice(1, 2));
    await new Promise((resolve) => setTimeout(resolve, 200));
    line.heal();
    await expect(pending).resolves.toMatchObject({ lastRevision: 1 });
    await store.append(stream, 1, events.slice(2));
    await log.until(3);
    expect(idsOf(log.seen)).toEqual(idsOf(events));
    expect(idsOf(await store.read(stream))).toEqual(idsOf(events));
  });
});

describe('What others wrote', () => {
  it('is survived when it is malformed, and not seen when it lies outside the ledger', async () => {
    const store = await open();
    const stream = streamOf();
    server.appendForeign(stream, 'Broken', Buffer.from('{"half":'), { metadata: Buffer.from('not json') });
    server.appendForeign(stream, 'Bytes', Buffer.from([0xff, 0x00]), { contentType: 'application/octet-stream' });
    server.appendForeign('other.agreement-1', 'Broken', Buffer.from('{'));
    server.appendForeign('ledger_people-x', 'Broken', Buffer.from('{'));
    const { position } = await store.append(stream, 1, newEvents(1));
    server.appendForeign('other.agreement-1', 'Broken', Buffer.from('}'));
    const log = await everything(store);
    expect(log.map(({ type, data, metadata }) => [type, data, metadata])).toEqual([
      ['Broken', '{"half":', 'not json'],
      ['Bytes', '\ufffd\u0000', ''],
      ['ClaimRecorded', '{"kind":"figure"}', '{"schema":1}'],
    ]);
    expect(log.map(({ dataBytes }) => dataBytes && Buffer.from(dataBytes))).toEqual([
      undefined,
      Buffer.of(0xff, 0x00),
      undefined,
    ]);
    expect(await store.read(stream)).toEqual(log);
    expect(await store.head()).toBe(position);
    // Something lies there, and it is not what was sealed: that is no erasure.
    expect((await store.disclosures(['x', 'y'])).get('x')).toMatchObject({ isDamaged: true });
    expect((await store.disclosures(['y'])).size).toBe(0);
  });

  it('does not keep the head from being found, however much it is', async () => {
    const store = await open();
    expect(await store.head()).toBeUndefined();
    const { position } = await store.append(streamOf(), -1, newEvents(1));
    for (let n = 0; n < 3000; n += 1) server.appendForeign('other.noise-1', 'Noise', Buffer.from('{}'));
    expect(await store.head()).toBe(position);
    expect(await store.head()).toBe(position);
    const next = await store.append(streamOf(), -1, newEvents(2));
    expect(await store.head()).toBe(next.position);
    expect(await everything(store, position)).toHaveLength(2);
  });

  it('is distinguished from events of the ledger, which lie there as JSON in the very bytes', async () => {
    const store = await open();
    const event = { ...newEvent(), data: '{"10":1,"9":2} ', metadata: '{"а":"\u2028"}' };
    const stream = streamOf();
    await store.append(stream, -1, [event]);
    const record = server.events().find(({ id }) => id === event.id);
    expect(record?.contentType).toBe('application/json');
    expect([record?.data.toString(), record?.metadata.toString()]).toEqual([event.data, event.metadata]);
  });
});

describe('What is refused', () => {
  it.each([
    ['over 1 MiB in one append', { data: JSON.stringify('x'.repeat(1_048_576)) }, 'too large'],
    ['half a character', { data: '"\ud800"' }, 'half a character'],
    ['an id that is no UUID', { id: 'event-1' }, 'no UUID'],
    ['data that is no text', { data: 1n as unknown as string }, 'not text'],
  ])('%s', async (_, part, reason) => {
    const store = await open();
    const stream = streamOf();
    const refused = store.append(stream, -1, [{ ...newEvent(), ...part }]);
    await expect(refused).rejects.toBeInstanceOf(StoreRefused);
    await expect(refused).rejects.toThrow(reason);
    expect(await store.read(stream)).toEqual([]);
  });

  it('an old server', async () => {
    const old = await startStandIn({ version: '21.10.9' });
    await expect(open({ url: old.url })).rejects.toThrow('no EventStoreDB 23.10 or newer (version 21.10.9)');
    await old.kill();
  });

  it('wrong credentials, a missing right and a wrong CA, reported without a secret', async () => {
    const certificates = await makeCertificates();
    const users = { admin: { password: 'secret', admin: true }, clerk: { password: 'secret' } };
    const secure = await startStandIn({ tls: certificates.server, users });
    const url = (user: string, password: string, ca = certificates.caFile): string =>
      `kurrentdb://${user}:${password}@localhost:${secure.port}?tlsCAFile=${ca}`;
    const right = await open({ url: url('admin', 'secret') });
    await expect(right.append(streamOf(), -1, newEvents(1))).resolves.toMatchObject({ lastRevision: 0 });
    for (const [wrong, reason] of [
      [url('admin', 'secret2'), 'denies access'],
      [url('clerk', 'secret'), 'the right to read $all'],
      [url('admin', 'secret', certificates.strangerCaFile), 'tlsCAFile'],
    ] as const) {
      const refused = open({ url: wrong });
      await expect(refused).rejects.toBeInstanceOf(StoreRefused);
      await expect(refused).rejects.toThrow(reason);
      await expect(refused).rejects.not.toThrow(/secret|admin|clerk/);
    }
    // Nothing that such a server answers says what it misses.
    const withoutTls = open({ url: `esdb://localhost:${secure.port}?tls=false`, timeLimit: 1_000 });
    await expect(withoutTls).rejects.toThrow('tls=false has to go');
    await right.close();
    await secure.kill();
    await certificates.remove();
  });
});

describe('The side store', () => {
  it('lets one disclosure be erased by itself, for good', async () => {
    const store = await open();
    const sealed = ['Ермаков', 'Иванова'].map((name) => seal('name', name).disclosure);
    const stream = streamOf();
    const events = newEvents(1);
    await store.append(stream, -1, events, sealed);
    server.log.tombstone(`ledger_people-${sealed[0]!.digest}`, 0n);
    const left = new Map([[sealed[1]!.digest, sealed[1]!]]);
    expect(await store.disclosures(sealed.map(({ digest }) => digest))).toEqual(left);
    await store.append(stream, -1, events, sealed);
    expect(await store.disclosures(sealed.map(({ digest }) => digest))).toEqual(left);
    expect(idsOf(await everything(store))).toEqual(idsOf(events));
  });
});
