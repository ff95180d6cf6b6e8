import { randomUUID } from 'node:crypto';
import { type Program, startProgram } from '../support/program.js';
import { sendRaw } from '../support/raw-http.js';
import {
  type Signatories,
  TEXT_1,
  TEXT_2,
  openedAgreement,
  recorded,
  refusalOf,
  signatories,
  signatureOf,
} from '../support/recording.js';
import { headOf } from '../support/stored-log.js';

type Refusal = [status: number, type: string, rule?: string, pointer?: string];

describe('Bad input', () => {
  let program: Program;
  let by: Signatories;
  let before: unknown;
  let enterprise = '';
  let source = '';

  beforeAll(async () => {
    program = await startProgram();
    by = await signatories(program);
    enterprise = (await recorded(program, '/v1/parties', { form: 'enterprise', names: { ru: 'Завод' } })).id;
    source = (await recorded(program, '/v1/sources', { title: { ru: 'Текст' }, language: 'ru', sha256: TEXT_1 })).id;
  });

  afterAll(async () => {
    await program.stop();
  });

  beforeEach(async () => {
    before = await headOf(program);
  });

  // Whatever was refused, nothing of it stands in the log, and the program goes on.
  afterEach(async () => {
    expect(await headOf(program)).toEqual(before);
    expect((await program.get('/health/live')).status).toBe(200);
  });

  const invalid = (rule: string, pointer: string): Refusal => [422, 'invalid-fields', rule, pointer];
  const party = (fields: object) => ({ form: 'enterprise', names: { ru: 'Завод' }, ...fields });

  describe('in fields', () => {
    const cases: [what: string, path: string, body: () => unknown, refusal: Refusal][] = [
      ['an unknown field', '/v1/parties', () => party({ colour: 'red' }), invalid('unknown-field', '/colour')],
      ['a field with a slash', '/v1/parties', () => party({ 'a/b~c': 1 }), invalid('unknown-field', '/a~1b~0c')],
      [
        'an unknown field inside',
        '/v1/parties',
        () => party({ source: { id: source, colour: 1 } }),
        invalid('unknown-field', '/source/colour'),
      ],
      ['a missing field', '/v1/parties', () => ({ names: { ru: 'Завод' } }), invalid('required', '/form')],
      ['null for a required field', '/v1/parties', () => party({ form: null }), invalid('required', '/form')],
      ['a number for a choice', '/v1/parties', () => party({ form: 7 }), invalid('one-of', '/form')],
      ['an array for a choice', '/v1/parties', () => party({ form: ['fund'] }), invalid('one-of', '/form')],
      ['a text for names', '/v1/parties', () => party({ names: 'Завод' }), invalid('names', '/names')],
      ['no names', '/v1/parties', () => party({ names: {} }), invalid('names', '/names')],
      ['names in no language', '/v1/parties', () => party({ names: { german: 'Werk' } }), invalid('names', '/names')],
      ['a number for a name', '/v1/parties', () => party({ names: { ru: 5 } }), invalid('names', '/names')],
      ['an empty name', '/v1/parties', () => party({ names: { ru: ' ' } }), invalid('names', '/names')],
      ['a long name', '/v1/parties', () => party({ names: { ru: 'я'.repeat(501) } }), invalid('names', '/names')],
      ['a number for text', '/v1/parties', () => party({ remark: 12 }), invalid('text', '/remark')],
      ['an object for text', '/v1/parties', () => party({ remark: {} }), invalid('text', '/remark')],
      ['a forged seal for text', '/v1/parties', () => party({ remark: { sealed: 'x' } }), invalid('text', '/remark')],
      ['a control character', '/v1/parties', () => party({ remark: 'a\u0000b' }), invalid('text', '/remark')],
      ['long text', '/v1/parties', () => party({ remark: 'я'.repeat(4001) }), invalid('text', '/remark')],
      ['a number for a date', '/v1/parties', () => party({ date: 2022 }), invalid('edtf-date', '/date')],
      ['29 February 2023', '/v1/parties', () => party({ date: '2023-02-29' }), invalid('edtf-date', '/date')],
      ['30 February', '/v1/parties', () => party({ date: 'XXXX-02-30' }), invalid('edtf-date', '/date')],
      ['month 13', '/v1/parties', () => party({ date: '2022-13' }), invalid('edtf-date', '/date')],
      ['a backward interval', '/v1/parties', () => party({ date: '2022/2021' }), invalid('edtf-date', '/date')],
      ['a time', '/v1/parties', () => party({ date: '2022-01-01T00:00' }), invalid('edtf-date', '/date')],
      ['a wrong INN', '/v1/parties', () => party({ inn: '7707083890' }), invalid('inn', '/inn')],
      ['a wrong 12-digit INN', '/v1/parties', () => party({ inn: '500100732250' }), invalid('inn', '/inn')],
      ['a number for INN', '/v1/parties', () => party({ inn: 7707083893 }), invalid('inn', '/inn')],
      ['a wrong OGRN', '/v1/parties', () => party({ ogrn: '1027700132194' }), invalid('ogrn', '/ogrn')],
      ['a wrong OGRNIP', '/v1/parties', () => party({ ogrnip: '304500116000150' }), invalid('ogrnip', '/ogrnip')],
      ['a wrong KPP', '/v1/parties', () => party({ kpp: '77360100' }), invalid('kpp', '/kpp')],
      ['an unknown region', '/v1/parties', () => party({ region: 'RU-XX' }), invalid('region', '/region')],
      ['an unknown modality', '/v1/parties', () => party({ modality: 'sure' }), invalid('one-of', '/modality')],
      ['a text for a source', '/v1/parties', () => party({ source }), invalid('object', '/source')],
      ['an array for a source', '/v1/parties', () => party({ source: [] }), invalid('object', '/source')],
      [
        'paragraph 0',
        '/v1/parties',
        () => party({ source: { id: source, paragraph: 0 } }),
        invalid('whole-number', '/source/paragraph'),
      ],
      [
        'paragraph 1.5',
        '/v1/parties',
        () => party({ source: { id: source, paragraph: 1.5 } }),
        invalid('whole-number', '/source/paragraph'),
      ],
      ['no id in a source', '/v1/parties', () => party({ source: {} }), invalid('required', '/source/id')],
      [
        'a duration without P',
        '/v1/parties',
        () => party({ relativeDate: { to: { kind: 'source', id: source }, direction: 'after', offset: '2M' } }),
        invalid('duration', '/relativeDate/offset'),
      ],
      [
        'an unknown kind',
        '/v1/parties',
        () => party({ arisesFrom: { kind: 'dream', id: source } }),
        invalid('one-of', '/arisesFrom/kind'),
      ],
      ['a list that is none', '/v1/projects', () => project({ parties: 'RU-KYA' }), invalid('list', '/parties')],
      ['an id that is none', '/v1/projects', () => project({ parties: ['../x'] }), invalid('record-id', '/parties')],
      ['a list with null', '/v1/projects', () => project({ parties: [null] }), invalid('record-id', '/parties')],
      ['an empty list', '/v1/projects', () => project({ parties: [] }), invalid('too-few-items', '/parties')],
      [
        'one thing twice',
        '/v1/projects',
        () => project({ parties: ['RU-KYA', 'RU-KYA'] }),
        invalid('repeated-item', '/parties'),
      ],
      ['a count of nothing', '/v1/claims', () => figure({ unit: 'projects' }), invalid('count', '/figure/count')],
      ['a negative count', '/v1/claims', () => figure({ min: -1, unit: 'x' }), invalid('count', '/figure/count')],
      [
        'a count upside down',
        '/v1/claims',
        () => figure({ min: 3, max: 2, unit: 'x' }),
        invalid('count', '/figure/count'),
      ],
      ['a text for a count', '/v1/claims', () => figure({ min: '25', unit: 'x' }), invalid('count', '/figure/count')],
      [
        'a short digest',
        '/v1/sources',
        () => ({ title: { ru: 'Т' }, language: 'ru', sha256: 'abc' }),
        invalid('sha-256', '/sha256'),
      ],
      [
        'a rule by hours',
        '/v1/meeting-series',
        () => ({ title: { ru: 'Р' }, form: 'round-table', recurrence: 'FREQ=HOURLY' }),
        invalid('recurrence-rule', '/recurrence'),
      ],
    ];

    const project = (fields: object) => ({ title: { ru: 'Проект' }, parties: ['RU-KYA'], ...fields });
    const figure = (count: object) => ({ form: 'figure', figure: { count, what: 'projects' } });

    it.each(cases)('%s', async (_what, path, body, refusal) => {
      expect(refusalOf(await program.post(path, body()))).toEqual(refusal);
    });

    it('as a float, or as a number at all, for money', async () => {
      const measure = (amount: unknown, currency = 'RUB') =>
        program.post('/v1/support-measures', {
          title: { ru: 'Субсидия' },
          form: 'subsidy',
          recipient: enterprise,
          amount: { amount, currency },
        });
      for (const answer of [
        await measure(1.5),
        await measure('1,50'),
        await measure('1e3'),
        await measure('1.00', 'XXZ'),
      ]) {
        expect(refusalOf(answer).slice(0, 2)).toEqual([422, 'invalid-fields']);
        expect(answer.text).toContain('"pointer":"/amount');
      }
    });

    it('names every fault at once, each with its place', async () => {
      const answer = await program.post('/v1/parties', { form: 'x', inn: '1', date: 'soon', extra: true });
      const { errors } = answer.body as { errors: { pointer: string }[] };
      expect(errors.map(({ pointer }) => pointer).sort()).toEqual(['/date', '/extra', '/form', '/inn']);
    });

    it('that refer to what is not there, or is of another kind', async () => {
      const broken = (rule: string, pointer: string): Refusal => [422, 'rule-broken', rule, pointer];
      const nowhere = randomUUID();
      const [person] = by.people;
      const sent = async (body: object) =>
        refusalOf(await program.post('/v1/projects', { title: { ru: 'П' }, ...body }));
      expect(await sent({ parties: [nowhere] })).toEqual(broken('reference-exists', '/parties/0'));
      expect(await sent({ parties: ['RU-KYA', person] })).toEqual(broken('reference-exists', '/parties/1'));
      const body = { parties: ['RU-KYA'], source: { id: enterprise } };
      expect(await sent(body)).toEqual(broken('reference-exists', '/source/id'));
      const arises = { kind: 'source', id: source, event: nowhere };
      expect(await sent({ parties: ['RU-KYA'], arisesFrom: arises })).toEqual(
        broken('reference-exists', '/arisesFrom/event'),
      );
    });
  });

  describe('against the rules of an agreement', () => {
    const change = (path: string, body: object, ifMatch = '*') =>
      program.post(path, body, ifMatch === '' ? {} : { 'if-match': ifMatch });

    it('a signature by nobody’s representative, by a stranger, over an old text, before the opening, or twice', async () => {
      const self = `/v1/agreements/${await openedAgreement(program, by)}`;
      const stranger = (await recorded(program, '/v1/people', { name: { ru: 'Прохожий' } })).id;
      before = await headOf(program);
      const sign = async (body: object) => refusalOf(await change(`${self}/signatures`, body));
      const mandate = 'signed-under-a-valid-mandate';
      const good = signatureOf(by, 0);
      expect(await sign({ ...good, representative: stranger })).toEqual([
        422,
        'rule-broken',
        mandate,
        '/representative',
      ]);
      expect(await sign({ ...good, representative: by.people[1] })).toEqual([
        422,
        'rule-broken',
        mandate,
        '/representative',
      ]);
      expect(await sign({ ...good, date: '2019-12-31' })).toEqual([422, 'rule-broken', mandate, '/representative']);
      expect(await sign({ ...good, party: enterprise })).toContain('signed-by-a-named-party');
      expect(await sign({ ...good, text: TEXT_2 })).toEqual([
        422,
        'rule-broken',
        'signed-over-the-current-text',
        '/text',
      ]);
      expect(await sign({ ...good, modality: 'will' })).toEqual([
        422,
        'rule-broken',
        'an-intention-is-not-an-act',
        '/modality',
      ]);
      expect(await sign({ ...good, date: '2999-01-01' })).toContain('date-not-in-the-future');
      await recorded(program, `${self}/signatures`, good);
      before = await headOf(program);
      expect(await sign(good)).toEqual([422, 'rule-broken', 'signed-once-per-party', '/party']);
      await recorded(program, `${self}/texts`, { sha256: TEXT_2 });
      before = await headOf(program);
      expect(await sign({ ...good, text: TEXT_2 })).toEqual([409, 'life-cycle', 'signed-while-open', '']);
      expect(await sign(signatureOf(by, 1))).toContain('signed-over-the-current-text');
    });

    it('steps that its life cycle forbids', async () => {
      const title = { ru: 'Едва объявлено' };
      const self = `/v1/agreements/${(await recorded(program, '/v1/agreements', { title, parties: by.regions })).id}`;
      before = await headOf(program);
      const forbidden: [path: string, rule: string][] = [
        ['opening', 'opened-from-draft'],
        ['publication', 'published-after-signed'],
        ['suspension', 'suspended-while-in-force'],
        ['resumption', 'resumed-while-suspended'],
        ['termination', 'terminated-after-signed'],
        ['annulment', 'annulled-after-signed'],
      ];
      for (const [path, rule] of forbidden) {
        expect(refusalOf(await change(`${self}/${path}`, {}))).toEqual([409, 'life-cycle', rule, '']);
      }
      const registration = await change(`${self}/registration`, { region: 'RU-KYA' });
      expect(refusalOf(registration)[0]).toBe(409);
      expect(refusalOf(await change(`${self}/registration`, { region: 'RU-TA' }))).toContain('rule-broken');
      const journal = await program.get(`/v1/registration-journals/RU-KYA.${new Date().getFullYear()}`);
      expect(refusalOf(journal)).toEqual([404, 'not-found']);
      expect(refusalOf(await change(`${self}/opening`, {}, ''))).toEqual([428, 'precondition-required']);
      expect(refusalOf(await change(`${self}/opening`, {}, '"5.x"'))).toEqual([412, 'stale']);
    });

    it('a text that is the current one already, parties who cannot amend, and a term that ends before it begins', async () => {
      const self = `/v1/agreements/${await openedAgreement(program, by)}`;
      before = await headOf(program);
      const text = await change(`${self}/texts`, { sha256: TEXT_1 });
      expect(refusalOf(text)).toEqual([422, 'rule-broken', 'text-differs', '/sha256']);
      const fixed = { entersIntoForce: 'on-fixed-date', on: '2024-05-01', until: '2024-04' };
      expect(refusalOf(await change(`${self}/force-rule`, fixed))).toEqual([
        422,
        'rule-broken',
        'term-in-order',
        '/until',
      ]);
      const one = { title: { ru: 'С собой' }, parties: ['RU-KYA'] };
      expect(refusalOf(await program.post('/v1/agreements', one))).toEqual([
        422,
        'rule-broken',
        'between-two-parties',
        '/parties',
      ]);
      const strangers = { ...one, parties: by.regions, amendedBy: [enterprise] };
      expect(refusalOf(await program.post('/v1/agreements', strangers))).toContain('amended-by-its-parties');
    });
  });

  describe('in addresses', () => {
    it.each([
      '/v1/parties/none',
      '/v1/parties/..%2f..%2fetc%2fpasswd',
      '/v1/parties/%00',
      `/v1/parties/${'x'.repeat(5000)}`,
      `/v1/parties/${'%D1%8F'.repeat(300)}`,
      '/v1/parties/RU-XX',
      '/v1/parties/__proto__',
      '/v1/nothing',
      '/etc/passwd',
      '/v1/parties/RU-KYA/secrets',
      '/v1/registration-journals/RU-KYA.1',
    ])('%.60s is not found', async (path) => {
      expect(refusalOf(await program.get(path))).toEqual([404, 'not-found']);
    });

    it('the id of another kind is not found, whether it is read or written', async () => {
      const [person] = by.people;
      for (const path of [
        `/v1/parties/${person}`,
        `/v1/people/${enterprise}`,
        `/v1/people/RU-KYA`,
        `/v1/agreements/${source}`,
      ]) {
        for (const part of ['', '/history', '/related']) {
          expect([path + part, ...refusalOf(await program.get(path + part))]).toEqual([path + part, 404, 'not-found']);
        }
        const answer = await program.post(`${path}/annotations`, { text: 'x' }, { 'if-match': '*' });
        expect([path, ...refusalOf(answer)]).toEqual([path, 404, 'not-found']);
      }
    });

    it('a method that is not there, and an address that cannot be decoded', async () => {
      expect(refusalOf(await program.request('DELETE', `/v1/parties/${enterprise}`))).toEqual([
        405,
        'method-not-allowed',
      ]);
      expect(refusalOf(await program.request('DELETE', '/v1/nothing'))).toEqual([404, 'not-found']);
      expect(refusalOf(await program.get('/v1/parties/%E0%A4%A'))).toEqual([404, 'not-found']);
    });

    it('path steps are taken by the client, never by the program', async () => {
      const get = (path: string) =>
        sendRaw(program, `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
      for (const path of ['/v1/../../../../etc/passwd', '/v1/parties/../../package.json', '/docs/../../package.json']) {
        const answer = await get(path);
        expect([path, answer.status]).toEqual([path, 404]);
      }
    });
  });
});
