import type { LedgerRecord } from '../kernel/entry.js';
import type { RecordKind, ViewQuestion } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import type { Certainty } from '../kernel/status.js';
import type { RelativeDates } from '../kernel/relative-dates.js';

/** What a result says of a record's answer. */
export interface RenderedStatus {
  status: string;
  certainty: Certainty;
  etag: string;
}

/** The views could not show a record. */
export class Unrenderable extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'Unrenderable';
  }
}

/** What the command path asks of the views: where a key was used, how a record reads, and what depends on its dates. */
export interface ReadModelPort {
  commandByKey(actor: string, key: string): Promise<{ stream: string; firstRevision: number } | undefined>;
  /**
   * Status, certainty and entity tag of a record on the day of its last entry, as the status view tells them.
   * @param unstored texts behind digests in the record that are not stored yet
   * @param dates resolves its relative dates, where several records are asked for among the same others
   * @throws Unrenderable when the views could not show the record
   */
  render(
    kind: RecordKind,
    record: LedgerRecord,
    unstored?: readonly Disclosure[],
    dates?: RelativeDates,
  ): Promise<RenderedStatus>;
  /** Resolves dates among the records that the views know, one of them as it would be. */
  datesWith(kind: string, record: LedgerRecord): RelativeDates;
  /** The ids that answer a question of a command, as far as the views know. */
  find(question: ViewQuestion): string[];
  /** The records whose dates depend on entries of a record, as far as the views know. */
  dependents(kind: string, id: string): { kind: string; id: string }[];
}
