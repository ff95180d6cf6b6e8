import { KINDS, commandsOf } from '../../registry/registry.js';
import { auditPaths, correctionsPath } from './audit-paths.js';
import { AUDIT_SCHEMAS } from './audit-schemas.js';
import { documentSchema, inList } from './document-schema.js';
import { logPaths, logSchemas } from './log-paths.js';
import { healthPaths, overviewPaths } from './overview-paths.js';
import type { Paths } from './parts.js';
import { HEADERS, PARAMETERS, inCapitals, refusalResponses } from './parts.js';
import { recordPaths } from './record-paths.js';
import { commonSchemas, schemaOfFields } from './schemas.js';

/** An OpenAPI 3.1 document as plain data. */
export type Description = Record<string, unknown> & { paths: Paths };

/** The whole description, made from the same tables as the routes themselves. */
export function describeApi(): Description {
  const schemas = { ...commonSchemas(), ...AUDIT_SCHEMAS, ...logSchemas() };
  const paths: Paths = { ...overviewPaths(), ...correctionsPath(), ...logPaths(), ...healthPaths() };
  for (const kind of KINDS) {
    const document = documentSchema(kind);
    schemas[inCapitals(kind.name)] = document;
    schemas[`${inCapitals(kind.name)}InList`] = inList(document);
    for (const { name, type } of commandsOf(kind)) schemas[name] ??= schemaOfFields(type, schemas);
    Object.assign(paths, recordPaths(kind));
    for (const [path, methods] of Object.entries(auditPaths(kind))) paths[path] = { ...paths[path], ...methods };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cooperation Ledger',
      version: '0.1.0',
      description:
        'A register of cooperation agreements between regions and enterprises. Every act is an event that stays; status views tell what is the case. ' +
        'Send an Idempotency-Key with every POST, If-Match with every change, and Ledger-Position with a query that must see a write. ' +
        'What cannot be read as a request of HTTP is refused with a problem of status 400, 408 or 431 before any of these operations is found.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      ...KINDS.map(({ resource, about }) => ({ name: resource, description: about })),
      { name: 'overview' },
      { name: 'audit', description: 'What was mended in the whole ledger; each record tells more of itself.' },
      { name: 'log', description: 'The transparency log: what shows that the history was not rewritten.' },
      { name: 'health' },
    ],
    paths,
    components: { schemas, responses: refusalResponses(), parameters: PARAMETERS, headers: HEADERS },
  };
}
