import { type Answer, type Program, startProgram } from '../support/program.js';
import { bodyOf, historyOf, recorded, refusalOf, signatories, signedAgreement } from '../support/recording.js';

describe('The past over HTTP', () => {
  let program: Program;

  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(async () => {
    await program.stop();
  });

  const kept: { index: number; time: string; paths: string[]; answers: string[] }[] = [];
  let agreement = '';

  it('is asked for by index and by time, and is what was answered then', async () => {
    const by = await signatories(program);
    agreement = await signedAgreement(program, by, 'Соглашение');
    const paths = [
      `/v1/agreements/${agreement}`,
      '/v1/agreements',
      '/v1/agreements?region=RU-KYA&status=signed',
      '/v1/summary',
      '/v1/regions/RU-KYA/with/RU-KLU',
      '/v1/people?text=Подписант',
      `/v1/agreements/${agreement}/related`,
      `/v1/agreements/${agreement}/history`,
    ];
    const keep = async (): Promise<void> => {
      const answers: string[] = [];
      for (const path of paths) answers.push((await program.get(path)).text);
      const last = (await historyOf(program, `/v1/agreements/${agreement}`)).at(-1);
      kept.push({ index: last?.index ?? -1, time: last?.recordedAt ?? '', paths, answers });
      // The next event is recorded in another millisecond, so that a time tells the two apart.
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await keep();
    const steps: [string, object][] = [
      ['force-rule', { entersIntoForce: 'on-last-signature' }],
      ['publication', {}],
      ['suspension', { reason: 'Проверка' }],
      ['resumption', {}],
      ['termination', { reason: 'По согласию' }],
    ];
    for (const [step, body] of steps) {
      await recorded(program, `/v1/agreements/${agreement}/${step}`, body);
      await keep();
    }
    const entries = await historyOf(program, `/v1/agreements/${agreement}`);
    await recorded(program, `/v1/agreements/${agreement}/voids`, { voids: entries.at(-1)?.id, reason: 'Ошибка' });
    await keep();
    for (const { index, time, paths: asked, answers } of kept) {
      for (const moment of [String(index), time]) {
        for (const [at, path] of asked.entries()) {
          const url = `${path}${path.includes('?') ? '&' : '?'}asOf=${encodeURIComponent(moment)}`;
          const answer = await program.get(url);
          expect([url, answer.status]).toEqual([url, 200]);
          expect([url, answer.text]).toEqual([url, answers[at]]);
          expect(answer.headers.get('ledger-index')).toBe(String(index));
        }
      }
    }
  }, 60_000);

  const statusOf = (answer: Answer): unknown => bodyOf<{ status: string }>(answer).status;

  it('in both times tells what was the case on a day, as known then or since', async () => {
    const [first] = kept;
    const parties = ['RU-KYA', 'RU-KLU'];
    const { id } = await recorded(program, '/v1/agreements', {
      title: { ru: 'Старое' },
      parties,
      date: '2020-03-01',
      recording: 'historical',
    });
    const known = (await historyOf(program, `/v1/agreements/${id}`)).at(-1)?.index ?? -1;
    const body = { date: '2020-06-01', recording: 'historical', reason: 'Нет денег' };
    await recorded(program, `/v1/agreements/${id}/abandonment`, body);
    const on = async (day: string, asOf?: number): Promise<unknown> =>
      statusOf(await program.get(`/v1/agreements/${id}?on=${day}${asOf === undefined ? '' : `&asOf=${asOf}`}`));
    expect(await on('2020-05-31')).toBe('announced');
    expect(await on('2020-06-01')).toBe('abandoned');
    expect(await on('2020-06-01', known)).toBe('announced');
    expect(await on('2020-02-29')).toBe('not-begun');
    const whole = bodyOf<Record<string, unknown>>(await program.get(`/v1/agreements/${id}?on=2020-05-31`));
    expect(whole).toMatchObject({ statusChanges: [], pending: [{ type: 'AgreementAbandoned', date: '2020-06-01' }] });
    const total = async (day: string): Promise<unknown> =>
      bodyOf<{ agreements: object }>(await program.get(`/v1/summary?on=${day}`)).agreements;
    expect(await total('2020-02-29')).toMatchObject({ byStatus: { announced: 0, abandoned: 0 }, notBegun: 1 });
    expect(await total('2020-03-01')).toMatchObject({ byStatus: { announced: 1, abandoned: 0 }, notBegun: 0 });
    const listed = async (query: string): Promise<number> =>
      bodyOf<{ items: unknown[] }>(await program.get(`/v1/agreements?status=abandoned&${query}`)).items.length;
    expect(await listed('on=2020-06-01')).toBe(1);
    expect(await listed('on=2020-05-31')).toBe(0);
    expect(await listed(`on=2020-06-01&asOf=${known}`)).toBe(0);
    const all = bodyOf<{ items: { id: string }[] }>(await program.get('/v1/agreements?on=2020-02-29'));
    expect(all.items.map((item) => item.id)).toEqual([agreement]);
    const query = 'on=2020-02-29&possible=announced&certainty=undetermined';
    const perhaps = bodyOf<{ items: { id: string }[] }>(await program.get(`/v1/agreements?${query}`));
    expect(perhaps.items).toMatchObject([
      { id: agreement, possible: expect.arrayContaining(['not-begun', 'announced']) as string[] },
    ]);
    expect(refusalOf(await program.get('/v1/agreements?possible=lost&certainty=sure'))).toEqual([
      400,
      'invalid-parameter',
      'one-of',
      '?possible',
    ]);
    const before = await program.get(`/v1/agreements/${id}?asOf=${first?.index}`);
    expect(refusalOf(before)).toEqual([404, 'not-found']);
  });

  it('of a list is compared: what appeared in it, left it, ended, and is shown otherwise', async () => {
    interface Changes {
      from: { index: number; day: string };
      items: {
        change: string;
        before: { id: string; status: string } | null;
        after: { id: string; status: string } | null;
      }[];
      next: string | null;
    }
    const parties = ['RU-SVE', 'RU-CHE'];
    const begin = async (title: string): Promise<string> =>
      (await recorded(program, '/v1/agreements', { title: { ru: title }, parties })).id;
    const [stays, leaves, changes] = [await begin('Остаётся'), await begin('Уходит'), await begin('Меняется')];
    const from = (await historyOf(program, `/v1/agreements/${changes}`)).at(-1)?.index ?? -1;
    await recorded(program, `/v1/agreements/${leaves}/abandonment`, { reason: 'Нет денег' });
    await recorded(program, `/v1/agreements/${changes}/annotations`, { text: 'Заметка' });
    const appears = await begin('Появляется');
    const filter = 'region=RU-SVE&status=announced';
    const ask = async (query: string): Promise<Changes> => {
      const answer = await program.get(`/v1/agreements/comparison?from=${from}&${filter}&${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
      return bodyOf<Changes>(answer);
    };
    const expected = [
      ['left', leaves, 'announced', 'abandoned'],
      ['changed', changes, 'announced', 'announced'],
      ['appeared', appears, undefined, 'announced'],
    ];
    const shown = ({ items }: Changes): unknown[] =>
      items.map(({ change, before, after }) => [change, (after ?? before)?.id, before?.status, after?.status]);
    const whole = await ask('');
    expect(shown(whole)).toEqual(expected);
    expect(whole).toMatchObject({ from: { index: from }, next: null });
    const all = await program.get(`/v1/agreements/comparison?from=${from}&region=RU-SVE`);
    expect(shown(bodyOf<Changes>(all))).toEqual([
      ['ended', leaves, 'announced', 'abandoned'],
      ['changed', changes, 'announced', 'announced'],
      ['appeared', appears, undefined, 'announced'],
    ]);
    const [first, second] = [await ask('limit=1'), await ask('limit=2')];
    expect([shown(first), shown(second)]).toEqual([expected.slice(0, 1), expected.slice(0, 2)]);
    expect(shown(await ask(`limit=2&cursor=${second.next}`))).toEqual(expected.slice(2));
    expect(shown(await ask(`to=${from}`))).toEqual([]);
    expect(JSON.stringify(whole)).not.toContain(stays);
    expect(refusalOf(await program.get('/v1/agreements/comparison'))).toEqual([
      400,
      'invalid-parameter',
      'needed',
      '?from',
    ]);
    const strange = await program.get('/v1/agreements/comparison?from=0&asOf=1');
    expect(refusalOf(strange)).toEqual([400, 'invalid-parameter', 'unknown-parameter', '?asOf']);
  });

  it.each([
    ['asOf=yesterday', 'moment', '?asOf'],
    ['asOf=2026-02-30T00:00:00Z', 'moment', '?asOf'],
    ['asOf=2026-03-01T00:00:00', 'moment', '?asOf'],
    ['asOf=-1', 'moment', '?asOf'],
    ['asOf=99999999', 'log-index', '?asOf'],
    ['on=2026-02-30', 'day', '?on'],
    ['on=2026', 'day', '?on'],
    ['asOf=1&asOf=2', 'once', '?asOf'],
  ])('refuses %s', async (query, rule, pointer) => {
    for (const path of ['/v1/summary', '/v1/agreements', '/v1/regions/RU-KYA/with/RU-KLU', '/v1/parties/RU-KYA']) {
      expect(refusalOf(await program.get(`${path}?${query}`))).toEqual([400, 'invalid-parameter', rule, pointer]);
    }
  });

  it('takes a time with an offset, also where a sender forgot to escape its plus sign', async () => {
    const [, second] = kept;
    const moscow = new Date(Date.parse(second?.time ?? '') + 3 * 3_600_000).toISOString().replace('Z', '+03:00');
    for (const time of [moscow, encodeURIComponent(moscow)]) {
      const answer = await program.get(`/v1/agreements/${agreement}?asOf=${time}`);
      expect(answer.headers.get('ledger-index')).toBe(String(second?.index));
    }
  });
});
