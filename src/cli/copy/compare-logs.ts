import type { EventStore, StoredEvent } from '../../event-store/port.js';
import type { Tell } from './copy-log.js';
import { digestsOf, eventsOf, isSame, nameOf } from './events.js';
import { CopyFailed, withRetries, type RetryLimits } from './retry-policy.js';

/** Events whose disclosures are looked up together. */
const TOGETHER = 500;

/** What two logs that are equal hold. */
export interface Compared {
  readonly events: number;
  readonly disclosures: number;
}

/**
 * Reads two logs side by side from their beginning, with the disclosures behind their events.
 * @throws CopyFailed naming the first difference
 */
export async function compareLogs(
  source: EventStore,
  target: EventStore,
  limits: RetryLimits,
  report: Tell,
): Promise<Compared> {
  const others = eventsOf(target, undefined, limits);
  const known = new Set<string>();
  let events = 0;
  let unseen: StoredEvent[] = [];
  const compareUnseen = async (): Promise<void> => {
    await compareDisclosures(unseen, source, target, limits, known);
    report(events, unseen.at(-1)?.position ?? '');
    unseen = [];
  };
  for await (const event of eventsOf(source, undefined, limits)) {
    const { value: other } = await others.next();
    events += 1;
    if (!other || !isSame(event, other)) throw differ(events, nameOf(event), nameOf(other));
    unseen.push(event);
    if (unseen.length === TOGETHER) await compareUnseen();
  }
  if (unseen.length > 0) await compareUnseen();
  const { value: more } = await others.next();
  if (more) throw differ(events + 1, 'nothing', nameOf(more));
  return { events, disclosures: known.size };
}

async function compareDisclosures(
  events: readonly StoredEvent[],
  source: EventStore,
  target: EventStore,
  limits: RetryLimits,
  known: Set<string>,
): Promise<void> {
  const digests = [...new Set(events.flatMap(digestsOf))].filter((digest) => !known.has(digest));
  if (digests.length === 0) return;
  const look = (store: EventStore) => withRetries(limits, () => store.disclosures(digests));
  const [ours, theirs] = await Promise.all([look(source), look(target)]);
  for (const digest of digests) {
    const text = ours.get(digest)?.text;
    if (text !== undefined) known.add(digest);
    if (text === theirs.get(digest)?.text) continue;
    const event = nameOf(events.find((each) => digestsOf(each).includes(digest)));
    const how = text === undefined ? 'is only in the target' : theirs.has(digest) ? 'differs' : 'is only in the source';
    throw new CopyFailed(`the logs differ: the disclosure ${digest} of ${event} ${how}`);
  }
}

function differ(number: number, ours: string, theirs: string): CopyFailed {
  return new CopyFailed(`the logs differ: event ${number} is ${ours} in the source and ${theirs} in the target`);
}
