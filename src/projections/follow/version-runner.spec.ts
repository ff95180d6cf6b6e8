import { setImmediate as nextTurn } from 'node:timers/promises';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { openViews } from '../write/views-file.js';
import { ProjectionRunner } from './projection-runner.js';

test('it tells how far the past is behind, in time, until it is not', async () => {
  const ledger = await GivenLedger.make();
  try {
    for (let number = 0; number < 300; number += 1) await ledger.party({ en: `Works ${number}` }, 'RU-KYA');
    const file = openViews(ledger.settings);
    const runner = new ProjectionRunner(ledger.store, file);
    const seen: number[] = [];
    expect(runner.versions.behind()).toEqual({ ms: 0, msEach: 0 });
    const start = performance.now();
    runner.start();
    while (runner.state().versions < 300) {
      seen.push(runner.versions.behind().ms);
      await nextTurn();
    }
    const { ms, msEach } = runner.versions.behind();
    expect(ms).toBe(0);
    expect(msEach).toBeGreaterThan(0);
    expect(msEach).toBeLessThan(performance.now() - start);
    expect(Math.max(...seen)).toBeGreaterThan(0);
    await runner.stop();
    file.close();
  } finally {
    await ledger.remove();
  }
});
