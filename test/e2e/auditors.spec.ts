import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { type StandIn, startStandIn } from '../support/eventstoredb/stand-in.js';
import { type Program, startProgram } from '../support/program.js';
import { bodyOf, historyOf, recorded } from '../support/recording.js';
import { EMBEDDED } from '../support/stored-log.js';

const run = promisify(execFile);

/** Each run of a verb is a process of its own, and some tests run a dozen. */
jest.setTimeout(120_000);

/** The built program, as `npm run ledger` runs it. */
const LEDGER = join(__dirname, '..', '..', 'dist', 'src', 'cli', 'ledger.js');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let work: string;
const programs: Program[] = [];
const children: ChildProcess[] = [];
const start = async (env: Record<string, string> = {}): Promise<Program> => {
  const program = await startProgram({ ...EMBEDDED, ...env });
  programs.push(program);
  return program;
};

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'ledger-audit-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const program of programs.splice(0)) await program.stop();
  await rm(work, { recursive: true });
});

/** Runs a verb with the settings of a program. */
function ledger(program: Pick<Program, 'folder' | 'env'>, ...args: string[]): Promise<Ended> {
  const env = { PATH: process.env.PATH, ...program.env, DATA_DIR: program.folder };
  return new Promise((resolve) => {
    execFile(process.execPath, [LEDGER, ...args], { env, cwd: work }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** Waits until a signed checkpoint covers so many entries. */
async function covers(program: Program, entries: number): Promise<void> {
  while ((await program.request('GET', '/v1/log/checkpoint')).text.split('\n')[1] !== String(entries)) await sleep(50);
}

async function keyOf(program: Program): Promise<string> {
  return bodyOf<{ keys: { key: string }[] }>(await program.request('GET', '/v1/log/keys')).keys[0]!.key;
}

/** A source, two parties, an agreement of theirs that rests on the source, and a person with a name: six entries. */
async function recordSome(program: Program): Promise<{ agreement: string; person: string }> {
  const source = await recorded(program, '/v1/sources', {
    sha256: 'b'.repeat(64),
    title: { en: 'News' },
    language: 'en',
  });
  const party = async (en: string): Promise<string> =>
    (await recorded(program, '/v1/parties', { form: 'enterprise', names: { en } })).id;
  const parties = [await party('Works'), await party('Fund')];
  const body = { title: { en: 'On castings' }, parties, source: { id: source.id, paragraph: 2 } };
  const agreement = await recorded(program, '/v1/agreements', body);
  const person = await recorded(program, '/v1/people', { name: { ru: 'Анна Петрова' } });
  await recorded(program, `/v1/people/${person.id}/names`, { name: { en: 'Anna Petrova' } });
  return { agreement: agreement.id, person: person.id };
}

describe.each(['docs/auditing.md', 'docs/auditing.ru.md'])('the session in %s', (page) => {
  it('runs as written and prints what is written', async () => {
    const text = readFileSync(page, 'utf8');
    const block = (info: string): string => new RegExp(`^\`\`\`${info}\n([^]*?)^\`\`\`$`, 'm').exec(text)![1]!;
    const program = await start();
    const { stdout, stderr } = await run('bash', ['-c', block('sh session')], {
      env: { ...process.env, ...program.env, URL: program.url },
    });
    expect({ stdout, stderr }).toEqual({ stdout: block('text session'), stderr: '' });
  });
});

describe('an export', () => {
  it('of everything, of a stretch and of a record is good, beside a running server', async () => {
    const program = await start();
    const { agreement } = await recordSome(program);
    await covers(program, 6);
    const key = await keyOf(program);
    const kept = join(work, 'kept');
    writeFileSync(kept, (await program.request('GET', '/v1/log/checkpoint')).text);

    expect(await ledger(program, 'export', '--out', 'all')).toMatchObject({
      code: 0,
      stdout: 'exported 6 of 6 signed entries and 8 disclosures into all\n',
    });
    const all = await ledger(program, 'verify', 'all', '--key', key, '--checkpoint', kept, '--replay');
    expect(all).toMatchObject({ code: 0 });
    expect(all.stdout).toContain('replayed: 5 records\n');
    for (const line of [
      'agreements: announced 1',
      'parties: recorded 2',
      'people: recorded 1',
      'sources: registered 1',
    ]) {
      expect(all.stdout).toContain(`  ${line}\n`);
    }
    expect(all.stderr).toMatch(/verifying .* 100%/);

    await ledger(program, 'export', '--out', 'bare', '--without-disclosures');
    expect(readFileSync(join(work, 'bare'), 'utf8')).not.toContain('{"disclosure"');
    expect((await ledger(program, 'verify', 'bare', '--key', key)).code).toBe(0);

    await ledger(program, 'export', '--out', 'some', '--from', '2', '--to', '4', '--checkpoint', kept);
    const some = await ledger(program, 'verify', 'some', '--key', key, '--checkpoint', kept);
    expect(some.stdout).toMatch(/^good: 2 of 6 entries/);

    for (const record of [`agreement/${agreement}`, `agreements/${agreement}`]) {
      await ledger(program, 'export', '--out', 'record', '--record', record);
      const one = await ledger(program, 'verify', 'record', '--key', key);
      expect(one.stdout).toMatch(/^good: 4 of 6 entries/);
      expect(readFileSync(join(work, 'record'), 'utf8')).not.toContain('PersonRecorded');
    }
    expect(readdirSync(work).sort()).toEqual(['all', 'bare', 'kept', 'record', 'some']);
  });

  it('holds disclosures that exist, and is good without those that were erased, but not with those that are damaged', async () => {
    const program = await start({ DATA_DIR: join(work, 'data') });
    await recordSome(program);
    await covers(program, 6);
    await program.stop();
    const database = new Database(join(program.folder, 'events.db'));
    database.exec('UPDATE disclosure SET text = substr(text, 5)');
    const damaged = await ledger(program, 'export', '--out', 'damaged');
    const alarm = /^ALARM: the text in the store behind the digest \S+ of entry 0 .* is not the one that was sealed; /m;
    expect(damaged).toMatchObject({ code: 1, stderr: expect.stringMatching(alarm) as string });
    database.exec('DELETE FROM disclosure');
    database.close();
    await ledger(program, 'export', '--out', 'all');
    expect((await ledger(program, 'verify', 'all')).stdout).toMatch(/^good: 6 of 6 entries/);
  });

  it('is not made, and no file is left, where there is nothing to make it of', async () => {
    const program = await start();
    await recordSome(program);
    await covers(program, 6);
    const failing = [
      [['--record', 'agreement/none'], 1],
      [['--record', 'nothing/none'], 1],
      [['--to', '7'], 1],
      [['--from', '-1'], 64],
      [['--from', '1', '--record', 'party/RU-MO'], 64],
      [['--checkpoint', 'none'], 64],
    ] as const;
    for (const [args, code] of failing) {
      expect({ args, ...(await ledger(program, 'export', '--out', 'out', ...args)) }).toMatchObject({ args, code });
    }
    expect((await ledger(program, 'export')).code).toBe(64);
    const elsewhere = { folder: join(work, 'empty'), env: program.env };
    expect((await ledger(elsewhere, 'export', '--out', 'out')).code).toBe(78);
    expect(readdirSync(work)).toEqual([]);
  });

  it('of a log on a server is good, made where there is no tree', async () => {
    const server: StandIn = await startStandIn();
    try {
      const key = join(work, 'key.pem');
      execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key], { stdio: 'pipe' });
      execFileSync('chmod', ['600', key]);
      const program = await start({ EVENT_STORE_URL: server.url, LEDGER_NAME: 'audited', LEDGER_SIGNING_KEY: key });
      await recordSome(program);
      await covers(program, 6);
      const elsewhere = { folder: join(work, 'empty'), env: program.env };
      const exported = await ledger(elsewhere, 'export', '--out', 'all');
      expect(exported).toMatchObject({ code: 0 });
      const verified = await ledger(elsewhere, 'verify', 'all', '--key', await keyOf(program));
      expect(verified.stdout).toMatch(/^good: 6 of 6 entries/);
      await program.stop();
    } finally {
      await server.stop();
    }
  });
});

describe('a receipt', () => {
  it('is checked offline with the key, and kept checkpoints beside it as far as that goes', async () => {
    const program = await start();
    const { agreement } = await recordSome(program);
    await covers(program, 6);
    const key = await keyOf(program);
    const [announced] = await historyOf(program, `/v1/agreements/${agreement}`);
    const { text } = await program.request('GET', `/v1/log/receipts/${announced!.id}`);
    writeFileSync(join(work, 'receipt'), text);
    writeFileSync(join(work, 'other'), text.replace('On castings', 'On forgings'));
    writeFileSync(join(work, 'kept'), (await program.request('GET', '/v1/log/checkpoint')).text);
    await recorded(program, '/v1/parties', { form: 'fund', names: { en: 'Another' } });
    await covers(program, 7);
    writeFileSync(join(work, 'newer'), (await program.request('GET', '/v1/log/checkpoint')).text);
    await ledger(program, 'export', '--out', 'all');
    await program.stop();

    const nowhere = { folder: work, env: {} };
    const good = await ledger(nowhere, 'verify', 'receipt', '--key', key, '--checkpoint', 'kept', '--save', 'saved');
    expect(good).toMatchObject({ code: 0, stdout: expect.stringMatching(/^good: entry 3 \(revision 0 of .*\n/) });
    const beside = ['receipt', '--key', key, '--checkpoint', 'newer'];
    const cases: [args: string[], code: number, begins: string][] = [
      [['other', '--key', key], 1, 'NOT GOOD: the entry has another hash'],
      [['receipt'], 2, 'COULD NOT BE CHECKED: a receipt names no key'],
      [beside, 2, 'COULD NOT BE CHECKED: the receipt by itself is good, but'],
      [['all', '--key', key, '--checkpoint', 'newer', '--checkpoint', 'saved'], 0, 'good: 7 of 7 entries'],
      [['receipt', '--key', key, '--replay'], 64, ''],
    ];
    for (const [args, code, begins] of cases) {
      const ended = await ledger(nowhere, 'verify', ...args);
      expect({ args, ...ended }).toMatchObject({ args, code, stdout: expect.stringMatching(`^${begins}`) });
    }
  });
});

describe('a verdict', () => {
  it('names the entry that was changed in the database while nobody looked', async () => {
    const program = await start({ DATA_DIR: join(work, 'data') });
    await recordSome(program);
    await covers(program, 6);
    const key = await keyOf(program);
    await program.stop();
    const database = new Database(join(program.folder, 'events.db'));
    database.exec("DROP TRIGGER event_unchanged; UPDATE event SET data = replace(data, 'On castings', 'On forgings')");
    database.close();
    const exported = await ledger(program, 'export', '--out', 'all');
    const alarm = /^ALARM: entry 3 in the store \(revision 0 of .*\) is not the one that was signed there; /m;
    expect(exported).toMatchObject({ code: 1, stderr: expect.stringMatching(alarm) });
    const { code, stdout } = await ledger(program, 'verify', 'all', '--key', key);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^NOT GOOD: entry 3 is not the one that was signed\n/);
  });

  it('is written down where the store lost its end: the file shows it too', async () => {
    const program = await start({ DATA_DIR: join(work, 'data') });
    await recordSome(program);
    await covers(program, 6);
    await program.stop();
    const database = new Database(join(program.folder, 'events.db'));
    database.exec('DROP TRIGGER event_stays; DELETE FROM event WHERE position > 4');
    database.close();
    const exported = await ledger(program, 'export', '--out', 'all');
    expect(exported).toMatchObject({ code: 1, stderr: expect.stringContaining('ALARM') });
    const { code, stdout } = await ledger(program, 'verify', 'all');
    expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('entry 4 is missing') });
  });

  it('is not needed for a record of which the store lost the end: no file is made', async () => {
    const program = await start({ DATA_DIR: join(work, 'data') });
    const { person } = await recordSome(program);
    await covers(program, 6);
    await program.stop();
    const database = new Database(join(program.folder, 'events.db'));
    database.exec('DROP TRIGGER event_stays; DELETE FROM event WHERE position = 6');
    database.close();
    const exported = await ledger(program, 'export', '--out', 'record', '--record', `person/${person}`);
    const stderr = expect.stringMatching(/^ALARM: entry 5 \(revision 1 of .*\) is missing in the store/);
    expect(exported).toMatchObject({ code: 1, stderr });
    expect(readdirSync(work)).toEqual(['data']);
  });

  it('is 2 where nothing could be checked, and 64 where the command is wrong', async () => {
    const nowhere = { folder: work, env: {} };
    writeFileSync(join(work, 'words'), 'no export\n');
    const unchecked = [
      ['none'],
      ['words'],
      ['words', '--key', 'none'],
      ['words', '--checkpoint', 'none'],
      ...['none', '.', ''].map((name) => ['words', '--key', 'words', '--checkpoint', name]),
      ['--live', 'http://127.0.0.1:9'],
      ['--live', 'http://127.0.0.1:9', '--key', 'words', '--checkpoint', 'none'],
    ];
    for (const args of unchecked) {
      const { code, stdout } = await ledger(nowhere, 'verify', ...args);
      expect({ args, code, stdout }).toEqual({
        args,
        code: 2,
        stdout: expect.stringMatching(/^COULD NOT BE CHECKED: /),
      });
    }
    const wrong = [
      [],
      ['a', 'b'],
      ['a', '--live', 'http://127.0.0.1:9'],
      ['--live', 'x'],
      ['a', '--follow'],
      ['a', '--every', '0'],
    ];
    for (const args of wrong)
      expect({ args, ...(await ledger(nowhere, 'verify', ...args)) }).toMatchObject({ args, code: 64 });
  });
});

describe('what was recorded last', () => {
  it('is signed by an end in order, however soon it comes', async () => {
    const place = { folder: join(work, 'data'), env: { ...EMBEDDED, PORT: '0' } };
    expect((await ledger(place, 'demo', '--exit')).code).toBe(0);
    const { code, stdout } = await ledger(place, 'export', '--out', 'all');
    const [, exported, signed] =
      /^exported (\d+) of (\d+) signed entries and \d+ disclosures into all\n$/.exec(stdout) ?? [];
    const database = new Database(join(place.folder, 'events.db'), { readonly: true });
    const recordedEntries = database.prepare<[], number>('SELECT count(*) FROM event').pluck().get();
    database.close();
    expect({ code, exported, signed }).toEqual({
      code: 0,
      exported: String(recordedEntries),
      signed: String(recordedEntries),
    });
  });

  it('and not signed is reported by the export, beside the file', async () => {
    const program = await start({ DATA_DIR: join(work, 'data') });
    await recordSome(program);
    await covers(program, 6);
    await program.stop();
    const unsigning = await start({ DATA_DIR: join(work, 'data'), LEDGER_SIGNING_KEY: 'none' });
    await recorded(unsigning, '/v1/parties', { form: 'fund', names: { en: 'Another' } });
    const { code, stdout } = await ledger(unsigning, 'export', '--out', 'all');
    expect([code, stdout.split('\n').slice(0, 2)]).toEqual([
      0,
      [
        expect.stringMatching(/^exported 6 of 6 signed entries /),
        '1 more entry is recorded and not yet signed: not in the file, and nothing is proved about it',
      ],
    ]);
    const offline = await ledger(unsigning, 'verify', 'all');
    expect(offline).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('NOTE         1 more recorded and not yet signed, as the file says'),
    });
    const live = await ledger(unsigning, 'verify', '--live', unsigning.url);
    expect(live).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('NOTE         1 more recorded and not yet signed'),
    });
  });
});

describe('a ledger that raises an alarm', () => {
  it.each([
    [
      'an entry was changed',
      "DROP TRIGGER event_unchanged; UPDATE event SET data = replace(data, 'On castings', 'On forgings')",
    ],
    ['the last entry was deleted', 'DROP TRIGGER event_stays; DELETE FROM event WHERE position = 6'],
  ])('is not good for whoever asks it: %s', async (_, change) => {
    const program = await start({ DATA_DIR: join(work, 'data') });
    await recordSome(program);
    await covers(program, 6);
    writeFileSync(join(work, 'kept'), (await program.request('GET', '/v1/log/checkpoint')).text);
    const key = await keyOf(program);
    await program.stop();
    const database = new Database(join(program.folder, 'events.db'));
    database.exec(change);
    database.close();
    const again = await start({ DATA_DIR: join(work, 'data') });
    while (bodyOf<{ status: string }>(await again.request('GET', '/health/ready')).status !== 'refused')
      await sleep(50);
    const { code, stdout } = await ledger(again, 'verify', '--live', again.url, '--key', key, '--checkpoint', 'kept');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^NOT GOOD: the server itself says: ALARM: /)]);
  });
});

describe('a ledger that is followed', () => {
  it('is good while it grows, and ends the watch when another history stands there', async () => {
    const program = await start();
    await recordSome(program);
    await covers(program, 6);
    const key = await keyOf(program);
    const args = ['--live', program.url, '--key', key, '--save', 'kept', '--follow', '--every', '1'];
    const child = spawn(process.execPath, [LEDGER, 'verify', ...args], {
      cwd: work,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const printed = async (text: string): Promise<void> => {
      while (!stdout.includes(text)) await sleep(50);
    };
    await printed('good: 6 of 6 entries');
    await recorded(program, '/v1/parties', { form: 'fund', names: { en: 'Another' } });
    await printed('good: 1 of 7 entries');

    const { port } = new URL(program.url);
    await program.stop();
    await printed('COULD NOT BE CHECKED');
    const other = await start({ PORT: port });
    await recordSome(other);
    await covers(other, 6);
    expect(await ended).toBe(1);
    expect(stdout).toContain('NOT GOOD');
    expect(readFileSync(join(work, 'kept'), 'utf8').split('\n')[1]).toBe('7');
  });
});
