import { createHash } from 'node:crypto';
import type { Disclosure } from '../../kernel/personal.js';
import { LRUCache } from 'lru-cache';
import { StoreRefused, WrongExpectedRevision } from '../port.js';
import { appendEvents } from './appends.js';
import { limitFromNow, persist, typeOf } from './calls.js';
import type { ClientHolder } from './client-holder.js';
import { readStream } from './reads.js';
import { uuidOf } from './uuid.js';

/** Reads and writes of disclosures that run side by side. */
const IN_FLIGHT = 64;

/**
 * The erasable side store: one stream of one event for each disclosure, `<ledger>_people-<digest>`, outside the
 * ledger's own prefix, so that no subscription to the ledger sees it. A digest is its own address: nothing has to be
 * indexed, and one person's text is erased by deleting one stream, without touching its neighbours. To erase for good,
 * the stream is tombstoned and the server scavenged; a tombstoned name is never written again, so no retry brings the
 * text back. The event's id follows from the digest, so writing again is the safe retry that the server knows.
 */
export class SideStore {
  /** Digests of what this process has kept: a request that is tried again brings the same texts. */
  private readonly kept = new LRUCache<string, true>({ max: 10_000 });

  constructor(
    private readonly holder: ClientHolder,
    private readonly timeLimit: number,
    private readonly ledger: string,
  ) {}

  /** Writes disclosures that are not there yet, within the time that is left; what was erased stays so. */
  async keep(disclosures: readonly Disclosure[], left: () => number): Promise<void> {
    const fresh = disclosures.filter(({ digest }) => !this.kept.has(digest));
    await inTurns(fresh, async ({ digest, text }) => {
      const event = {
        id: idOf(digest),
        type: 'DisclosureKept',
        data: JSON.stringify({ digest, text }),
        metadata: '{}',
      };
      try {
        await appendEvents(this.holder, left(), this.streamOf(digest), -1, [event]);
        this.kept.set(digest, true);
      } catch (error) {
        const isErased = error instanceof StoreRefused && typeOf(error.cause) === 'stream-deleted';
        // Somebody else wrote to the stream of the digest: it holds a text for it already, or an erased one's place.
        if (!isErased && !(error instanceof WrongExpectedRevision)) throw error;
      }
    });
  }

  /** Removes disclosures for good: the names of their streams are never used again. */
  async drop(digests: readonly string[], left: () => number): Promise<void> {
    await inTurns(digests, async (digest) => {
      const isGone = (error: unknown): boolean =>
        ['stream-deleted', 'stream-not-found'].includes(String(typeOf(error)));
      await persist(this.holder, left(), (client) =>
        client.tombstoneStream(this.streamOf(digest)).catch((error: unknown) => {
          if (!isGone(error)) throw error;
        }),
      );
    });
  }

  /** What the names of its streams begin with. */
  get prefix(): string {
    return `${this.ledger}_people-`;
  }

  /** The texts that still exist behind these digests. */
  async find(digests: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const left = limitFromNow(this.timeLimit);
    await inTurns([...new Set(digests)], async (digest) => {
      const [event] = await readStream(this.holder, left(), this.streamOf(digest), 0, false);
      if (event) found.set(digest, textIn(event.data));
    });
    return found;
  }

  private streamOf(digest: string): string {
    return `${this.prefix}${digest}`;
  }
}

/** The id of the event that holds the disclosure of a digest. */
function idOf(digest: string): string {
  return uuidOf(createHash('sha256').update(`disclosure ${digest}`, 'utf8').digest());
}

/** The text of a stored disclosure; empty, which no digest has sealed, for what somebody else wrote there. */
function textIn(data: string): string {
  try {
    const value: unknown = JSON.parse(data);
    const text = typeof value === 'object' && value !== null ? (value as { text?: unknown }).text : undefined;
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, items.length) }, worker));
}
