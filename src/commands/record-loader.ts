import { LRUCache } from 'lru-cache';
import type { EventStore, StoredEvent } from '../event-store/port.js';
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

  constructor(
    private readonly store: EventStore,
    private readonly ledger: string,
    private readonly timeZone: string,
    maxSize = KEPT_CHARACTERS,
  ) {
    this.known = new LRUCache({ maxSize, sizeCalculation: ({ size }) => size + SIZE_OF_A_RECORD });
  }

  /** The record as it stands in the store now, empty when it has no events; undefined when the stream is of another kind. */
  async load(kind: RecordKind, id: string): Promise<Loaded | undefined> {
    const stream = streamOf(this.ledger, kind, id);
    const before = this.known.get(stream) ?? {
      record: { id, entries: [] },
      stream,
      revision: -1,
      keys: new Map(),
      size: 0,
    };
    const loaded = this.evolved(before, await this.store.read(stream, before.revision + 1));
    if (loaded !== before) this.known.set(stream, loaded);
    return this.isOf(kind, loaded) ? loaded : undefined;
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

  private evolved(before: Kept, events: readonly StoredEvent[]): Kept {
    if (events.length === 0) return before;
    const keys = new Map(before.keys);
    for (const event of events) {
      const metadata = readMetadata(event);
      if (!metadata?.key) continue;
      const key = keyOf(metadata.actor, metadata.key);
      keys.set(key, [...(keys.get(key) ?? []), event.revision]);
    }
    const entries = events.map((event) => decode(event, this.timeZone)).filter((entry) => entry !== undefined);
    return {
      ...before,
      record: evolve(before.record, ...entries),
      revision: events.at(-1)?.revision ?? before.revision,
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
