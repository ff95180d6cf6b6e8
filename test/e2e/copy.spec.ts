import type { ChildProcess } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenLog, until, wholeLog } from '../fixtures/foreign-log.fixtures.js';
import { openStoreAt, readStoreAddress } from '../../src/event-store/address.js';
import { newEvents } from '../contract/contract-support.js';
import type { EventStore } from '../../src/event-store/port.js';
import { faultRounds } from '../support/fault-report.js';
import { type RunningVerb, startVerbWith, type VerbEnd } from '../support/verb.js';
import { type StandIn, startStandIn } from '../support/eventstoredb/stand-in.js';

/** How often a copy is killed on its way to a server; once less on the way back. */
const KILLS = faultRounds(3, 8);
const realServer = process.env.TEST_EVENTSTORE_URL;

let folder: string;
let server: StandIn;
/** A name of its own in each test: a real server keeps what it has. */
let ledger: string;
const running: ChildProcess[] = [];

function startCopy(...args: string[]): RunningVerb {
  const copy = startVerbWith({ LEDGER_NAME: ledger }, ['copy', ...args]);
  running.push(copy.process);
  return copy;
}

const runCopy = (from: string, to: string): Promise<VerbEnd> => startCopy('--from', from, '--to', to).ended;
const inFolder = (name: string): string => `sqlite:${join(folder, name)}`;

async function inStore<T>(address: string, work: (store: EventStore) => Promise<T>): Promise<T> {
  const store = await openStoreAt(readStoreAddress(address), { ledger });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-copy-'));
  server = await startStandIn();
  ledger = `copy${randomUUID().replaceAll('-', '')}`;
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await server.kill();
  await rm(folder, { recursive: true });
});

describe('npm run ledger -- copy', () => {
  it('moves a ledger from a folder to a server and back, whole', async () => {
    const signed = ['one\n\n— ledger AAAA\n', 'two\n\n— ledger BBBB\n'];
    await inStore(inFolder('one'), async (store) => {
      await givenLog(store, ledger, 120);
      for (const [index, text] of signed.entries()) await store.appendNote(index - 1, text);
    });
    const url = realServer ?? server.url;
    for (const [from, to] of [
      [inFolder('one'), url],
      [url, inFolder('back')],
      [inFolder('back'), inFolder('again')],
      [inFolder('one'), url],
    ] as const) {
      expect(await runCopy(from, to)).toMatchObject({
        code: 0,
        stdout: 'copied 240 events, 240 disclosures, 2 notes; both logs are equal\n',
        stderr: expect.stringMatching(/copying .* 100% \| 240 events.*\n.*comparing .* 100% \| 240 events/s),
      });
    }
    const log = await inStore(inFolder('one'), wholeLog);
    expect(log.events).toHaveLength(240);
    for (const address of [url, inFolder('back'), inFolder('again')]) {
      expect(await inStore(address, wholeLog)).toEqual(log);
      const notes = await inStore(address, (store) => store.notes());
      expect(notes.map(({ text }) => text)).toEqual(signed);
    }
  }, 60_000);

  it('killed at any moment, goes on when it is run again', async () => {
    await inStore(inFolder('one'), (store) => givenLog(store, ledger, 390));
    const begun = server.events().length;
    let wanted = 0;
    for (let round = 0; round < KILLS; round += 1) {
      wanted += randomInt(1, Math.floor(900 / KILLS));
      const { process: child, ended } = startCopy('--from', inFolder('one'), '--to', server.url);
      await until(() => server.events().length > begun + wanted);
      child.kill('SIGKILL');
      expect(await ended).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    }
    expect(await runCopy(inFolder('one'), server.url)).toMatchObject({
      code: 0,
      stdout: 'copied 780 events, 780 disclosures; both logs are equal\n',
    });
    const back = join(folder, 'back');
    for (let round = 0; round < KILLS - 1; round += 1) {
      const { process: child, ended } = startCopy('--from', server.url, '--to', `sqlite:${back}`);
      await until(() => existsSync(join(back, 'events.db')));
      await new Promise((resolve) => setTimeout(resolve, randomInt(1, 300)));
      child.kill('SIGKILL');
      await ended;
    }
    expect(await runCopy(server.url, `sqlite:${back}`)).toMatchObject({ code: 0 });
    expect(await inStore(`sqlite:${back}`, wholeLog)).toEqual(await inStore(inFolder('one'), wholeLog));
  }, 120_000);

  it('rides over a server that is killed and comes back', async () => {
    await inStore(inFolder('one'), (store) => givenLog(store, ledger, 600));
    const begun = server.events().length;
    const { ended } = startCopy('--from', inFolder('one'), '--to', server.url);
    await until(() => server.events().length > begun + 500);
    await server.kill();
    await server.restart();
    expect(await ended).toMatchObject({
      code: 0,
      stdout: 'copied 1200 events, 1200 disclosures; both logs are equal\n',
    });
  }, 60_000);

  it('tells that the source goes on growing', async () => {
    await inStore(server.url, async (store) => {
      await givenLog(store, ledger, 300);
      const { process: child, ended } = startCopy('--from', server.url, '--to', inFolder('target'));
      while (child.exitCode === null) await store.append(`${ledger}.claim-${randomUUID()}`, -1, newEvents(1));
      expect(await ended).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/\nthe source has grown while it was copied: stop what writes there and run/),
      });
    });
  }, 60_000);
});

describe('npm run ledger -- copy refuses in one line', () => {
  it('a folder in which a process writes', async () => {
    await inStore(inFolder('one'), async (store) => {
      await givenLog(store, ledger, 5);
      const written =
        /^another process writes in the data folder \S+one: stop that process, or choose another folder\n$/;
      const [asSource, asTarget] = await Promise.all([
        runCopy(inFolder('one'), inFolder('two')),
        runCopy(server.url, inFolder('one')),
      ]);
      for (const ended of [asSource, asTarget]) {
        expect(ended).toMatchObject({ code: 78, stdout: '', stderr: expect.stringMatching(written) });
      }
    });
  }, 60_000);

  it('a target that holds something else', async () => {
    await inStore(inFolder('one'), (store) => givenLog(store, ledger, 5));
    await inStore(inFolder('two'), (store) => givenLog(store, ledger, 1));
    const { code, stdout, stderr } = await runCopy(inFolder('one'), inFolder('two'));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/\nthe target is no beginning of the source: its event 1 is ClaimRecorded \S+ \(rev.*\n$/);
  }, 60_000);

  it('what cannot be copied, and says nothing secret', async () => {
    // Each its own source: nobody else may hold it meanwhile.
    for (const name of ['one', 'three']) await inStore(inFolder(name), () => Promise.resolve());
    const cases: [args: string[], code: number, line: RegExp][] = [
      [['--from', 'sqlite:x'], 64, /^copy takes --from and --to: the addresses of two event stores \(.*--help.*\)\n$/],
      [['--form', 'sqlite:x'], 64, /^Unknown option '--form'.*\n$/],
      [
        ['--from', 'http://clerk:secret@host', '--to', inFolder('two')],
        78,
        /^"http:\/\/\*\*\*@host" is no address of an event store: .*\n$/,
      ],
      [
        ['--from', inFolder('one'), '--to', 'esdb://clerk:secret@host:x'],
        78,
        /^the event store's address esdb:\/\/\*\*\*@host:x cannot be used: .*\n$/,
      ],
      [['--from', inFolder('one'), '--to', `${inFolder('one')}/`], 78, /^--from and --to name the same event store\n$/],
      [
        ['--from', inFolder('nothing'), '--to', inFolder('two')],
        78,
        /^there is no ledger to read in \S+nothing: .*\n$/,
      ],
      [
        ['--from', inFolder('three'), '--to', 'esdb://clerk:secret@127.0.0.1:1?tls=false'],
        69,
        /^the event store at esdb:\/\/\*\*\*@127\.0\.0\.1:1\?tls=false does not answer now: .*\n$/,
      ],
    ];
    const endings = await Promise.all(cases.map(([args]) => startCopy(...args).ended));
    expect(endings).toEqual(
      cases.map(([, code, line]) => ({ code, signal: null, stdout: '', stderr: expect.stringMatching(line) })),
    );
    for (const { stderr } of endings) expect(stderr).not.toMatch(/secret|clerk/);
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
  }, 120_000);
});
