import { Audit, stateAt } from '../src/audit/index.js';
import { openSqliteStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { LogPlaces, openViews } from '../src/projections/index.js';
import { streamOf } from '../src/registry/envelope.js';
import { kindNamed } from '../src/registry/registry.js';
import { LEDGER, type MadeLedger } from './make-ledger.js';
import { type BenchRow, compare, type Effort, interleave, perSecond } from './report.js';

const PAIRS = 9;

/** Replaying the record with the most events of a ledger whose views are made, up to its last state. */
export async function benchReplay(folder: string, { largest }: MadeLedger, { quick }: Effort): Promise<BenchRow> {
  const settings = { folder, ledger: LEDGER, timeZone: 'Europe/Moscow', store: 'sqlite' };
  const store = openSqliteStore({ folder, ledger: LEDGER, readOnly: true });
  const views = openViews(settings);
  try {
    const kind = kindNamed(largest.kind);
    if (!kind) throw new RangeError(`there is no kind ${largest.kind}`);
    const audit = new Audit({ store, places: new LogPlaces(views), ledger: LEDGER, timeZone: settings.timeZone });
    const replayed = async (): Promise<number> => {
      const audited = await audit.load(kind, largest.id);
      if (!audited || !stateAt(audited, audited.head)?.answer) throw new Error('the record cannot be replayed');
      return audited.record.entries.length;
    };
    const parsed = async (): Promise<number> => {
      const events = await store.read(streamOf(LEDGER, kind, largest.id));
      return events.filter(({ data, metadata }) => JSON.parse(data) && JSON.parse(metadata)).length;
    };
    const figures = await interleave(
      quick ? 3 : PAIRS,
      () => timed(replayed),
      () => timed(parsed),
    );
    const count = await parsed();
    return {
      name: `replay of a record of ${count.toLocaleString('en')} events`,
      ...compare(figures, Number),
      unit: 'events/s',
      beside: 'reading its stream, JSON.parse of data and metadata',
      note:
        `A ${kind.name}, from its stream to the answer after its last event, personal texts opened. Reading the side ` +
        'store, and the answer itself, which holds every entry, limit it. A replay of all states works out one such ' +
        'answer after each event',
    };
  } finally {
    views.close();
    await store.close();
  }
}

/** Events per second. */
async function timed(work: () => Promise<number>): Promise<number> {
  const start = process.hrtime.bigint();
  const events = await work();
  return perSecond(events, process.hrtime.bigint() - start);
}
