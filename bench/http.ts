import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONNECTIONS, load, type Requests, type Round } from './load.js';
import { makeLedger } from './make-ledger.js';
import { rebuildAll } from './rebuild.js';
import { type BenchRow, compare, type Effort, interleave } from './report.js';
import { keepRebuilding, type Server, startBare, startProgram } from './servers.js';

/** Events that lie in the ledger before, so that a rebuild has something to do. */
const EVENTS_BEFORE = 50_000;

/** Different records that are asked for. */
const PROJECTS = 4_096;

/** Both servers, the same requests for each, and how long to send them. */
interface Course {
  readonly program: Server;
  readonly bare: Server;
  readonly folder: string;
  readonly gets: Requests;
  readonly posts: Requests;
  readonly seconds: number;
  readonly warmUp: number;
  readonly pairs: number;
}

/** A command and a status query over HTTP beside bare Fastify, and the query while others write and rebuild. */
export async function benchHttp({ quick, events }: Effort): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const servers: Server[] = [];
  try {
    await makeLedger(folder, Math.min(events, EVENTS_BEFORE));
    await rebuildAll(folder, true);
    const program = await startProgram(folder);
    servers.push(program);
    const bare = await startBare(await newestViews(folder), folder);
    servers.push(bare);
    const party = await post(program, '/v1/parties', { form: 'enterprise', names: { en: 'Plant', ru: 'Завод' } });
    const gets = await proposeProjects(program, party);
    const effort = quick ? { seconds: 1, warmUp: 2, pairs: 3 } : { seconds: 4, warmUp: 8, pairs: 7 };
    const course: Course = { program, bare, folder, gets, posts: [postRequest(party)], ...effort };
    return [...(await benchQueries(course)), ...(await benchCommands(course))];
  } finally {
    for (const server of servers) await server.end();
    await rm(folder, { recursive: true });
  }
}

async function benchCommands({ program, bare, posts, seconds, warmUp, pairs }: Course): Promise<BenchRow[]> {
  for (const { url } of [program, bare]) await load(url, posts, warmUp);
  const figures = await interleave(
    pairs,
    () => load(program.url, posts, seconds),
    () => load(bare.url, posts, seconds),
  );
  const beside = 'bare Fastify that takes the body and does nothing';
  const note = `POST /v1/projects with one party, ${CONNECTIONS} connections, each answered once it is on disk`;
  return [
    {
      name: 'command over HTTP',
      ...compare(figures, ({ rate }) => rate),
      unit: 'requests/s',
      beside,
      note: `${note}. One processor core limits it: checking the body, deciding, canonical JSON, and showing the record`,
    },
    {
      name: 'command over HTTP, p99',
      ...compare(figures, ({ p99 }) => p99),
      unit: 'ms',
      beside,
      note: `${note}. With ${CONNECTIONS} waiting, an answer takes as long as the work for those before it`,
    },
  ];
}

async function benchQueries(course: Course): Promise<BenchRow[]> {
  const { program, bare, folder, gets, posts, seconds, warmUp, pairs } = course;
  for (const { url } of [program, bare]) await load(url, gets, warmUp);
  const ask = (): Promise<Round> => load(program.url, gets, seconds);
  const ratio = await interleave(pairs, ask, () => load(bare.url, gets, seconds));
  await load(program.url, posts, warmUp);
  const whileWriting = await interleave(
    pairs,
    async () => (await Promise.all([ask(), load(program.url, posts, seconds)]))[0],
    ask,
  );
  const whileRebuilding = await interleave(pairs, () => besideRebuild(folder, ask), ask);
  const p99 = ({ p99 }: Round): number => p99;
  return [
    {
      name: 'GET /v1/projects/{id}',
      ...compare(ratio, ({ rate }) => rate),
      unit: 'requests/s',
      beside: 'bare Fastify, same row, same bytes, same log',
      target: { atLeast: 0.7 },
      note:
        `${CONNECTIONS} connections over ${PROJECTS.toLocaleString('en')} records. One processor core limits it; beside ` +
        'Fastify, the router’s guards and filters, the query bus and the correlation id cost',
    },
    {
      name: 'the same, p99 while 64 write',
      ...compare(whileWriting, p99),
      unit: 'ms',
      beside: 'the same with nothing beside it',
      target: { atMost: 5 },
      note: 'One thread does both. At most eight commands begin in a turn of its event loop, and their share of it, the fsync and the views’ batch are what a query waits for',
    },
    {
      name: 'the same, p99 during a rebuild',
      ...compare(whileRebuilding, p99),
      unit: 'ms',
      beside: 'the same with nothing beside it',
      target: { atMost: 5 },
      note: 'The rebuild is a process of its own; what it takes is its share of two cores, beside server and client',
    },
  ];
}

async function besideRebuild(folder: string, ask: () => Promise<Round>): Promise<Round> {
  const over = new AbortController();
  const rebuilding = keepRebuilding(folder, over.signal);
  try {
    return await ask();
  } finally {
    over.abort();
    await rebuilding;
  }
}

/** The views that the program has opened: the only ones in the folder. */
async function newestViews(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => /^views-\d+\.db$/.test(file));
  if (name === undefined) throw new Error(`no views in ${folder}`);
  return join(folder, name);
}

/** Proposes the projects that are asked for later, and waits until the views show them; gives the requests for them. */
async function proposeProjects(server: Server, party: string): Promise<Requests> {
  const requests: Requests = [];
  while (requests.length < PROJECTS) {
    const ids = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => post(server, '/v1/projects', proposal(party))),
    );
    requests.push(...ids.map((id) => ({ method: 'GET' as const, path: `/v1/projects/${id}` })));
  }
  const position = await positionOf(server, party);
  const shown = await fetch(`${server.url}/v1/summary`, { headers: { 'ledger-position': position } });
  if (!shown.ok) throw new Error(`the views do not come up: ${shown.status}`);
  return requests;
}

async function positionOf(server: Server, party: string): Promise<string> {
  const response = await send(server, '/v1/projects', proposal(party));
  return response.headers.get('ledger-position') ?? '';
}

async function post(server: Server, path: string, body: object): Promise<string> {
  const { id } = (await (await send(server, path, body)).json()) as { id: string };
  return id;
}

async function send(server: Server, path: string, body: object): Promise<Response> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
  return response;
}

function postRequest(party: string): Requests[number] {
  return {
    method: 'POST',
    path: '/v1/projects',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(proposal(party)),
    setupRequest: (request) => ({
      ...request,
      headers: { ...request.headers, 'idempotency-key': randomUUID() },
    }),
  };
}

function proposal(party: string): object {
  return {
    title: { en: 'Castings for the engine plant', ru: 'Отливки для моторного завода' },
    parties: [party],
    topics: ['industrial cooperation'],
    place: 'Dimitrovgrad',
    description: 'The plant takes up production of castings and delivers samples to the buyers of the engine works.',
    date: '2023-10-18',
  };
}
