/** Those who wait for something to come true: each until it has, or for as long as it would wait. */
export class Waiters {
  private readonly waiting = new Set<() => void>();
  private hasEnded = false;

  /**
   * Resolves as soon as `isSo` holds; looks at once, and whenever `look` or `end` is called.
   * @throws what `failure` gives, after `timeoutMs` or once nothing can come true any more
   */
  until(isSo: () => boolean, timeoutMs: number, failure: () => Error): Promise<void> {
    if (isSo()) return Promise.resolve();
    if (this.hasEnded) return Promise.reject(failure());
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        if (isSo()) resolve();
        else reject(failure());
      };
      const look = (): void => {
        if (this.hasEnded || isSo()) settle();
      };
      const timer = setTimeout(settle, timeoutMs);
      this.waiting.add(look);
    });
  }

  /** Something may have come true. */
  look(): void {
    for (const each of [...this.waiting]) each();
  }

  /** Nothing can come true any more: whoever waits is told so. */
  end(): void {
    this.hasEnded = true;
    this.look();
  }
}
