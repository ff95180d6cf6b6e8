import { ref } from '../../kernel/schema-parts.js';
import type { JsonSchema } from '../../kernel/fields.js';
import { KINDS } from '../../registry/registry.js';
import { inCapitals } from '../../registry/command-names.js';
import { AUDIT_SCHEMAS } from './audit-schemas.js';
import { compact } from './compact.js';
import {
  PATH_PARAMETERS,
  REQUEST_HEADERS,
  RESPONSE_HEADERS,
  recordParameters,
  refusalResponses,
} from './components.js';
import { DOCUMENT_SCHEMAS, documentSchemas } from '../../registry/document.schema.js';
import { LOG_SCHEMAS } from './log-schemas.js';
import { describeOperations, type Paths } from './paths.js';
import { commonSchemas } from './schemas.js';

/** An OpenAPI 3.1 document as plain data. */
export type Description = Record<string, unknown> & { paths: Paths };

/** When 409 and when 422 is answered (`weigh` in commands/decide.ts). */
const CONFLICT_RULE =
  '**409** means that no field of the request is at fault: the present state of the record (`life-cycle`, ' +
  '`already-recorded`) or another request that is being worked on (`in-flight`) stands against it, and the same request ' +
  'may succeed later. **422** means that a field breaks a rule, by itself (`invalid-fields`) or together with what is on ' +
  'record (`rule-broken`), or that the Idempotency-Key belongs to another request (`key-reused`): the request has to be ' +
  'another one. Where both hold, it is 422.';

/** The whole description, made from the same tables as the routes themselves. */
export function describeApi(): Description {
  const schemas: Record<string, JsonSchema> = {
    ...commonSchemas(),
    ...DOCUMENT_SCHEMAS,
    ...AUDIT_SCHEMAS,
    ...LOG_SCHEMAS,
  };
  for (const kind of KINDS) Object.assign(schemas, documentSchemas(kind, inCapitals(kind.name)));
  const { paths, parameters, responses } = describeOperations(schemas);
  schemas.AnyRecord = { anyOf: KINDS.map(({ name }) => ref(inCapitals(name))) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cooperation Ledger',
      version: '0.1.0',
      description:
        'A register of cooperation agreements between regions and enterprises. Every act is an event that stays; status views tell what is the case. ' +
        'Send an Idempotency-Key with every POST, If-Match with every change, and Ledger-Position with a query that must see a write. ' +
        'X-Correlation-Id, with every request, stands in logs and events for ever, so it must not name a person; every answer has it.\n\n' +
        '`asOf` is transaction time: what was recorded by then. `on` is valid time: what was so on that day. ' +
        '`?asOf=2023-01-31T21:00:00Z&on=2022-06-01` asks what was known then of that day.\n\n' +
        'What cannot be read as a request of HTTP, or is sent to another host, is refused with a problem of status 400, 408, 417, 421 or 431 before any of these operations is found, ' +
        'and 405 says with Allow what an address takes; every GET has its HEAD, and OPTIONS answers 204 with Allow.\n\n' +
        CONFLICT_RULE,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    // There is no access control yet: an empty list says so, where none would leave it open.
    security: [],
    tags: [
      ...KINDS.map(({ resource, about }) => ({ name: resource, description: about })),
      {
        name: 'records',
        description: 'What records of every kind are asked for alike, and the commands that all of them take.',
      },
      { name: 'batches', description: 'Several commands as one request.' },
      { name: 'overview', description: 'What is asked of the whole register.' },
      {
        name: 'audit',
        description: 'What was corrected or voided in the whole ledger; each record tells more of itself.',
      },
      { name: 'log', description: 'The transparency log: what shows that the history was not rewritten.' },
      { name: 'problems', description: 'What the `type` of a problem leads to.' },
      { name: 'health', description: 'For whoever keeps the program running.' },
    ],
    paths,
    components: {
      schemas: compact(schemas),
      responses: { ...responses, ...refusalResponses() },
      parameters: { ...PATH_PARAMETERS, ...recordParameters(), ...parameters, ...REQUEST_HEADERS },
      headers: RESPONSE_HEADERS,
    },
  };
}
