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

/** One connection of a client. */
interface Connection {
  readonly client: OfClient;
  readonly socket: Socket;
  /** How many of its requests are worked on. */
  underWay: number;
  /** The newest answer on it, sent or not. */
  answer?: ServerResponse;
}

/** The connections of one client. */
interface OfClient {
  /** Those that wait for the client, the one that has waited longest first. */
  readonly waiting: Set<Connection>;
  /** Those whose requests are worked on. */
  readonly working: Set<Connection>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the request is worked on and its connection counted; null before and after. */
    workedOnAt: Connection | null;
  }
}

/**
 * Keeps the number of connections of each client within its limit. Where one more is opened, the one is closed that has
 * waited longest for its client: for a request, for the rest of one, or for its answer to be read. Where all are worked on,
 * the new one is refused. Connections of trusted proxies belong to many clients and are not counted.
 */
export class OpenConnections {
  private readonly clients = new Map<string, OfClient>();
  private readonly connections = new WeakMap<Socket, Connection>();

  constructor(private readonly perClient: number) {}

  /** Counts the connections of a server; a request is worked on once all hooks that were added before have let it pass. */
  limit(fastify: FastifyInstance, clients: Clients): void {
    fastify.server.on('connection', (socket: Socket) => {
      const client = clients.clientAt(socket);
      if (client !== undefined) this.add(client, socket);
    });
    fastify.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      const connection = this.connections.get(socket);
      if (connection) connection.answer = response;
    });
    fastify.decorateRequest('workedOnAt', null);
    fastify.addHook('preHandler', (request, _reply, done) => {
      const connection = this.connections.get(request.raw.socket);
      if (connection && !connection.socket.destroyed) {
        request.workedOnAt = connection;
        begin(connection);
      }
      done();
    });
    fastify.addHook('onSend', (request, _reply, _payload, done) => {
      if (request.workedOnAt) end(request.workedOnAt);
      request.workedOnAt = null;
      done();
    });
  }

  private add(name: string, socket: Socket): void {
    const client = this.clients.get(name) ?? { waiting: new Set(), working: new Set() };
    const connection = { client, socket, underWay: 0 };
    this.clients.set(name, client);
    this.connections.set(socket, connection);
    client.waiting.add(connection);
    socket.once('close', () => {
      client.waiting.delete(connection);
      client.working.delete(connection);
      if (client.waiting.size + client.working.size === 0) this.clients.delete(name);
    });
    if (client.waiting.size + client.working.size > this.perClient) closeOneFor(connection);
  }
}

/** Closes the connection that has waited longest for its client, or the one that was opened where none waits. */
function closeOneFor(opened: Connection): void {
  const { waiting } = opened.client;
  const [longest = opened] = waiting;
  waiting.delete(longest);
  if (longest === opened)
    answerConnection(longest.socket, new Problem('too-busy', 'Too many connections of this client.', [], 1));
  // An answer that is on its way, or was the last, takes no other behind it.
  else if (longest.answer?.headersSent === true) longest.socket.destroy();
  else
    answerConnection(
      longest.socket,
      new Problem('request-timeout', 'Others of this client came first; send it again.'),
    );
}

function begin(connection: Connection): void {
  connection.underWay += 1;
  if (connection.underWay > 1) return;
  connection.client.waiting.delete(connection);
  connection.client.working.add(connection);
}

function end(connection: Connection): void {
  connection.underWay -= 1;
  if (connection.underWay > 0 || connection.socket.destroyed) return;
  connection.client.working.delete(connection);
  connection.client.waiting.add(connection);
}
