import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../commands/problem.js';
import { answerConnection } from './broken-requests.js';
import type { Clients } from './clients.js';

/** How long a connection may wait for its client, in milliseconds, and how many there may be. */
export interface ConnectionLimits {
  /** For the headers of a request, and for the first of them on a new connection. */
  readonly headersMs: number;
  /** For a whole request, its body included. */
  readonly requestMs: number;
  /** For another request after an answer. */
  readonly idleMs: number;
  /** Without a byte in either direction: for clients that do not read their answers. Longer than any question takes. */
  readonly silentMs: number;
  /** How often the first two are looked at. */
  readonly checkMs: number;
  /** Connections of one client. */
  readonly perClient: number;
}

/** The largest body takes 30 seconds at 70 kbit/s. A proxy keeps idle connections for a shorter time than this server. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  headersMs: 15_000,
  requestMs: 30_000,
  idleMs: 75_000,
  silentMs: 120_000,
  checkMs: 1_000,
  perClient: 200,
};

/** The connections of one client. */
interface OfClient {
  /** Those that wait for the client, the one that has waited longest first. */
  readonly waiting: Set<Socket>;
  /** Those whose requests are worked on, with how many of each. */
  readonly working: Map<Socket, number>;
}

/**
 * Keeps the number of connections of each client within its limit. Where one more is opened, the one is closed that has
 * waited longest for its client: for a request, for the rest of one, or for its answer to be read. Where all are worked on,
 * the new one is refused. Connections of trusted proxies belong to many clients and are not counted.
 */
export class OpenConnections {
  private readonly clients = new Map<string, OfClient>();
  private readonly owners = new WeakMap<Socket, OfClient>();
  private readonly answers = new WeakMap<Socket, ServerResponse>();
  private readonly underWay = new WeakSet<IncomingMessage>();

  constructor(private readonly perClient: number) {}

  /** Counts the connections of a server; a request is worked on once all hooks that were added before have let it pass. */
  limit(fastify: FastifyInstance, clients: Clients): void {
    fastify.server.on('connection', (socket: Socket) => {
      const client = clients.clientAt(socket);
      if (client !== undefined) this.add(client, socket);
    });
    fastify.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.answers.set(socket, response);
    });
    fastify.addHook('preHandler', ({ raw }, _reply, done) => {
      this.begin(raw);
      done();
    });
    fastify.addHook('onSend', ({ raw }, _reply, _payload, done) => {
      this.end(raw);
      done();
    });
  }

  private add(name: string, socket: Socket): void {
    const client = this.clients.get(name) ?? { waiting: new Set(), working: new Map() };
    this.clients.set(name, client);
    this.owners.set(socket, client);
    client.waiting.add(socket);
    socket.once('close', () => {
      client.waiting.delete(socket);
      client.working.delete(socket);
      if (client.waiting.size + client.working.size === 0) this.clients.delete(name);
    });
    if (client.waiting.size + client.working.size > this.perClient) this.closeOneOf(client, socket);
  }

  private closeOneOf({ waiting }: OfClient, opened: Socket): void {
    const [longest = opened] = waiting;
    waiting.delete(longest);
    if (longest === opened)
      answerConnection(longest, new Problem('too-busy', 'Too many connections of this client.', [], 1));
    // An answer that is on its way, or was the last, takes no other behind it.
    else if (this.answers.get(longest)?.headersSent === true) longest.destroy();
    else answerConnection(longest, new Problem('request-timeout', 'Others of this client came first; send it again.'));
  }

  private begin(request: IncomingMessage): void {
    const { socket } = request;
    const client = this.owners.get(socket);
    if (!client || socket.destroyed) return;
    this.underWay.add(request);
    client.waiting.delete(socket);
    client.working.set(socket, (client.working.get(socket) ?? 0) + 1);
  }

  private end(request: IncomingMessage): void {
    const { socket } = request;
    const client = this.owners.get(socket);
    if (!client || !this.underWay.delete(request) || socket.destroyed) return;
    const left = (client.working.get(socket) ?? 1) - 1;
    if (left > 0) {
      client.working.set(socket, left);
    } else {
      client.working.delete(socket);
      client.waiting.add(socket);
    }
  }
}
