import { fstatSync, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Most bytes of lines that wait for a reader; what comes beyond them is lost, and counted. */
const MOST_WAITING = 1024 * 1024;

/** Lines are written together once they have so many bytes, or have waited so long (in milliseconds). */
const WRITTEN_TOGETHER = 4096;
const LONGEST_WAIT_MS = 1000;

/** Where lines go to. */
export interface LineSink {
  /** Bytes that were given and not taken yet. */
  readonly waiting: number;
  /** Never throws and never blocks for a reader; `done` is called once, with the error if they could not be written. */
  write(text: string, done: (error?: Error | null) => void): void;
}

export interface LineOptions {
  /** The line that says how many were lost, without the end of line. */
  readonly lostLine: (lines: number) => string;
  /** In bytes; one mebibyte when not given. */
  readonly mostWaiting?: number;
}

/**
 * Writes lines for a reader that may stall or be gone: neither keeps the program waiting, nor from ending, nor makes it
 * grow. Lines that found no room are counted, and the next ones that get through begin with a line that says how many.
 */
export class LineOutput {
  private text = '';
  private lines = 0;
  private lost = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly mostWaiting: number;
  private idle: (() => void)[] = [];
  private underWay = 0;

  constructor(
    private readonly sink: LineSink,
    private readonly options: LineOptions,
  ) {
    this.mostWaiting = options.mostWaiting ?? MOST_WAITING;
  }

  /** Takes one line with its end of line. */
  write(line: string): void {
    if (this.sink.waiting + this.text.length + line.length > this.mostWaiting) {
      this.lost += 1;
      return;
    }
    this.text += line;
    this.lines += 1;
    if (this.text.length >= WRITTEN_TOGETHER) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), LONGEST_WAIT_MS).unref();
  }

  /** Gives on what has been collected, at once where the reader takes it. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lines === 0 && this.lost === 0) return;
    const { text, lines, lost } = this;
    [this.text, this.lines, this.lost] = ['', 0, 0];
    const lostLine = lost === 0 ? '' : `${this.options.lostLine(lost)}\n`;
    this.underWay += 1;
    this.sink.write(lostLine + text, (error) => {
      if (error) this.lost += lines + lost;
      this.underWay -= 1;
      if (this.underWay > 0) return;
      for (const resolve of this.idle.splice(0)) resolve();
    });
  }

  /** Gives on the rest; resolves when it was written, or after a time (ms) in any case. */
  async end(timeoutMs: number): Promise<void> {
    this.flush();
    if (this.underWay === 0) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, timeoutMs);
      this.idle.push(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}

/**
 * Lines to a stream such as standard error. On a pipe, a socket or a terminal, Node writes what is taken at once and keeps
 * the rest in memory; what fails there, fails no caller.
 */
export function streamSink(stream: Writable): LineSink {
  stream.on('error', () => undefined);
  return {
    get waiting() {
      return stream.destroyed ? 0 : stream.writableLength;
    },
    write: (text, done) => {
      if (stream.destroyed) done(new Error('the reader is gone'));
      else stream.write(text, done);
    },
  };
}

/** Lines to a file, which takes them at once, or refuses them while there is no room. */
export function fileSink(descriptor: number): LineSink {
  return {
    waiting: 0,
    write: (text, done) => {
      try {
        const bytes = Buffer.from(text);
        for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  };
}

/** Lines to the end of the file of a name, which is made when it is missing. */
export function namedFileSink(path: string): LineSink {
  return fileSink(openSync(path, 'a'));
}

/** Lines to standard error, whatever that is. */
export function standardErrorSink(): LineSink {
  if (isFile(process.stderr.fd)) return fileSink(process.stderr.fd);
  waitForNoTerminal(process.stderr);
  return streamSink(process.stderr);
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** Node has terminals written to synchronously: one whose output is held (Ctrl-S) would hold the program. */
function waitForNoTerminal(stream: object): void {
  const { _handle: handle } = stream as { _handle?: { setBlocking?: (isBlocking: boolean) => void } };
  handle?.setBlocking?.(false);
}
