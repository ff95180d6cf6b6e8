import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultRounds, reportFaults } from '../support/fault-report.js';
import { type Answer, type Program, startProgram } from '../support/program.js';
import type { ProblemBody, ReceiptBody } from '../support/recording.js';
import { bodyOf, recorded, refusalOf, TEXT_1 } from '../support/recording.js';
import { storedLog } from '../support/stored-log.js';

/** Body of the answer to a batch. */
interface BatchBody {
  dryRun: boolean;
  idempotencyKey: string;
  results: { as: string | null; etag: string | null; receipt: ReceiptBody }[];
}

const REGIONS = ['RU-KYA', 'RU-KLU'];

/** Two people sign for their regions what is registered at once. */
const COMMANDS = [
  { as: 'first', to: '/v1/people', body: { name: { ru: 'Первый' } } },
  { as: 'other', to: '/v1/people', body: { name: { ru: 'Второй' } } },
  { to: '/v1/parties/RU-KYA/mandates', ifMatch: '*', body: { person: '@first', from: '2020-01-01' } },
  { to: '/v1/parties/RU-KLU/mandates', ifMatch: '*', body: { person: '@other', from: '2020-01-01' } },
  { as: 'deal', to: '/v1/agreements', body: { title: { ru: 'О торговле' }, parties: REGIONS } },
  { to: '/v1/agreements/@deal/texts', body: { sha256: TEXT_1 } },
  { to: '/v1/agreements/@deal/opening' },
  { to: '/v1/agreements/@deal/signatures', body: { party: 'RU-KYA', representative: '@first', text: TEXT_1 } },
  {
    as: 'last',
    to: '/v1/agreements/@deal/signatures',
    body: { party: 'RU-KLU', representative: '@other', text: TEXT_1 },
  },
  { to: '/v1/agreements/@deal/registration', body: { region: 'RU-KYA' } },
  {
    as: 'promise',
    to: '/v1/commitments',
    body: {
      title: { ru: 'Поставить станки' },
      by: 'RU-KYA',
      arisesFrom: { kind: 'agreement', id: '@deal', event: '@last.entry' },
    },
  },
];

describe('several commands as one request', () => {
  let program: Program;

  beforeAll(async () => {
    program = await startProgram({ LEDGER_TRUSTED_PROXIES: '127.0.0.0/8' });
  });

  afterAll(() => program.stop());

  const send = (commands: readonly object[], key: string, query = ''): Promise<Answer> =>
    program.post(`/v1/batches${query}`, { commands }, { 'idempotency-key': key });

  it('are recorded with the ids and numbers that the trial gave, once, and can be read', async () => {
    const key = randomUUID();
    const trial = bodyOf<BatchBody>(await send(COMMANDS, key, '?dryRun=true'));
    expect((await program.get('/v1/agreements')).body).toMatchObject({ items: [] });
    const answer = await send(COMMANDS, key);
    expect([answer.status, answer.text]).toEqual([200, answer.text]);
    const { results, idempotencyKey } = bodyOf<BatchBody>(answer);
    expect(idempotencyKey).toBe(key);
    const idsOf = (body: BatchBody): unknown =>
      body.results.map(({ receipt: { id, revision, status } }) => [id, revision, status]);
    expect(idsOf(bodyOf<BatchBody>(answer))).toEqual(idsOf(trial));
    const [registered] = results.slice(-2);
    expect(trial.results.at(-2)?.receipt.registration).toMatchObject({ number: 1, reserved: false });
    expect(registered?.receipt).toMatchObject({ status: 'registered', registration: { number: 1 } });
    const { headers, body } = await program.get(registered?.receipt.links?.self ?? '');
    expect(headers.get('etag')).toBe(registered?.etag);
    expect(body).toMatchObject({ status: 'registered', registration: { number: 1 } });
    expect((await send(COMMANDS, key)).text).toBe(answer.text);
    const renamed = COMMANDS.map((command, index) =>
      index === 0 ? { ...command, body: { name: { ru: 'Третий' } } } : command,
    );
    expect(refusalOf(await send(renamed, key))).toEqual([422, 'key-reused']);
    expect(refusalOf(await send(renamed, key, '?dryRun=true'))).toEqual([422, 'key-reused']);
    const texts = (await storedLog(program)).map(({ data }) => data).join();
    expect(texts).not.toMatch(/Первый|Второй/);
    const people = (await program.get('/v1/people')).text;
    expect(people).toMatch(/Первый.*Второй/);
  });

  it('are refused to a client that sends too many batches at once, and taken from others meanwhile', async () => {
    const commands = Array.from({ length: 20 }, (_, index) => ({
      to: '/v1/people',
      body: { name: { en: `Clerk ${index}` } },
    }));
    const sendFrom = (client: string): Promise<Answer> =>
      program.post('/v1/batches?dryRun=true', { commands }, { 'x-forwarded-for': client });
    const many = Promise.all(Array.from({ length: 15 }, () => sendFrom('192.0.2.1')));
    const other = await sendFrom('192.0.2.2');
    expect([other.status, other.text]).toEqual([200, other.text]);
    const refused = (await many).filter(({ status }) => status !== 200);
    expect(refused.map(refusalOf)).toEqual(Array.from({ length: 5 }, () => [503, 'too-busy']));
    expect(refused[0]?.headers.get('retry-after')).toBe('2');
  });

  it('are refused as one, naming the command, the field and the rule', async () => {
    const head = (await storedLog(program)).length;
    const person = { as: 'a', to: '/v1/people', body: { name: { ru: 'Имя' } } };
    const { id } = await recorded(program, '/v1/people', { name: { ru: 'Лицо' } });
    const note = { to: `/v1/people/${id}/annotations`, body: { text: 'Видел.' } };
    const mandate = { to: '/v1/parties/RU-MO/mandates', ifMatch: '*', body: { person: randomUUID() } };
    const cases: [expected: unknown[], commands: unknown, command?: number][] = [
      [[422, 'invalid-fields', 'list', '/commands'], 'none'],
      [[422, 'invalid-fields', 'too-few-items', '/commands'], []],
      [
        [413, 'too-large', 'commands-of-a-batch', '/commands'],
        Array.from({ length: 101 }, () => ({ to: '/v1/people' })),
      ],
      [[422, 'invalid-fields', 'command-address', '/commands/0/to'], [{ to: '/v1/nothing' }]],
      [
        [422, 'invalid-fields', 'required', '/commands/1/body/name'],
        [person, { to: '/v1/people' }],
      ],
      [[422, 'rule-broken', 'reference-exists', '/commands/1/body/person'], [person, mandate], 1],
      [
        [409, 'already-recorded'],
        [
          person,
          ...Array.from({ length: 2 }, () => ({ to: '/v1/parties', body: { form: 'region', region: 'RU-TA' } })),
        ],
        2,
      ],
      [
        [404, 'not-found'],
        [person, { to: `/v1/people/${randomUUID()}/annotations`, ifMatch: '*', body: { text: 'Видел.' } }],
        1,
      ],
      [[428, 'precondition-required'], [person, note], 1],
      [[412, 'stale'], [person, { ...note, ifMatch: '"7.x"' }], 1],
    ];
    for (const [expected, commands, command] of cases) {
      const answer = await program.post('/v1/batches', { commands });
      expect(refusalOf(answer)).toEqual(expected);
      expect(bodyOf<ProblemBody & { command?: number; recorded?: number }>(answer).command).toBe(command);
    }
    expect(await storedLog(program)).toHaveLength(head + 1);
    expect(refusalOf(await program.get('/v1/batches'))).toEqual([405, 'method-not-allowed']);
  });
});

/** Records that a batch begins, each by itself, and an agreement between its regions that is registered. */
const LONG = [
  ...COMMANDS.slice(0, -1),
  ...Array.from({ length: 80 }, (_, index) => ({ to: '/v1/people', body: { name: { en: `Person ${index}` } } })),
];

it('kill -9 in the midst of a batch loses no part of it, and sent again it goes on where it ended', async () => {
  const rounds = faultRounds(2, 10);
  let [acknowledged, halfway, lost, wrong] = [0, 0, 0, 0];
  for (let round = 1; halfway < rounds && round <= 10 * rounds; round += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-batch-'));
    let program = await startProgram({ DATA_DIR: folder });
    try {
      const key = randomUUID();
      const send = (): Promise<Answer> => program.post('/v1/batches', { commands: LONG }, { 'idempotency-key': key });
      const cut = send().catch(() => undefined);
      while ((await storedLog(program)).length < 10) await sleep(1);
      await program.stop('SIGKILL');
      if (await cut) continue;
      program = await startProgram({ DATA_DIR: folder });
      const left = await storedLog(program);
      if (left.length < LONG.length) halfway += 1;
      const { status, text } = await send();
      expect([status, text]).toEqual([200, text]);
      acknowledged += LONG.length;
      const stored = await storedLog(program);
      // The request for a number, the line of the journal and the entry of the agreement are one command.
      expect(stored).toHaveLength(LONG.length + 2);
      const ids = new Set(stored.map(({ id }) => id));
      lost += left.filter(({ id }) => !ids.has(id)).length;
      if (ids.size !== stored.length) wrong += 1;
      expect((await send()).text).toBe(text);
    } finally {
      await program.stop();
      await rm(folder, { recursive: true });
    }
  }
  reportFaults({ fault: 'kill -9 in the midst of a batch', injected: halfway, acknowledged, lost, wrong });
  expect([lost, wrong]).toEqual([0, 0]);
  expect(halfway).toBe(rounds);
}, 300_000);
