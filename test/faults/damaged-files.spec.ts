import { randomInt } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultRounds, reportFaults } from '../support/fault-report.js';
import { type Program, startProgram } from '../support/program.js';
import { bodyOf, recorded } from '../support/recording.js';
import { EMBEDDED } from '../support/stored-log.js';
import { runVerb } from '../support/verb.js';
import { keptOf, readiness } from './writers.js';

/*
 * Every file of a ledger, and every file that leaves it, is damaged: a bit turned over, a part overwritten, cut, emptied, removed. What
 * comes of it is noticed, or harmless: no answer that differs from what was recorded is given without a word of it anywhere.
 */

/** What is done to a file. */
const WAYS = {
  flip: (file: string): void => change(file, (bytes) => (bytes[randomInt(bytes.length)]! ^= 1 << randomInt(8))),
  overwrite: (file: string): void =>
    change(file, (bytes) => {
      const from = randomInt(bytes.length);
      for (let at = from; at < Math.min(from + 512, bytes.length); at += 1) bytes[at] = randomInt(256);
    }),
  cut: (file: string): void => truncateSync(file, randomInt(statSync(file).size)),
  empty: (file: string): void => truncateSync(file, 0),
  remove: (file: string): void => rmSync(file),
} as const;
type Way = keyof typeof WAYS;

/** How often each is done to each file. */
const TIMES: Record<Way, number> = {
  flip: faultRounds(1, 3),
  overwrite: faultRounds(0, 1),
  cut: faultRounds(1, 2),
  empty: faultRounds(0, 1),
  remove: faultRounds(0, 1),
};

const TURNS = (Object.keys(WAYS) as Way[]).flatMap((way) => Array<Way>(TIMES[way]).fill(way));

/** A file, and the ways of damage that have to be noticed, whatever place they hit. */
interface Damaged {
  readonly file: string;
  readonly noticed: readonly Way[];
}

/** Files of the data folder. What can be made again from the log is, and nothing has to be said of it. */
const DATA: readonly Damaged[] = [
  { file: 'events.db', noticed: ['empty', 'remove'] },
  { file: 'events.db-wal', noticed: ['empty', 'remove'] },
  { file: 'events.db-shm', noticed: [] },
  { file: 'views-000001.db', noticed: [] },
  { file: 'views-000001.db-wal', noticed: [] },
  { file: 'tree.db', noticed: [] },
  { file: 'tree.db-wal', noticed: [] },
  { file: 'signing-key.pem', noticed: ['overwrite', 'empty', 'remove'] },
  { file: 'reactions-ledger.position', noticed: [] },
];

const ALL = Object.keys(WAYS) as Way[];

/** Files that leave the ledger, and the verb that is to say whether one is good. */
const OUTSIDE: readonly (Damaged & { readonly check: (folder: string) => string[] })[] = [
  { file: 'ledger.jsonl', noticed: ALL, check: (folder) => ['verify', join(folder, 'ledger.jsonl')] },
  {
    file: 'checkpoint',
    noticed: ALL,
    check: (folder) => ['verify', join(folder, 'ledger.jsonl'), '--checkpoint', join(folder, 'checkpoint')],
  },
  { file: 'backup/events.db', noticed: ALL, check: (folder) => ['restore', '--check', join(folder, 'backup')] },
  {
    file: 'backup/backup.json',
    noticed: ['overwrite', 'cut', 'empty', 'remove'],
    check: (folder) => ['restore', '--check', join(folder, 'backup')],
  },
];

let work: string;
let made: string;
let outside: string;
let ids: string[];
/** What the sound program answers, by address. */
const sound = new Map<string, string>();

function change(file: string, by: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file);
  by(bytes);
  writeFileSync(file, bytes);
}

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'ledger-damaged-'));
  [made, outside] = [join(work, 'made'), join(work, 'outside')];
  const demo = await runVerb(['demo', '--exit'], made);
  expect([demo.code, demo.stderr]).toEqual([0, expect.any(String)]);
  const program = await startProgram({ DATA_DIR: made, ...EMBEDDED });
  await readiness(program);
  // These stand in the write-ahead logs alone.
  for (let number = 0; number < 40; number += 1) {
    const { id } = await recorded(program, '/v1/people', { name: { en: `Person ${number}` } });
    await recorded(program, `/v1/people/${id}/names`, { name: { en: `Otherwise ${number}` } });
  }
  // What follows from a meeting of a series is done by a reaction, which then keeps how far it has come.
  const about = { title: { en: 'Buyers meet suppliers' }, form: 'procurement-meeting' };
  const series = await recorded(program, '/v1/meeting-series', { ...about, recurrence: 'FREQ=YEARLY' });
  await recorded(program, '/v1/meetings', { ...about, series: series.id, planned: '2099-05-20' });
  while (!existsSync(join(made, 'reactions-ledger.position'))) await sleep(50);
  const { stored } = await keptOf(program, []);
  while (!(await program.get('/v1/log/checkpoint')).text.split('\n')[1]?.startsWith(String(stored))) await sleep(50);
  for (const path of await addresses(program)) sound.set(path, (await program.get(path)).text);
  rmSync(outside, { recursive: true, force: true });
  for (const args of [
    ['backup', join(outside, 'backup')],
    ['export', '--out', join(outside, 'ledger.jsonl')],
  ]) {
    const { code, stderr } = await runVerb(args, made);
    expect([args[0], code, stderr]).toEqual([args[0], 0, expect.any(String)]);
  }
  writeFileSync(join(outside, 'checkpoint'), (await program.get('/v1/log/checkpoint')).text);
  ids = [...(await keptOf(program, [])).ids];
  await program.stop('SIGKILL');
}, 120_000);

afterAll(() => rm(work, { recursive: true }));

/** Lists of every kind, the summary, and the answers about the first records of each list. */
async function addresses(program: Program): Promise<string[]> {
  const described = bodyOf<{ paths: Record<string, object> }>(await program.get('/openapi.json'));
  const lists = Object.keys(described.paths).filter((path) => {
    return /^\/v1\/[a-z-]+$/.test(path) && 'get' in described.paths[path]! && `${path}/{id}` in described.paths;
  });
  const found = ['/v1/summary', ...lists];
  for (const list of lists) {
    const { items = [] } = bodyOf<{ items?: { id: string }[] }>(await program.get(list));
    for (const { id } of items.slice(0, 3)) found.push(`${list}/${id}`, `${list}/${id}/history`);
  }
  return found;
}

/** What comes of a damaged data folder: `noticed` how it is said, `wrong` what is answered wrongly without a word. */
interface Outcome {
  readonly noticed?: string;
  readonly wrong: string[];
}

async function startOn(folder: string): Promise<Outcome> {
  let program: Program;
  try {
    program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
  } catch (error) {
    const said = String(error);
    return { noticed: said, wrong: said.includes('\n    at ') ? [`the start ends with a stack trace: ${said}`] : [] };
  }
  try {
    const noticed = await alarmOf(program);
    const others: string[] = [];
    let isShown = false;
    for (const [path, text] of sound) {
      // Not `request`, which takes an answer for JSON.
      const answer = await fetch(program.url + path, { headers: { 'accept-encoding': 'identity' } });
      const told = await answer.text();
      if (answer.status >= 500 || told.includes('"damaged":true')) isShown = true;
      else if (told !== text) others.push(`${path}: ${answer.status} ${told.slice(0, 300)}`);
    }
    const lost = (await keptOf(program, ids).catch(() => ({ lost: ['the log cannot be read'] }))).lost;
    if (lost.length > 0) others.push(`${lost.length} entries are lost`);
    const said = noticed ?? (isShown ? 'in an answer' : undefined) ?? (await alarmOf(program));
    if (others.length === 0 || said !== undefined) return { noticed: said, wrong: [] };
    // The background looks at the views a while after the start; the verb does so at once.
    const { code, stdout } = await runVerb(['check'], folder);
    return code === 0 ? { wrong: others } : { noticed: stdout, wrong: [] };
  } finally {
    await program.stop('SIGKILL');
  }
}

/** What a program says of its own that is not well; undefined where it says nothing. */
async function alarmOf(program: Program): Promise<string | undefined> {
  const { status, alarm, parked } = await readiness(program);
  if (status !== 'ready') return status;
  return alarm ?? (parked.count > 0 ? 'parked' : /"level":(?:50|60)/.exec(program.stderr())?.[0]);
}

it.each(DATA)(
  'what comes of a damaged $file is noticed, or harmless',
  async ({ file, noticed }) => {
    const sum = { noticed: 0, wrong: [] as string[] };
    const folder = join(work, 'data');
    for (const way of TURNS) {
      cpSync(made, folder, { recursive: true });
      WAYS[way](join(folder, file));
      const outcome = await startOn(folder);
      if (outcome.noticed !== undefined) sum.noticed += 1;
      else if (noticed.includes(way)) sum.wrong.push(`${way}: not noticed`);
      sum.wrong.push(...outcome.wrong.map((line) => `${way}: ${line}`));
      rmSync(folder, { recursive: true });
    }
    const fault = `${file} flipped, overwritten, cut, emptied, removed`;
    reportFaults({ fault, injected: TURNS.length, noticed: sum.noticed, wrong: sum.wrong.length });
    expect(sum.wrong).toEqual([]);
  },
  600_000,
);

it.each(OUTSIDE)(
  '$file that is damaged is found by whoever checks it',
  async ({ file, noticed, check }) => {
    expect(await runVerb(check(outside), made)).toMatchObject({ code: 0 });
    const sum = { noticed: 0, wrong: [] as string[] };
    const folder = join(work, 'damaged');
    for (const way of TURNS) {
      cpSync(outside, folder, { recursive: true });
      const before = readFileSync(join(folder, file));
      WAYS[way](join(folder, file));
      const isSame = existsSync(join(folder, file)) && readFileSync(join(folder, file)).equals(before);
      const { code, stdout, stderr } = await runVerb(check(folder), made);
      if (code !== 0) sum.noticed += 1;
      else if (noticed.includes(way) && !isSame) sum.wrong.push(`${way}: ${stdout}`);
      if (stderr.includes('\n    at ')) sum.wrong.push(`${way}: a stack trace: ${stderr}`);
      rmSync(folder, { recursive: true });
    }
    const fault = `${file} flipped, overwritten, cut, emptied, removed`;
    reportFaults({ fault, injected: TURNS.length, noticed: sum.noticed, wrong: sum.wrong.length });
    expect(sum.wrong).toEqual([]);
  },
  600_000,
);

it('no file of a data folder was left out', () => {
  const names = readdirSync(made).filter((name) => !/^(writer\.lock|requests\.log)/.test(name));
  const tried = DATA.map(({ file }) => file);
  expect(names.filter((name) => !name.endsWith('-shm') && !tried.includes(name))).toEqual([]);
});
