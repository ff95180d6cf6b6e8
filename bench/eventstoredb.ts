import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EventData,
  EventStoreDBClient,
  NO_STREAM,
  START,
  streamNameFilter,
  type AllStreamSubscription,
} from '@eventstore/db-client';
import { openEventStoreDb } from '../src/event-store/eventstoredb/eventstoredb-event-store.js';
import type { EventStore, NewEvent } from '../src/event-store/port.js';
import { type Ledger, openLedger } from '../src/ledger-instance.js';
import { readSettings } from '../src/settings.js';
import { proposeMany } from './commands.js';
import { type EventStoreServer, eventStoreServer } from './event-store-server.js';
import { type BenchRow, compare, type Effort, interleave, perSecond } from './report.js';

const CALLERS = 64;
const STREAMS = 1000;
const APPENDS = 10_000;
const COMMANDS = 5_000;
const COMMANDS_IN_FLIGHT = 16;
const LOG_EVENTS = 100_000;

/** Events of one append while the log is filled that is caught up with. */
const FILLED_AT_ONCE = 100;

const DATA = { text: 'd'.repeat(339) };
const METADATA = { text: 'm'.repeat(139) };
const TYPE = 'AgreementSigned';

/** Appends one event to a stream whose last revision the caller knows. */
type Append = (stream: string, expected: number) => Promise<unknown>;

/** The same work through the port and through the official client, both on one server, in one process. */
interface Sides {
  readonly ledger: string;
  readonly store: EventStore;
  readonly client: EventStoreDBClient;
}

/**
 * Appends with 64 in flight and catching up with 100,000 events through the port, beside the official client that does
 * the same: on the server at `url`, or on the stand-in. Every run has a ledger of its own, so that it can be repeated on
 * a server that holds other data.
 */
export async function benchEventStoreDb({ quick }: Effort, url: string | undefined): Promise<BenchRow[]> {
  const server = await eventStoreServer(url);
  const ledger = `bench_${randomBytes(8).toString('hex')}`;
  const client = EventStoreDBClient.connectionString(server.url.replace(/^kurrentdb/, 'esdb'));
  try {
    const store = await openEventStoreDb({ url: server.url, ledger });
    try {
      const sides = { ledger, store, client };
      return [
        await benchAppends(sides, server, quick),
        await benchCommands(sides, server, quick),
        await benchCatchUp(sides, server, quick),
      ];
    } finally {
      await store.close();
    }
  } finally {
    await client.dispose();
    await server.end();
  }
}

async function benchAppends(
  { ledger, store, client }: Sides,
  { name }: EventStoreServer,
  quick: boolean,
): Promise<BenchRow> {
  const throughPort: Append = (stream, expected) => store.append(stream, expected, [newEvent()]);
  const byClient = appendBy(client);
  const appends = quick ? APPENDS / 5 : APPENDS;
  for (const append of [throughPort, byClient]) await measureAppends(ledger, append, appends);
  const figures = await interleave(
    quick ? 3 : 9,
    () => measureAppends(ledger, throughPort, appends),
    () => measureAppends(ledger, byClient, appends),
  );
  return {
    name: 'EventStoreDB: append, 64 in flight',
    ...compare(figures, Number),
    unit: 'events/s',
    beside: 'appendToStream of the official client, same server and process',
    target: { atLeast: 0.9 },
    note:
      `On ${name}. 500-byte events, ${STREAMS} streams, expected revisions, from the leader. The port’s checks, its time limit on each call and the order ` +
      'that it keeps cost about what the client spends on base64, which the port spares; the server limits both',
  };
}

function appendBy(client: EventStoreDBClient): Append {
  return (stream, expected) =>
    client.appendToStream(stream, clientEvent(), {
      expectedRevision: expected < 0 ? NO_STREAM : BigInt(expected),
      requiresLeader: true,
    });
}

/** Events per second of callers that each have streams of their own, so that no append loses. */
async function measureAppends(ledger: string, append: Append, events: number, callers = CALLERS): Promise<number> {
  const streams = Array.from({ length: STREAMS }, () => `${ledger}.agreement-${randomUUID()}`);
  const call = async (caller: number): Promise<void> => {
    const mine = streams.filter((_, index) => index % callers === caller);
    for (let turn = 0; caller + turn * callers < events; turn += 1) {
      const stream = mine[turn % mine.length];
      if (stream === undefined) throw new RangeError('more callers than streams');
      await append(stream, Math.floor(turn / mine.length) - 1);
    }
  };
  const start = process.hrtime.bigint();
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  return perSecond(events, process.hrtime.bigint() - start);
}

/** Commands of a ledger of their own on the server, beside appends of one event each by the client alone. */
async function benchCommands(
  { ledger, client }: Sides,
  { url, name }: EventStoreServer,
  quick: boolean,
): Promise<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const commands = quick ? COMMANDS / 5 : COMMANDS;
  const opened = await openLedger(
    readSettings({ DATA_DIR: folder, EVENT_STORE_URL: url, LEDGER_NAME: `${ledger}_commands` }),
  );
  try {
    opened.start();
    const ours = (): Promise<number> => measureCommands(opened, commands);
    const byClient = (): Promise<number> => measureAppends(ledger, appendBy(client), commands, COMMANDS_IN_FLIGHT);
    for (const run of [ours, byClient]) await run();
    const figures = await interleave(quick ? 3 : 9, ours, byClient);
    return {
      name: `EventStoreDB: commands, ${COMMANDS_IN_FLIGHT} in flight`,
      ...compare(figures, Number),
      unit: 'commands/s',
      beside: 'as many appends of one event by the official client, same server and process',
      target: { atLeast: 0.5 },
      note:
        `On ${name}. Proposing a project, on the command path, no HTTP; the views, the past and the transparency log ` +
        'follow on the same thread. A command appends its sealed request beside its event',
    };
  } finally {
    await opened.close();
    await rm(folder, { recursive: true });
  }
}

async function measureCommands({ recorder }: Ledger, commands: number): Promise<number> {
  const start = process.hrtime.bigint();
  await proposeMany(recorder, commands, COMMANDS_IN_FLIGHT);
  return perSecond(commands, process.hrtime.bigint() - start);
}

async function benchCatchUp(sides: Sides, { url, name }: EventStoreServer, quick: boolean): Promise<BenchRow> {
  const ledger = `${sides.ledger}_log`;
  const events = quick ? LOG_EVENTS / 5 : LOG_EVENTS;
  const store = await openEventStoreDb({ url, ledger });
  try {
    await fill(store, ledger, events);
    const throughPort = (): Promise<number> => measureCatchUp(events, () => followByPort(store));
    const byClient = (): Promise<number> => measureCatchUp(events, () => followByClient(sides.client, ledger, events));
    for (const catchUp of [throughPort, byClient]) await catchUp();
    const figures = await interleave(quick ? 3 : 9, throughPort, byClient);
    return {
      name: `EventStoreDB: catching up with ${events.toLocaleString('en')} events`,
      ...compare(figures, Number),
      unit: 'events/s',
      beside: 'subscribeToAll of the official client, same filter, server and process',
      target: { atLeast: 0.8 },
      note:
        `On ${name}. 500-byte events of ${STREAMS} streams. Reading the protocol’s messages ` +
        'limits both; the port keeps the very bytes, holds them in batches and looks whether the client has sent out of ' +
        'turn, while the client parses JSON',
    };
  } finally {
    await store.close();
  }
}

async function fill(store: EventStore, ledger: string, events: number): Promise<void> {
  const perStream = events / STREAMS;
  const fillStream = async (stream: string): Promise<void> => {
    for (let written = 0; written < perStream; written += FILLED_AT_ONCE) {
      const length = Math.min(FILLED_AT_ONCE, perStream - written);
      await store.append(stream, written - 1, Array.from({ length }, newEvent));
    }
  };
  const streams = Array.from({ length: STREAMS }, () => `${ledger}.agreement-${randomUUID()}`).values();
  const fillSome = async (): Promise<void> => {
    for (const stream of streams) await fillStream(stream);
  };
  await Promise.all(Array.from({ length: CALLERS }, fillSome));
}

/** @throws Error when another number of events has come than lie in the log */
async function measureCatchUp(events: number, follow: () => Promise<number>): Promise<number> {
  const start = process.hrtime.bigint();
  const came = await follow();
  if (came !== events) throw new Error(`${came} of ${events} events came`);
  return perSecond(events, process.hrtime.bigint() - start);
}

async function followByPort(store: EventStore): Promise<number> {
  const ending = new AbortController();
  let came = 0;
  for await (const { events, caughtUp } of store.subscribeAll(undefined, ending.signal)) {
    came += events.length;
    if (caughtUp) ending.abort();
  }
  return came;
}

async function followByClient(client: EventStoreDBClient, ledger: string, events: number): Promise<number> {
  const filter = streamNameFilter({ prefixes: [`${ledger}.`] });
  const subscription: AllStreamSubscription = client.subscribeToAll({ fromPosition: START, filter });
  let came = 0;
  let caughtUp = false;
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      // The client tells that it has caught up ahead of events that it still holds.
      if (caughtUp && came >= events) resolve();
    };
    subscription.on('error', reject);
    subscription.on('caughtUp', () => {
      caughtUp = true;
      look();
    });
    subscription.on('data', () => {
      came += 1;
      look();
    });
  });
  await subscription.unsubscribe();
  return came;
}

function newEvent(): NewEvent {
  return { id: randomUUID(), type: TYPE, data: JSON.stringify(DATA), metadata: JSON.stringify(METADATA) };
}

function clientEvent(): EventData {
  return { id: randomUUID(), type: TYPE, contentType: 'application/json', data: DATA, metadata: METADATA };
}
