import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { RecordEntry } from './commands/record-entry.js';
import type { CommandResult } from './commands/recorder.js';
import type { ConnectionLimits } from './http/open-connections.js';
import type { Ledger } from './ledger-instance.js';
import { openLedger } from './ledger-instance.js';
import { LineOutput, type LineSink } from './runtime/line-output.js';
import type { Settings } from './settings.js';
import { BadSetting, EX_CONFIG, EX_IOERR } from './settings.js';

/** Requests under way and the last writes get this long to end, in milliseconds. */
const LONGEST_END_MS = 4_500;

/** Requests alone get this long: a client that never sends the rest of one does not keep the store from closing. */
const LONGEST_REQUEST_MS = 3_500;

/** Answers that say that the storage is lost get this long to go out, in milliseconds. */
const LAST_ANSWERS_MS = 500;

/** How often connections that have become idle are closed while the program ends, in milliseconds. */
const SWEEP_MS = 50;

/** The last lines of the log get this long to be written, in milliseconds: their reader may have gone. */
const LAST_LINES_MS = 500;

/** A register that listens. */
export interface Running {
  url: string;
  ledger: Ledger;
  /** Puts a command on the program's own command bus. */
  send(command: RecordEntry): Promise<CommandResult>;
  /** No new requests, answers finished, the last batch on disk. */
  end(): Promise<void>;
  /** Ends on a signal and leaves with 0. */
  endOn(...signals: NodeJS.Signals[]): void;
}

/**
 * Opens the register and listens as the settings say; requests are logged to `sink`.
 * @param limits of connections, where they are not the usual ones
 * @throws BadSetting, StoreRefused
 */
export async function serve(settings: Settings, sink: LineSink, limits?: ConnectionLimits): Promise<Running> {
  const log = new LineOutput(sink, { lostLine });
  const lines = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, log);
  const ledger = await openLedger(settings, {
    info: (message) => lines.info(message),
    warn: (message) => lines.warn(message),
    error: (message) => lines.error(message),
    refused: (error) => {
      log.flush();
      console.error(error.message);
      process.exit(EX_CONFIG);
    },
    fatal: (reason) => endAtOnce(reason, log),
  });
  // Loaded behind what may be refused: that takes most of a start.
  const [{ createServer }, { CommandBus }] = await Promise.all([import('./http/server.js'), import('@nestjs/cqrs')]);
  const app = await createServer(ledger, lines, {
    proxies: settings.trustedProxies,
    hosts: settings.hosts,
    ...(limits ? { limits } : {}),
  });
  ledger.start();
  await listen(app, settings).catch(async (error: unknown) => {
    await ledger.close();
    throw error;
  });
  const end = async (): Promise<void> => {
    await endRequests(app);
    await ledger.close();
    await log.end(LAST_LINES_MS);
  };
  const bus = app.get(CommandBus);
  return {
    url: urlOf(app),
    ledger,
    send: (command) => bus.execute(command),
    end,
    endOn: (...signals) => endOn(signals, end),
  };
}

/** What the log says where lines of it are missing, in the form of its other lines. */
function lostLine(lines: number): string {
  const msg = `${lines} lines of this log were lost before this one: their reader was gone or too slow`;
  return JSON.stringify({ level: 40, time: new Date().toISOString(), msg });
}

/** Ends with one line, as soon as the answers to what is refused for the same reason have gone out. */
function endAtOnce(reason: string, log: LineOutput): void {
  if (process.exitCode === EX_IOERR) return;
  process.exitCode = EX_IOERR;
  log.flush();
  console.error(`${reason}; the program ends`);
  setTimeout(() => process.exit(EX_IOERR), LAST_ANSWERS_MS);
}

/** No new connections, answers finished. Keep-alive connections are closed as soon as they are idle. */
async function endRequests(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const sweep = setInterval(() => {
    server.closeIdleConnections();
  }, SWEEP_MS);
  const late = setTimeout(() => {
    server.closeAllConnections();
  }, LONGEST_REQUEST_MS);
  await app.close();
  clearInterval(sweep);
  clearTimeout(late);
}

async function listen(app: NestFastifyApplication, { port, host }: Settings): Promise<void> {
  try {
    // Not by Nest's own listen, which prints the error beside the one line that says what to correct.
    await app.getHttpAdapter().getInstance().listen({ port, host });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new BadSetting('PORT', `${port} is in use on ${host}; choose another, or 0 for a free one`);
    if (code === 'EACCES')
      throw new BadSetting('PORT', `${port} cannot be opened without more rights; choose one above 1023`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      throw new BadSetting('HOST', `${host} is not an address of this machine`);
    throw error;
  }
}

function urlOf(app: NestFastifyApplication): string {
  const { address, port, family } = app.getHttpServer().address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function endOn(signals: readonly NodeJS.Signals[], end: () => Promise<void>): void {
  let ending = false;
  const onSignal = (): void => {
    if (ending) return;
    ending = true;
    // The exit code is 0 unless the storage was lost.
    setTimeout(() => process.exit(), LONGEST_END_MS).unref();
    end().then(
      () => process.exit(),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of signals) process.on(signal, onSignal);
}
