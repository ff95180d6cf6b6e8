import { LRUCache } from 'lru-cache';
import type { EventStore, StoredEvent } from '../../event-store/port.js';
import type { RecordKind } from '../../kernel/kind.js';
import type { Disclosure } from '../../kernel/personal.js';
import type { Entry } from '../../kernel/entry.js';
import { evolve } from '../../kernel/entry.js';
import type { Metadata } from '../../registry/envelope.js';
import { clockStream, confirmedAtOf, isMoment } from '../../registry/clock-confirmation.js';
import { readMetadata, readStream } from '../../registry/envelope.js';
import { kindNamed } from '../../registry/registry.js';
import type { KeyRow } from '../write/command-key-rows.js';
import { noteKey } from '../write/command-key-rows.js';
import { kindBeginning, readEvent } from '../write/stream-reading.js';
import type { Grown, RecordToWrite } from '../write/record-renderer.js';
import { digestsOf, RecordRenderer } from '../write/record-renderer.js';
import type { RenderedRows } from '../write/rendered-record.js';
import { rowsOf } from '../write/rendered-record.js';
import type { RecordRow } from '../write/entry-rows.js';
import type { Checkpoint, ParkedEvent } from '../write/view-writer.js';
import { ViewWriter } from '../write/view-writer.js';
import type { Views } from '../write/views-file.js';

/** Records of which it is kept in memory what the views hold of them. */
const REMEMBERED_RECORDS = 50_000;

/** What a stretch of the log brings to one record. */
interface Touched {
  row: RecordRow;
  kind: RecordKind;
  isNew: boolean;
  fresh: { index: number; entry: Entry; data: string }[];
}

/** A stretch of the log, sorted by what it is about. Nothing of it is in the views yet. */
interface Sorted {
  touched: Map<string, Touched>;
  keys: Map<string, KeyRow>;
  parked: ParkedEvent[];
  /** Where the latest time of recording has grown, and where what bears a later time than was confirmed counts as recorded then. */
  moments: ({ index: number; recordedAt: string } | { confirmedAt: string })[];
  latestMoment: string;
}

/**
 * Brings stretches of the log into the views: each in one transaction with the checkpoint, each record loaded, rendered
 * and written once. Only one of its promises may be under way at a time.
 */
export class Projector {
  private readonly writer: ViewWriter;
  private readonly ledger: string;
  private readonly timeZone: string;
  private readonly clockStream: string;
  private readonly rows = new LRUCache<string, RecordRow>({ max: REMEMBERED_RECORDS });
  private readonly renderer: RecordRenderer;
  private saved: Checkpoint;
  private parkedCount: number;
  private latestMoment: string;

  constructor(
    private readonly store: Pick<EventStore, 'disclosures'>,
    private readonly views: Views,
  ) {
    this.ledger = views.settings.ledger;
    this.timeZone = views.settings.timeZone;
    this.clockStream = clockStream(this.ledger);
    this.writer = new ViewWriter(views.database);
    this.renderer = new RecordRenderer(this.writer);
    this.saved = this.writer.checkpoint();
    this.parkedCount = this.writer.countParked();
    this.latestMoment = this.writer.latestMoment();
  }

  get checkpoint(): Readonly<Checkpoint> {
    return this.saved;
  }

  /** Number of events and records that are set aside. */
  get parked(): number {
    return this.parkedCount;
  }

  /**
   * Applies the next stretch of the log, which ends at `position`. While the views are being filled, entries are only
   * taken in, and `renderPending` shows every record once at the end.
   */
  async apply(events: readonly StoredEvent[], position: string): Promise<void> {
    const sorted = this.sort(events);
    const grown = this.saved.filling ? (new Map() as Grown) : this.grow(sorted);
    const toWrite = this.saved.filling ? [] : this.render(sorted, grown);
    const disclosures = await this.disclosuresFor(toWrite);
    const written = toWrite.map(({ row, rendered }) => ({ row, shown: rowsOf(rendered, disclosures) }));
    const last = events.at(-1);
    const next: Checkpoint = {
      position,
      events: this.saved.events + events.length,
      filling: this.saved.filling,
      last: last ? { stream: last.stream, revision: last.revision, id: last.id } : this.saved.last,
      updatedAt: new Date().toISOString(),
    };
    this.commit(next, () => {
      for (const touched of sorted.touched.values()) this.saveTouched(touched, !next.filling);
      for (const { actor, key, stream, index, first, last: end } of sorted.keys.values())
        this.writer.saveKey(actor, key, stream, index, first, end);
      for (const event of sorted.parked) this.writer.park(event);
      for (const moment of sorted.moments) {
        if ('confirmedAt' in moment) this.writer.confirmMoment(moment.confirmedAt);
        else this.writer.addMoment(moment.index, moment.recordedAt);
      }
      for (const { row, shown } of written) this.writer.saveRendered(row, shown);
    });
    for (const { stream, revision, type, reason } of sorted.parked)
      this.log(`revision ${revision} of ${stream} (${type}) is set aside: ${reason}`);
    for (const { row, shown } of written)
      if (typeof shown === 'string') this.log(`the ${row.kind} ${row.id} is set aside: ${shown}`);
    this.latestMoment = sorted.latestMoment;
    for (const [stream, { row }] of sorted.touched) this.rows.set(stream, row);
    for (const { row, record } of grown.values()) this.renderer.keep(row, record);
  }

  /** Number of records that are taken in and not shown yet. */
  pending(): number {
    return this.writer.countUnrendered();
  }

  /** Shows up to `limit` records that were taken in while filling; 0 when none was left, and filling is over. */
  async renderPending(limit: number): Promise<number> {
    const rows = this.pendingAfter(-1, limit);
    const toWrite = this.renderer.renderAll(rows, new Map(), false);
    const disclosures = await this.disclosuresFor(toWrite);
    this.saveAllRendered(
      rows,
      toWrite.map(({ rendered }) => rowsOf(rendered, disclosures)),
    );
    return rows.length;
  }

  /** The next records behind number `seq` that are taken in and not shown yet, in the order of the log. */
  pendingAfter(seq: number, limit: number): RecordRow[] {
    return this.writer.unrendered(seq, limit);
  }

  /** Writes what was worked out of records that are taken in and not shown yet. Filling is over when there is none. */
  saveAllRendered(rows: readonly RecordRow[], shown: readonly (RenderedRows | string)[]): void {
    this.commit({ ...this.saved, filling: rows.length > 0 }, () => {
      rows.forEach((row, index) => {
        this.writer.saveRecord(row, true);
        this.writer.saveRendered(row, shown[index] ?? 'not worked out');
      });
    });
  }

  private sort(events: readonly StoredEvent[]): Sorted {
    const sorted: Sorted = {
      touched: new Map(),
      keys: new Map(),
      parked: [],
      moments: [],
      latestMoment: this.latestMoment,
    };
    let index = this.saved.events;
    for (const event of events) {
      const metadata = readMetadata(event);
      const confirmedAt = event.stream === this.clockStream ? confirmedAtOf(event) : undefined;
      const reason = confirmedAt === undefined ? this.sortOne(event, metadata, index, sorted) : undefined;
      if (reason !== undefined) {
        const { position, stream, revision, id, type } = event;
        sorted.parked.push({ index, position, stream, revision, id, type, reason });
      }
      if (metadata) noteKey(event, metadata, index, sorted.keys);
      noteMoment(index, metadata?.recordedAt ?? '', confirmedAt, sorted);
      index += 1;
    }
    return sorted;
  }

  /** Puts an event with its record; gives the reason when it has to be parked. */
  private sortOne(
    event: StoredEvent,
    metadata: Metadata | undefined,
    index: number,
    { touched }: Sorted,
  ): string | undefined {
    const place = readStream(this.ledger, event.stream);
    if (!place) return 'no stream of a record';
    const stream = `${place.category}-${place.id}`;
    const known = touched.get(stream) ?? this.touch(stream, place.category, place.id);
    const kind = known?.kind ?? kindBeginning(place.category, place.id, event.type);
    const read = readEvent(event, kind, this.timeZone, metadata);
    if (known) {
      known.row.revision = event.revision;
      touched.set(stream, known);
    }
    if ('fault' in read) return read.fault;
    if (known) known.fresh.push({ index, entry: read.entry, data: event.data });
    else if (kind) {
      const row = { seq: index, ...place, kind: kind.name, revision: event.revision };
      const fresh = [{ index, entry: read.entry, data: event.data }];
      touched.set(stream, { row, kind, isNew: true, fresh });
    }
    return undefined;
  }

  private touch(stream: string, category: string, id: string): Touched | undefined {
    const row = this.rows.get(stream) ?? this.writer.record(category, id);
    const kind = row && kindNamed(row.kind);
    return row && kind && { row: { ...row }, kind, isNew: false, fresh: [] };
  }

  /** The records as they are with what came. */
  private grow({ touched }: Sorted): Grown {
    const grown: Grown = new Map();
    for (const [stream, { row, isNew, fresh }] of touched) {
      const before = isNew ? { id: row.id, entries: [] } : this.renderer.load(row, true);
      grown.set(stream, { row, record: evolve(before, ...fresh.map(({ entry }) => entry)) });
    }
    return grown;
  }

  /** What is to be shown again: the records that have grown, and those whose dates depend on a date that may have changed. */
  private render({ touched }: Sorted, grown: Grown): RecordToWrite[] {
    const rows = new Map([...touched.values()].map(({ row }) => [row.seq, row]));
    for (const { row, isNew, fresh } of touched.values()) {
      for (const seq of this.dependentsOf(row, isNew, fresh)) {
        const dependent = rows.has(seq) ? undefined : this.writer.recordAt(seq);
        if (dependent) rows.set(seq, dependent);
      }
    }
    return this.renderer.renderAll([...rows.values()], grown, true);
  }

  private dependentsOf({ kind, id }: RecordRow, isNew: boolean, fresh: Touched['fresh']): number[] {
    if (fresh.some(({ entry: { type } }) => type === 'EntryCorrected' || type === 'EntryVoided'))
      return this.writer.dependents(kind, id);
    const appeared = [...(isNew ? [''] : []), ...fresh.map(({ entry }) => entry.id)];
    return appeared.flatMap((event) => this.writer.dependents(kind, id, event));
  }

  private async disclosuresFor(toWrite: readonly RecordToWrite[]): Promise<Map<string, Disclosure>> {
    const digests = digestsOf(toWrite);
    return digests.length === 0 ? new Map() : this.store.disclosures(digests);
  }

  private saveTouched({ row, fresh }: Touched, rendered: boolean): void {
    this.writer.saveRecord(row, rendered);
    for (const { index, entry, data } of fresh) this.writer.addEntry(index, row.seq, entry, data);
  }

  private log(message: string): void {
    this.views.settings.log?.(message);
  }

  private commit(next: Checkpoint, write: () => void): void {
    try {
      this.views.database
        .transaction(() => {
          write();
          this.writer.saveTallies();
          this.writer.saveCheckpoint(next);
        })
        .immediate();
    } catch (error) {
      this.writer.dropTallies();
      throw error;
    }
    this.saved = next;
    this.parkedCount = this.writer.countParked();
  }
}

/** The latest time of recording after an event: what an event confirms goes before the time that it bears itself. */
function noteMoment(index: number, recordedAt: string, confirmedAt: string | undefined, sorted: Sorted): void {
  if (confirmedAt !== undefined && confirmedAt < sorted.latestMoment) {
    sorted.moments.push({ confirmedAt });
    sorted.latestMoment = confirmedAt;
  }
  if (recordedAt <= sorted.latestMoment || !isMoment(recordedAt)) return;
  sorted.moments.push({ index, recordedAt });
  sorted.latestMoment = recordedAt;
}
