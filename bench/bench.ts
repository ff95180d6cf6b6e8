import { parseArgs } from 'node:util';
import { benchAppend } from './append.js';
import { benchBytes } from './bytes.js';
import { benchCosts } from './costs.js';
import { benchEventStoreDb } from './eventstoredb.js';
import { benchFloods } from './floods.js';
import { benchHttp } from './http.js';
import { benchPast } from './past.js';
import { benchLarge } from './rebuild.js';
import type { BenchRow, Effort } from './report.js';
import { forTerminal, writeInto } from './table.js';
import { benchVerify } from './verify.js';

/** `npm run bench`: measures everything, or the parts that are named, and prints one table. */
const PARTS = [
  'append',
  'bytes',
  'costs',
  'eventstoredb',
  'floods',
  'http',
  'past',
  'rebuild',
  'replay',
  'start',
  'verify',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string', default: '1000000' },
    url: { type: 'string', default: process.env.BENCH_EVENTSTORE_URL },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const strange = positionals.find((part) => !PARTS.includes(part));
const events = Number(values.events);
if (strange !== undefined || !Number.isSafeInteger(events) || events < 1_000) {
  console.error(
    `usage: npm run bench -- [${PARTS.join('] [')}] [--events N, at least 1000] [--url esdb://…] [--quick] [--write]`,
  );
  process.exit(64);
}
const effort: Effort = { quick: values.quick, events };
const wanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);

const rows: BenchRow[] = [];
const measure = async (what: string, run: () => Promise<BenchRow[]>): Promise<void> => {
  console.error(`measuring ${what} …`);
  rows.push(...(await run()));
};
if (wanted('append')) await measure('appends', () => benchAppend(effort));
if (wanted('eventstoredb')) await measure('EventStoreDB', () => benchEventStoreDb(effort, values.url));
if (wanted('http')) await measure('commands and queries over HTTP', () => benchHttp(effort));
if (wanted('floods')) await measure('status queries beside floods of questions', () => benchFloods(effort));
if (wanted('bytes')) await measure('the bytes that commands write', () => benchBytes(effort));
if (wanted('costs')) await measure('what following the log costs', () => benchCosts(effort));
if (wanted('past')) await measure('the past', () => benchPast(effort));
const parts = { rebuild: wanted('rebuild'), start: wanted('start'), replay: wanted('replay') };
if (Object.values(parts).includes(true)) await measure('a large ledger', () => benchLarge(effort, parts));
if (wanted('verify')) await measure('proofs, and verifying an export', () => benchVerify(effort));

console.log(forTerminal(rows, effort));
if (values.write) writeInto('docs/performance.md', rows, effort);
