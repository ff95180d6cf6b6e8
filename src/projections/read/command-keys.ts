import type Database from 'better-sqlite3';
import type { Views } from '../write/views-file.js';

/** Events that one command recorded in one stream, found by its idempotency key. */
export interface KeyUse {
  stream: string;
  firstRevision: number;
  lastRevision: number;
}

/** What commands recorded, found by their idempotency keys. */
export class CommandKeys {
  private readonly findKey: Database.Statement<[string, string], [string, number, number]>;

  constructor({ database }: Pick<Views, 'database'>) {
    this.findKey = database
      .prepare<[string, string], [string, number, number]>(
        'SELECT stream, first_revision, last_revision FROM command_key WHERE actor = ? AND key = ? ORDER BY idx',
      )
      .raw();
  }

  /** What the actor's command with this key recorded, in the order of the log; empty for a key that was never used. */
  find(actor: string, key: string): KeyUse[] {
    return this.findKey.all(actor, key).map(([stream, firstRevision, lastRevision]) => ({
      stream,
      firstRevision,
      lastRevision,
    }));
  }
}
