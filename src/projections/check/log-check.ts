import type Database from 'better-sqlite3';
import type { EventStore, StoredEvent } from '../../event-store/port.js';
import { clockStream, confirmedAtOf } from '../../registry/clock-confirmation.js';
import { readStream } from '../../registry/envelope.js';
import { kindBeginning } from '../write/stream-reading.js';
import type { Views } from '../write/views-file.js';
import type { Difference } from './difference.js';
import type { Rest } from './fresh-views.js';

/** Events that are looked at in one piece. */
const AT_ONCE = 200;

type PlaceColumns = [stream: string, revision: number, id: string];

/**
 * Looks whether the views know every event of the log in its place: as an entry of its record, or as one that is set aside.
 * A record that the views have lost is found by it.
 */
export class LogCheck {
  private readonly ledger: string;
  private readonly clockStream: string;
  private readonly run: ReturnType<typeof prepareAll>;
  private position: string | undefined;
  private index = 0;

  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    { database, settings }: Pick<Views, 'database' | 'settings'>,
    private readonly rest: Rest,
  ) {
    this.ledger = settings.ledger;
    this.clockStream = clockStream(this.ledger);
    this.run = prepareAll(database);
  }

  /** Number of events that it has come to. */
  get done(): number {
    return this.index;
  }

  /**
   * Goes on from where it was to the last event that the views show; each stream is reported once.
   * @throws StoreUnavailable; asked again, it goes on
   */
  async finish(onDifference: (difference: Difference) => void): Promise<void> {
    const reported = new Set<string>();
    for (;;) {
      const { events, position } = await this.next();
      for (const event of events) {
        if (this.index >= (this.run.shown.get() ?? 0)) return;
        const difference = reported.has(event.stream) ? undefined : this.differenceOf(event);
        if (difference) onDifference(difference);
        if (difference) reported.add(event.stream);
        this.index += 1;
      }
      if (events.length === 0) return;
      this.position = position;
      await this.rest();
    }
  }

  private async next(): Promise<{ events: readonly StoredEvent[]; position: string | undefined }> {
    for await (const batch of this.store.readAll(this.position, AT_ONCE)) {
      if (batch.events.length > 0) return batch;
    }
    return { events: [], position: this.position };
  }

  private differenceOf(event: StoredEvent): Difference | undefined {
    const { stream, revision, id } = event;
    const known = this.run.entry.get(this.ledger, this.index) ?? this.run.parked.get(this.index);
    if (known?.[0] === stream && known[1] === revision && known[2] === id) return undefined;
    // It belongs to no record, and the views keep its time alone.
    if (!known && stream === this.clockStream && confirmedAtOf(event) !== undefined) return undefined;
    const place = readStream(this.ledger, stream);
    const kind =
      place &&
      (this.run.kind.get(place.category, place.id) ?? kindBeginning(place.category, place.id, event.type)?.name);
    return {
      record: kind === undefined ? stream : `${kind}/${place?.id}`,
      table: 'entry',
      stands: known ? `revision ${known[1]} of ${known[0]} as event ${this.index}` : 'nothing',
      should: `revision ${revision} of ${stream} as event ${this.index}`,
    };
  }
}

function prepareAll(database: Database.Database) {
  return {
    shown: database.prepare<[], number>('SELECT events FROM checkpoint').pluck(),
    entry: database
      .prepare<[string, number], PlaceColumns>(
        `SELECT ? || '.' || r.category || '-' || r.id, e.revision, e.id FROM entry e JOIN record r ON r.seq = e.record
         WHERE e.idx = ?`,
      )
      .raw(),
    parked: database
      .prepare<[number], PlaceColumns>('SELECT stream, revision, id FROM parked_event WHERE idx = ?')
      .raw(),
    kind: database.prepare<[string, string], string>('SELECT kind FROM record WHERE category = ? AND id = ?').pluck(),
  };
}
