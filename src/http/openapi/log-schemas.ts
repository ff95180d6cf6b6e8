import { WHOLE, WORDS, about, list, object } from '../../kernel/schema-parts.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { Schema, Static } from '../../kernel/schema-types.js';

const BASE64: Schema<string> = { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' };
const HASHES = about('Hashes of SHA-256 in base64, from the leaf upwards (RFC 6962).', list(BASE64));
const NOTE = about('A signed checkpoint (C2SP tlog-checkpoint): the newest.', WORDS);

const INCLUSION = {
  index: about('Place of the entry in the log, counted from 0.', WHOLE),
  leafHash: about('SHA-256 of a zero byte and the entry, in base64.', BASE64),
  size: about('Entries that the checkpoint covers.', WHOLE),
  proof: HASHES,
  checkpoint: NOTE,
};

const ANSWERS = {
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

/** What the transparency log answers, by name. */
export const LOG_SCHEMAS: Record<string, JsonSchema> = ANSWERS;
export type LogAnswers = { [N in keyof typeof ANSWERS]: Static<(typeof ANSWERS)[N]> };
