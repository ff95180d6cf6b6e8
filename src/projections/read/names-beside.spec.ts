import { randomUUID } from 'node:crypto';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { kindNamed } from '../../registry/registry.js';
import type { Page } from './query-types.js';
import type { ReadModel } from './read-model.js';
import type { RecordNames } from './names-beside.js';

const AGREEMENT = kindNamed('agreement')!;
const PARTY = kindNamed('party')!;
const TODAY = '2023-02-01';
const OLD = { recording: 'historical' as const };

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

/** The names beside the answer about an agreement. */
async function namesOf(model: ReadModel, id: string): Promise<RecordNames> {
  const { bytes } = (await model.namedDocument(AGREEMENT, id))!;
  return (JSON.parse(bytes.toString()) as { recordNames: RecordNames }).recordNames;
}

describe('the names beside an answer', () => {
  it('are those of each record that stands in it, in both languages, and of none without a name', async () => {
    const plant = await ledger.party({ en: 'Plant', ru: 'Завод' });
    const source = randomUUID();
    await ledger.tell('source', source, 'SourceRegistered', { title: { en: 'Decree' }, language: 'ru' });
    const from = { source: { id: source } };
    const id = await ledger.agreement('Treaty', [plant, 'RU-MO', randomUUID()], { date: '2020-01-01', ...from });
    await ledger.withViews(async (models, runner) => {
      const point = { transactionIndex: runner.state().index - 1, validDay: TODAY };
      for (const model of [models.now(TODAY), models.at(point)])
        expect(await namesOf(model, id)).toEqual({
          [plant]: { names: { en: 'Plant', ru: 'Завод' } },
          [source]: { names: { en: 'Decree' } },
          [id]: { names: { en: 'Treaty' } },
          'RU-MO': { names: { ru: 'Республика Мордовия', en: 'Republic of Mordovia' } },
        });
    });
  });

  it('are of the day asked about, with those that were borne when an act was done (rule 20)', async () => {
    const plant = await ledger.party({ en: 'Red Plant' });
    const id = await ledger.agreement('Treaty', [plant, 'RU-MO'], { ...OLD, date: '2000-01-01' });
    const signature = { party: plant };
    const signed = await ledger.tell('agreement', id, 'AgreementSigned', signature, { ...OLD, date: '2005-06-01' });
    const before = await ledger.withViews(async (models) => {
      expect((await namesOf(models.now(TODAY), id))[plant]).toEqual({ names: { en: 'Red Plant' } });
      return models.now(TODAY).document(AGREEMENT, id);
    });
    const renamed = { names: { en: 'Blue Plant' } };
    await ledger.tell('party', plant, 'PartyRenamed', renamed, { ...OLD, date: '2003-01-01' });
    await ledger.tell('party', plant, 'PartyRenamed', { names: { en: 'Green Plant' } }, { ...OLD, date: '2010-01-01' });
    await ledger.withViews(async (models, runner) => {
      const index = runner.state().index - 1;
      const announced = expect.any(String) as string;
      const atActs = [
        { entry: announced, names: { en: 'Red Plant' } },
        { entry: signed, names: { en: 'Blue Plant' } },
      ];
      const by = async (model: ReadModel) => (await namesOf(model, id))[plant];
      const on = (validDay: string, transactionIndex = index) => models.at({ transactionIndex, validDay });
      for (const model of [models.now(TODAY), on(TODAY)]) {
        const named = await by(model);
        expect(named).toMatchObject({ names: { en: 'Green Plant' }, then: expect.arrayContaining(atActs) as object });
        expect(named!.then!.map(({ names }) => names.en).sort()).not.toContain('Green Plant');
      }
      // On a day between the renamings, and before the ledger knew of them.
      expect(await by(on('2006-01-01'))).toMatchObject({
        names: { en: 'Blue Plant' },
        then: [{ names: { en: 'Red Plant' } }],
      });
      expect(await by(on('2001-01-01'))).toEqual({ names: { en: 'Red Plant' } });
      expect(await by(on(TODAY, index - 2))).toEqual({ names: { en: 'Red Plant' } });
      // In few words too, wherever it is named.
      const briefs = ['2001-01-01', '2006-01-01', TODAY].map((day) => on(day).related(AGREEMENT, id, 0, 9).to[0]);
      expect(briefs.map((link) => link?.record.title?.en)).toEqual(['Red Plant', 'Blue Plant', 'Green Plant']);
      expect(on('2006-01-01').brief(PARTY, plant)?.title).toEqual({ en: 'Blue Plant' });
      // The answer itself stays as it is stored.
      expect(await models.now(TODAY).document(AGREEMENT, id)).toEqual(before);
      const [first, second] = await Promise.all(
        [models.now(TODAY), on(TODAY, index - 2)].map((model) => model.namedDocument(AGREEMENT, id)),
      );
      expect([first!.revision, first!.etag === second!.etag]).toEqual([second!.revision, false]);
    });
  });

  it('may be several on the day of an act that is vague, and one that was erased is none', async () => {
    const trader = await ledger.party({ en: 'Earlier' });
    await ledger.tell('party', trader, 'PartyRenamed', { names: { en: 'Later' } }, { ...OLD, date: '2005-06-01' });
    const id = await ledger.agreement('Treaty', [trader, 'RU-MO'], { ...OLD, date: '2005' });
    const erased = await ledger.party({ sealed: 'gone' });
    const other = await ledger.agreement('Other', [erased, 'RU-MO'], { ...OLD, date: '2005' });
    await ledger.withViews(async (models) => {
      const model = models.now(TODAY);
      const { then } = (await namesOf(model, id))[trader]!;
      expect(then?.map(({ names }) => names)).toEqual([{ en: 'Earlier' }, { en: 'Later' }]);
      expect(await namesOf(model, other)).not.toHaveProperty(erased);
    });
  });

  it('are given of lists, of what is related, of pairs and of histories', async () => {
    const plant = await ledger.party({ en: 'Plant' });
    const id = await ledger.agreement('Treaty', [plant, 'RU-MO'], { date: '2020-01-01' });
    await ledger.withViews(async (models) => {
      const model = models.now(TODAY);
      const page = (await model.list(AGREEMENT, {}, undefined, 9)) as Page;
      const answers = page.items.map(({ bytes }) => JSON.parse(bytes.toString()) as object);
      for (const answer of [answers, model.related(PARTY, plant, 0, 9), { data: { act: {}, party: plant }, id }])
        expect(model.recordNames(answer)).toMatchObject({ [id]: { names: { en: 'Treaty' } } });
      expect(model.recordNames(answers)).toMatchObject({ [plant]: { names: { en: 'Plant' } } });
      const named = { data: { act: { date: '2020' }, party: plant }, id: randomUUID() };
      expect(model.recordNames({ entries: [named] })).toEqual({ [plant]: { names: { en: 'Plant' } } });
    });
  });
});
