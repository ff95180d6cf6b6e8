import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page, StoredDocument } from '../projections/index.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends a document's stored bytes, or 304 where the client has them. */
export function sendDocument(request: FastifyRequest, reply: FastifyReply, { bytes, etag }: StoredDocument): void {
  void reply.header('etag', etag).header('cache-control', 'no-cache');
  const known = request.headers['if-none-match'];
  if (
    known !== undefined &&
    (known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))
  ) {
    void reply.status(304).send();
    return;
  }
  void reply.header('content-type', JSON_TYPE).send(bytes);
}

/** Sends a page of stored documents without parsing them; where a period was asked for, each says how it falls into it. */
export function sendPage(reply: FastifyReply, { items, next }: Page): void {
  const parts: Buffer[] = [];
  for (const { bytes, period } of items) {
    parts.push(Buffer.from(parts.length === 0 ? '' : ','));
    if (period === undefined) parts.push(bytes);
    else parts.push(Buffer.from(`{"inPeriod":"${period}",`), bytes.subarray(1));
  }
  const body = Buffer.concat([
    Buffer.from('{"items":['),
    ...parts,
    Buffer.from(`],"next":${next === undefined ? 'null' : JSON.stringify(next)}}`),
  ]);
  void reply.header('cache-control', 'no-cache').header('content-type', JSON_TYPE).send(body);
}

/** Sends a value as JSON. */
export function sendJson(reply: FastifyReply, value: unknown, status = 200): void {
  void reply
    .status(status)
    .header('cache-control', 'no-cache')
    .header('content-type', JSON_TYPE)
    .send(JSON.stringify(value));
}
