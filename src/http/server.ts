import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Module, NotFoundException, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Problem } from '../commands/problem.js';
import { RecordBatchHandler, RecordEntryHandler } from '../commands/record-entry.js';
import { Recorder } from '../commands/recorder.js';
import { Ledger } from '../ledger-instance.js';
import { Clients } from './clients.js';
import { answerOtherMethods } from './addresses.js';
import { refuseConnection, refuseUncommon } from './broken-requests.js';
import { compressAnswers } from './compression.js';
import { AuditController } from './controllers/audit.controller.js';
import { BatchesController } from './controllers/batches.controller.js';
import { HealthController } from './controllers/health.controller.js';
import { OverviewController } from './controllers/overview.controller.js';
import { routeOf } from './controllers/operation.decorators.js';
import { ProblemsController } from './controllers/problems.controller.js';
import { RecordsController } from './controllers/records.controller.js';
import { TransparencyController } from './controllers/transparency.controller.js';
import { RECORD_QUERIES } from './operations/record-operations.js';
import { pathAsked, serveHosts } from './hosts.js';
import { CONNECTION_LIMITS, OpenConnections, type ConnectionLimits } from './open-connections.js';
import { serveDescription } from './openapi/serve-description.js';
import { takePlainBodies } from './plain-bodies.js';
import { ProblemFilter, sendProblem } from './problem-filter.js';
import { AUDIT_QUERY_HANDLERS } from './queries/audit-queries.js';
import { QUERY_HANDLERS } from './queries/record-queries.js';
import { SECURITY_HEADERS, sendSecurityHeaders } from './security-headers.js';
import { parseStrictJson } from './strict-json.js';

/** Largest body in bytes: room for an event of the largest size, escaped. */
const BODY_LIMIT = 256 * 1024;

/** How long a query waits for the views to reach the position that it names, in milliseconds. */
const POSITION_WAIT_MS = 5_000;

@Module({})
class LedgerModule {
  static of(ledger: Ledger, clients: Clients): DynamicModule {
    return {
      module: LedgerModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        OverviewController,
        TransparencyController,
        ProblemsController,
        HealthController,
        AuditController,
        BatchesController,
        RecordsController,
      ],
      providers: [
        { provide: Ledger, useValue: ledger },
        { provide: Recorder, useValue: ledger.recorder },
        { provide: Clients, useValue: clients },
        RecordEntryHandler,
        RecordBatchHandler,
        ...QUERY_HANDLERS,
        ...AUDIT_QUERY_HANDLERS,
      ],
    };
  }
}

/** Whom the server answers, and for how long it waits for them. */
export interface ServerOptions {
  /** CIDRs of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  proxies: readonly string[];
  /** Names under which it is reached, beside localhost and IP addresses. */
  hosts: readonly string[];
  limits?: ConnectionLimits;
}

/** The HTTP server over a register; it does not listen yet. Requests are logged to `log`. */
export async function createServer(
  ledger: Ledger,
  log: Logger,
  { proxies, hosts, limits = CONNECTION_LIMITS }: ServerOptions,
): Promise<NestFastifyApplication> {
  const clients = new Clients(proxies);
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    genReqId: correlationIdOf,
    bodyLimit: BODY_LIMIT,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    connectionTimeout: limits.silentMs,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.checkMs,
      // Refused with a problem document, by `serveHosts`.
      requireHostHeader: false,
    },
    rewriteUrl: pathAsked,
    forceCloseConnections: 'idle',
    // What comes while it is closing is still answered, and its connection closed: Fastify's own refusal is no problem document.
    return503OnClosing: false,
    frameworkErrors: answerBadAddress,
    clientErrorHandler: refuseConnection,
    // Nothing here is middleware of Nest: it would cost every request its own chain.
    skipMiddie: true,
  });
  const app = await NestFactory.create<NestFastifyApplication>(LedgerModule.of(ledger, clients), adapter, {
    logger: ['error', 'fatal'],
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  // Headers are limited by their bytes; Node would leave out those beyond a number, whatever they say.
  fastify.server.maxHeadersCount = 0;
  fastify.decorateRequest('askedFor', null);
  takeStrictJson(fastify);
  // In this order: what costs least to refuse is refused first, and what waits comes last.
  logRequests(fastify);
  sendSecurityHeaders(fastify, clients);
  serveHosts(fastify, hosts);
  refuseUncommon(fastify);
  await compressAnswers(fastify, [routeOf(RECORD_QUERIES.get)]);
  answerOtherMethods(fastify);
  takePlainBodies(fastify);
  takeTurns(fastify, ledger);
  waitForPositions(fastify, ledger);
  sendAge(fastify, ledger);
  new OpenConnections(limits.perClient).limit(fastify, clients);
  await serveDescription(fastify, ledger);
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  return app;
}

/** An address that cannot be decoded leads nowhere. No hook has seen such a request. */
function answerBadAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({ ...SECURITY_HEADERS, 'x-correlation-id': request.id });
  sendProblem(new NotFoundException(), request, reply);
}

/** The caller's correlation id where it sends a harmless one, else a new one. It stands in logs, answers and events. */
function correlationIdOf(request: IncomingMessage): string {
  const given = request.headers['x-correlation-id'];
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

function takeStrictJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (_request, body, done) => {
      try {
        done(null, (body as Buffer).length === 0 ? undefined : parseStrictJson(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/** One line a request; the path without its query, which may hold what somebody looks for. */
function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-correlation-id', request.id);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    request.log.info({
      method: request.method,
      path: request.url.split('?')[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 100) / 100,
    });
    done();
  });
}

/** Commands wait for their turn before their bodies are read; queries are answered in between. */
function takeTurns(fastify: FastifyInstance, { admission }: Ledger): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.method === 'POST') admission.take(done);
    else done();
  });
}

/**
 * While the log cannot be followed, answers from the views say how old they may be (RFC 9111, section 5.1). What is answered
 * about the transparency log says so itself: it is as old as its checkpoint.
 * What everything is called does not age.
 */
function sendAge(fastify: FastifyInstance, ledger: Ledger): void {
  fastify.addHook('preHandler', (request, reply, done) => {
    const isViewed = isQuery(request) && /^\/v1\/(?!(?:log|locales)\/)/.test(request.url);
    const age = isViewed ? ledger.runner.age() : 0;
    if (age !== undefined && age > 0) void reply.header('age', String(age));
    done();
  });
}

/** Read your writes: a query that names a position is answered once the views show it. What is not about records never waits. */
function waitForPositions(fastify: FastifyInstance, ledger: Ledger): void {
  // With a callback, not a promise: most requests name no position, and go on in the same turn.
  fastify.addHook('preHandler', (request, _reply, done) => {
    const position = request.headers['ledger-position'];
    if (!isQuery(request) || typeof position !== 'string' || !request.url.startsWith('/v1/')) {
      done();
      return;
    }
    if (!ledger.store.isPosition(position)) {
      const fault = { pointer: '', rule: 'ledger-position', detail: 'is not a position of this ledger' };
      done(new Problem('invalid-header', 'Ledger-Position takes what an answer of this ledger gave.', [fault]));
      return;
    }
    ledger.runner.waitFor(position, POSITION_WAIT_MS).then(() => {
      done();
    }, done);
  });
}

function isQuery({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
