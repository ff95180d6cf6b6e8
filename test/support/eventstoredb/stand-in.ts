import { randomUUID } from 'node:crypto';
import { serveAppends } from './append-service.js';
import type { Endpoint } from './errors.js';
import { GrpcServer, type ServerIdentity } from './grpc.js';
import { Log, type LogRecord } from './log.js';
import { openLogFile } from './log-file.js';
import {
  Access,
  type CutResponse,
  type FieldError,
  Faults,
  type Member,
  type Node,
  type Standing,
  type User,
} from './node.js';
import { serveNode } from './node-services.js';
import { type Proxy, startProxy } from './proxy.js';
import { serveReads } from './read-service.js';

/** How a stand-in is set up. */
export interface StandInOptions {
  /** A fixed port; a free one if not given. It stays the same over restarts. */
  readonly port?: number;
  /** A file that keeps the log; without it the log lives as long as the stand-in. */
  readonly dataFile?: string;
  /** Users by name. With users, whoever gives no credentials may do nothing. Needs TLS: the client sends none without. */
  readonly users?: Readonly<Record<string, User>>;
  /** Who may read $all: admins (the server's default) or every user. */
  readonly allReaders?: 'admins' | 'users';
  /** Serves TLS with this key and certificate. */
  readonly tls?: ServerIdentity;
  /** The version that it says it is. */
  readonly version?: string;
}

/** What a cluster gives to each of its nodes. */
export interface ClusterPlace {
  readonly log: Log;
  standing(): Standing;
  members(): readonly Member[];
}

const DEFAULT_VERSION = '23.10.6';

/** How long a server that stops waits for clients to hang up. */
const GOODBYE_MS = 500;

/** Starts a stand-in for one EventStoreDB node on this machine. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const log = options.dataFile === undefined ? new Log() : openLogFile(options.dataFile);
  log.start();
  const standIn = new StandIn(options, log);
  await standIn.start();
  return standIn;
}

/**
 * A server that speaks EventStoreDB's gRPC protocol and behaves as one was observed to, with the ways to make it fail.
 * It is reached through a proxy of its own, which holds the sockets: so it can be frozen and killed like a process.
 */
export class StandIn implements Node {
  readonly version: string;
  readonly access: Access;
  readonly faults: Faults;
  readonly unanswered = new Set<string>();
  readonly id = randomUUID();
  #server: GrpcServer | undefined;
  #line: Proxy | undefined;
  #port: number;

  constructor(
    private readonly options: StandInOptions,
    readonly log: Log,
    private readonly place?: ClusterPlace,
  ) {
    this.version = options.version ?? DEFAULT_VERSION;
    this.access = new Access(options.users, options.allReaders ?? 'admins');
    this.faults = new Faults(() => this.endpoint);
    this.#port = options.port ?? 0;
  }

  /** The port on 127.0.0.1 where clients reach it. */
  get port(): number {
    return this.#port;
  }

  /** The same as others see it: by name with TLS, as a name in TLS may not be an address (RFC 6066). */
  get endpoint(): Endpoint {
    return { address: this.options.tls === undefined ? '127.0.0.1' : 'localhost', port: this.#port };
  }

  /** The connection string, without credentials; with TLS the caller adds `tlsCAFile`. */
  get url(): string {
    const { address, port } = this.endpoint;
    return `esdb://${address}:${port}?tls=${this.options.tls !== undefined}`;
  }

  get running(): boolean {
    return this.#server !== undefined;
  }

  standing(): Standing {
    return this.place?.standing() ?? { state: 'leader' };
  }

  members(): readonly Member[] {
    return this.place?.members() ?? [{ id: this.id, endpoint: this.endpoint, state: 'leader', alive: true }];
  }

  /** Listens. The log keeps what it has. */
  async start(): Promise<void> {
    const server = new GrpcServer(this.options.tls);
    serveAppends(server, this);
    serveReads(server, this);
    serveNode(server, this);
    this.#line = await startProxy(await server.listen(), { port: this.#port });
    this.#port = this.#line.port;
    this.#server = server;
  }

  /** Stops in order: open calls end with RST_STREAM code 0 and no status. Stopping twice is no error. */
  async stop(): Promise<void> {
    const [server, line] = this.#down();
    if (server === undefined || line === undefined) return;
    line.heal();
    const hangUp = setTimeout(() => line.cut(), GOODBYE_MS);
    const retired = line.retire();
    await server.stop();
    await retired;
    clearTimeout(hangUp);
  }

  /** Dies at once: every socket is reset. */
  async kill(): Promise<void> {
    const [server, line] = this.#down();
    await line?.close();
    await server?.kill();
  }

  /** Comes up again on the same port with the same log; ids of the run before no longer make `any` idempotent. */
  async restart(): Promise<void> {
    if (this.running) await this.stop();
    if (this.place === undefined) this.log.start();
    await this.start();
  }

  /** Answers nothing; its sockets stay open, new ones are accepted. */
  freeze(): void {
    this.#line?.freeze();
  }

  /** Goes on where it was frozen: what was sent meanwhile is handled now. */
  thaw(): void {
    this.#line?.heal();
  }

  resetConnections(): void {
    this.#line?.cut();
  }

  /** Every record of the log in order, the server's own among them. */
  events(): readonly LogRecord[] {
    return this.log.all;
  }

  /** Appends bytes as somebody else's program would: broken JSON, if it is to be JSON, or anything at all. */
  appendForeign(
    stream: string,
    type: string,
    data: Buffer,
    options: { readonly contentType?: string; readonly metadata?: Buffer } = {},
  ): LogRecord {
    const { contentType = 'application/json', metadata = Buffer.alloc(0) } = options;
    const outcome = this.log.append(stream, 'any', [{ id: randomUUID(), type, contentType, data, metadata }]);
    const state = this.log.stream(stream);
    const record = outcome.kind === 'written' && typeof state === 'object' ? state.records.at(-1) : undefined;
    if (record === undefined) throw new Error(`nothing can be appended to ${stream}`);
    return record;
  }

  /** Makes the next calls of a method fail. */
  failNext(fault: FieldError): void {
    this.faults.failNext(fault);
  }

  /** Makes server-feature look-ups fail as after an orderly failover: a client that meets it stays stuck. */
  stuckFeatures(times = 1): void {
    this.failNext({ method: 'server-features', error: 'unknown-2-exception-by-handler', times });
  }

  /** Applies the next append and loses its answer: with the connection, or in silence. */
  cutResponse(how: CutResponse = 'connection-reset'): void {
    this.faults.cutResponse(how);
  }

  /** Comes back with a shorter log, as from an old backup: every record from the position on is gone. */
  async truncate(position: bigint): Promise<void> {
    await this.kill();
    this.log.truncate(position);
    await this.restart();
  }

  #down(): [GrpcServer | undefined, Proxy | undefined] {
    const parts: [GrpcServer | undefined, Proxy | undefined] = [this.#server, this.#line];
    this.#server = undefined;
    this.#line = undefined;
    return parts;
  }
}
