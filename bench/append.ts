import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { NewEvent } from '../src/event-store/port.js';
import { openSqliteStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { type BenchRow, compare, type Effort, interleave, perSecond } from './report.js';

const STREAMS = 1000;
const PAIRS = 9;
const GROUPED_EVENTS = 20_000;
const SINGLE_EVENTS = 2_000;

/** Appends one event to a stream whose last revision the caller knows. */
type Append = (stream: string, expected: number, event: NewEvent) => unknown;

interface Side {
  readonly append: Append;
  close(): void | Promise<void>;
}

interface Work {
  readonly callers: number;
  readonly events: readonly NewEvent[];
  readonly streams: readonly string[];
}

/** Durable appends through the port beside hand-written better-sqlite3: 64 callers and one, 500-byte events. */
export async function benchAppend({ quick }: Effort): Promise<BenchRow[]> {
  const pairs = quick ? 3 : PAIRS;
  const streams = Array.from({ length: STREAMS }, () => `bench.agreement-${randomUUID()}`);
  const grouped: Work = { callers: 64, events: eventsOf(GROUPED_EVENTS), streams };
  const single: Work = { callers: 1, events: eventsOf(SINGLE_EVENTS), streams };
  const groupedFigures = await interleave(
    pairs,
    () => measure(openOurs, grouped),
    () => measure(openGroupedByHand, grouped),
  );
  const singleFigures = await interleave(
    pairs,
    () => measure(openOurs, single),
    () => measure(openOneByOneByHand, single),
  );
  const size = `500-byte events, ${STREAMS} streams, expected revisions, an fsync before each answer`;
  return [
    {
      name: 'append, 64 callers',
      ...compare(groupedFigures, Number),
      unit: 'events/s',
      beside: 'better-sqlite3 inserts grouped per tick, same pragmas',
      target: { atLeast: 0.8 },
      note: `${size}. SQLite’s inserts and the pages that it writes to its log limit it; the fsync is shared by 64`,
    },
    {
      name: 'append, one caller',
      ...compare(singleFigures, Number),
      unit: 'events/s',
      beside: 'better-sqlite3 transactions one by one, same pragmas',
      target: { atLeast: 0.8 },
      note: `${size}. The disk’s fsync limits it, then the turn of the event loop in which others could have joined`,
    },
  ];
}

async function measure(open: (folder: string) => Side, work: Work): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const side = open(folder);
  try {
    const start = process.hrtime.bigint();
    await Promise.all(Array.from({ length: work.callers }, (_, caller) => call(caller, side.append, work)));
    return perSecond(work.events.length, process.hrtime.bigint() - start);
  } finally {
    await side.close();
    await rm(folder, { recursive: true });
  }
}

/** One caller: the streams are dealt out among the callers, so that no append loses and both sides write the same. */
async function call(caller: number, append: Append, { callers, events, streams }: Work): Promise<void> {
  const mine = streams.filter((_, index) => index % callers === caller);
  const last = mine.map(() => -1);
  let turn = 0;
  for (let index = caller; index < events.length; index += callers) {
    const at = turn++ % mine.length;
    const expected = last[at] ?? -1;
    const stream = mine[at];
    const event = events[index];
    if (stream === undefined || event === undefined) throw new RangeError('more callers than streams or events');
    const pending = append(stream, expected, event);
    if (pending instanceof Promise) await pending;
    last[at] = expected + 1;
  }
}

function eventsOf(count: number): NewEvent[] {
  const data = JSON.stringify({ text: 'd'.repeat(339) });
  const metadata = JSON.stringify({ text: 'm'.repeat(139) });
  return Array.from({ length: count }, () => ({ id: randomUUID(), type: 'AgreementSigned', data, metadata }));
}

function openOurs(folder: string): Side {
  const store = openSqliteStore({ folder, ledger: 'bench' });
  return {
    append: (stream, expected, event) => store.append(stream, expected, [event]),
    close: () => store.close(),
  };
}

/** The same table shape, pragmas and statements, with nothing around them. */
function openByHand(folder: string): { database: Database.Database; insert: Append } {
  const database = new Database(join(folder, 'by-hand.db'));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'recursive_triggers = 1', 'foreign_keys = 1']) {
    database.pragma(pragma);
  }
  for (const pragma of ['cell_size_check = 1', 'trusted_schema = 0', 'busy_timeout = 5000']) database.pragma(pragma);
  database.exec(`
    CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE event (position INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL REFERENCES stream (id),
      revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL,
      UNIQUE (stream, revision)) STRICT;
  `);
  const addStream = database.prepare('INSERT INTO stream (name) VALUES (?)');
  const addEvent = database.prepare(
    'INSERT INTO event (stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const ends = new Map<string, { id: number | bigint; last: number }>();
  const insert: Append = (stream, expected, { id, type, data, metadata }) => {
    let end = ends.get(stream);
    if (!end) {
      end = { id: addStream.run(stream).lastInsertRowid, last: -1 };
      ends.set(stream, end);
    }
    if (end.last !== expected) throw new Error('conflict');
    addEvent.run(end.id, expected + 1, id, type, data, metadata);
    end.last = expected + 1;
  };
  return { database, insert };
}

function openGroupedByHand(folder: string): Side {
  const { database, insert } = openByHand(folder);
  let queue: { stream: string; expected: number; event: NewEvent; resolve: () => void }[] = [];
  const writeAll = database.transaction((group: typeof queue) => {
    for (const { stream, expected, event } of group) insert(stream, expected, event);
  });
  const flush = (): void => {
    const group = queue;
    queue = [];
    writeAll.immediate(group);
    for (const { resolve } of group) resolve();
  };
  return {
    append: (stream, expected, event) =>
      new Promise<void>((resolve) => {
        if (queue.length === 0) setImmediate(flush);
        queue.push({ stream, expected, event, resolve });
      }),
    close: () => void database.close(),
  };
}

function openOneByOneByHand(folder: string): Side {
  const { database, insert } = openByHand(folder);
  const insertNow = database.transaction(insert);
  return {
    append: (stream, expected, event) => insertNow.immediate(stream, expected, event),
    close: () => void database.close(),
  };
}
