import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { dayBefore } from '../../kernel/edtf.js';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import type { BitemporalPoint } from './bitemporal-points.js';
import { listChanges } from './list-changes.js';
import type { ChangesPage, KindTotals, ListFilters, Page } from './query-types.js';
import type { ReadModel } from './read-model.js';
import type { ReadModels } from './read-models.js';

const AGREEMENT = kindNamed('agreement')!;

describe('A day in the past', () => {
  let ledger: GivenLedger;

  beforeEach(async () => {
    ledger = await GivenLedger.make();
  });
  afterEach(() => ledger.remove());

  /** What is asked about days, by all that was recorded. */
  const asking = <T>(
    use: (on: (day: string) => ReadModel, models: ReadModels, transactionIndex: number) => T | Promise<T>,
  ): Promise<T> =>
    ledger.withViews((models, runner) => {
      const transactionIndex = runner.state().index - 1;
      return use((validDay) => models.at({ transactionIndex, validDay }), models, transactionIndex);
    });

  it('is shown with what is certain, what is possible, and what had not begun', async () => {
    const parties = ['RU-KYA', 'RU-MO'];
    const early = await ledger.agreement('Early', parties, { date: '2020-01-01' });
    const vague = await ledger.agreement('Vague', parties, { date: '2020' });
    const doubtful = await ledger.agreement('Doubtful', parties, { date: '2020-02-01~' });
    const late = await ledger.agreement('Late', parties, { date: '2021-01-01' });
    await asking(async (on, models, transactionIndex) => {
      const model = on('2020-06-01');
      const list = async (filters: ListFilters): Promise<string[]> =>
        idsOf((await model.list(AGREEMENT, filters, undefined, 9)) as Page);
      expect(await list({})).toEqual([early, vague, doubtful]);
      expect(await list({ statuses: ['announced'] })).toEqual([early, doubtful]);
      expect(await list({ possible: ['announced'] })).toEqual([early, vague, doubtful]);
      expect(await list({ possible: ['not-begun'] })).toEqual([vague, doubtful, late]);
      expect(await list({ statuses: ['not-begun'] })).toEqual([late]);
      expect(await list({ statuses: ['announced'], certainties: ['certain'] })).toEqual([early]);
      expect(await list({ certainties: ['undetermined'] })).toEqual([vague]);
      expect(model.summary().agreements).toMatchObject({
        total: 3,
        byStatus: { announced: 2, undetermined: 1 },
        doubtful: { announced: 1 },
        possible: { 'not-begun': 2, announced: 1 },
        notBegun: 1,
      });
      expect(model.regionPair('RU-KYA', 'RU-MO', undefined, 100).registered.agreements).toMatchObject([
        { id: early, status: 'announced', certainty: 'certain', possible: [] },
        { id: vague, status: 'undetermined', certainty: 'undetermined', possible: ['not-begun', 'announced'] },
        { id: doubtful, status: 'announced', certainty: 'possible', possible: ['announced', 'not-begun'] },
      ]);
      const at = (validDay: string): BitemporalPoint => ({ transactionIndex, validDay });
      const changes = await listChanges(models, [at('2020-06-01'), at('2021-06-01')], AGREEMENT, {}, undefined, 9);
      expect((changes as ChangesPage).items.map(({ change, after }) => [change, after?.id])).toEqual([
        ['changed', vague],
        ['appeared', late],
      ]);
    });
  });

  it('finds a record by a party, a region and a topic, and its links, only from the acts that name them on', async () => {
    const plants = [await ledger.party({ en: 'Early' }, 'RU-KYA'), await ledger.party({ en: 'Late' }, 'RU-KLU')];
    const [early = '', late = ''] = plants;
    const project = randomUUID();
    const title = { en: 'Gears' };
    await ledger.tell(
      'project',
      project,
      'ProjectProposed',
      { title, proposedBy: early, parties: [early], topics: ['Gears'] },
      { date: '2020-01-01' },
    );
    const ahead = await ledger.party({ en: 'Ahead' });
    await ledger.tell('project', project, 'PartyJoinedProject', { party: ahead }, { date: '2030-01-01' });
    const source = { id: randomUUID() };
    await ledger.tell('project', project, 'PartyJoinedProject', { party: late }, { date: '2021-01', source });
    await asking(async (on) => {
      const found = async (filters: ListFilters, day: string): Promise<number> =>
        ((await on(day).list(kindNamed('project')!, filters, undefined, 9)) as Page).items.length;
      for (const [filters, first] of [
        [{ parties: [early] }, '2020-01-01'],
        [{ region: 'RU-KYA', topic: 'gears' }, '2020-01-01'],
        [{ parties: [late] }, '2021-01-01'],
        [{ region: 'RU-KLU' }, '2021-01-01'],
        // What is said of days to come is found from the day on which it was said.
        [{ parties: [ahead] }, '2023-01-31'],
      ] as const) {
        expect([filters, await found(filters, dayBefore(first)), await found(filters, first)]).toEqual([filters, 0, 1]);
      }
      const pair = (day: string): number =>
        on(day).regionPair('RU-KYA', 'RU-KLU', undefined, 100).registered.projects?.length ?? 0;
      expect([pair('2020-12-31'), pair('2021-01-01')]).toEqual([0, 1]);
      const links = (day: string): string[] =>
        on(day)
          .related(kindNamed('project')!, project, 0, 100)
          .to.map(({ rel }) => rel);
      expect([links('2020-12-31'), links('2021-01-01')]).toEqual([
        ['parties', 'proposedBy'],
        ['parties', 'proposedBy', 'source', 'party'],
      ]);
      const back = (day: string): number => on(day).related(kindNamed('source')!, source.id, 0, 100).from.length;
      expect([back('2020-12-31'), back('2021-01-01')]).toEqual([0, 1]);
    });
  });

  it('is the same in records, lists and totals, whatever was recorded of it', async () => {
    const date = fc.constantFrom(null, '2020', '2020-05', '2020-05-10~', '2021-01-01', 'XXXX-03-01', '2030-01-01');
    const step: fc.Arbitrary<Step> = fc.record({
      type: fc.constantFrom(...STEPS),
      of: fc.nat({ max: 2 }),
      date,
      other: fc.option(fc.constantFrom('2019-01-01', '2020-08', '2022-02-02'), { nil: undefined }),
    });
    const lives = fc.tuple(fc.array(date, { minLength: 1, maxLength: 3 }), fc.array(step, { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(lives, async ([announced, steps]) => {
        const one = await GivenLedger.make();
        try {
          const ids: string[] = [];
          const last = new Map<string, string>();
          for (const each of announced) {
            const id = await one.agreement('A', ['RU-KYA', 'RU-MO'], { date: each });
            ids.push(id);
            last.set(id, (await one.store.read(one.streamOf('agreement', id)))[0]!.id);
          }
          for (const { type, of, date: stated, other } of steps) {
            const id = ids[of % ids.length]!;
            const before = last.get(id);
            if (type === 'EntryCorrected' || type === 'EntryVoided') {
              const changes = { date: other ?? '2020-05-10' };
              const data = type === 'EntryVoided' ? { voids: before } : { corrects: before, changes };
              await one.tell('agreement', id, type, { ...data, reason: 'misread' }, { date: stated });
              continue;
            }
            const attests = await one.tell('agreement', id, type, { sha256: 'a'.repeat(64) }, { date: stated });
            last.set(id, attests);
            if (other) await one.tell('agreement', id, 'EntryAttested', { attests, agrees: true, happened: other });
          }
          await one.withViews(async (models, runner) => {
            for (const day of ['2018-01-01', '2020-05-10', '2020-08-15', '2021-06-01', '2023-01-31', '2031-01-01'])
              await areShownAlike(models.at({ transactionIndex: runner.state().index - 1, validDay: day }), ids);
          });
        } finally {
          await one.remove();
        }
      }),
      {
        numRuns: 25,
        examples: [
          [[['2020-05'], [CORRECTED_LATER]]],
          [[[null], [VOIDED, ADOPTED]]],
          [[['2020-05'], [VOIDED, { ...ADOPTED, date: null }]]],
        ],
      },
    );
  }, 120_000);
});

const STEPS = [
  'TextAdopted',
  'OpenedForSignature',
  'AgreementSuspended',
  'AgreementTerminated',
  'EntryCorrected',
  'EntryVoided',
] as const;

/** What is recorded of one of the agreements, and when another source says that it happened, or it is corrected to. */
interface Step {
  type: (typeof STEPS)[number];
  of: number;
  date: string | null;
  other: string | undefined;
}

/** What is recorded on a day of its own, and changes days before it. */
const CORRECTED_LATER: Step = { type: 'EntryCorrected', of: 0, date: '2021-01-01', other: '2019-01-01' };

const VOIDED: Step = { type: 'EntryVoided', of: 0, date: null, other: undefined };

/** What stands on top of a void beginning. */
const ADOPTED: Step = { type: 'TextAdopted', of: 0, date: '2021-01-01', other: undefined };

interface ShownStatus {
  id: string;
  status: string;
  certainty: string;
  possible: string[];
}

/** Whether lists and totals show of these agreements, which are all that there are, what the records themselves do. */
async function areShownAlike(model: ReadModel, ids: readonly string[]): Promise<void> {
  const records = await Promise.all(
    ids.map(async (id) => {
      const { bytes } = (await model.document(AGREEMENT, id))!;
      return JSON.parse(bytes.toString('utf8')) as ShownStatus;
    }),
  );
  const list = async (filters: ListFilters): Promise<string[]> =>
    idsOf((await model.list(AGREEMENT, filters, undefined, 9)) as Page);
  const which = (is: (record: ShownStatus) => boolean): string[] => records.filter(is).map(({ id }) => id);
  const begun = ({ status }: ShownStatus): boolean => status !== 'not-begun';
  expect(await list({})).toEqual(which(begun));
  expect(await list({ parties: ['RU-MO'] })).toEqual(which(begun));
  const totals = model.summary().agreements as KindTotals;
  for (const status of [...AGREEMENT.statuses, 'undetermined', 'voided']) {
    expect([status, await list({ statuses: [status] })]).toEqual([status, which((record) => record.status === status)]);
    expect([status, totals.byStatus[status]]).toEqual([status, which((record) => record.status === status).length]);
    const may = (record: ShownStatus): boolean => record.possible.includes(status);
    const alsoMay = which((record) => record.status === status || may(record));
    if (status !== 'undetermined' && status !== 'voided') expect(await list({ possible: [status] })).toEqual(alsoMay);
    const more = which((record) => record.status !== status && may(record)).length;
    expect([status, totals.possible[status] ?? 0]).toEqual([status, more]);
  }
  for (const certainty of ['certain', 'possible', 'undetermined'])
    expect(await list({ certainties: [certainty] })).toEqual(
      which((record) => begun(record) && record.certainty === certainty),
    );
}

function idsOf(page: Page): string[] {
  return page.items.map(({ id }) => id);
}
