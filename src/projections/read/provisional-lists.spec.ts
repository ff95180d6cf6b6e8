import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { kindNamed } from '../../registry/registry.js';
import type { Page } from './query-types.js';
import type { ReadModel } from './read-model.js';

const AGREEMENT = kindNamed('agreement')!;
const OLD = { recording: 'historical' as const };

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

const listed = async (model: ReadModel): Promise<[applied: string[], possible: string[]]> => {
  const [applied, possible] = await Promise.all(
    (['applied', 'possible'] as const).map(async (provisional) =>
      ((await model.list(AGREEMENT, { provisional }, undefined, 9)) as Page).items.map(({ id }) => id),
    ),
  );
  return [applied!, possible!];
};

interface Answer {
  provisional: { from: { latest: string | null }; to: { earliest: string | null } | null } | null;
}

/** Whether the answer about the agreement on a day says that it is certainly applied. */
async function isApplied(model: ReadModel, id: string, day: string): Promise<boolean> {
  const { provisional } = JSON.parse((await model.document(AGREEMENT, id))!.bytes.toString()) as Answer;
  if (provisional?.from.latest == null) return false;
  const end = provisional.to === null ? '~' : (provisional.to.earliest ?? '');
  return provisional.from.latest <= day && day < end;
}

const DAYS = [
  '2011-12-31',
  '2012-01-31',
  '2012-02-10',
  '2012-05-31',
  '2012-06-01',
  '2012-12-31',
  '2013-01-01',
  '2014-01-01',
];

describe('an agreement that is applied before it is in force', () => {
  const signed = async (date = '2012-01-10'): Promise<string> => {
    const id = await ledger.agreement('A', ['RU-KYA', 'RU-MO'], { ...OLD, date: '2012-01-01' });
    await ledger.tell('agreement', id, 'SignedByAll', {}, { ...OLD, date });
    return id;
  };

  it.each<[what: string, more: [type: string, data: object, date: string][]]>([
    ['from its own day on', [['ProvisionalApplicationAgreed', { from: '2012-02-01' }, '2012-01-15']]],
    [
      'until its own last day',
      [['ProvisionalApplicationAgreed', { from: '2012-02-01', until: '2012-05-31' }, '2012-01-15']],
    ],
    ['from the day on which that was agreed', [['ProvisionalApplicationAgreed', { from: '2011-01-01' }, '2012-02-10']]],
    [
      'until notice',
      [
        ['ProvisionalApplicationAgreed', {}, '2012-01-15'],
        ['ProvisionalApplicationEnded', {}, '2012-06-01'],
      ],
    ],
    [
      'until force',
      [
        ['ProvisionalApplicationAgreed', {}, '2012-01-15'],
        ['ForceRuleSet', { entersIntoForce: 'on-fixed-date', on: '2013-01-01' }, '2012-01-15'],
      ],
    ],
    [
      'until it ends without force',
      [
        ['ProvisionalApplicationAgreed', {}, '2012-01-15'],
        ['AgreementAbandoned', {}, '2012-06-01'],
      ],
    ],
    [
      'again, once it was ended',
      [
        ['ProvisionalApplicationAgreed', {}, '2012-01-15'],
        ['ProvisionalApplicationEnded', {}, '2012-02-01'],
        ['ProvisionalApplicationAgreed', { until: '2012-12-31' }, '2012-05-31'],
      ],
    ],
  ])('is found %s, as its answer of the day says', async (_what, more) => {
    const id = await signed();
    for (const [type, data, date] of more) await ledger.tell('agreement', id, type, data, { ...OLD, date });
    await ledger.withViews(async (models, runner) => {
      const transactionIndex = runner.state().index - 1;
      const told = await Promise.all(
        DAYS.map(async (day) => {
          const model = models.at({ transactionIndex, validDay: day });
          const found = (await isApplied(model, id, day)) ? [id] : [];
          expect([day, ...(await listed(model))]).toEqual([day, found, found]);
          return found.length;
        }),
      );
      expect(told).toContain(0);
      expect(told).toContain(1);
      expect(await listed(models.at({ transactionIndex: 1, validDay: '2012-03-01' }))).toEqual([[], []]);
      const now = models.now('2024-01-01');
      expect((await listed(now))[0]).toEqual((await isApplied(now, id, '2024-01-01')) ? [id] : []);
    });
  });

  it('is possibly found where its days are vague, or its status is', async () => {
    const vague = await signed();
    await ledger.tell(
      'agreement',
      vague,
      'ProvisionalApplicationAgreed',
      { from: '2012' },
      { ...OLD, date: '2012-01-15' },
    );
    const open = await signed();
    await ledger.tell('agreement', open, 'ProvisionalApplicationAgreed', {}, { ...OLD, date: '2012-01-15' });
    const rule = { entersIntoForce: 'on-fixed-date', on: '2012' };
    await ledger.tell('agreement', open, 'ForceRuleSet', rule, { ...OLD, date: '2012-01-15' });
    await ledger.withViews(async (models, runner) => {
      const on = (validDay: string) => models.at({ transactionIndex: runner.state().index - 1, validDay });
      expect(await listed(on('2012-06-01'))).toEqual([[], [vague, open]]);
      expect(await listed(on('2013-06-01'))).toEqual([[vague], [vague]]);
    });
  });

  it('is not so where a register says that it is in force', async () => {
    const id = await signed();
    await ledger.tell('agreement', id, 'ProvisionalApplicationAgreed', {}, { ...OLD, date: '2012-01-15' });
    await ledger.tell('agreement', id, 'StatusStated', { status: 'in-force' }, { ...OLD, date: '2013-01-01' });
    await ledger.withViews(async (models) => {
      expect(await listed(models.now('2023-06-01'))).toEqual([[], []]);
      expect(await listed(models.now('2023-06-01', 'computed'))).toEqual([[id], [id]]);
    });
  });
});
