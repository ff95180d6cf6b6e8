import { type Program, startProgram } from '../support/program.js';
import { bodyOf, historyOf, readAt, recorded, refusalOf, signatories, signedAgreement } from '../support/recording.js';

interface Page {
  items: { id: string; status: string; inPeriod?: string }[];
  next: string | null;
}

/** Titles by which the test knows its projects. */
interface Project {
  name: string;
  body: object;
}

describe('Queries over HTTP', () => {
  let program: Program;
  let position = '';
  let plant = '';
  let fund = '';
  const ids = new Map<string, string>();

  const projects: Project[] = [
    { name: 'КАМАЗ и литьё', body: { topics: ['Литьё'], date: '2022-11-05' } },
    { name: 'Станки для Ермакова завода', body: { topics: ['станки'], date: '2022-11' } },
    { name: 'Композиты', body: { topics: ['литьё', 'композиты'], date: 'XXXX-11-09' } },
    { name: 'Подшипники', body: { date: '2019' } },
  ];

  beforeAll(async () => {
    program = await startProgram();
    const organisation = (ru: string, region: string, form = 'enterprise') =>
      recorded(program, '/v1/parties', { form, names: { ru }, region });
    plant = (await organisation('Литейный завод', 'RU-ULY')).id;
    fund = (await organisation('Фонд развития', 'RU-MO', 'fund')).id;
    for (const [index, { name, body }] of projects.entries()) {
      const parties = index % 2 === 0 ? [plant, fund] : [plant, 'RU-KLU'];
      const { id } = await recorded(program, '/v1/projects', { title: { ru: name }, parties, ...body });
      ids.set(name, id);
    }
    const round = { parties: [plant, fund], outcome: 'continued', date: '2022-12-01' };
    await recorded(program, `/v1/projects/${ids.get('Композиты')}/negotiation-rounds`, round);
    await recorded(program, '/v1/meetings', { title: { ru: 'Круглый стол' }, form: 'round-table', parties: [plant] });
    await recorded(program, '/v1/claims', {
      form: 'figure',
      figure: { count: { min: 25, max: 25, unit: 'projects' }, what: 'projects', status: 'under-negotiation' },
      regions: ['RU-ULY', 'RU-MO'],
    });
    ({ position } = await recorded(program, '/v1/people', { name: { ru: 'Ермаков' } }));
  });

  afterAll(async () => {
    await program.stop();
  });

  const list = (query: string) => readAt<Page>(program, `/v1/projects?${query}`, position);
  const named = (page: Page): string[] =>
    page.items.map(({ id }) => [...ids].find(([, known]) => known === id)?.[0] ?? 'another');

  describe('lists', () => {
    const filters: [query: string, found: number[]][] = [
      ['', [0, 1, 2, 3]],
      ['region=RU-MO', [0, 2]],
      ['region=RU-KLU', [1, 3]],
      ['region=RU-TA', []],
      ['status=proposed', [0, 1, 3]],
      ['status=under-negotiation', [2]],
      ['status=proposed,under-negotiation&status=agreed', [0, 1, 2, 3]],
      [`topic=${encodeURIComponent('ЛИТЬЕ')}`, [0, 2]],
      [`text=${encodeURIComponent('станки ермаков')}`, [1]],
      [`text=${encodeURIComponent("'; DROP TABLE event; --")}`, []],
      [`text=${encodeURIComponent('%')}`, []],
      [`region=RU-MO&status=proposed&topic=${encodeURIComponent('литьё')}`, [0]],
    ];

    it.each(filters)('narrow by ?%s', async (query, found) => {
      expect(named(await list(query))).toEqual(found.map((index) => projects[index]?.name));
    });

    it('narrow by parties, all of which take part', async () => {
      expect((await list(`party=${fund}`)).items).toHaveLength(2);
      expect((await list(`party=${plant}&party=RU-KLU`)).items).toHaveLength(2);
      expect((await list(`party=${fund}&party=RU-KLU`)).items).toHaveLength(0);
    });

    it('narrow by kind of meeting and of party', async () => {
      const find = async (path: string) => (await readAt<Page>(program, path, position)).items.length;
      expect(await find('/v1/meetings?form=round-table')).toBe(1);
      expect(await find('/v1/meetings?form=site-visit')).toBe(0);
      expect(await find('/v1/parties?form=fund')).toBe(1);
      expect(await find('/v1/claims?form=figure&region=RU-MO')).toBe(1);
      expect(await find('/v1/claims?form=figure&region=RU-MO&modality=claims,fact')).toBe(1);
      expect(await find('/v1/claims?modality=hopes')).toBe(0);
    });

    it('refuse a form that the kind has not, and name those that it has', async () => {
      const answer = await program.get('/v1/parties?form=xyz');
      expect(refusalOf(answer)).toEqual([400, 'invalid-parameter', 'one-of', '?form']);
      expect(bodyOf<{ detail: string }>(answer).detail).toContain('enterprise');
    });

    it('by a period: certainly, possibly where no year is stated, and not', async () => {
      const page = await list('period=2022-11');
      expect(page.items.map(({ inPeriod }) => inPeriod)).toEqual(['certain', 'certain', 'possible']);
      expect(named(page)).toEqual(projects.slice(0, 3).map(({ name }) => name));
      const day = await list('period=2022-11-05');
      expect(day.items.map(({ inPeriod }) => inPeriod)).toEqual(['certain', 'possible']);
      expect(named(await list('period=2019/2020'))).toContain('Подшипники');
    });

    it('come in pages that lead from one to the next, each record once, whatever is recorded meanwhile', async () => {
      const seen: string[] = [];
      let next: string | null = '';
      while (next !== null) {
        const page: Page = await list(`limit=1${next === '' ? '' : `&cursor=${encodeURIComponent(next)}`}`);
        expect(page.items).toHaveLength(1);
        seen.push(...named(page));
        if (seen.length === 2) {
          const body = { title: { ru: 'Позже' }, parties: ['RU-TA'] };
          const later = await recorded(program, '/v1/projects', body);
          ids.set('Позже', later.id);
          ({ position } = later);
        }
        ({ next } = page);
      }
      expect(seen).toEqual([...projects.map(({ name }) => name), 'Позже']);
    });

    it.each([
      ['colour=red', 'unknown-parameter', '?colour'],
      ['cursor=tomorrow', 'cursor', '?cursor'],
      ['cursor=-1', 'cursor', '?cursor'],
      ['status=planned', 'one-of', '?status'],
      ['region=KYA', 'region', '?region'],
      ['region=RU-KYA&region=RU-KLU', 'once', '?region'],
      ['period=2023-02-29', 'edtf-date', '?period'],
      ['limit=0', 'whole-number', '?limit'],
      ['limit=201', 'whole-number', '?limit'],
      ['limit=1e1', 'whole-number', '?limit'],
      ['form=joint-venture', 'unknown-parameter', '?form'],
    ])('refuse ?%s', async (query, rule, pointer) => {
      const answer = await program.get(`/v1/projects?${query}`);
      expect(refusalOf(answer)).toEqual([400, 'invalid-parameter', rule, pointer]);
    });

    it.each([
      '/v1/summary?a=1',
      '/v1/regions/RU-MO/with/RU-ULY?a=1',
      '/v1/projects/x?a=1',
      '/v1/projects/x/history?a=1',
    ])('are the only ones that take parameters: %s', async (path) => {
      expect(refusalOf(await program.get(path))).toEqual([400, 'invalid-parameter', 'unknown-parameter', '?a']);
    });
  });

  it('are answered with 304 where the client has what stands there, until something changes', async () => {
    const begun = await recorded(program, '/v1/parties', { form: 'agency', names: { ru: 'Агентство' } });
    const path = `/v1/parties/${begun.id}`;
    await readAt(program, path, begun.position);
    for (const tag of [begun.etag, `W/${begun.etag}`, `"0.x", ${begun.etag}`, '*']) {
      const same = await program.get(path, { 'if-none-match': tag });
      expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', begun.etag]);
    }
    const { position: later } = await recorded(program, `${path}/names`, { names: { ru: 'АРР' } });
    const changed = await program.get(path, { 'if-none-match': begun.etag, 'ledger-position': later });
    expect(changed.status).toBe(200);
  });

  it('show corrections: what was corrected, attested, remarked and voided, with the original in the history', async () => {
    const source = (ru: string) =>
      recorded(program, '/v1/sources', { title: { ru }, language: 'ru', sha256: ru.length.toString().repeat(64) });
    const [first, second] = [await source('А'), await source('Бб')];
    const begun = await recorded(program, '/v1/meetings', {
      title: { ru: 'Посещение' },
      form: 'site-visit',
      planned: '2022-10-17',
      source: { id: first.id, paragraph: 3 },
    });
    const self = `/v1/meetings/${begun.id}`;
    const reason = 'опечатка в тексте';
    const corrected = await recorded(program, `${self}/corrections`, {
      corrects: begun.event,
      reason,
      changes: { planned: '2022-10-18', source: { id: first.id, paragraph: 4 } },
    });
    const agrees = { attests: begun.event, agrees: false, happened: '2022-10-19', source: { id: second.id } };
    await recorded(program, `${self}/attestations`, agrees);
    const remark = await recorded(program, `${self}/annotations`, { text: 'см. также протокол' });
    interface Meeting {
      status: string;
      planned: string;
      corrections: { reason: string; fields: string[] }[];
      attestations: { agrees: boolean }[];
      annotations: { text: string }[];
      sources: string[];
      voided: { by: string; reason: string }[];
    }
    const meeting = await readAt<Meeting>(program, self, remark.position);
    expect(meeting).toMatchObject({ planned: '2022-10-18', sources: [first.id, second.id] });
    expect(meeting.corrections).toMatchObject([{ reason, fields: ['planned', 'source'] }]);
    expect(meeting.attestations).toMatchObject([{ agrees: false, happened: '2022-10-19' }]);
    expect(meeting.annotations).toMatchObject([{ text: 'см. также протокол' }]);
    const history = await historyOf(program, self);
    expect(history[0]?.data).toMatchObject({ planned: '2022-10-17', act: { source: { paragraph: 3 } } });

    const unsaid = await recorded(program, `${self}/voids`, { voids: corrected.event, reason: 'всё-таки верно' });
    expect(await readAt<Meeting>(program, self, unsaid.position)).toMatchObject({ planned: '2022-10-17' });
    const gone = await recorded(program, `${self}/voids`, { voids: begun.event, reason: 'дважды внесено' });
    const voided = await readAt<Meeting>(program, self, gone.position);
    expect(voided).toMatchObject({ status: 'voided', voided: [{ by: gone.event, reason: 'дважды внесено' }] });
    const late = await program.post(`${self}/holding`, {}, { 'if-match': '*' });
    expect(refusalOf(late)).toContain('record-not-voided');
    const back = await recorded(program, `${self}/voids`, { voids: gone.event, reason: 'не дважды' });
    expect(await readAt<Meeting>(program, self, back.position)).toMatchObject({ status: 'planned' });
    expect(await historyOf(program, self)).toHaveLength(7);
  });

  it('refuse corrections that would make an entry what no command takes, and corrections of corrections', async () => {
    const begun = await recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Фонд' } });
    const correct = (changes: unknown, corrects = begun.event) =>
      program.post(`/v1/parties/${begun.id}/corrections`, { corrects, reason: 'так', changes }, { 'if-match': '*' });
    expect(refusalOf(await correct({ colour: 'red' }))).toContain('/changes/colour');
    expect(refusalOf(await correct({ inn: '7707083890' }))).toEqual([422, 'invalid-fields', 'inn', '/changes/inn']);
    expect(refusalOf(await correct({ form: null }))).toEqual([422, 'invalid-fields', 'required', '/changes/form']);
    expect(refusalOf(await correct({}))).toEqual([422, 'invalid-fields', 'changes', '/changes']);
    const done = await correct({ inn: '7707083893' });
    expect(done.status).toBe(200);
    const correction = (done.body as { events: { id: string }[] }).events[0]?.id;
    expect(refusalOf(await correct({ inn: null }, correction))).toEqual([422, 'rule-broken', 'own-entry', '/corrects']);
    const other = await recorded(program, '/v1/parties', { form: 'fund', names: { ru: 'Другой' } });
    expect(refusalOf(await correct({ inn: null }, other.event))).toEqual([
      422,
      'rule-broken',
      'entry-exists',
      '/corrects',
    ]);
  });

  it('tell what arises from what, from both ends', async () => {
    const meeting = await recorded(program, '/v1/meetings', { title: { ru: 'Миссия' }, form: 'trade-mission' });
    const project = await recorded(program, '/v1/projects', {
      title: { ru: 'Из миссии' },
      parties: [plant],
      arisesFrom: { kind: 'meeting', id: meeting.id, event: meeting.event },
    });
    interface Links {
      to: { rel: string; record: { id: string } }[];
      from: { rel: string; record: { id: string; href: string } }[];
    }
    const forth = await readAt<Links>(program, `/v1/projects/${project.id}/related`, project.position);
    expect(forth.to).toMatchObject([
      { rel: 'arisesFrom', event: meeting.event, record: { id: meeting.id } },
      { rel: 'parties', record: { id: plant, title: { ru: 'Литейный завод' } } },
    ]);
    const back = await readAt<Links>(program, `/v1/meetings/${meeting.id}/related`, project.position);
    expect(back.from).toMatchObject([{ rel: 'arisesFrom', record: { href: `/v1/projects/${project.id}` } }]);
    const about = (query: string) => readAt<Links>(program, `/v1/parties/${plant}/related?${query}`, project.position);
    expect((await about('kind=meeting,agreement')).from).toMatchObject([
      { rel: 'parties', record: { kind: 'meeting' } },
    ]);
    expect((await about('kind=project&limit=200')).from.map(({ record: { id } }) => id)).toContain(project.id);
    const unknown = await program.get(`/v1/parties/${plant}/related?kind=xyz`);
    expect(refusalOf(unknown)).toEqual([400, 'invalid-parameter', 'one-of', '?kind']);
  });

  it('count every status of every kind, and put reported figures beside what is registered', async () => {
    const by = await signatories(program, ['RU-TA', 'RU-KYA']);
    await signedAgreement(program, by);
    const { position: now } = await recorded(program, '/v1/people', { name: { en: 'Somebody' } });
    interface Totals {
      total: number;
      byStatus: Record<string, number>;
    }
    const { figures, ...summary } = await readAt<{ figures: object[]; agreements: Totals }>(
      program,
      '/v1/summary',
      now,
    );
    for (const [kind, totals] of Object.entries(summary)) {
      const sum = Object.values(totals.byStatus).reduce((all, count) => all + count, 0);
      expect([kind, sum]).toEqual([kind, totals.total]);
      expect(totals.byStatus).toMatchObject({ undetermined: expect.any(Number), voided: expect.any(Number) });
    }
    expect(summary.agreements).toMatchObject({ total: 1, byStatus: { signed: 1, announced: 0, 'in-force': 0 } });
    expect(figures).toMatchObject([{ reported: { status: 'under-negotiation' }, registered: 1 }]);

    interface Pair {
      regions: string[];
      registered: Record<string, { id: string }[]>;
      figures: { registered: number }[];
    }
    const pair = await readAt<Pair>(program, '/v1/regions/RU-ULY/with/RU-MO', now);
    expect(pair.regions).toEqual(['RU-ULY', 'RU-MO']);
    expect(pair.registered.projects).toHaveLength(2);
    expect(pair.registered.agreements).toEqual([]);
    expect(pair.figures).toMatchObject([{ registered: 1 }]);
    const agreed = await readAt<Pair>(program, '/v1/regions/RU-KYA/with/RU-TA', now);
    expect(agreed.registered.agreements).toHaveLength(1);
    for (const path of ['/v1/regions/RU-XX/with/RU-MO', '/v1/regions/RU-MO/with/RU-MO']) {
      expect(refusalOf(await program.get(path))).toEqual([404, 'not-found']);
    }
  });

  it('tell of a region of which nothing is recorded: it is reference data, with an empty history', async () => {
    const region = await program.get('/v1/parties/RU-SA');
    expect(region.status).toBe(200);
    expect(region.headers.get('etag')).toMatch(/^"-1\./);
    const links = bodyOf<{ links: { history: string } }>(region).links;
    expect(await historyOf(program, links.history.replace('/history', ''))).toEqual([]);
    expect((await program.get('/v1/parties/RU-SA/related')).status).toBe(200);
    const tag = { 'if-match': region.headers.get('etag') ?? '' };
    const first = await program.post('/v1/parties/RU-SA/names', { names: { en: 'Yakutia' } }, tag);
    expect(first.status).toBe(200);
    const stale = await program.post('/v1/parties/RU-SA/names', { names: { en: 'Sakha' } }, tag);
    expect(refusalOf(stale)).toEqual([412, 'stale']);
  });

  it('find what names a party under the party into which it was merged, which signs by the mandates of both', async () => {
    const merging = async (ru: string) => recorded(program, '/v1/parties', { form: 'organisation', names: { ru } });
    const [old, stands] = [await merging('Старое имя'), await merging('Новое имя')];
    const signs = (await recorded(program, '/v1/people', { name: { ru: 'Петров' } })).id;
    await recorded(program, `/v1/parties/${old.id}/mandates`, { person: signs, from: '2020-01-01' });
    const body = { title: { ru: 'О сотрудничестве' }, parties: [stands.id, 'RU-MO'] };
    const agreement = (await recorded(program, '/v1/agreements', body)).id;
    const text = 'd'.repeat(64);
    await recorded(program, `/v1/agreements/${agreement}/texts`, { sha256: text });
    await recorded(program, `/v1/agreements/${agreement}/opening`, {});
    const merger = await recorded(program, `/v1/parties/${old.id}/merger`, { into: stands.id, reason: 'Один ИНН.' });
    const found = await readAt<Page>(program, `/v1/agreements?party=${old.id}`, merger.position);
    expect(found.items.map(({ id }) => id)).toEqual([agreement]);
    const signature = { party: stands.id, representative: signs, text };
    const signed = await recorded(program, `/v1/agreements/${agreement}/signatures`, signature);
    const { from } = await readAt<{ from: object[] }>(program, `/v1/people/${signs}/related`, signed.position);
    expect(from).toMatchObject([{ rel: 'person' }, { rel: 'representative', record: { id: agreement } }]);
  });

  it('list regions on record by a mandate, and warn of the same INN twice, a person’s too', async () => {
    const person = (await recorded(program, '/v1/people', { name: { ru: 'Сидоров' } })).id;
    const given = await recorded(program, '/v1/parties/RU-KR/mandates', { person, from: '2020-01-01' });
    const regions = await readAt<Page>(program, '/v1/parties?form=region', given.position);
    expect(regions.items.map(({ id }) => id)).toContain('RU-KR');
    for (const [form, inn] of [
      ['enterprise', '7707083893'],
      ['sole-trader', '500100732259'],
    ] as const) {
      const first = await recorded(program, '/v1/parties', { form, names: { ru: 'Первая' }, inn });
      await readAt(program, `/v1/parties/${first.id}`, first.position);
      const answer = await program.post('/v1/parties', { form, names: { ru: 'Вторая' }, inn });
      const { warnings } = bodyOf<{ warnings: { rule: string; detail: string }[] }>(answer);
      expect(warnings).toEqual([{ rule: 'identifier-of-another-record', detail: expect.stringContaining(first.id) }]);
      expect(JSON.stringify(answer.body)).not.toContain(inn);
    }
  });

  it('find a record by its identifier, which is refused to a second one', async () => {
    const [first, second] = [
      await recorded(program, '/v1/sources', { title: { ru: 'Вестник' }, sha256: '1'.repeat(64), language: 'ru' }),
      await recorded(program, '/v1/sources', { title: { ru: 'Вестник' }, sha256: '2'.repeat(64), language: 'ru' }),
    ];
    const number = { scheme: 'citation', value: 'Вестник, 2023, № 10' };
    const { position } = await recorded(program, `/v1/sources/${first.id}/identifiers`, number);
    const found = (value: string) =>
      readAt<Page>(program, `/v1/sources?identifier=${encodeURIComponent(`citation:${value}`)}`, position);
    expect((await found('вестник,  2023, № 10')).items).toMatchObject([{ id: first.id, identifiedBy: [number] }]);
    expect((await found('Вестник, 2023, № 11')).items).toEqual([]);
    const again = await program.post(`/v1/sources/${second.id}/identifiers`, number, { 'if-match': '*' });
    expect(refusalOf(again)).toEqual([422, 'rule-broken', 'identifier-of-one-record', '/value']);
    const unknown = await program.get('/v1/sources?identifier=shelf:3');
    expect(refusalOf(unknown)).toEqual([400, 'invalid-parameter', 'identifier', '?identifier']);
    expect((await program.get('/v1/projects?identifier=citation:3')).status).toBe(400);
  });

  it('show a party under its name of the day, and find it by each', async () => {
    const { id } = await recorded(program, '/v1/parties', { form: 'enterprise', names: { ru: 'Волжский автозавод' } });
    const renaming = { names: { ru: 'Лада' }, renamed: true, date: '2020-06-01' };
    const { position } = await recorded(program, `/v1/parties/${id}/names`, renaming);
    const named = async (query: string) =>
      (await readAt<{ names: { ru: string } }>(program, `/v1/parties/${id}${query}`, position)).names.ru;
    expect([await named('?on=2020-05-31'), await named('')]).toEqual(['Волжский автозавод', 'Лада']);
    const found = await readAt<Page>(program, `/v1/parties?text=${encodeURIComponent('волжский')}`, position);
    expect(found.items.map((item) => item.id)).toEqual([id]);
  });

  it('count what belongs to a party as the party where that is asked for', async () => {
    const unit = (await recorded(program, '/v1/parties', { form: 'organisation', names: { ru: 'Центр закупок' } })).id;
    const project = await recorded(program, '/v1/projects', { title: { ru: 'Закупки' }, parties: [unit, 'RU-KLU'] });
    const belonging = { to: fund, role: 'purchasing-unit', from: '2020-01-01' };
    const { position } = await recorded(program, `/v1/parties/${unit}/belonging`, belonging);
    const found = async (query: string) =>
      (await readAt<Page>(program, `/v1/projects?party=${fund}${query}`, position)).items.map(({ id }) => id);
    expect(await found('')).not.toContain(project.id);
    expect(await found('&including=belonging')).toContain(project.id);
    expect(await found('&including=belonging&on=2019-12-31')).not.toContain(project.id);
    const circle = { to: unit, role: 'other' };
    const refused = await program.post(`/v1/parties/${fund}/belonging`, circle, { 'if-match': '*' });
    expect(refusalOf(refused)).toEqual([422, 'rule-broken', 'belongs-without-a-circle', '/to']);
    expect((await program.get(`/v1/projects?party=${fund}&including=all`)).status).toBe(400);
  });

  it('list parties by country', async () => {
    const abroad = { form: 'enterprise', names: { en: 'Werk' }, country: 'DE' };
    const { id, position } = await recorded(program, '/v1/parties', abroad);
    const inGermany = await readAt<Page>(program, '/v1/parties?country=DE', position);
    expect(inGermany.items).toMatchObject([{ id, country: { code: 'DE', names: { ru: 'Германия' } } }]);
    const inRussia = await readAt<Page>(program, '/v1/parties?country=RU', position);
    expect(inRussia.items.map((item) => item.id)).toContain(plant);
    expect(refusalOf(await program.get('/v1/parties?country=XX'))).toEqual([
      400,
      'invalid-parameter',
      'country',
      '?country',
    ]);
  });
});
