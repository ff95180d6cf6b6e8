import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Day } from '../../kernel/edtf.js';
import { GivenLedger, LEDGER, ZONE } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { leafBytes } from '../../transparency/leaf.js';
import { replay, type Replayed } from './replay-export.js';

let given: GivenLedger;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
  given = await GivenLedger.make();
});
afterEach(async () => {
  await given.remove();
  await rm(folder, { recursive: true });
});

const id = (n: number): string => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A project that is proposed on the first day of 2023; gives the id of the entry. */
function proposed(n: number): Promise<string> {
  return given.tell(
    'project',
    id(n),
    'ProjectProposed',
    { title: { en: `No. ${n}` }, parties: [] },
    { date: '2023-01-01' },
  );
}

/** Folds what was exported, as an export has it from a place on. */
async function replayed(day: Day, atOnce?: number, from = 0): Promise<Replayed & { read: number[] }> {
  const lines: Buffer[] = [Buffer.from(JSON.stringify({ ledger: LEDGER }))];
  for await (const { events } of given.store.readAll()) {
    for (const event of events) lines.push(leafBytes({ ...event, index: lines.length - 1 }));
  }
  lines.splice(1, from);
  const file = join(folder, 'export');
  await writeFile(file, Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
  const read: number[] = [];
  const onProgress = (count: number, of: number): void => void read.push(count / of);
  const entries = lines.length - 1;
  return { ...(await replay({ file, timeZone: ZONE, day, entries, atOnce, onProgress })), read };
}

const counts = ({ statuses }: Replayed): object =>
  Object.fromEntries([...statuses].map(([kind, byStatus]) => [kind, Object.fromEntries(byStatus)]));

describe('replaying an export', () => {
  it('counts records by kind and status on a day, however many are held at once', async () => {
    for (let n = 0; n < 20; n += 1) {
      await given.tell(
        'project',
        id(n),
        'ProjectProposed',
        { title: { en: `No. ${n}` }, parties: [] },
        { date: '2023-01-01' },
      );
      if (n % 4 === 0) await given.tell('project', id(n), 'ProjectDeclined', { by: [] }, { date: '2023-01-10' });
    }
    await given.tell('source', id(50), 'SourceRegistered', {
      title: { en: 'Text' },
      language: 'en',
      sha256: 'a'.repeat(64),
    });
    const expected = { projects: { proposed: 15, declined: 5 }, sources: { registered: 1 } };
    for (const atOnce of [1, 7, 1000]) {
      const result = await replayed('2023-01-31', atOnce);
      expect({ atOnce, counts: counts(result), records: result.records, faults: result.faults }).toEqual({
        atOnce,
        counts: expected,
        records: 21,
        faults: [],
      });
      expect(result.read.at(-1)).toBe(1);
    }
    expect(counts(await replayed('2023-01-05'))).toMatchObject({ projects: { proposed: 20 } });
  });

  it('works out dates that depend on another record, wherever that lies', async () => {
    const begun = await proposed(1);
    const dependent = { to: { kind: 'project', id: id(1), event: begun }, direction: 'after' as const, offset: 'P1M' };
    await proposed(2);
    await given.tell('project', id(2), 'ProjectDeclined', { by: [] }, { relativeDate: dependent });
    for (const atOnce of [1, 1000]) {
      expect(counts(await replayed('2023-01-31', atOnce))).toEqual({ projects: { proposed: 2 } });
      expect(counts(await replayed('2024-02-02', atOnce))).toEqual({ projects: { proposed: 1, declined: 1 } });
    }
  });

  it('works out dates that a correction gives, and passes over what only looks like one', async () => {
    const begun = await proposed(1);
    await proposed(2);
    const declined = await given.tell('project', id(2), 'ProjectDeclined', { by: [] }, { date: '2023-01-02' });
    const relativeDate = { to: { kind: 'project', id: id(1), event: begun }, direction: 'after', offset: 'P1M' };
    const changes = { relativeDate, date: null };
    await given.tell('project', id(2), 'EntryCorrected', { corrects: declined, reason: 'Misread', changes });
    const foreign = { type: 'Whatever', metadata: '' };
    for (const [n, data] of ['"relativeDate":{', '{"act":{"relativeDate":{}}}'].entries())
      await given.append(`${LEDGER}.unknown-1`, [{ ...foreign, id: id(90 + n), data }]);
    const result = await replayed('2023-01-31');
    expect(counts(result)).toEqual({ projects: { proposed: 2 } });
    expect(result.faults).toEqual([`${LEDGER}.unknown-1: no entry of it begins a record`]);
    expect(counts(await replayed('2024-02-02'))).toEqual({ projects: { proposed: 1, declined: 1 } });
  });

  it('leaves out records that begin before a stretch', async () => {
    for (const n of [1, 2]) await proposed(n);
    await given.tell('project', id(1), 'ProjectDeclined', { by: [] }, { date: '2023-01-02' });
    const result = await replayed('2023-01-31', 1000, 1);
    expect(result).toMatchObject({ begunBefore: 1, records: 1, faults: [] });
  });

  it('names what cannot be folded, and goes on', async () => {
    await proposed(1);
    const foreign = { id: id(90), type: 'Whatever', data: 'no JSON', metadata: '' };
    await given.append(given.streamOf('project', id(1)), [foreign]);
    await given.append(`${LEDGER}.unknown-1`, [{ ...foreign, id: id(91) }]);
    const result = await replayed('2023-01-31');
    expect(counts(result)).toEqual({ projects: { proposed: 1 } });
    expect(result.faultCount).toBe(2);
    expect(result.faults).toEqual([
      expect.stringContaining(`${given.streamOf('project', id(1))}, revision 1:`),
      `${LEDGER}.unknown-1: no entry of it begins a record`,
    ]);
  });
});
