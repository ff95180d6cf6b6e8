import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { reportFaults } from '../support/fault-report.js';
import { startProgram } from '../support/program.js';
import { bodyOf, recorded } from '../support/recording.js';
import { EMBEDDED, storedLog } from '../support/stored-log.js';
import { runVerb } from '../support/verb.js';
import { readiness } from './writers.js';

/*
 * Events that the program cannot read or show lie in the log, as another program, a later version or damage may leave them: each is set
 * aside by name, and stops nothing else.
 */

interface Model {
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** What becomes of an event that was good. */
const POISONS: readonly (readonly [string, (good: Model) => Model])[] = [
  ['of a type that nobody knows', (good) => ({ ...good, type: 'PersonForgotten' })],
  ['with data that are no JSON', (good) => ({ ...good, data: '{"act":' })],
  ['with data that are no object', (good) => ({ ...good, data: '17' })],
  ['with data that lack everything', (good) => ({ ...good, data: '{}' })],
  ['with metadata that are no JSON', (good) => ({ ...good, metadata: 'none' })],
  ['of a later schema', (good) => ({ ...good, metadata: JSON.stringify({ ...parsed(good.metadata), schema: 999 }) })],
  ['with data of great depth', (good) => ({ ...good, data: `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}` })],
  [
    'with a time that is none',
    (good) => ({ ...good, metadata: JSON.stringify({ ...parsed(good.metadata), recordedAt: 'now' }) }),
  ],
];

const parsed = (text: string): object => JSON.parse(text) as object;

it('poisonous events are set aside by name, and everything else goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-poison-'));
  const faults: string[] = [];
  try {
    let program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
    const good = await recorded(program, '/v1/people', { name: { en: 'Good' } });
    const [model] = await storedLog(program);
    await program.stop();
    const store = openSqliteStore({ folder, ledger: 'ledger' });
    const ids: string[] = [];
    for (const [, poison] of POISONS) {
      const id = randomUUID();
      ids.push(id);
      await store.append(`ledger.party-${id}`, -1, [{ id, ...poison(model!) }]);
    }
    await store.close();

    program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
    const { status, parked } = await readiness(program);
    if (status !== 'ready') faults.push(`it says ${status}`);
    const named = JSON.stringify(parked) + program.stderr();
    POISONS.forEach(([what], index) => {
      if (!named.includes(ids[index] ?? '')) faults.push(`${what}: not named`);
    });
    const shown = bodyOf<{ items: { id: string }[] }>(await program.get('/v1/people')).items.map(({ id }) => id);
    if (!shown.includes(good.id)) faults.push('what is good is not shown');
    await recorded(program, `/v1/people/${good.id}/names`, { name: { en: 'Better' } });
    const { id } = await recorded(program, '/v1/people', { name: { en: 'New' } });
    if ((await program.get(`/v1/people/${id}`)).status !== 200) faults.push('what is new is not shown');
    if ((await runVerb(['check'], folder)).code !== 0) faults.push('check finds the views wrong');
    if ((await program.stop()) !== 0) faults.push('it does not end in order');
    reportFaults({
      fault: 'poisonous events in the log',
      injected: POISONS.length,
      noticed: parked.count,
      wrong: faults.length,
    });
    expect([faults, parked.count]).toEqual([[], POISONS.length]);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 120_000);
