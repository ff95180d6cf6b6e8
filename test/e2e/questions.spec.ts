import { setTimeout as sleep } from 'node:timers/promises';
import { faultRounds } from '../support/fault-report.js';
import type { Answer, Program } from '../support/program.js';
import { startProgram } from '../support/program.js';
import type { ProblemBody, Recorded } from '../support/recording.js';
import { bodyOf, historyOf, recorded } from '../support/recording.js';

/** Entries of the record that is asked about: enough for a question to take some time. */
const NAMES = 80;

/** How many of the expensive questions are sent in floods. */
const FLOODED = faultRounds(2, 12);

/** What a client has under way and waiting at most, as docs/operations.md says. */
const PER_CLIENT = 10;

describe('questions that take long', () => {
  let program: Program;
  let party: Recorded;
  let explanation: string;

  beforeAll(async () => {
    program = await startProgram({ LEDGER_TRUSTED_PROXIES: '127.0.0.0/8' });
    party = await recorded(program, '/v1/parties', { form: 'enterprise', names: { en: 'Plant' } });
    explanation = `/v1/parties/${party.id}/explain`;
    for (let number = 1; number < NAMES; number += 1)
      await recorded(program, `/v1/parties/${party.id}/names`, { names: { en: `Plant ${number}` } });
    // The threads have loaded their modules when it is measured how long others wait.
    expect((await program.get(explanation)).status).toBe(200);
  });

  afterAll(() => program.stop());

  const ask = (client: string, path = explanation): Promise<Answer> => program.get(path, { 'x-forwarded-for': client });

  it('are refused to a client that asks too many at once, and answered to others meanwhile', async () => {
    const many = Promise.all(Array.from({ length: PER_CLIENT + 5 }, () => ask('192.0.2.1')));
    await sleep(20);
    const [other, status] = await Promise.all([ask('192.0.2.2'), program.get(`/v1/parties/${party.id}`)]);
    expect([other.status, status.status]).toEqual([200, 200]);
    const answers = await many;
    const refused = answers.filter((answer) => answer.status === 503);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(answers.length - refused.length);
    expect(refused).toHaveLength(5);
    expect(refused[0]?.headers.get('retry-after')).toBe('2');
    expect(bodyOf<ProblemBody>(refused[0]!).type).toBe('/problems/too-busy');
  });

  it('keep nobody waiting when they are sent in hundreds and given up', async () => {
    const base = `/v1/parties/${party.id}`;
    const every = [
      explanation,
      `${base}/replay`,
      `${base}/diff?from=0&to=${NAMES - 1}`,
      `${base}/corrections`,
      `${base}/history`,
      `${base}/related`,
      `${base}?on=2020-01-01`,
      '/v1/parties?on=2020-01-01',
      '/v1/summary?on=2020-01-01',
      '/v1/regions/RU-KYA/with/RU-ULY',
      '/v1/corrections',
      '/v1/parties/comparison?from=0',
    ].slice(0, FLOODED);
    for (const path of every) expect([path, (await ask('192.0.2.101', path)).status]).toEqual([path, 200]);
    const waits: number[] = [];
    const over = new AbortController();
    const others = (async () => {
      while (!over.signal.aborted) {
        for (const path of [`/v1/parties/${party.id}`, '/health/ready']) {
          const begun = performance.now();
          expect((await program.get(path)).status).toBe(200);
          waits.push(performance.now() - begun);
        }
        await sleep(10);
      }
    })();
    for (let round = 0; round < 8; round += 1) {
      const left = new AbortController();
      const flood = Array.from({ length: 20 }, (_, index) =>
        fetch(program.url + (every[(round * 20 + index) % every.length] ?? ''), {
          signal: left.signal,
          headers: { 'x-forwarded-for': `192.0.2.${index}` },
        }).catch(() => undefined),
      );
      await sleep(15);
      left.abort();
      await Promise.all(flood);
    }
    over.abort();
    await others;
    expect(Math.max(...waits)).toBeLessThan(2_000);
    expect(program.stderr()).not.toMatch(/"level":50/);
    // Whoever asks next does not wait for what was given up.
    expect((await ask('192.0.2.100')).status).toBe(200);
  }, 120_000);

  it('are answered in pages that together are the whole', async () => {
    expect(await historyOf(program, `/v1/parties/${party.id}`)).toHaveLength(
      bodyOf<{ revision: number }>(await program.get(`/v1/parties/${party.id}`)).revision + 1,
    );
    const project = await recorded(program, '/v1/projects', { title: { en: 'Works' }, parties: [party.id] });
    const meetings = await Promise.all(
      [1, 2, 3].map((day) =>
        recorded(program, '/v1/meetings', {
          title: { en: `Day ${day}` },
          form: 'working-meeting',
          arisesFrom: { kind: 'project', id: project.id, event: project.event },
        }),
      ),
    );
    const found: string[] = [];
    const sizes: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Answer = await program.get(
        `/v1/projects/${project.id}/related?limit=2${next === '' ? '' : `&cursor=${next}`}`,
      );
      const {
        to,
        from,
        next: following,
      } = bodyOf<Record<'to' | 'from', { record: { id: string } }[]> & { next: string | null }>(page);
      found.push(...[...to, ...from].map(({ record }) => record.id));
      sizes.push(to.length + from.length);
      next = following;
    }
    expect([...found].sort()).toEqual([party.id, ...meetings.map(({ id }) => id)].sort());
    expect(sizes).toEqual([2, 2]);
    expect((await program.get(`/v1/projects/${project.id}/related?cursor=wrong`)).status).toBe(400);
  });
});
