import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openEventStoreDb } from '../../src/event-store/eventstoredb/eventstoredb-event-store.js';
import { seal } from '../../src/kernel/personal.js';
import { startStandIn, type StandIn } from '../support/eventstoredb/stand-in.js';
import { type Answer, MAIN, type Program, startProgram } from '../support/program.js';
import {
  type HistoryBody,
  type Signatories,
  bodyOf,
  historyOf,
  readAt,
  recorded,
  signatories,
  signedAgreement,
} from '../support/recording.js';
import { storedLog } from '../support/stored-log.js';

const VERBS = join(MAIN, '..', 'cli', 'ledger.js');
const INSTANCES = 3;
const ROUNDS = 15;

/** The real server if one is given, else the stand-in: a ledger of its own for each run. */
const SERVER = process.env.TEST_EVENTSTORE_URL ?? '';

describe(`${INSTANCES} instances on one event store`, () => {
  let server: StandIn | undefined;
  let folder: string;
  let instances: Program[];
  let first: Program;
  let second: Program;

  beforeAll(async () => {
    server = SERVER === '' ? await startStandIn() : undefined;
    folder = await mkdtemp(join(tmpdir(), 'ledger-instances-'));
    const ledger = `e2e_${randomUUID().replaceAll('-', '')}`;
    const start = (_: unknown, index: number): Promise<Program> =>
      startProgram({
        EVENT_STORE_URL: server?.url ?? SERVER,
        LEDGER_NAME: ledger,
        DATA_DIR: join(folder, String(index)),
      });
    instances = await Promise.all(Array.from({ length: INSTANCES }, start));
    [first, second] = instances as [Program, Program];
  }, 60_000);

  afterAll(async () => {
    await Promise.all(instances.map((program) => program.stop()));
    await server?.kill();
    await rm(folder, { recursive: true });
  });

  /** The same request to every instance at once. */
  const everywhere = (path: string, body: unknown, headers: Record<string, string>): Promise<Answer[]> =>
    Promise.all(instances.map((program) => program.post(path, body, headers)));

  it('a command to one is seen through another by its Ledger-Position', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id, position } = await recorded(first, '/v1/parties', { form: 'fund', names: { ru: `Фонд ${round}` } });
      for (const program of instances) {
        expect(await readAt<object>(program, `/v1/parties/${id}`, position)).toMatchObject({ id, status: 'recorded' });
      }
      const from = instances[round % INSTANCES] ?? first;
      const renamed = await recorded(from, `/v1/parties/${id}/names`, { names: { ru: `Ещё ${round}` } });
      expect(await readAt<object>(second, `/v1/parties/${id}`, renamed.position)).toMatchObject({ revision: 1 });
    }
  }, 60_000);

  it('a retry through another instance has the first answer, also while it races the first', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const request = [
        '/v1/parties',
        { form: 'fund', names: { ru: `Фонд ${round}` } },
        { 'idempotency-key': randomUUID() },
      ] as const;
      const answers = await everywhere(...request);
      const [answer] = answers;
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect((await second.post(...request)).text).toBe(answer?.text);
      const { id } = bodyOf<{ id: string }>(answer!);
      expect(await historyOf(first, `/v1/parties/${id}`)).toHaveLength(1);

      const change = [
        `/v1/parties/${id}/names`,
        { names: { en: 'Fund' } },
        { 'idempotency-key': randomUUID(), 'if-match': answer?.headers.get('etag') ?? '' },
      ] as const;
      const changes = await everywhere(...change);
      expect(changes.map(({ status }) => status)).toEqual(changes.map(() => 200));
      expect(new Set(changes.map(({ text }) => text)).size).toBe(1);
      expect((await first.post(...change)).text).toBe(changes[0]?.text);
      expect(await historyOf(second, `/v1/parties/${id}`)).toHaveLength(2);
      const other = await second.post(change[0], { names: { en: 'Other' } }, change[2]);
      expect(other.status).toBe(422);
    }
  }, 120_000);

  it('of writers on one record through different instances one wins, and the others learn it', async () => {
    const { id } = await recorded(first, '/v1/parties', { form: 'fund', names: { ru: 'Фонд' } });
    for (let round = 0; round < ROUNDS; round += 1) {
      const etag = (await historyOf(first, `/v1/parties/${id}`)).length - 1;
      const answers = await Promise.all(
        instances.map((program, index) =>
          program.post(
            `/v1/parties/${id}/names`,
            { names: { en: `Fund ${round} ${index}` } },
            { 'if-match': `"${etag}.0"` },
          ),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    }
    const history = await historyOf(second, `/v1/parties/${id}`);
    expect(history.map(({ revision }) => revision)).toEqual(Array.from({ length: ROUNDS + 1 }, (_, index) => index));
  }, 120_000);

  describe('reactions', () => {
    let by: Signatories;

    beforeAll(async () => {
      by = await signatories(first);
    }, 60_000);

    it('number registrations without a gap or a repeat, each agreement once in a journal', async () => {
      const year = new Date().getFullYear();
      const agreements: string[] = [];
      for (let number = 0; number < 8; number += 1) agreements.push(await signedAgreement(first, by, `№ ${number}`));
      // Each is asked for through every instance at once, and in the journals of both regions.
      const asked = agreements.flatMap((id) =>
        instances.map(async (program, index) => {
          const region = by.regions[index % 2];
          const answer = await program.post(`/v1/agreements/${id}/registration`, { region }, { 'if-match': '*' });
          return { id, region, status: answer.status };
        }),
      );
      const answers = await Promise.all(asked);
      for (const id of agreements) {
        const statuses = answers.filter((answer) => answer.id === id).map(({ status }) => status);
        expect(statuses).toContain(200);
        // The others asked while it was under way, were outrun, or came when that region had registered it already.
        expect(statuses.filter((status) => ![200, 409, 412, 422].includes(status))).toEqual([]);
      }
      const lines: { number: unknown; agreement: unknown; region: unknown }[] = [];
      for (const region of by.regions) {
        const answer = await first.get(`/v1/registration-journals/${region}.${year}/history`);
        const entries = answer.status === 404 ? [] : bodyOf<HistoryBody>(answer).entries;
        expect(entries.map(({ data }) => data.number)).toEqual(entries.map((_, index) => index + 1));
        lines.push(...entries.map(({ data }) => ({ number: data.number, agreement: data.agreement, region })));
      }
      const placed = (all: readonly { region?: unknown; id: unknown }[]): string[] =>
        all.map(({ region, id }) => `${String(region)} ${String(id)}`).sort();
      expect(placed(lines.map(({ agreement: id, region }) => ({ id, region })))).toEqual(
        placed(answers.filter(({ status }) => status === 200)),
      );
      for (const id of agreements) {
        const entries = await historyOf(second, `/v1/agreements/${id}`);
        const registered = entries.filter(({ type }) => type === 'AgreementRegistered');
        const own = lines.filter(({ agreement }) => agreement === id);
        expect(placed(registered.map(({ data: { region, number } }) => ({ region, id: number })))).toEqual(
          placed(own.map(({ region, number }) => ({ region, id: number }))),
        );
      }
    }, 120_000);

    it('plan the next meeting of a series once', async () => {
      const series = await recorded(first, '/v1/meeting-series', {
        title: { ru: 'Ярмарка' },
        form: 'procurement-meeting',
        recurrence: 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15',
        anchor: '2020-03-15',
      });
      const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(new Date());
      const held = { title: { ru: 'Ярмарка' }, form: 'procurement-meeting', stage: 'held', date: today };
      await recorded(second, '/v1/meetings', { ...held, series: series.id });
      // Marks of every instance's reaction: the log is read in order, so what came before is done by then.
      for (const program of instances) {
        const marker = await recorded(program, '/v1/meeting-series', {
          title: { ru: 'Другая' },
          form: 'procurement-meeting',
          recurrence: 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15',
          anchor: '2020-03-15',
        });
        await recorded(program, '/v1/meetings', { ...held, series: marker.id });
        while ((await plannedIn(marker.id)).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(await plannedIn(series.id)).toHaveLength(1);
    }, 60_000);

    const plannedIn = async (series: string): Promise<unknown[]> => {
      const log = await storedLog(first);
      return log.filter(({ type, data }) => type === 'MeetingPlanned' && data.includes(series));
    };
  });

  it('all tell the same in the end', async () => {
    const { position } = await recorded(second, '/v1/parties', { form: 'fund', names: { ru: 'Последний' } });
    const [one, ...others] = await Promise.all(
      instances.map(async (program) => (await program.get('/v1/summary', { 'ledger-position': position })).text),
    );
    for (const other of others) expect(other).toBe(one);
  });

  it('keep no personal text that stands in no event, and find one that a killed instance left', async () => {
    for (let round = 0; round < 5; round += 1) {
      const body = { name: { ru: `Некто ${round}` }, remark: 'Тёзка' };
      await everywhere('/v1/people', body, { 'idempotency-key': randomUUID() });
    }
    const { EVENT_STORE_URL = '', LEDGER_NAME = '' } = first.env;
    const swept = async (...args: string[]): Promise<string> => {
      const env = { PATH: process.env.PATH, EVENT_STORE_URL, LEDGER_NAME, DATA_DIR: join(folder, 'swept') };
      return (await promisify(execFile)(process.execPath, [VERBS, 'sweep', '--wait', '0', ...args], { env })).stdout;
    };
    expect(await swept('--dry-run')).toMatch(/^0 of \d+ texts/);

    const store = await openEventStoreDb({ url: EVENT_STORE_URL, ledger: LEDGER_NAME });
    const left = seal('name', { ru: 'Никто' }).disclosure;
    const event = { id: randomUUID(), type: 'PersonRecorded', data: '{}', metadata: '{}' };
    // It was kept before the event, which never came.
    await store.append(`${LEDGER_NAME}.party-${randomUUID()}`, 5, [event], [left]).catch(() => undefined);
    expect((await store.disclosures([left.digest])).size).toBe(1);
    expect(await swept('--dry-run')).toMatch(/^1 of \d+ texts stand in no event and would be removed/);
    expect(await swept()).toMatch(/^1 of \d+ texts stand in no event and were removed/);
    expect((await store.disclosures([left.digest])).size).toBe(0);
    expect(await swept('--dry-run')).toMatch(/^0 of \d+ texts/);
    await store.close();
  }, 60_000);
});
