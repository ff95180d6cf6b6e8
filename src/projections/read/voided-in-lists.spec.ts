import { randomUUID } from 'node:crypto';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import type { ListFilters, Page } from './query-types.js';
import type { ReadModel } from './read-model.js';

const TITLE = { en: 'Gears', ru: 'Шестерни' };
const PLANT = randomUUID();
const OTHER = randomUUID();

/** How a record of each kind begins, and what is recorded of it afterwards, on these days. */
const LIVES: Record<string, [type: string, data: object, date?: string][]> = {
  party: [
    ['PartyRecorded', { form: 'enterprise', names: TITLE, region: 'RU-KYA' }],
    ['PartyNamed', { names: { en: 'Wheels' } }],
  ],
  project: [
    ['ProjectProposed', { title: TITLE, parties: [PLANT, OTHER], proposedBy: PLANT, topics: ['Metal'] }, '2020-05-10'],
    ['PartyJoinedProject', { party: 'RU-MO' }, '2020-06-10'],
  ],
  agreement: [
    ['AgreementAnnounced', { title: TITLE, parties: [PLANT, OTHER], topics: ['Metal'] }, '2020-05-10'],
    ['TextAdopted', { sha256: 'a'.repeat(64) }, '2020-06-10'],
  ],
  meeting: [
    ['MeetingPlanned', { title: TITLE, form: 'round-table', organisers: [PLANT], topics: ['Metal'] }, '2020-05-10'],
    ['SessionPlanned', { title: { en: 'Wheels' }, region: 'RU-KYA' }, '2020-06-10'],
  ],
  'meeting-series': [
    [
      'SeriesAgreed',
      { title: TITLE, form: 'round-table', recurrence: 'FREQ=YEARLY', parties: [PLANT], topics: ['Metal'] },
      '2020-05-10',
    ],
  ],
  commitment: [['CommitmentRecorded', { title: TITLE, by: PLANT, topics: ['Metal'], stage: 'made' }, '2020-05-10']],
  claim: [
    [
      'ClaimRecorded',
      { subject: TITLE, form: 'statement', about: [PLANT], regions: ['RU-KYA'], topics: ['Metal'] },
      '2020-05-10',
    ],
  ],
  source: [['SourceRegistered', { title: TITLE, language: 'ru', sha256: 'a'.repeat(64), published: '2020-05-10' }]],
};

const FILTERS: ListFilters[] = [
  {},
  { region: 'RU-KYA' },
  { region: 'RU-MO' },
  { parties: [PLANT] },
  { parties: [PLANT, OTHER] },
  { parties: ['RU-MO'] },
  { topic: 'metal' },
  { text: 'gears' },
  { text: 'шестерни' },
  { text: 'wheels' },
  { form: 'round-table' },
  { form: 'enterprise' },
  { form: 'statement' },
  { period: '2020' },
  { period: '2020-06' },
  { region: 'RU-KYA', text: 'gears', period: '2020' },
];

describe('a voided record', () => {
  let ledger: GivenLedger;
  const twins = new Map<string, { standing: string; voided: string }>();

  beforeAll(async () => {
    ledger = await GivenLedger.make();
    await ledger.party({ en: 'Plant' }, 'RU-KYA', PLANT);
    await ledger.party({ en: 'Other plant' }, 'RU-KLU', OTHER);
    for (const [kind, life] of Object.entries(LIVES)) {
      const [standing, voided] = [randomUUID(), randomUUID()];
      twins.set(kind, { standing, voided });
      for (const id of [standing, voided]) {
        const entries: string[] = [];
        for (const [type, data, date = null] of life) entries.push(await ledger.tell(kind, id, type, data, { date }));
        if (id === voided) await ledger.tell(kind, id, 'EntryVoided', { voids: entries[0], reason: 'twice' });
      }
    }
  });
  afterAll(() => ledger.remove());

  const asked = <T>(use: (models: [day: string, model: ReadModel][]) => Promise<T>): Promise<T> =>
    ledger.withViews((models, runner) => {
      const transactionIndex = runner.state().index - 1;
      const days = ['1990-01-01', '2020-05-09', '2020-05-10', '2020-06-10', '2022-01-01'];
      const past = days.map((validDay): [string, ReadModel] => [validDay, models.at({ transactionIndex, validDay })]);
      return use([['now', models.now('2023-02-01')], ...past]);
    });

  it('is found by the same filters as before, now and on every day, and by its status', () =>
    asked(async (models) => {
      for (const [name, { standing, voided }] of twins) {
        const kind = kindNamed(name)!;
        for (const [day, model] of models) {
          const found = async (filters: ListFilters): Promise<string[]> =>
            ((await model.list(kind, filters, undefined, 99)) as Page).items.map(({ id }) => id);
          for (const filters of FILTERS) {
            const before = (await found(filters)).filter((id) => id === standing);
            const where = JSON.stringify([name, day, filters]);
            const voids = await found({ ...filters, statuses: ['voided', 'undetermined'] });
            expect([where, (await found(filters)).includes(voided)]).toEqual([where, before.length > 0]);
            expect([where, voids.includes(voided)]).toEqual([where, before.length > 0]);
          }
        }
      }
    }));

  it('is not begun before it began', () =>
    asked(async (models) => {
      for (const [name, { voided }] of twins) {
        const isDated = LIVES[name]![0]![2] !== undefined;
        for (const [day, model] of models.slice(1)) {
          const kind = kindNamed(name)!;
          const page = (await model.list(kind, { statuses: ['not-begun'] }, undefined, 99)) as Page;
          const isBefore = isDated && day < '2020-05-10';
          expect([name, day, page.items.some(({ id }) => id === voided)]).toEqual([name, day, isBefore]);
        }
      }
    }));
});
