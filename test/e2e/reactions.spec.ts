import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Program, startProgram } from '../support/program.js';
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

const AGREEMENTS = 40;
const NUMBERS = Array.from({ length: AGREEMENTS }, (_, index) => index + 1);
const TIME_ZONE = 'Europe/Moscow';

interface Registered {
  status: string;
  registration: { region: string; number: number } | null;
}

/** Asks until something holds; the test's own time limit ends it. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    await sleep(50);
  }
}

function today(): string {
  return new Intl.DateTimeFormat('sv', { timeZone: TIME_ZONE }).format(new Date());
}

describe('What must happen in a second stream', () => {
  let folder: string;
  let program: Program;

  const start = async (): Promise<void> => {
    program = await startProgram({ DATA_DIR: folder, LEDGER_TIME_ZONE: TIME_ZONE });
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-reactions-'));
    await start();
  });

  afterEach(async () => {
    await program.stop('SIGKILL');
    await rm(folder, { recursive: true });
  });

  describe('numbers of a registration journal', () => {
    let by: Signatories;
    let agreements: string[];

    beforeEach(async () => {
      by = await signatories(program);
      agreements = await Promise.all(NUMBERS.map((number) => signedAgreement(program, by, `Соглашение ${number}`)));
    });

    const register = (id: string, key: string): Promise<Answer> =>
      program.post(
        `/v1/agreements/${id}/registration`,
        { region: 'RU-KYA', date: today() },
        { 'idempotency-key': key, 'if-match': '*' },
      );
    const journal = `/v1/registration-journals/RU-KYA.${today().slice(0, 4)}`;
    const lines = async (): Promise<{ agreement: unknown; number: unknown }[]> => {
      const answer = await program.get(`${journal}/history`);
      if (answer.status === 404) return [];
      return bodyOf<HistoryBody>(answer).entries.map(({ data }) => ({
        agreement: data.agreement,
        number: data.number,
      }));
    };
    const numberOf = async (id: string): Promise<number | undefined> => {
      const entries = await historyOf(program, `/v1/agreements/${id}`);
      const registered = entries.filter(({ type }) => type === 'AgreementRegistered');
      expect(registered.length).toBeLessThanOrEqual(1);
      return registered[0]?.data.number as number | undefined;
    };

    const hasAsked = async (id: string): Promise<boolean> =>
      (await historyOf(program, `/v1/agreements/${id}`)).some(({ type }) => type === 'RegistrationRequested');

    it(`run from 1 to ${AGREEMENTS} without a gap or a repeat when as many register at once`, async () => {
      const answers = await Promise.all(agreements.map((id) => register(id, randomUUID())));
      expect(answers.map(({ status }) => status)).toEqual(NUMBERS.map(() => 200));
      const numbers: number[] = [];
      for (const [index, id] of agreements.entries()) {
        const position = answers[index]?.headers.get('ledger-position') ?? '';
        const { status, registration } = await readAt<Registered>(program, `/v1/agreements/${id}`, position);
        expect(status).toBe('registered');
        numbers.push(registration?.number ?? 0);
      }
      expect([...numbers].sort((a, b) => a - b)).toEqual(NUMBERS);
      expect(await lines()).toEqual(
        NUMBERS.map((number) => ({ number, agreement: agreements[numbers.indexOf(number)] })),
      );
    }, 60_000);

    it('are kept by a kill in the midst: what the agreements asked for is finished, and the rest goes on from there', async () => {
      const keys = new Map(agreements.map((id) => [id, randomUUID()]));
      const answered = new Map<string, Answer>();
      let killed: Promise<unknown> | undefined;
      await Promise.all(
        agreements.map(async (id) => {
          const answer = await register(id, keys.get(id) ?? '').catch(() => undefined);
          if (answer) answered.set(id, answer);
          if (answered.size >= 5) killed ??= program.stop('SIGKILL');
        }),
      );
      await killed;
      await start();
      const asked: string[] = [];
      for (const id of agreements) if (await hasAsked(id)) asked.push(id);
      expect(asked.length).toBeGreaterThanOrEqual(answered.size);
      for (const id of asked) await until(() => numberOf(id));
      const begun = await lines();
      expect(begun.map(({ number }) => number)).toEqual(NUMBERS.slice(0, asked.length));
      expect(new Set(begun.map(({ agreement }) => agreement))).toEqual(new Set(asked));
      for (const { agreement, number } of begun) expect(await numberOf(String(agreement))).toBe(number);
      // Nobody else is registered, and each request is answered when it is sent again: by its number, or by a new one.
      const others = agreements.filter((id) => !asked.includes(id));
      for (const id of others) expect(await numberOf(id)).toBeUndefined();
      for (const id of agreements) {
        const again = await register(id, keys.get(id) ?? '');
        expect(again.status).toBe(200);
        if (answered.has(id)) expect(again.text).toBe(answered.get(id)?.text);
      }
      const all = await lines();
      expect(all.map(({ number }) => number)).toEqual(NUMBERS);
      for (const { agreement, number } of all) expect(await numberOf(String(agreement))).toBe(number);
    }, 60_000);
  });

  describe('the next meeting of a yearly series', () => {
    interface Meetings {
      items: { id: string; planned: string; series: string; status: string }[];
    }

    const plannedIn = async (series: string): Promise<Meetings['items']> => {
      const { items } = bodyOf<Meetings>(await program.get('/v1/meetings?status=planned&limit=200'));
      return items.filter((meeting) => meeting.series === series);
    };
    const agreed = async (): Promise<string> => {
      const rule = { recurrence: 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15', anchor: '2020-03-15' };
      const { id } = await recorded(program, '/v1/meeting-series', {
        title: { ru: 'Ярмарка' },
        form: 'procurement-meeting',
        ...rule,
      });
      return id;
    };
    /** The first 15 March after today. */
    const next = (): string => {
      const day = `${today().slice(0, 4)}-03-15`;
      return day > today() ? day : `${Number(today().slice(0, 4)) + 1}-03-15`;
    };

    it('is planned once when one has been held on a date: also after a restart that reads the log again, and after replays', async () => {
      const series = await agreed();
      const meeting = await recorded(program, '/v1/meetings', {
        title: { ru: 'Ярмарка' },
        form: 'procurement-meeting',
        series,
      });
      expect(await plannedIn(series)).toMatchObject([{ id: meeting.id }]);
      const holding = [
        `/v1/meetings/${meeting.id}/holding`,
        { date: today() },
        { 'idempotency-key': randomUUID() },
      ] as const;
      const held = await recorded(program, ...holding);
      const [planned] = await until(async () => {
        const found = await plannedIn(series);
        return found.length > 0 && found[0]?.id !== meeting.id ? found : undefined;
      });
      expect(planned).toMatchObject({ planned: next(), status: 'planned' });
      const named = await until(
        async () => bodyOf<{ next?: object }>(await program.get(`/v1/meeting-series/${series}`)).next ?? undefined,
      );
      expect(named).toEqual({ meeting: planned?.id, planned: next() });
      const [entry] = await historyOf(program, `/v1/meetings/${planned?.id}`);
      expect(entry).toMatchObject({
        type: 'MeetingPlanned',
        correlationId: held.event,
        data: { act: { modality: 'will', arisesFrom: { kind: 'meeting', id: meeting.id, event: held.event } } },
      });

      await program.stop('SIGKILL');
      await rm(join(folder, 'reactions-ledger.position'), { force: true });
      await start();
      expect((await recorded(program, ...holding)).answer.text).toBe(held.answer.text);
      // A second series, whose next meeting is planned after the log has been read up to there.
      const other = await agreed();
      const second = await recorded(program, '/v1/meetings', {
        title: { ru: 'Другая' },
        form: 'procurement-meeting',
        series: other,
        stage: 'held',
        date: today(),
      });
      await until(async () => ((await plannedIn(other)).length > 0 ? true : undefined));
      expect(await plannedIn(series)).toMatchObject([{ id: planned?.id }]);
      expect(await plannedIn(other)).toMatchObject([{ planned: next() }]);
      expect(second.id).not.toBe(planned?.id);
    }, 60_000);

    it('is not planned from a meeting without a date', async () => {
      const [series, marker] = [await agreed(), await agreed()];
      const meeting = { title: { ru: 'Ярмарка' }, form: 'procurement-meeting', stage: 'held' };
      await recorded(program, '/v1/meetings', { ...meeting, series });
      await recorded(program, '/v1/meetings', { ...meeting, series: marker, date: today() });
      await until(async () => ((await plannedIn(marker)).length > 0 ? true : undefined));
      expect(await plannedIn(series)).toEqual([]);
    });
  });
});
