import { LRUCache } from 'lru-cache';
import type { EventStore, NewEvent, StoredEvent } from '../event-store/port.js';
import type { RecordKind, RecordRef } from '../kernel/kind.js';
import type { LedgerRecord } from '../kernel/entry.js';
import { evolve } from '../kernel/entry.js';
import { kindNamed } from '../registry/registry.js';
import type { Metadata } from '../registry/envelope.js';
import { decode, readMetadata, streamOf } from '../registry/envelope.js';

/** A record as read from its stream. */
export interface Loaded {
  record: LedgerRecord;
  stream: string;
  /** Of the last event in the stream, malformed ones counted; -1 for none. */
  revision: number;
  /** The revisions written under an idempotency key, by actor and key; what others wrote may lie between them. */
  keys: ReadonlyMap<string, readonly number[]>;
}

/** Idempotency keys belong to the actor who sends them. */
export function keyOf(actor: string, key: string): string {
  return JSON.stringify([actor, key]);
}

/** A record that is kept, with the size of its events as they are stored, in characters. */
interface Kept extends Loaded {
  size: number;
}

/** Decoded, and with what is worked out of them, events take some five times the memory of their texts. */
const KEPT_CHARACTERS = 24_000_000;

/** What a record takes beside its events. */
const SIZE_OF_A_RECORD = 500;

/** Reads records from the store, the events since the last look only; what it keeps is bounded by the size of the events. */
export class RecordLoader {
  private readonly known: LRUCache<string, Kept>;
  /** Reads that have not begun yet, by stream: whoever comes before one begins shares it. */
  private readonly nextReads = new Map<string, Promise<Kept>>();
  private readonly reading = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: Pick<EventStore, 'read'>,
    private readonly ledger: string,
    private readonly timeZone: string,
    maxSize = KEPT_CHARACTERS,
  ) {
    this.known = new LRUCache({ maxSize, sizeCalculation: ({ size }) => size + SIZE_OF_A_RECORD });
  }

  /** The record as it stands in the store now, empty when it has no events; undefined when the stream is of another kind. */
  async load(kind: RecordKind, id: string): Promise<Loaded | undefined> {
    const loaded = await this.readInTurn(streamOf(this.ledger, kind, id), id);
    return this.isOf(kind, loaded) ? loaded : undefined;
  }

  /** The record of a stream that nobody has written to yet. */
  beginning(kind: RecordKind, id: string): Loaded {
    return nothingIn(streamOf(this.ledger, kind, id), id);
  }

  /** The record with events that may be appended behind what was loaded; nothing of it is kept. */
  drafted(loaded: Loaded, events: readonly NewEvent[]): Loaded {
    return this.evolved({ size: 0, ...loaded }, loaded.revision + 1, events);
  }

  /** The record with events that were appended behind what was loaded: no read is needed to know them. */
  withAppended(loaded: Loaded, events: readonly NewEvent[]): Loaded {
    const { stream, revision, record } = loaded;
    const before = this.known.get(stream) ?? nothingIn(stream, record.id);
    // What is kept may be older than what was loaded, or newer by what somebody else has read since.
    if (before.revision !== revision) return this.evolved({ size: 0, ...loaded }, revision + 1, events);
    const after = this.evolved(before, revision + 1, events);
    this.known.set(stream, after);
    return after;
  }

  /** The same where the kind is known to be right. @throws Error when the stream holds something else */
  async expect({ kind: name, id }: RecordRef): Promise<Loaded> {
    const kind = kindNamed(name);
    const loaded = kind && (await this.load(kind, id));
    if (!loaded) throw new Error(`${name} ${id} is not what its stream holds`);
    return loaded;
  }

  /** What was noted beside one of the events read. @throws Error when it is not the ledger's event */
  async metadataOf({ stream }: Pick<Loaded, 'stream'>, revision: number): Promise<Metadata> {
    const [event] = await this.store.read(stream, revision);
    const metadata = event && readMetadata(event);
    if (!metadata) throw new Error(`${stream} has no event of the ledger at revision ${revision}`);
    return metadata;
  }

  /** The record as it stood at one of its revisions. */
  at(loaded: Loaded, revision: number): LedgerRecord {
    return { id: loaded.record.id, entries: loaded.record.entries.filter((entry) => entry.revision <= revision) };
  }

  /**
   * Commands that are worked on at once often need the same records. A read that was under way before one of them asked may
   * lack what it has to see, so it waits for the next, which serves all who wait.
   */
  private readInTurn(stream: string, id: string): Promise<Kept> {
    const next = this.nextReads.get(stream);
    if (next) return next;
    const begin = (): Promise<Kept> => {
      this.nextReads.delete(stream);
      const read = this.read(stream, id);
      const done = read
        .catch(() => undefined)
        .then(() => {
          if (this.reading.get(stream) === done) this.reading.delete(stream);
        });
      this.reading.set(stream, done);
      return read;
    };
    const underWay = this.reading.get(stream);
    if (!underWay) return begin();
    const waiting = underWay.then(begin);
    this.nextReads.set(stream, waiting);
    return waiting;
  }

  private async read(stream: string, id: string): Promise<Kept> {
    const before = this.known.get(stream) ?? nothingIn(stream, id);
    const events = await this.store.read(stream, before.revision + 1);
    const loaded = this.evolved(before, before.revision + 1, events);
    if (loaded !== before) this.known.set(stream, loaded);
    return loaded;
  }

  private evolved(before: Kept, first: number, events: readonly (NewEvent | StoredEvent)[]): Kept {
    if (events.length === 0) return before;
    const keys = new Map(before.keys);
    for (const [index, event] of events.entries()) {
      const metadata = readMetadata(event);
      if (!metadata?.key) continue;
      const key = keyOf(metadata.actor, metadata.key);
      keys.set(key, [...(keys.get(key) ?? []), first + index]);
    }
    const entries = events
      .map((event, index) => decode({ ...event, revision: first + index }, this.timeZone))
      .filter((entry) => entry !== undefined);
    return {
      ...before,
      record: evolve(before.record, ...entries),
      revision: first + events.length - 1,
      keys,
      size: events.reduce((size, { data, metadata }) => size + data.length + metadata.length, before.size),
    };
  }

  /** Kinds share categories: what began the stream tells whose it is. Reference data need no beginning. */
  private isOf(kind: RecordKind, { record, revision }: Loaded): boolean {
    const [first] = record.entries;
    if (first && kind.begins.includes(first.type)) return true;
    if (kind.isReference(record.id)) return true;
    return revision === -1;
  }
}

function nothingIn(stream: string, id: string): Kept {
  return { record: { id, entries: [] }, stream, revision: -1, keys: new Map(), size: 0 };
}
