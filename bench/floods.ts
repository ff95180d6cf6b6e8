import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hrefOf } from '../src/registry/links.js';
import { kindNamed } from '../src/registry/registry.js';
import { load, type Requests } from './load.js';
import { makeLedger } from './make-ledger.js';
import { rebuildAll } from './rebuild.js';
import { type BenchRow, compare, type Effort, interleave } from './report.js';
import { type Server, startProgram } from './servers.js';

const EVENTS = 50_000;

/** Clients that each send one question after the other. */
const ASKING = 8;

/** Connections that ask for a status. */
const READING = 4;

/** From when to when the ledger's events were recorded, as `makeLedger` makes them. */
const [EARLY, LATE] = ['2019-06-01T00:00:00Z', '2023-12-01T00:00:00Z'];

/** Status queries while clients send each of the questions that take longest, beside the same without them. */
export async function benchFloods({ quick, events }: Effort): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  let program: Server | undefined;
  try {
    const { largest } = await makeLedger(folder, Math.min(events, EVENTS));
    await rebuildAll(folder, true);
    // Each client has an address of its own, as it would have behind a proxy.
    program = await startProgram(folder, { LEDGER_TRUSTED_PROXIES: '127.0.0.0/8' });
    const { url } = program;
    const kind = kindNamed(largest.kind);
    if (!kind) throw new Error(`there is no kind ${largest.kind}`);
    const self = hrefOf(kind, largest.id);
    const readings: Requests = [{ method: 'GET', path: self }];
    const read = (): Promise<number> => load(url, readings, quick ? 1 : 4, READING).then(({ p99 }) => p99);
    await read();
    const rows: BenchRow[] = [];
    for (const [name, path] of questionsAbout(self, kind.resource)) {
      // The first answer shows that the question is one, and has the threads load their modules.
      await answered(url, path);
      const figures = await interleave(quick ? 3 : 5, () => besideFlood(url, path, read), read);
      rows.push({
        name: `status query, p99 beside ${name}`,
        ...compare(figures, Number),
        unit: 'ms',
        beside: 'the same with nothing beside it',
        target: { atMost: 5 },
        note: `${READING} connections read a record of many entries; ${ASKING} clients ask the question again and again. Two cores for server, its threads and clients`,
      });
    }
    return rows;
  } finally {
    await program?.end();
    await rm(folder, { recursive: true });
  }
}

/** The questions that take longest, by what they are called. */
function questionsAbout(self: string, resource: string): [name: string, path: string][] {
  const moments = `from=${EARLY}&to=${LATE}`;
  return [
    ['explanations', `${self}/explain`],
    ['replays', `${self}/replay`],
    ['differences', `${self}/diff?${moments}`],
    ['corrections', `${self}/corrections`],
    ['comparisons of lists', `/v1/${resource}/comparison?${moments}`],
    ['related records', `${self}/related`],
    ['pairs of regions', '/v1/regions/RU-ULY/with/RU-MO'],
    ['past lists', `/v1/${resource}?asOf=2021-06-01T00:00:00Z`],
  ];
}

async function besideFlood<T>(url: string, path: string, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const clients = Array.from({ length: ASKING }, async (_, client) => {
    while (!over.signal.aborted) {
      const headers = { 'x-forwarded-for': `192.0.2.${client + 1}` };
      const answer = await fetch(url + path, { headers, signal: over.signal }).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
      if (answer?.status === 503) await sleep(100);
    }
  });
  try {
    return await work();
  } finally {
    over.abort();
    // Not all: a body that is cut off in its middle may never say so.
    await Promise.race([Promise.all(clients), sleep(500)]);
  }
}

async function answered(url: string, path: string): Promise<void> {
  const answer = await fetch(url + path);
  if (!answer.ok) throw new Error(`${path} is answered with ${answer.status}: ${await answer.text()}`);
}
