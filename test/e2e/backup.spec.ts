import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MAIN, type Program, startProgram } from '../support/program.js';
import { recorded } from '../support/recording.js';
import { EMBEDDED } from '../support/stored-log.js';

const VERBS = join(MAIN, '..', 'cli', 'ledger.js');
const WRITERS = 8;

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

let work: string;
let program: Program;

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'ledger-backup-'));
  program = await startProgram({ DATA_DIR: join(work, 'data'), ...EMBEDDED });
});

afterEach(async () => {
  await program.stop('SIGKILL');
  await rm(work, { recursive: true });
});

function verb(args: string[], dataDir = join(work, 'data')): Promise<Ended> {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir };
  return new Promise((resolve) => {
    execFile(process.execPath, [VERBS, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

async function people(count: number): Promise<string[]> {
  const made = Array.from({ length: count }, () =>
    recorded(program, '/v1/people', { name: { en: `Somebody ${randomUUID()}` } }),
  );
  return (await Promise.all(made)).map(({ id }) => id);
}

it('a backup made while many write is a whole ledger, with all that was acknowledged before, and is restored', async () => {
  const before = await people(20);
  const over = new AbortController();
  const writing = (async () => {
    while (!over.signal.aborted) await people(WRITERS);
  })();
  const dir = join(work, 'backup');
  const made = await verb(['backup', dir]);
  over.abort();
  await writing;
  expect(made.code).toBe(0);
  expect(made.stderr).not.toContain('ALARM');
  expect(made.stdout).toMatch(/^backed up \d+ entries \(\d+ of them signed\) and \d+ texts into /);
  expect((await readdir(dir)).sort()).toEqual(['backup.json', 'events.db']);

  expect(await verb(['restore', '--check', dir])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^good: /) });
  const restored = join(work, 'restored');
  expect(await verb(['restore', dir], restored)).toMatchObject({ code: 0 });
  // The key is kept in another place than the backups.
  await cp(join(work, 'data', 'signing-key.pem'), join(restored, 'signing-key.pem'));
  const again = await startProgram({ DATA_DIR: restored, ...EMBEDDED });
  try {
    for (const id of before) {
      const { status, body } = await again.get(`/v1/people/${id}`);
      expect({ status, body }).toMatchObject({
        status: 200,
        body: { name: { en: expect.stringMatching(/^Somebody/) } },
      });
    }
    const { entries } = JSON.parse(await readFile(join(dir, 'backup.json'), 'utf8')) as { entries: number };
    expect((await again.get('/health/ready')).body).toMatchObject({ views: { index: entries } });
  } finally {
    await again.stop();
  }
}, 60_000);

it('a backup that was changed is not good, and is not restored', async () => {
  await people(5);
  const dir = join(work, 'backup');
  expect((await verb(['backup', dir])).code).toBe(0);
  const changed = async (change: string): Promise<Ended> => {
    const copy = join(work, randomUUID());
    await cp(dir, copy, { recursive: true });
    const database = new Database(join(copy, 'events.db'));
    database.exec('DROP TRIGGER event_unchanged; DROP TRIGGER event_stays;');
    database.exec(change);
    database.close();
    return verb(['restore', copy], join(work, 'elsewhere'));
  };
  const text = await changed(`UPDATE disclosure SET text = '["x","name","Nobody"]'`);
  expect(text).toMatchObject({ code: 1, stderr: expect.stringContaining('is another one') });
  const event = await changed(`UPDATE event SET data = replace(data, 'fact', 'will')`);
  expect(event).toMatchObject({ code: 1, stderr: expect.stringContaining('is not the file that was backed up') });
  expect(event.stderr).toContain('another root');
  const cut = await changed('DELETE FROM event WHERE position > 2');
  expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining('it holds 2 entries') });
  await expect(readdir(join(work, 'elsewhere'))).rejects.toThrow();
});

it('neither verb overwrites anything', async () => {
  const dir = join(work, 'backup');
  expect((await verb(['backup', dir])).code).toBe(0);
  expect(await verb(['backup', dir])).toMatchObject({ code: 64, stderr: expect.stringContaining('is not empty') });
  expect(await verb(['restore', dir])).toMatchObject({ code: 78, stderr: expect.stringContaining('a ledger already') });
  expect(await verb(['restore', work], join(work, 'other'))).toMatchObject({
    code: 78,
    stderr: expect.stringContaining('holds no backup'),
  });
});
