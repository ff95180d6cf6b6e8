import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Cluster, startCluster } from '../../../test/support/eventstoredb/cluster.js';
import { type StandIn, startStandIn } from '../../../test/support/eventstoredb/stand-in.js';
import { everything, newEvents } from '../../../test/contract/contract-support.js';
import { openEventStoreDb } from '../../event-store/eventstoredb/eventstoredb-event-store.js';
import { type EventStore, StoreUnavailable } from '../../event-store/port.js';
import { openSqliteStore } from '../../event-store/sqlite/sqlite-event-store.js';
import { compareLogs } from './compare-logs.js';
import { copyLog, type Tell } from './copy-log.js';
import {
  givenLog,
  givenRequest,
  until,
  wholeLog,
  withoutPosition,
} from '../../../test/fixtures/foreign-log.fixtures.js';
import { compareNotes, copyNotes } from './notes.js';
import { CopyFailed } from './retry-policy.js';

let folder: string;
let server: StandIn;
let source: EventStore;
let opened: EventStore[];

const limits = { limit: 20_000, signal: new AbortController().signal };
const quiet: Tell = () => undefined;

async function embedded(name: string = randomUUID()): Promise<EventStore> {
  const store = openSqliteStore({ folder: join(folder, name), ledger: 'ledger' });
  opened.push(store);
  return Promise.resolve(store);
}

async function served(url = server.url, timeLimit?: number): Promise<EventStore> {
  const store = await openEventStoreDb({ url, ledger: 'ledger', timeLimit });
  opened.push(store);
  return store;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-copy-'));
  server = await startStandIn();
  opened = [];
  source = await embedded('source');
});

afterEach(async () => {
  for (const store of opened) await store.close();
  await server.kill();
  await rm(folder, { recursive: true });
});

async function expectEqual(target: EventStore): Promise<void> {
  const [ours, theirs] = [await everything(source), await everything(target)];
  expect(theirs.map(withoutPosition)).toEqual(ours.map(withoutPosition));
  expect(await compareLogs(source, target, limits, quiet)).toMatchObject({ events: ours.length });
}

describe('A copy', () => {
  it('brings events, their order across streams and their disclosures there and back, and nothing that was erased', async () => {
    const [erased] = await givenLog(source, 'ledger', 150);
    // Longer, and larger, than one append may be.
    const long = `ledger.claim-${randomUUID()}`;
    for (let n = 0; n < 4; n += 1) await source.append(long, n * 300 - 1, newEvents(300));
    for (let n = 0; n < 12; n += 1) {
      await source.append(long, 1199 + n, givenRequest(1, 'я'.repeat(30_000)).events);
    }
    new Database(join(folder, 'source', 'events.db'))
      .prepare('DELETE FROM disclosure WHERE digest = ?')
      .run(erased!.digest);
    const [middle, back] = [await served(), await embedded()];
    const reported: number[] = [];
    const count = await copyLog(source, middle, limits, (events) => reported.push(events));
    await copyLog(middle, back, limits, quiet);
    const [ours, theirs] = [await wholeLog(source), await wholeLog(back)];
    expect(theirs).toEqual(ours);
    expect(theirs.disclosures.has(erased!.digest)).toBe(false);
    const equal = { events: count, disclosures: ours.disclosures.size };
    expect(await compareLogs(source, middle, limits, quiet)).toEqual(equal);
    expect(await compareLogs(source, back, limits, quiet)).toEqual(equal);
    expect(count).toBe((await everything(source)).length);
    expect(reported.at(-1)).toBe(count);
    expect([...reported].sort((a, b) => a - b)).toEqual(reported);
  });

  it('keeps bytes of other programs that are no text, and tells them from each other', async () => {
    const stream = `ledger.claim-${randomUUID()}`;
    const bytes = { contentType: 'application/octet-stream', metadata: Buffer.of(0xc0) };
    server.appendForeign(stream, 'Bytes', Buffer.of(0xff, 0x00), bytes);
    const [served1, target, back] = [await served(), await embedded(), await embedded()];
    expect(await copyLog(served1, target, limits, quiet)).toBe(1);
    await copyLog(target, back, limits, quiet);
    const [copied] = await everything(back);
    expect(copied).toMatchObject({ data: '\ufffd\u0000', metadata: '\ufffd' });
    expect([copied?.dataBytes, copied?.metadataBytes]).toEqual([Buffer.of(0xff, 0x00), Buffer.of(0xc0)]);
    expect(await compareLogs(served1, back, limits, quiet)).toMatchObject({ events: 1 });

    const { position: _, stream: of, revision, ...event } = copied!;
    await source.append(of, revision - 1, [{ ...event, metadataBytes: Buffer.of(0xc1) }]);
    await expect(compareLogs(served1, source, limits, quiet)).rejects.toBeInstanceOf(CopyFailed);
  });

  it('of an empty log is empty', async () => {
    const target = await served();
    expect(await copyLog(source, target, limits, quiet)).toBe(0);
    await expectEqual(target);
  });

  it.each([1, 2, 77, 299, 301])('goes on behind the first %s events, wherever they end', async (count) => {
    await source.append('ledger.claim-1', -1, newEvents(3));
    await givenLog(source, 'ledger', 150);
    for (const target of [await served(), await embedded()]) {
      for (const { stream, revision, ...event } of (await everything(source)).slice(0, count)) {
        const found = await source.disclosures([(JSON.parse(event.metadata) as { digest?: string }).digest ?? '']);
        const sealed = (JSON.parse(event.data) as { name?: { sealed: string } | null }).name?.sealed;
        const more = await source.disclosures(sealed === undefined ? [] : [sealed]);
        await target.append(stream, revision - 1, [event], [...found.values(), ...more.values()]);
      }
      await copyLog(source, target, limits, quiet);
      await copyLog(source, target, limits, quiet);
      await expectEqual(target);
    }
  });

  it('refuses a target that is no beginning of the source, and names the first event that differs', async () => {
    await givenLog(source, 'ledger', 20);
    const events = await everything(source);
    const foreign = newEvents(1)[0]!;
    const put = (target: EventStore, { stream, revision, ...event }: (typeof events)[number]) =>
      target.append(stream, revision - 1, [event]);
    const cases: [(target: EventStore) => Promise<unknown>, string, string][] = [
      [(target) => target.append('ledger.other-1', -1, [foreign]), 'event 1', foreign.id],
      [(target) => put(target, { ...events[0]!, data: '{}' }), 'event 1', events[0]!.id],
      [(target) => put(target, { ...events[0]!, metadata: '{}' }), 'event 1', events[0]!.id],
      [(target) => put(target, { ...events[0]!, type: 'Other' }), 'event 1', 'Other'],
      [
        async (target) => {
          await copyLog(source, target, limits, quiet);
          await target.append('ledger.other-1', -1, [foreign]);
        },
        `event ${events.length + 1}`,
        foreign.id,
      ],
    ];
    for (const [prepare, number, name] of cases) {
      const target = await embedded();
      await prepare(target);
      const before = await everything(target);
      const failed = copyLog(source, target, limits, quiet);
      await expect(failed).rejects.toBeInstanceOf(CopyFailed);
      await expect(failed).rejects.toThrow(number);
      await expect(failed).rejects.toThrow(name);
      expect(await everything(target)).toEqual(before);
    }
  });

  it('ends where the target does not take an event', async () => {
    await givenLog(source, 'ledger', 20);
    // As a stream whose beginning is gone: the target has nothing before revision 7.
    const file = new Database(join(folder, 'source', 'events.db'));
    file.exec(`INSERT INTO stream (name) VALUES ('ledger.claim-cut');
      INSERT INTO event (stream, revision, id, type, data, metadata)
      SELECT max(id), 7, '${randomUUID()}', 'ClaimRecorded', '{}', '{}' FROM stream`);
    file.close();
    for (const target of [await served(), await embedded()]) {
      await expect(copyLog(source, target, limits, quiet)).rejects.toThrow(
        /the target does not take ClaimRecorded .* \(revision 7 of ledger\.claim-cut\)/,
      );
    }
  });
});

describe('A copy to a server that fails', () => {
  const faults: Record<string, () => Promise<void> | void> = {
    'is killed': async () => {
      await server.kill();
      await server.restart();
    },
    'is stopped in order': async () => {
      await server.stop();
      await server.restart();
    },
    'freezes for longer than a call may take': async () => {
      server.freeze();
      await new Promise((resolve) => setTimeout(resolve, 1700));
      server.thaw();
    },
    'loses its connections': () => server.resetConnections(),
    'loses an answer with the connection': () => server.cutResponse('connection-reset'),
    'loses an answer in silence': () => server.cutResponse('silence'),
    'applies an append and says it did not': () =>
      server.failNext({ method: 'append', error: 'deadline', applied: true, times: 3 }),
  };

  it.each(Object.keys(faults))('%s, again and again, holds every event once and in order', async (fault) => {
    await givenLog(source, 'ledger', 240);
    const target = await served(server.url, 1500);
    const begun = server.events().length;
    let isComplete = false;
    const copying = copyLog(source, target, limits, quiet).finally(() => (isComplete = true));
    for (const written of [150, 400]) {
      await until(() => isComplete || server.events().length > begun + written);
      expect(isComplete).toBe(false);
      await faults[fault]!();
    }
    await copying;
    await expectEqual(await served());
  });

  it.each(['kill', 'stop', 'freeze'] as const)(
    'as a cluster loses its leader (%s), the same',
    async (how) => {
      const cluster: Cluster = await startCluster(3, { electionMs: 300 });
      await givenLog(source, 'ledger', 200);
      const target = await served(cluster.url, 1500);
      let isComplete = false;
      const copying = copyLog(source, target, limits, quiet).finally(() => (isComplete = true));
      await until(() => isComplete || cluster.log.all.length > 250);
      expect(isComplete).toBe(false);
      await cluster.loseLeader(how);
      await copying;
      await expectEqual(target);
      await target.close();
      await cluster.close();
    },
    120_000,
  );

  it('beside another copy of the same, does no harm', async () => {
    await givenLog(source, 'ledger', 200);
    const targets = [await served(), await served(server.url.replace('127.0.0.1', 'localhost'))];
    await Promise.all(targets.map((target) => copyLog(source, target, limits, quiet)));
    await expectEqual(targets[0]!);
  });

  it('refuses to go on when the server has left an append out', async () => {
    for (let n = 0; n < 3; n += 1) {
      const streams = Array.from({ length: 300 }, () => `ledger.claim-${randomUUID()}`);
      await source.appendInOrder(streams.map((stream) => ({ stream, expected: -1, events: newEvents(1) })));
    }
    const target = await served();
    let isOrdered = false;
    const failed = copyLog(source, target, limits, (events) => {
      if (!isOrdered && events >= 256) server.failNext({ method: 'append', error: 'deadline', applied: false });
      isOrdered ||= events >= 256;
    });
    await expect(failed).rejects.toBeInstanceOf(CopyFailed);
    await expect(failed).rejects.toThrow(/no beginning of the source: its event \d+ is .*; copy into an empty target/);
    // Nothing repairs it.
    await expect(copyLog(source, target, limits, quiet)).rejects.toBeInstanceOf(CopyFailed);
  });

  it('gives up after a while without progress, and can be taken up again', async () => {
    await givenLog(source, 'ledger', 300);
    const target = await served(server.url, 300);
    const begun = server.events().length;
    const copying = copyLog(source, target, { ...limits, limit: 700 }, quiet);
    copying.catch(() => undefined);
    await until(() => server.events().length > begun + 100);
    await server.kill();
    await expect(copying).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(copying).rejects.toThrow(/^no progress for 1 seconds \(.*\); run the command again to go on$/);
    await server.restart();
    await copyLog(source, target, limits, quiet);
    await expectEqual(await served());
  });

  it('waits for a source that goes away, too', async () => {
    await givenLog(source, 'ledger', 600);
    const middle = await served();
    await copyLog(source, middle, limits, quiet);
    const target = await embedded();
    let isComplete = false;
    const copying = copyLog(middle, target, limits, quiet).finally(() => (isComplete = true));
    await until(async () => isComplete || (await target.head()) !== undefined);
    expect(isComplete).toBe(false);
    await server.kill();
    await server.restart();
    await copying;
    await expectEqual(target);
  });
});

describe('The notes beside a log', () => {
  it('are brought over, from wherever a copy was cut short, and compared', async () => {
    const target = await served();
    for (let n = 0; n < 5; n += 1) await source.appendNote(n - 1, `note ${n}`);
    await target.appendNote(-1, 'note 0');
    await expect(compareNotes(source, target, limits)).rejects.toThrow('note 1 is not the same');
    await copyNotes(source, target, limits);
    await copyNotes(source, target, limits);
    expect(await target.notes()).toEqual(await source.notes());
    expect(await compareNotes(source, target, limits)).toBe(5);
  });

  it.each([
    ['other', 'note 0'],
    ['more', 'note 1'],
  ])('are refused where the target holds %s ones', async (which, difference) => {
    const target = await embedded();
    await source.appendNote(-1, 'first');
    await target.appendNote(-1, which === 'other' ? 'another' : 'first');
    if (which === 'more') await target.appendNote(0, 'second');
    for (const work of [copyNotes, compareNotes]) {
      const failed = work(source, target, limits);
      await expect(failed).rejects.toBeInstanceOf(CopyFailed);
      await expect(failed).rejects.toThrow(difference);
    }
  });
});

describe('The comparison of two logs', () => {
  it.each<[string, (target: EventStore) => unknown]>([
    ['event 40 is ', (target) => target.append('ledger.other-1', -1, newEvents(1))],
    [' is only in the source', () => sideStore('target', 'DELETE FROM disclosure')],
    [' is only in the target', () => sideStore('source', 'DELETE FROM disclosure')],
    [' differs', () => sideStore('target', "UPDATE disclosure SET text = 'x'")],
  ])('names the first difference: …%s', async (difference, change) => {
    const target = await embedded('target');
    await givenLog(source, 'ledger', 20);
    await copyLog(source, target, limits, quiet);
    await expectEqual(target);
    await change(target);
    const failed = compareLogs(source, target, limits, quiet);
    await expect(failed).rejects.toBeInstanceOf(CopyFailed);
    await expect(failed).rejects.toThrow('the logs differ: ');
    await expect(failed).rejects.toThrow(difference);
  });

  function sideStore(name: string, sql: string): void {
    const database = new Database(join(folder, name, 'events.db'));
    database.exec(sql);
    database.close();
  }
});
