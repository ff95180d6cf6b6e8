import { GivenLedger } from '../../test/fixtures/projected-ledger.fixtures.js';
import type { Disclosure } from '../kernel/personal.js';
import { seal } from '../kernel/personal.js';
import type { Audited } from './audited.js';
import { corrections } from './corrections.js';
import { diff } from './diff.js';
import { explain } from './explain.js';
import { explainedIn } from '../../test/fixtures/explained.fixtures.js';
import { audited } from '../../test/fixtures/audited-history.fixtures.js';

const TEXT = 'a'.repeat(64);
const DAY = '2023-02-01';

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});

afterEach(async () => {
  await ledger.remove();
});

/** Asks about a record of the ledger as it was recorded. */
const asked = <T>(kind: string, id: string, use: (record: Audited) => T | Promise<T>): Promise<T> =>
  audited(ledger, kind, id, use);

/** A person of that name, which is sealed; whose text is gone where `erased`. */
async function person(id: string, name: object, { erased = false } = {}): Promise<string> {
  const { sealed, disclosure } = seal('name', name);
  const disclosures: Disclosure[] = erased ? [] : [disclosure];
  await ledger.tell('person', id, 'PersonRecorded', { name: sealed }, { disclosures });
  return id;
}

describe('given an agreement that a works and a region make', () => {
  const id = '00000000-0000-4000-8000-0000000000a1';
  const [ermakov, erased] = ['00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000b2'];
  const gazette = '00000000-0000-4000-8000-0000000000c1';
  let works = '';
  let events: string[] = [];

  beforeEach(async () => {
    works = await ledger.party({ ru: 'Завод «Прогресс»', en: 'Progress Works' });
    await person(ermakov, { ru: 'Ермаков' });
    await person(erased, { ru: 'Тайный' }, { erased: true });
    await ledger.tell('source', gazette, 'SourceRegistered', {
      sha256: TEXT,
      title: { ru: 'Вестник' },
      language: 'ru',
    });
    const say = (type: string, data: object, date: string) =>
      ledger.tell('agreement', id, type, data, { date, source: { id: gazette, paragraph: 2 } });
    events = [
      await say('AgreementAnnounced', { title: { ru: 'О дружбе' }, parties: [works, 'RU-ULY'] }, '2023-01-09'),
      await say('TextAdopted', { sha256: TEXT }, '2023-01-10'),
      await say('AgreementSigned', { party: works, representative: ermakov, text: TEXT }, '2023-01-12'),
      await say('AgreementSigned', { party: 'RU-ULY', representative: erased, text: TEXT }, '2023-01-13'),
    ];
  });

  const sideOf = (places: number) => ({ transactionIndex: 3 + places, validDay: DAY });

  it('names parties, regions, persons and entries in the sentences, and leaves the ids in the patch', async () => {
    const { patch, changes } = await asked('agreement', id, (audited) => diff(audited, sideOf(2), sideOf(4), 'ru'));
    expect(changes).toEqual([
      'Статус: проект текста → подписано',
      'С какого времени: 2023-01-10 → 2023-01-13',
      'Основания: убрано – текст принят, 2023-01-10',
      'Основания: добавлено – соглашение подписано стороной, 2023-01-12',
      'Основания: добавлено – соглашение подписано стороной, 2023-01-13',
      'Стороны (Завод «Прогресс»): Подпись: — → запись: соглашение подписано стороной, 2023-01-12; ' +
        'модальность: факт; источник: Вестник; абзац: 2; представитель: Ермаков',
      'Стороны (Ульяновская область): Подпись: — → запись: соглашение подписано стороной, 2023-01-13; ' +
        `модальность: факт; источник: Вестник; абзац: 2; представитель: ${erased}`,
    ]);
    expect(JSON.stringify(patch)).toContain(ermakov);
    expect(patch.map(({ path }) => path)).toContain('/revision');
  });

  it('says it in English, by the name that there is', async () => {
    const { changes } = await asked('agreement', id, (audited) => diff(audited, sideOf(2), sideOf(3), 'en'));
    expect(changes).toContain(
      'Parties (Progress Works): Signature: — → entry: agreement signed, 2023-01-12; ' +
        'modality: fact; source: Вестник; paragraph: 2; representative: Ермаков',
    );
  });

  it('calls a party as it was called at the later moment', async () => {
    const [recorded] = (await ledger.store.read(ledger.streamOf('party', works))).map((event) => event.id);
    const changes = { names: { ru: 'Завод «Успех»' } };
    await ledger.tell('party', works, 'EntryCorrected', { corrects: recorded, reason: 'misread', changes });
    await ledger.tell('agreement', id, 'EntryVoided', { voids: events[2], reason: 'Not yet.' });
    const [earlier, later] = await asked('agreement', id, (audited) =>
      [sideOf(3), { transactionIndex: audited.head, validDay: DAY }].map((to) =>
        diff(audited, sideOf(2), to, 'ru').changes.join(),
      ),
    );
    expect(earlier).toContain('Стороны (Завод «Прогресс»)');
    const last = await asked('agreement', id, (audited) =>
      diff(audited, sideOf(4), { transactionIndex: audited.head, validDay: DAY }, 'ru').changes.join('\n'),
    );
    expect(last).toContain('Стороны (Завод «Успех»): Подпись: запись: соглашение подписано стороной, 2023-01-12;');
    expect(later).not.toContain('Завод');
  });

  it('calls them so in explanations and corrections, too', async () => {
    const changes = { parties: [works, 'RU-KYA'] };
    await ledger.tell('agreement', id, 'EntryCorrected', { corrects: events[0], reason: 'misread', changes });
    const explained = await asked('agreement', id, (audited) =>
      explain(audited, { transactionIndex: audited.head, validDay: DAY }, 'ru'),
    );
    const labels = explainedIn(explained?.fields ?? []).map(({ label }) => label);
    expect(labels).toContain('Стороны (Завод «Прогресс»): Подпись');
    const found = await asked('agreement', id, (audited) => corrections(audited, 0, 50, 'en'));
    expect(found.corrections[0]?.summary).toContain(
      'Parties: Progress Works, Ulyanovsk Oblast → Progress Works, Krasnoyarsk Krai.',
    );
    expect(found.corrections[0]?.fields).toMatchObject([{ was: [works, 'RU-ULY'], now: [works, 'RU-KYA'] }]);
  });
});

it('tells two records of the same name apart by their ids', async () => {
  const [one, other] = [await ledger.party({ en: 'Works' }), await ledger.party({ en: 'Works' })];
  const id = '00000000-0000-4000-8000-0000000000a1';
  const data = { title: { en: 'A road' }, by: one, for: ['RU-ULY'], stage: 'made' };
  const begun = await ledger.tell('commitment', id, 'CommitmentRecorded', data);
  await ledger.tell('commitment', id, 'EntryCorrected', { corrects: begun, reason: 'misread', changes: { by: other } });
  const { changes } = await asked('commitment', id, (audited) =>
    diff(audited, { transactionIndex: 2, validDay: DAY }, { transactionIndex: 3, validDay: DAY }, 'en'),
  );
  expect(changes).toContain(`By: Works (${one}) → Works (${other})`);
});

it('gives the number of the last entry where nothing else has changed, and never how the answer is given', async () => {
  const id = await ledger.party({ en: 'Works' });
  const mandate = { person: '00000000-0000-4000-8000-0000000000b1', from: '2023-01-01' };
  await ledger.tell('party', id, 'MandateGiven', mandate, { date: '2023-01-01' });
  await ledger.tell('party', id, 'EntryVoided', { voids: '00000000-0000-4000-8000-0000000000ff', reason: 'Whose?' });
  const changesBetween = (from: number, to: number, day = DAY) =>
    asked('party', id, (audited) =>
      diff(audited, { transactionIndex: from, validDay: DAY }, { transactionIndex: to, validDay: day }, 'en'),
    );
  expect((await changesBetween(1, 2)).changes).toEqual(['Revision: 1 → 2']);
  expect((await changesBetween(0, 1)).changes).toHaveLength(1);
  const onAnotherDay = await changesBetween(0, 0, '2000-01-01');
  expect(onAnotherDay.changes.filter((line) => /holds|Links|Recorded/.test(line))).toEqual([]);
});
