import type Database from 'better-sqlite3';
import type { RecordKind } from '../../kernel/kind.js';
import type { Views } from '../write/views-file.js';

/** What is set aside: an event that cannot be read, or from which nothing follows, or a record that cannot be shown (`record`). */
export interface Parked {
  stream?: string;
  revision?: number;
  type?: string;
  /** Kind and id. */
  record?: string;
  reason: string;
}

type EventColumns = [stream: string, revision: number, type: string, reason: string];

/** What the views have set aside, and why. */
export class ParkedEvents {
  private readonly findReason: Database.Statement<[string, string, string], string>;
  private readonly findEvents: Database.Statement<[number], EventColumns>;
  private readonly findRecords: Database.Statement<[number], [string, string, string]>;

  constructor({ database }: Pick<Views, 'database'>) {
    this.findReason = database
      .prepare<[string, string, string], string>(
        `SELECT p.reason FROM record r JOIN parked_record p ON p.record = r.seq
         WHERE r.category = ? AND r.id = ? AND r.kind = ?`,
      )
      .pluck();
    this.findEvents = database
      .prepare<[number], EventColumns>('SELECT stream, revision, type, reason FROM parked_event ORDER BY idx LIMIT ?')
      .raw();
    this.findRecords = database
      .prepare<[number], [string, string, string]>(
        'SELECT r.kind, r.id, p.reason FROM parked_record p JOIN record r ON r.seq = p.record ORDER BY p.record LIMIT ?',
      )
      .raw();
  }

  /** Why a record that is in the ledger has no document. */
  reasonOf(kind: RecordKind, id: string): string | undefined {
    return this.findReason.get(kind.category, id, kind.name);
  }

  /** Events, then records, that are set aside: at most `limit` of each. */
  list(limit: number): Parked[] {
    return [
      ...this.findEvents.all(limit).map(([stream, revision, type, reason]) => ({ stream, revision, type, reason })),
      ...this.findRecords.all(limit).map(([kind, id, reason]) => ({ record: `${kind} ${id}`, reason })),
    ];
  }
}
