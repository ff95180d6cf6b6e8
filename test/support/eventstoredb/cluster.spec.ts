import { DeadlineExceededError, FOLLOWER, NO_STREAM, NotLeaderError, UnknownError } from '@eventstore/db-client';
import { type Cluster, startCluster } from './cluster.js';
import { Clients, collect, diaryOf, event, failure, newStream } from './official-client.js';

const clients = new Clients();
let cluster: Cluster;

beforeEach(async () => {
  cluster = await startCluster(3, { electionMs: 300, commitTimeoutMs: 200 });
});

afterEach(async () => {
  await clients.dispose();
  await cluster.close();
});

/** Appends until it works, as a patient caller would. */
async function insist(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

it.each(['url', 'discoverUrl'] as const)('is found by gossip through %s, and the leader is preferred', async (by) => {
  const stream = newStream();
  cluster.followers.forEach((node) => node.failNext({ method: 'append', error: 'unavailable', times: 9 }));
  await clients.connect(cluster[by]).appendToStream(stream, event(1));
  expect(await collect(clients.connect(`${cluster[by]}&nodePreference=${FOLLOWER}`).readStream(stream))).toHaveLength(
    1,
  );
});

it('an append to a follower is forwarded to the leader', async () => {
  const stream = newStream();
  await clients.connect(cluster.followers[0]!.url).appendToStream(stream, event(1));
  const plain = { credentials: { username: 'admin', password: 'changeit' } };
  await clients.connect(cluster.followers[1]!.url).appendToStream(stream, event(2), { expectedRevision: 0n, ...plain });
  expect(await collect(clients.connect(cluster.leader.url).readStream(stream))).toHaveLength(2);
});

it('NotLeaderError names the leader when the leader is required; the client goes there by itself', async () => {
  const stream = newStream();
  const client = clients.connect(cluster.followers[0]!.url);
  for (const work of [
    () => client.appendToStream(stream, event(1), { requiresLeader: true }),
    () => collect(clients.connect(cluster.followers[0]!.url).readStream(stream, { requiresLeader: true })),
  ]) {
    const error = await failure(work());
    expect(error).toBeInstanceOf(NotLeaderError);
    expect(error).toMatchObject({ leader: cluster.leader.endpoint });
  }
  await client.appendToStream(stream, event(1), { requiresLeader: true });
});

it('leader lost: errors, then appends come back at the new leader, and nothing acknowledged is lost', async () => {
  const stream = newStream();
  const client = clients.connect(cluster.url);
  await client.appendToStream(stream, event(1), { expectedRevision: NO_STREAM });
  const follower = clients.connect(cluster.followers[0]!.url);
  await follower.appendToStream(newStream(), event(0));
  const diary = diaryOf(client.subscribeToAll());
  await diary.until((entries) => entries.includes('caughtUp'));
  const lost = await cluster.loseLeader();
  await diary.until((entries) => entries.some((entry) => entry.startsWith('error')));

  const notReady = await failure(follower.appendToStream(newStream(), event(0)));
  expect(notReady).toBeInstanceOf(UnknownError);
  expect(notReady.message).toContain('Could not recognize Server Is Not Ready');
  const two = event(2);
  await insist(() => client.appendToStream(stream, two, { expectedRevision: 0n }));
  expect(cluster.leader).not.toBe(lost);
  expect(await collect(clients.connect(cluster.leader.url).readStream(stream))).toHaveLength(2);
  await cluster.recover();
  expect(lost.standing()).toMatchObject({ state: 'follower', leader: cluster.leader.endpoint });
});

it.each([
  ['kept', true],
  ['not kept', false],
])(
  'quorum lost: first DeadlineExceededError, then "Server Is Not Ready"; reads still work; the append is %s',
  async (_, kept) => {
    const stream = newStream();
    const client = clients.connect(cluster.leader.url);
    await client.appendToStream(stream, event(1), { expectedRevision: NO_STREAM });
    await cluster.loseQuorum({ kept });
    const two = event(2);
    expect(await failure(client.appendToStream(stream, two, { expectedRevision: 0n }))).toBeInstanceOf(
      DeadlineExceededError,
    );
    const second = await failure(client.appendToStream(stream, two, { expectedRevision: 0n }));
    expect(second.message).toContain('Server Is Not Ready');
    expect(await collect(client.readStream(stream))).toHaveLength(1);

    await cluster.recover();
    expect(await collect(client.readStream(stream))).toHaveLength(kept ? 2 : 1);
    await insist(() => client.appendToStream(stream, two, { expectedRevision: 0n }));
    expect(await collect(client.readStream(stream))).toHaveLength(2);
  },
);
