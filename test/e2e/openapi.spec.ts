import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import Database from 'better-sqlite3';
import { OPERATIONS } from '../../src/http/operations/all-operations.js';
import { statusOf } from '../../src/http/operations/operation.js';
import { DescribedApi } from '../support/described-api.js';
import { LIFE } from '../support/life-of-every-kind.js';
import { postTwiceAtOnce } from '../support/pipelined.js';
import { startProgram, type Answer, type Program } from '../support/program.js';
import { EMBEDDED } from '../support/stored-log.js';
import { servedRoutes } from '../support/routes.js';
import type { Step } from '../support/step.js';

/** What no request can bring about, each with its reason. */
const NOT_PROVOKED: readonly (readonly [RegExp, reason: string])[] = [
  [/ 500$/, 'nothing makes the ledger fail'],
  [/ 507$/, 'the disk of the machine is not filled up'],
  [/^POST .* 503$/, 'the embedded store is always there'],
  [/^GET \/health\/ready 503$/, 'over before the first request arrives'],
  [/^GET \/v1\/log\/(checkpoint|keys) 404$/, 'signed when the program starts'],
];

/** Every status of every operation, by the tables from which the description is made. */
const PLACES = OPERATIONS.flatMap(({ operation: { method, path, answers, refusals } }) =>
  [...new Set([...Object.keys(answers).map(Number), ...refusals.map(statusOf)])].map(
    (status) => `${method} ${path} ${status}`,
  ),
);

const FIRST_OPERATIONS = 117;

const NEVER_USED = randomUUID();

let folder: string;
let program: Program;
let api: DescribedApi;
let position = '0';
const faults: string[] = [];
/** Ids of the records and entries that the steps of those names began. */
const known = new Map<string, { record: string; entry: string; resource: string }>();

/** The commands whose refusals have been seen. */
const refused = new Set<string>();

/** Sends a request and holds the answer against the description. */
async function send(method: string, path: string, init: Parameters<Program['request']>[2] = {}): Promise<Answer> {
  return judged(method, path, await program.request(method, path, init));
}

function judged(method: string, path: string, answer: Answer): Answer {
  faults.push(...api.faultsOf(method, path, answer));
  return answer;
}

function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send('GET', path, { headers: { 'ledger-position': position, ...headers } });
}

function resolved(text: string): string {
  return text.replace(/@([\w-]+)(#?)/g, (_all, name: string, entry: string) => {
    const found = known.get(name);
    if (!found) throw new Error(`no step before this one is named ${name}`);
    return entry === '' ? found.record : found.entry;
  });
}

interface Prepared {
  path: string;
  body: string;
  isChange: boolean;
  headers: Record<string, string>;
}

function post(path: string, body: string, headers: Record<string, string>): Promise<Answer> {
  return send('POST', path, { headers, body });
}

async function prepared({ to, body }: Step): Promise<Prepared> {
  const path = `/v1/${resolved(to)}`;
  const isChange = path.split('/').length > 3;
  const headers: Record<string, string> = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  if (isChange) {
    const record = await get(path.split('/').slice(0, 4).join('/'));
    headers['if-match'] = record.headers.get('etag') ?? '';
  }
  return { path, body: resolved(JSON.stringify(body)), isChange, headers };
}

/** Every refusal that the form of a request can bring about. */
async function refuse({ path, body, isChange, headers }: Prepared): Promise<void> {
  const strange = JSON.stringify({ ...(JSON.parse(body) as object), colour: 'red' });
  expect(api.faultsOfRequest(path, JSON.parse(strange))).not.toEqual([]);
  const without = (name: string): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name));
  const refusals: [status: number, path: string, body: string, headers: Record<string, string>][] = [
    [400, path, '{"a":1,"a":2}', headers],
    [400, path, body, without('idempotency-key')],
    [400, `${path}?colour=red`, body, headers],
    [400, path, body, { ...headers, 'idempotency-key': 'two words' }],
    [406, path, body, { ...headers, accept: 'text/html' }],
    [413, path, `{"remark":"${'x'.repeat(300_000)}"}`, headers],
    [415, path, body, { ...headers, 'content-type': 'text/plain' }],
    [422, path, strange, headers],
  ];
  if (isChange) {
    const [, version = '', resource = '', , command = ''] = path.split('/');
    refusals.push(
      [404, `/${version}/${resource}/${NEVER_USED}/${command}`, body, headers],
      [412, path, body, { ...headers, 'if-match': '"99999.0"' }],
      [428, path, body, without('if-match')],
      [400, path, body, { ...headers, 'if-match': 'revision 1' }],
    );
  }
  for (const [status, to, sent, told] of refusals) {
    expect([to, status, (await post(to, sent, told)).status]).toEqual([to, status, status]);
  }
}

/** Decides a command without recording it, records it (sent twice at once), and asks for the same answer again. */
async function record(step: Step): Promise<void> {
  const { to } = step;
  const request = await prepared(step);
  const { path, body, isChange, headers } = request;
  expect([path, api.faultsOfRequest(path, JSON.parse(body))]).toEqual([path, []]);
  const command = to.replace(/@[\w-]+/, '');
  if (!refused.has(command)) await refuse(request);
  refused.add(command);
  const dry = await post(`${path}?dryRun=true`, body, { 'content-type': 'application/json' });
  expect([path, dry.status, dry.text]).toEqual([path, 200, dry.text]);

  const [answer, meanwhile] = (await postTwiceAtOnce(program, path, body, headers)).map((one) =>
    judged('POST', path, one),
  );
  expect([path, answer?.status, answer?.text]).toEqual([path, isChange ? 200 : 201, answer?.text]);
  expect(meanwhile?.status).toBe(409);
  const again = await post(path, body, headers);
  expect([again.status, again.text]).toEqual([answer?.status, answer?.text]);
  const other = JSON.stringify({ ...(JSON.parse(body) as object), remark: 'Otherwise.' });
  expect((await post(path, other, headers)).status).toBe(422);

  position = answer?.headers.get('ledger-position') ?? '';
  const { id, events } = answer?.body as { id: string; events: { id: string }[] };
  const [, , resource = ''] = path.split('/');
  if (step.name !== undefined) known.set(step.name, { record: id, entry: events[0]?.id ?? '', resource });
  const read = await get(`/v1/${resource}/${id}`);
  expect(read.headers.get('etag')).toBe(answer?.headers.get('etag'));
  const { links } = answer?.body as { links: { receipt: string } };
  expect([200, 404]).toContain((await get(links.receipt)).status);
}

/** Reads every record of every kind, by its list, in all ways. */
async function readEverything(): Promise<void> {
  const resources = Object.keys(api.description.paths).filter((path) => /^\/v1\/[a-z-]+$/.test(path));
  for (const path of resources.filter((resource) => !['/v1/summary', '/v1/corrections'].includes(resource))) {
    const list = await get(`${path}?limit=200`);
    const { items } = list.body as { items: { id: string }[] };
    expect([path, items.length]).not.toEqual([path, 0]);
    expect([path, (await get(`${path}/comparison?from=0`)).status]).toEqual([path, 200]);
    for (const { id } of items) {
      const one = await get(`${path}/${id}`);
      await get(`${path}/${id}`, { 'if-none-match': one.headers.get('etag') ?? '' });
      await get(`${path}/${id}/history`);
      await get(`${path}/${id}/related`);
      for (const question of ['replay', 'replay?revision=0', 'diff', 'diff?from=0&lang=ru', 'explain', 'corrections']) {
        expect([path, (await get(`${path}/${id}/${question}`)).status]).toEqual([path, 200]);
      }
    }
  }
  await get('/v1/summary');
  await get('/v1/corrections?limit=2');
  await get('/v1/corrections');
  await get('/v1/regions/RU-KLU/with/RU-KYA');
  const words = await get('/v1/locales/ru');
  expect(words.body).toMatchObject({
    language: 'Русский',
    kinds: { agreement: { many: 'соглашения о сотрудничестве' } },
  });
  await get('/v1/locales/ru', { 'if-none-match': words.headers.get('etag') ?? '' });
}

/** Asks the transparency log for everything, once what was written is signed. */
async function readLog(): Promise<void> {
  const { entries } = (await get(`/v1/parties/${resolved('@plant')}/history`)).body as { entries: { id: string }[] };
  const receipt = `/v1/log/receipts/${entries.at(-1)?.id}`;
  while ((await get(receipt)).status !== 200) await sleep(100);
  const [, size = ''] = (await get('/v1/log/checkpoint')).text.split('\n');
  for (const path of [receipt, `/v1/log/proof/${Number(size) - 1}`]) {
    expect((await get(path, { accept: 'application/json' })).status).toBe(200);
    expect((await get(path, { accept: 'text/plain' })).text).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  }
  for (const path of [
    'tile/0/000.p/1',
    'tile/entries/000.p/1',
    'consistency?from=1',
    `consistency?from=2&to=${size}`,
    'keys',
  ]) {
    expect((await get(`/v1/log/${path}`)).status).toBe(200);
  }
  const refusals: [status: number, path: string][] = [
    [400, 'proof/-1'],
    [400, 'proof/1.5'],
    [400, 'proof/01'],
    [404, `proof/${size}0`],
    [404, 'proof/18446744073709551615'],
    [404, 'receipts/nothing'],
    [404, 'tile/0/x999/999'],
    [404, 'tile/0/1'],
    [404, 'tile/64/000'],
    [404, 'tile/entries/000.p/0'],
    [400, 'consistency'],
    [400, 'consistency?from=0'],
    [400, 'consistency?from=2&to=1'],
    [404, `consistency?from=1&to=${size}0`],
  ];
  for (const [status, path] of refusals) expect([path, (await get(`/v1/log/${path}`)).status]).toEqual([path, status]);
}

/** What can be wrong with each query. */
async function refuseQueries(): Promise<void> {
  const queries = api.operations().filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/'));
  for (const { path } of queries.filter((each) => each.path.startsWith('/v1/log/'))) {
    const address = path.replace('{tile}', '0/000.p/1').replace(/\{\w+\}/, '0');
    expect((await get(`${address}?colour=red`)).status).toBe(400);
    expect((await get(address, { accept: 'text/html' })).status).toBe(406);
    expect((await get(address, { 'ledger-position': 'far' })).status).toBe(400);
  }
  for (const { path } of queries.filter((each) => !each.path.startsWith('/v1/log/'))) {
    const resource = (path.split('/')[2] ?? '').replace('{resource}', 'parties');
    const list = path.includes('{id}') ? await get(`/v1/${resource}?limit=1`) : undefined;
    const id = (list?.body as { items: { id: string }[] } | undefined)?.items[0]?.id ?? '';
    const address = path
      .replace('{resource}', resource)
      .replace('{id}', id)
      .replace('{a}', 'RU-KLU')
      .replace('{b}', 'RU-KYA')
      .replace('{language}', 'ru');
    expect((await get(`${address}?colour=red`)).status).toBe(400);
    expect((await get(address, { accept: 'text/html' })).status).toBe(406);
    expect((await get(address, { 'ledger-position': 'far' })).status).toBe(400);
    if (!path.includes('{')) continue;
    if (path === '/v1/{resource}/comparison') continue;
    const nowhere = path
      .replace('{resource}', resource)
      .replace('{id}', NEVER_USED)
      .replace('{a}', 'RU-XX')
      .replace('{b}', 'RU-KYA')
      .replace('{language}', 'tlh');
    expect((await get(nowhere)).status).toBe(404);
  }
  // A position that the log has not come to: each answer waits for it, all at once.
  const behind = queries.map(({ path }) =>
    get(path.replace('{resource}', 'parties').replace(/\{\w+\}/g, NEVER_USED), { 'ledger-position': '999999' }),
  );
  expect(new Set((await Promise.all(behind)).map(({ status }) => status))).toEqual(new Set([503]));
}

async function listInEveryWay(): Promise<void> {
  const first = await get('/v1/parties?limit=1');
  const { next } = first.body as { next: string };
  await get(`/v1/parties?limit=1&cursor=${next}`);
  expect((await get('/v1/parties?cursor=elsewhere')).status).toBe(400);
  const filters = 'region=RU-KYA&form=trade-mission&topic=trade&status=held,undetermined&text=mission';
  const mission = await get(`/v1/meetings?${filters}&party=${resolved('@plant')}&period=2023-10`);
  expect((mission.body as { items: object[] }).items).toMatchObject([{ inPeriod: 'certain' }]);
  const figures = await get('/v1/claims?period=2022-11');
  expect((figures.body as { items: object[] }).items).toMatchObject([{ inPeriod: 'possible' }]);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-openapi-'));
  program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
  const { body } = await program.get('/openapi.json');
  api = new DescribedApi(body as DescribedApi['description']);
}, 60_000);

afterAll(async () => {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the description at /openapi.json', () => {
  it('is OpenAPI 3.1', () => {
    const file = join(__dirname, '../../node_modules/@seriousme/openapi-schema-validator/schemas/v3.1/schema.json');
    const ajv = addFormats.default(new Ajv2020.default({ strict: false, allErrors: true }));
    ajv.addFormat('media-range', /^[\w.*+-]+\/[\w.*+-]+(;.*)?$/);
    const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
    validate(api.description);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has schemas that are JSON Schema 2020-12, and lead nowhere but to each other', () => {
    expect(api.checkSchemas()).toEqual([]);
  });

  it('stays small enough to be loaded: 250 KB for its first operations, 3 KB for each that is added', async () => {
    const { text } = await program.get('/openapi.json');
    const added = api.operations().length - FIRST_OPERATIONS;
    expect(Buffer.byteLength(text)).toBeLessThan(250_000 + 3_000 * added);
  });

  it('names each operation once, by a verb, and tells what it is for, with a body to try', () => {
    const operations = api.operations();
    const ids = operations.map(({ operation }) => String(operation.operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+[A-Z]\w+$/.test(id))).toEqual([]);
    for (const { operation } of operations) {
      const { operationId, summary, description, tags, requestBody } = operation;
      expect([operationId, Boolean(summary && description && (tags as string[])[0])]).toEqual([operationId, true]);
      const content = requestBody?.content as Record<string, { example?: object }> | undefined;
      if (content)
        expect([operationId, content['application/json']?.example]).toEqual([operationId, expect.any(Object)]);
    }
  });

  it('has every route of the server, and no other', async () => {
    const described = api.operations().map(({ method, path, operation }) => {
      // One route serves the same operation of every kind, and one all commands on a record.
      const [tag] = operation.tags as string[];
      const ofKinds =
        path.startsWith(`/v1/${tag}`) && tag !== 'log' ? path.replace(`/v1/${tag}`, '/v1/{resource}') : path;
      return `${method} ${method === 'POST' ? ofKinds.replace(/\{id\}\/[a-z-]+$/, '{id}/{command}') : ofKinds}`;
    });
    const served = (await servedRoutes()).filter((route) => !/ \/(docs|openapi\.json)/.test(route));
    expect(served.sort()).toEqual([...new Set(described)].sort());
  });

  it('can be read at /docs, whose page finds all that it asks for', async () => {
    const page = await program.get('/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(assets.length).toBeGreaterThan(4);
    const at = (path: string): string => new URL(path, `${program.url}/docs/`).pathname;
    for (const path of assets) {
      const { status, text } = await program.get(at(path));
      expect([path, status]).toEqual([path, 200]);
      if (path.endsWith('swagger-initializer.js')) {
        const [, shown = ''] = /url: '(.*?)'/.exec(text) ?? [];
        expect((await program.get(at(shown))).body).toEqual(api.description);
      }
    }
  });
});

describe('the answers of the program', () => {
  it('are as described, for every command and each of its refusals', async () => {
    for (const step of LIFE) await record(step);
    // By now most records have come to their end: what their life cycles refuse is told as described, too.
    const told: number[] = [];
    for (const { to, body } of LIFE) {
      const path = `/v1/${resolved(to)}?dryRun=true`;
      told.push((await post(path, resolved(JSON.stringify(body)), { 'content-type': 'application/json' })).status);
    }
    expect(new Set(told)).toEqual(new Set([200, 409, 422]));
    expect(faults).toEqual([]);
  }, 300_000);

  it('are as described, for every query', async () => {
    await readEverything();
    await listInEveryWay();
    await readLog();
    await refuseQueries();
    await send('GET', '/health/live');
    await send('GET', '/health/ready');
    for (const path of ['/health/live', '/health/ready', '/problems/stale']) {
      expect((await send('GET', path)).status).toBe(200);
      expect((await send('GET', `${path}?colour=red`)).status).toBe(400);
      expect((await send('GET', path, { headers: { accept: 'text/html' } })).status).toBe(406);
    }
    await send('GET', '/problems/stale', { headers: { accept: 'text/plain' } });
    expect((await send('GET', '/problems/unheard-of')).status).toBe(404);
    expect(faults).toEqual([]);
  }, 120_000);

  it('are as described, for records that were voided', async () => {
    for (const name of ['rumour', 'namesake', 'guest', 'idea', 'visit', 'refused', 'hope', 'yearly', 'cluster']) {
      const { resource = '' } = known.get(name) ?? {};
      await record({ to: `${resource}/@${name}/voids`, body: { voids: `@${name}#`, reason: 'Entered twice.' } });
    }
    await readEverything();
    expect(faults).toEqual([]);
  }, 120_000);

  it('have been seen in every status that is described, but for those that nothing can bring about', () => {
    const missing = api.unseen(PLACES).filter((place) => !NOT_PROVOKED.some(([pattern]) => pattern.test(place)));
    expect(missing).toEqual([]);
  });

  it('told of every problem that a request can meet', () => {
    const types = ['malformed-json', 'invalid-parameter', 'invalid-header', 'idempotency-key-missing', 'not-found'];
    types.push('in-flight', 'already-recorded', 'life-cycle', 'stale', 'too-large', 'unsupported-media-type');
    types.push(
      'not-acceptable',
      'invalid-fields',
      'rule-broken',
      'key-reused',
      'precondition-required',
      'views-behind',
      'pending',
    );
    expect([...api.problemsSeen()].sort()).toEqual(types.map((type) => `/problems/${type}`).sort());
  });

  it('are as described where personal texts have been erased', async () => {
    await program.stop();
    const database = new Database(join(folder, 'events.db'));
    database.prepare('DELETE FROM disclosure').run();
    database.close();
    for (const file of readdirSync(folder).filter((name) => name.startsWith('views'))) rmSync(join(folder, file));
    program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
    await readEverything();
    const director = await get(`/v1/people/${resolved('@director')}`);
    expect(director.body).toMatchObject({ name: { erased: true } });
    expect(faults).toEqual([]);
  }, 120_000);
});
