import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { SAMPLES } from '../../samples/index.js';
import { recordSamples } from '../../samples/sample.js';
import { serve } from '../serve.js';
import { readSettings } from '../settings.js';
import { progressBar } from './progress.js';
import { statusTables } from './status-tables.js';
import { readOptions } from './usage.js';

/** How long the views may take to show what was recorded, in milliseconds. */
const SHOW_MS = 30_000;

/** `demo`: records the sample texts, prints the status, and serves it until it is ended. */
export async function demo(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { exit } = readOptions(args, { exit: { type: 'boolean', default: false } });
  const passing = env.DATA_DIR ? undefined : mkdtempSync(join(tmpdir(), 'cooperation-ledger-'));
  const settings = readSettings({ ...env, ...(passing === undefined ? {} : { DATA_DIR: passing }) });
  const cleanUp = (): void => {
    if (passing !== undefined) rmSync(passing, { recursive: true, force: true });
  };
  process.on('exit', cleanUp);

  // Requests are logged only once somebody else sends them: the table is what the demo has to say.
  const running = await serve(settings, pino.destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 1000 }));
  running.endOn('SIGTERM', 'SIGINT');
  const bar = progressBar('recording five texts', 'entries');
  bar.start(
    SAMPLES.reduce((sum, { entries }) => sum + entries.length, 0),
    0,
  );
  const position = await recordSamples(
    SAMPLES,
    (command) => running.send(command),
    (done) => {
      bar.update(done);
    },
  );
  bar.stop();
  if (position !== undefined) await running.ledger.runner.waitFor(position, SHOW_MS);

  console.log(await statusTables(running.ledger, running.url));
  if (exit) {
    await running.end();
    return;
  }
  console.log(`listening on ${running.url}`);
  console.log('Ctrl-C ends it.');
}
