import type Database from 'better-sqlite3';
import type { Day } from '../../kernel/edtf.js';
import { today } from '../../kernel/edtf.js';
import type { Views } from '../write/views-file.js';

/** A point in both times: what was recorded up to and including an event of the ledger, and what was so on a day. */
export interface BitemporalPoint {
  /** Number of the last event that counts; -1 before the first. */
  readonly transactionIndex: number;
  readonly validDay: Day;
}

/** What a query asks about, where that is not the present: absent parts stand for now. */
export interface AskedPoint {
  /** What was recorded by a time (RFC 3339, in UTC with milliseconds), or up to and including an event of the ledger. */
  asOf?: { time: string } | { index: number };
  /** What was the case on a day. */
  on?: Day;
}

/** Finds the points that queries mean, by the times of recording that the views have taken in. */
export class BitemporalPoints {
  private readonly timeZone: string;
  private readonly run: ReturnType<typeof prepareAll>;

  constructor({ database, settings }: Pick<Views, 'database' | 'settings'>) {
    this.timeZone = settings.timeZone;
    this.run = prepareAll(database);
  }

  /**
   * The point that a query means: by default everything that is recorded, and the day on which the ledger had come so
   * far. Undefined for an event that the views do not know.
   * @param now the day that it is
   */
  find({ asOf, on }: AskedPoint, now: Day): BitemporalPoint | undefined {
    const last = (this.run.countEvents.get() ?? 0) - 1;
    if (asOf === undefined) return { transactionIndex: last, validDay: on ?? now };
    if ('index' in asOf) {
      const { index } = asOf;
      return index > last ? undefined : { transactionIndex: index, validDay: on ?? this.dayAt(index) ?? now };
    }
    const time = new Date(asOf.time);
    // What lies ahead is now; and a time that is too far for four digits of a year compares with nothing.
    if (time.getTime() >= Date.now()) return { transactionIndex: last, validDay: on ?? now };
    return { transactionIndex: this.indexAt(asOf.time) ?? last, validDay: on ?? today(this.timeZone, time) };
  }

  /** The latest time at which something counts as recorded; undefined while nothing is. */
  latest(): string | undefined {
    return this.run.timeAt.get(Number.MAX_SAFE_INTEGER);
  }

  /** The first event that counts as recorded later than a time; undefined for none. */
  firstAfter(time: string): { index: number; recordedAt: string } | undefined {
    const index = this.run.firstAfter.get(time);
    const recordedAt = index === undefined ? undefined : this.run.timeAt.get(index);
    return index === undefined || recordedAt === undefined ? undefined : { index, recordedAt };
  }

  /** Number of the last event that was recorded by a time, where later ones are; -1 for none. */
  private indexAt(time: string): number | undefined {
    const next = this.run.firstAfter.get(time);
    return next === undefined ? undefined : next - 1;
  }

  /** The day on which the ledger had come to an event. */
  private dayAt(index: number): Day | undefined {
    const time = this.run.timeAt.get(index);
    return time === undefined ? undefined : today(this.timeZone, new Date(time));
  }
}

function prepareAll(database: Database.Database) {
  return {
    firstAfter: database
      .prepare<[string], number>('SELECT idx FROM moment WHERE recorded_at > ? ORDER BY recorded_at LIMIT 1')
      .pluck(),
    timeAt: database
      .prepare<[number], string>('SELECT recorded_at FROM moment WHERE idx <= ? ORDER BY idx DESC LIMIT 1')
      .pluck(),
    countEvents: database.prepare<[], number>('SELECT events FROM checkpoint').pluck(),
  };
}
