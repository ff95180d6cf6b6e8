import Database from 'better-sqlite3';
import { fastify, LogController } from 'fastify';
import { pino } from 'pino';

/**
 * What the program is measured against: Fastify alone, which reads the same row and sends the same bytes with their ETag,
 * or takes the same body and does nothing with it; each request is logged in the same words to the same place.
 */
const [viewsFile = ''] = process.argv.slice(2);
const log = pino.destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 1000 });
const server = fastify({
  loggerInstance: pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, log),
  logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
});
server.addHook('onResponse', (request, reply, done) => {
  request.log.info({
    method: request.method,
    path: request.url.split('?')[0],
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 100) / 100,
  });
  done();
});

const findDocument = new Database(viewsFile, { readonly: true })
  .prepare<[string, string, string, string, string], [Buffer, string, number]>(
    `SELECT d.bytes, d.digest, r.revision FROM record r JOIN document d ON d.record = r.seq
     WHERE r.category = ? AND r.id = ? AND r.kind = ? AND d.from_day <= ? AND d.to_day >= ?`,
  )
  .raw();
const today = new Date().toISOString().slice(0, 10);

server.get<{ Params: { id: string } }>('/v1/projects/:id', (request, reply) => {
  const row = findDocument.get('project', request.params.id, 'project', today, today);
  if (!row) {
    void reply.status(404).send();
    return;
  }
  const [bytes, digest, revision] = row;
  void reply
    .header('etag', `"${revision}.${digest}"`)
    .header('content-type', 'application/json; charset=utf-8')
    .send(bytes);
});

server.post('/v1/projects', (_request, reply) => {
  void reply.status(201).send();
});

process.on('SIGTERM', () => {
  void server.close().then(() => process.exit(0));
});
console.log(`listening on ${await server.listen({ port: 0, host: '127.0.0.1' })}`);
