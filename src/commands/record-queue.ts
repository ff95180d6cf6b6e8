/** There is no room to wait for a record any more, or its turn did not come in time: nothing was done. */
export class RecordBusy extends Error {
  constructor() {
    super('other commands on this record are worked on first');
    this.name = 'RecordBusy';
  }
}

/** How many may wait for one record, and how long, in milliseconds. */
export interface QueueLimits {
  readonly waiting: number;
  readonly longestWaitMs: number;
}

/** Work on one record waits here, in the order in which it came; work on different records does not wait for each other. */
export class RecordQueue {
  /** Who waits, by the name of the record's stream; a name stands here as long as work on it is under way. */
  private readonly waiting = new Map<string, (() => void)[]>();

  constructor(private readonly limits: QueueLimits) {}

  /** Does the work when all that came before it on the same record has ended, however it ended. @throws RecordBusy */
  async take<T>(record: string, work: () => Promise<T>): Promise<T> {
    await this.turn(record);
    try {
      return await work();
    } finally {
      this.end(record);
    }
  }

  private turn(record: string): Promise<void> {
    const line = this.waiting.get(record);
    if (!line) {
      this.waiting.set(record, []);
      return Promise.resolve();
    }
    if (line.length >= this.limits.waiting) return Promise.reject(new RecordBusy());
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        line.splice(line.indexOf(begin), 1);
        reject(new RecordBusy());
      }, this.limits.longestWaitMs);
      line.push(begin);
    });
  }

  private end(record: string): void {
    const next = this.waiting.get(record)?.shift();
    if (next) next();
    else this.waiting.delete(record);
  }
}
