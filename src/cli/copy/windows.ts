import type { EventStore, OrderedAppend, StoredEvent } from '../../event-store/port.js';
import type { Disclosure } from '../../kernel/personal.js';
import { digestsOf } from './events.js';
import { withRetries, type RetryLimits } from './retry-policy.js';

/** Events of one append at most; one alone may be larger than the bytes. */
const APPEND_EVENTS = 500;
const APPEND_BYTES = 512 * 1024;

/** What is under way at once at most. The disclosures of so many events are written well within a store's time limit. */
const WINDOW_APPENDS = 256;
const WINDOW_EVENTS = 500;
const WINDOW_BYTES = 4 * 1024 * 1024;

/** An append of events as they lie in the source. */
export interface CopiedAppend extends OrderedAppend {
  readonly events: readonly StoredEvent[];
}

/**
 * Puts neighbours of one stream into one append. Where an append begins follows from the source alone, read from its
 * start, and not from where a copy was taken up: so two runs that overlap send the same appends (see CopyWriter).
 */
export class AppendBorders {
  private last: StoredEvent | undefined;
  private events = 0;
  private bytes = 0;

  /** Whether the next event of the source begins an append. */
  begins(event: StoredEvent): boolean {
    const size = sizeOf(event);
    const goesOn =
      event.stream === this.last?.stream &&
      event.revision === this.last.revision + 1 &&
      this.events < APPEND_EVENTS &&
      this.bytes + size <= APPEND_BYTES;
    this.last = event;
    this.events = goesOn ? this.events + 1 : 1;
    this.bytes = goesOn ? this.bytes + size : size;
    return !goesOn;
  }
}

/** The events of the source as appends, as many at a time as are to be under way together. */
export async function* windowsOf(
  events: AsyncIterable<StoredEvent>,
  borders: AppendBorders,
): AsyncGenerator<CopiedAppend[], undefined> {
  let window: CopiedAppend[] = [];
  let append: StoredEvent[] = [];
  let [count, bytes] = [0, 0];
  const end = (): void => {
    const [first] = append;
    if (first) window.push({ stream: first.stream, expected: first.revision - 1, events: append });
    append = [];
  };
  for await (const event of events) {
    if (borders.begins(event)) {
      end();
      if (window.length >= WINDOW_APPENDS || count >= WINDOW_EVENTS || bytes >= WINDOW_BYTES) {
        yield window;
        window = [];
        [count, bytes] = [0, 0];
      }
    }
    append.push(event);
    count += 1;
    bytes += sizeOf(event);
  }
  end();
  if (window.length > 0) yield window;
  return undefined;
}

/** The same appends with the disclosures of their events that still exist in the source, each with the first of them. */
export async function withDisclosures(
  appends: readonly CopiedAppend[],
  source: EventStore,
  limits: RetryLimits,
): Promise<CopiedAppend[]> {
  const asked = new Set<string>();
  const digests = appends.map(({ events }) =>
    events.flatMap(digestsOf).filter((digest) => !asked.has(digest) && asked.add(digest)),
  );
  const found = await withRetries(limits, () => source.disclosures([...asked]));
  return appends.map((append, index) => ({
    ...append,
    disclosures: (digests[index] ?? []).map((digest) => found.get(digest)).filter(isThere),
  }));
}

function isThere(disclosure: Disclosure | undefined): disclosure is Disclosure {
  return disclosure !== undefined;
}

function sizeOf({ type, data, metadata }: StoredEvent): number {
  return Buffer.byteLength(type) + Buffer.byteLength(data) + Buffer.byteLength(metadata);
}
