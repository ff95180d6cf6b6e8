import { hash } from 'node:crypto';
import type { Day } from '../../kernel/edtf.js';
import type { RecordKind } from '../../kernel/kind.js';
import type { DatedRecord } from '../../kernel/dated.js';
import type { Disclosure } from '../../kernel/personal.js';
import type { RecordDocument } from '../../registry/document.js';
import { documentOn } from '../../registry/document.js';
import { canonicalUnsealed } from './canonical-json.js';
import type { StoredDocument } from '../types.js';

/** Before and after every day, where a stretch of days is open; see the schema. */
export const FROM_EVER = '';
export const FOR_EVER = '~';

/** The answer about a record over a stretch of days, as it is stored. */
export interface DocumentRow {
  from: string;
  to: string;
  status: string;
  certainty: string;
  /** JSON list of statuses. */
  possible: string;
  digest: string;
  bytes: Buffer;
}

/** What tells an answer from another of the same revision. */
export function digestOf(bytes: Buffer): string {
  return hash('sha256', bytes).slice(0, 16);
}

/** The ETag of an answer: the revision that a change has to name, and what the bytes are. */
export function etagOf(revision: number, digest: string): string {
  return `"${revision}.${digest}"`;
}

/**
 * The answer about a record on one day, the same to the byte as the views will have it: for the command path, which
 * gives the ETag of what it has just written. `revision` is that of the record's stream.
 */
export function storedDocument(
  kind: RecordKind,
  record: DatedRecord,
  revision: number,
  day: Day,
  disclosures: ReadonlyMap<string, Disclosure>,
): StoredDocument {
  const { bytes, digest, status } = writeDocument(documentOn(kind, record, day), disclosures);
  return { bytes, etag: etagOf(revision, digest), status, revision };
}

/** Writes one answer: canonical JSON (RFC 8785), with the days for which it holds. */
export function writeDocument(
  { status, validity, body }: RecordDocument,
  disclosures: ReadonlyMap<string, Disclosure>,
): Pick<DocumentRow, 'status' | 'digest' | 'bytes'> {
  const bytes = Buffer.from(canonicalUnsealed({ ...body, validity }, disclosures), 'utf8');
  return { status, digest: digestOf(bytes), bytes };
}

/** The answers of `documentsOf` as rows; the first is found on every day before the second. */
export function documentRows(
  documents: readonly RecordDocument[],
  disclosures: ReadonlyMap<string, Disclosure>,
): DocumentRow[] {
  return documents.map((document, index) => {
    const { validity, certainty, possible } = document;
    const from = index === 0 ? FROM_EVER : (validity.from ?? FROM_EVER);
    const to = validity.to ?? FOR_EVER;
    return { from, to, certainty, possible: JSON.stringify(possible), ...writeDocument(document, disclosures) };
  });
}
