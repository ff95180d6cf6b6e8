import canonicalize from 'canonicalize';
import { applyPatch, type Operation } from 'rfc6902';
import { DescribedApi } from '../support/described-api.js';
import { type Program, startProgram } from '../support/program.js';
import { bodyOf, historyOf, recorded, refusalOf } from '../support/recording.js';

interface Page {
  states: {
    index: number;
    revision: number;
    event: string | null;
    type: string | null;
    on: string;
    answer: Record<string, unknown>;
  }[];
  next: string | null;
}

interface Difference {
  from: { index: number; on: string; revision: number };
  to: { index: number; on: string; revision: number };
  events: { event: string }[];
  patch: Operation[];
  changes: string[];
}

interface Field {
  pointer: string;
  label: string;
  value?: unknown;
  setBy: string | null;
  before: { value: unknown; setBy: string | null } | null;
  basis: string[];
  items?: Field[];
  parts?: Field[];
}

interface Explanation {
  fields: Field[];
  entries: Record<string, unknown>[];
}

/** An auditor follows one agreement from its announcement to a corrected signature. */
describe('An audit over HTTP', () => {
  let program: Program;
  let base = '';
  let agreement = '';
  let source = '';
  const entry: Record<string, string> = {};
  const text = 'a'.repeat(64);

  const get = async <T>(path: string, headers: Record<string, string> = {}): Promise<T> => {
    const answer = await program.get(path, headers);
    if (answer.status !== 200) throw new Error(`GET ${path} was answered with ${answer.status}: ${answer.text}`);
    return bodyOf<T>(answer);
  };
  const say = async (name: string, path: string, body: object): Promise<void> => {
    entry[name] = (await recorded(program, `${base}/${path}`, body)).event;
  };

  beforeAll(async () => {
    program = await startProgram();
    const party = async (en: string) =>
      (await recorded(program, '/v1/parties', { form: 'enterprise', names: { en } })).id;
    const [works, fund] = [await party('Works'), await party('Fund')];
    const person = (await recorded(program, '/v1/people', { name: { ru: 'Ермаков' } })).id;
    for (const id of [works, fund])
      await recorded(program, `/v1/parties/${id}/mandates`, { person, from: '2020-01-01' });
    const document = { sha256: 'b'.repeat(64), title: { ru: 'Вестник' }, language: 'ru' };
    source = (await recorded(program, '/v1/sources', document)).id;

    const body = { title: { ru: 'О сотрудничестве' }, parties: [works, fund], topics: ['литьё'], date: '2022-11' };
    const begun = await recorded(program, '/v1/agreements', { ...body, source: { id: source, paragraph: 2 } });
    agreement = begun.id;
    base = `/v1/agreements/${agreement}`;
    entry.announced = begun.event;
    await say('text', 'texts', { sha256: text, date: '2023-01-10' });
    await say('opened', 'opening', { date: '2023-01-11' });
    for (const [name, id] of [['works', works] as const, ['fund', fund] as const]) {
      await say(name, 'signatures', { party: id, representative: person, text, date: '2023-01-12' });
    }
    await say('attested', 'attestations', {
      attests: entry.works,
      agrees: false,
      happened: '2023-01-20',
      statement: 'Позже.',
      source: { id: source, paragraph: 5 },
    });
    await say('voided', 'voids', { voids: entry.fund, reason: 'Подписи ещё нет.' });
    await say('corrected', 'corrections', {
      corrects: entry.announced,
      reason: 'Опечатка.',
      changes: { topics: ['литьё', 'станки'] },
    });
  });

  afterAll(async () => {
    await program.stop();
  });

  it('replays the record: the last state is what the record reads', async () => {
    const now = await get<Record<string, unknown>>(base);
    const { states, next } = await get<Page>(`${base}/replay`);
    expect(states.map(({ revision, type, answer }) => [revision, type, answer.status])).toEqual([
      [0, 'AgreementAnnounced', 'announced'],
      [1, 'TextAdopted', 'draft'],
      [2, 'OpenedForSignature', 'open-for-signature'],
      [3, 'AgreementSigned', 'partly-signed'],
      [4, 'AgreementSigned', 'signed'],
      [5, 'EntryAttested', 'signed'],
      [6, 'EntryVoided', 'partly-signed'],
      [7, 'EntryCorrected', 'partly-signed'],
    ]);
    expect(next).toBeNull();
    expect(states.at(-1)?.answer).toEqual(now);
    expect((await historyOf(program, base)).map(({ index }) => index)).toEqual(states.map(({ index }) => index));
  });

  it('tells one state: at a revision, at an event of the ledger, at a time, and on a day', async () => {
    const { states } = await get<Page>(`${base}/replay?limit=3`);
    const { index, answer } = states[2]!;
    const one = async (query: string) => (await get<Page>(`${base}/replay?${query}`)).states;
    expect(await one('revision=2')).toEqual([states[2]]);
    expect((await one(`asOf=${index}`))[0]).toMatchObject({ revision: 2, answer });
    expect((await one(`asOf=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`))[0]).toMatchObject({
      revision: 7,
    });
    expect((await one('revision=2&on=2023-01-10'))[0]).toMatchObject({ on: '2023-01-10', answer: { status: 'draft' } });
    expect(await get(`${base}?asOf=${index}`)).toEqual((await one(`asOf=${index}`))[0]?.answer);
  });

  it('gives the states in pages', async () => {
    const seen: number[] = [];
    let cursor = '';
    do {
      const { states, next } = await get<Page>(`${base}/replay?limit=3${cursor}`);
      seen.push(...states.map(({ revision }) => revision));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('compares two moments by a patch, and in Russian or English', async () => {
    const { states } = await get<Page>(`${base}/replay`);
    const [a, b] = [states[3]!, states[4]!];
    const found = await get<Difference>(
      `${base}/diff?from=${a.index}&to=${b.index}&fromOn=${a.on}&toOn=${b.on}&lang=ru`,
    );
    const answer = structuredClone(a.answer);
    expect(applyPatch(answer, found.patch).filter((failure) => failure !== null)).toEqual([]);
    expect(answer).toEqual(b.answer);
    expect(found).toMatchObject({ from: { revision: 3 }, to: { revision: 4 }, events: [{ event: entry.fund }] });
    expect(found.changes).toContain('Статус: подписано частично → подписано');

    const last = await program.get(`${base}/diff`, { 'accept-language': 'de, ru;q=0.3, en-GB;q=0.8' });
    expect(last.headers.get('content-language')).toBe('en');
    expect(bodyOf<Difference>(last)).toMatchObject({ from: { revision: 6 }, events: [{ event: entry.corrected }] });
    expect(bodyOf<Difference>(last).changes).toContain('Topics: литьё → литьё, станки');

    const before = await get<Difference>(`${base}/diff?from=0&lang=en`);
    expect(before.from).toMatchObject({ index: 0, revision: -1 });
    expect(before.changes[0]).toBe('Nothing was recorded before.');
  });

  it('explains each field: the event that set it, its source, who contradicts, and what was before', async () => {
    const { fields, entries } = await get<Explanation>(`${base}/explain?lang=ru`);
    const field = (pointer: string) => fields.find((each) => each.pointer === pointer);
    expect(field('/status')).toMatchObject({
      label: 'Статус',
      value: 'partly-signed',
      setBy: entry.voided,
      before: { value: 'signed', setBy: entry.fund },
      basis: expect.arrayContaining([entry.works]),
    });
    expect(field('/topics')).toMatchObject({ setBy: entry.corrected });
    expect(field('/topics')?.items?.map(({ setBy }) => setBy)).toEqual([entry.announced, entry.corrected]);
    const shown = (event: string | undefined) => entries.find((each) => each.event === event);
    expect(shown(entry.announced)).toMatchObject({ happened: '2022-11', source: { id: source, paragraph: 2 } });
    expect(shown(entry.works)).toMatchObject({
      contradictedBy: [
        { attestation: entry.attested, happened: '2023-01-20', statement: 'Позже.', source: { paragraph: 5 } },
      ],
    });
    expect(shown(entry.voided)).toMatchObject({ concerns: entry.fund, actor: 'local' });

    const then = await get<Explanation>(`${base}/explain?asOf=${String(shown(entry.works)?.index)}`);
    expect(then.fields.find(({ pointer }) => pointer === '/status')).toMatchObject({
      label: 'Status',
      value: 'partly-signed',
      setBy: entry.works,
      before: { value: 'open-for-signature', setBy: entry.opened },
    });
  });

  it('explains the parts of a field that were set by different events', async () => {
    const { fields } = await get<Explanation>(`${base}/explain?lang=ru`);
    const party = fields.find(({ pointer }) => pointer === '/parties')?.items?.[0];
    expect(party).toMatchObject({ pointer: '/parties/0', setBy: entry.works });
    expect(party?.parts).toMatchObject([
      { pointer: '/parties/0/party', setBy: entry.announced, before: null },
      { pointer: '/parties/0/signed', setBy: entry.works, before: { value: null, setBy: entry.announced } },
    ]);
    expect(party?.parts?.[1]?.label).toBe('Стороны (Works): Подпись');
  });

  it('tells what was corrected and voided, for how long, and what differed meanwhile', async () => {
    const { corrections } = await get<{ corrections: Record<string, unknown>[] }>(`${base}/corrections?lang=ru`);
    expect(corrections).toMatchObject([
      {
        correction: { event: entry.corrected },
        corrected: { event: entry.announced },
        fields: [{ field: 'topics', was: ['литьё'], now: ['литьё', 'станки'] }],
        effects: { statuses: [], lists: [{ facet: 'topic', value: 'станки', how: 'missing' }] },
      },
      {
        correction: { event: entry.voided },
        reason: 'Подписи ещё нет.',
        // The attestation in between made both of them less than certain.
        effects: {
          statuses: ['certain', 'possible'].map((certainty) => ({
            shown: { status: 'signed', certainty },
            corrected: { status: 'partly-signed', certainty },
          })),
        },
      },
    ]);
    expect(corrections[1]?.summary).toContain('статус был «подписано», а не «подписано частично»');
    expect(corrections[1]?.effects).toHaveProperty('onDays.0.days.from', '2023-01-12');
    const api = new DescribedApi(await get('/openapi.json'));
    for (const path of [`${base}/corrections`, `${base}/explain`, `${base}/diff?from=0`]) {
      expect(api.faultsOf('GET', path, await program.get(path))).toEqual([]);
    }
  });

  it('lists what was corrected in the whole ledger, newest first, in pages', async () => {
    const first = await get<{ items: object[]; next: string | null }>('/v1/corrections?limit=1');
    const record = { kind: 'agreement', id: agreement, title: { ru: 'О сотрудничестве' }, href: base };
    expect(first.items).toMatchObject([
      { record, correction: { event: entry.corrected }, reason: 'Опечатка.', undone: null },
    ]);
    const second = await get<{ items: object[]; next: string | null }>(`/v1/corrections?limit=1&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ record, corrected: { event: entry.fund } }], next: null });
    interface Corrected {
      correction: { event: string };
      onRecord: object;
    }
    const [all, own] = [
      (await get<{ items: Corrected[] }>('/v1/corrections')).items,
      (await get<{ corrections: Corrected[] }>(`${base}/corrections`)).corrections,
    ];
    expect(all.map(({ correction, onRecord }) => [correction.event, onRecord])).toEqual(
      own.map(({ correction, onRecord }) => [correction.event, onRecord]),
    );
  });

  it('knows a region of which nothing is recorded', async () => {
    expect(await get('/v1/parties/RU-KYA/replay')).toMatchObject({ states: [], next: null });
    expect(await get('/v1/parties/RU-KYA/diff')).toMatchObject({ patch: [], changes: [] });
    expect(await get('/v1/parties/RU-KYA/corrections')).toMatchObject({ corrections: [] });
    const { fields } = await get<Explanation>('/v1/parties/RU-KYA/explain');
    expect(fields.find(({ pointer }) => pointer === '/names')).toMatchObject({ setBy: null, before: null });
  });

  it('replays a region from the reference data, where nothing was recorded of it yet', async () => {
    const region = '/v1/parties/RU-KEM';
    const begun = await recorded(program, '/v1/parties', {
      region: 'RU-KEM',
      form: 'region',
      names: { en: 'Kuzbass' },
    });
    const [first] = (await get<Page>(`${region}/replay`)).states;
    expect(first).toMatchObject({ revision: 0, event: begun.event });
    const asked = `asOf=${(first?.index ?? 0) - 1}&on=2023-05-06`;
    const api = new DescribedApi(await get('/openapi.json'));
    for (const path of [`${region}/replay?${asked}`, `${region}/explain?${asked}`, `${region}/diff?from=0`]) {
      expect(api.faultsOf('GET', path, await program.get(path))).toEqual([]);
    }
    const then = await program.get(`${region}?${asked}`);
    const [state, ...others] = (await get<Page>(`${region}/replay?${asked}`)).states;
    expect(others).toEqual([]);
    expect(state).toEqual({
      index: -1,
      revision: -1,
      event: null,
      type: null,
      recordedAt: null,
      actor: null,
      on: '2023-05-06',
      answer: expect.anything() as unknown,
    });
    expect(canonicalize(state?.answer)).toBe(then.text);
    expect(bodyOf<{ revision: number }>(then).revision).toBe(-1);

    const { from, to, patch } = await get<Difference>(`${region}/diff?from=${(first?.index ?? 0) - 1}`);
    expect([from.revision, to.revision]).toEqual([-1, 0]);
    const answer = await get<object>(`${region}?asOf=${from.index}&on=${from.on}`);
    expect(applyPatch(answer, patch).filter((failure) => failure !== null)).toEqual([]);
    expect(answer).toEqual(await get(region));

    const before = await get<Explanation>(`${region}/explain?${asked}`);
    expect(before).toMatchObject({ revision: -1, entries: [] });
    expect(before.fields.map(({ setBy }) => setBy)).toEqual(before.fields.map(() => null));
    const { fields } = await get<Explanation>(`${region}/explain`);
    const field = (pointer: string) => fields.find((each) => each.pointer === pointer);
    expect(field('/revision')).toMatchObject({ setBy: begun.event, before: { value: -1, setBy: null } });
    expect(field('/names')?.parts).toMatchObject([
      { pointer: '/names/ru', setBy: null, before: null },
      { pointer: '/names/en', setBy: begun.event, before: { setBy: null } },
    ]);
  });

  const refused: [path: string, pointer: string][] = [
    ['replay?revision=-1', '?revision'],
    ['replay?revision=1&asOf=2', '?revision'],
    ['replay?asOf=yesterday', '?asOf'],
    ['replay?asOf=999999', '?asOf'],
    ['replay?asOf=2026-01-10T24:00:00Z', '?asOf'],
    ['replay?asOf=0001-01-01T00:00:00%2B14:00', '?asOf'],
    ['replay?asOf=9999-12-31T12:00:00-14:00', '?asOf'],
    ['replay?cursor=far', '?cursor'],
    ['replay?limit=0', '?limit'],
    ['replay?at=1', '?at'],
    ['diff?from=soon', '?from'],
    ['diff?to=999999', '?to'],
    ['diff?from=999999', '?from'],
    ['diff?from=0&from=1', '?from'],
    ['diff?fromOn=2023-02-30', '?fromOn'],
    ['diff?toOn=today', '?toOn'],
    ['diff?lang=de', '?lang'],
    ['explain?on=2023', '?on'],
    ['explain?lang=ru&lang=en', '?lang'],
    ['corrections?limit=201', '?limit'],
    ['corrections?on=2023-01-01', '?on'],
  ];

  it.each(refused)('refuses %s, and names %s', async (path, pointer) => {
    const [status, type, , named] = refusalOf(await program.get(`${base}/${path}`));
    expect([status, type, named]).toEqual([400, 'invalid-parameter', pointer]);
  });

  it.each(['replay', 'diff', 'explain', 'corrections'])(
    'knows no %s of a record that was never begun',
    async (path) => {
      const nowhere = '/v1/agreements/00000000-0000-4000-8000-000000000000';
      expect((await program.get(`${nowhere}/${path}`)).status).toBe(404);
      expect((await program.get(`/v1/projects/${agreement}/${path}`)).status).toBe(404);
    },
  );

  it('knows no state before the first, or behind the last', async () => {
    expect((await program.get(`${base}/replay?asOf=0`)).status).toBe(404);
    expect((await program.get(`${base}/explain?asOf=0`)).status).toBe(404);
    expect((await program.get(`${base}/replay?revision=8`)).status).toBe(404);
  });
});
