import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { digestOf, seal } from '../../src/kernel/personal.js';
import { MAIN, type Program, startProgram } from '../support/program.js';
import { bodyOf, historyOf, recorded } from '../support/recording.js';
import { EMBEDDED } from '../support/stored-log.js';

/*
 * Somebody changes what lies beside the log: texts under their digests, and rows of the views. What is damaged is named, and
 * put right; what lies beside it is answered as before.
 */

const VERBS = join(MAIN, '..', 'cli', 'ledger.js');
const DAMAGED = { damaged: true };

let folder: string;
let program: Program;

interface Health {
  status: string;
  alarm?: string;
  texts: { damaged: number; digests: string[] };
}

const start = async (): Promise<void> => {
  program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
};

function ledger(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: process.env.PATH, DATA_DIR: folder, ...EMBEDDED };
  return new Promise((resolve) => {
    execFile(process.execPath, [VERBS, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}

async function read<T>(path: string): Promise<T> {
  const answer = await program.get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return bodyOf<T>(answer);
}

async function change(file: string, ...statements: string[]): Promise<void> {
  const name = (await readdir(folder)).filter((each) => each.startsWith(file) && each.endsWith('.db')).at(-1)!;
  const database = new Database(join(folder, name));
  for (const statement of statements) expect([statement, database.prepare(statement).run().changes]).not.toContain(0);
  database.close();
}

/** Puts another text under the digest of one that holds a word; gives the digest. */
function replaceText(word: string, by: string): string {
  const database = new Database(join(folder, 'events.db'));
  const rows = database.prepare<[], { digest: string; text: string }>('SELECT digest, text FROM disclosure').all();
  const found = rows.find(({ text }) => Buffer.from(text, 'base64url').includes(word))!;
  expect(digestOf(found.text)).toBe(found.digest);
  database.prepare('UPDATE disclosure SET text = ? WHERE digest = ?').run(by, found.digest);
  database.close();
  return found.digest;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-damaged-'));
  await start();
});

afterEach(async () => {
  await program.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

it('a text that is not the one that was recorded is shown as damaged, raises an alarm, and spoils nothing beside it', async () => {
  const person = await recorded(program, '/v1/people', { name: { ru: 'Ермаков' }, remark: 'сказано вчера' });
  const other = await recorded(program, '/v1/people', { name: { ru: 'Иванов' } });
  await recorded(program, `/v1/people/${person.id}/names`, { name: { ru: 'Ермакова' } });
  await recorded(program, `/v1/people/${person.id}/names`, { name: { ru: 'Ермачок' } });
  await program.stop();
  replaceText('Ермачок', seal('name', { ru: 'Подменов' }).disclosure.text);
  const digest = replaceText('Ермаков"', seal('name', { ru: 'Подменов' }).disclosure.text);
  replaceText('сказано вчера', '&&& no text');
  await start();

  const path = `/v1/people/${person.id}`;
  const history = await historyOf(program, path);
  expect(history.map(({ data }) => data)).toMatchObject([
    { name: DAMAGED, act: { remark: DAMAGED } },
    { name: { ru: 'Ермакова' } },
    { name: DAMAGED },
  ]);
  const { states } = await read<{ states: { answer: object }[] }>(`${path}/replay`);
  expect(states[0]?.answer).toMatchObject({ name: DAMAGED });
  expect(JSON.stringify(await read(`${path}/explain`))).toContain('"value":{"damaged":true}');
  for (const [language, words] of [
    ['ru', '(повреждено)'],
    ['en', '(damaged)'],
  ] as const) {
    const difference = await read(`${path}/diff?from=0&to=3&lang=${language}`);
    expect(JSON.stringify(difference)).toContain(words);
  }
  const health = await read<Health>('/health/ready');
  expect(health).toMatchObject({
    status: 'ready',
    alarm: expect.stringContaining('3 texts') as string,
    texts: { damaged: 3 },
  });
  expect(health.texts.digests).toContain(digest);
  while (!program.stderr().includes(digest)) await sleep(20);
  const lines = program
    .stderr()
    .split('\n')
    .filter((line) => line.includes(digest));
  expect(lines.map((line) => (JSON.parse(line) as { level: number; msg: string }).level)).toEqual([50]);
  expect(lines[0]).not.toMatch(/Подменов|Ермаков/);

  // The views still hold the text as it was recorded; rendered again they hold what there is.
  expect(await ledger('rebuild', '--record', `person/${person.id}`)).toMatchObject({ code: 0, stderr: '' });
  expect(await read(path)).toMatchObject({ name: DAMAGED });
  const { items } = await read<{ items: { id: string; name: unknown }[] }>('/v1/people');
  expect(items.map(({ id, name }) => [id, name])).toEqual([
    [person.id, DAMAGED],
    [other.id, { ru: 'Иванов' }],
  ]);
  const found = async (word: string): Promise<string[]> =>
    (await read<{ items: { id: string }[] }>(`/v1/people?text=${encodeURIComponent(word)}`)).items.map(({ id }) => id);
  expect([await found('Подменов'), await found('damaged'), await found('Ермакова')]).toEqual([[], [], [person.id]]);

  // Recording goes on, beside it and there.
  await recorded(program, `${path}/names`, { name: { en: 'Yermakov' } });
  await recorded(program, `/v1/people/${other.id}/names`, { name: { en: 'Ivanov' } });
  expect(await read(path)).toMatchObject({
    name: DAMAGED,
    aliases: [{ name: { ru: 'Ермакова' } }, { name: DAMAGED }, { name: { en: 'Yermakov' } }],
  });
}, 30_000);

it('views that somebody has changed are named, record by record, and rendered again', async () => {
  const fund = await recorded(program, '/v1/parties', { form: 'fund', names: { en: 'Fund' }, region: 'RU-KYA' });
  const parties = [fund.id, 'RU-ULY'];
  const deal = await recorded(program, '/v1/agreements', { title: { en: 'On castings' }, parties, date: '2022-11' });
  const other = await recorded(program, '/v1/agreements', { title: { en: 'On gears' }, parties, date: '2022-12' });
  const base = `/v1/agreements/${deal.id}`;
  const packed = { 'accept-encoding': 'gzip' };
  const [before, beforePacked] = [await program.get(base), await program.get(base, packed)];
  const listed = await program.get('/v1/agreements?party=RU-ULY');
  const good = { code: 0, stdout: expect.stringMatching(/^good: what the views hold of \d+ records/m) as string };
  expect(await ledger('check')).toMatchObject(good);

  await program.stop();
  const ofDeal = (kind: string): string => `(SELECT seq FROM record WHERE id = '${kind}')`;
  await change(
    'views-',
    `UPDATE document SET bytes = CAST(replace(bytes, 'castings', 'nothings') AS BLOB) WHERE record = ${ofDeal(deal.id)}`,
    `UPDATE document SET status = 'in-force' WHERE record = ${ofDeal(deal.id)}`,
    `DELETE FROM facet WHERE name = 'party' AND record = ${ofDeal(other.id)}`,
  );
  await start();
  expect((await program.get(base)).text).toContain('On nothings');
  expect((await program.get(base, packed)).text).toContain('On nothings');
  expect((await program.get('/v1/agreements?party=RU-ULY')).text).not.toContain('On gears');

  const checked = await ledger('check');
  expect(checked.code).toBe(1);
  const named = checked.stdout
    .split('\n')
    .map((line) => /^(\S+), table (\w+)/.exec(line)?.slice(1))
    .filter(Boolean);
  expect(named).toEqual([
    [`agreement/${deal.id}`, 'document'],
    [`agreement/${other.id}`, 'facet'],
    [`agreement/${other.id}`, 'facet'],
    ['totals/agreement', 'tally'],
    ['totals/agreement', 'tally'],
  ]);
  expect(checked.stdout).toContain('status "in-force"');
  expect(await ledger('check', '--record', `agreements/${fund.id}`)).toMatchObject({ code: 78 });
  expect(await ledger('check', '--record', `parties/${fund.id}`)).toMatchObject(good);

  // One by the program that runs, the other where none does.
  const rendered = `rendered again: agreement/${deal.id}, 1 events\n`;
  expect(await ledger('rebuild', '--record', `agreement/${deal.id}`)).toEqual({
    code: 0,
    stdout: rendered,
    stderr: '',
  });
  const [now, nowPacked] = [await program.get(base), await program.get(base, packed)];
  expect([now.text, now.headers.get('etag')]).toEqual([before.text, before.headers.get('etag')]);
  expect(nowPacked.text).toBe(beforePacked.text);
  await recorded(program, `${base}/texts`, { sha256: 'a'.repeat(64) });
  await program.stop();
  expect(await ledger('rebuild', '--record', `agreement/${other.id}`)).toMatchObject({ code: 0 });
  await start();
  const items = (text: string): unknown =>
    (JSON.parse(text) as { items: { title: unknown }[] }).items.map(({ title }) => title);
  expect(items((await program.get('/v1/agreements?party=RU-ULY')).text)).toEqual(items(listed.text));
  expect(await ledger('check')).toMatchObject(good);
}, 60_000);
