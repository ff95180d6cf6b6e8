import type { EventStore, StoredEvent } from '../../event-store/port.js';
import { linksOf } from '../../projections/links.js';
import { readRecord } from '../../projections/index.js';
import { readMetadata, streamOf } from '../../registry/envelope.js';
import { kindNamed, kindOfResource } from '../../registry/registry.js';
import { TILE_WIDTH } from '../../transparency/tiles.js';
import type { TreeLog } from '../../transparency/log/tree-log.js';
import type { Span } from '../../transparency/verify/needed-tiles.js';
import type { PlacedEvent } from './export-lines.js';

/** An export that cannot be made; the message says in one line why, and what to do. */
export class ExportFailed extends Error {}

/** Which events of a signed tree an export has. */
export interface Part {
  readonly from: number;
  readonly to: number;
  /** `<kind>/<id>`, or null for all events between these places. */
  readonly record: string | null;
  /** Blocks of 256 entries in which they lie. */
  readonly blocks: readonly Span[];
  /** By index. */
  readonly events: AsyncIterable<readonly PlacedEvent[]>;
}

/** What is known of the ledger that is exported. */
export interface Place {
  readonly store: EventStore;
  readonly tree: Pick<TreeLog, 'indexOf' | 'positionOf'>;
  /** Entries of the signed tree. */
  readonly size: number;
  readonly ledger: string;
  readonly timeZone: string;
}

/** The events from one place in the log up to, not including, another; one by one as the store gives them. */
export function stretch(place: Place, from: number, to: number): Part {
  const blocks: Span[] = from < to ? [[Math.floor(from / TILE_WIDTH), Math.ceil(to / TILE_WIDTH)]] : [];
  return { from, to, record: null, blocks, events: eventsOf(place, from, to) };
}

/**
 * A record in full, and every record that it refers to: those that its entries name, and those that the ledger looked at
 * when it recorded them. They are held in memory.
 * @throws ExportFailed when there is no such record
 */
export async function recordAndOthers(place: Place, name: string): Promise<Part> {
  const { store, ledger, timeZone, size } = place;
  const [kindName = '', id = ''] = name.split(/\/(.*)/s);
  const kind = kindNamed(kindName) ?? kindOfResource(kindName);
  if (!kind || id === '')
    throw new ExportFailed(`${name} names no record: give a kind and an id, as in agreement/<id>`);
  const events = await store.read(streamOf(ledger, kind, id));
  const read = readRecord(ledger, events, timeZone);
  if (read?.kind.name !== kind.name) throw new ExportFailed(`there is no ${kind.name} ${id}`);
  const others = new Set(events.flatMap((event) => Object.keys(readMetadata(event)?.lookedAt ?? {})));
  for (const link of linksOf(kind, read.record)) {
    const linked = kindNamed(link.kind);
    if (linked) others.add(streamOf(ledger, linked, link.id));
  }
  others.delete(events[0]?.stream ?? '');
  const all = [...events];
  for (const stream of others) all.push(...(await store.read(stream)));
  const placed = placedIn(place, all).sort((a, b) => a.index - b.index);
  const blocks = placed.map(({ index }): Span => [Math.floor(index / TILE_WIDTH), Math.floor(index / TILE_WIDTH) + 1]);
  return { from: 0, to: size, record: `${kind.name}/${id}`, blocks, events: inBatches(placed) };
}

async function* eventsOf({ store, tree }: Place, from: number, to: number): AsyncGenerator<readonly PlacedEvent[]> {
  if (from >= to) return;
  let index = from;
  for await (const { events } of store.readAll(from === 0 ? undefined : tree.positionOf(from - 1))) {
    const some = events.slice(0, to - index).map((event, i) => ({ ...event, index: index + i }));
    index += some.length;
    if (some.length > 0) yield some;
    if (index >= to) return;
  }
}

/** Gives events their places; those that no signed checkpoint covers yet are left out. @throws ExportFailed */
function placedIn({ store, tree, size }: Place, events: readonly StoredEvent[]): PlacedEvent[] {
  const end = tree.positionOf(size - 1) ?? '';
  return events.flatMap((event) => {
    if (store.comparePositions(event.position, end) > 0) return [];
    const index = tree.indexOf(event.id);
    if (index !== undefined && index < size) return [{ ...event, index }];
    throw new ExportFailed(
      `${event.id} (revision ${event.revision} of ${event.stream}) is not in the signed tree: it was changed or added ` +
        'behind the ledger’s back. Export the whole ledger and verify it',
    );
  });
}

const AT_ONCE = 500;

// eslint-disable-next-line @typescript-eslint/require-await -- others come from the store one by one
async function* inBatches(events: readonly PlacedEvent[]): AsyncGenerator<readonly PlacedEvent[]> {
  for (let at = 0; at < events.length; at += AT_ONCE) yield events.slice(at, at + AT_ONCE);
}
