import { type Connection, readConnectionString } from './connection-string.js';
import { LedgerClient } from './ledger-client.js';

/** Calls that have to fail one after another before a client counts as stuck. */
const FAILURES_TO_REPLACE = 3;

/** A client is given so long, in milliseconds, before another takes its place: a server that is down needs none. */
const SHORTEST_LIFE = 1000;

/** What is under way on a replaced client gets so long to end, in milliseconds. */
const GRACE = 10_000;

/** The clients of this process: one for each address, however many stores stand on it. */
const holders = new Map<string, ClientHolder>();

/**
 * The one client for an address, and its successor when it is stuck: long-lived clients were seen to fail for good
 * after a failover while fresh ones worked. A fresh client is also the way to find out whether the server is healthy.
 */
export class ClientHolder {
  private current: LedgerClient;
  private since = performance.now();
  private failures = 0;
  private lastAnswer = 0;
  private readonly replaced = new Map<LedgerClient, NodeJS.Timeout>();
  private users = 1;

  private constructor(
    private readonly url: string,
    readonly connection: Connection,
  ) {
    this.current = new LedgerClient(connection);
  }

  /**
   * The holder for an address, made for its first user.
   * @throws StoreRefused when the address is malformed
   */
  static acquire(url: string): ClientHolder {
    const known = holders.get(url);
    if (known) {
      known.users += 1;
      return known;
    }
    const holder = new ClientHolder(url, readConnectionString(url));
    holders.set(url, holder);
    return holder;
  }

  get client(): LedgerClient {
    return this.current;
  }

  /** Tells that a client has done its work. */
  answered(client: LedgerClient): void {
    if (client !== this.current) return;
    this.failures = 0;
    this.lastAnswer = performance.now();
  }

  /** Tells that a call of a client has failed; the third in a row makes it give way. */
  failed(client: LedgerClient): void {
    if (client !== this.current) return;
    this.failures += 1;
    if (this.failures >= FAILURES_TO_REPLACE) this.replace();
  }

  /** Tells that a call begun at a time has had no answer: with no other answer since, the connection counts as dead. */
  silent(client: LedgerClient, since: number): void {
    if (client === this.current && !client.isLooking && this.lastAnswer < since) this.replace();
  }

  /** Gives the holder back; the last user ends the clients. */
  async release(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    holders.delete(this.url);
    const clients = [this.current, ...this.replaced.keys()];
    for (const timer of this.replaced.values()) clearTimeout(timer);
    this.replaced.clear();
    await Promise.all(clients.map((client) => client.end()));
  }

  private replace(): void {
    if (performance.now() - this.since < SHORTEST_LIFE) return;
    const old = this.current;
    const timer = setTimeout(() => {
      this.replaced.delete(old);
      void old.end();
    }, GRACE);
    this.replaced.set(old, timer.unref());
    this.current = new LedgerClient(this.connection);
    this.since = performance.now();
    this.failures = 0;
  }
}
