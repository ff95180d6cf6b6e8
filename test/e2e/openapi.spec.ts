import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import Database from 'better-sqlite3';
import { describeApi } from '../../src/http/openapi/description.js';
import { OPERATIONS } from '../../src/http/operations/all-operations.js';
import { statusOf } from '../../src/http/operations/operation.js';
import { PROBLEMS } from '../../src/commands/problem.js';
import type { RecordKind } from '../../src/kernel/kind.js';
import { agreementKind } from '../../src/registry/agreement/agreement.kind.js';
import { claimKind } from '../../src/registry/claim/claim.kind.js';
import { DEMO } from '../../src/registry/example-ids.js';
import { personKind } from '../../src/registry/party/person.kind.js';
import { KINDS, kindOfResource } from '../../src/registry/registry.js';
import { type Description, type Example, examplesIn } from '../support/described-examples.js';
import { DescribedApi } from '../support/described-api.js';
import { postTwiceAtOnce } from '../support/pipelined.js';
import { MAIN, startProgram, type Answer, type Program } from '../support/program.js';
import { EMBEDDED } from '../support/stored-log.js';
import { servedRoutes } from '../support/routes.js';

/**
 * What the compiler cannot prove of the API description. That an answer has the form of its schema it does prove (see
 * `recordKind` and `sendJson`); here the schemas themselves are looked at, and the program is asked about the records of the
 * demo, past and present: once for each sort of operation and of refusal.
 */

/** What no request can bring about, each with its reason. */
const NOT_PROVOKED: readonly (readonly [RegExp, reason: string])[] = [
  [/ 500$/, 'nothing makes the ledger fail'],
  [/ 507$/, 'the disk of the machine is not filled up'],
  [/^POST .* 503$/, 'the embedded store is always there'],
  [/^GET \/health\/ready 503$/, 'over before the first request arrives'],
  [/^GET \/v1\/log\/(checkpoint|keys) 404$/, 'signed when the program starts'],
];

/** Problems that no request of these tests meets: other tests bring them about, or what is named above. */
const NOT_MET = [
  'malformed-request',
  'method-not-allowed',
  'expectation-failed',
  'misdirected-request',
  'request-timeout',
  'headers-too-large',
  'internal-error',
  'store-unavailable',
  'log-refused',
  'storage-full',
  'too-busy',
  'clock-not-confirmed',
];

const LEDGER = join(MAIN, '..', 'cli', 'ledger.js');

const FIRST_OPERATIONS = 117;

const NEVER_USED = randomUUID();

let folder: string;
let program: Program;
let api: DescribedApi;
const faults: string[] = [];

/** The sort of an operation: that of all kinds, and of all commands on a record, is one. */
function sortOf(place: string): string {
  const [, method = '', resource = '', rest = ''] = /^(\w+) \/v1\/([a-z-]+)(.*)$/.exec(place) ?? [];
  if (kindOfResource(resource) === undefined && !place.includes('/v1/{resource}')) return place;
  const ofKinds = kindOfResource(resource) ? `${method} /v1/{resource}${rest}` : place;
  return place.startsWith('POST ') ? ofKinds.replace(/\{id\}\/[a-z-]+/, '{id}/{command}') : ofKinds;
}

/** Every status of every sort of operation, by the tables from which the description is made. */
const PLACES = OPERATIONS.flatMap(({ operation: { method, path, answers, refusals } }) =>
  [...Object.keys(answers).map(Number), ...refusals.map(statusOf)].map((status) => `${method} ${path} ${status}`),
);

/** Sends a request and holds the answer against the description. */
async function send(method: string, path: string, init: Parameters<Program['request']>[2] = {}): Promise<Answer> {
  return judged(method, path, await program.request(method, path, init));
}

function judged(method: string, path: string, answer: Answer): Answer {
  faults.push(...api.faultsOf(method, path, answer));
  return answer;
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return judged('GET', path, await program.get(path, headers));
}

function post(path: string, body: string, headers: Record<string, string>): Promise<Answer> {
  return send('POST', path, { headers: { 'content-type': 'application/json', ...headers }, body });
}

async function idsIn(path: string): Promise<string[]> {
  return ((await get(path)).body as { items: { id: string }[] }).items.map(({ id }) => id);
}

/** Every example by its operation, as the program describes it now. */
async function examples(): Promise<Map<string, Example>> {
  return examplesIn((await program.get('/openapi.json')).body as Description);
}

/** Decides an example without recording it. */
async function tryOut({ path, body }: Example): Promise<[status: number, refusal: string]> {
  expect([path, api.faultsOfRequest(path, JSON.parse(body))]).toEqual([path, []]);
  const { status, text } = await post(`${path}?dryRun=true`, body, {});
  return [status, status === 200 ? '' : text];
}

/** Every refusal that the form of a request can bring about. */
async function refuse({ path, body }: Example): Promise<void> {
  const strange = JSON.stringify({ ...(JSON.parse(body) as object), colour: 'red' });
  expect(api.faultsOfRequest(path, JSON.parse(strange))).not.toEqual([]);
  const [, version = '', resource = '', id, command = ''] = path.split('/');
  const key = { 'idempotency-key': randomUUID() };
  const unkeyed: Record<string, string> = id === undefined ? {} : { 'if-match': '*' };
  const headers = { ...unkeyed, ...key };
  const refusals: [status: number, path: string, body: string, headers: Record<string, string>][] = [
    [400, path, '{"a":1,"a":2}', headers],
    [400, path, body, unkeyed],
    [400, `${path}?colour=red`, body, headers],
    [400, path, body, { ...headers, 'idempotency-key': 'two words' }],
    [406, path, body, { ...headers, accept: 'text/html' }],
    [413, path, `{"remark":"${'x'.repeat(300_000)}"}`, headers],
    [415, path, body, { ...headers, 'content-type': 'text/plain' }],
    [422, path, strange, headers],
  ];
  if (id !== undefined) {
    refusals.push(
      [404, `/${version}/${resource}/${NEVER_USED}/${command}`, body, headers],
      [412, path, body, { ...headers, 'if-match': '"99999.0"' }],
      [428, path, body, key],
      [400, path, body, { ...headers, 'if-match': 'revision 1' }],
    );
  }
  for (const [status, to, sent, given] of refusals) {
    expect([to, status, (await post(to, sent, given)).status]).toEqual([to, status, status]);
  }
}

/** What only the commands within a batch can bring about. */
async function refuseBatches(): Promise<void> {
  const note = { to: `/v1/parties/${DEMO.kamaz}/annotations`, body: { text: 'Seen.' } };
  const region = { to: '/v1/parties', body: { form: 'region', region: 'RU-CHU' } };
  const refusals: [status: number, commands: object[]][] = [
    [404, [{ ...note, to: `/v1/parties/${NEVER_USED}/annotations`, ifMatch: '*' }]],
    [409, [region, region]],
    [412, [{ ...note, ifMatch: '"99999.0"' }]],
    [428, [note]],
  ];
  for (const [status, commands] of refusals) {
    const headers = { 'idempotency-key': randomUUID() };
    expect([status, (await post('/v1/batches', JSON.stringify({ commands }), headers)).status]).toEqual([
      status,
      status,
    ]);
  }
}

/** Records a command, sent twice at once and then again, and with another body under the same key. */
async function recordOnce({ path, body }: Example, status: number): Promise<void> {
  const headers = { 'idempotency-key': randomUUID(), ...(status === 200 ? { 'if-match': '*' } : {}) };
  const sentAtOnce = await postTwiceAtOnce(program, path, body, { 'content-type': 'application/json', ...headers });
  const [answer, meanwhile] = sentAtOnce.map((one) => judged('POST', path, one));
  expect([path, answer?.status, answer?.text]).toEqual([path, status, answer?.text]);
  expect(meanwhile?.status).toBe(409);
  const again = await post(path, body, headers);
  expect([again.status, again.text]).toEqual([answer?.status, answer?.text]);
  const other = JSON.stringify({ ...(JSON.parse(body) as object), remark: 'Otherwise.' });
  expect((await post(path, other, headers)).status).toBe(422);
  const { links } = answer?.body as { links: { self: string; receipt: string } };
  expect((await get(links.self)).headers.get('etag')).toBe(answer?.headers.get('etag'));
  expect([200, 404]).toContain((await get(links.receipt)).status);
}

/** Reads all records of a kind in its list, now and in the past, and asks everything about one of them. */
async function readKind({ resource, examples: { record } = { record: '', commands: {} } }: RecordKind): Promise<void> {
  const path = `/v1/${resource}`;
  const ids = await idsIn(`${path}?limit=200`);
  expect([path, ids.length]).not.toEqual([path, 0]);
  for (const moment of ['on=2022-06-01', 'asOf=60', 'asOf=100&on=2024-01-01']) await get(`${path}?limit=200&${moment}`);
  expect([path, (await get(`${path}/comparison?from=0`)).status]).toEqual([path, 200]);
  const one = ids.includes(record) ? record : ids[0];
  const { headers } = await get(`${path}/${one}`);
  expect((await get(`${path}/${one}`, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304);
  const questions = ['replay', 'replay?revision=0', 'diff', 'diff?from=0&lang=ru', 'explain', 'corrections'];
  for (const question of ['history', 'related', ...questions]) {
    expect([path, (await get(`${path}/${one}/${question}`)).status]).toEqual([path, 200]);
  }
}

/** Asks the transparency log for everything, once what was written is signed. */
async function readLog(): Promise<void> {
  const { entries } = (await get(`/v1/parties/${DEMO.avtovaz}/history`)).body as { entries: { id: string }[] };
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

/** What can be wrong with each sort of query. */
async function refuseQueries(): Promise<void> {
  const queries = api.operations().filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/'));
  const sorts = new Map([...queries].reverse().map(({ path }) => [sortOf(`GET ${path}`), path]));
  const at = (path: string, id: string, region: string): string =>
    path
      .replace('{resource}', 'parties')
      .replace('{id}', id)
      .replace('{a}', region)
      .replace('{b}', 'RU-MO')
      .replace('{language}', region === 'RU-XX' ? 'tlh' : 'ru')
      .replace('{tile}', '0/000.p/1')
      .replace(/\{\w+\}/, '0');
  for (const path of sorts.values()) {
    const address = at(path, DEMO.avtovaz, 'RU-ULY');
    expect([address, (await get(`${address}?colour=red`)).status]).toEqual([address, 400]);
    expect([address, (await get(address, { accept: 'text/html' })).status]).toEqual([address, 406]);
    expect([address, (await get(address, { 'ledger-position': 'far' })).status]).toEqual([address, 400]);
    const nowhere = at(path, NEVER_USED, 'RU-XX');
    if (nowhere !== address) expect([nowhere, (await get(nowhere)).status]).toEqual([nowhere, 404]);
  }
  // A position that the log has not come to: each answer waits for it, all at once.
  const behind = [...sorts.values()].map((path) =>
    get(path.replace('{resource}', 'parties').replace(/\{\w+\}/g, NEVER_USED), { 'ledger-position': '999999' }),
  );
  expect(new Set((await Promise.all(behind)).map(({ status }) => status))).toEqual(new Set([503]));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-openapi-'));
  program = await startProgram({ DATA_DIR: folder, ...EMBEDDED }, [LEDGER, 'demo']);
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

  it('has the schemas that the sources describe: bundling has given no class another name', () => {
    const described = JSON.parse(JSON.stringify(describeApi())) as Description;
    const { parameters } = described.components;
    // The id of an event is looked up in the ledger.
    const Event = { ...parameters.Event, example: expect.any(String) as string };
    expect(api.description.components).toEqual({ ...described.components, parameters: { ...parameters, Event } });
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
    const described = api.operations().map(({ method, path }) => sortOf(`${method} ${path}`));
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

describe('the examples', () => {
  it('succeed as they stand on the demo, decided and not recorded', async () => {
    const all = await examples();
    expect(all.size).toBe(api.operations().filter(({ method }) => method === 'POST').length);
    for (const [operation, example] of all) {
      expect([operation, ...(await tryOut(example))]).toEqual([operation, 200, '']);
    }
    expect(faults).toEqual([]);
  }, 60_000);
});

describe('the parameters in addresses', () => {
  it('have examples that lead somewhere on the demo', async () => {
    const { paths, components } = (await program.get('/openapi.json')).body as Description;
    const named = Object.keys(paths).filter((path) => path.includes('{') && paths[path]?.get);
    expect(named.length).toBeGreaterThan(10);
    // The demo has no journal: no text tells of a registration.
    for (const path of named.filter((each) => !each.startsWith('/v1/registration-journals/'))) {
      const parameters = (paths[path]?.get?.parameters ?? []).map(
        ({ $ref }) => components.parameters[$ref.split('/').at(-1)!],
      );
      const address = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
        String(parameters.find((parameter) => parameter?.name === name)?.example ?? 'no example'),
      );
      expect([path, address.includes('no example')]).toEqual([path, false]);
      const needed = parameters.filter((parameter) => parameter?.in === 'query' && parameter.required === true);
      const query = needed.map((parameter) => `${parameter?.name}=0`).join('&');
      const { status } = await program.get(query === '' ? address : `${address}?${query}`);
      expect([address, status]).toEqual([address, 200]);
    }
  });
});

describe('the answers of the program', () => {
  it('are as described, for commands and their refusals', async () => {
    const all = [...(await examples()).values()];
    const isBeginning = ({ path }: Example): boolean => path.split('/').length === 3;
    const [beginning, change] = [all.find(isBeginning)!, all.find((example) => !isBeginning(example))!];
    const batch = all.find(({ path }) => path === '/v1/batches')!;
    for (const example of [beginning, change, batch]) await refuse(example);
    await refuseBatches();
    await recordOnce(beginning, 201);
    await recordOnce(change, 200);
    // Each is recorded as far as the records let it, and what began one of them is voided last.
    const isVoid = ({ path }: Example): boolean => path.endsWith('/voids');
    const answered = new Set<number>();
    for (const { path, body } of [
      ...all.filter((each) => !isVoid(each)),
      ...all.filter(isBeginning),
      all.find(isVoid)!,
    ]) {
      answered.add((await post(path, body, { 'idempotency-key': randomUUID(), 'if-match': '*' })).status);
    }
    expect([...answered].sort()).toEqual([200, 201, 409, 422]);
    const region = JSON.stringify({ form: 'region', region: 'RU-KLU' });
    expect((await post('/v1/parties', region, { 'idempotency-key': randomUUID() })).status).toBe(409);
    expect(faults).toEqual([]);
  }, 60_000);

  it('are as described, for every query', async () => {
    for (const kind of KINDS) await readKind(kind);
    const words = await get('/v1/locales/ru');
    expect(words.body).toMatchObject({ kinds: { agreement: { many: 'соглашения о сотрудничестве' } } });
    await get('/v1/locales/ru', { 'if-none-match': words.headers.get('etag') ?? '' });
    const { next } = (await get('/v1/parties?limit=1')).body as { next: string };
    await get(`/v1/parties?limit=1&cursor=${next}`);
    expect((await get('/v1/parties?cursor=elsewhere')).status).toBe(400);
    const inPeriod = async (path: string): Promise<unknown[]> =>
      ((await get(path)).body as { items: { inPeriod?: string }[] }).items.map((item) => item.inPeriod);
    expect(await inPeriod('/v1/sources?period=2023-10')).toContain('certain');
    expect(await inPeriod('/v1/meetings?period=2022')).toContain('possible');
    for (const path of [
      '/v1/summary',
      '/v1/summary?asOf=60',
      '/v1/corrections?limit=2',
      '/v1/regions/RU-ULY/with/RU-MO',
    ])
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    await readLog();
    await refuseQueries();
    for (const path of ['/health/live', '/health/ready', '/problems/stale']) {
      expect((await send('GET', path)).status).toBe(200);
      expect((await send('GET', `${path}?colour=red`)).status).toBe(400);
      expect((await send('GET', path, { headers: { accept: 'text/html' } })).status).toBe(406);
    }
    await send('GET', '/problems/stale', { headers: { accept: 'text/plain' } });
    expect((await send('GET', '/problems/unheard-of')).status).toBe(404);
    expect(faults).toEqual([]);
  }, 60_000);

  it('have been seen in every status that is described, but for those that nothing can bring about', () => {
    const seen = new Set(api.placesSeen().map(sortOf));
    const missing = [...new Set(PLACES.map(sortOf))].filter((place) => !seen.has(place));
    expect(missing.filter((place) => !NOT_PROVOKED.some(([pattern]) => pattern.test(place)))).toEqual([]);
  });

  it('name every problem that a request can meet', () => {
    const types = Object.keys(PROBLEMS).filter((type) => !NOT_MET.includes(type));
    expect([...api.problemsSeen()].sort()).toEqual(types.map((type) => `/problems/${type}`).sort());
  });

  it('are as described where personal texts have been erased, and where they are damaged', async () => {
    await program.stop();
    const database = new Database(join(folder, 'events.db'));
    database.exec(`DELETE FROM disclosure WHERE digest < 'W'; UPDATE disclosure SET text = substr(text, 5)`);
    database.close();
    for (const file of readdirSync(folder).filter((name) => name.startsWith('views'))) rmSync(join(folder, file));
    program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
    for (const { resource } of KINDS) await idsIn(`/v1/${resource}?limit=200`);
    for (const kind of [personKind, claimKind, agreementKind]) await readKind(kind);
    const names = ((await get('/v1/people?limit=200')).body as { items: { name: object }[] }).items.map(
      ({ name }) => name,
    );
    expect(names).toContainEqual({ erased: true });
    expect(names).toContainEqual({ damaged: true });
    const { texts } = (await get('/health/ready')).body as { texts: { damaged: number; digests: string[] } };
    expect([texts.damaged > 20, texts.digests.length]).toEqual([true, 20]);
    expect(faults).toEqual([]);
  }, 60_000);
});
