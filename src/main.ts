import { pino } from 'pino';
import { BadSetting, EX_CONFIG, readSettings } from './settings.js';
import { StoreRefused } from './event-store/port.js';

const log = pino.destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 1000 });

try {
  const settings = readSettings(process.env);
  // Loaded behind what may be refused.
  const { serve } = await import('./serve.js');
  const running = await serve(settings, log);
  console.log(`listening on ${running.url}`);
  running.endOn('SIGTERM', 'SIGINT');
} catch (error) {
  if (!(error instanceof BadSetting || error instanceof StoreRefused)) throw error;
  console.error(error.message);
  process.exitCode = EX_CONFIG;
}
