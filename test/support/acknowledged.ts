import type { StoredEvent } from '../../src/event-store/port.js';
import { openSqliteStore } from '../../src/event-store/sqlite/sqlite-event-store.js';

/** What append-forever.ts has acknowledged, a line each. */
export interface Acknowledged {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly digest: string;
}

/** What is acknowledged in what append-forever.ts has printed. */
export function acknowledgedIn(stdout: string): Acknowledged[] {
  const lines = stdout.split('\n');
  // A line cut off by the kill was acknowledged too, but nobody has heard which one it was.
  return lines.slice(0, -1).flatMap((line) => {
    const [stream, revision, id, digest] = line.split(' ');
    return stream && id && digest ? [{ stream, revision: Number(revision), id, digest }] : [];
  });
}

/** What a restarted program finds of what was acknowledged. */
export interface Found {
  readonly stored: number;
  /** What was acknowledged and is not there, or its text is not. */
  readonly lost: readonly Acknowledged[];
  /** What should not be: an event that is there twice, or a stream with a gap. */
  readonly wrong: readonly string[];
}

/** Reads the whole ledger as a restarted program would, and compares it with all that was acknowledged. */
export async function findAcknowledged(folder: string, acknowledged: readonly Acknowledged[]): Promise<Found> {
  const store = openSqliteStore({ folder, ledger: 'ledger' });
  try {
    const events: StoredEvent[] = [];
    for await (const batch of store.readAll()) events.push(...batch.events);
    const wrong: string[] = [];
    const byId = new Map(events.map((event) => [event.id, event]));
    if (byId.size !== events.length) wrong.push(`${events.length - byId.size} events are there twice`);
    const next = new Map<string, number>();
    for (const { stream, revision } of events) {
      const expected = next.get(stream) ?? 0;
      if (revision !== expected) wrong.push(`${stream} has ${revision} in place of ${expected}`);
      next.set(stream, revision + 1);
    }
    const texts = await store.disclosures([...new Set(acknowledged.map(({ digest }) => digest))]);
    const lost = acknowledged.filter(({ stream, revision, id, digest }) => {
      const event = byId.get(id);
      return event?.stream !== stream || event.revision !== revision || !texts.has(digest);
    });
    return { stored: events.length, lost, wrong };
  } finally {
    await store.close();
  }
}
