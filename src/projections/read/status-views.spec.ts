import { dated } from '../../kernel/dated.js';
import { randomUUID } from 'node:crypto';
import { seal } from '../../kernel/personal.js';
import { partyKind } from '../../registry/party/party.kind.js';
import { GivenLedger, ZONE } from '../given-ledger.js';
import { readRecord } from '../write/stream-reading.js';
import { storedDocument } from '../write/document-bytes.js';
import type { StatusViews } from './status-views.js';
import type { ListFilters, Page } from '../types.js';

const DAY = '2023-02-01';
const TEXT = 'a'.repeat(64);
let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

function titles(views: StatusViews, filters: ListFilters, kind = 'agreement', day = DAY): unknown[] {
  const page = views.list(kind, filters, day, undefined, 100) as Page;
  return page.items.map(({ bytes, period }) => {
    const { title, names } = JSON.parse(bytes.toString('utf8')) as Record<string, { en: string }>;
    const name = (title ?? names)?.en;
    return period ? [name, period] : name;
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
    await ledger.withViews((views) => {
      const on = (day: string) => views.document('agreement', id, day);
      expect(['2023-02-28', '2023-03-01', '2023-12-31', '2024-01-01'].map((day) => on(day)?.status)).toEqual([
        'signed',
        'in-force',
        'in-force',
        'expired',
      ]);
      expect(on('2023-02-28')?.etag).not.toBe(on('2023-03-01')?.etag);
      expect(on('2023-03-01')?.etag).toBe(on('2023-12-31')?.etag);
      expect(JSON.parse(on('2023-06-01')!.bytes.toString())).toMatchObject({
        validity: { from: '2023-03-01', to: '2023-12-31' },
      });
      expect(views.summary('2023-02-28').agreements).toMatchObject({ byStatus: { signed: 1, 'in-force': 0 } });
      expect(views.summary('2023-03-01').agreements).toMatchObject({ byStatus: { signed: 0, 'in-force': 1 } });
      expect(views.summary('2024-01-01').agreements).toMatchObject({ total: 1, byStatus: { expired: 1 } });
      expect(titles(views, { statuses: ['in-force'] }, 'agreement', '2023-02-28')).toEqual([]);
      expect(titles(views, { statuses: ['in-force', 'expired'] }, 'agreement', '2023-03-01')).toEqual(['Gears']);
    });
  });

  test('the command path renders the same bytes, personal values in clear', async () => {
    const note = seal('note', 'seen by Ermakov');
    const id = randomUUID();
    const data = { form: 'fund', names: { en: 'Fund' } };
    await ledger.tell('party', id, 'PartyRecorded', data, { note: note.sealed, disclosures: [note.disclosure] });
    await ledger.tell('party', id, 'MandateGiven', {
      person: randomUUID(),
      from: '2023-03-01',
      capacity: note.sealed,
    });
    await ledger.withViews(async (views) => {
      const events = await ledger.store.read(ledger.streamOf('party', id));
      const read = readRecord('test', events, ZONE)!;
      const disclosures = await ledger.store.disclosures([note.disclosure.digest]);
      for (const day of [DAY, '2023-03-01']) {
        const now = storedDocument(
          partyKind,
          dated('party', read.record, views.record),
          read.revision,
          day,
          disclosures,
        );
        expect(now).toEqual(views.document('party', id, day));
      }
      expect(views.document('party', id, DAY)?.bytes.toString()).toContain('"capacity":"seen by Ermakov"');
      expect((await views.history(ledger.store, 'party', id))?.[0]?.data).toMatchObject({
        act: { note: 'seen by Ermakov' },
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
    await ledger.withViews((views) => {
      expect(titles(views, {})).toEqual(['Gears', 'Tools', 'Pumps 100%']);
      expect(titles(views, { region: 'RU-KYA' })).toEqual(['Gears', 'Tools']);
      expect(titles(views, { region: 'RU-KLU', parties: [fund] })).toEqual(['Pumps 100%']);
      expect(titles(views, { parties: [works, agency] })).toEqual(['Gears']);
      expect(titles(views, { topic: 'import substitution' })).toEqual(['Gears']);
      expect(titles(views, { text: 'PUMPS 0%' })).toEqual(['Pumps 100%']);
      expect(titles(views, { text: 'p_mps' })).toEqual([]);
      expect(titles(views, { text: 'елка' }, 'party')).toEqual(['Works']);
      expect(titles(views, { region: 'RU-KYA', subkind: 'enterprise' }, 'party')).toEqual(['Works']);
      expect(titles(views, { subkind: 'fund' }, 'party')).toEqual([]);
    });
  });

  test('go on from a cursor without a gap or a repeat, also while records are added', async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E']) await ledger.party({ en: name });
    await ledger.withViews(async (views, runner) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = views.list('party', {}, DAY, cursor, 2) as Page;
        seen.push(
          ...page.items.map(({ bytes }) => (JSON.parse(bytes.toString()) as { names: { en: string } }).names.en),
        );
        cursor = page.next;
        if (seen.length === 2) await ledger.party({ en: 'F' });
        await runner.waitFor((await ledger.store.head())!, 10_000);
      } while (cursor !== undefined);
      expect(seen).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
      for (const bad of ['', '!', 'MQ==', 'LTE', 'MWUz'])
        expect(views.list('party', {}, DAY, bad, 2)).toEqual({ fault: 'bad-cursor' });
    });
  });

  test('a period gives what certainly and what possibly falls in it; a year is never invented', async () => {
    const parties = ['RU-KYA', 'RU-KLU'];
    await ledger.agreement('Dated', parties, { date: '2022-11-09' });
    await ledger.agreement('Without a year', parties, { date: 'XXXX-10-18' });
    await ledger.agreement('Some day in the year', parties, { date: '2022' });
    await ledger.agreement('Earlier', parties, { date: '2021-05' });
    await ledger.agreement('Nobody told', parties);
    await ledger.agreement('About', parties, { date: '2022-11-09~' });
    await ledger.withViews((views) => {
      expect(titles(views, { period: '2022' })).toEqual([
        ['Dated', 'certain'],
        ['Without a year', 'possible'],
        ['Some day in the year', 'certain'],
        ['About', 'possible'],
      ]);
      expect(titles(views, { period: '2022-11/2022-12' })).toEqual([
        ['Dated', 'certain'],
        ['Some day in the year', 'possible'],
        ['About', 'possible'],
      ]);
      const first = views.list('agreement', { period: '2022-11/2022-12' }, DAY, undefined, 1) as Page;
      const second = views.list('agreement', { period: '2022-11/2022-12' }, DAY, first.next, 2) as Page;
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
  await ledger.withViews((views) => {
    expect(titles(views, { period: '2023' })).toEqual([['Later', 'possible']]);
    expect(titles(views, { period: '2020' })).toEqual([['Contested', 'possible']]);
    expect(titles(views, { period: '2021' })).toEqual([['Contested', 'possible']]);
  });
});

describe('dates told by their distance from another entry', () => {
  const offset = { direction: 'after', offset: 'P10D' } as const;

  test('are worked out, also in a chain, and again when the entry they lean on is mended', async () => {
    const target = await ledger.agreement('Visit', ['RU-KYA', 'RU-KLU'], { date: '2022-11-05' });
    const middle = await ledger.agreement('Middle', ['RU-KYA', 'RU-KLU'], {
      relativeDate: { to: { kind: 'agreement', id: target }, ...offset },
    });
    const last = await ledger.agreement('Last', ['RU-KYA', 'RU-KLU'], {
      relativeDate: { to: { kind: 'agreement', id: middle }, ...offset },
    });
    const workedOut = (views: StatusViews, id: string) =>
      (JSON.parse(views.document('agreement', id, DAY)!.bytes.toString()) as { relativeDates: { workedOut: string }[] })
        .relativeDates[0]?.workedOut;
    await ledger.withViews(async (views, runner) => {
      expect([middle, last].map((id) => workedOut(views, id))).toEqual(['2022-11-15', '2022-11-25']);
      const [begun] = await ledger.store.read(ledger.streamOf('agreement', target));
      const before = views.document('agreement', last, DAY);
      await ledger.tell('agreement', target, 'EntryCorrected', {
        corrects: begun!.id,
        reason: 'misread',
        changes: { date: '2022-11-07' },
      });
      await runner.waitFor((await ledger.store.head())!, 10_000);
      expect([middle, last].map((id) => workedOut(views, id))).toEqual(['2022-11-17', '2022-11-27']);
      expect(views.document('agreement', last, DAY)?.revision).toBe(before?.revision);
      expect(views.document('agreement', last, DAY)?.etag).not.toBe(before?.etag);
      await ledger.tell('agreement', target, 'EntryVoided', { voids: begun!.id, reason: 'never happened' });
      await runner.waitFor((await ledger.store.head())!, 10_000);
      expect(workedOut(views, last)).toBeNull();
    });
  });

  test('are unknown in a circle, and open where no distance is told', async () => {
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
    await ledger.withViews((views) => {
      const body = (id: string): unknown => JSON.parse(views.document('agreement', id, DAY)!.bytes.toString());
      expect(body(a)).toMatchObject({ relativeDates: [{ workedOut: null }] });
      expect(body(b)).toMatchObject({ relativeDates: [{ workedOut: null }] });
      expect(body(after)).toMatchObject({ relativeDates: [{ workedOut: '2022-11-08/..' }] });
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
    await ledger.withViews((views) => {
      const summary = views.summary(DAY);
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
          told: expect.objectContaining(figure),
          registered: 0,
          possiblyRegistered: 0,
        },
      ]);
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
    await ledger.withViews((views) => {
      const pair = views.regionPair('RU-MO', 'RU-ULY', DAY);
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
    });
    await ledger.withViews((views) => {
      expect(views.related('agreement', id, DAY).to.map(({ rel, record }) => [rel, record.id])).toEqual([
        ['arisesFrom', meeting],
        ['project', project],
      ]);
      expect(views.related('project', project, DAY).from).toEqual([
        {
          rel: 'project',
          from: expect.any(String),
          event: null,
          record: expect.objectContaining({ id, title: { en: 'Gears' } }),
        },
      ]);
      expect(views.related('source', source, DAY).from.map(({ record }) => record.id)).toEqual([meeting]);
      expect(views.related('agreement', meeting, DAY).from.map(({ rel }) => rel)).toEqual(['arisesFrom']);
    });
  });

  test('a command is found by its key, in every stream that it wrote to', async () => {
    const id = await ledger.agreement('Gears', [], { key: 'one' });
    await ledger.tell('agreement', id, 'TextAdopted', { sha256: TEXT }, { key: 'one' });
    const journal = { agreement: id, region: 'RU-KYA', year: 2023, number: 1 };
    await ledger.tell('registration-journal', 'RU-KYA.2023', 'RegistrationNumberAssigned', journal, { key: 'one' });
    await ledger.withViews((views) => {
      expect(views.commandByKey('local', 'one')).toEqual([
        { stream: ledger.streamOf('agreement', id), firstRevision: 0, lastRevision: 1 },
        { stream: 'test.agreement-RU-KYA.2023', firstRevision: 0, lastRevision: 0 },
      ]);
      expect(views.commandByKey('somebody else', 'one')).toEqual([]);
      expect(views.document('registration-journal', 'RU-KYA.2023', DAY)?.status).toBe('open');
      expect(views.document('agreement', 'RU-KYA.2023', DAY)).toBeUndefined();
    });
  });
});
