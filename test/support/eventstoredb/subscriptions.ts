import { randomUUID } from 'node:crypto';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { invalidPosition, streamDeleted } from './errors.js';
import type { LogRecord } from './log.js';
import type { Node } from './node.js';
import { eventFrame, FrameBatch, type ReadCall, responseFrame, streamName } from './read-responses.js';

/** The events that a server looks through between two checkpoints, times the interval that the client asks for. */
const SEARCH_WINDOW = 32;

/** Where a subscription reads and how far it has come. */
interface Source {
  /** Takes the next record there is; undefined when it has seen them all. */
  next(): LogRecord | undefined;
  /** Whether the subscription has caught up when there is no next one. */
  caughtUp(): boolean;
}

/** Serves a subscription: confirmation, the backlog, `caughtUp` once, and then whatever is appended. */
export async function subscribe(call: ReadCall, node: Node, options: streams.ReadReq.Options): Promise<void> {
  const all = options.getAll();
  const source = all === undefined ? streamSource(node, options) : allSource(node, all);
  const filter = options.getFilter();
  const wanted = filter === undefined ? (): boolean => true : matcher(filter);
  const checkpoints = filter === undefined ? undefined : new Checkpoints(filter);

  let changes = 0;
  let wake = (): void => undefined;
  const stopListening = node.log.onChange(() => {
    changes += 1;
    wake();
  });
  call.onClose(() => {
    stopListening();
    wake();
  });

  await call.send(confirmation());
  let live = false;
  const batch = new FrameBatch(call);
  while (call.isOpen()) {
    const before = changes;
    for (let record = source.next(); record !== undefined && call.isOpen(); record = source.next()) {
      const checkpoint = checkpoints?.beforeNext();
      if (checkpoint !== undefined) await batch.add(responseFrame(checkpoint));
      if (wanted(record)) await batch.add(eventFrame(record));
      checkpoints?.seen(record);
    }
    if (!live && source.caughtUp()) {
      live = true;
      await batch.add(responseFrame(caughtUp()));
    }
    await batch.flush();
    if (changes === before && call.isOpen()) await new Promise<void>((resolve) => (wake = resolve));
  }
}

function streamSource({ log }: Node, options: streams.ReadReq.Options): Source {
  const name = streamName(options);
  const from = options.getStream();
  const look = (): { readonly records: readonly LogRecord[]; readonly first: number } => {
    const state = log.stream(name);
    if (state === 'tombstoned') throw streamDeleted(name);
    return state ?? { records: [], first: 0 };
  };
  const fromStart = from?.hasRevision() !== true && from?.hasEnd() !== true;
  let index = 0;
  if (from?.hasRevision() === true) index = Number(from.getRevision()) + 1;
  else if (from?.hasEnd() === true) index = look().records.length;
  return {
    next() {
      const { records, first } = look();
      index = Math.max(index, first);
      const record = records[index];
      if (record !== undefined) index += 1;
      return record;
    },
    caughtUp: () => !fromStart || look().records.length > 0,
  };
}

function allSource({ log }: Node, from: streams.ReadReq.Options.AllOptions): Source {
  let index = from.hasEnd() ? log.all.length : 0;
  let after = -1n;
  const position = from.getPosition();
  if (position !== undefined) {
    after = BigInt(position.getCommitPosition());
    const place = log.place(after);
    if (place === 'bogus') throw invalidPosition();
    index = place === 'past-the-end' ? log.all.length : place + 1;
  }
  return {
    next() {
      for (let record = log.all[index]; record !== undefined; record = log.all[index]) {
        index += 1;
        // A log that has come back shorter grows again below the position that the client knows.
        if (record.position > after) return record;
      }
      return undefined;
    },
    caughtUp: () => true,
  };
}

/** Counts what a filtered subscription has looked at, matching or not. */
class Checkpoints {
  readonly #every: number;
  #count = 0;
  #last: LogRecord | undefined;

  constructor(filter: streams.ReadReq.Options.FilterOptions) {
    const window = filter.hasMax() ? filter.getMax() : SEARCH_WINDOW;
    this.#every = window * Math.max(1, filter.getCheckpointintervalmultiplier());
  }

  seen(record: LogRecord): void {
    this.#count += 1;
    this.#last = record;
  }

  /** The checkpoint that is due, sent only when there is a record behind it: it never stands at the head. */
  beforeNext(): streams.ReadResp | undefined {
    if (this.#count < this.#every || this.#last === undefined) return undefined;
    this.#count = 0;
    const checkpoint = new streams.ReadResp.Checkpoint();
    checkpoint.setCommitPosition(String(this.#last.position));
    checkpoint.setPreparePosition(String(this.#last.position));
    const response = new streams.ReadResp();
    response.setCheckpoint(checkpoint);
    return response;
  }
}

/** A filter by the stream's name or the event's type, by prefixes or by a regular expression. */
function matcher(filter: streams.ReadReq.Options.FilterOptions): (record: LogRecord) => boolean {
  const expression = filter.getStreamIdentifier() ?? filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = prefixes.length > 0 ? undefined : new RegExp(expression?.getRegex() ?? '');
  const byStream = filter.hasStreamIdentifier();
  return (record) => {
    const text = byStream ? record.stream : record.type;
    return regex === undefined ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
  };
}

function confirmation(): streams.ReadResp {
  const confirmed = new streams.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(randomUUID());
  const response = new streams.ReadResp();
  response.setConfirmation(confirmed);
  return response;
}

function caughtUp(): streams.ReadResp {
  const response = new streams.ReadResp();
  response.setCaughtUp(new streams.ReadResp.CaughtUp());
  return response;
}
