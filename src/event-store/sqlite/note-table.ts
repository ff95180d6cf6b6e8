import type Database from 'better-sqlite3';
import { type ExpectedRevision, type Note, WrongExpectedRevision } from '../port.js';
import { hasNotes } from './database.js';

/** Notes that are read at once. */
const PAGE = 500;

/** The texts that a ledger keeps beside its log, in a table of the same file. */
export class NoteBook {
  private readonly statements: ReturnType<typeof prepared> | undefined;

  constructor(
    database: Database.Database,
    private readonly ledger: string,
  ) {
    this.statements = hasNotes(database) ? prepared(database) : undefined;
  }

  /** Writes a note, within a transaction of the caller's. @throws WrongExpectedRevision */
  add(expected: ExpectedRevision, text: string): void {
    if (!this.statements) throw new Error('the file has no table of notes');
    const last = this.statements.last.get(this.ledger) ?? -1;
    // The same note again: the answer to the first try was lost.
    if (last === expected + 1 && this.from(last)[0]?.text === text) return;
    if (last !== expected) throw new WrongExpectedRevision(`${this.ledger} (notes)`, expected, last);
    this.statements.add.run(this.ledger, expected + 1, text);
  }

  /** Notes from a revision on, 500 at most. */
  from(revision: number): Note[] {
    return this.statements?.from.all(this.ledger, revision, PAGE) ?? [];
  }
}

function prepared(database: Database.Database) {
  return {
    add: database.prepare<[string, number, string]>('INSERT INTO note (ledger, revision, text) VALUES (?, ?, ?)'),
    last: database.prepare<[string], number | null>('SELECT max(revision) FROM note WHERE ledger = ?').pluck(),
    from: database.prepare<[string, number, number], Note>(
      'SELECT revision, text FROM note WHERE ledger = ? AND revision >= ? ORDER BY revision LIMIT ?',
    ),
  };
}
