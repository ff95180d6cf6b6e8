import { WrongExpectedRevision } from '../event-store/port.js';
import type { RecordRef } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import type { LedgerEvent, LedgerRecord } from '../kernel/record.js';
import type { JournalEvent } from '../registry/journal/journal.js';
import { assignNumber, numberOf } from '../registry/journal/journal.js';
import type { EventWriter, Request } from './event-writer.js';
import type { RecordLoader } from './record-loader.js';

/**
 * Registration numbers (rule 7). A number is given by appending a line to the journal's stream at its present revision;
 * the agreement's own stream is written next, by the command or, if it died in between, by the reaction to the line.
 */
export class Numbering {
  constructor(
    private readonly loader: RecordLoader,
    private readonly writer: EventWriter,
  ) {}

  /** The agreement's number in the journal: the one it has, or the next. Tries again while others register. */
  async issue(
    journal: RecordRef,
    agreement: string,
    registered: LedgerEvent,
    request: Request,
    disclosures: readonly Disclosure[],
  ): Promise<number> {
    for (;;) {
      const { record, stream, revision } = await this.loader.expect(journal);
      const lines = record as LedgerRecord<JournalEvent>;
      const known = numberOf(lines, agreement);
      if (known !== undefined) return known;
      const line = assignNumber(lines, agreement, registered, request);
      if (!line) throw new Error(`${journal.id} is not a registration journal`);
      try {
        const events = this.writer.prepare({ ...request, key: '' }, stream, revision, [line]);
        await this.writer.append(stream, revision, events, disclosures);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }
}
