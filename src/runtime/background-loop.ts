import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Work that is done step by step beside everything else, until it is stopped. Each step says how long to wait before the
 * next one, in milliseconds: 0 goes on in the next turn of the event loop, undefined ends the work.
 */
export class BackgroundLoop {
  private readonly abort = new AbortController();
  private running: Promise<void> | undefined;
  private endPause: () => void = () => undefined;

  /** @param step must not throw: what becomes of a failure is its own business */
  constructor(private readonly step: (signal: AbortSignal) => Promise<number | undefined>) {}

  /** Begins with the first step; once is enough. */
  start(): void {
    this.running ??= this.run();
  }

  /** Ends a wait between two steps. While a step is under way it does nothing. */
  wake(): void {
    this.endPause();
  }

  /** Resolves when the step under way has ended; its signal is aborted. */
  async stop(): Promise<void> {
    this.abort.abort();
    this.wake();
    await this.running;
  }

  get isStopped(): boolean {
    return this.abort.signal.aborted;
  }

  private async run(): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      const ms = await this.step(signal);
      if (ms === undefined || this.isStopped) return;
      if (ms > 0) await this.pause(ms);
      else await nextTurn();
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.endPause(), ms);
      this.endPause = () => {
        clearTimeout(timer);
        this.endPause = () => undefined;
        resolve();
      };
    });
  }
}
