import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { EventStore } from '../event-store/port.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { disclosedValue } from '../kernel/personal.js';
import { readMetadata } from '../registry/envelope.js';
import { canonical } from './event-writer.js';
import { Problem } from './problem.js';
import type { ReadModelPort } from './read-model-port.js';
import type { Loaded } from './record-loader.js';
import { keyOf } from './record-loader.js';

/** Where the first event stands that was recorded under a key. */
export interface UsedKey {
  readonly stream: string;
  readonly firstRevision: number;
}

/** Under which idempotency keys something is recorded, and what was asked then. */
export class IdempotencyKeys {
  /** Keys whose events the views may not have seen yet. */
  private readonly recent = new LRUCache<string, UsedKey>({ max: 100_000 });

  constructor(
    private readonly store: Pick<EventStore, 'read' | 'disclosures'>,
    private readonly readModel: Pick<ReadModelPort, 'commandByKey'>,
  ) {}

  /** Remembers what was recorded under a key, until the views have shown it. */
  note(actor: string, key: string, used: UsedKey): void {
    this.recent.set(keyOf(actor, key), used);
  }

  /** What was recorded under a key, as far as this instance or the views know. */
  async find(actor: string, key: string): Promise<UsedKey | undefined> {
    return this.recent.get(keyOf(actor, key)) ?? (await this.readModel.commandByKey(actor, key));
  }

  /**
   * Compares the request behind stored events with another one; gives the position of the last of them.
   * @param hash of the request that is compared
   * @throws Problem `key-reused`
   */
  async positionIfSame({ stream, firstRevision }: UsedKey, hash: string, last = firstRevision): Promise<string> {
    const events = await this.store.read(stream, firstRevision);
    const digest = events[0] ? readMetadata(events[0])?.digest : undefined;
    const disclosure = digest === undefined ? undefined : (await this.store.disclosures([digest])).get(digest);
    // Where the text was erased with somebody's personal data, or is damaged, the key alone tells.
    if (disclosure && !disclosure.isDamaged && disclosedValue(disclosure) !== hash) {
      throw new Problem('key-reused', 'This key belongs to another request; choose a new one.');
    }
    return events.find(({ revision }) => revision === last)?.position ?? '';
  }
}

/** What tells one request from another. */
interface Asked {
  readonly kind: RecordKind;
  readonly id?: string;
  readonly spec: CommandSpec;
  readonly body: unknown;
}

/** Hash of what is asked: the resource, the body, and nothing that differs between two sendings of it. */
export function hashOf({ kind, id, spec, body }: Asked): string {
  return createHash('sha256')
    .update(canonical([kind.name, id ?? '', spec.path, body ?? null]))
    .digest('base64url');
}

/** The revisions that the events of a key have in the record. */
export function writtenUnder(
  actor: string,
  key: string,
  { keys, stream }: Loaded,
): { revisions: readonly number[]; first: number; last: number } {
  const revisions = keys.get(keyOf(actor, key)) ?? [];
  const [first, last] = [revisions[0], revisions.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`the events of key ${key} are missing from ${stream}`);
  return { revisions, first, last };
}
