import { randomUUID } from 'node:crypto';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { kindNamed, KINDS } from '../../registry/registry.js';
import { placeOf } from './list-periods.js';
import type { ListFilters, Page } from './query-types.js';
import type { ReadModels } from './read-models.js';

const TODAY = '2023-02-01';
const PARTIES = ['RU-KYA', 'RU-MO'];
const OLD = { recording: 'historical' as const };

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

/** An agreement that all have signed, in force from a day to a day. */
async function inForce(on: string, until: string, signed = '2009-12-01'): Promise<string> {
  const id = await ledger.agreement('In force', PARTIES, { ...OLD, date: '2009-11-01' });
  await ledger.tell('agreement', id, 'SignedByAll', {}, { ...OLD, date: signed });
  const rule = { entersIntoForce: 'on-fixed-date', on, until };
  await ledger.tell('agreement', id, 'ForceRuleSet', rule, { ...OLD, date: signed });
  return id;
}

/** What a list by a period holds, alike now and on today in the past: ids, each with its place. */
async function found(models: ReadModels, index: number, kind: string, filters: ListFilters): Promise<unknown[]> {
  const asked = kindNamed(kind)!;
  const lists = await Promise.all(
    [models.now(TODAY), models.at({ transactionIndex: index, validDay: TODAY })].map((model) =>
      model.list(asked, filters, undefined, 99),
    ),
  );
  const [now, past] = lists.map((page) => (page as Page).items.map(({ id, period }) => ({ id, ...period })));
  expect(now).toEqual(past);
  return now ?? [];
}

describe('a period', () => {
  it('finds what was in force in it, though no entry stands in it, and says from when to when', async () => {
    const id = await inForce('2010-01-01', '2030-12-31');
    await inForce('2017-01-01', '2030-12-31');
    await inForce('2010-01-01', '2014-12-31');
    await ledger.withViews(async (models, runner) => {
      const index = runner.state().index - 1;
      const foundBy = { fact: 'in-force', date: '2010-01-01/2030-12-31' };
      const place = { id, inPeriod: 'certain', foundBy };
      for (const period of ['2015/2016', '2015-06', '2015-06-01', '2015/..'])
        expect(
          await found(models, index, 'agreement', { period, statuses: ['in-force'], text: 'force' }),
        ).toContainEqual(place);
      expect(await found(models, index, 'agreement', { period: '2015/2016' })).toEqual([place]);
      expect(await found(models, index, 'agreement', { period: '2015~' })).toEqual([
        { ...place, inPeriod: 'possible' },
      ]);
      expect(await found(models, index, 'agreement', { period: 'XXXX-06' })).toContainEqual({
        ...place,
        inPeriod: 'possible',
      });
      expect(await found(models, index, 'agreement', { period: '2031-01/2035' })).toEqual([]);
    });
  });

  it('finds what ended in its term, and what was suspended, by the days on which it was in force alone', async () => {
    const id = await inForce('2010-01-01', '2030-12-31');
    await ledger.tell('agreement', id, 'AgreementSuspended', {}, { date: '2014-01-01' });
    await ledger.tell('agreement', id, 'AgreementResumed', {}, { date: '2016-01-01' });
    await ledger.tell('agreement', id, 'AgreementTerminated', {}, { date: '2018-05-01' });
    await ledger.withViews(async (models, runner) => {
      const index = runner.state().index - 1;
      const by = (period: string) => found(models, index, 'agreement', { period });
      expect(await by('2013-06')).toMatchObject([{ id, foundBy: { fact: 'in-force', date: '2010-01-01/2013-12-31' } }]);
      expect(await by('2015-06')).toEqual([]);
      expect(await by('2016-06')).toMatchObject([{ id, foundBy: { fact: 'in-force', date: '2016-01-01/2018-04-30' } }]);
      // By the day on which it was ended, and by none after it.
      expect(await by('2018-05')).toMatchObject([{ id, foundBy: { fact: 'AgreementTerminated', date: '2018-05-01' } }]);
      expect(await by('2020')).toEqual([]);
    });
  });

  it('finds what may have been in force in it, and marks it possible', async () => {
    const id = await inForce('2010', '2012-12-31');
    await ledger.withViews(async (models, runner) => {
      const by = (period: string) => found(models, runner.state().index - 1, 'agreement', { period });
      const place = { inPeriod: 'possible', foundBy: { fact: 'in-force', date: '2010-01-01/2010-12-30' } };
      expect(await by('2010-03')).toEqual([{ id, ...place }]);
      expect(await by('2011')).toMatchObject([{ id, inPeriod: 'certain' }]);
    });
  });

  it('takes what was recorded by a moment, and the status that is asked for', async () => {
    const id = await ledger.agreement('Stated', PARTIES, { ...OLD, date: '1998-03-01' });
    await ledger.tell('agreement', id, 'StatusStated', { status: 'in-force' }, { ...OLD, date: '1999-01-01' });
    await ledger.withViews(async (models) => {
      const at = async (transactionIndex: number, basis: 'as-registered' | 'computed') => {
        const model = models.at({ transactionIndex, validDay: TODAY }, basis);
        return ((await model.list(kindNamed('agreement')!, { period: '2015', basis }, undefined, 9)) as Page).items;
      };
      expect(await at(1, 'as-registered')).toMatchObject([
        { id, period: { inPeriod: 'certain', foundBy: { fact: 'in-force', date: '1999-01-01/..' } } },
      ]);
      expect([await at(1, 'computed'), await at(0, 'as-registered')]).toEqual([[], []]);
    });
  });

  it('finds by the first date in it, and names what was on that date', async () => {
    const id = randomUUID();
    const details = { title: { en: 'Parts' }, by: 'RU-MO', due: '2016-05', stage: 'made' };
    await ledger.tell('commitment', id, 'CommitmentRecorded', details, { date: '2014-03-01' });
    await ledger.tell('commitment', id, 'UndertakingAdvanced', { to: 'fulfilled' }, { date: '2015-03-01' });
    await ledger.withViews(async (models, runner) => {
      const by = (period: string) => found(models, runner.state().index - 1, 'commitment', { period });
      expect(await by('2016')).toEqual([{ id, inPeriod: 'certain', foundBy: { fact: 'due', date: '2016-05' } }]);
      expect(await by('2014-10')).toMatchObject([{ foundBy: { fact: 'made', date: '2014-03-01/2015-02-28' } }]);
      expect(await by('2015-03-01')).toMatchObject([{ foundBy: { fact: 'UndertakingAdvanced' } }]);
      expect(await by('2017')).toEqual([]);
    });
  });

  it.each<[kind: string, begins: [string, object], goesOn: [string, object]]>([
    ['project', ['ProjectProposed', { parties: ['RU-MO'] }], ['ImplementationStarted', {}]],
    ['meeting', ['MeetingPlanned', { form: 'site-visit' }], ['MeetingStarted', {}]],
    ['cluster', ['ClusterRecorded', { stage: 'being-organised' }], ['UndertakingAdvanced', { to: 'established' }]],
    [
      'training-programme',
      ['TrainingProgrammeRecorded', { stage: 'agreed' }],
      ['UndertakingAdvanced', { to: 'running' }],
    ],
    [
      'meeting-series',
      ['SeriesAgreed', { form: 'round-table', recurrence: 'FREQ=YEARLY' }],
      ['EntryAnnotated', { text: { sealed: 'x' } }],
    ],
  ])('finds a %s that went on in it', async (kind, [begun, details], [type, data]) => {
    const id = randomUUID();
    await ledger.tell(kind, id, begun, { title: { en: 'T' }, ...details }, { date: '2012-01-01' });
    await ledger.tell(kind, id, type, data, { date: '2014-01-01' });
    await ledger.withViews(async (models, runner) => {
      const [fact = ''] = kindNamed(kind)?.goesOnIn ?? [];
      expect(await found(models, runner.state().index - 1, kind, { period: '2016' })).toMatchObject([
        { id, inPeriod: 'certain', foundBy: { fact } },
      ]);
    });
  });

  it('asks for statuses that each kind has', () => {
    const wrong = KINDS.flatMap(({ statuses, goesOnIn = [], appliedIn = [] }) =>
      [...goesOnIn, ...appliedIn].filter((status) => !statuses.includes(status)),
    );
    expect(wrong).toEqual([]);
  });

  it('that says nothing of the days leaves all open', () => {
    const going = JSON.stringify([['in-force', 'certain', '[]', '', '~']]);
    const place = placeOf({ dates: '[]', going }, '2015', kindNamed('agreement')!);
    expect(place).toEqual({ inPeriod: 'certain', foundBy: { fact: 'in-force', date: '../..' } });
  });
});
