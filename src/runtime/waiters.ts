/** Those who wait for something to come true: each until it has, or for as long as it would wait. */
export class Waiters {
  private readonly waiting = new Set<() => void>();
  private hasEnded = false;

  /**
   * Resolves with true as soon as `isSo` holds, which is checked at once and whenever `check` or `end` is called; with
   * false after `timeoutMs`, or once nothing can come true any more.
   */
  wait(isSo: () => boolean, timeoutMs: number): Promise<boolean> {
    if (isSo()) return Promise.resolve(true);
    if (this.hasEnded) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.waiting.delete(check);
        resolve(isSo());
      };
      const check = (): void => {
        if (this.hasEnded || isSo()) settle();
      };
      const timer = setTimeout(settle, timeoutMs);
      this.waiting.add(check);
    });
  }

  /** The same for those who cannot go on without it. @throws what `failure` gives where `wait` gives false */
  async until(isSo: () => boolean, timeoutMs: number, failure: () => Error): Promise<void> {
    if (!(await this.wait(isSo, timeoutMs))) throw failure();
  }

  /** Something may have come true. */
  check(): void {
    for (const each of [...this.waiting]) each();
  }

  /** Nothing can come true any more: whoever waits learns it. */
  end(): void {
    this.hasEnded = true;
    this.check();
  }
}
