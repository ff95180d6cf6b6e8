import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { StoredEvent } from '../../src/event-store/port.js';
import { openSqliteStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { type Child, runFromSource } from '../support/child.js';

const ROUNDS = 3;

interface Acknowledged {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly digest: string;
}

function acknowledgedBy(child: Child): Acknowledged[] {
  const lines = child.output().stdout.split('\n');
  // A line cut off by the kill was acknowledged too, but nobody has heard which one it was.
  return lines.slice(0, -1).flatMap((line) => {
    const [stream, revision, id, digest] = line.split(' ');
    return stream && id && digest ? [{ stream, revision: Number(revision), id, digest }] : [];
  });
}

/** Reads the whole ledger as a restarted program would, and checks that all that was acknowledged is there once. */
async function expectAllThere(folder: string, acknowledged: readonly Acknowledged[]): Promise<number> {
  const store = openSqliteStore({ folder, ledger: 'ledger' });
  try {
    const events: StoredEvent[] = [];
    for await (const batch of store.readAll()) events.push(...batch.events);
    const byId = new Map(events.map((event) => [event.id, event]));
    expect(byId.size).toBe(events.length);
    const lost = acknowledged.filter(({ stream, revision, id }) => {
      const event = byId.get(id);
      return event?.stream !== stream || event.revision !== revision;
    });
    expect(lost).toEqual([]);
    const next = new Map<string, number>();
    for (const { stream, revision } of events) {
      expect(revision).toBe(next.get(stream) ?? 0);
      next.set(stream, revision + 1);
    }
    const digests = [...new Set(acknowledged.map(({ digest }) => digest))];
    expect((await store.disclosures(digests)).size).toBe(digests.length);
    return events.length;
  } finally {
    await store.close();
  }
}

describe('The embedded store under a process that dies', () => {
  let folder: string;
  const children: Child[] = [];

  const start = (fileSizeLimit?: number): Child => {
    const child = runFromSource('append-forever.ts', [folder], fileSizeLimit);
    children.push(child);
    return child;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-kill-'));
  });

  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.process.kill('SIGKILL');
      await child.ended;
    }
    await rm(folder, { recursive: true });
  });

  it(`loses 0 acknowledged writes in ${ROUNDS} rounds of kill -9 under 64 writers, and keeps each once`, async () => {
    const acknowledged: Acknowledged[] = [];
    let stored = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = start();
      const wanted = randomInt(1, 200_000);
      await child.until((stdout) => stdout.length > wanted);
      await new Promise((resolve) => setTimeout(resolve, randomInt(0, 20)));
      child.process.kill('SIGKILL');
      expect(await child.ended).toMatchObject({ signal: 'SIGKILL' });
      acknowledged.push(...acknowledgedBy(child));
      stored = await expectAllThere(folder, acknowledged);
    }
    expect(acknowledged.length).toBeGreaterThan(0);
    process.stdout.write(`kill -9: ${ROUNDS} rounds, ${acknowledged.length} acknowledged, 0 lost, ${stored} stored\n`);
    const database = new Database(join(folder, 'events.db'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  }, 120_000);

  it('is refused to a second process while the first lives, and free at once when that was killed', async () => {
    const first = start();
    await first.until((stdout) => stdout.includes('open\n'));
    const second = start();
    expect(await second.ended).toMatchObject({ code: 78 });
    expect(second.output().stderr).toContain(`another process writes in the data folder ${folder}`);
    expect(second.output().stdout).toBe('');
    first.process.kill('SIGKILL');
    await first.ended;
    await expectAllThere(folder, acknowledgedBy(first));
  }, 60_000);

  const onUnix = process.platform === 'win32' ? it.skip : it;
  onUnix(
    'ends with one line and exit code 74 when the disk fails, without losing what was acknowledged',
    async () => {
      // A limit on the size of files makes the real write fail with an I/O error in the midst of commits.
      const child = start(2 * 1024 * 1024);
      expect(await child.ended).toMatchObject({ code: 74 });
      expect(child.output().stderr).toMatch(/^the disk of the event store failed: .*; the process ends\n$/);
      const acknowledged = acknowledgedBy(child);
      expect(acknowledged.length).toBeGreaterThan(100);
      await expectAllThere(folder, acknowledged);
    },
    60_000,
  );
});
