import { randomUUID } from 'node:crypto';
import { type Cluster, startCluster } from '../../../test/support/eventstoredb/cluster.js';
import { startStandIn } from '../../../test/support/eventstoredb/stand-in.js';
import { type Certificates, makeCertificates } from '../../../test/support/eventstoredb/tls.js';
import { newEvents } from '../../../test/contract/contract-support.js';
import { StoreRefused, StoreUnavailable } from '../port.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';

const streamOf = (): string => `ledger.agreement-${randomUUID()}`;

/** Opens a ledger at an address, writes one event and reads it back. */
async function writeAt(url: string): Promise<void> {
  const store = await openEventStoreDb({ url, ledger: 'ledger', timeLimit: 8000 });
  try {
    const stream = streamOf();
    await expect(store.append(stream, -1, newEvents(1))).resolves.toMatchObject({ lastRevision: 0 });
    expect(await store.read(stream)).toHaveLength(1);
  } finally {
    await store.close();
  }
}

describe('A cluster is reached', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster(3, { electionMs: 200 });
  });
  afterAll(() => cluster.close());

  it.each(['esdb', 'kurrentdb'])('by one address that is asked for the members (%s+discover)', async (scheme) => {
    await writeAt(cluster.discoverUrl.replace(/^esdb/, scheme));
  });

  it('by several addresses, of which some do not answer', async () => {
    const [follower] = cluster.followers;
    await follower?.kill();
    await writeAt(cluster.url);
    await writeAt(cluster.url.replace(/^esdb/, 'kurrentdb'));
    await follower?.restart();
  });

  it.each(['follower', 'leader', 'random', 'readOnlyReplica'])(
    'with the preference %s, and commands go to the leader all the same',
    async (preference) => {
      await writeAt(`${cluster.url}&nodePreference=${preference}`);
    },
  );
});

describe('A server that asks for a certificate of the user', () => {
  let certificates: Certificates;

  beforeAll(async () => {
    certificates = await makeCertificates();
  });
  afterAll(() => certificates.remove());

  it('is reached with it, and not without', async () => {
    const server = await startStandIn({ tls: certificates.serverThatAsksBack });
    const { caFile, userCertFile, userKeyFile } = certificates;
    const url = `esdb://localhost:${server.port}?tlsCAFile=${caFile}`;
    try {
      await writeAt(`${url}&userCertFile=${userCertFile}&userKeyFile=${userKeyFile}`);
      const refused = openEventStoreDb({ url, ledger: 'ledger', timeLimit: 1000 });
      await expect(refused).rejects.toThrow();
      const error: unknown = await refused.catch((reason: unknown) => reason);
      expect(error instanceof StoreRefused || error instanceof StoreUnavailable).toBe(true);
    } finally {
      await server.kill();
    }
  });
});
