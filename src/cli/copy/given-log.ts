import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { everything } from '../../event-store/contract-support.js';
import type { EventStore, NewEvent, StoredEvent } from '../../event-store/port.js';
import { type Disclosure, seal } from '../../kernel/personal.js';
import { digestsOf } from './events.js';

/** What a log says, without the positions, which are each store's own. */
export interface WholeLog {
  readonly events: readonly Omit<StoredEvent, 'position'>[];
  readonly disclosures: ReadonlyMap<string, Disclosure>;
}

/** Reads a log and the disclosures behind it. */
export async function wholeLog(store: EventStore): Promise<WholeLog> {
  const events = await everything(store);
  const digests = [...new Set(events.flatMap(digestsOf))];
  const disclosures = new Map<string, Disclosure>();
  for (let start = 0; start < digests.length; start += 200) {
    for (const [digest, found] of await store.disclosures(digests.slice(start, start + 200))) {
      disclosures.set(digest, found);
    }
  }
  return { events: events.map(withoutPosition), disclosures };
}

/** What an event says in every store. */
export function withoutPosition({ position: _, ...event }: StoredEvent): Omit<StoredEvent, 'position'> {
  return event;
}

/**
 * Writes a log such as a register has: requests of one to three events to records that take turns, each request and
 * some of the data sealed.
 * @returns the disclosures
 */
export async function givenLog(store: EventStore, ledger: string, requests: number): Promise<Disclosure[]> {
  const streams = Array.from({ length: Math.ceil(requests / 4) }, () => `${ledger}.claim-${randomUUID()}`);
  const last = new Map<string, number>();
  const all: Disclosure[] = [];
  for (let start = 0; start < requests; start += 50) {
    const appends = Array.from({ length: Math.min(50, requests - start) }, (_, index) => {
      const turn = start + index;
      const stream = streams[(turn * 7) % streams.length] ?? '';
      const { events, disclosures } = givenRequest((turn % 3) + 1);
      const expected = last.get(stream) ?? -1;
      last.set(stream, expected + events.length);
      all.push(...disclosures);
      return { stream, expected, events, disclosures };
    });
    await store.appendInOrder(appends);
  }
  return all;
}

/** The events of one request and what lies behind them. */
export function givenRequest(
  count: number,
  text = 'соглашение 🤝 \u2028',
): {
  events: NewEvent[];
  disclosures: Disclosure[];
} {
  const request = seal('request', randomUUID());
  const name = seal('name', 'Ермаков');
  const metadata = JSON.stringify({ actor: 'клерк', digest: request.sealed.sealed, schema: 1 });
  const events = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'ClaimRecorded',
    data: JSON.stringify({ 10: 1e21, 9: -0.5, name: index === 0 ? name.sealed : null, text }),
    metadata,
  }));
  return { events, disclosures: [request.disclosure, name.disclosure] };
}

/** Looks again and again until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(5);
}
