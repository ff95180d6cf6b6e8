/** Runs pieces of work one after the other, each in its turn, whatever became of those before. */
export class OneAtATime {
  private last: Promise<unknown> = Promise.resolve();

  /** Gives what the work gives, and throws what it throws. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const run = this.last.then(work);
    this.last = run.catch(() => undefined);
    return run;
  }
}
