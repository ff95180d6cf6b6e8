import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Program } from '../support/program.js';
import { bodyOf, type ReceiptBody, recorded } from '../support/recording.js';
import { storedLog } from '../support/stored-log.js';

/** What was acknowledged over HTTP: ids of events, with the record that each belongs to. */
export type AcknowledgedEvents = Map<string, string>;

/** Writers that go on until they are told to end, or get no answer any more. */
export interface Writing {
  readonly acknowledged: AcknowledgedEvents;
  /** What was answered otherwise: statuses with the type of the problem, and how often. */
  readonly refused: Map<string, number>;
  /** Resolves when all have ended. */
  readonly ended: Promise<unknown>;
  end(): void;
  /** Resolves when so many were acknowledged since the beginning, or all writers have ended. */
  until(count: number): Promise<void>;
  /** Resolves when something was refused, or all writers have ended. */
  untilRefused(): Promise<void>;
}

/** Lets so many writers record people, and further names of one that all share. */
export async function startWriters(program: Program, writers: number): Promise<Writing> {
  const acknowledged: AcknowledgedEvents = new Map();
  const refused = new Map<string, number>();
  const shared = await recorded(program, '/v1/people', { name: { en: 'Shared' } });
  acknowledged.set(shared.event, shared.id);
  let isOver = false;
  const note = (answer: Answer): void => {
    if (answer.status < 300) {
      const { events, id } = bodyOf<ReceiptBody>(answer);
      for (const event of events) acknowledged.set(event.id ?? '', id ?? '');
      return;
    }
    const said = `${answer.status} ${bodyOf<{ type?: string } | undefined>(answer)?.type ?? ''}`;
    refused.set(said, (refused.get(said) ?? 0) + 1);
  };
  const writer = async (_: unknown, index: number): Promise<void> => {
    for (let turn = 0; !isOver; turn += 1) {
      const path = turn % 4 === index % 4 ? `/v1/people/${shared.id}/names` : '/v1/people';
      const body = { name: { en: `Writer ${index}, ${turn}` } };
      const answer = await program
        .post(path, body, { 'idempotency-key': randomUUID(), 'if-match': '*' })
        .catch(() => undefined);
      if (!answer) return;
      note(answer);
    }
  };
  const ended = Promise.all(Array.from({ length: writers }, writer));
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  const until = async (count: number): Promise<void> => {
    while (acknowledged.size < count && !hasEnded) await sleep(2);
  };
  const untilRefused = async (): Promise<void> => {
    while (refused.size === 0 && !hasEnded) await sleep(2);
  };
  return { acknowledged, refused, ended, end: () => (isOver = true), until, untilRefused };
}

/** What became of acknowledged events. */
export interface Kept {
  readonly ids: ReadonlySet<string>;
  readonly stored: number;
  readonly lost: string[];
  readonly wrong: string[];
}

/** Looks into the log for what was acknowledged, and whether each stream runs without gaps and each event is there once. */
export async function keptOf(program: Pick<Program, 'folder' | 'env'>, acknowledged: Iterable<string>): Promise<Kept> {
  const events = await storedLog(program);
  const ids = new Set(events.map(({ id }) => id));
  const wrong = ids.size === events.length ? [] : [`${events.length - ids.size} events are there twice`];
  const next = new Map<string, number>();
  for (const { stream, revision } of events) {
    const expected = next.get(stream) ?? 0;
    if (revision !== expected) wrong.push(`${stream} has ${revision} in place of ${expected}`);
    next.set(stream, revision + 1);
  }
  return { ids, stored: events.length, lost: [...acknowledged].filter((id) => !ids.has(id)), wrong };
}

/** What a program says that has shown the whole log. */
export interface Ready {
  status: string;
  alarm?: string;
  views: { index: number; parked: number };
  parked: { count: number };
}

/** Waits until a program is ready, or refuses; gives what it says of itself. */
export async function readiness(program: Program): Promise<Ready> {
  for (let turns = 0; ; turns += 1) {
    const said = bodyOf<Ready>(await program.request('GET', '/health/ready'));
    if (said.status !== 'catching-up' || turns > 2_000) return said;
    await sleep(10);
  }
}

/** Whether a restarted program is as it should be: ready, without an alarm, showing so many events, and recording. */
export async function faultsOfRestarted(program: Program, stored: number): Promise<string[]> {
  const { status, alarm, views, parked } = await readiness(program);
  const faults: string[] = [];
  if (status !== 'ready' || alarm !== undefined) faults.push(`it says ${status} ${alarm ?? ''}`);
  if (views.index !== stored) faults.push(`the views show ${views.index} of ${stored} events`);
  if (parked.count > 0) faults.push(`${parked.count} are set aside`);
  const answer = await program.post('/v1/people', { name: { en: 'After' } });
  if (answer.status !== 201) faults.push(`it records nothing: ${answer.text}`);
  else {
    const { status: shown } = await program.get(`/v1/people/${bodyOf<ReceiptBody>(answer).id}`);
    if (shown !== 200) faults.push(`what it records is answered with ${shown}`);
  }
  return faults;
}
