import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { OLDEST_SCHEMA } from '../../src/registry/envelope.js';
import { MAIN } from '../support/program.js';

const VERBS = join(MAIN, '..', 'cli', 'ledger.js');

describe('A data folder of an older event format', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'older-format-'));
    const store = openSqliteStore({ folder, ledger: 'ledger' });
    const metadata = { schema: OLDEST_SCHEMA - 1, recordedAt: '2023-01-31T09:00:00.000Z', actor: 'local' };
    const event = { id: randomUUID(), type: 'SourceRegistered', data: '{}', metadata: JSON.stringify(metadata) };
    await store.append(`ledger.source-${randomUUID()}`, -1, [event], []);
    await store.close();
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['the server', [MAIN]],
    ['rebuild', [VERBS, 'rebuild']],
    ['check', [VERBS, 'check']],
  ])('is refused in one line by %s, which makes no views of it', async (_what, args) => {
    const options = { env: { PATH: process.env.PATH, DATA_DIR: folder, PORT: '0' } };
    const ended = await new Promise((resolve) => {
      const child = execFile(process.execPath, args, options, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      );
    });
    const line = /^DATA_DIR: .* events of format 1, and this one reads format 2[^\n]*\n$/;
    expect(ended).toEqual({ code: 78, stdout: '', stderr: expect.stringMatching(line) as string });
    expect((await readdir(folder)).filter((name) => name.startsWith('views-'))).toEqual([]);
  });
});
