import type { RecordKind } from '../../kernel/kind.js';
import type { StoredDocument } from '../write/document-bytes.js';

/** Where a read model gets the answers about single records from: the only thing in which the past is another matter. */
export interface DocumentSource {
  /** The answer about a record; a region of which nothing is recorded is answered from the reference data. */
  document(kind: RecordKind, id: string): Promise<StoredDocument | undefined>;
  /** Whether a record can be asked about. */
  has(kind: RecordKind, id: string): boolean;
  /** The bytes of the answer about a record of a list, by its place in the log, where its row has none. */
  bytes(kind: RecordKind, record: number, id: string): Promise<Buffer | undefined>;
}
