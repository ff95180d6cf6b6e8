import { Log } from './log.js';
import type { Member, Standing } from './node.js';
import { StandIn, type StandInOptions } from './stand-in.js';

/** How a cluster is set up; what is not given is as for one node. */
export interface ClusterOptions extends Omit<StandInOptions, 'port' | 'dataFile'> {
  /** How long an election takes, in milliseconds; 1,000 if not given (1 to 2 s were seen). */
  readonly electionMs?: number;
  /** How long a leader without followers keeps an append waiting before it gives up; 500 if not given. */
  readonly commitTimeoutMs?: number;
}

/** How a node goes: with its sockets reset, in order, or without a word. */
export type Loss = 'kill' | 'stop' | 'freeze';

/** Starts stand-ins that share one log; the first is the leader. */
export async function startCluster(size: 1 | 3 | 5, options: ClusterOptions = {}): Promise<Cluster> {
  const cluster = new Cluster(size, options);
  cluster.log.start();
  for (const node of cluster.nodes) await node.start();
  return cluster;
}

/** Several nodes on one log, one of them the leader, as long as most of them are up. */
export class Cluster {
  readonly log = new Log();
  readonly nodes: readonly StandIn[];
  #leader: StandIn | undefined;
  readonly #lost = new Set<StandIn>();
  #election: NodeJS.Timeout | undefined;
  #elected: (() => void)[] = [];
  /** Set while a leader has lost its followers and does not know it yet. */
  #isolated = false;
  readonly #held: (() => void)[] = [];
  #keepHeld = true;
  readonly #giveUps = new Set<NodeJS.Timeout>();

  constructor(
    size: number,
    private readonly options: ClusterOptions,
  ) {
    this.nodes = Array.from({ length: size }, (): StandIn => {
      const node: StandIn = new StandIn(options, this.log, {
        log: this.log,
        standing: () => this.#standing(node),
        members: () => this.#members(),
      });
      return node;
    });
    this.#leader = this.nodes[0];
  }

  /** The node that leads now; fails while there is none. */
  get leader(): StandIn {
    if (this.#leader === undefined) throw new Error('the cluster has no leader');
    return this.#leader;
  }

  /** The nodes that are up and do not lead. */
  get followers(): readonly StandIn[] {
    return this.nodes.filter((node) => node !== this.#leader && !this.#lost.has(node));
  }

  /** A connection string that names all nodes: the client asks them by gossip which one leads. */
  get url(): string {
    const hosts = this.nodes.map(({ endpoint }) => `${endpoint.address}:${endpoint.port}`).join(',');
    return `esdb://${hosts}?tls=${this.options.tls !== undefined}`;
  }

  /** A connection string for discovery through one node. */
  get discoverUrl(): string {
    return this.url.replace('esdb:', 'esdb+discover:').replace(/,[^?]*/, '');
  }

  /** Takes the leader away. The others answer "Server Is Not Ready" until they have elected one; gives the lost node. */
  async loseLeader(how: Loss = 'kill'): Promise<StandIn> {
    const { leader } = this;
    await this.#lose(leader, how);
    this.#leader = undefined;
    this.#elect();
    return leader;
  }

  /** Resolves when there is a leader again. */
  async untilElected(): Promise<void> {
    if (this.#leader === undefined) await new Promise<void>((resolve) => this.#elected.push(resolve));
  }

  /**
   * Takes the followers away. The leader's next appends time out, their outcome unknown: `kept` says whether they are
   * in the log once the quorum is back. After the first of them it is not ready. Reads still work.
   */
  async loseQuorum(options: { readonly how?: Loss; readonly kept?: boolean } = {}): Promise<void> {
    this.#isolated = true;
    this.#keepHeld = options.kept ?? true;
    for (const node of this.followers) await this.#lose(node, options.how ?? 'kill');
  }

  /** Brings every lost node back, as a follower where there is a leader; gives a leader if there is none. */
  async recover(): Promise<void> {
    for (const node of [...this.#lost]) {
      if (node.running) node.thaw();
      else await node.restart();
      this.#lost.delete(node);
    }
    for (const append of this.#held.splice(0)) if (this.#keepHeld) append();
    this.#isolated = false;
    if (this.#leader === undefined) this.#elect();
    await this.untilElected();
  }

  /** Ends all nodes at once. */
  async close(): Promise<void> {
    clearTimeout(this.#election);
    for (const timer of this.#giveUps) clearTimeout(timer);
    for (const node of this.nodes) await node.kill();
  }

  async #lose(node: StandIn, how: Loss): Promise<void> {
    this.#lost.add(node);
    if (how === 'freeze') node.freeze();
    else await node[how]();
  }

  #elect(): void {
    clearTimeout(this.#election);
    this.#election = setTimeout(() => {
      const up = this.nodes.filter((node) => !this.#lost.has(node));
      if (up.length <= this.nodes.length / 2) return;
      this.#leader = up[0];
      for (const resolve of this.#elected.splice(0)) resolve();
    }, this.options.electionMs ?? 1_000);
  }

  #standing(node: StandIn): Standing {
    if (this.#leader === undefined) return { state: 'unknown' };
    if (node !== this.#leader) return { state: 'follower', leader: this.#leader.endpoint };
    return this.#isolated ? { state: 'isolated', hold: (append) => this.#hold(append) } : { state: 'leader' };
  }

  /** Keeps an append that cannot be committed, and lets the leader find out that it leads nobody. */
  #hold(append: () => void): Promise<void> {
    this.#held.push(append);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#giveUps.delete(timer);
        if (this.#isolated) this.#leader = undefined;
        resolve();
      }, this.options.commitTimeoutMs ?? 500);
      this.#giveUps.add(timer);
    });
  }

  #members(): readonly Member[] {
    return this.nodes.map((node) => ({
      id: node.id,
      endpoint: node.endpoint,
      state: this.#standing(node).state,
      alive: !this.#lost.has(node),
    }));
  }
}
