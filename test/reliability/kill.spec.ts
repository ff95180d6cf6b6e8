import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Acknowledged, acknowledgedIn, findAcknowledged } from '../support/acknowledged.js';
import { type Child, runFromSource } from '../support/child.js';
import { faultRounds, reportFaults } from '../support/fault-report.js';

const ROUNDS = faultRounds(3, 20);

/** Checks that all that was acknowledged is there, once; gives the number of events. */
async function expectAllThere(folder: string, acknowledged: readonly Acknowledged[]): Promise<number> {
  const { stored, lost, wrong } = await findAcknowledged(folder, acknowledged);
  expect([lost, wrong]).toEqual([[], []]);
  return stored;
}

const acknowledgedBy = (child: Child): Acknowledged[] => acknowledgedIn(child.output().stdout);

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
    let [lost, wrong] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = start();
      const wanted = randomInt(1, 200_000);
      await child.until((stdout) => stdout.length > wanted);
      await new Promise((resolve) => setTimeout(resolve, randomInt(0, 20)));
      child.process.kill('SIGKILL');
      expect(await child.ended).toMatchObject({ signal: 'SIGKILL' });
      acknowledged.push(...acknowledgedBy(child));
      const found = await findAcknowledged(folder, acknowledged);
      lost += found.lost.length;
      wrong += found.wrong.length;
    }
    const fault = 'kill -9 of the store alone, under 64 writers';
    reportFaults({ fault, injected: ROUNDS, acknowledged: acknowledged.length, lost, wrong });
    expect([lost, wrong]).toEqual([0, 0]);
    expect(acknowledged.length).toBeGreaterThan(0);
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
