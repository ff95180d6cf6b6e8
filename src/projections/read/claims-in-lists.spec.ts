import { randomUUID } from 'node:crypto';
import type { Disclosure } from '../../kernel/personal.js';
import { seal } from '../../kernel/personal.js';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import type { ListFilters, Page } from './query-types.js';
import type { ReadModel } from './read-model.js';

const CLAIM = kindNamed('claim')!;

describe('claims', () => {
  let ledger: GivenLedger;
  const [plant, speaker] = [randomUUID(), randomUUID()];
  const [ready, hoping] = [randomUUID(), randomUUID()];
  const gist = { ru: 'ДААЗ готов помочь.', en: 'DAAZ is ready to help.' };

  beforeAll(async () => {
    ledger = await GivenLedger.make();
    await ledger.party({ en: 'Works' }, 'RU-ULY', plant);
    const sealed = [seal('statement', 'Завод готов.'), seal('gist', gist), seal('statement', 'We hope for orders.')];
    const [statement, inBoth, hope] = sealed as [(typeof sealed)[0], (typeof sealed)[0], (typeof sealed)[0]];
    const record = async (id: string, data: object, modality: 'ready-to' | 'hopes', disclosures: Disclosure[]) =>
      ledger.tell(
        'claim',
        id,
        'ClaimRecorded',
        { form: 'statement', ...data },
        { modality, date: '2022-05', disclosures },
      );
    const data = { speaker, about: [plant], onBehalfOf: 'RU-ULY', statement: statement.sealed, gist: inBoth.sealed };
    await record(ready, data, 'ready-to', [statement.disclosure, inBoth.disclosure]);
    await record(hoping, { about: ['RU-ULY'], statement: hope.sealed }, 'hopes', [hope.disclosure]);
  });
  afterAll(() => ledger.remove());

  const asked = <T>(use: (models: ReadModel[]) => T | Promise<T>): Promise<T> =>
    ledger.withViews((models, runner) => {
      const past = { transactionIndex: runner.state().index - 1, validDay: '2022-12-31' };
      return use([models.now('2023-02-01'), models.at(past)]);
    });

  it('are filtered by modality, speaker and whom they are about, and found by what they say', () =>
    asked(async (models) => {
      for (const model of models) {
        const found = async (filters: ListFilters): Promise<string[]> =>
          ((await model.list(CLAIM, filters, undefined, 9)) as Page).items.map(({ id }) => id);
        expect(await found({ modalities: ['ready-to'] })).toEqual([ready]);
        expect(await found({ modalities: ['ready-to', 'hopes'] })).toEqual([ready, hoping]);
        expect(await found({ modalities: ['fact'] })).toEqual([]);
        expect(await found({ speaker })).toEqual([ready]);
        expect(await found({ speaker: plant })).toEqual([]);
        expect(await found({ about: plant })).toEqual([ready]);
        expect(await found({ about: 'RU-ULY' })).toEqual([hoping]);
        expect(await found({ text: 'дааз' })).toEqual([ready]);
        expect(await found({ text: 'Завод' })).toEqual([ready]);
        expect(await found({ text: 'ready daaz' })).toEqual([ready]);
        expect(await found({ text: 'orders' })).toEqual([hoping]);
      }
    }));

  it('show in few words as what, when and by whom they were said', () =>
    asked((models) => {
      for (const model of models) {
        const said = { modality: 'ready-to', date: '2022-05', speaker, statement: 'Завод готов.', gist };
        expect(model.brief(CLAIM, ready)).toMatchObject(said);
        expect(model.brief(kindNamed('party')!, plant)).toMatchObject({ modality: 'fact', date: null, gist: null });
      }
    }));
});
