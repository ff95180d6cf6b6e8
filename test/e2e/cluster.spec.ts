import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, startCluster } from '../support/eventstoredb/cluster.js';
import { type Program, startProgram } from '../support/program.js';
import { recorded, refusalOf } from '../support/recording.js';
import { storedLog } from '../support/stored-log.js';

const ANSWERED_MS = 12_000;
const WRITERS = 4;
const PARTY = { form: 'fund', names: { ru: 'Фонд' } };

describe('On a cluster of three', () => {
  let cluster: Cluster;
  let folder: string;
  let program: Program;

  beforeEach(async () => {
    cluster = await startCluster(3, { electionMs: 500 });
    folder = await mkdtemp(join(tmpdir(), 'ledger-cluster-'));
    program = await startProgram({ EVENT_STORE_URL: cluster.url, LEDGER_NAME: 'cluster', DATA_DIR: folder });
  });

  afterEach(async () => {
    await program.stop('SIGKILL');
    await cluster.close();
    await rm(folder, { recursive: true });
  });

  /** Writes until stopped, sending each request again with its key until it is recorded; notes the ids. */
  const writeUntil = (isOver: () => boolean, ids: string[]): Promise<void>[] =>
    Array.from({ length: WRITERS }, async () => {
      while (!isOver()) {
        const key = randomUUID();
        for (;;) {
          const began = performance.now();
          const answer = await program.post('/v1/parties', PARTY, { 'idempotency-key': key });
          expect(performance.now() - began).toBeLessThan(ANSWERED_MS);
          if (answer.status === 201) {
            ids.push((answer.body as { id: string }).id);
            break;
          }
          expect([409, 503]).toContain(answer.status);
          await sleep(50);
        }
        await sleep(20);
      }
    });

  it.each(['kill', 'stop', 'freeze'] as const)(
    'the leader lost by %s under load costs no acknowledged write, doubles none, and the views follow again',
    async (how) => {
      let isOver = false;
      const ids: string[] = [];
      const more = async (): Promise<void> => {
        const goal = ids.length + WRITERS * 2;
        while (ids.length < goal) await sleep(20);
      };
      const writers = writeUntil(() => isOver, ids);
      await more();
      await cluster.loseLeader(how);
      await sleep(2_000);
      await cluster.recover();
      await more();
      isOver = true;
      await Promise.all(writers);
      const log = await storedLog(program);
      expect(log.map(({ stream }) => stream.replace('cluster.party-', '')).sort()).toEqual([...ids].sort());
      const { position } = await recorded(program, '/v1/parties', PARTY);
      const summary = await program.get('/v1/summary', { 'ledger-position': position });
      expect(summary.body).toMatchObject({ parties: { total: ids.length + 1 } });
    },
    120_000,
  );

  it('the quorum lost refuses commands in time and answers queries; once it is back, nothing is there twice', async () => {
    const { id } = await recorded(program, '/v1/parties', PARTY);
    await program.get('/v1/summary');
    await cluster.loseQuorum();
    const key = randomUUID();
    const began = performance.now();
    const refused = await program.post('/v1/parties', PARTY, { 'idempotency-key': key });
    expect(performance.now() - began).toBeLessThan(ANSWERED_MS);
    expect(refusalOf(refused)).toEqual([503, 'store-unavailable']);
    expect((await program.request('GET', `/v1/parties/${id}`)).status).toBe(200);
    await cluster.recover();
    for (;;) {
      const again = await program.post('/v1/parties', PARTY, { 'idempotency-key': key });
      if (again.status === 201) break;
      expect([409, 503]).toContain(again.status);
      await sleep(100);
    }
    expect(await storedLog(program)).toHaveLength(2);
  }, 90_000);
});
