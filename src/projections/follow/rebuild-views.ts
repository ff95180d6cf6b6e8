import type { EventStore } from '../../event-store/port.js';
import { Projector } from './projector.js';
import type { ThreadOptions } from './render-threads.js';
import { RenderThreads } from './render-threads.js';
import { VersionMaker } from '../write/version-maker.js';
import type { Views, ViewsSettings } from '../write/views-file.js';
import { beginRebuilt, letRead, publish } from '../write/views-file.js';

/** Events per transaction while rebuilding. */
const EVENTS_AT_ONCE = 20_000;

/** Entries whose versions are made per transaction. */
const VERSIONS_AT_ONCE = 500;

/**
 * How far a rebuild is: first the log is read, then the records in it are shown, then their past is; `done`
 * goes from 0 to 1.
 */
export interface RebuildProgress {
  phase: 'reading' | 'showing' | 'past';
  done: number;
}

export interface RebuildResult {
  /** The new file, which the next start opens. */
  file: string;
  events: number;
  records: number;
  parked: number;
}

export interface RebuildOptions extends ThreadOptions {
  /** Whether the past states of records are made too; a server makes those that are missing. True when not given. */
  readonly versions?: boolean;
}

/**
 * Makes the views again from the whole log in a new file beside those in use, and puts it in their place when it is
 * complete and on disk. A server that is running keeps its file and takes the new one at its next start; what was
 * recorded since is projected then. A rebuild that was killed leaves nothing in use; the next one starts again.
 * Records are shown by several threads, while this one writes.
 */
export async function rebuild(
  store: EventStore,
  settings: ViewsSettings,
  onProgress: (progress: RebuildProgress) => void = () => undefined,
  { versions = true, ...options }: RebuildOptions = {},
): Promise<RebuildResult> {
  const views = beginRebuilt(settings);
  const threads = new RenderThreads(views.file, options);
  try {
    const projector = new Projector(store, views);
    await takeIn(store, projector, onProgress);
    letRead(views);
    const records = projector.pending();
    let shown = 0;
    await threads.renderAll(projector, store, (more) => {
      shown += more;
      onProgress({ phase: 'showing', done: shown / records });
    });
    await threads.end();
    const { events } = projector.checkpoint;
    if (versions) await makeVersions(new VersionMaker(store, views), events, onProgress);
    return { events, records, parked: projector.parked, file: publish(views) };
  } finally {
    await threads.end();
    views.close();
  }
}

/** Numbered and ordered lines of everything in the views but times and places in the store: equal views, equal lines. */
export function* dump({ database }: Pick<Views, 'database'>): Iterable<string> {
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")
    .pluck()
    .all();
  for (const table of tables) {
    const hidden = new Set(['updated_at', 'position']);
    const columns = (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    const shown = columns.filter((column) => !hidden.has(column)).join(', ');
    const rows = database.prepare<[], unknown[]>(`SELECT ${shown} FROM ${table} ORDER BY ${shown}`).raw();
    for (const row of rows.iterate()) yield `${table} ${JSON.stringify(row.map(readable))}`;
  }
}

function readable(value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString('utf8') : value;
}

async function takeIn(
  store: EventStore,
  projector: Projector,
  onProgress: (progress: RebuildProgress) => void,
): Promise<void> {
  let waiting: Parameters<Projector['apply']>[0][number][] = [];
  let position: string | undefined;
  for await (const batch of store.readAll()) {
    waiting = waiting.concat(batch.events);
    ({ position } = batch);
    if (waiting.length < EVENTS_AT_ONCE) continue;
    await projector.apply(waiting, position);
    waiting = [];
    onProgress({ phase: 'reading', done: await store.fraction(position) });
  }
  if (position !== undefined) await projector.apply(waiting, position);
  onProgress({ phase: 'reading', done: 1 });
}

async function makeVersions(
  maker: VersionMaker,
  events: number,
  onProgress: (progress: RebuildProgress) => void,
): Promise<void> {
  while (await maker.advance(VERSIONS_AT_ONCE, events)) {
    onProgress({ phase: 'past', done: events === 0 ? 1 : maker.made / events });
  }
}
