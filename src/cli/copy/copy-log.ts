import { type EventStore, type StoredEvent, StoreUnavailable, WrongExpectedRevision } from '../../event-store/port.js';
import { eventsOf, isSame, nameOf } from './events.js';
import { CopyFailed, RetryPolicy, type RetryLimits } from './retry-policy.js';
import { AppendBorders, type CopiedAppend, windowsOf, withDisclosures } from './windows.js';

/** Is called with how many events of the source have been dealt with, and the position of the last of them in the source. */
export type Tell = (events: number, position: string) => void;

/**
 * Brings every event of one log into another, with its place among the events of all streams and the disclosures behind
 * it. The target is empty or holds a beginning of the source, as a copy that was cut short leaves it.
 * @returns how many events the source holds
 * @throws CopyFailed when the target is no beginning of the source, StoreUnavailable when a store stays away too long,
 *   and what a store refuses
 */
export async function copyLog(
  source: EventStore,
  target: EventStore,
  limits: RetryLimits,
  report: Tell,
): Promise<number> {
  const borders = new AppendBorders();
  const events = eventsOf(source, undefined, limits);
  let there = 0;
  let end: string | undefined;
  for await (const found of eventsOf(target, undefined, limits)) {
    const { value: wanted } = await events.next();
    there += 1;
    if (!wanted || !isSame(wanted, found)) throw noBeginning(there, wanted, found);
    borders.begins(wanted);
    end = found.position;
    report(there, wanted.position);
  }
  const writer = new CopyWriter(target, limits, there, end);
  const windows = windowsOf(events, borders);
  const read = async (): Promise<CopiedAppend[] | undefined> => {
    const { value } = await windows.next();
    return value && withDisclosures(value, source, limits);
  };
  // The next stretch is read while one is written.
  for (let next = read(), window = await next; window; window = await next) {
    next = read();
    next.catch(() => undefined);
    await writer.write(window);
    report(writer.written, window.at(-1)?.events.at(-1)?.position ?? '');
  }
  return writer.written;
}

/**
 * Writes appends so that the target is a beginning of the source at every moment, many of them under way at once. Why
 * that is right, also when the target dies with some of them unanswered:
 * - They are sent in the order of the source, and taken in the order in which they arrive.
 * - Whatever fails, the end of the target is read again and sending begins behind it. Appends of the first sending may
 *   still arrive then. But both sendings are stretches of one list, each in its order, the second beginning no later
 *   than where the target ended; and an append that is there already (same ids, same expected revision) is not written
 *   again. So however the two mix, the appends are written in the order of the list.
 * - A server can refuse one append and take the next while it becomes ready. So the first append after a failure goes
 *   alone; then twice as many go together each time, which also finds what a slow server can do in a call's time.
 * - Should the order be broken all the same, it shows: positions acknowledged must ascend, what was not acknowledged is
 *   compared event by event, and in the end both logs are compared from their beginning.
 */
class CopyWriter {
  private readonly retries: RetryPolicy;
  private together = 1;

  /** What the target holds at first: so many events, the last at that position. */
  constructor(
    private readonly target: EventStore,
    private readonly limits: RetryLimits,
    public written: number,
    private end: string | undefined,
  ) {
    this.retries = new RetryPolicy(limits);
  }

  async write(window: readonly CopiedAppend[]): Promise<void> {
    let left = window;
    while (left.length > 0) {
      const now = left.slice(0, this.together);
      try {
        const results = await this.target.appendInOrder(now);
        results.forEach(({ position }, index) => this.goTo(position, now[index]?.events ?? []));
        this.together *= 2;
        this.retries.progress();
        left = left.slice(now.length);
      } catch (error) {
        left = await this.recover(error, left, now.length === 1);
      }
    }
  }

  /** Waits, looks how far the target is, and gives what is left to be written. */
  private async recover(error: unknown, left: readonly CopiedAppend[], alone: boolean): Promise<CopiedAppend[]> {
    const isRefused = error instanceof WrongExpectedRevision;
    if (!isRefused && !(error instanceof StoreUnavailable)) throw error;
    this.together = 1;
    if (!isRefused) await this.retries.wait(error);
    const before = this.written;
    const rest = await this.unwritten(left);
    if (this.written > before) this.retries.progress();
    else if (isRefused && alone) {
      throw new CopyFailed(`the target does not take ${nameOf(left[0]?.events[0])}: ${error.message}`, {
        cause: error,
      });
    }
    return rest;
  }

  /** Leaves out the events that the target holds. @throws CopyFailed when they are not these, or not in this order */
  private async unwritten(left: readonly CopiedAppend[]): Promise<CopiedAppend[]> {
    const wanted = left.flatMap(({ events }) => events);
    let there = 0;
    for await (const found of eventsOf(this.target, this.end, this.limits)) {
      const event = wanted[there];
      if (!event || !isSame(event, found)) throw noBeginning(this.written + 1, event, found);
      this.goTo(found.position, [event]);
      there += 1;
    }
    const rest: CopiedAppend[] = [];
    for (const append of left) {
      const events = append.events.slice(there);
      there = Math.max(there - append.events.length, 0);
      const [first] = events;
      if (first) rest.push({ ...append, expected: first.revision - 1, events });
    }
    return rest;
  }

  /** The target now holds these events too, the last of them at this position. @throws CopyFailed */
  private goTo(position: string, events: readonly StoredEvent[]): void {
    if (this.end !== undefined && this.target.comparePositions(position, this.end) <= 0) {
      throw new CopyFailed(
        `the target has taken ${nameOf(events[0])} out of its order, which cannot be repaired: copy into an empty target`,
      );
    }
    this.end = position;
    this.written += events.length;
  }
}

function noBeginning(number: number, wanted: StoredEvent | undefined, found: StoredEvent): CopyFailed {
  return new CopyFailed(
    `the target is no beginning of the source: its event ${number} is ${nameOf(found)}, where the source has ` +
      `${nameOf(wanted)}; copy into an empty target`,
  );
}
