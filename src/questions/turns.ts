/** How many pieces of work may be under way or wait. */
export interface TurnLimits {
  /** Under way at once. */
  readonly atOnce: number;
  /** Of one client under way at once. */
  readonly perClient: number;
  /** Waiting, of everybody together. */
  readonly waiting: number;
  /** Waiting, of one client. */
  readonly waitingPerClient: number;
}

/** There is no room to wait any more. */
export class NoRoom extends Error {
  constructor(readonly ofClient: boolean) {
    super(ofClient ? 'too much of this client waits' : 'too much waits');
    this.name = 'NoRoom';
  }
}

/** Who waits or is under way, of one client. */
interface Client {
  underWay: number;
  readonly waiting: Waiting[];
}

interface Waiting {
  begin(): void;
}

/**
 * Lets work begin in turns: clients one after the other, so that nobody who asks a lot keeps others waiting for all of it,
 * and the work of each in the order in which it came.
 */
export class Turns {
  private readonly clients = new Map<string, Client>();
  private underWay = 0;
  private waiting = 0;

  constructor(private readonly limits: TurnLimits) {}

  /**
   * Does the work when its turn has come, unless it is aborted before.
   * @throws NoRoom when too much waits already; the reason of the abort
   */
  async take<T>(client: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.turn(client, signal);
    try {
      return await work();
    } finally {
      this.end(client);
    }
  }

  /** Number of those under way and waiting. */
  state(): { underWay: number; waiting: number } {
    return { underWay: this.underWay, waiting: this.waiting };
  }

  private turn(name: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const client = this.clients.get(name) ?? { underWay: 0, waiting: [] };
    if (this.mayBegin(client)) {
      this.clients.set(name, client);
      this.begin(client);
      return Promise.resolve();
    }
    if (client.waiting.length >= this.limits.waitingPerClient) throw new NoRoom(true);
    if (this.waiting >= this.limits.waiting) throw new NoRoom(false);
    this.clients.set(name, client);
    this.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        client.waiting.splice(client.waiting.indexOf(entry), 1);
        this.waiting -= 1;
        this.forgetIdle(name, client);
        reject(signal.reason as Error);
      };
      const entry: Waiting = {
        begin: () => {
          signal.removeEventListener('abort', leave);
          this.waiting -= 1;
          this.begin(client);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      client.waiting.push(entry);
    });
  }

  private mayBegin({ underWay }: Client): boolean {
    return this.underWay < this.limits.atOnce && underWay < this.limits.perClient;
  }

  private begin(client: Client): void {
    client.underWay += 1;
    this.underWay += 1;
  }

  private end(name: string): void {
    const client = this.clients.get(name);
    if (!client) return;
    client.underWay -= 1;
    this.underWay -= 1;
    // Whoever has just had a turn comes behind the others.
    this.clients.delete(name);
    if (client.underWay > 0 || client.waiting.length > 0) this.clients.set(name, client);
    for (const next of [...this.clients.values()]) {
      if (this.underWay >= this.limits.atOnce) return;
      if (this.mayBegin(next)) next.waiting.shift()?.begin();
    }
  }

  private forgetIdle(name: string, { underWay, waiting }: Client): void {
    if (underWay === 0 && waiting.length === 0) this.clients.delete(name);
  }
}
