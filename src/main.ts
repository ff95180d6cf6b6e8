import { endingOf } from './cli/ending.js';
import { asksForHelp, helpOfServer } from './cli/help.js';
import { EX_USAGE } from './cli/usage.js';
import { standardErrorSink } from './runtime/line-output.js';
import { readSettings } from './settings.js';

const args = process.argv.slice(2);

if (asksForHelp(args)) {
  console.log(helpOfServer());
} else if (args.length > 0) {
  console.error(`npm start takes no arguments: ${args.join(' ')} (npm start -- --help tells more)`);
  process.exitCode = EX_USAGE;
} else {
  await start();
}

async function start(): Promise<void> {
  try {
    const settings = readSettings(process.env);
    // Loaded behind what may be refused.
    const { serve } = await import('./serve.js');
    const running = await serve(settings, standardErrorSink());
    console.log(`listening on ${running.url}`);
    running.endOn('SIGTERM', 'SIGINT');
  } catch (error) {
    const ending = endingOf(error);
    if (!ending) throw error;
    console.error(ending.line);
    process.exitCode = ending.code;
  }
}
