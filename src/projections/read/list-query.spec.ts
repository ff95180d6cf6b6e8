import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { kindNamed } from '../../registry/registry.js';
import type { ResolvedFilters } from './list-query.js';
import { conditionsOf } from './list-query.js';
import type { ListFilters, Page } from './query-types.js';

const AGREEMENT = kindNamed('agreement')!;

test.each<[string, (number: number) => ResolvedFilters]>([
  ['words', (number) => ({ text: Array.from({ length: number }, (_, word) => `word${word}`).join(' ') })],
  ['parties', (number) => ({ parties: Array.from({ length: number }, (_, party) => [`party${party}`]) })],
  ['statuses', (number) => ({ statuses: Array.from({ length: number }, (_, status) => `status${status}`) })],
])('a query has the same text, and so one prepared statement, for any number of %s', (_, filters) => {
  expect(conditionsOf(AGREEMENT, filters(19), -1).sql).toBe(conditionsOf(AGREEMENT, filters(2), -1).sql);
});

test('a list holds what has all parties and all words that are asked for', async () => {
  const ledger = await GivenLedger.make();
  try {
    const gears = await ledger.agreement('Gears and axles', ['RU-KYA', 'RU-MO', 'RU-KLU']);
    const axles = await ledger.agreement('Axles', ['RU-KYA', 'RU-MO']);
    await ledger.withViews(async (models, runner) => {
      const point = { transactionIndex: runner.state().index - 1, validDay: '2023-02-01' };
      for (const model of [models.now('2023-02-01'), models.at(point)]) {
        const ids = async (filters: ListFilters): Promise<string[]> =>
          ((await model.list(AGREEMENT, filters, undefined, 9)) as Page).items.map(({ id }) => id);
        expect(await ids({ text: 'axles' })).toEqual([gears, axles]);
        expect(await ids({ text: 'AXLES gears Axles' })).toEqual([gears]);
        expect(await ids({ text: 'axles gears wheels' })).toEqual([]);
        expect(await ids({ parties: ['RU-KYA'] })).toEqual([gears, axles]);
        expect(await ids({ parties: ['RU-MO', 'RU-KYA'] })).toEqual([gears, axles]);
        expect(await ids({ parties: ['RU-KYA', 'RU-MO', 'RU-KLU'] })).toEqual([gears]);
        expect(await ids({ parties: ['RU-KYA', 'RU-ULY'] })).toEqual([]);
      }
    });
  } finally {
    await ledger.remove();
  }
});
