import { pino } from 'pino';
import { serve } from './serve.js';
import { BadSetting, EX_CONFIG, readSettings } from './settings.js';
import { StoreRefused } from './event-store/port.js';

const log = pino.destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 1000 });

try {
  const running = await serve(readSettings(process.env), log);
  console.log(`listening on ${running.url}`);
  running.endOn('SIGTERM', 'SIGINT');
} catch (error) {
  if (!(error instanceof BadSetting || error instanceof StoreRefused)) throw error;
  console.error(error.message);
  process.exitCode = EX_CONFIG;
}
