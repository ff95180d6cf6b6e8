import { WHOLE, WORDS, about, list, object, ref } from '../../kernel/answer-schema.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { Paths } from './parts.js';
import { answer, bytesAnswer, parameter, refusals } from './parts.js';

const BASE64: JsonSchema = { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' };
const HASHES = about('Hashes of SHA-256 in base64, from the leaf upwards (RFC 6962).', list(BASE64));
const NOTE = about('A signed checkpoint (C2SP tlog-checkpoint): the newest.', WORDS);

const INCLUSION: Record<string, JsonSchema> = {
  index: about('Place of the entry in the log, counted from 0.', WHOLE),
  leafHash: about('SHA-256 of a zero byte and the entry, in base64.', BASE64),
  size: about('Entries that the checkpoint covers.', WHOLE),
  proof: HASHES,
  checkpoint: NOTE,
};

/** What the transparency log answers, by name. */
export function logSchemas(): Record<string, JsonSchema> {
  return {
    InclusionProof: about('That an entry stands in the signed log.', object(INCLUSION)),
    LogReceipt: about(
      'An entry, and that it stands in the signed log.',
      object({
        id: about('Id of the event.', WORDS),
        entry: about('The entry byte by byte, as one line of canonical JSON: what was hashed.', WORDS),
        ...INCLUSION,
      }),
    ),
    ConsistencyProof: about(
      'That the log of one size is the beginning of the same log of another size.',
      object({ from: WHOLE, to: WHOLE, proof: HASHES, checkpoint: NOTE }),
    ),
    LogKeys: object({
      origin: about('Name of the log: the first line of its checkpoints.', WORDS),
      keys: about(
        'Every key that has signed for the log, the newest last.',
        list(
          object({
            key: about('Verifier key (C2SP signed-note).', WORDS),
            note: about('The checkpoint that named it, signed by it and by the key before it.', WORDS),
          }),
        ),
      ),
    }),
  };
}

/** The transparency log. */
export function logPaths(): Paths {
  const operation = (
    operationId: string,
    summary: string,
    parameters: object[],
    responses: object,
  ): Record<string, object> => ({
    get: {
      operationId,
      tags: ['log'],
      summary,
      parameters: [...parameters, parameter('ReadPosition'), parameter('CorrelationId')],
      responses,
    },
  });
  return {
    '/v1/log/checkpoint': operation('getCheckpoint', 'The newest signed checkpoint', [], {
      200: bytesAnswer('A signed note (C2SP tlog-checkpoint).', 'text/plain'),
      ...refusals('log'),
    }),
    '/v1/log/tile/{tile}': operation(
      'getTile',
      'A tile of hashes, or a bundle of entries (C2SP tlog-tiles)',
      [place('tile', 'The rest of the path, with its slashes: `0/x001/234`, `entries/000.p/7` …', WORDS)],
      {
        200: bytesAnswer('The tile, which never changes.', 'application/octet-stream'),
        ...refusals('logOfEntry'),
      },
    ),
    '/v1/log/proof/{index}': operation(
      'getInclusionProof',
      'That the entry at a place stands in the signed log',
      [place('index', 'Place in the log, counted from 0.', WHOLE)],
      { 200: orText(answer('The proof.', ref('InclusionProof'))), ...refusals('logOfOne') },
    ),
    '/v1/log/receipts/{event}': operation(
      'getReceipt',
      'An event as it was hashed, and that it stands in the signed log',
      [place('event', 'Id of the event.', WORDS)],
      { 200: orText(answer('The receipt.', ref('LogReceipt'))), ...refusals('logOfEntry') },
    ),
    '/v1/log/consistency': operation(
      'getConsistencyProof',
      'That the log of one size is the beginning of the log of another',
      [
        size('from', 'Entries of the smaller log, at least 1.', true),
        size('to', 'Entries of the larger log; all that are signed for where it is absent.', false),
      ],
      { 200: answer('The proof.', ref('ConsistencyProof')), ...refusals('logOfOne') },
    ),
    '/v1/log/keys': operation('getKeys', 'The keys that have signed for the log', [], {
      200: answer('The keys.', ref('LogKeys')),
      ...refusals('log'),
    }),
  };
}

function place(name: string, description: string, schema: JsonSchema): object {
  return { name, in: 'path', required: true, description, schema };
}

function size(name: string, description: string, required: boolean): object {
  return { name, in: 'query', required, description, schema: { type: 'integer', minimum: 1 } };
}

/** The same as text where the request accepts that and no JSON (C2SP tlog-proof). */
function orText(json: object): object {
  const { content } = json as { content: object };
  return { ...json, content: { ...content, 'text/plain': { schema: { type: 'string' } } } };
}
