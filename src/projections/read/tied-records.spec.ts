import { randomUUID } from 'node:crypto';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { seal } from '../../kernel/personal.js';
import { kindNamed } from '../../registry/registry.js';
import { listChanges } from './list-changes.js';
import type { ChangesPage, ListFilters, Page } from './query-types.js';
import type { ReadModel } from './read-model.js';

const AGREEMENT = kindNamed('agreement')!;
const PARTY = kindNamed('party')!;
const PERSON = kindNamed('person')!;
const TODAY = '2023-02-01';

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

/** Asks the views of the present, and those of the same day in the past: both have to answer alike. */
const alike = (ask: (model: ReadModel) => unknown): Promise<void> =>
  ledger.withViews(async (models, runner) => {
    const point = { transactionIndex: runner.state().index - 1, validDay: TODAY };
    for (const model of [models.now(TODAY), models.at(point)]) await ask(model);
  });

const list = async (model: ReadModel, filters: ListFilters): Promise<string[]> =>
  ((await model.list(AGREEMENT, filters, undefined, 99)) as Page).items.map(({ id }) => id);

describe('A party that was merged into another one', () => {
  test('is found under each of its names: in lists, by region, in pairs and as what is related', async () => {
    const [old, older, stands] = [randomUUID(), randomUUID(), randomUUID()];
    await ledger.party({ en: 'Old' }, undefined, old);
    await ledger.party({ en: 'Older' }, 'RU-KLU', older);
    await ledger.party({ en: 'Stands' }, 'RU-ULY', stands);
    const named = await ledger.agreement('Old', [old, 'RU-MO']);
    const farther = await ledger.agreement('Older', [older, 'RU-MO']);
    const today = await ledger.agreement('Stands', [stands, 'RU-MO']);
    await ledger.tell('party', older, 'PartiesMerged', { into: old });
    await ledger.tell('party', old, 'PartiesMerged', { into: stands });
    const project = randomUUID();
    const proposal = { title: { en: 'P' }, proposedBy: old, parties: [old] };
    await ledger.tell('project', project, 'ProjectProposed', proposal);
    await alike(async (model) => {
      for (const party of [old, older, stands]) {
        expect(await list(model, { parties: [party] })).toEqual([named, farther, today]);
        expect(await list(model, { parties: [party, 'RU-MO'] })).toEqual([named, farther, today]);
      }
      expect(await list(model, { region: 'RU-ULY' })).toEqual([named, farther, today]);
      // What only the older record says of its seat holds for what names it.
      expect(await list(model, { region: 'RU-KLU' })).toEqual([farther]);
      const pair = model.regionPair('RU-ULY', 'RU-MO', undefined, 100);
      expect(pair.registered.agreements?.map(({ id }) => id)).toEqual([named, farther, today]);
    });
  });

  test('is so from the day of the merger on, and no longer once the merger is voided', async () => {
    const [old, stands] = [await ledger.party({ en: 'Old' }), await ledger.party({ en: 'Stands' })];
    const id = await ledger.agreement('A', [old, 'RU-MO'], { date: '2020-01-01' });
    const merger = await ledger.tell('party', old, 'PartiesMerged', { into: stands }, { date: '2021-05-01' });
    await ledger.tell('party', old, 'EntryVoided', { voids: merger, reason: { sealed: 'x' } });
    await ledger.withViews(async (models, runner) => {
      const voiding = runner.state().index - 1;
      const on = (validDay: string, transactionIndex: number) => models.at({ transactionIndex, validDay });
      expect(await list(on('2021-04-30', voiding - 1), { parties: [stands] })).toEqual([]);
      expect(await list(on('2021-05-01', voiding - 1), { parties: [stands] })).toEqual([id]);
      expect(await list(on(TODAY, voiding), { parties: [stands] })).toEqual([]);
      expect(await list(models.now(TODAY), { parties: [stands] })).toEqual([]);
      expect(await list(models.now(TODAY), { parties: [old] })).toEqual([id]);
    });
  });
});

test('What names a person that was merged into another one is related to both, and says under which id', async () => {
  const [old, stands, party] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of [old, stands]) await ledger.tell('person', id, 'PersonRecorded', { name: { sealed: 'n' } });
  await ledger.party({ en: 'P' }, undefined, party);
  await ledger.tell('party', party, 'MandateGiven', { person: old });
  await ledger.tell('party', party, 'MandateGiven', { person: stands });
  await ledger.tell('person', old, 'PeopleMerged', { into: stands });
  await alike((model) => {
    const shown = (id: string) => {
      const { to, from } = model.related(PERSON, id, 0, 100);
      return [to, from].map((links) => links.map(({ rel, under, record }) => [rel, record.id, under]));
    };
    expect(shown(stands)).toEqual([
      [],
      [
        ['person', party, old],
        ['person', party, undefined],
        ['into', old, undefined],
      ],
    ]);
    expect(shown(old)).toEqual([
      [['into', stands, undefined]],
      [
        ['person', party, undefined],
        ['person', party, stands],
      ],
    ]);
  });
});

test('What a merged party refers to is related to the one under which it goes on', async () => {
  const [old, stands, person] = [randomUUID(), randomUUID(), randomUUID()];
  await ledger.party({ en: 'Old' }, undefined, old);
  await ledger.party({ en: 'Stands' }, undefined, stands);
  await ledger.tell('party', old, 'MandateGiven', { person });
  await ledger.tell('party', old, 'PartiesMerged', { into: stands });
  await alike((model) => {
    const { to } = model.related(PARTY, stands, 0, 100);
    expect(to.map(({ rel, under, record }) => [rel, record.id, under])).toEqual([['person', person, old]]);
  });
});

test('What a party takes part in is related to it, by kind; of an agreement its parties are', async () => {
  const party = await ledger.party({ en: 'P' });
  const agreement = await ledger.agreement('A', [party, 'RU-MO'], { date: '2020-01-01' });
  const project = randomUUID();
  await ledger.tell('project', project, 'ProjectProposed', { title: { en: 'P' }, proposedBy: party, parties: [party] });
  const farther = await ledger.agreement('B', [party, 'RU-KYA'], { date: '2021-01-01' });
  await alike((model) => {
    const from = (kinds?: string[]) =>
      model.related(PARTY, party, 0, 100, kinds).from.map(({ rel, record }) => [rel, record.id]);
    expect(from()).toEqual([
      ['parties', project],
      ['proposedBy', project],
      ['parties', agreement],
      ['parties', farther],
    ]);
    expect(from(['agreement', 'meeting'])).toEqual([
      ['parties', agreement],
      ['parties', farther],
    ]);
    const { to, next } = model.related(AGREEMENT, agreement, 0, 1);
    expect([to.map(({ rel, record }) => [rel, record.id]), next !== null]).toEqual([[['parties', party]], true]);
    expect(model.related(AGREEMENT, agreement, 1, 1).to).toMatchObject([
      { record: { id: 'RU-MO', title: { en: 'Republic of Mordovia' } } },
    ]);
    expect(model.related(AGREEMENT, agreement, 0, 9, ['source']).to).toEqual([]);
  });
  await ledger.withViews((models, runner) => {
    const point = { transactionIndex: runner.state().index - 1, validDay: '2020-06-01' };
    const { from } = models.at(point).related(PARTY, party, 0, 100, ['agreement']);
    // What began a record names its parties on every day.
    expect(from.map(({ record: { id, status } }) => [id, status])).toEqual([
      [agreement, 'announced'],
      [farther, 'not-begun'],
    ]);
  });
});

test('A party is found by its numbers, a personal one while it is not erased; a region on record by a mandate by its form', async () => {
  const inn = seal('inn', '500100732259');
  const trader = randomUUID();
  const details = { disclosures: [inn.disclosure] };
  await ledger.tell(
    'party',
    trader,
    'PartyRecorded',
    { form: 'sole-trader', names: { en: 'T' }, inn: inn.sealed },
    details,
  );
  await ledger.tell('party', 'RU-KYA', 'MandateGiven', { person: randomUUID() });
  await alike(async (model) => {
    const ask = (value: string): string[] => model.find({ ask: 'identifier', kind: 'party', scheme: 'inn', value });
    expect([ask('500100732259'), ask('7707083893')]).toEqual([[trader], []]);
    const regions = (await model.list(PARTY, { form: 'region' }, undefined, 9)) as Page;
    expect(regions.items.map(({ id }) => id)).toEqual(['RU-KYA']);
  });
});

test('An identifier finds a record, and one that two records bear at once is shown at both, in the past too', async () => {
  const parties = ['RU-KYA', 'RU-MO'];
  const [one, other, third] = [
    await ledger.agreement('One', parties),
    await ledger.agreement('Other', parties),
    await ledger.agreement('Third', parties),
  ];
  const identify = (id: string, value: string, scheme = 'file-number') =>
    ledger.tell('agreement', id, 'RecordIdentified', { scheme, value });
  await identify(one, '17 / 98');
  const raced = await identify(other, '17  / 98');
  await identify(third, '17 / 98', 'other');
  await identify(one, '17 / 98', 'other');
  const contradicting = (model: ReadModel, id: string) =>
    model.related(AGREEMENT, id, 0, 9).contradictions?.map(({ identifier, record }) => [identifier, record.id]);
  await alike(async (model) => {
    expect(await list(model, { identifier: 'file-number:17 / 98' })).toEqual([one, other]);
    expect(await list(model, { identifier: 'other:17 / 98', parties })).toEqual([one, third]);
    expect(contradicting(model, one)).toEqual([['file-number:17 / 98', other]]);
    expect(contradicting(model, other)).toEqual([['file-number:17 / 98', one]]);
    expect(contradicting(model, third)).toBeUndefined();
  });
  await ledger.tell('agreement', other, 'EntryVoided', { voids: raced, reason: { sealed: 'x' } });
  await ledger.withViews((models, runner) => {
    const now = runner.state().index - 1;
    expect(contradicting(models.now(TODAY), one)).toBeUndefined();
    const at = (transactionIndex: number) => models.at({ transactionIndex, validDay: TODAY });
    expect([contradicting(at(now), one), contradicting(at(now - 1), one)?.length]).toEqual([undefined, 1]);
  });
});

test('What belongs to a party counts as the party where that is asked for, on the days on which it belongs to it', async () => {
  const [maker, group, unit, twin] = [
    await ledger.party({ en: 'Maker' }),
    await ledger.party({ en: 'Group' }),
    await ledger.party({ en: 'Unit' }),
    await ledger.party({ en: 'Twin of the unit' }),
  ];
  const own = await ledger.agreement('Own', [maker, 'RU-MO'], { date: '2019-01-01' });
  const ofUnit = await ledger.agreement('Of the unit', [unit, 'RU-MO'], { date: '2019-01-01' });
  const ofTwin = await ledger.agreement('Of its twin', [twin, 'RU-MO'], { date: '2019-01-01' });
  const days = { from: '2020-01-01', until: '2022-12-31' };
  await ledger.tell('party', unit, 'BelongingStated', { to: maker, role: 'purchasing-unit', ...days });
  await ledger.tell('party', maker, 'BelongingStated', { to: group, role: 'group-member' });
  await ledger.tell('party', twin, 'PartiesMerged', { into: unit }, { date: '2018-01-01' });
  await ledger.withViews(async (models, runner) => {
    const transactionIndex = runner.state().index - 1;
    const found = async (validDay: string, party: string, withParts = true) =>
      list(models.at({ transactionIndex, validDay }), { parties: [party], withParts });
    expect(await found('2019-12-31', maker)).toEqual([own]);
    expect(await found('2020-01-01', maker)).toEqual([own, ofUnit, ofTwin]);
    expect(await found('2022-12-31', group)).toEqual([own, ofUnit, ofTwin]);
    expect(await found('2023-01-01', group)).toEqual([own]);
    expect(await found('2021-01-01', maker, false)).toEqual([own]);
    expect(await found('2021-01-01', unit)).toEqual([ofUnit, ofTwin]);
    expect(await list(models.now('2022-12-31'), { parties: [maker], withParts: true })).toEqual([own, ofUnit, ofTwin]);
    expect(await list(models.now(TODAY), { parties: [maker, 'RU-MO'], withParts: true })).toEqual([own]);
    expect(models.now('2022-01-01').find({ ask: 'belongs-to', kind: 'party', id: unit })).toEqual([unit, maker, group]);
    const at = (validDay: string) => ({ transactionIndex, validDay });
    const changes = await listChanges(
      models,
      [at('2021-01-01'), at(TODAY)],
      AGREEMENT,
      { parties: [group], withParts: true },
      undefined,
      9,
    );
    expect((changes as ChangesPage).items.map(({ change, before }) => [change, before?.id])).toEqual([
      ['left', ofUnit],
      ['left', ofTwin],
    ]);
    const { from } = models.now(TODAY).related(PARTY, maker, 0, 9, ['party']);
    expect(from.map(({ rel, record }) => [rel, record.id])).toEqual([['to', unit]]);
  });
});
