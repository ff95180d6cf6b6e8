import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  type EventStoreDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  StreamDeletedError,
  StreamNotFoundError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { Clients, collect, committed, type Counted, event, failure, newStream, versionOf } from './official-client.js';
import { type StandIn, startStandIn } from './stand-in.js';

const clients = new Clients();
let server: StandIn;
let client: EventStoreDBClient;

beforeAll(async () => {
  server = await startStandIn();
  client = clients.connect(server.url);
});

afterAll(async () => {
  await clients.dispose();
  await server.kill();
});

/** The numbers in a stream's events, oldest first. */
async function numbers(stream: string): Promise<unknown[]> {
  return (await collect(client.readStream<Counted>(stream))).map((resolved) => resolved.event?.data.n);
}

describe('appends', () => {
  it('is recognised by the client as 23.10 with batch appends', async () => {
    expect(await versionOf(server.endpoint)).toBe('23.10.6');
  });

  it('writes through BatchAppend and, with credentials, through plain Append', async () => {
    const stream = newStream();
    const batch = await client.appendToStream(stream, [event(1), event(2)], { expectedRevision: NO_STREAM });
    const plain = await client.appendToStream(stream, event(3), {
      expectedRevision: 1n,
      credentials: { username: 'admin', password: 'changeit' },
    });
    expect([batch.nextExpectedRevision, plain.nextExpectedRevision]).toEqual([1n, 2n]);
    expect(batch.position).toEqual({ commit: expect.any(BigInt), prepare: expect.any(BigInt) });
    expect(plain.position!.commit).toBeGreaterThan(batch.position!.commit);
    expect(await numbers(stream)).toEqual([1, 2, 3]);
  });

  it('joins the chunks of a large batch', async () => {
    const stream = newStream();
    const many = Array.from({ length: 40 }, (_, n) => event(n));
    await client.appendToStream(stream, many, { expectedRevision: NO_STREAM, batchAppendSize: 500 });
    expect(await numbers(stream)).toEqual(many.map((_, n) => n));
  });

  it.each([
    ['batch', {}],
    ['plain', { credentials: { username: 'admin', password: 'changeit' } }],
  ])('WrongExpectedVersionError carries expected and actual, an empty message and no code (%s)', async (_, options) => {
    const stream = newStream();
    const missing = await failure(client.appendToStream(stream, event(1), { expectedRevision: 4n, ...options }));
    expect(missing).toBeInstanceOf(WrongExpectedVersionError);
    expect(missing).toMatchObject({
      type: 'wrong-expected-version',
      streamName: stream,
      expectedVersion: 4n,
      actualVersion: 'no_stream',
      message: '',
      code: undefined,
    });
    await client.appendToStream(stream, event(1));
    const there = await failure(client.appendToStream(stream, event(2), { expectedRevision: NO_STREAM, ...options }));
    expect(there).toMatchObject({ expectedVersion: 'no_stream', actualVersion: 0n });
  });

  it.each([
    ['batch', {}],
    ['plain', { credentials: { username: 'admin', password: 'changeit' } }],
  ])('over 1 MiB in one append: MaxAppendSizeExceededError (%s)', async (_, options) => {
    const half = (): ReturnType<typeof binaryEvent> => binaryEvent({ type: 'Large', data: new Uint8Array(600_000) });
    const error = await failure(client.appendToStream(newStream(), [half(), half()], options));
    expect(error).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(error).toMatchObject({ maxAppendSize: 1_048_576 });
  });

  it('missing or soft-deleted stream: StreamNotFoundError; tombstoned: StreamDeletedError', async () => {
    const stream = newStream();
    await expect(numbers(stream)).rejects.toThrow(StreamNotFoundError);
    await client.appendToStream(stream, event(1));
    await client.deleteStream(stream);
    await expect(numbers(stream)).rejects.toThrow(StreamNotFoundError);
    await client.tombstoneStream(stream);
    await expect(numbers(stream)).rejects.toThrow(StreamDeletedError);
    const error = await failure(client.appendToStream(stream, event(2), { expectedRevision: NO_STREAM }));
    expect(error).toBeInstanceOf(StreamDeletedError);
    await expect(client.appendToStream(newStream(), event(1), { expectedRevision: STREAM_EXISTS })).rejects.toThrow(
      WrongExpectedVersionError,
    );
  });

  it('after a soft delete NO_STREAM is accepted and revisions go on', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [event(1), event(2)]);
    await client.deleteStream(stream, { expectedRevision: 1n });
    const again = await client.appendToStream(stream, event(3), { expectedRevision: NO_STREAM });
    expect(again.nextExpectedRevision).toBe(2n);
    expect(await numbers(stream)).toEqual([3]);
  });

  it('an empty append succeeds and adds nothing', async () => {
    const stream = newStream();
    await client.appendToStream(stream, event(1));
    const { length } = server.events();
    expect(await client.appendToStream(stream, [], { expectedRevision: 0n })).toMatchObject({ success: true });
    expect(server.events()).toHaveLength(length);
  });
});

describe('the same events appended again', () => {
  it('same ids, same expected revision: success with the original revision and position, also after later events', async () => {
    const stream = newStream();
    const first = [event(1), event(2)];
    const original = await client.appendToStream(stream, first, { expectedRevision: NO_STREAM });
    await committed();
    expect(await client.appendToStream(stream, first, { expectedRevision: NO_STREAM })).toEqual(original);
    await client.appendToStream(stream, event(3), { expectedRevision: 1n });
    expect(await client.appendToStream(stream, first, { expectedRevision: NO_STREAM })).toEqual(original);
    expect(await numbers(stream)).toEqual([1, 2, 3]);
  });

  it('… also as one batch of what were two appends', async () => {
    const stream = newStream();
    const [one, two] = [event(1), event(2)];
    await client.appendToStream(stream, one, { expectedRevision: NO_STREAM });
    const second = await client.appendToStream(stream, two, { expectedRevision: 0n });
    await committed();
    expect(await client.appendToStream(stream, [one, two], { expectedRevision: NO_STREAM })).toEqual(second);
    expect(await numbers(stream)).toEqual([1, 2]);
  });

  it('same id, other body: success, the original is kept', async () => {
    const stream = newStream();
    const id = randomUUID();
    await client.appendToStream(stream, event(1, id), { expectedRevision: NO_STREAM });
    await committed();
    const again = await client.appendToStream(stream, event(99, id), { expectedRevision: NO_STREAM });
    expect(again.nextExpectedRevision).toBe(0n);
    expect(await numbers(stream)).toEqual([1]);
  });

  it('same id, expected = the current revision: written again', async () => {
    const stream = newStream();
    const one = event(1);
    await client.appendToStream(stream, one, { expectedRevision: NO_STREAM });
    await client.appendToStream(stream, one, { expectedRevision: 0n });
    expect(await numbers(stream)).toEqual([1, 1]);
  });

  it('same id, ANY, same server run: deduplicated', async () => {
    const stream = newStream();
    const one = event(1);
    const original = await client.appendToStream(stream, one, { expectedRevision: ANY });
    await committed();
    expect(await client.appendToStream(stream, one, { expectedRevision: ANY })).toEqual(original);
    expect(await numbers(stream)).toEqual([1]);
  });

  it('twice at once: one is dropped, and reported 2 s later', async () => {
    const stream = newStream();
    const one = event(1);
    const sent = [1, 2].map(() => client.appendToStream(stream, one, { expectedRevision: NO_STREAM }));
    const [first, second] = await Promise.allSettled(sent);
    expect(first).toMatchObject({ status: 'fulfilled', value: { nextExpectedRevision: 0n } });
    expect(second).toMatchObject({ status: 'rejected', reason: { type: 'deadline-exceeded' } });
    expect(await numbers(stream)).toEqual([1]);
  });

  it.each([
    ['a revision', NO_STREAM],
    ['ANY', ANY],
  ] as const)('old and new ids mixed, expecting %s: WrongExpectedVersion', async (_, expectedRevision) => {
    const stream = newStream();
    const one = event(1);
    await client.appendToStream(stream, one, { expectedRevision: NO_STREAM });
    const error = await failure(client.appendToStream(stream, [one, event(2)], { expectedRevision }));
    expect(error).toMatchObject({ type: 'wrong-expected-version', actualVersion: 0n });
    expect(await numbers(stream)).toEqual([1]);
  });

  it('the same id twice in one batch: both are written; in another stream: written', async () => {
    const [stream, other] = [newStream(), newStream()];
    const one = event(1);
    await client.appendToStream(stream, [one, one], { expectedRevision: NO_STREAM });
    await client.appendToStream(other, one, { expectedRevision: ANY });
    expect(await numbers(stream)).toEqual([1, 1]);
    expect(await numbers(other)).toEqual([1]);
  });

  it.each(['memory', 'a file'])(
    'after a kill and restart, log in %s: same revision is safe, ANY writes twice',
    async (where) => {
      const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
      const dataFile = where === 'a file' ? join(folder, 'log.jsonl') : undefined;
      let node = await startStandIn({ dataFile });
      const own = new Clients();
      try {
        const stream = newStream();
        const one = event(1);
        const original = await own.connect(node.url).appendToStream(stream, one, { expectedRevision: NO_STREAM });
        await node.kill();
        if (dataFile === undefined) await node.restart();
        else node = await startStandIn({ dataFile });
        const after = own.connect(node.url);
        expect(await after.appendToStream(stream, one, { expectedRevision: NO_STREAM })).toEqual(original);
        await after.appendToStream(stream, one, { expectedRevision: ANY });
        expect((await collect(after.readStream(stream))).map((resolved) => resolved.event?.id)).toEqual([
          one.id,
          one.id,
        ]);
      } finally {
        await own.dispose();
        await node.kill();
        await rm(folder, { recursive: true });
      }
    },
  );
});

describe('positions and reads', () => {
  it('gives a resolved event all its parts', async () => {
    const stream = newStream();
    const one = event(1);
    const { position } = await client.appendToStream(stream, one);
    const [resolved] = await collect(client.readStream(stream));
    expect(resolved).toEqual({
      event: {
        streamId: stream,
        id: one.id,
        revision: 0n,
        type: 'Counted',
        data: { n: 1 },
        metadata: { by: 'test' },
        isJson: true,
        created: expect.any(Date),
        position,
      },
      commitPosition: position!.commit,
    });
    expect(Math.abs(Date.now() - resolved!.event!.created.getTime())).toBeLessThan(60_000);
  });

  it('positions are byte offsets with gaps, and the system has events of its own', async () => {
    await client.appendToStream(newStream(), [event(1), event(2)]);
    const all = await collect(client.readAll());
    const commits = all.map((resolved) => resolved.commitPosition!);
    expect(commits.every((at, n) => n === 0 || at > commits[n - 1]! + 1n)).toBe(true);
    expect(all.map((resolved) => resolved.event?.type)).toEqual(
      expect.arrayContaining(['$metadata', '$statsCollected']),
    );
  });

  it('readAll is inclusive forwards and exclusive backwards', async () => {
    const stream = newStream();
    const { position } = await client.appendToStream(stream, event(1));
    const second = await client.appendToStream(stream, event(2));
    const forwards = await collect(client.readAll({ fromPosition: position!, maxCount: 2 }));
    expect(forwards.map((resolved) => resolved.event?.position)).toEqual([position, second.position]);
    const backwards = await collect(
      client.readAll({ fromPosition: second.position!, direction: BACKWARDS, maxCount: 1 }),
    );
    expect(backwards.map((resolved) => resolved.event?.position)).toEqual([position]);
    const [head] = await collect(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 }));
    expect(head?.event?.position).toEqual(second.position);
    expect(await collect(client.readAll({ fromPosition: END }))).toEqual([]);
  });

  it('readStream is inclusive, in both directions and from anywhere', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [event(0), event(1), event(2), event(3)]);
    const revisions = async (options: Parameters<typeof client.readStream>[1]): Promise<unknown[]> =>
      (await collect(client.readStream(stream, options))).map((resolved) => Number(resolved.event?.revision));
    expect(await revisions({ fromRevision: 2n })).toEqual([2, 3]);
    expect(await revisions({ fromRevision: START, maxCount: 3 })).toEqual([0, 1, 2]);
    expect(await revisions({ fromRevision: 2n, direction: BACKWARDS })).toEqual([2, 1, 0]);
    expect(await revisions({ fromRevision: END, direction: BACKWARDS, maxCount: 1 })).toEqual([3]);
    expect(await revisions({ fromRevision: 9n })).toEqual([]);
  });

  it('a bogus position gives UnknownError code 2, one past the end an empty result', async () => {
    const { position } = await client.appendToStream(newStream(), event(1));
    const bogus = position!.commit + 1n;
    const error = await failure(collect(client.readAll({ fromPosition: { commit: bogus, prepare: bogus } })));
    expect(error).toBeInstanceOf(UnknownError);
    expect(error.code).toBe(2);
    const past = position!.commit + 1_000_000n;
    expect(await collect(client.readAll({ fromPosition: { commit: past, prepare: past } }))).toEqual([]);
  });

  it('reads foreign events: broken JSON as text, other bytes as they are', async () => {
    const stream = newStream('foreign');
    server.appendForeign(stream, 'Broken', Buffer.from('{"half":'));
    server.appendForeign(stream, 'Bytes', Buffer.from([0, 255, 1]), { contentType: 'application/octet-stream' });
    const read = await collect(client.readStream(stream));
    expect(read.map((resolved) => resolved.event?.data)).toEqual(['{"half":', new Uint8Array([0, 255, 1])]);
  });

  it('reads three thousand events whole', async () => {
    const stream = newStream();
    for (let from = 0; from < 3_000; from += 500) {
      await client.appendToStream(
        stream,
        Array.from({ length: 500 }, (_, n) => event(from + n)),
      );
    }
    expect(await numbers(stream)).toEqual(Array.from({ length: 3_000 }, (_, n) => n));
  });
});
