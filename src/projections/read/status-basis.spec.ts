import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { kindNamed } from '../../registry/registry.js';
import { listChanges } from './list-changes.js';
import type { ChangesPage, KindTotals, ListFilters, Page } from './query-types.js';
import type { ReadModel } from './read-model.js';
import type { ReadModels } from './read-models.js';

const AGREEMENT = kindNamed('agreement')!;
const TODAY = '2023-02-01';
const PARTIES = ['RU-KYA', 'RU-MO'];
const OLD = { recording: 'historical' as const };

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

const listed = async (model: ReadModel, filters: ListFilters): Promise<string[]> =>
  ((await model.list(AGREEMENT, filters, undefined, 99)) as Page).items.map(({ id }) => id);

/** The lists of what is in a status on a day, by each basis: of the present, where the day is today, and of the past. */
async function inStatus(models: ReadModels, index: number, status: string, day = TODAY): Promise<string[][]> {
  const at = { transactionIndex: index, validDay: day };
  const filters = { statuses: [status] };
  const past = [
    await listed(models.at(at), filters),
    await listed(models.at(at, 'computed'), { ...filters, basis: 'computed' }),
  ];
  if (day !== TODAY) return past;
  const present = [
    await listed(models.now(day), filters),
    await listed(models.now(day, 'computed'), { ...filters, basis: 'computed' }),
  ];
  expect(present).toEqual(past);
  return present;
}

describe('an agreement whose old register states its status', () => {
  it('is filtered and counted by that one, and by what our rules give where that is asked for', async () => {
    const stated = await ledger.agreement('Stated', PARTIES, { ...OLD, date: '1998-03-01' });
    await ledger.tell('agreement', stated, 'StatusStated', { status: 'in-force' }, { ...OLD, date: '1999-01-01' });
    const other = await ledger.agreement('Other', PARTIES, { date: '2020-01-01' });
    await ledger.withViews(async (models, runner) => {
      const index = runner.state().index - 1;
      expect(await inStatus(models, index, 'in-force')).toEqual([[stated], []]);
      expect(await inStatus(models, index, 'announced')).toEqual([[other], [stated, other]]);
      // Before the register states it, and on the day before the ledger knew that it does.
      expect(await inStatus(models, index, 'announced', '1998-06-01')).toEqual([[stated], [stated]]);
      expect(await inStatus(models, index, 'in-force', '1999-01-01')).toEqual([[stated], []]);
      expect(await inStatus(models, 0, 'announced', '1999-01-01')).toEqual([[stated], [stated]]);
      const point = { transactionIndex: index, validDay: TODAY };
      for (const model of [models.now(TODAY), models.at(point)])
        expect(countsOf(model)).toMatchObject({ total: 2, byStatus: { 'in-force': 1, announced: 1 } });
      for (const model of [models.now(TODAY, 'computed'), models.at(point, 'computed')]) {
        expect(countsOf(model)).toMatchObject({ total: 2, byStatus: { 'in-force': 0, announced: 2 } });
        const pair = model.regionPair('RU-KYA', 'RU-MO', undefined, 9);
        expect(pair.registered.agreements?.map(({ status }) => status)).toEqual(['announced', 'announced']);
      }
    });
  });

  it('may be in any of several statuses by our rules, and is found by each of them as possible', async () => {
    const id = await ledger.agreement('Vague', PARTIES, { ...OLD, date: '1998-03-01' });
    await ledger.tell('agreement', id, 'TextAdopted', { sha256: 'a'.repeat(64) }, { ...OLD, date: '2022' });
    await ledger.tell('agreement', id, 'StatusStated', { status: 'expired' }, { ...OLD, date: '1999' });
    await ledger.withViews(async (models, runner) => {
      const point = { transactionIndex: runner.state().index - 1, validDay: '2022-06-01' };
      const computed = models.at(point, 'computed');
      expect(await listed(computed, { possible: ['draft'] })).toEqual([id]);
      expect(await listed(computed, { possible: ['expired'] })).toEqual([]);
      expect(await listed(computed, { certainties: ['undetermined'] })).toEqual([id]);
      expect(countsOf(computed)).toMatchObject({ byStatus: { undetermined: 1, expired: 0 }, possible: { draft: 1 } });
      expect(await listed(models.at(point), { certainties: ['undetermined'] })).toEqual([]);
    });
  });

  it('that is voided is so by either', async () => {
    const id = await ledger.agreement('Void', PARTIES, { ...OLD, date: '1998-03-01', eventId: FIRST });
    await ledger.tell('agreement', id, 'StatusStated', { status: 'in-force' }, { ...OLD, date: '1999-01-01' });
    await ledger.tell('agreement', id, 'EntryVoided', { voids: FIRST, reason: 'twice' });
    await ledger.withViews(async (models, runner) => {
      expect(await inStatus(models, runner.state().index - 1, 'voided')).toEqual([[id], [id]]);
    });
  });

  it('is compared in lists by the status that is asked for', async () => {
    const id = await ledger.agreement('Compared', PARTIES, { ...OLD, date: '1998-03-01' });
    await ledger.tell('agreement', id, 'StatusStated', { status: 'in-force' }, { ...OLD, date: '1999-01-01' });
    await ledger.withViews(async (models) => {
      const points = [0, 1].map((transactionIndex) => ({ transactionIndex, validDay: TODAY }));
      const changes = async (filters: ListFilters): Promise<ChangesPage> => {
        const [from, to] = [points[0]!, points[1]!];
        return (await listChanges(models, [from, to], AGREEMENT, filters, undefined, 9)) as ChangesPage;
      };
      const inForce = { statuses: ['in-force'] };
      expect((await changes(inForce)).items).toMatchObject([{ change: 'appeared', after: { status: 'in-force' } }]);
      expect((await changes({ ...inForce, basis: 'computed' })).items).toEqual([]);
    });
  });
});

const FIRST = '30000000-0000-4000-8000-000000000001';

function countsOf(model: ReadModel): KindTotals {
  return model.summary().agreements as KindTotals;
}
