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

  it('are found by what was so on the day asked about, whatever took its place', async () => {
    const [former, deal] = [randomUUID(), randomUUID()];
    const tell = (type: string, data: object, date: string): Promise<unknown> =>
      ledger.tell('agreement', deal, type, data, { date });
    await ledger.party({ en: 'Former' }, 'RU-KYA', former);
    await tell('AgreementAnnounced', { title: { en: 'Old deal' }, parties: ['RU-MO', former] }, '2000-01-01');
    await tell('RolesAssigned', { party: former, roles: [{ role: 'lender' }] }, '2000-02-01');
    await tell('DepositariesNamed', { parties: ['RU-TA'] }, '2000-02-01');
    await tell('RolesAssigned', { party: 'RU-MO', roles: [{ role: 'borrower' }] }, '2000-02-01');
    await tell('PartySucceeded', { party: former, successor: 'RU-KLU' }, '2010-01-01');
    await tell('DepositariesNamed', { countries: ['BY'] }, '2010-01-01');
    await tell('RolesAssigned', { party: 'RU-MO', roles: [{ role: 'guarantor' }] }, '2010-01-01');
    const [now, then] = [true, false];
    const asked: [filters: ListFilters, onDay: boolean, today: boolean][] = [
      [{ role: 'borrower' }, true, false],
      [{ role: 'guarantor' }, false, true],
      [{ role: 'lender', parties: [former] }, true, false],
      [{ role: 'lender', parties: ['RU-KLU'] }, false, true],
      [{ role: 'depositary', parties: ['RU-TA'] }, true, false],
      [{ parties: [former] }, true, true],
      [{ parties: ['RU-KLU'] }, false, true],
    ];
    const ids = await ledger.withViews((models, runner) =>
      Promise.all(
        asked.flatMap(([filters]) =>
          [now, then].map(async (isNow) => {
            const index = runner.state().index - 1;
            const model = isNow
              ? models.now('2023-02-01')
              : models.at({ transactionIndex: index, validDay: '2005-01-01' });
            const { items } = (await model.list(AGREEMENT, filters, undefined, 9)) as Page;
            return items.some(({ id }) => id === deal);
          }),
        ),
      ),
    );
    expect(ids).toEqual(asked.flatMap(([, onDay, today]) => [today, onDay]));
  });

  it('are not taken for agreements of their depositary', async () => {
    expect((await found({ parties: [keeper] }))[0]).toEqual([]);
  });
});
