import { DescribedApi } from '../support/described-api.js';
import { type Answer, type Program, startProgram } from '../support/program.js';
import { bodyOf, readAt, recorded, refusalOf } from '../support/recording.js';

interface Names {
  ru?: string;
  en?: string;
  then?: { entry: string; names: Names }[];
}

interface Page {
  items: { id: string; inPeriod?: string; foundBy?: object }[];
  next: string | null;
  recordNames?: Record<string, Names>;
}

const OLD = { recording: 'historical' };

describe('Answers over HTTP', () => {
  let program: Program;
  let api: DescribedApi;
  let position = '';
  const ids = { plant: '', treaty: '', stated: '', applied: '', signed: '', merged: '', project: '' };

  const tell = async (path: string, body: object): Promise<{ id: string; event: string }> => {
    const told = await recorded(program, path, body);
    ({ position } = told);
    return told;
  };

  beforeAll(async () => {
    program = await startProgram();
    api = new DescribedApi(bodyOf(await program.get('/openapi.json')));
    ids.plant = (await tell('/v1/parties', { form: 'enterprise', names: { ru: 'Красный завод' } })).id;
    const agreement = async (title: string, date: string): Promise<string> => {
      const body = { title: { en: title }, parties: [ids.plant, 'RU-MO'], date, ...OLD };
      return (await tell('/v1/agreements', body)).id;
    };
    const change = (id: string, path: string, body: object) =>
      tell(`/v1/agreements/${id}/${path}`, { ...OLD, ...body });
    ids.treaty = await agreement('Treaty', '2009-06-01');
    ids.signed = (await change(ids.treaty, 'signing', { date: '2009-12-01' })).event;
    const force = { entersIntoForce: 'on-fixed-date', on: '2010-01-01', until: '2030-12-31', date: '2009-12-01' };
    await change(ids.treaty, 'force-rule', force);
    ids.stated = await agreement('Stated', '1998-03-01');
    await change(ids.stated, 'registered-status', { status: 'in-force', date: '1999-01-01' });
    ids.applied = await agreement('Applied', '2020-01-01');
    await change(ids.applied, 'signing', { date: '2020-02-01' });
    await change(ids.applied, 'provisional-application', { from: '2020-03-01', date: '2020-02-01' });
    const renaming = { names: { ru: 'Синий завод', en: 'Blue Plant' }, renamed: true, date: '2012-05-01', ...OLD };
    await tell(`/v1/parties/${ids.plant}/names`, renaming);
    ids.merged = (await tell('/v1/parties', { form: 'enterprise', names: { en: 'Merged' } })).id;
    ids.project = (await tell('/v1/projects', { title: { en: 'P' }, parties: [ids.merged, 'RU-MO'] })).id;
    await tell(`/v1/parties/${ids.merged}/merger`, { into: ids.plant });
  });

  afterAll(async () => {
    await program.stop();
  });

  /** What the program answers, once it is held against its description. */
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
    const answer = await program.get(path, { 'ledger-position': position, ...headers });
    expect([path, api.faultsOf('GET', path, answer)]).toEqual([path, []]);
    return answer;
  };
  const list = async (query: string): Promise<Page> => bodyOf<Page>(await get(`/v1/agreements?${query}`));
  const found = async (query: string): Promise<string[]> => (await list(query)).items.map(({ id }) => id);

  it('take the status that a register states, or what our rules give where that is asked for', async () => {
    for (const moment of ['', '&on=2015-01-01', '&asOf=6']) {
      expect(await found(`status=in-force&text=stated${moment}`)).toEqual([ids.stated]);
      expect(await found(`status=in-force&text=stated&basis=computed${moment}`)).toEqual([]);
      expect(await found(`status=announced&text=stated&basis=computed${moment}`)).toEqual([ids.stated]);
      const counts = async (basis: string) =>
        bodyOf<{ agreements: object }>(await get(`/v1/summary?basis=${basis}${moment}`)).agreements;
      expect(await counts('as-registered')).toMatchObject({ byStatus: { 'in-force': 2 } });
      expect(await counts('computed')).toMatchObject({ byStatus: { 'in-force': 1 } });
    }
    const refused = await program.get('/v1/agreements?basis=guessed');
    expect(refusalOf(refused)).toEqual([400, 'invalid-parameter', 'one-of', '?basis']);
    expect(bodyOf<{ detail: string }>(refused).detail).toContain('as-registered, computed');
  });

  it('find by a period what was in force in it, and say by what', async () => {
    const { items } = await list('period=2015/2016&text=treaty');
    expect(items).toMatchObject([
      { id: ids.treaty, inPeriod: 'certain', foundBy: { fact: 'in-force', date: '2010-01-01/2030-12-31' } },
    ]);
    expect((await list('period=2009-06&text=treaty')).items).toMatchObject([
      { foundBy: { fact: 'AgreementAnnounced' } },
    ]);
    expect(await found('period=2015&asOf=2')).toEqual([]);
    expect(await found('period=2015&on=2015-06-01&text=treaty')).toEqual([ids.treaty]);
    expect(await found('period=2031-01/2032&text=treaty')).toEqual([]);
  });

  it('find what is applied provisionally, on the days on which it is', async () => {
    expect(await found('provisional=applied')).toEqual([ids.applied]);
    expect(await found('provisional=possible&on=2020-02-28')).toEqual([]);
    expect(await found('provisional=applied&on=2020-03-01')).toEqual([ids.applied]);
    expect(refusalOf(await program.get('/v1/agreements?provisional=yes'))[2]).toBe('one-of');
    expect(refusalOf(await program.get('/v1/projects?provisional=applied'))[2]).toBe('unknown-parameter');
  });

  it('carry names, of the day and of the days of acts, under a weak entity tag', async () => {
    const path = `/v1/agreements/${ids.treaty}`;
    const plain = await get(path);
    const named = await get(`${path}?include=names`);
    const { recordNames, ...answer } = bodyOf<{ recordNames: Record<string, Names> }>(named);
    expect(answer).toEqual(plain.body);
    expect(recordNames).toMatchObject({
      [ids.treaty]: { names: { en: 'Treaty' } },
      'RU-MO': { names: { ru: 'Республика Мордовия' } },
      [ids.plant]: {
        names: { en: 'Blue Plant', ru: 'Синий завод' },
        then: expect.arrayContaining([{ entry: ids.signed, names: { ru: 'Красный завод' } }]) as object,
      },
    });
    const early = bodyOf<{ recordNames: Record<string, Names> }>(await get(`${path}?include=names&on=2011-01-01`));
    expect(early.recordNames[ids.plant]).toEqual({ names: { ru: 'Красный завод' } });
    const before = bodyOf<{ recordNames: Record<string, Names> }>(await get(`${path}?include=names&asOf=3`));
    expect(before.recordNames[ids.plant]).toEqual({ names: { ru: 'Красный завод' } });

    const tag = named.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"2\.[0-9a-f]{16}"$/);
    expect(tag).not.toContain(plain.headers.get('etag'));
    expect((await get(`${path}?include=names`, { 'if-none-match': tag })).status).toBe(304);
    expect((await get(`${path}?include=names`, { 'if-none-match': plain.headers.get('etag')! })).status).toBe(200);
    const dry = { sha256: 'a'.repeat(64), ...OLD };
    const texts = (tagSent: string) => program.post(`${path}/texts?dryRun=true`, dry, { 'if-match': tagSent });
    expect((await texts(tag.replace('W/', ''))).status).toBe(200);
    expect(refusalOf(await texts(tag))).toEqual([400, 'invalid-header', 'if-match-strong', '']);
    expect(refusalOf(await program.get(`${path}?include=everything`))[2]).toBe('one-of');
  });

  it.each([
    ['a list', () => '/v1/agreements?text=treaty&'],
    ['a list of the past', () => '/v1/agreements?text=treaty&asOf=6&'],
    ['what is related', () => `/v1/parties/${ids.plant}/related?`],
    ['a history', () => `/v1/agreements/${ids.treaty}/history?`],
    ['a comparison', () => '/v1/agreements/comparison?from=0&'],
  ])('carry names in %s', async (_what, path) => {
    const { recordNames } = bodyOf<Page>(await get(`${path()}include=names`));
    expect(recordNames).toMatchObject({ [ids.treaty]: { names: { en: 'Treaty' } } });
    expect(bodyOf<Page>(await get(path()))).not.toHaveProperty('recordNames');
  });

  it('carry names in the answer about a pair of regions', async () => {
    const pair = bodyOf<Page>(await get('/v1/regions/RU-MO/with/RU-ULY?include=names'));
    expect(pair.recordNames).toMatchObject({ 'RU-MO': { names: { en: 'Republic of Mordovia' } } });
  });

  it('explain each field with a sentence, in the language that is asked for', async () => {
    interface Explained {
      fields: { pointer: string; sentence: string }[];
    }
    const statusIn = async (query: string, headers = {}): Promise<string | undefined> => {
      const answer = await get(`/v1/agreements/${ids.treaty}/explain${query}`, headers);
      const { fields } = bodyOf<Explained>(answer);
      expect(fields.filter(({ sentence }) => sentence === '')).toEqual([]);
      return fields.find(({ pointer }) => pointer === '/status')?.sentence;
    };
    const russian = await statusIn('?lang=ru');
    expect(russian).toContain(
      'Статус: в силе. Установлено записью «правило вступления в силу установлено» (1 декабря 2009 г.)',
    );
    expect(await statusIn('', { 'accept-language': 'ru' })).toBe(russian);
    expect(await statusIn('')).toContain('Status: in force. Set by the entry “');
  });

  it('take acts of a merged party under either name', async () => {
    const round = { parties: [ids.plant, 'RU-MO'], outcome: 'continued' };
    await tell(`/v1/projects/${ids.project}/negotiation-rounds`, round);
    expect(await readAt<object>(program, `/v1/projects/${ids.project}`, position)).toMatchObject({
      rounds: [{ parties: [ids.merged, 'RU-MO'], actedAs: [ids.plant] }],
    });
  });
});
