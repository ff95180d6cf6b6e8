import { setTimeout as sleep } from 'node:timers/promises';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import type { Views } from '../write/views-file.js';
import { BackgroundCheck, type CheckPace } from './background-check.js';

const FAST: CheckPace = { delayMs: 1, pauseMs: 5, share: 1 };

let ledger: GivenLedger;
let logged: string[];

beforeEach(async () => {
  logged = [];
  ledger = await GivenLedger.make();
  const party = await ledger.party({ en: 'Works' });
  await ledger.agreement('On castings', [party]);
});
afterEach(() => ledger.remove());

/** Runs a check beside views, and stops it afterwards. */
function withCheck(use: (check: BackgroundCheck, views: Views) => Promise<void>, pace = FAST): Promise<void> {
  return ledger.withViews(async (_models, _runner, views) => {
    const log = (line: string): void => void logged.push(line);
    const check = new BackgroundCheck(ledger.store, views, { pace, mayCheck: () => true, log });
    check.start();
    try {
      await use(check, views);
    } finally {
      await check.stop();
    }
  });
}

/** Waits for the end of two more rounds: one that began after this call. */
async function wholeRound(check: BackgroundCheck): Promise<void> {
  for (let round = 0; round < 2; round++) {
    const before = check.state(0).ended;
    while (check.state(0).ended === before) await sleep(2);
  }
}

it('goes through all records again and again, and finds nothing in sound views', () =>
  withCheck(async (check) => {
    await wholeRound(check);
    const { ended, since: _, checked: __, ...state } = check.state(5);
    expect(state).toEqual({ records: 2, differing: 0, differences: [] });
    expect(ended).toMatch(/Z$/);
    expect(logged).toEqual([]);
  }));

it('names what somebody has changed, once, until it is put right', () =>
  withCheck(async (check, { database }) => {
    const isAgreement = "record IN (SELECT seq FROM record WHERE kind = 'agreement')";
    const { status } = database
      .prepare<[], { status: string }>(`SELECT status FROM document WHERE ${isAgreement}`)
      .get()!;
    database.exec(`UPDATE document SET status = 'expired' WHERE ${isAgreement}`);
    await wholeRound(check);
    await wholeRound(check);
    const { differing, differences } = check.state(1);
    expect({ differing, differences }).toMatchObject({ differing: 2, differences: [{ table: 'document' }] });
    expect(logged.filter((line) => line.includes('table document'))).toEqual([
      expect.stringMatching(
        /^ALARM: .*: agreement\/\S+, table document: .*status "expired"; should be: .*status "[a-z-]+"\. .* --record agreement\//,
      ),
    ]);
    const lines = logged.length;
    database.exec(`UPDATE document SET status = '${status}' WHERE ${isAgreement}`);
    await wholeRound(check);
    expect(check.state(5)).toMatchObject({ differing: 0, differences: [] });
    expect(logged).toHaveLength(lines);
  }));

it('names a record that the views have lost', () =>
  withCheck(async (check, { database }) => {
    const lost = database.prepare<[], unknown[]>("SELECT * FROM record WHERE kind = 'agreement'").raw().get()!;
    database.exec("DELETE FROM record WHERE kind = 'agreement'");
    await wholeRound(check);
    const named = check.state(5).differences.map(({ record, table }) => [record, table]);
    expect(named).toContainEqual([`agreement/${String(lost[2])}`, 'entry']);
    database.prepare(`INSERT INTO record VALUES (${lost.map(() => '?').join()})`).run(lost);
    await wholeRound(check);
    expect(check.state(5).differing).toBe(0);
  }));

it('takes no more than its share of the time, and begins after a while', async () => {
  for (let number = 0; number < 30; number++) await ledger.agreement(`No ${number}`, ['RU-ULY']);
  await withCheck(
    async (check) => {
      expect(check.state(5)).toEqual({ checked: 0, records: 0, differing: 0, differences: [] });
      while (check.state(0).since === undefined) await sleep(5);
      // What takes some milliseconds of work takes a thousand times as long.
      await sleep(200);
      const { checked, records, ended } = check.state(0);
      expect([checked < records, ended]).toEqual([true, undefined]);
    },
    { delayMs: 20, pauseMs: 5, share: 0.001 },
  );
});

it('says what keeps it from going on, and tries again', () =>
  withCheck(async (check) => {
    await wholeRound(check);
    const outOfReach = jest.spyOn(ledger.store, 'readAll').mockImplementation(() => {
      throw new Error('out of reach');
    });
    while (check.state(0).error === undefined) await sleep(2);
    expect(check.state(0).error).toBe('out of reach');
    outOfReach.mockRestore();
    await wholeRound(check);
    expect(check.state(0).error).toBeUndefined();
  }));
