import type Database from 'better-sqlite3';

/** An event's place in its stream. */
interface InStream {
  readonly stream: string;
  readonly revision: number;
}

/**
 * The last revision of every stream in a tree, kept in the tree's file beside the leaves. An index over the leaves' streams
 * and revisions would tell the same, and be as large as the rest: every event would have its stream's name in it once more.
 */
export class StreamEnds {
  private readonly statements: ReturnType<typeof prepared>;

  /** Makes them again from the leaves where they are not those of the file: an older version of the program wrote in it. */
  constructor(database: Database.Database) {
    database.exec(
      'CREATE TABLE IF NOT EXISTS stream_end (stream TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID',
    );
    this.statements = prepared(database);
    const size = this.statements.size.get() ?? 0;
    if (Number(this.statements.leaves.get() ?? 0) === size) return;
    database.transaction(() => {
      database.exec('DELETE FROM stream_end');
      database.exec('INSERT INTO stream_end SELECT stream, max(revision) FROM leaf GROUP BY stream');
      this.statements.setLeaves.run(String(size));
    })();
  }

  /** The first of the log's next events that does not go on from the last revision of its stream. */
  outOfTurn<Event extends InStream>(events: readonly Event[]): { event: Event; expected: number } | undefined {
    const last = new Map<string, number>();
    for (const event of events) {
      const { stream, revision } = event;
      const expected = (last.get(stream) ?? this.statements.revision.get(stream) ?? -1) + 1;
      if (revision !== expected) return { event, expected };
      last.set(stream, revision);
    }
    return undefined;
  }

  /** Goes along with the leaves, in their transaction. @param size of the tree with these events */
  add(events: readonly InStream[], size: number): void {
    const last = new Map(events.map(({ stream, revision }) => [stream, revision]));
    for (const [stream, revision] of last) this.statements.set.run(stream, revision);
    this.statements.setLeaves.run(String(size));
  }
}

function prepared(database: Database.Database) {
  return {
    size: database.prepare<[], number>('SELECT max(idx) + 1 FROM leaf').pluck(),
    leaves: database.prepare<[], string>("SELECT value FROM meta WHERE name = 'stream ends of'").pluck(),
    setLeaves: database.prepare<[string]>("INSERT OR REPLACE INTO meta (name, value) VALUES ('stream ends of', ?)"),
    revision: database.prepare<[string], number>('SELECT revision FROM stream_end WHERE stream = ?').pluck(),
    set: database.prepare<[string, number]>('INSERT OR REPLACE INTO stream_end (stream, revision) VALUES (?, ?)'),
  };
}
