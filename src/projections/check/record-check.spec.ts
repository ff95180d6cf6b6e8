import type Database from 'better-sqlite3';
import * as fc from 'fast-check';
import { History, MOVES } from '../../../test/fixtures/audited-history.fixtures.js';
import { appendMixedLog } from '../../../test/fixtures/mixed-log.fixtures.js';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { kindNamed } from '../../registry/registry.js';
import type { Views } from '../write/views-file.js';
import { openViews } from '../write/views-file.js';
import type { Difference } from './difference.js';
import { RecordRebuild, rebuildTotals } from './record-rebuild.js';
import { ViewsCheck } from './views-check.js';

let ledger: GivenLedger;
let views: Views;

beforeAll(async () => {
  ledger = await GivenLedger.make();
  await appendMixedLog(ledger);
  await ledger.withViews(() => undefined);
  views = openViews(ledger.settings);
});
afterAll(async () => {
  views.close();
  await ledger.remove();
});

/**
 * What is found in all records of views in which somebody has changed something, and what is still found when each record
 * that was named has been rendered again; afterwards they are as they were.
 */
async function found(change: string): Promise<{ differences: Difference[]; left: Difference[] }> {
  const { database } = views;
  database.exec('BEGIN');
  try {
    changeOnce(database, change);
    const differences = await differencesNow();
    for (const name of new Set(differences.map(({ record }) => record))) await rebuild(name);
    return { differences, left: await differencesNow() };
  } finally {
    database.exec('ROLLBACK');
  }
}

async function differencesNow(of = { ledger, views }, pastUpTo = Infinity): Promise<Difference[]> {
  const differences: Difference[] = [];
  const options = { pastUpTo, rest: () => Promise.resolve() };
  const check = new ViewsCheck(of.ledger.store, of.views, options);
  await check.round({
    onLog: (difference) => differences.push(difference),
    onChecked: (_, those) => differences.push(...those),
  });
  check.close();
  return differences;
}

/** Totals go with the record that they are of. */
async function rebuild(name: string): Promise<void> {
  const [kind = '', id = ''] = name.split('/');
  if (kind === 'totals') {
    await rebuildTotals(views, id);
    return;
  }
  const made = new RecordRebuild(ledger.store, views, kindNamed(kind)!, id);
  await made.write();
}

function changeOnce(database: Database.Database, change: string): void {
  if (change !== '' && database.prepare(change).run().changes === 0) throw new Error(`nothing was changed: ${change}`);
}

const AN_AGREEMENT = "(SELECT min(seq) FROM record WHERE kind = 'agreement')";

it('finds nothing in views that are what the events come to', async () => {
  expect(await found('')).toEqual({ differences: [], left: [] });
});

it.each([
  [
    'document',
    `UPDATE document SET bytes = CAST(replace(bytes, 'No 0', 'No 9') AS BLOB) WHERE record = ${AN_AGREEMENT}`,
  ],
  ['document', `UPDATE document SET status = 'expired' WHERE record = ${AN_AGREEMENT}`],
  ['document', `UPDATE document SET to_day = '2020-01-01' WHERE record = ${AN_AGREEMENT}`],
  ['document', `DELETE FROM document WHERE record = ${AN_AGREEMENT}`],
  ['listed', `UPDATE listed SET title = '{"en":"Another"}' WHERE record = ${AN_AGREEMENT}`],
  ['listed', `UPDATE listed SET first_day = '1900-01-01' WHERE record = ${AN_AGREEMENT}`],
  ['facet', `UPDATE facet SET value = 'RU-KLU' WHERE name = 'region' AND value = 'RU-KYA'`],
  ['facet', `DELETE FROM facet WHERE record = ${AN_AGREEMENT} AND value = 'RU-MO'`],
  ['facet', `INSERT INTO facet VALUES ('topic', 'castings', ${AN_AGREEMENT})`],
  ['link', `UPDATE link SET to_id = 'another' WHERE record = (SELECT min(record) FROM link)`],
  ['turning_day', `DELETE FROM turning_day WHERE record = ${AN_AGREEMENT}`],
  ['date_dependency', `DELETE FROM date_dependency WHERE record = (SELECT min(record) FROM date_dependency)`],
  ['parked_record', `UPDATE parked_record SET reason = 'no reason'`],
  ['parked_event', `UPDATE parked_event SET reason = 'no reason' WHERE type = 'NobodyKnows'`],
  ['record', `UPDATE record SET revision = 0 WHERE seq = ${AN_AGREEMENT}`],
  ['entry', `UPDATE entry SET actor = 'somebody' WHERE idx = ${AN_AGREEMENT}`],
  ['entry', `UPDATE entry SET data = replace(data, 'No 0', 'No 9') WHERE idx = ${AN_AGREEMENT}`],
  ['entry', `UPDATE entry SET data = '{' WHERE idx = ${AN_AGREEMENT}`],
  ['entry', `DELETE FROM entry WHERE record = ${AN_AGREEMENT} AND type = 'TextAdopted'`],
  ['entry', `UPDATE entry SET idx = 1000 WHERE idx = 1 + ${AN_AGREEMENT}`],
  ['tally', `UPDATE document SET status = 'expired' WHERE record = ${AN_AGREEMENT}`],
  ['tally', `UPDATE tally SET change = change + 1 WHERE kind = 'agreement'`],
  ['entry', `DELETE FROM record WHERE seq = ${AN_AGREEMENT}`],
  ['record', `UPDATE record SET kind = 'party' WHERE seq = ${AN_AGREEMENT}`],
  ['entry', `DELETE FROM parked_event WHERE type = 'NobodyKnows'`],
  ['command_key', `UPDATE command_key SET last_revision = 9 WHERE idx = ${AN_AGREEMENT}`],
  ['status_version', `UPDATE status_version SET status = 'expired' WHERE record = ${AN_AGREEMENT}`],
  ['document_version', `UPDATE document_version SET to_day = '2000-01-01' WHERE record = ${AN_AGREEMENT}`],
  ['listed_version', `UPDATE listed_version SET search = 'another' WHERE record = ${AN_AGREEMENT}`],
  ['facet_version', `DELETE FROM facet_version WHERE record = ${AN_AGREEMENT} AND name = 'party'`],
])('names what was changed in the table %s, and renders it again: %s', async (table, change) => {
  const { differences, left } = await found(change);
  const tables = [...new Set(differences.map((difference) => difference.table))];
  expect({ differences, left, tables }).toMatchObject({
    left: [],
    tables: expect.arrayContaining([table]) as string[],
  });
});

it('names the record, what stands and what should, and personal values by their digests', async () => {
  const id = views.database.prepare<[], string>(`SELECT id FROM record WHERE seq = ${AN_AGREEMENT}`).pluck().get();
  const { differences } = await found(`UPDATE document SET status = 'expired' WHERE record = ${AN_AGREEMENT}`);
  expect(differences[0]).toEqual({
    record: `agreement/${id}`,
    table: 'document',
    stands: 'from_day "", status "expired"',
    should: 'from_day "", status "draft"',
  });
  const arePeople = `record IN (SELECT seq FROM record WHERE kind = 'person')`;
  const people = (await found(`UPDATE listed SET title = '{"ru":"Петрова"}' WHERE ${arePeople}`)).differences;
  const titled = expect.stringMatching(/^kind "person", title sha256:[0-9a-f]{16}$/) as string;
  expect(people).toMatchObject([1, 2].map(() => ({ table: 'listed', stands: titled, should: titled })));
});

it('compares the past of records that have no more events than are wanted', async () => {
  const { database } = views;
  database.exec(`BEGIN; UPDATE status_version SET status = 'expired' WHERE record = ${AN_AGREEMENT}`);
  const counts = await Promise.all(
    [0, 2, Infinity].map(async (most) => (await differencesNow(undefined, most)).length),
  );
  database.exec('ROLLBACK');
  expect(counts.map((count) => count > 0)).toEqual([false, false, true]);
});

it('finds nothing in views that have followed random histories, in pieces and at once', () =>
  fc.assert(
    fc.asyncProperty(MOVES, MOVES, async (moves, more) => {
      const ledger = await GivenLedger.make();
      try {
        const history = new History(ledger, kindNamed('agreement')!);
        for (const part of [moves, more]) {
          for (const move of part) await history.take(move);
          const options = { liveEvents: 3 };
          expect(await ledger.withViews((_m, _r, file) => differencesNow({ ledger, views: file }), options)).toEqual(
            [],
          );
        }
      } finally {
        await ledger.remove();
      }
    }),
    { numRuns: 4, endOnFailure: true },
  ));
