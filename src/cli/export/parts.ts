import type { EventStore, StoredEvent } from '../../event-store/port.js';
import { readRecord, referencesOf } from '../../projections/index.js';
import { readMetadata, streamOf } from '../../registry/envelope.js';
import { dated } from '../../kernel/dated.js';
import { kindNamed, kindOfResource } from '../../registry/registry.js';
import { TILE_WIDTH } from '../../transparency/tiles.js';
import { leafBytes } from '../../transparency/leaf.js';
import type { TreeLog } from '../../transparency/log/tree-log.js';
import { leafHash } from '../../transparency/merkle.js';
import type { Span } from '../../transparency/verify/needed-tiles.js';
import type { PlacedEvent } from './placed-event.js';

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
  readonly tree: Pick<TreeLog, 'hashAt' | 'leavesOf' | 'positionOf' | 'rootAt'>;
  /** Entries that the signed checkpoint covers. */
  readonly size: number;
  /** The root that it signs. */
  readonly root: Uint8Array;
  readonly ledger: string;
  readonly timeZone: string;
}

/** The events from one place in the log up to, not including, another; one by one as the store gives them. */
export function stretch(place: Place, from: number, to: number): Part {
  const blocks: Span[] = from < to ? [[Math.floor(from / TILE_WIDTH), Math.ceil(to / TILE_WIDTH)]] : [];
  return { from, to, record: null, blocks, events: eventsOf(place, from, to) };
}

/** Whether the tree leads to the root that was signed. One that was made again from a changed store does not. */
export function leadsToRoot({ tree, size, root }: Pick<Place, 'tree' | 'size' | 'root'>): boolean {
  return Buffer.compare(tree.rootAt(size), root) === 0;
}

/**
 * A record in full, and every record that it refers to: those that its entries name, and those that the ledger looked at
 * when it recorded them. They are held in memory.
 *
 * Whoever verifies the part cannot see that the end of a stream, or all of it, is missing: the tree proves what is in it, and
 * has no order by streams. So what the store gives is held against the tree here.
 * @throws ExportFailed when there is no such record, or the store has not the entries of these streams that were signed
 */
export async function recordAndOthers(place: Place, name: string): Promise<Part> {
  const { store, ledger, timeZone, size } = place;
  const [kindName = '', id = ''] = name.split(/\/(.*)/s);
  const kind = kindNamed(kindName) ?? kindOfResource(kindName);
  if (!kind || id === '')
    throw new ExportFailed(`${name} names no record: give a kind and an id, as in agreement/<id>`);
  if (!leadsToRoot(place)) {
    throw new ExportFailed(
      `ALARM: the entries in the store lead to another root than the one that was signed for ${size} entries: the store ` +
        `was changed or put back to an older state. ${HOW_TO_SEE}`,
    );
  }
  const stream = streamOf(ledger, kind, id);
  const events = await store.read(stream);
  const read = readRecord(ledger, events, timeZone);
  if (read?.kind.name !== kind.name) {
    // Throws where there was such a record, of which the store lost something.
    placedIn(place, [stream], events);
    throw new ExportFailed(`there is no ${kind.name} ${id}`);
  }
  const others = new Set(events.flatMap((event) => Object.keys(readMetadata(event)?.readDependencies ?? {})));
  for (const reference of referencesOf(kind, dated(kind.name, read.record))) {
    const other = kindNamed(reference.kind);
    if (other) others.add(streamOf(ledger, other, reference.id));
  }
  others.delete(stream);
  const all = [...events];
  for (const other of others) all.push(...(await store.read(other)));
  const placed = placedIn(place, [stream, ...others], all);
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

/**
 * Gives the events of some streams their places, in order; those that no signed checkpoint covers yet are left out.
 * @throws ExportFailed where they are not those that the signed tree has of these streams
 */
function placedIn(
  { store, tree, size }: Place,
  streams: readonly string[],
  events: readonly StoredEvent[],
): PlacedEvent[] {
  const left = new Map(events.map((event) => [nameOf(event), event]));
  const placed = tree.leavesOf(streams, size).map(({ index, ...leaf }): PlacedEvent => {
    const event = left.get(nameOf(leaf));
    if (!event) throw notSigned(`entry ${index} (${nameOf(leaf)}) is missing in the store`);
    if (Buffer.compare(leafHash(leafBytes({ ...event, index })), tree.hashAt(0, index)) !== 0)
      throw notSigned(`entry ${index} (${nameOf(leaf)}) is another one in the store`);
    left.delete(nameOf(leaf));
    return { ...event, index };
  });
  const end = tree.positionOf(size - 1) ?? '';
  for (const event of left.values()) {
    if (store.comparePositions(event.position, end) > 0) continue;
    throw notSigned(`${event.id} (${nameOf(event)}) is in the store and not in the signed tree`);
  }
  return placed;
}

function nameOf({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>): string {
  return `revision ${revision} of ${stream}`;
}

function notSigned(what: string): ExportFailed {
  return new ExportFailed(
    `ALARM: ${what}: that was changed behind the ledger’s back, or put back to an older state. ${HOW_TO_SEE}`,
  );
}

const HOW_TO_SEE = 'Export the whole ledger and verify it: that names the first entry that is not as it was signed';

const AT_ONCE = 500;

// eslint-disable-next-line @typescript-eslint/require-await -- others come from the store one by one
async function* inBatches(events: readonly PlacedEvent[]): AsyncGenerator<readonly PlacedEvent[]> {
  for (let at = 0; at < events.length; at += AT_ONCE) yield events.slice(at, at + AT_ONCE);
}
