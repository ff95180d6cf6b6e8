import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page, StoredDocument } from '../projections/index.js';
import { compressed, encodingFor, taggedFor, untagged } from './compression.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/**
 * Sends a document's stored bytes, compressed where the client takes that, or 304 where it has them. Each encoding has an
 * entity tag of its own, as RFC 9110, section 8.8.3.3, asks; If-None-Match holds by any of them, as they all say the same.
 * @param strength of the entity tag: weak where the document is made of several records, whose revision it does not tell
 */
export async function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, etag }: Pick<StoredDocument, 'bytes' | 'etag'>,
  strength: '' | 'W/' = '',
): Promise<void> {
  const encoding = encodingFor(request, bytes.length);
  void reply.header('etag', `${strength}${taggedFor(etag, encoding)}`).header('cache-control', 'no-cache');
  const known = request.headers['if-none-match'];
  if (known !== undefined && isKnown(known, etag)) {
    void reply.status(304).send();
    return;
  }
  void reply.header('content-type', JSON_TYPE);
  if (encoding === 'identity') {
    void reply.send(bytes);
    return;
  }
  const [address = ''] = request.url.split('?');
  void reply.header('content-encoding', encoding).send(await compressed(bytes, { address, etag }, encoding));
}

/** Whether If-None-Match names the document, in whatever encoding. */
function isKnown(header: string, etag: string): boolean {
  return header.trim() === '*' || header.split(',').some((tag) => untagged(tag) === etag);
}

/** Sends a page of stored documents without parsing them; where a period was asked for, each says how it falls into it, and by what it was found. */
export function sendPage(reply: FastifyReply, { items, next, recordNames }: Page): void {
  const parts: Buffer[] = [];
  for (const { bytes, period } of items) {
    parts.push(Buffer.from(parts.length === 0 ? '' : ','));
    if (period === undefined) parts.push(bytes);
    else parts.push(Buffer.from(`${JSON.stringify(period).slice(0, -1)},`), bytes.subarray(1));
  }
  const body = Buffer.concat([
    Buffer.from('{"items":['),
    ...parts,
    Buffer.from(`],"next":${next === undefined ? 'null' : JSON.stringify(next)}`),
    Buffer.from(recordNames === undefined ? '}' : `,"recordNames":${JSON.stringify(recordNames)}}`),
  ]);
  void reply.header('cache-control', 'no-cache').header('content-type', JSON_TYPE).send(body);
}

/** Sends a value as JSON. Whoever sends it names the type that its schema describes, for the compiler to hold it to that. */
export function sendJson<T>(reply: FastifyReply, value: NoInfer<T>, status = 200): void {
  sendJsonText(reply, JSON.stringify(value), status);
}

/** Sends JSON as bytes. */
export function sendJsonBytes(reply: FastifyReply, bytes: Uint8Array): void {
  const { buffer, byteOffset, byteLength } = bytes;
  void reply.header('cache-control', 'no-cache').header('content-type', JSON_TYPE);
  void reply.send(Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength));
}

/** Sends JSON as it is written. */
export function sendJsonText(reply: FastifyReply, text: string, status = 200): void {
  void reply.status(status).header('cache-control', 'no-cache').header('content-type', JSON_TYPE).send(text);
}

/** Sends a text. */
export function sendText(reply: FastifyReply, text: string): void {
  void reply.header('cache-control', 'no-cache').header('content-type', TEXT_TYPE).send(text);
}

/** Says by which headers of requests an answer differs, beside those that were said before. */
export function variesBy(reply: FastifyReply, header: string): FastifyReply {
  const before = reply.getHeader('vary');
  return reply.header('vary', typeof before === 'string' ? `${before}, ${header}` : header);
}
