import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, openLedger } from '../src/ledger-instance.js';
import { readSettings } from '../src/settings.js';
import { command, proposal, proposeMany } from './commands.js';
import { type BenchRow, compare, type Comparison, type Effort, type Pair } from './report.js';

const COMMANDS = 2_000;
const CALLERS = 64;

/** Parties of an agreement that many sign. */
const PARTIES = 250;

const TEXT = 'a'.repeat(64);

/** Bytes that the program hands to the system for a command, beside those of the events that it records. */
export async function benchBytes({ quick }: Effort): Promise<BenchRow[]> {
  if (process.platform !== 'linux') throw new Error('the bytes that a process writes are known on Linux alone');
  const rounds = quick ? 1 : 3;
  return [
    {
      name: 'bytes written for a command',
      ...(await measured(rounds, propose)),
      unit: 'bytes',
      beside: 'the data and metadata of its events',
      note: `Proposing a project, ${CALLERS} callers, until the views, the past and the transparency log have followed. The write-ahead logs are written and folded in: SQLite writes whole pages`,
    },
    {
      name: `bytes written for a signature of ${PARTIES} parties’ agreement`,
      ...(await measured(rounds, sign)),
      unit: 'bytes',
      beside: 'the data and metadata of its events',
      note: 'One signature after the other, all of them. Each is shown in an answer that lists all parties',
    },
  ];
}

/** Does work on a ledger and gives how many commands it was; what prepares it comes first. */
type Work = (ledger: Ledger) => Promise<() => Promise<number>>;

async function measured(rounds: number, work: Work): Promise<Comparison> {
  const pairs: Pair<number>[] = [];
  while (pairs.length < rounds) pairs.push(await bytesPerCommand(work));
  return compare(pairs, Number);
}

async function bytesPerCommand(work: Work): Promise<Pair<number>> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const ledger = await openLedger(readSettings({ DATA_DIR: folder }));
  try {
    ledger.start();
    const run = await work(ledger);
    const first = await settled(ledger);
    const before = await bytesWritten();
    const commands = await run();
    await settled(ledger);
    const written = (await bytesWritten()) - before;
    let recorded = 0;
    for await (const { events } of ledger.store.readAll(first))
      for (const { data, metadata } of events) recorded += Buffer.byteLength(data) + Buffer.byteLength(metadata);
    return { ours: written / commands, baseline: recorded / commands };
  } finally {
    await ledger.close();
    await rm(folder, { recursive: true });
  }
}

async function propose({ recorder }: Ledger): Promise<() => Promise<number>> {
  await recorder.execute(proposal());
  return async () => {
    await proposeMany(recorder, COMMANDS, CALLERS);
    return COMMANDS;
  };
}

async function sign({ recorder }: Ledger): Promise<() => Promise<number>> {
  const record = async (kind: string, path: string, body: object, id?: string): Promise<string> =>
    (await recorder.execute(command(kind, path, body, id))).id;
  const representative = await record('person', '', { name: { en: 'A representative' } });
  const parties: string[] = [];
  for (let party = 0; party < PARTIES; party += 1) {
    const id = await record('party', '', { form: 'enterprise', names: { en: `Plant ${party}` } });
    await record('party', 'mandates', { person: representative, from: '2020-01-01' }, id);
    parties.push(id);
  }
  const agreement = await record('agreement', '', { title: { en: 'Among many' }, parties });
  await record('agreement', 'texts', { sha256: TEXT }, agreement);
  await record('agreement', 'opening', {}, agreement);
  return async () => {
    for (const party of parties)
      await record('agreement', 'signatures', { party, representative, text: TEXT }, agreement);
    return PARTIES;
  };
}

/** Waits until everything that follows the log has come to its end. @returns the last position */
async function settled({ store, runner, transparency }: Ledger): Promise<string | undefined> {
  const head = await store.head();
  if (head !== undefined) await runner.waitFor(head, 60_000);
  const { index } = runner.state();
  await runner.versions.waitFor(index - 1, 60_000);
  while (transparency.state().size < index) await new Promise((resolve) => setTimeout(resolve, 10));
  return head;
}

/** Bytes that this process has handed to the system to be written. */
async function bytesWritten(): Promise<number> {
  const io = await readFile('/proc/self/io', 'utf8');
  return Number(/^wchar: (\d+)$/m.exec(io)?.[1]);
}
