import { digestOfIdentifier } from '../../src/commands/identifier-digest.js';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultRounds, reportFaults } from '../support/fault-report.js';
import { type Answer, type Program, startProgram } from '../support/program.js';
import { historyOf, recorded } from '../support/recording.js';
import { storedLog } from '../support/stored-log.js';

const ROUNDS = faultRounds(3, 10);
const WRITERS = 64;
/** The kill comes after this many answers of a round, in the midst of the next ones. */
const ANSWERS = 150;

/** A command as it is sent, and sent again. */
interface Sent {
  path: string;
  body: object;
  key: string;
}

/** Every event in the store, in the order of the log, with its idempotency key. */
async function rowsOf(program: Program): Promise<{ id: string; stream: string; revision: number; key: string }[]> {
  const events = await storedLog(program);
  return events.map(({ id, stream, revision, metadata }) => {
    const { key } = JSON.parse(metadata) as { key: string };
    return { id, stream, revision, key };
  });
}

it(`kill -9 under ${WRITERS} writers loses nothing that was acknowledged, and a retry records nothing twice`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-killed-'));
  let program = await startProgram({ DATA_DIR: folder });
  try {
    const acknowledged = new Map<string, { sent: Sent; answer: Answer; event: string }>();
    // A few records that all writers change, beside the ones that each begins.
    const shared = await Promise.all(
      Array.from({ length: 4 }, async () => (await recorded(program, '/v1/people', { name: { en: 'Shared' } })).id),
    );
    const send = ({ path, body, key }: Sent): Promise<Answer> =>
      program.post(path, body, { 'idempotency-key': key, 'if-match': '*' });
    const note = (sent: Sent, answer: Answer): void => {
      const { events } = answer.body as { events: { id: string }[] };
      acknowledged.set(sent.key, { sent, answer, event: events[0]?.id ?? '' });
    };

    let losses = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const unanswered: Sent[] = [];
      const goal = acknowledged.size + ANSWERS;
      let killed: Promise<unknown> | undefined;
      const writer = async (_: unknown, index: number): Promise<void> => {
        for (;;) {
          const begins = index % 2 === 0;
          const path = begins ? '/v1/people' : `/v1/people/${shared[index % shared.length]}/names`;
          const sent = { path, body: { name: { en: `Writer ${index}` } }, key: randomUUID() };
          const answer = await send(sent).catch(() => undefined);
          if (!answer) {
            unanswered.push(sent);
            return;
          }
          // So many at once on one record may keep outrunning one of them: it is answered so, and nothing of it is kept.
          if (answer.status !== 412) note(sent, answer);
          if (acknowledged.size >= goal) killed ??= program.stop('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, writer));
      await killed;
      expect(unanswered.length).toBeGreaterThan(0);

      program = await startProgram({ DATA_DIR: folder });
      const stored = new Map((await rowsOf(program)).map((row) => [row.id, row]));
      const lost = [...acknowledged.values()].filter(
        ({ event, sent }) => stored.get(event)?.key !== digestOfIdentifier(sent.key),
      );
      losses += lost.length;
      // Whatever became of the others: sent again, each is recorded once.
      for (const sent of unanswered) {
        const answer = await send(sent);
        expect([sent.path, answer.status]).toEqual([sent.path, sent.path === '/v1/people' ? 201 : 200]);
        note(sent, answer);
      }
    }

    reportFaults({
      fault: `kill -9 of the program, under ${WRITERS} HTTP writers`,
      injected: ROUNDS,
      acknowledged: acknowledged.size,
      lost: losses,
      wrong: 0,
    });
    expect(losses).toBe(0);
    const rows = await rowsOf(program);
    const keys = rows.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(keys)).toEqual(
      new Set([...[...acknowledged.keys()].map(digestOfIdentifier), ...keys.slice(0, shared.length)]),
    );
    const next = new Map<string, number>();
    for (const { stream, revision } of rows) {
      expect(revision).toBe(next.get(stream) ?? 0);
      next.set(stream, revision + 1);
    }
    // By HTTP: the shared records hold each change once, and an answer given before the kills is given again.
    for (const id of shared) {
      const history = await historyOf(program, `/v1/people/${id}`);
      expect(history.map(({ revision }) => revision)).toEqual(history.map((_, index) => index));
      const changes = [...acknowledged.values()].filter(({ sent }) => sent.path === `/v1/people/${id}/names`);
      expect(new Set(history.slice(1).map(({ key }) => key))).toEqual(
        new Set(changes.map(({ sent }) => digestOfIdentifier(sent.key))),
      );
    }
    for (const { sent, answer } of [...acknowledged.values()].filter((_, index) => index % 10 === 0)) {
      expect((await send(sent)).text).toBe(answer.text);
    }
    expect(await rowsOf(program)).toHaveLength(rows.length);
  } finally {
    await program.stop();
    await rm(folder, { recursive: true });
  }
}, 300_000);
