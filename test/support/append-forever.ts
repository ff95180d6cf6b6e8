/**
 * Child process of the reliability tests: 64 writers append through the store as fast as they can, and every append is
 * printed only once it was acknowledged, one `<stream> <revision> <id> <digest>` a line. With `NORMAL` as its second
 * argument the store is made to run with synchronous=NORMAL behind its back: then a power cut has to lose something.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import { seal } from '../../src/kernel/personal.js';
import { StoreRefused, WrongExpectedRevision } from '../../src/event-store/port.js';
import { openSqliteStore, type SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';

const WRITERS = 64;

/** Fewer streams than writers, so that appends also lose and are tried again. */
const STREAMS = 16;

async function write(store: SqliteEventStore, streams: readonly string[], writer: number): Promise<void> {
  for (let turn = writer; ; turn += 7) {
    const stream = streams[turn % streams.length] ?? '';
    const last = (await store.read(stream)).at(-1)?.revision ?? -1;
    const { disclosure } = seal('name', `writer ${writer}`);
    const text = JSON.stringify({ sealed: disclosure.digest, text: 'x'.repeat(400) });
    const events = Array.from({ length: (turn % 3) + 1 }, () => ({
      id: randomUUID(),
      type: 'ClaimRecorded',
      data: text,
      metadata: '{}',
    }));
    try {
      const { firstRevision } = await store.append(stream, last, events, [disclosure]);
      // Synchronously into the pipe: what was printed is printed, whatever happens to this process next.
      const lines = events.map(({ id }, index) => `${stream} ${firstRevision + index} ${id} ${disclosure.digest}\n`);
      writeSync(1, lines.join(''));
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

/** Passes every pragma on but one, and pretends that it was set. */
function weaken(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the database that it belongs to
  const { pragma } = Database.prototype;
  Database.prototype.pragma = function (this: Database.Database, text, options) {
    if (text === 'synchronous') return 2;
    return pragma.call(this, text === 'synchronous = 2' ? 'synchronous = NORMAL' : text, options);
  };
}

const [, , folder = '', durability] = process.argv;
if (durability === 'NORMAL') weaken();
try {
  const store = openSqliteStore({ folder, ledger: 'ledger' });
  writeSync(1, 'open\n');
  // New streams in every run keep each of them short, as streams of records are.
  const streams = Array.from({ length: STREAMS }, () => `ledger.claim-${randomUUID()}`);
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(store, streams, writer)));
} catch (error) {
  if (!(error instanceof StoreRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 78;
}
