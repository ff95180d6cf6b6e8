import { randomUUID } from 'node:crypto';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import type { ListFilters, Page } from './query-types.js';

const AGREEMENT = kindNamed('agreement')!;

describe('agreements by the roles of parties', () => {
  let ledger: GivenLedger;
  const [plant, keeper, oneDeal, otherDeal] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

  beforeAll(async () => {
    ledger = await GivenLedger.make();
    await ledger.party({ en: 'Works' }, 'RU-ULY', plant);
    await ledger.party({ en: 'Keeper' }, 'RU-ULY', keeper);
    const tell = (id: string, type: string, data: object, date: string): Promise<unknown> =>
      ledger.tell('agreement', id, type, data, { date });
    for (const id of [oneDeal, otherDeal])
      await tell(id, 'AgreementAnnounced', { title: { en: 'Deal' }, parties: ['RU-ULY', plant] }, '2022-01-01');
    await tell(oneDeal, 'RolesAssigned', { party: plant, roles: [{ role: 'supplier' }] }, '2022-05-01');
    await tell(oneDeal, 'DepositariesNamed', { parties: [keeper] }, '2022-05-01');
    await tell(otherDeal, 'RolesAssigned', { party: 'RU-ULY', roles: [{ role: 'supplier' }] }, '2022-05-01');
    await tell(otherDeal, 'DepositariesNamed', { countries: ['KZ'] }, '2022-05-01');
  });
  afterAll(() => ledger.remove());

  const found = (filters: ListFilters): Promise<[now: string[], then: string[], before: string[]]> =>
    ledger.withViews(async (models, runner) => {
      const at = (validDay: string) => models.at({ transactionIndex: runner.state().index - 1, validDay });
      const [now, then, before] = await Promise.all(
        [models.now('2023-02-01'), at('2022-06-01'), at('2022-02-01')].map(async (model) =>
          ((await model.list(AGREEMENT, filters, undefined, 9)) as Page).items.map(({ id }) => id),
        ),
      );
      return [now!, then!, before!];
    });

  it.each([
    ['whoever has it', { role: 'supplier' }, () => [oneDeal, otherDeal]],
    ['a party that has it', { role: 'supplier', parties: [plant] }, () => [oneDeal]],
    ['a region that has it', { role: 'supplier', parties: ['RU-ULY'] }, () => [otherDeal]],
    ['parties that all have it', { role: 'supplier', parties: ['RU-ULY', plant] }, () => []],
    ['a depositary', { role: 'depositary' }, () => [oneDeal, otherDeal]],
    ['a depositary on record', { role: 'depositary', parties: [keeper] }, () => [oneDeal]],
    ['nobody', { role: 'customer' }, () => []],
  ])('are found by %s, from the day on which it was said', async (_what, filters, expected) => {
    expect(await found(filters)).toEqual([expected(), expected(), []]);
  });

  it('are not taken for agreements of their depositary', async () => {
    expect((await found({ parties: [keeper] }))[0]).toEqual([]);
  });
});
