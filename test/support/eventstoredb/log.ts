import { randomUUID } from 'node:crypto';

/** One record of the log, as the server keeps it. */
export interface LogRecord {
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
  /** When it was written, in .NET ticks (100 ns) since 1970: what the server sends as `created`. */
  readonly created: string;
  /** Commit and prepare position alike, as 23.10 writes every event: a byte offset. */
  readonly position: bigint;
}

/** An event that somebody wants to append. */
export type Proposal = Pick<LogRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** The condition of an append: a revision, or one of the words of the protocol. */
export type Expected = bigint | 'any' | 'no_stream' | 'stream_exists';

/** What became of an append or delete. A revision of -1 means that there is no stream. */
export type Outcome =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: bigint | undefined }
  | {
      readonly kind: 'idempotent';
      readonly revision: bigint;
      readonly position: bigint;
      /** Id of the last event that was there already. */
      readonly id: string;
    }
  | { readonly kind: 'wrong-version'; readonly actual: bigint }
  | { readonly kind: 'deleted' };

/** Where a position lies: at a record (its index), behind the last one, or where no record begins. */
export type Place = number | 'past-the-end' | 'bogus';

/** The `$tb` of a soft-deleted stream and the revision of a tombstone. */
export const LAST_REVISION = 9223372036854775807n;

interface StreamState {
  readonly records: LogRecord[];
  /** The first revision that reads may show; LAST_REVISION while the stream is soft-deleted. */
  truncateBefore: bigint;
  tombstoned: boolean;
}

const RECORD_OVERHEAD = 130;
const GAP = 8;
const STATISTICS_EVERY = 50;

/**
 * The log of a node or of a whole cluster, in memory, with the rules for appending that were observed on a real
 * server (23.10). Streams are never scavenged, so a revision is an index.
 */
export class Log {
  readonly #all: LogRecord[] = [];
  readonly #streams = new Map<string, StreamState>();
  /** The ids of this server run: only they make an append with `any` idempotent. */
  #recent = new Map<string, LogRecord>();
  readonly #listeners = new Set<() => void>();
  #end = 0n;
  #appends = 0;

  /** What is called with every record added and, after a truncation, of all that stayed. */
  constructor(
    records: readonly LogRecord[] = [],
    private readonly keep: { add(record: LogRecord): void; replace(records: readonly LogRecord[]): void } = {
      add: () => undefined,
      replace: () => undefined,
    },
  ) {
    for (const record of records) this.#apply(record);
  }

  /** All records in the order of the log. */
  get all(): readonly LogRecord[] {
    return this.#all;
  }

  /** The position that the next record will have. */
  get end(): bigint {
    return this.#end;
  }

  /** Calls a listener after every change; gives the way to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What reads may show of a stream: undefined when it is missing or soft-deleted. */
  stream(name: string): { readonly records: readonly LogRecord[]; readonly first: number } | 'tombstoned' | undefined {
    const state = this.#streams.get(name);
    if (state?.tombstoned === true) return 'tombstoned';
    if (state === undefined || state.records.length === 0 || state.truncateBefore === LAST_REVISION) return undefined;
    return { records: state.records, first: Number(state.truncateBefore) };
  }

  /** Finds the record that begins at a position. */
  place(position: bigint): Place {
    if (position >= this.#end) return 'past-the-end';
    const index = this.#indexAtOrAfter(position);
    return this.#all[index]?.position === position ? index : 'bogus';
  }

  /** Begins a server run: ids of earlier runs are forgotten, and the server writes events of its own. */
  start(): void {
    this.#recent = new Map();
    if (this.#all.length === 0) {
      this.#system('$users', '$UserCreated', '{"loginName":"admin"}');
      this.#system('$$$stats-127.0.0.1:2113', '$metadata', '{"$maxAge":86400}');
    }
    this.#system('$epoch-information', '$EpochInformation', `{"epochPosition":${this.#end}}`);
    this.#system('$stats-127.0.0.1:2113', '$statsCollected', `{"es-writer":${this.#end}}`);
    this.#changed();
  }

  /** Appends events to a stream under a condition. Nothing or everything is written. */
  append(stream: string, expected: Expected, events: readonly Proposal[]): Outcome {
    const decision = this.#check(stream, expected, events);
    if (decision !== 'write') return decision;
    const revision = this.#write(stream, events);
    return { kind: 'written', revision, position: events.length === 0 ? undefined : this.#last(stream)?.position };
  }

  /** Soft-deletes a stream: its events stay in the log, reads of the stream find nothing. */
  delete(stream: string, expected: Expected): Outcome {
    return this.#remove(stream, expected, () => this.#system(`$$${stream}`, '$metadata', `{"$tb":${LAST_REVISION}}`));
  }

  /** Tombstones a stream: its name can never be used again. */
  tombstone(stream: string, expected: Expected): Outcome {
    return this.#remove(stream, expected, () => this.#system(stream, '$streamDeleted', '{}', LAST_REVISION));
  }

  /** Makes the log shorter: every record from a position on is gone, as after an old backup was put back. */
  truncate(position: bigint): void {
    const kept = this.#all.slice(0, this.#indexAtOrAfter(position));
    this.#all.length = 0;
    this.#streams.clear();
    this.#recent.clear();
    this.#end = 0n;
    for (const record of kept) this.#apply(record);
    this.keep.replace(kept);
    this.#changed();
  }

  #check(stream: string, expected: Expected, events: readonly Proposal[]): Outcome | 'write' {
    const state = this.#streams.get(stream);
    if (state?.tombstoned === true) return { kind: 'deleted' };
    const softDeleted = state?.truncateBefore === LAST_REVISION;
    const actual = BigInt(state?.records.length ?? 0) - 1n;
    const wrong: Outcome = { kind: 'wrong-version', actual };
    if (expected === 'stream_exists') {
      if (softDeleted) return { kind: 'deleted' };
      if (actual < 0n) return wrong;
    }
    if (expected === 'any' || expected === 'stream_exists') {
      const known = events.map(({ id }) => this.#recent.get(id)).map((r) => (r?.stream === stream ? r : undefined));
      const last = known.at(-1);
      if (known[0] === undefined) return 'write';
      return last === undefined || known.includes(undefined) ? wrong : again(last);
    }
    const from = expected === 'no_stream' ? -1n : expected;
    if (from === actual) return 'write';
    if (from > actual || state === undefined) return wrong;
    const there = events.filter(({ id }, n) => state.records[Number(from) + 1 + n]?.id === id).length;
    const last = state.records[Number(from) + events.length];
    if (events.length > 0 && there === events.length && last !== undefined) return again(last);
    const startsAgain = events.length > 0 && state.records[Number(from) + 1]?.id !== events[0]?.id;
    return expected === 'no_stream' && softDeleted && startsAgain ? 'write' : wrong;
  }

  #write(stream: string, events: readonly Proposal[]): bigint {
    const state = this.#streams.get(stream);
    const first = BigInt(state?.records.length ?? 0);
    const wasDeleted = state?.truncateBefore === LAST_REVISION;
    events.forEach((event, n) => this.#add(stream, event, first + BigInt(n)));
    if (wasDeleted && events.length > 0) this.#system(`$$${stream}`, '$metadata', `{"$tb":${first}}`);
    this.#appends += 1;
    if (this.#appends % STATISTICS_EVERY === 0) {
      this.#system('$stats-127.0.0.1:2113', '$statsCollected', `{"es-writer":${this.#end}}`);
    }
    this.#changed();
    return first + BigInt(events.length) - 1n;
  }

  #remove(stream: string, expected: Expected, write: () => LogRecord): Outcome {
    const state = this.#streams.get(stream);
    if (state?.tombstoned === true) return { kind: 'deleted' };
    const actual = BigInt(state?.records.length ?? 0) - 1n;
    const held = expected === 'any' || (expected === 'stream_exists' ? actual >= 0n : revisionOf(expected) === actual);
    if (!held) return { kind: 'wrong-version', actual };
    const { position } = write();
    this.#changed();
    return { kind: 'written', revision: actual, position };
  }

  /** Writes an event of the server's own; its JSON is given as text, as it may hold numbers of 64 bits. */
  #system(stream: string, type: string, json: string, revision?: bigint): LogRecord {
    const event: Proposal = {
      id: randomUUID(),
      type,
      contentType: 'application/json',
      data: Buffer.from(json),
      metadata: Buffer.alloc(0),
    };
    return this.#add(stream, event, revision ?? BigInt(this.#streams.get(stream)?.records.length ?? 0));
  }

  #add(stream: string, event: Proposal, revision: bigint): LogRecord {
    const created = String(BigInt(Date.now()) * 10_000n);
    const record: LogRecord = { ...event, stream, revision, created, position: this.#end };
    this.#apply(record);
    this.#recent.set(record.id, record);
    this.keep.add(record);
    return record;
  }

  #apply(record: LogRecord): void {
    const state = this.#state(record.stream);
    this.#all.push(record);
    const length = [record.stream, record.type, record.data, record.metadata].reduce(
      (sum, { length: n }) => sum + n,
      0,
    );
    this.#end = record.position + BigInt(RECORD_OVERHEAD + GAP + length);
    if (record.revision === LAST_REVISION) state.tombstoned = true;
    else state.records.push(record);
    if (record.stream.startsWith('$$') && record.type === '$metadata') {
      this.#state(record.stream.slice(2)).truncateBefore = truncateBefore(record.data);
    }
  }

  #state(stream: string): StreamState {
    let state = this.#streams.get(stream);
    if (state === undefined) {
      state = { records: [], truncateBefore: 0n, tombstoned: false };
      this.#streams.set(stream, state);
    }
    return state;
  }

  #last(stream: string): LogRecord | undefined {
    return this.#streams.get(stream)?.records.at(-1);
  }

  /** The index of the first record at or behind a position. */
  #indexAtOrAfter(position: bigint): number {
    let low = 0;
    let high = this.#all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#all[middle]?.position ?? 0n) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function again({ id, revision, position }: LogRecord): Outcome {
  return { kind: 'idempotent', revision, position, id };
}

function revisionOf(expected: bigint | 'no_stream'): bigint {
  return expected === 'no_stream' ? -1n : expected;
}

/** Reads `$tb` from a stream's metadata; a number of 64 bits, so not through JSON.parse. Broken metadata says nothing. */
function truncateBefore(metadata: Buffer): bigint {
  return BigInt(/"\$tb"\s*:\s*(\d+)/.exec(metadata.toString('utf8'))?.[1] ?? 0);
}
