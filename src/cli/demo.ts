import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLES } from '../../samples/index.js';
import { recordSamples } from '../../samples/sample.js';
import { LANGUAGES, type Language } from '../words/locale-files.js';
import { say } from '../words/words.js';
import { namedFileSink, standardErrorSink } from '../runtime/line-output.js';
import { makeFolder } from '../runtime/sync-path.js';
import { serve } from '../serve.js';
import { readSettings } from '../settings.js';
import { progressBar } from './progress.js';
import { statusTables } from './status-tables.js';
import { languageOf } from './terminal-language.js';
import { BadUsage, readOptions } from './usage.js';

/** How long the views may take to show what was recorded, in milliseconds. */
const SHOW_MS = 30_000;

/** Where requests are logged, in the data folder: beside them the tables would be lost from sight. */
const REQUESTS = 'requests.log';

/** `demo`: records the sample texts, prints the status, and serves it until it is ended. */
export async function demo(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { exit, lang, log } = readOptions(args, {
    exit: { type: 'boolean', default: false },
    lang: { type: 'string' },
    log: { type: 'boolean', default: false },
  });
  const language = lang === undefined ? languageOf(env) : named(lang);
  const passing = env.DATA_DIR ? undefined : mkdtempSync(join(tmpdir(), 'cooperation-ledger-'));
  const settings = readSettings({ ...env, ...(passing === undefined ? {} : { DATA_DIR: passing }) });
  const cleanUp = (): void => {
    if (passing !== undefined) rmSync(passing, { recursive: true, force: true });
  };
  process.on('exit', cleanUp);

  const file = join(settings.dataDir, REQUESTS);
  makeFolder(settings.dataDir);
  const running = await serve(settings, log ? standardErrorSink() : namedFileSink(file));
  running.endOn('SIGTERM', 'SIGINT');
  const bar = progressBar(say(language, 'demo.recording'), say(language, 'demo.entries'));
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

  console.log(await statusTables(running.ledger, running.url, language));
  if (exit) {
    await running.end();
    return;
  }
  console.log(`listening on ${running.url}`);
  if (!log) console.log(say(language, 'demo.requests', { file }));
  console.log(say(language, 'demo.end'));
}

function named(lang: string): Language {
  const language = LANGUAGES.find((known) => known === lang);
  if (!language) throw new BadUsage(`--lang takes ${LANGUAGES.join(' or ')}`);
  return language;
}
