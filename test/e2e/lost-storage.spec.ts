import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram } from '../support/program.js';
import { historyOf, recorded, refusalOf } from '../support/recording.js';
import { EMBEDDED } from '../support/stored-log.js';

const PARTY = { form: 'fund', names: { ru: 'Фонд' } };

/** An idle program notices within this time, in milliseconds; with room for a machine that does other things too. */
const NOTICED_MS = 10_000;

let parent: string;
let folder: string;
const programs: Program[] = [];

const start = async (): Promise<Program> => {
  const program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
  programs.push(program);
  return program;
};

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ledger-lost-'));
  folder = join(parent, 'data');
});

afterEach(async () => {
  for (const program of programs.splice(0)) await program.stop('SIGKILL');
  await rm(parent, { recursive: true });
});

/** How a program ends by itself: its exit code, and the lines for people among what it logged. */
async function endOf(program: Program): Promise<{ code: number | null; lines: string[] }> {
  const late = setTimeout(() => program.process.kill('SIGKILL'), NOTICED_MS);
  const code = await new Promise<number | null>((resolve) => {
    if (program.process.exitCode === null) program.process.once('close', resolve);
    else resolve(program.process.exitCode);
  });
  clearTimeout(late);
  const lines = program.stderr().trim().split('\n');
  return { code, lines: lines.filter((line) => line !== '' && !line.startsWith('{')) };
}

/** Puts a copy in the place of a file, as a restore does. */
function replace(name: string): void {
  const path = join(folder, name);
  copyFileSync(path, `${path}.copy`);
  renameSync(`${path}.copy`, path);
}

const moveFolder = (): void => renameSync(folder, join(parent, 'moved'));
const removeFolder = (): void => rmSync(folder, { recursive: true });
const remove = (name: string) => (): void => rmSync(join(folder, name));

describe('A program whose storage is changed under it', () => {
  it.each([
    ['the folder is removed', removeFolder, /events\.db|writer\.lock|views-000001\.db was removed or moved away/],
    ['the folder is moved', moveFolder, /was removed or moved away/],
    ['the events are replaced', () => replace('events.db'), /events\.db was replaced by another file/],
    ['the views are removed', remove('views-000001.db'), /views-000001\.db was removed or moved away/],
    ['the views are replaced', () => replace('views-000001.db'), /views-000001\.db was replaced by another file/],
  ])('ends with one line and 74 though nobody asks it anything: %s', async (_, change, line) => {
    const program = await start();
    await recorded(program, '/v1/parties', PARTY);
    change();
    const { code, lines } = await endOf(program);
    expect([code, lines]).toEqual([74, [expect.stringMatching(line)]]);
    expect(lines[0]).toMatch(/^the (storage|data folder) was changed under the running program: .*; the program ends$/);
  });

  it.each([
    ['the folder is moved', moveFolder],
    ['the lock is removed', remove('writer.lock')],
    ['the lock is replaced', () => replace('writer.lock')],
    ['the write-ahead log is removed', remove('events.db-wal')],
  ])('acknowledges nothing more, and another may write at the path: %s', async (_, change) => {
    const first = await start();
    const { id } = await recorded(first, '/v1/parties', PARTY);
    change();
    const answers = await Promise.all(Array.from({ length: 8 }, () => first.post('/v1/parties', PARTY)));
    expect(answers.map(refusalOf)).toEqual(Array(8).fill([503, 'store-unavailable']));
    expect((await endOf(first)).code).toBe(74);

    const second = await start();
    const other = await recorded(second, '/v1/parties', PARTY);
    expect(await historyOf(second, `/v1/parties/${other.id}`)).toHaveLength(1);
    expect((await second.get(`/v1/parties/${id}/history`)).status).toBe(change === moveFolder ? 404 : 200);
  });
});
