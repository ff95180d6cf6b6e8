import { dated } from '../../kernel/dated.js';
import { randomUUID } from 'node:crypto';
import { seal } from '../../kernel/personal.js';
import { documentOn } from '../../registry/document.js';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger, ZONE } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { readRecord } from '../write/stream-reading.js';
import { storedDocument } from '../write/document-bytes.js';
import { CommandKeys } from './command-keys.js';
import { DateDependencies } from './date-dependencies.js';
import type { KindTotals, ListFilters, Page } from './query-types.js';
import type { ReadModels } from './read-models.js';
import { RecordHistory } from './record-history.js';

const DAY = '2023-02-01';
const PARTY = kindNamed('party')!;
const AGREEMENT = kindNamed('agreement')!;
const TEXT = 'a'.repeat(64);
let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

async function titles(models: ReadModels, filters: ListFilters, kind = AGREEMENT, day = DAY): Promise<unknown[]> {
  const page = (await models.now(day).list(kind, filters, undefined, 100)) as Page;
  return page.items.map(({ bytes, period }) => {
    const { title, names } = JSON.parse(bytes.toString('utf8')) as Record<string, { en: string }>;
    const name = (title ?? names)?.en;
    return period ? [name, period.inPeriod] : name;
  });
}

/** An agreement signed by both parties on a day, in force by the rule given. */
async function signed(title: string, parties: [string, string], on: string, rule: object): Promise<string> {
  const id = await ledger.agreement(title, parties, { date: on });
  await ledger.tell('agreement', id, 'TextAdopted', { sha256: TEXT }, { date: on });
  for (const party of parties)
    await ledger.tell(
      'agreement',
      id,
      'AgreementSigned',
      { party, representative: randomUUID(), text: TEXT },
      { date: on },
    );
  await ledger.tell('agreement', id, 'ForceRuleSet', rule, { date: on });
  return id;
}

describe('one document for each stretch of days', () => {
  test('the answer turns at midnight without anything being recorded', async () => {
    const parties: [string, string] = [await ledger.party({ en: 'A' }), await ledger.party({ en: 'B' })];
    const rule = { entersIntoForce: 'on-fixed-date', on: '2023-03-01', until: '2023-12-31' };
    const id = await signed('Gears', parties, '2023-01-20', rule);
    await ledger.withViews(async (models) => {
      const on = (day: string) => models.now(day).document(AGREEMENT, id);
      const days = ['2023-02-28', '2023-03-01', '2023-12-31', '2024-01-01'];
      const answers = await Promise.all(days.map(on));
      const [signedYet, begun, last] = answers;
      expect(answers.map((answer) => answer?.status)).toEqual(['signed', 'in-force', 'in-force', 'expired']);
      expect(signedYet?.etag).not.toBe(begun?.etag);
      expect(begun?.etag).toBe(last?.etag);
      expect(JSON.parse((await on('2023-06-01'))!.bytes.toString())).toMatchObject({
        holdsFor: { from: '2023-03-01', to: '2023-12-31' },
      });
      expect(models.now('2023-02-28').summary().agreements).toMatchObject({ byStatus: { signed: 1, 'in-force': 0 } });
      expect(models.now('2023-03-01').summary().agreements).toMatchObject({ byStatus: { signed: 0, 'in-force': 1 } });
      expect(models.now('2024-01-01').summary().agreements).toMatchObject({ total: 1, byStatus: { expired: 1 } });
      expect(await titles(models, { statuses: ['in-force'] }, AGREEMENT, '2023-02-28')).toEqual([]);
      expect(await titles(models, { statuses: ['in-force', 'expired'] }, AGREEMENT, '2023-03-01')).toEqual(['Gears']);
    });
  });

  test('an answer that no row holds has the same bytes, personal values in clear', async () => {
    const note = seal('note', 'seen by Ermakov');
    const id = randomUUID();
    const data = { form: 'fund', names: { en: 'Fund' } };
    await ledger.tell('party', id, 'PartyRecorded', data, { remark: note.sealed, disclosures: [note.disclosure] });
    await ledger.tell('party', id, 'MandateGiven', {
      person: randomUUID(),
      from: '2023-03-01',
      capacity: note.sealed,
    });
    await ledger.withViews(async (models, _runner, file) => {
      const events = await ledger.store.read(ledger.streamOf('party', id));
      const read = readRecord('test', events, ZONE)!;
      const disclosures = await ledger.store.disclosures([note.disclosure.digest]);
      for (const day of [DAY, '2023-03-01']) {
        const record = dated('party', read.record, new DateDependencies(file).record);
        const now = storedDocument(documentOn(PARTY, record, day), read.revision, disclosures);
        expect(now).toEqual(await models.now(day).document(PARTY, id));
      }
      const stored = await models.now(DAY).document(PARTY, id);
      expect(stored?.bytes.toString()).toContain('"capacity":"seen by Ermakov"');
      expect(
        (await new RecordHistory(ledger.store, file).page(PARTY, id, { after: 0, limit: 100 }))?.entries[0]?.data,
      ).toMatchObject({
        act: { remark: 'seen by Ermakov' },
      });
    });
  });
});

describe('lists', () => {
  test('are narrowed by region, parties, topic, text and narrower kind', async () => {
    const works = await ledger.party({ en: 'Works', ru: 'Завод «Ёлка»' }, 'RU-KYA');
    const agency = await ledger.party({ en: 'Agency' }, 'RU-KLU');
    const fund = await ledger.party({ en: 'Fund' });
    await ledger.agreement('Gears', [works, agency], { data: { topics: ['Import substitution'] } });
    await ledger.agreement('Tools', ['RU-KYA', fund]);
    await ledger.agreement('Pumps 100%', [agency, fund]);
    await ledger.withViews(async (models) => {
      expect(await titles(models, {})).toEqual(['Gears', 'Tools', 'Pumps 100%']);
      expect(await titles(models, { region: 'RU-KYA' })).toEqual(['Gears', 'Tools']);
      expect(await titles(models, { region: 'RU-KLU', parties: [fund] })).toEqual(['Pumps 100%']);
      expect(await titles(models, { parties: [works, agency] })).toEqual(['Gears']);
      expect(await titles(models, { topic: 'import substitution' })).toEqual(['Gears']);
      expect(await titles(models, { text: 'PUMPS 0%' })).toEqual(['Pumps 100%']);
      expect(await titles(models, { text: 'p_mps' })).toEqual([]);
      expect(await titles(models, { text: 'елка' }, PARTY)).toEqual(['Works']);
      expect(await titles(models, { region: 'RU-KYA', form: 'enterprise' }, PARTY)).toEqual(['Works']);
      expect(await titles(models, { form: 'fund' }, PARTY)).toEqual([]);
    });
  });

  test('go on from a cursor without a gap or a repeat, also while records are added', async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E']) await ledger.party({ en: name });
    await ledger.withViews(async (models, runner) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = (await models.now(DAY).list(PARTY, {}, cursor, 2)) as Page;
        seen.push(
          ...page.items.map(({ bytes }) => (JSON.parse(bytes.toString()) as { names: { en: string } }).names.en),
        );
        cursor = page.next;
        if (seen.length === 2) await ledger.party({ en: 'F' });
        await runner.waitFor((await ledger.store.head())!, 10_000);
      } while (cursor !== undefined);
      expect(seen).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
      for (const bad of ['', '!', 'MQ==', 'LTE', 'MWUz'])
        expect(await models.now(DAY).list(PARTY, {}, bad, 2)).toEqual({ fault: 'bad-cursor' });
    });
  });

  test('a period gives what certainly and what possibly falls in it; a year is never invented', async () => {
    const parties = ['RU-KYA', 'RU-KLU'];
    await ledger.agreement('Dated', parties, { date: '2022-11-09' });
    await ledger.agreement('Without a year', parties, { date: 'XXXX-10-18' });
    await ledger.agreement('Some day in the year', parties, { date: '2022' });
    await ledger.agreement('Earlier', parties, { date: '2021-05' });
    await ledger.agreement('Undated', parties);
    await ledger.agreement('About', parties, { date: '2022-11-09~' });
    await ledger.withViews(async (models) => {
      expect(await titles(models, { period: '2022' })).toEqual([
        ['Dated', 'certain'],
        ['Without a year', 'possible'],
        ['Some day in the year', 'certain'],
        ['About', 'possible'],
      ]);
      expect(await titles(models, { period: '2022-11/2022-12' })).toEqual([
        ['Dated', 'certain'],
        ['Some day in the year', 'possible'],
        ['About', 'possible'],
      ]);
      const first = (await models.now(DAY).list(AGREEMENT, { period: '2022-11/2022-12' }, undefined, 1)) as Page;
      const second = (await models.now(DAY).list(AGREEMENT, { period: '2022-11/2022-12' }, first.next, 2)) as Page;
      expect([first, second].map(({ items }) => items.length)).toEqual([1, 2]);
      expect(second.next).toBeUndefined();
    });
  });
});

test('a period finds a record by a worked-out date, and by contested ones for uncertain', async () => {
  const parties = ['RU-KYA', 'RU-KLU'];
  const visit = await ledger.agreement('Visit', parties, { date: '2022-11-09' });
  const relativeDate = { to: { kind: 'agreement', id: visit }, direction: 'after', offset: 'P2M' } as const;
  await ledger.agreement('Later', parties, { relativeDate });
  const attests = randomUUID();
  const contested = await ledger.agreement('Contested', parties, { date: '2020-10-10', eventId: attests });
  await ledger.tell('agreement', contested, 'EntryAttested', { attests, agrees: false, happened: '2021-05-05' });
  await ledger.withViews(async (models) => {
    expect(await titles(models, { period: '2023' })).toEqual([['Later', 'possible']]);
    expect(await titles(models, { period: '2020' })).toEqual([['Contested', 'possible']]);
    expect(await titles(models, { period: '2021' })).toEqual([['Contested', 'possible']]);
  });
});

describe('dates given by their distance from another entry', () => {
  const offset = { direction: 'after', offset: 'P10D' } as const;

  test('are worked out, also in a chain, and again when the entry they depend on is corrected', async () => {
    const target = await ledger.agreement('Visit', ['RU-KYA', 'RU-KLU'], { date: '2022-11-05' });
    const middle = await ledger.agreement('Middle', ['RU-KYA', 'RU-KLU'], {
      relativeDate: { to: { kind: 'agreement', id: target }, ...offset },
    });
    const last = await ledger.agreement('Last', ['RU-KYA', 'RU-KLU'], {
      relativeDate: { to: { kind: 'agreement', id: middle }, ...offset },
    });
    await ledger.withViews(async (models, runner) => {
      const answer = (id: string) => models.now(DAY).document(AGREEMENT, id);
      const resolved = async (id: string) =>
        (JSON.parse((await answer(id))!.bytes.toString()) as { relativeDates: { resolved: string }[] }).relativeDates[0]
          ?.resolved;
      expect(await Promise.all([middle, last].map(resolved))).toEqual(['2022-11-15', '2022-11-25']);
      const [begun] = await ledger.store.read(ledger.streamOf('agreement', target));
      const before = await answer(last);
      await ledger.tell('agreement', target, 'EntryCorrected', {
        corrects: begun!.id,
        reason: 'misread',
        changes: { date: '2022-11-07' },
      });
      await runner.waitFor((await ledger.store.head())!, 10_000);
      expect(await Promise.all([middle, last].map(resolved))).toEqual(['2022-11-17', '2022-11-27']);
      expect((await answer(last))?.revision).toBe(before?.revision);
      expect((await answer(last))?.etag).not.toBe(before?.etag);
      await ledger.tell('agreement', target, 'EntryVoided', { voids: begun!.id, reason: 'never happened' });
      await runner.waitFor((await ledger.store.head())!, 10_000);
      expect(await resolved(last)).toBeNull();
    });
  });

  test('are unknown in a circle, and open where no distance is given', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    for (const [id, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const relativeDate = { to: { kind: 'agreement', id: other }, ...offset };
      await ledger.tell('agreement', id, 'AgreementAnnounced', { title: { en: id }, parties: [] }, { relativeDate });
    }
    const base = await ledger.agreement('Base', [], { date: '2022-11-05/2022-11-08' });
    const after = await ledger.agreement('After', [], {
      relativeDate: { to: { kind: 'agreement', id: base }, direction: 'after' },
    });
    await ledger.withViews(async (models) => {
      const body = async (id: string): Promise<unknown> =>
        JSON.parse((await models.now(DAY).document(AGREEMENT, id))!.bytes.toString());
      expect(await body(a)).toMatchObject({ relativeDates: [{ resolved: null }] });
      expect(await body(b)).toMatchObject({ relativeDates: [{ resolved: null }] });
      expect(await body(after)).toMatchObject({ relativeDates: [{ resolved: '2022-11-08/..' }] });
    });
  });
});

describe('across records', () => {
  const figure = { count: { min: 25, max: 25, unit: 'project' }, what: 'projects', status: 'under-negotiation' };

  test('the summary has every status, and figures beside what is registered', async () => {
    await ledger.party({ en: 'Works' });
    const voided = randomUUID();
    const entry = await ledger.tell('party', voided, 'PartyRecorded', { form: 'fund', names: { en: 'Twice' } });
    await ledger.tell('party', voided, 'EntryVoided', { voids: entry, reason: 'twice' });
    const regions = ['RU-ULY', 'RU-MO'];
    await ledger.tell(
      'claim',
      randomUUID(),
      'ClaimRecorded',
      { form: 'figure', regions, figure },
      { modality: 'claims' },
    );
    await ledger.withViews((models) => {
      const summary = models.now(DAY).summary();
      expect(summary.parties).toEqual({
        total: 2,
        byStatus: { recorded: 1, merged: 0, undetermined: 0, voided: 1 },
        doubtful: {},
        possible: {},
        notBegun: 0,
      });
      expect(summary.projects).toMatchObject({ total: 0, byStatus: { proposed: 0, undetermined: 0, voided: 0 } });
      expect(Object.keys(summary)).not.toContain('registrationJournals');
      expect(summary.figures).toEqual([
        {
          claim: expect.objectContaining({ kind: 'claim' }),
          reported: expect.objectContaining(figure),
          registered: 0,
          possiblyRegistered: 0,
        },
      ]);
    });
  });

  test('the summary keeps nothing of what was possible before', async () => {
    const id = await ledger.agreement('Gears', ['RU-KYA', 'RU-MO'], { date: '2022-11-01' });
    const text = await ledger.tell('agreement', id, 'TextAdopted', { sha256: 'a'.repeat(64) }, { date: '2023-02~' });
    const possibleOn = (day: string): Promise<unknown> =>
      ledger.withViews((models) => (models.now(day).summary().agreements as KindTotals).possible);
    expect(await possibleOn(DAY)).toEqual({ announced: 1, draft: 1 });
    expect(await possibleOn('2024-01-01')).toEqual({});
    const correction = { corrects: text, reason: 'misread', changes: { date: '2022-12-01' } };
    await ledger.tell('agreement', id, 'EntryCorrected', correction);
    expect(await possibleOn(DAY)).toEqual({});
  });

  test('a figure without a status stands beside all records of the kind, but those that are void or had not begun', async () => {
    const { status: _status, ...ofAny } = figure;
    const propose = async (): Promise<[id: string, entry: string]> => {
      const id = randomUUID();
      const data = { title: { en: 'Lamps' }, parties: [] };
      return [id, await ledger.tell('project', id, 'ProjectProposed', data)];
    };
    await propose();
    const [declined] = await propose();
    await ledger.tell('project', declined, 'ProjectDeclined', {});
    const [voided, entry] = await propose();
    await ledger.tell('project', voided, 'EntryVoided', { voids: entry, reason: 'twice' });
    await ledger.tell(
      'claim',
      randomUUID(),
      'ClaimRecorded',
      { form: 'figure', figure: ofAny },
      { modality: 'claims' },
    );
    await ledger.withViews((models) => {
      expect(models.now(DAY).summary().figures).toMatchObject([{ registered: 2, possiblyRegistered: 0 }]);
    });
  });

  test('between two regions stand the records in which both take part', async () => {
    const works = await ledger.party({ en: 'Works' }, 'RU-ULY');
    const plant = await ledger.party({ en: 'Plant' }, 'RU-MO');
    const project = randomUUID();
    await ledger.tell('project', project, 'ProjectProposed', { title: { en: 'Lamps' }, parties: [works, plant] });
    await ledger.tell('project', project, 'NegotiationRoundHeld', { parties: [works, plant], outcome: 'continues' });
    await ledger.agreement('Alone', [works, 'RU-ULY']);
    await ledger.agreement('Both', [works, 'RU-MO']);
    const regions = ['RU-ULY', 'RU-MO'];
    await ledger.tell(
      'claim',
      randomUUID(),
      'ClaimRecorded',
      { form: 'figure', regions, figure },
      { modality: 'claims' },
    );
    await ledger.tell('claim', randomUUID(), 'ClaimRecorded', { form: 'figure', regions: ['RU-KYA'], figure });
    await ledger.withViews((models) => {
      const pair = models.now(DAY).regionPair('RU-MO', 'RU-ULY', undefined, 100);
      expect(pair.registered.agreements?.map(({ title }) => title?.en)).toEqual(['Both']);
      expect(pair.registered.projects).toEqual([
        expect.objectContaining({ id: project, title: { en: 'Lamps' }, href: `/v1/projects/${project}` }),
      ]);
      expect(pair.registered.parties).toEqual([]);
      expect(pair.registered).not.toHaveProperty('claims');
      expect(pair.claims.map(({ kind }) => kind)).toEqual(['claim']);
      const status = pair.registered.projects?.[0]?.status;
      expect(pair.figures.map(({ registered }) => registered)).toEqual([status === 'under-negotiation' ? 1 : 0]);
    });
  });

  test('links lead there and back', async () => {
    const source = randomUUID();
    await ledger.tell('source', source, 'SourceRegistered', { title: { en: 'News' }, sha256: TEXT, language: 'ru' });
    const meeting = await ledger.agreement('Earlier', [], { source: { id: source } });
    const project = randomUUID();
    await ledger.tell('project', project, 'ProjectProposed', { title: { en: 'Lamps' }, parties: [] });
    const id = await ledger.agreement('Gears', [], {
      data: { project },
      arisesFrom: { kind: 'agreement', id: meeting },
      relativeDate: { to: { kind: 'agreement', id: meeting }, direction: 'after', offset: 'P1M' },
    });
    await ledger.withViews((models) => {
      expect(
        models
          .now(DAY)
          .related(kindNamed('agreement')!, id, 0, 100)
          .to.map(({ rel, record }) => [rel, record.id]),
      ).toEqual([
        ['arisesFrom', meeting],
        ['relativeDate', meeting],
        ['project', project],
      ]);
      expect(models.now(DAY).related(kindNamed('project')!, project, 0, 100).from).toEqual([
        {
          rel: 'project',
          from: expect.any(String),
          event: null,
          record: expect.objectContaining({ id, title: { en: 'Gears' } }),
        },
      ]);
      expect(
        models
          .now(DAY)
          .related(kindNamed('source')!, source, 0, 100)
          .from.map(({ record }) => record.id),
      ).toEqual([meeting]);
      expect(
        models
          .now(DAY)
          .related(kindNamed('agreement')!, meeting, 0, 100)
          .from.map(({ rel }) => rel),
      ).toEqual(['arisesFrom', 'relativeDate']);
    });
  });

  test('a record of another kind than a link names is not shown, in the present and in the past', async () => {
    const party = await ledger.party({ en: 'Works' });
    const id = await ledger.agreement('Gears', [], { arisesFrom: { kind: 'person', id: party } });
    await ledger.withViews((models, runner) => {
      const point = { transactionIndex: runner.state().index - 1, validDay: DAY };
      for (const model of [models.now(DAY), models.at(point)]) {
        const unknown = { kind: 'person', id: party, title: null, status: null };
        expect(model.related(AGREEMENT, id, 0, 100).to).toMatchObject([{ rel: 'arisesFrom', record: unknown }]);
        expect(model.brief(kindNamed('person')!, party)).toBeNull();
        expect(model.brief(PARTY, party)).toMatchObject({ title: { en: 'Works' }, status: 'recorded' });
      }
    });
  });

  test('a command is found by its key, in every stream that it wrote to', async () => {
    const id = await ledger.agreement('Gears', [], { key: 'one' });
    await ledger.tell('agreement', id, 'TextAdopted', { sha256: TEXT }, { key: 'one' });
    const journal = { agreement: id, region: 'RU-KYA', year: 2023, number: 1 };
    await ledger.tell('registration-journal', 'RU-KYA.2023', 'RegistrationNumberAssigned', journal, { key: 'one' });
    await ledger.withViews(async (models, _runner, file) => {
      const keys = new CommandKeys(file);
      expect(keys.find('local', 'one')).toEqual([
        { stream: ledger.streamOf('agreement', id), firstRevision: 0, lastRevision: 1 },
        { stream: 'test.agreement-RU-KYA.2023', firstRevision: 0, lastRevision: 0 },
      ]);
      expect(keys.find('somebody else', 'one')).toEqual([]);
      const model = models.now(DAY);
      const journalKind = kindNamed('registration-journal')!;
      expect((await model.document(journalKind, 'RU-KYA.2023'))?.status).toBe('open');
      expect(await model.document(AGREEMENT, 'RU-KYA.2023')).toBeUndefined();
      expect([model.has(journalKind, 'RU-KYA.2023'), model.has(AGREEMENT, 'RU-KYA.2023')]).toEqual([true, false]);
    });
  });
});
