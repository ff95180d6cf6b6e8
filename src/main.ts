import { asksForHelp, helpOfServer } from './cli/help.js';
import { EX_USAGE } from './cli/usage.js';
import { StoreRefused } from './event-store/port.js';
import { BadSetting, EX_CONFIG, readSettings } from './settings.js';

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
    const [{ serve }, { pino }] = await Promise.all([import('./serve.js'), import('pino')]);
    const log = pino.destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 1000 });
    const running = await serve(settings, log);
    console.log(`listening on ${running.url}`);
    running.endOn('SIGTERM', 'SIGINT');
  } catch (error) {
    if (!(error instanceof BadSetting || error instanceof StoreRefused)) throw error;
    console.error(error.message);
    process.exitCode = EX_CONFIG;
  }
}
