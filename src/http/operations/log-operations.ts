import { ref } from '../../kernel/schema-parts.js';
import { NONE } from './common-parameters.js';
import type { Answer, Refusal } from './operation.js';
import { json, operation, QUERY_REFUSALS } from './operation.js';
import { type QueryParameter, Wrong } from './query-parameters.js';

const TEXT = { type: 'string' };

const OF_LOG: readonly Refusal[] = [...QUERY_REFUSALS, 'NotSigned'];
const OF_PLACE: readonly Refusal[] = [...QUERY_REFUSALS, 'NotInLog'];
const OF_ENTRY: readonly Refusal[] = ['BadQuery', 'NotAcceptable', 'Failed', 'UnavailableOrRefused', 'NotInLog'];

/** The same as text where the request accepts that and no JSON (C2SP tlog-proof). */
function orText(answer: Answer): Answer {
  return { ...answer, content: { ...answer.content, 'text/plain': TEXT } };
}

/** A size of the log, in full: one that would have to be rounded is larger than any log, and no such entry is found. */
function sizeOf(component: string, description: string): Omit<QueryParameter<never>, 'absent' | 'read'> {
  return { component, description, schema: { type: 'integer', minimum: 1 } };
}

function readSize(text: string): number | Wrong {
  return /^(0|[1-9]\d{0,19})$/.test(text) ? Number(text) : new Wrong('whole-number', 'must be a whole number');
}

const SIZES = {
  from: {
    ...sizeOf('FromSize', 'Entries of the smaller log, at least 1.'),
    isRequired: true,
    absent: new Wrong('whole-number', 'must be a whole number'),
    read([text]) {
      const isNone = new Wrong(
        'whole-number',
        'must be at least 1: about the log without entries nothing can be proved',
      );
      return Number(text) === 0 ? isNone : readSize(text);
    },
  } as QueryParameter<number>,
  to: {
    ...sizeOf('ToSize', 'Entries of the larger log; all that are signed for where it is absent.'),
    absent: undefined,
    read: ([text]) => readSize(text),
  } as QueryParameter<number | undefined>,
};

/** What those ask who check the history: C2SP tlog-tiles, and proofs made ready. */
export const LOG_QUERIES = {
  checkpoint: operation({
    method: 'GET',
    path: '/v1/log/checkpoint',
    id: 'getCheckpoint',
    tag: 'log',
    summary: 'The newest signed checkpoint',
    description: 'The signed head of the log: its name, how many entries it covers, and the root of their tree.',
    query: NONE,
    headers: ['LedgerPosition'],
    refusals: OF_LOG,
    answers: { 200: { description: 'A signed note (C2SP tlog-checkpoint).', content: { 'text/plain': TEXT } } },
  }),
  tile: operation({
    method: 'GET',
    path: '/v1/log/tile/{tile}',
    id: 'getTile',
    tag: 'log',
    summary: 'A tile of hashes, or a bundle of entries',
    description: 'As C2SP tlog-tiles has them. What a tile holds never changes, so it may be kept for ever.',
    query: NONE,
    headers: ['LedgerPosition'],
    refusals: OF_ENTRY,
    answers: { 200: { description: 'The tile, which never changes.', content: { 'application/octet-stream': {} } } },
  }),
  proof: operation({
    method: 'GET',
    path: '/v1/log/proof/{index}',
    id: 'getInclusionProof',
    tag: 'log',
    summary: 'That the entry at a place stands in the signed log',
    description: 'The hashes from the entry up to the root, with the checkpoint that signs it.',
    query: NONE,
    headers: ['LedgerPosition'],
    refusals: OF_PLACE,
    answers: { 200: orText(json('The proof.', ref('InclusionProof'))) },
  }),
  receipt: operation({
    method: 'GET',
    path: '/v1/log/receipts/{event}',
    id: 'getReceipt',
    tag: 'log',
    summary: 'An event as it was hashed, and that it stands in the signed log',
    description: 'What the author of a command keeps: the entry byte by byte, and the proof that it is in the log.',
    query: NONE,
    headers: ['LedgerPosition'],
    refusals: OF_ENTRY,
    answers: { 200: orText(json('The receipt.', ref('LogReceipt'))) },
  }),
  consistency: operation({
    method: 'GET',
    path: '/v1/log/consistency',
    id: 'getConsistencyProof',
    tag: 'log',
    summary: 'That the log of one size is the beginning of the log of another',
    description: 'The hashes by which whoever holds an older checkpoint sees that nothing before it was rewritten.',
    query: SIZES,
    headers: ['LedgerPosition'],
    refusals: OF_PLACE,
    answers: { 200: json('The proof.', ref('ConsistencyProof')) },
  }),
  keys: operation({
    method: 'GET',
    path: '/v1/log/keys',
    id: 'getKeys',
    tag: 'log',
    summary: 'The keys that have signed for the log',
    description: 'The newest last, each with the note that named it, signed by it and by the key before it.',
    query: NONE,
    headers: ['LedgerPosition'],
    refusals: OF_LOG,
    answers: { 200: json('The keys.', ref('LogKeys')) },
  }),
};
