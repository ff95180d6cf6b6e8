import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendJson } from '../answers.js';
import { type Description, describeApi } from './description.js';

/** Where the page of Swagger UI lies, and what it loads. */
const PAGE = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** Stands in for the page's own beginning, which shows an example of somebody else's. */
const INITIALIZER = `window.onload = () => {
  document.title = 'Cooperation Ledger';
  SwaggerUIBundle({ url: '../openapi.json', dom_id: '#swagger-ui', deepLinking: true });
};
`;

/** The description at `/openapi.json`, and the same to read and try at `/docs`. */
export async function serveDescription(fastify: FastifyInstance): Promise<void> {
  let description: Description | undefined;
  fastify.get('/openapi.json', (_request, reply) => {
    description ??= describeApi();
    sendJson(reply, description);
  });
  fastify.get('/docs/swagger-initializer.js', (_request, reply) => {
    void reply.type('text/javascript; charset=utf-8').send(INITIALIZER);
  });
  await fastify.register(serveFiles, { root: PAGE, prefix: '/docs', redirect: true, decorateReply: false });
}
