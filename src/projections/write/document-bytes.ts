import { hash } from 'node:crypto';
import { FROM_EVER } from '../../kernel/dated.js';
import type { Disclosure } from '../../kernel/personal.js';
import type { BareStatus, Certainty } from '../../kernel/status.js';
import { bareStatus } from '../../kernel/status.js';
import type { RecordDocument } from '../../registry/document.js';
import { canonicalUnsealed } from './canonical-json.js';

/** After every day, where a stretch of days is open, as `FROM_EVER` is before every day; see the schema. */
export const FOR_EVER = '~';

/** The answer about a record on a day, as it goes out: bytes of canonical JSON with their ETag. */
export interface StoredDocument {
  bytes: Buffer;
  /** `"<revision>.<digest>"`, quotation marks included (RFC 9110, section 8.8.3). */
  etag: string;
  /** One of the kind's statuses, `not-begun`, `undetermined` or `voided`. */
  status: string;
  /** Revision of the record's stream. */
  revision: number;
}

/** The answer about a record over a stretch of days, as it is stored. */
export interface DocumentRow {
  from: string;
  to: string;
  status: string;
  certainty: Certainty;
  /** JSON list of statuses. */
  possible: string;
  /** What our rules give, where a register states the status, as JSON. */
  computed: string | null;
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

/** An answer that no row holds, as one that was stored would be given. `revision` is that of the record's stream. */
export function storedDocument(
  document: RecordDocument,
  revision: number,
  disclosures: ReadonlyMap<string, Disclosure>,
): StoredDocument {
  const { bytes, digest, status } = writeDocument(document, disclosures);
  return { bytes, etag: etagOf(revision, digest), status, revision };
}

/** Writes one answer: canonical JSON (RFC 8785), with the days for which it holds. */
function writeDocument(
  { status, holdsFor, body }: RecordDocument,
  disclosures: ReadonlyMap<string, Disclosure>,
): Pick<DocumentRow, 'status' | 'digest' | 'bytes'> {
  const bytes = Buffer.from(canonicalUnsealed({ ...body, holdsFor }, disclosures), 'utf8');
  return { status, digest: digestOf(bytes), bytes };
}

/** The answers of `documentsOf` as rows; the first is found on every day before the second. */
export function documentRows(
  documents: readonly RecordDocument[],
  disclosures: ReadonlyMap<string, Disclosure>,
): DocumentRow[] {
  return documents.map((document, index) => {
    const { holdsFor, certainty, possible, computed } = document;
    const from = index === 0 ? FROM_EVER : (holdsFor.from ?? FROM_EVER);
    const to = holdsFor.to ?? FOR_EVER;
    const columns = { certainty, possible: JSON.stringify(possible), computed: statusColumn(computed) };
    return { from, to, ...columns, ...writeDocument(document, disclosures) };
  });
}

/** A status that stands in a column beside another one, as JSON. */
export function statusColumn(status: BareStatus | undefined): string | null {
  return status ? JSON.stringify(bareStatus(status)) : null;
}
