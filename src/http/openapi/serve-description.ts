import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendJsonText } from '../answers.js';
import type { Ledger } from '../../ledger-instance.js';
import { sendProblem } from '../problem-filter.js';
import { describeApi } from './description.js';
import { exampleEntries } from './examples.js';

/** Where the page of Swagger UI lies, and what it loads. */
const PAGE = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** Stands in for the page's own beginning, which shows an example of somebody else's. */
const INITIALIZER = `window.onload = () => {
  document.title = 'Cooperation Ledger';
  SwaggerUIBundle({ url: '../openapi.json', dom_id: '#swagger-ui', deepLinking: true });
};
`;

/** The description at `/openapi.json`, and the same to read and try at `/docs`. */
export async function serveDescription(fastify: FastifyInstance, ledger: Ledger): Promise<void> {
  await fastify.register(async (routes) => {
    // These are no routes of Nest's, whose own handler comes too late for them.
    routes.setErrorHandler(sendProblem);
    let description: string | undefined;
    routes.get('/openapi.json', async (_request, reply) => {
      description ??= JSON.stringify(describeApi());
      sendJsonText(reply, await withEntries(description, ledger));
      return reply;
    });
    routes.get('/docs/swagger-initializer.js', (_request, reply) => {
      void reply.type('text/javascript; charset=utf-8').send(INITIALIZER);
    });
    await routes.register(serveFiles, {
      root: PAGE,
      prefix: '/docs',
      redirect: true,
      acceptRanges: false,
      decorateReply: false,
    });
  });
}

/**
 * The description with the ids that the entries of its examples have in this ledger: those of entries, unlike those of
 * records, differ from ledger to ledger. An example whose record is not here keeps an id that nothing has.
 */
async function withEntries(description: string, { recorder: { loader } }: Ledger): Promise<string> {
  let text = description;
  for (const { kind, record, type, placeholder } of exampleEntries()) {
    const entries = (await loader.load(kind, record))?.record.entries ?? [];
    const entry = type === undefined ? entries[0] : entries.findLast((each) => each.type === type);
    if (entry) text = text.replaceAll(placeholder, entry.id);
  }
  return text;
}
