import { promisify } from 'node:util';
import { brotliCompress, constants, crc32, gzip } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** The better one first: it is sent where a client takes both alike. */
const ENCODINGS = ['br', 'gzip'] as const;

type Encoding = (typeof ENCODINGS)[number];

/** What is shorter is sent as it is, in bytes: it fits into one packet, and compressing it saves nothing. */
const SHORTEST = 1024;

/** Bytes of compressed documents that are kept. */
const KEPT = 32 * 1024 * 1024;

/** Takes a tenth of the time of the best there is, for a few percent more bytes. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)];

const documents = new LRUCache<string, Buffer>({ maxSize: KEPT, sizeCalculation: ({ length }) => length });

/**
 * Compresses answers as their requests accept it, but those at the routes of documents, which are kept compressed
 * (`compressed`).
 */
export async function compressAnswers(fastify: FastifyInstance, routesOfDocuments: readonly string[]): Promise<void> {
  fastify.addHook('onRoute', (route) => {
    if (routesOfDocuments.includes(route.url)) route.compress = false;
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    // Of an answer that is not compressed too: a cache must know that another request gets other bytes.
    if (request.method === 'GET' || request.method === 'HEAD') void reply.header('vary', 'accept-encoding');
    done();
  });
  await fastify.register(compress, {
    encodings: [...ENCODINGS],
    threshold: SHORTEST,
    brotliOptions: BROTLI,
    globalDecompression: false,
  });
}

/** What the declared types of negotiator leave out: which is better among those that the client takes alike. */
interface Preferring {
  encodings(available: readonly string[], options: { preferred: readonly string[] }): string[];
}

/** The encoding in which so many bytes are to be sent. */
export function encodingFor(request: FastifyRequest, length: number): Encoding | 'identity' {
  if (request.headers['accept-encoding'] === undefined || length < SHORTEST) return 'identity';
  const negotiator = new Negotiator(request) as Preferring;
  const [best] = negotiator.encodings([...ENCODINGS, 'identity'], { preferred: [...ENCODINGS] });
  return ENCODINGS.find((encoding) => encoding === best) ?? 'identity';
}

/**
 * A document's bytes in an encoding; they are made once for each entity tag, and kept while there is room. The address
 * stands in the key too: a tag is too short to tell the documents of the whole ledger apart against somebody's will. So
 * does a checksum of the bytes: those that lay damaged in the views are not sent once they are put right.
 */
export async function compressed(
  bytes: Buffer,
  { address, etag }: { address: string; etag: string },
  encoding: Encoding,
): Promise<Buffer> {
  const key = `${encoding} ${etag} ${crc32(bytes)} ${address}`;
  const known = documents.get(key);
  if (known) return known;
  const made = await (encoding === 'br' ? toBrotli(bytes, BROTLI) : toGzip(bytes));
  documents.set(key, made);
  return made;
}

/** The entity tag of a document in an encoding: other bytes have another one. */
export function taggedFor(etag: string, encoding: Encoding | 'identity'): string {
  return encoding === 'identity' ? etag : etag.replace(/"$/, `.${encoding}"`);
}

/** The document's own entity tag, whether a tag is weak or not, and in whatever encoding. */
export function untagged(tag: string): string {
  return tag
    .trim()
    .replace(/^W\//, '')
    .replace(/\.(?:br|gzip)"$/, '"');
}
